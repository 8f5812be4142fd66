"""What an answer about an account changes beside the account itself: its snapshot and the terms of its debt.

An answer without a date takes the date of the run that first gave it; the same answer again writes no snapshot, so that
neither a later day nor a newer balance is disturbed (system notes, section 2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from effluent_cli.domain.answers import BalanceAnswer, CardAnswer, LoanAnswer
from effluent_cli.domain.debt import level_payment, period_interest
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import money_shown
from effluent_cli.domain.periods import add_months, day_in, month_of
from effluent_cli.domain.plans import Change
from effluent_cli.domain.records import Account, CardTerms, LoanTerms, Snapshot


@dataclass(frozen=True)
class Answered:
    """A balance as answered, in cents and on its date; ``news`` says that it was not answered like this before."""

    amount: int
    on: date
    news: bool


def answered(balance: BalanceAnswer, before: Account | None, today: date) -> Answered:
    """Return the balance that an answer states, on which date, and whether that is news."""
    if before is not None and before.answered_on is not None:
        same_day = balance.on in (None, before.answered_on)
        if same_day and before.answered_balance == balance.amount:
            return Answered(balance.amount, before.answered_on, news=False)
    return Answered(balance.amount, balance.on or today, news=True)


def snapshot_changes(
    account: str, answer: Answered, existing: dict[date, Snapshot], now: datetime
) -> tuple[Change, ...]:
    """Return the snapshot that the answer writes: none unless it is news, and none where the same stands already."""
    before = existing.get(answer.on)
    if not answer.news or (before is not None and before.balance == answer.amount):
        return ()
    return (Change(before, Snapshot(account, answer.on, answer.amount, now)),)


def newer_snapshot(account: Account, answer: Answered, existing: dict[date, Snapshot]) -> Iterator[Finding]:
    """Yield a finding when an answer is news but a newer balance is on record and stands."""
    newer = max((day for day in existing if day > answer.on), default=None)
    if answer.news and newer is not None:
        yield Finding(
            "newer_balance_stands",
            "info",
            f"account:{account.id}",
            f"{account.name}: the balance of {newer.isoformat()} is newer than the answer's of {answer.on.isoformat()}",
            f"effluent account set-balance {account.id} AMOUNT",
        )


def card_terms(account: str, answer: CardAnswer) -> CardTerms:
    """Return the terms of a revolving debt as they are kept."""
    return CardTerms(
        account=account,
        rate=answer.rate,
        payment_day=answer.payment_day,
        payment_rule=answer.payment_rule,
        fixed_payment=answer.fixed_payment,
        minimum_percent=answer.minimum_percent,
        minimum_floor=answer.minimum_floor,
        statement_day=answer.statement_day,
        limit=answer.limit,
    )


def loan_terms(account: str, answer: LoanAnswer, balance: Answered, before: LoanTerms | None, today: date) -> LoanTerms:
    """Return the terms of an instalment debt as they are kept.

    A payment that is not given is reckoned here, once: as long as the same terms are stated the record stays as it is. With
    original balance and origination the term runs from there, the first payment a month later; else the term is the months
    left at the balance's date, and a newly stated balance states it anew.
    """
    restated = balance.news and answer.term_months is not None and not answer.from_origination
    if before is not None and _stated(before) == answer and not restated:
        return before
    payment = answer.payment
    if payment is None:
        payment = level_payment(_principal(answer, balance), answer.rate, answer.term_months or 1)
    return LoanTerms(
        account=account,
        rate=answer.rate,
        payment=payment,
        payment_given=answer.payment is not None,
        payment_day=answer.payment_day,
        entered_on=today,
        term_months=answer.term_months,
        original_balance=answer.original_balance,
        origination=answer.origination,
        last_payment_on=last_payment_on(answer, balance),
        extra_principal=answer.extra_principal,
    )


def _principal(answer: LoanAnswer, balance: Answered) -> int:
    return (
        answer.original_balance if answer.from_origination and answer.original_balance is not None else balance.amount
    )


def last_payment_on(answer: LoanAnswer, balance: Answered) -> date | None:
    """Return the date of the last payment of the term; None without a term, or when the term is over and money still owed."""
    if answer.term_months is None:
        return None
    if answer.from_origination and answer.origination is not None:
        last = add_months(answer.origination, answer.term_months, answer.payment_day)
        return last if last > balance.on else None
    first = month_of(balance.on) + (day_in(month_of(balance.on), answer.payment_day) <= balance.on)
    return day_in(first + answer.term_months - 1, answer.payment_day)


def _stated(terms: LoanTerms) -> LoanAnswer:
    return LoanAnswer(
        rate=terms.rate,
        payment_day=terms.payment_day,
        payment=terms.payment if terms.payment_given else None,
        term_months=terms.term_months,
        original_balance=terms.original_balance,
        origination=terms.origination,
        extra_principal=terms.extra_principal,
    )


def loan_findings(account: Account, answer: LoanAnswer, terms: LoanTerms, balance: Answered) -> Iterator[Finding]:
    """Yield what is odd about a loan's terms: a payment that interest eats up, a term that is over, half an origination."""
    subject, name = f"account:{account.id}", account.name
    interest = period_interest(balance.amount, terms.rate)
    if balance.amount and terms.payment + terms.extra_principal <= interest:
        yield Finding(
            "payment_below_interest",
            "warning",
            subject,
            f"{name}: {money_shown(terms.payment)} a month does not cover the interest of {money_shown(interest)}",
            "correct payment, rate_percent or balance",
        )
    if balance.amount and answer.term_months is not None and terms.last_payment_on is None:
        yield Finding(
            "term_is_over",
            "warning",
            subject,
            f"{name}: its term was over before {balance.on.isoformat()}, and money is still owed",
            "correct origination_date or term_months",
        )
    if answer.term_months is not None and (answer.original_balance is None) != (answer.origination is None):
        missing = "original_balance" if answer.original_balance is None else "origination_date"
        yield Finding(
            "term_is_months_left",
            "warning",
            subject,
            f"{name}: without {missing} term_months counts as the months left",
            f"answer {missing}",
        )
