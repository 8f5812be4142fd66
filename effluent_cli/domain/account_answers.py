"""What an answer about an account changes beside the account itself: its snapshot and the terms of its debt.

An answer without a date takes the date of the run that first gave it; the same answer again writes no snapshot, so that
neither a later day nor a newer balance is disturbed (system notes, section 2).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from effluent_cli.domain.answers import BalanceAnswer, CardAnswer, LoanAnswer
from effluent_cli.domain.debt_terms import last_payment_on, level_payment_of, term_until
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.loan_rules import next_due
from effluent_cli.domain.periods import add_months
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
    return CardTerms(account=account, **{each.name: getattr(answer, each.name) for each in fields(CardAnswer)})


def loan_terms(account: str, answer: LoanAnswer, balance: Answered, before: LoanTerms | None, today: date) -> LoanTerms:
    """Return the terms of an instalment debt as they are kept.

    A payment that is not given is reckoned here, once: as long as the same terms are stated the record stays as it is. With
    original balance and origination the term runs from there, the first payment a month later; else the term is the months
    left at the balance's date, and a newly stated balance states it anew.
    """
    answer = _with_term(answer, balance)
    restated = balance.news and answer.term_months is not None and not answer.from_origination
    if before is not None and _stated(before) == answer and not restated:
        return before
    kept = {each.name: getattr(answer, each.name) for each in fields(LoanAnswer) if each.name != "maturity"}
    kept["payment"] = _payment(answer, balance) if answer.payment is None else answer.payment
    return LoanTerms(
        account=account,
        payment_given=answer.payment is not None,
        entered_on=today,
        last_payment_on=last_payment_on(answer, balance.on),
        **kept,
    )


def _with_term(answer: LoanAnswer, balance: Answered) -> LoanAnswer:
    """Return the answer with its term in months where it is stated by the month in which it ends."""
    if answer.maturity is None:
        return answer
    return replace(answer, maturity=None, term_months=max(term_until(answer, answer.maturity, balance.on), 1))


def _payment(answer: LoanAnswer, balance: Answered) -> int:
    months = answer.term_months or 1
    if answer.from_origination and answer.origination is not None and answer.original_balance is not None:
        first = add_months(answer.origination, 1, answer.payment_day)
        return level_payment_of(answer, answer.original_balance, first, months)
    return level_payment_of(answer, balance.amount, next_due(answer.payment_day, balance.on), months)


def _stated(terms: LoanTerms) -> LoanAnswer:
    kept = {
        each.name: getattr(terms, each.name) for each in fields(LoanAnswer) if each.name not in ("maturity", "payment")
    }
    return LoanAnswer(payment=terms.payment if terms.payment_given else None, **kept)


def loan_findings(account: Account, answer: LoanAnswer, terms: LoanTerms, balance: Answered) -> Iterator[Finding]:
    """Yield what is odd about how a loan's terms are stated: a term that is over, half an origination."""
    subject, name = f"account:{account.id}", account.name
    if balance.amount and terms.term_months is not None and terms.last_payment_on is None:
        yield Finding(
            "term_is_over",
            "warning",
            subject,
            f"{name}: its term was over before {balance.on.isoformat()}, and money is still owed",
            "correct origination_date or term_months",
        )
    if terms.term_months is not None and (answer.original_balance is None) != (answer.origination is None):
        missing = "original_balance" if answer.original_balance is None else "origination_date"
        yield Finding(
            "term_is_months_left",
            "warning",
            subject,
            f"{name}: without {missing} term_months counts as the months left",
            f"answer {missing}",
        )
