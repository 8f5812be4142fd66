"""One debt followed from a day to its end: every due date, by the very rules that the books and the projection post by."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from effluent_cli.domain.due import Standing, card_charge, card_due, loan_due
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import next_due
from effluent_cli.domain.money import BALANCE_LIMIT, Cents
from effluent_cli.domain.periods import day_in, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms

LONGEST = 1200
"""A debt is followed for at most this many months; one that lives longer never ends, for all a person cares."""


class Owed(NamedTuple):
    """A debt as the books have it: cents owed, and what it carries beside its balance."""

    balance: int
    standing: Standing


class DuePayment(NamedTuple):
    """One due date (cents): the payment, the interest charged since the one before, the escrow, and what is left after it.

    ``regular`` is what the terms ask for, ``short`` says that it is a regular payment that does not cover the interest.
    """

    on: date
    payment: Cents
    interest: Cents
    escrow: Cents
    balance: Cents
    regular: Cents
    short: bool


class DebtWalk:
    """A debt with terms, walked from due date to due date. ``owed`` is in cents, ``rates`` are the household's assumptions."""

    def __init__(self, terms: LoanTerms | CardTerms, owed: int, standing: Standing, as_of: date, rates: Rates) -> None:
        self.terms = terms
        self.owed = owed
        self.standing = standing
        self.rates = rates
        self.day = next_due(terms.payment_day, as_of)
        self._since = as_of

    def step(self, extra: int = 0) -> DuePayment:
        """Pass the next due date, paying ``extra`` cents beside what the terms ask for."""
        charged, day, terms = 0, self.day, self.terms
        if isinstance(terms, CardTerms):
            charged = self._statements(terms)
            due = card_due(terms, self.owed, self.standing, day, extra)
        else:
            due = loan_due(terms, self.owed, self.standing, day, self.rates, extra)
        interest = charged + due.interest
        self.owed += due.interest - due.payment
        self.standing = due.standing
        self._since, self.day = day, day_in(month_of(day) + 1, terms.payment_day)
        short = due.lasting and self.owed > 0 and due.payment <= interest
        return DuePayment(day, due.payment, interest, due.escrow, self.owed, due.regular, short)

    def _statements(self, terms: CardTerms) -> int:
        if terms.statement_day is None:
            return 0
        charged, statement = 0, next_due(terms.statement_day, self._since)
        while statement <= self.day:
            interest, self.standing = card_charge(terms, self.owed, self.standing, statement)
            self.owed += interest
            charged += interest
            statement = next_due(terms.statement_day, statement)
        return charged


def debt_path(  # noqa: PLR0917  # whose debt, what of it, from when, at which rates
    index: InputsIndex,
    debt: str,
    owed: int,
    as_of: date,
    rates: Rates,
    standing: Standing | None = None,
    extra: int = 0,
) -> tuple[DuePayment, ...]:
    """Return the due dates after ``as_of`` of a debt with terms that owes ``owed`` cents, at most ``LONGEST`` of them.

    ``standing`` is what the books carry for it beside the balance; ``extra`` is paid on every due date beside the terms.
    """
    terms = index.loans.get(debt) or index.cards.get(debt)
    return () if terms is None else tuple(_steps(DebtWalk(terms, owed, standing or Standing(), as_of, rates), extra))


def _steps(walk: DebtWalk, extra: int) -> Iterator[DuePayment]:
    for _ in range(LONGEST):
        if not 0 < walk.owed <= BALANCE_LIMIT:
            return
        yield walk.step(extra)


@frozen
class Payoff:
    """When a debt is paid off and what it still costs: payments made, date of the last one, interest in cents.

    All None where it is never paid off: a payment does not cover the interest, or it takes more than a hundred years.
    """

    months: int | None
    on: date | None
    interest: Cents | None


def payoff_of(path: tuple[DuePayment, ...]) -> Payoff:
    """Return where a path leads; a debt without anything owed is paid off already (no months, no date, no interest)."""
    if not path:
        return Payoff(0, None, 0)
    if path[-1].balance > 0 or any(due.short for due in path):
        return Payoff(None, None, None)
    return Payoff(len(path), path[-1].on, sum(due.interest for due in path))
