"""What the terms of an instalment debt say for a date: the rate, whether anything is paid, and the payment reckoned anew.

Interest falls due in arrears: a due date's interest is for the month before it. So a date on which something ends or changes
acts from the first due date *after* it: the due date on the very day still follows the old rule.

The contractual payment on record holds from the day on which the terms were entered. It is reckoned anew, over what is left
of the amortisation, when an interest-only period ends and at every reset of a variable rate; nothing else changes it. What
forbearance adds to the balance is cleared by the last payment of the term.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.overlay import DebtTerms
from effluent_cli.domain.periods import add_months, day_in, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import LoanTerms


def rate_on(terms: LoanTerms, day: date, rates: Rates) -> Decimal:
    """Return the yearly rate of a due date: as stated, after a reset index + margin between floor and ceiling.

    ``rates`` are the household's assumptions; a rate whose index nobody assumes anything about stays as it is.
    """
    index = terms.rate_index or ""
    if index not in rates or (reset := _last_reset(terms, day)) is None:
        return terms.rate
    rate = (rates.in_month(index, month_of(reset)) or Decimal(0)) + (terms.rate_margin or 0)
    if terms.rate_ceiling is not None:
        rate = min(rate, terms.rate_ceiling)
    return max(rate, terms.rate_floor or Decimal(0))


def is_steady(terms: LoanTerms) -> bool:
    """Whether a loan's rate and payment stay as they are stated to the end of its term."""
    varies = terms.rate_index is not None and terms.next_reset_on is not None
    return not varies and terms.interest_only_until is None and terms.forbearance_from is None


def forborne(terms: LoanTerms, day: date) -> bool:
    """Whether nothing is paid on a due date: interest is added to the balance."""
    start, end = terms.forbearance_from, terms.forbearance_until
    return start is not None and end is not None and start <= day <= end


def interest_only(terms: LoanTerms, day: date) -> bool:
    """Whether a due date's payment is the interest alone."""
    return terms.interest_only_until is not None and day <= terms.interest_only_until


def clears(terms: LoanTerms, day: date) -> bool:
    """Whether a due date is the last one of the term (or after it) and so clears what is left."""
    return terms.last_payment_on is not None and month_of(day) >= month_of(terms.last_payment_on)


def escrow_on(terms: LoanTerms, day: date, rates: Rates) -> int:
    """Return the escrow of a due date in cents: like the bills it pays, it grows with inflation each January."""
    return rates.compounded(terms.escrow, "inflation", terms.entered_on.year, day.year)


def recast(terms: LoanTerms, owed: int, day: date, rates: Rates) -> int | None:
    """Return the payment (cents) that is reckoned anew for a due date; None where the payment stays as it is."""
    if is_steady(terms) or not _changes(terms, _due_before(terms, day), day, rates):
        return None
    return reckoned(terms, owed, day, rates)


def standing_payment(terms: LoanTerms, owed: int, on: date, rates: Rates) -> int | None:
    """Return the payment in force at the end of ``on`` where it has been reckoned anew since the terms were entered.

    ``owed`` is the balance known for that day. None where the contractual payment still holds.
    """
    following = next_due(terms.payment_day, on)
    before = day_in(month_of(following) - 1, terms.payment_day)
    if before <= terms.entered_on or not _changes(terms, terms.entered_on, before, rates):
        return None
    return reckoned(terms, owed, following, rates)


def reckoned(terms: LoanTerms, owed: int, day: date, rates: Rates) -> int | None:
    """Return the level payment that amortises ``owed`` from a due date on; None where no end of the term is known."""
    if terms.last_payment_on is None:
        return None
    left = month_of(terms.last_payment_on) - month_of(day) + 1
    tail = (terms.amortization_months or 0) - (terms.term_months or 0) if terms.term_months else 0
    return level_payment(owed, rate_on(terms, day, rates), max(left + max(tail, 0), 1), rounding=terms.payment_rounding)


def agreed_loan(agreed: DebtTerms, owed: int, rates: Rates) -> LoanTerms:
    """Return the terms of a loan that are agreed on a day: the payment amortises what is owed over what is left of it.

    Where neither a payment nor an end of the term is known, the payment stays. The escrow goes on as it has grown.
    """
    stated = cast("LoanTerms", agreed.terms)
    terms = replace(stated, entered_on=agreed.on, escrow=escrow_on(stated, agreed.on, rates))
    payment = agreed.payment
    if payment is None:
        payment = reckoned(terms, owed, next_due(terms.payment_day, agreed.on), rates)
    return terms if payment is None else replace(terms, payment=payment)


def with_term(terms: LoanTerms, on: date, months: int) -> LoanTerms:
    """Return terms whose last payment is the last of ``months``, the first of them being the next after ``on``."""
    last = day_in(month_of(next_due(terms.payment_day, on)) + months - 1, terms.payment_day)
    return replace(terms, term_months=months, last_payment_on=last, amortization_months=None)


def next_due(payment_day: int, after: date) -> date:
    """Return the first due date after a day."""
    month = month_of(after)
    return day_in(month + (day_in(month, payment_day) <= after), payment_day)


def _due_before(terms: LoanTerms, day: date) -> date:
    """Return the due date before, passing over those in forbearance."""
    before = day_in(month_of(day) - 1, terms.payment_day)
    if terms.forbearance_from is not None and forborne(terms, before):
        month = month_of(terms.forbearance_from)
        before = day_in(month - (day_in(month, terms.payment_day) >= terms.forbearance_from), terms.payment_day)
    return before


def _changes(terms: LoanTerms, first: date, before: date, rates: Rates) -> bool:
    """Whether from ``first`` to the day before ``before`` something happened that has the payment reckoned anew."""
    first = max(first, terms.entered_on)
    ended = terms.interest_only_until
    return (ended is not None and first <= ended < before) or _reset_within(terms, first, before, rates)


def _last_reset(terms: LoanTerms, day: date) -> date | None:
    """Return the last day before ``day``, and since the terms were entered, on which the rate is reset."""
    reset = terms.next_reset_on
    if reset is None or reset >= day:
        return None
    if terms.reset_months:
        periods = (month_of(day) - month_of(reset)) // terms.reset_months
        last = add_months(reset, periods * terms.reset_months)
        reset = last if last < day else add_months(reset, (periods - 1) * terms.reset_months)
    return reset if reset >= terms.entered_on else None


def _reset_within(terms: LoanTerms, first: date, before: date, rates: Rates) -> bool:
    """Whether the rate is reset from ``first`` to the day before ``before``."""
    reset = terms.next_reset_on
    if reset is None or terms.rate_index not in rates:
        return False
    if reset < first and terms.reset_months:
        periods = (month_of(first) - month_of(reset)) // terms.reset_months
        reset = add_months(reset, periods * terms.reset_months)
        if reset < first:
            reset = add_months(terms.next_reset_on or reset, (periods + 1) * terms.reset_months)
    return first <= reset < before
