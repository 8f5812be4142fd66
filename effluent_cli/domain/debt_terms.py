"""The terms of a debt as they are stated: what contradicts itself, when the term ends, and the payment reckoned once.

Both the answers of onboarding and ``debt edit`` state terms.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from effluent_cli.domain.answers import CardAnswer, LoanAnswer
from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.loan_rules import next_due
from effluent_cli.domain.periods import add_months, day_in, month_of
from effluent_cli.domain.records import CardTerms, LoanTerms

DEFAULT_MINIMUM_PERCENT = Decimal("0.02")
DEFAULT_MINIMUM_FLOOR = 35_00
"""What a card's minimum payment is taken to be when nobody says: 2 % of the balance, at least 35 dollars."""

Contradiction = tuple[str, str]
"""The field of the terms that is wrong, and what is wrong with it."""


def loan_contradictions(terms: LoanTerms | LoanAnswer, *, secured: bool) -> Iterator[Contradiction]:
    """Yield what contradicts itself in a loan's terms; ``secured`` says that it names the property it is secured on."""
    if terms.escrow and not secured:
        yield "escrow", "escrow pays the tax and insurance of a property: name it"
    began = terms.origination
    for field, ended in (
        ("interest_only_until", terms.interest_only_until),
        ("forbearance_until", terms.forbearance_until),
    ):
        if began is not None and ended is not None and ended <= began:
            yield field, f"is over before the loan began ({began.isoformat()})"
    start, end = terms.forbearance_from, terms.forbearance_until
    if (start is None) != (end is None):
        yield "forbearance_until", "forbearance needs both its first and its last day"
    elif start is not None and end is not None and end < start:
        yield "forbearance_until", f"ends before it starts ({start.isoformat()})"
    if terms.amortization_months is not None:
        if terms.term_months is None:
            yield "term_months", "needed where the amortisation is longer than the term"
        elif terms.amortization_months < terms.term_months:
            yield "amortization_months", "must not be shorter than the term"
    yield from _rate_contradictions(terms)


def _rate_contradictions(terms: LoanTerms | LoanAnswer) -> Iterator[Contradiction]:
    if terms.rate_index is None:
        for field in ("rate_margin", "rate_floor", "rate_ceiling", "reset_months", "next_reset_on"):
            if getattr(terms, field) is not None:
                yield field, "applies to a variable rate only: name its index"
        return
    if terms.next_reset_on is None:
        yield "next_reset_on", "needed for a variable rate: when it is set anew next"
    floor, ceiling = terms.rate_floor, terms.rate_ceiling
    if floor is not None and ceiling is not None and ceiling < floor:
        yield "rate_ceiling", "must not be below the floor"


def card_contradictions(terms: CardTerms | CardAnswer) -> Iterator[Contradiction]:
    """Yield what contradicts itself in the terms of a revolving debt."""
    if terms.payment_rule == "fixed" and terms.fixed_payment is None:
        yield "fixed_payment", "needed where the payment rule is fixed"
    if terms.payment_rule == "minimum" and not (
        terms.minimum_percent or terms.minimum_floor or terms.minimum_adds_interest
    ):
        yield "minimum_percent", "a minimum of nothing never pays the debt: give a percentage or a floor"
    rate, until = terms.promotional_rate, terms.promotional_until
    if (rate is None) != (until is None):
        yield "promotional_until", "a promotional rate needs both the rate and its last day"


def last_payment_on(terms: LoanTerms | LoanAnswer, on: date) -> date | None:
    """Return the date of the last payment of the term; None without a term, or when the term is over on ``on`` already.

    The term runs from the origination where original balance and origination are known, the first payment a month later;
    else ``term_months`` payments fall due after ``on``.
    """
    if terms.term_months is None:
        return None
    if terms.original_balance is not None and terms.origination is not None:
        last = add_months(terms.origination, terms.term_months, terms.payment_day)
        return last if last > on else None
    return day_in(month_of(next_due(terms.payment_day, on)) + terms.term_months - 1, terms.payment_day)


def term_until(terms: LoanTerms | LoanAnswer, end: date, on: date) -> int:
    """Return ``term_months`` of a loan whose last payment falls in the month of ``end``: of the whole term, or those left.

    It is below 1 where the loan has ended before it began, or before ``on``.
    """
    if terms.original_balance is not None and terms.origination is not None:
        return month_of(end) - month_of(terms.origination)
    return month_of(end) - month_of(next_due(terms.payment_day, on)) + 1


def level_payment_of(terms: LoanTerms | LoanAnswer, principal: int, first: date, months: int) -> int:
    """Return the payment (cents) that amortises ``principal`` in ``months`` payments from the due date ``first`` on.

    Payments of interest alone at the beginning do not count; an amortisation longer than the term is what counts in its place.
    """
    tail = max((terms.amortization_months or 0) - (terms.term_months or 0), 0) if terms.term_months else 0
    until, interest_only = terms.interest_only_until, 0
    if until is not None and until >= first:
        month = month_of(until)
        interest_only = month - month_of(first) + (day_in(month, terms.payment_day) <= until)
    return level_payment(principal, terms.rate, max(months + tail - interest_only, 1), rounding=terms.payment_rounding)
