"""Balances moving from day to day: the one place where an entry of the timetable meets what an account holds.

Bringing the books forward and projecting them are the same postings; they differ only in where each account's known
balance starts and in whether markets move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from effluent_cli.domain.catalog import CLOSING_COSTS, GROUP_OF, INTEREST_CATEGORY, PRINCIPAL_MOVE
from effluent_cli.domain.due import Standing, card_charge, card_due, loan_due
from effluent_cli.domain.entries import Entry
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import agreed_loan, standing_payment
from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.overlay import DebtTerms
from effluent_cli.domain.property_costs import escrow_parts
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms
from effluent_cli.domain.tax_facts import Fact, escrow_fact, interest_fact
from effluent_cli.errors import Refused


@dataclass
class MonthFlows:
    """What happened in one stretch of time: cents by column, by component and by move.

    ``dips`` are the days (ordinals) on which cash sank lower than ever since the stretch began, each with how much lower than
    at its beginning: whatever cash there was to begin with, the first day below zero and the lowest one are among them.
    """

    columns: dict[str, int] = field(default_factory=dict)
    components: dict[str, int] = field(default_factory=dict)
    moves: dict[str, int] = field(default_factory=dict)
    dips: list[tuple[int, int]] = field(default_factory=list)

    def add_part(self, column: str, name: str, amount: int) -> None:
        """Add a signed effect on net worth."""
        self.columns[column] = self.columns.get(column, 0) + amount
        self.components[name] = self.components.get(name, 0) + amount

    def add_move(self, name: str, amount: int) -> None:
        """Add principal or a transfer."""
        self.moves[name] = self.moves.get(name, 0) + amount

    def see_cash(self, change: int, day: int) -> None:
        """Note what cash is at the end of a day (an ordinal), as the change since the stretch began.

        On one day credits come before debits, so that cash is never lower within a day than at both its ends.
        """
        if change < (self.dips[-1][1] if self.dips else 0):
            self.dips.append((day, change))


def checked_balance(account: str, balance: int) -> int:
    """Return the balance of an account. Raises Refused where it passes the limit of 10¹⁴ cents."""
    if abs(balance) > BALANCE_LIMIT:
        raise Refused(f"the balance of {account} passes 1,000,000,000,000.00", code="balance_out_of_range")
    return balance


class Ledger:
    """What every active account holds (an asset) or owes (a debt, positive), in cents.

    ``since`` gives for each account the day of its known balance: an entry on or before it is already contained in that
    balance and moves only the other accounts. ``rates`` are the household's assumptions. ``standing`` is what each debt
    carries beside its balance; without it, that follows from the terms and the known balance. Since the caller last set them
    back: ``cash`` is how far all cash together has moved, ``out_of`` what has left each account for good (``Entry.leaves``),
    ``facts`` what a return counts.
    """

    def __init__(
        self,
        index: InputsIndex,
        balances: Mapping[str, int],
        since: Mapping[str, date],
        rates: Rates,
        standing: Mapping[str, Standing] | None = None,
    ) -> None:
        self.index = index
        self.balances = dict(balances)
        self.since = since
        self.rates = rates
        self.cash_accounts = frozenset(key for key, each in index.accounts.items() if GROUP_OF[each.type] == "cash")
        self.cash = 0
        self.standing = dict(standing) if standing is not None else self._first_standing()
        self.out_of: dict[str, int] = {}
        self.facts: list[Fact] = []
        self.interest_facts = {key: what for key in index.debts if (what := interest_fact(index, key)) is not None}
        self.loans, self.cards = dict(index.loans), dict(index.cards)
        self._cleared: dict[str, date] = {}

    def _first_standing(self) -> dict[str, Standing]:
        loans = self.index.loans.items()
        known = {key: (terms, self.since[key]) for key, terms in loans if key in self.since}
        return {
            key: Standing(standing_payment(terms, self.balances[key], day, self.rates))
            for key, (terms, day) in known.items()
        }

    def post(self, entry: Entry, flows: MonthFlows) -> None:
        """Post one entry. Raises Refused when a balance passes the limit of 10¹⁴ cents."""
        if entry.unless and any(self._escrowed(debt, entry.day) for debt in entry.unless):
            return
        if entry.debt is None:
            for account, amount in entry.deltas:
                self._shift(account, amount, entry.day)
            for column, name, amount in entry.parts:
                flows.add_part(column, name, amount)
            for name, amount in entry.moves:
                flows.add_move(name, amount)
            if entry.leaves is not None:
                self.out_of[entry.leaves] = self.out_of.get(entry.leaves, 0) - entry.deltas[0][1]
            self.facts.extend(entry.facts)
        elif entry.step == "transfer":
            self._pay_towards(entry, flows)
        elif entry.step == "interest":
            self._charge(entry.debt, entry.day, flows)
        elif entry.terms is not None:
            self._agree(entry.terms, flows)
        else:
            self._pay(entry.debt, entry.day, flows)

    def grow(self, account: str, amount: int, name: str, flows: MonthFlows) -> None:
        """Add a return (negative: a loss) to an asset."""
        self._shift(account, amount, None)
        flows.add_part("returns", name, amount)

    def _shift(self, account: str, amount: int, day: date | None) -> None:
        if day is not None and self._contained(account, day):
            return
        self.balances[account] = checked_balance(account, self.balances[account] + amount)
        if account in self.cash_accounts:
            self.cash += amount

    def _category(self, debt: str) -> tuple[str, str]:
        group = GROUP_OF[self.index.debts[debt].type]
        return INTEREST_CATEGORY[group], PRINCIPAL_MOVE[group]

    def _pay_towards(self, entry: Entry, flows: MonthFlows) -> None:
        """A user's own transfer towards a debt: never more than is owed."""
        (source, _), (debt, stated) = entry.deltas
        paid = min(-stated, self.balances[debt])
        self._shift(source, paid if source in self.index.debts else -paid, entry.day)
        self._shift(debt, -paid, entry.day)
        if entry.leaves is not None:
            self.out_of[entry.leaves] = self.out_of.get(entry.leaves, 0) + paid
        if paid:
            flows.add_move(self._category(debt)[1], paid)

    def _escrowed(self, debt: str, day: date) -> bool:
        """Whether a debt's escrow pays what falls on ``day``: as long as the debt lives, its last due date included."""
        return self.balances[debt] > 0 or self._cleared.get(debt) == day

    def _charge(self, debt: str, day: date, flows: MonthFlows) -> None:
        """A card's interest on its statement day."""
        if self._contained(debt, day):
            return
        standing = self.standing.get(debt, Standing())
        interest, self.standing[debt] = card_charge(self.cards[debt], self.balances[debt], standing, day)
        self._owe(debt, interest, day, flows)

    def _agree(self, agreed: DebtTerms, flows: MonthFlows) -> None:
        """Have other terms hold from here on; what that costs is added to the debt."""
        debt = agreed.debt
        if agreed.costs and self.balances[debt] > 0:
            self._shift(debt, agreed.costs, agreed.on)
            flows.add_part("spending", CLOSING_COSTS, -agreed.costs)
        if isinstance(agreed.terms, CardTerms):
            self.cards[debt] = agreed.terms
        else:
            self.loans[debt] = agreed_loan(agreed, self.balances[debt], self.rates)
            self.standing[debt] = Standing()

    def _contained(self, account: str, day: date) -> bool:
        """Whether the account's known balance already contains what fell on ``day``."""
        return account in self.since and day <= self.since[account]

    def _owe(self, debt: str, interest: int, day: date, flows: MonthFlows) -> None:
        if interest:
            self._shift(debt, interest, day)
            flows.add_part("interest", self._category(debt)[0], -interest)
            if debt in self.interest_facts:
                self.facts.append(Fact(self.interest_facts[debt], "", interest))

    def _pay(self, debt: str, day: date, flows: MonthFlows) -> None:
        """A due date: interest for the period, then the payment and what goes into escrow, from checking."""
        owed = self.balances[debt]
        if owed <= 0:
            return
        standing = self.standing.get(debt, Standing())
        if debt in self.loans:
            due = loan_due(self.loans[debt], owed, standing, day, self.rates)
        else:
            due = card_due(self.cards[debt], owed, standing, day)
        if not self._contained(debt, day):
            self.standing[debt] = due.standing
        self._owe(debt, due.interest, day, flows)
        self._shift(debt, -due.payment, day)
        if self.balances[debt] <= 0:
            self._cleared[debt] = day
        self._shift(self.index.cash_desk, -due.payment - due.escrow, day)
        if principal := due.payment - due.interest - standing.charged:
            flows.add_move(self._category(debt)[1], principal)
        for category, amount in escrow_parts(self.index, debt, due.escrow):
            flows.add_part("spending", category, -amount)
            if (what := escrow_fact(self.index, debt, category)) is not None:
                self.facts.append(Fact(what, "", amount))
