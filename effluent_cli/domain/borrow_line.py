"""The line of credit that a shortage is borrowed on: chance can reach it, so it is written in the idiom of ``amounts``."""

from datetime import date

from effluent_cli.domain.amounts import Amount, least, positive
from effluent_cli.domain.catalog import GROUP_OF, INTEREST_CATEGORY, PRINCIPAL_MOVE
from effluent_cli.domain.due import Standing, card_charge, card_due
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.month_plans import Stop
from effluent_cli.domain.overlay import DebtTerms
from effluent_cli.domain.postings import Posting
from effluent_cli.domain.records import CardTerms


class BorrowLine:
    """A revolving debt, by the very rules by which the ledger follows the others. ``owed`` is in cents."""

    def __init__(self, index: InputsIndex, account: str, owed: Amount, standing: Standing) -> None:
        self.account = account
        self._index = index
        self.terms = index.cards[account]
        self.owed = owed
        self.standing = standing
        group = GROUP_OF[index.debts[account].type]
        self.interest_name, self.principal_name = INTEREST_CATEGORY[group], PRINCIPAL_MOVE[group]

    def borrow(self, wanted: Amount) -> Amount:
        """Draw up to the limit; return how much."""
        drawn = least(wanted, positive((self.terms.limit or 0) - self.owed))
        self.owed = self.owed + drawn
        return drawn

    def meet(self, stop: Stop, posting: Posting) -> Amount:
        """Go through one stop of the month; return what it costs whoever pays it (cents)."""
        day = date.fromordinal(stop.day)
        if stop.kind == "owe":
            self.owed = self.owed + stop.amount
            return 0
        if isinstance(stop.subject, DebtTerms) and isinstance(stop.subject.terms, CardTerms):
            self.terms = stop.subject.terms
            return 0
        if stop.kind == "towards":
            paid = least(stop.amount, positive(self.owed))
            self.owed = self.owed - paid
            posting.move(self.principal_name, paid, self._payer(stop), self.account)
            return paid
        if stop.kind == "interest":
            interest, self.standing = card_charge(self.terms, positive(self.owed), self.standing, day)
            self._charge(interest, posting)
            return 0
        due = card_due(self.terms, positive(self.owed), self.standing, day)
        self._charge(due.interest, posting)
        self.owed = self.owed - due.payment
        principal = due.payment - due.interest - self.standing.charged
        posting.move(self.principal_name, principal, self._payer(stop), self.account, due.payment)
        self.standing = due.standing
        return due.payment

    def _payer(self, stop: Stop) -> str:
        return stop.account or self._index.cash_desk

    def _charge(self, interest: Amount, posting: Posting) -> None:
        self.owed = self.owed + interest
        posting.add("interest", self.interest_name, -interest, self.account)
