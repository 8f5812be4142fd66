"""What is due on a debt: interest and payment of one due date, and one debt followed from today to its end.

Instalment interest is rate ÷ 12 per payment, the first one whole, and the last payment of the term clears what is left.
Card interest is the balance after the last payment × rate ÷ 12, charged on the statement day, without one on the due day
(system notes, sections 1 and 3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from effluent_cli.domain.debt import minimum_payment, period_interest
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, money_shown
from effluent_cli.domain.periods import day_in, month_of, month_text
from effluent_cli.domain.records import CardTerms, LoanTerms

LONGEST = 1200
"""A debt is followed for at most this many months; one that lives longer never ends, for all a person cares."""


def loan_due(terms: LoanTerms, owed: int, day: date) -> tuple[int, int]:
    """Return (interest, payment) of a loan's due date, in cents: never more than is owed; the term's last one clears it."""
    interest = period_interest(owed, terms.rate)
    whole = owed + interest
    if terms.last_payment_on is not None and month_of(day) == month_of(terms.last_payment_on):
        return interest, whole
    return interest, min(terms.payment + terms.extra_principal, whole)


def card_due(terms: CardTerms, before_interest: int, whole: int) -> int:
    """Return a card's payment in cents by its rule; ``whole`` is the balance with interest, the most that is ever paid."""
    if terms.payment_rule == "full":
        return whole
    if terms.payment_rule == "fixed":
        return min(terms.fixed_payment or 0, whole)
    return min(minimum_payment(before_interest, terms.minimum_percent, terms.minimum_floor), whole)


@dataclass(frozen=True)
class DuePayment:
    """One due date: the payment, the interest charged since the one before, and what is left after it (cents)."""

    on: date
    payment: Cents
    interest: Cents
    balance: Cents


def debt_path(index: InputsIndex, debt: str, balance: int, as_of: date) -> tuple[DuePayment, ...]:
    """Return the due dates after ``as_of`` of a debt with terms that owes ``balance`` cents, at most ``LONGEST`` of them."""
    if debt in index.loans:
        return tuple(_loan_path(index.loans[debt], balance, as_of))
    if debt in index.cards:
        return tuple(_card_path(index.cards[debt], balance, as_of))
    return ()


def _months(day: int, as_of: date) -> Iterator[date]:
    first = month_of(as_of) + (day_in(month_of(as_of), day) <= as_of)
    return (day_in(month, day) for month in range(first, first + LONGEST))


def _loan_path(terms: LoanTerms, owed: int, as_of: date) -> Iterator[DuePayment]:
    for day in _months(terms.payment_day, as_of):
        if owed <= 0:
            return
        interest, payment = loan_due(terms, owed, day)
        owed += interest - payment
        yield DuePayment(day, payment, interest, owed)


def _card_path(terms: CardTerms, owed: int, as_of: date) -> Iterator[DuePayment]:
    statements = iter(_months(terms.statement_day, as_of)) if terms.statement_day is not None else iter(())
    statement = next(statements, None)
    for day in _months(terms.payment_day, as_of):
        if owed <= 0:
            return
        interest = 0
        if terms.statement_day is None:
            interest = period_interest(owed, terms.rate)
        while statement is not None and statement <= day:
            interest += period_interest(owed + interest, terms.rate)
            statement = next(statements, None)
        payment = card_due(terms, owed, owed + interest)
        owed += interest - payment
        yield DuePayment(day, payment, interest, owed)


def minimum_finding(index: InputsIndex, debt: str, balance: int, as_of: date) -> Iterator[Finding]:
    """Yield ``pays_minimum_only`` for a card paid by the minimum rule: its payoff month and all the interest until then."""
    terms = index.cards.get(debt)
    if terms is None or terms.payment_rule != "minimum" or balance <= 0:
        return
    path = debt_path(index, debt, balance, as_of)
    interest = money_shown(sum(due.interest for due in path))
    name = index.debts[debt].name
    if path and path[-1].balance <= 0:
        words = f"is paid off in {month_text(month_of(path[-1].on))} after {interest} of interest"
    else:
        words = f"is never paid off: {interest} of interest in {LONGEST // 12} years"
    message = f"{name} pays the minimum only and {words}"
    yield Finding("pays_minimum_only", "warning", f"account:{debt}", message, "pay a fixed sum a month")
