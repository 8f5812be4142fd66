"""``debt edit``: the terms of a debt stated or changed. The arithmetic of terms is ``domain.loan_rules``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.debt_terms import (
    DEFAULT_MINIMUM_FLOOR,
    DEFAULT_MINIMUM_PERCENT,
    card_contradictions,
    last_payment_on,
    level_payment_of,
    loan_contradictions,
    term_until,
)
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import escrow_on, next_due, rate_on
from effluent_cli.domain.periods import day_in, month_of
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.errors import Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.debt_fields import LoanFields, TermsStated, given, option_of
from effluent_cli.services.debts import Position, known, position
from effluent_cli.services.editing import Edited, Planned, edit, emptied, with_stated, wrong

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


def change(file: "HouseholdFile", caller: Caller, debt: str, stated: TermsStated) -> tuple[Edited, date]:
    """State, change or clear the terms of a debt.

    A changed rate or term without a payment has the payment reckoned anew, once. What the debt owes today is recorded where
    it was only brought forward, so that the new terms act from now on. Raises InvalidInput, NotFound, Refused, Busy.
    """

    def planning(index: InputsIndex, today: date) -> Planned:
        known(index, debt)
        here = position(index, today)
        account = index.debts[debt]
        stated.refuse_foreign(account)
        revolving = GROUP_OF[account.type] == "revolving"
        before = index.cards.get(debt) if revolving else index.loans.get(debt)
        after = _card(index, account, stated) if revolving else _loan(here, account, stated)
        if before == after:
            return Planned(debt, Plan())
        return Planned(debt, Plan((Change(before, after), *_pinned(here, debt, caller)), ("accounts_changed",)))

    return edit(file, caller, planning)


def _pinned(here: Position, debt: str, caller: Caller) -> tuple[Change, ...]:
    held = here.books.balances[debt]
    if not held.brought_forward:
        return ()
    return (Change(None, Snapshot(debt, here.today, held.balance, caller.now)),)


def _card(index: InputsIndex, account: Account, terms: TermsStated) -> CardTerms:
    before, stated = index.cards.get(account.id), terms.card
    if before is None and stated.rate is None:
        raise wrong("--rate", None, f"nothing is known of {account.id} yet: its rate is needed, 0% where it bears none")
    base = before or CardTerms(account.id, stated.rate or Decimal(0), payment_day=1, payment_rule="fixed")
    rule = {}
    if stated.fixed_payment is not None:
        rule = {"payment_rule": "fixed"}
    elif stated.minimum_percent is not None or stated.minimum_floor is not None:
        rule = {"payment_rule": "minimum"}
    after = with_stated(emptied(base, terms.empty), **{**rule, **dict(given(stated))})
    if after.payment_rule == "minimum" and after.minimum_percent is None and after.minimum_floor is None:
        after = replace(after, minimum_percent=DEFAULT_MINIMUM_PERCENT, minimum_floor=DEFAULT_MINIMUM_FLOOR)
    _refuse(account, card_contradictions(after))
    return after


def _loan(here: Position, account: Account, terms: TermsStated) -> LoanTerms:
    before, stated = here.index.loans.get(account.id), terms.loan
    if stated.origination is not None and stated.origination > here.today:
        raise wrong("--origination", stated.origination.isoformat(), "that day has not come yet")
    term = stated.term_months is not None or stated.maturity is not None
    if before is None and (stated.rate is None or (stated.payment is None and not term)):
        missing = "--rate" if stated.rate is None else "--payment"
        message = f"nothing is known of {account.id} yet: --rate and --payment or --term-months are needed"
        raise wrong(missing, None, message)
    base = before or LoanTerms(account.id, stated.rate or Decimal(0), 0, True, 1, here.today)
    reckon = "payment" in terms.empty
    after = emptied(base, tuple(name for name in terms.empty if name != "payment"))
    after = with_stated(after, **{name: value for name, value in given(stated) if name not in ("payment", "maturity")})
    after = _dated(here, base, after, stated)
    _refuse(account, loan_contradictions(after, secured=account.property is not None))
    # From now on the terms count as entered today: what time has made of them until then is written down with them.
    grown = stated.escrow is None and "escrow" not in terms.empty
    after = replace(
        after,
        rate=after.rate if stated.rate is not None else rate_on(base, here.today + timedelta(days=1), here.rates),
        escrow=escrow_on(base, here.today, here.rates) if grown else after.escrow,
        **_payment(here, base, after, stated, reckon=reckon),
    )
    return base if after == before else replace(after, entered_on=here.today)


def _dated(here: Position, base: LoanTerms, after: LoanTerms, stated: LoanFields) -> LoanTerms:
    """Return the terms with the day of their last payment, which a new term or payment day moves.

    ``term_months`` follows where it is counted from another day than before: from the origination, or from today.
    """
    if stated.maturity is not None:
        after = replace(after, term_months=_term(here, after, stated.maturity))
    elif stated.term_months is None:
        last = after.last_payment_on
        moved = day_in(month_of(last), after.payment_day) if last is not None else None
        if moved is not None and _from_origination(base) != _from_origination(after):
            after = replace(after, term_months=_term(here, after, moved))
        return replace(after, last_payment_on=moved)
    last = last_payment_on(after, here.today)
    if last is None:
        raise Refused(
            f"a term of {after.term_months} months from {after.origination} was over before {here.today.isoformat()}",
            code="term_is_over",
            hint="state a longer --term-months",
        )
    return replace(after, last_payment_on=last)


def _term(here: Position, terms: LoanTerms, end: date) -> int:
    months = term_until(terms, end, here.today)
    if months < 1:
        began = terms.origination if _from_origination(terms) else here.today
        raise wrong("--maturity", end.isoformat(), f"the loan would be over before {began}")
    return months


def _from_origination(terms: LoanTerms) -> bool:
    return terms.original_balance is not None and terms.origination is not None


def _contract(terms: LoanTerms) -> tuple[object, ...]:
    """Return what the payment of a loan is reckoned from: where it changes, the payment is reckoned anew."""
    last = month_of(terms.last_payment_on) if terms.last_payment_on is not None else None
    balloon = terms.amortization_months and terms.amortization_months - (terms.term_months or 0)
    return terms.rate, last, balloon, terms.interest_only_until, terms.payment_rounding


def _payment(here: Position, base: LoanTerms, after: LoanTerms, stated: LoanFields, *, reckon: bool) -> dict[str, Any]:
    """Return the payment: as stated, reckoned anew where the contract changed, else the one that stands today."""
    if stated.payment is not None:
        return {"payment": stated.payment, "payment_given": True}
    owed, last = here.owed(after.account), after.last_payment_on
    if last is not None and (reckon or _contract(after) != _contract(base)):
        first = next_due(after.payment_day, here.today)
        months = month_of(last) - month_of(first) + 1
        return {"payment": level_payment_of(after, owed.balance, first, months), "payment_given": False}
    if reckon:
        raise Refused(
            f"nothing is known of the term of {after.account}: its payment cannot be reckoned",
            code="term_unknown",
            hint="state --term-months or --maturity",
        )
    if owed.standing.payment is not None:
        return {"payment": owed.standing.payment, "payment_given": False}
    return {}


def _refuse(account: Account, contradictions: Iterator[tuple[str, str]]) -> None:
    """Raise for terms that contradict each other, naming the first option concerned."""
    for field, message in contradictions:
        if field == "escrow":
            raise Refused(
                f"{account.id} is secured on no property: {message}",
                code="escrow_without_property",
                hint=f"effluent account edit {account.id} --property ACCOUNT",
            )
        raise wrong(option_of(field), None, message)
