"""``debt edit``: the terms of a debt stated or changed. The arithmetic of terms is ``domain.loan_rules``."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.catalog import GROUP_OF, RATE_INDICES, ROUNDINGS
from effluent_cli.domain.debt_terms import (
    DEFAULT_MINIMUM_FLOOR,
    DEFAULT_MINIMUM_PERCENT,
    card_contradictions,
    last_payment_on,
    level_payment_of,
    loan_contradictions,
)
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import escrow_on, next_due
from effluent_cli.domain.periods import day_in, month_of
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.errors import Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.debts import Position, known, position
from effluent_cli.services.editing import Edited, Planned, edit, one_of, with_stated, wrong

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

PAYMENT_RULES = ("full", "fixed", "minimum")
CONTRACT = ("rate", "term_months", "amortization_months", "interest_only_until", "payment_rounding")
"""Fields of a loan whose change has the payment reckoned anew, unless it is stated itself."""


@dataclass(frozen=True)
class LoanFields:
    """What a person may state about an instalment debt; None is not stated. Amounts are cents, rates fractions a year."""

    rate: Decimal | None = None
    payment: int | None = None
    payment_day: int | None = None
    term_months: int | None = None
    amortization_months: int | None = None
    extra_principal: int | None = None
    escrow: int | None = None
    interest_only_until: date | None = None
    forbearance_from: date | None = None
    forbearance_until: date | None = None
    rate_index: str | None = None
    rate_margin: Decimal | None = None
    rate_floor: Decimal | None = None
    rate_ceiling: Decimal | None = None
    reset_months: int | None = None
    next_reset_on: date | None = None
    payment_rounding: str | None = None
    interest_rounding: str | None = None


@dataclass(frozen=True)
class CardFields:
    """What a person may state about a revolving debt; None is not stated."""

    rate: Decimal | None = None
    payment_day: int | None = None
    payment_rule: str | None = None
    fixed_payment: int | None = None
    minimum_percent: Decimal | None = None
    minimum_floor: int | None = None
    minimum_adds_interest: bool | None = None
    statement_day: int | None = None
    promotional_rate: Decimal | None = None
    promotional_until: date | None = None
    limit: int | None = None


OPTION = {"extra_principal": "--extra"}
"""Fields whose option is not called as they are."""


def option_of(field: str) -> str:
    """Return the option that states a field."""
    return OPTION.get(field, "--" + field.replace("_", "-"))


def change(
    file: "HouseholdFile", caller: Caller, debt: str, stated: LoanFields, card: CardFields
) -> tuple[Edited, date]:
    """State or change the terms of a debt: ``stated`` counts for an instalment debt, ``card`` for a revolving one.

    A changed rate or term without a payment has the payment reckoned anew, once. What the debt owes today is recorded where
    it was only brought forward, so that the new terms act from now on. Raises InvalidInput, NotFound, Refused, Busy.
    """
    _check_choices(stated, card)

    def planning(index: InputsIndex, today: date) -> Planned:
        known(index, debt)
        here = position(index, today)
        account = index.debts[debt]
        revolving = GROUP_OF[account.type] == "revolving"
        _refuse_foreign(account, stated if revolving else card, card if revolving else stated)
        before = index.cards.get(debt) if revolving else index.loans.get(debt)
        after = _card(index, account, card) if revolving else _loan(here, account, stated)
        if before == after:
            return Planned(debt, Plan())
        return Planned(debt, Plan((Change(before, after), *_pinned(here, debt, caller)), ("accounts_changed",)))

    return edit(file, caller, planning)


def _check_choices(stated: LoanFields, card: CardFields) -> None:
    for name, value, choices in (
        ("payment_rounding", stated.payment_rounding, ROUNDINGS),
        ("interest_rounding", stated.interest_rounding, ROUNDINGS),
        ("rate_index", stated.rate_index, RATE_INDICES),
        ("payment_rule", card.payment_rule, PAYMENT_RULES),
    ):
        if value is not None:
            one_of(option_of(name), value, choices)
    for fields_of in (stated, card):
        for name, value in _given(fields_of):
            negative = isinstance(value, (int, Decimal)) and value < 0 and name not in ("rate_margin", "rate_floor")
            if negative:
                raise wrong(option_of(name), str(value), "cannot be negative")


def _given(stated: LoanFields | CardFields) -> Iterator[tuple[str, Any]]:
    yield from ((each.name, value) for each in fields(stated) if (value := getattr(stated, each.name)) is not None)


def _refuse_foreign(account: Account, other: LoanFields | CardFields, own: LoanFields | CardFields) -> None:
    """Raise Refused for an option that the kind of debt does not have."""
    mine = {each.name for each in fields(own)}
    for name, _ in _given(other):
        if name not in mine:
            raise Refused(
                f"{option_of(name)} does not apply to {account.id}: its type is {account.type}",
                code="option_does_not_apply",
                hint="effluent debt edit --help",
            )


def _pinned(here: Position, debt: str, caller: Caller) -> tuple[Change, ...]:
    held = here.books.balances[debt]
    if not held.brought_forward:
        return ()
    return (Change(None, Snapshot(debt, here.today, held.balance, caller.now)),)


def _card(index: InputsIndex, account: Account, stated: CardFields) -> CardTerms:
    before = index.cards.get(account.id)
    given = dict(_given(stated))
    if before is None and stated.rate is None:
        raise wrong("--rate", None, f"nothing is known of {account.id} yet: its rate is needed, 0% where it bears none")
    base = before or CardTerms(account.id, stated.rate or Decimal(0), payment_day=1, payment_rule="fixed")
    if stated.fixed_payment is not None:
        given.setdefault("payment_rule", "fixed")
    elif stated.minimum_percent is not None or stated.minimum_floor is not None:
        given.setdefault("payment_rule", "minimum")
    after = with_stated(base, **given)
    if after.payment_rule == "minimum" and after.minimum_percent is None and after.minimum_floor is None:
        after = replace(after, minimum_percent=DEFAULT_MINIMUM_PERCENT, minimum_floor=DEFAULT_MINIMUM_FLOOR)
    _refuse(account, card_contradictions(after))
    return after


def _loan(here: Position, account: Account, stated: LoanFields) -> LoanTerms:
    before = here.index.loans.get(account.id)
    if before is None and (stated.rate is None or (stated.payment is None and stated.term_months is None)):
        missing = "--rate" if stated.rate is None else "--payment"
        message = f"nothing is known of {account.id} yet: --rate and --payment or --term-months are needed"
        raise wrong(missing, None, message)
    base = before or LoanTerms(account.id, stated.rate or Decimal(0), 0, True, 1, here.today)
    given = {name: value for name, value in _given(stated) if name != "payment"}
    after = with_stated(base, **given)
    if after == base and before is not None and stated.payment in (None, base.payment):
        return base
    after = _dated(here, base, after, stated)
    _refuse(account, loan_contradictions(after, secured=account.property is not None))
    return replace(
        after,
        entered_on=here.today,
        escrow=after.escrow if stated.escrow is not None else escrow_on(base, here.today, here.rates),
        **_payment(here, base, after, stated),
    )


def _dated(here: Position, base: LoanTerms, after: LoanTerms, stated: LoanFields) -> LoanTerms:
    """Return the terms with the day of their last payment, which a new term or payment day moves."""
    if stated.term_months is None and stated.payment_day is None:
        return after
    on = here.today
    if stated.term_months is None:
        last = base.last_payment_on
        moved = day_in(month_of(last), after.payment_day) if last is not None else None
        return replace(after, last_payment_on=moved)
    last = last_payment_on(after, on)
    if last is None:
        raise Refused(
            f"a term of {stated.term_months} months from {after.origination} was over before {on.isoformat()}",
            code="term_is_over",
            hint="state a longer --term-months",
        )
    return replace(after, last_payment_on=last)


def _payment(here: Position, base: LoanTerms, after: LoanTerms, stated: LoanFields) -> dict[str, Any]:
    """Return the payment: as stated, reckoned anew where the contract changed, else the one that stands today."""
    if stated.payment is not None:
        return {"payment": stated.payment, "payment_given": True}
    owed = here.owed(after.account)
    if any(getattr(after, name) != getattr(base, name) for name in CONTRACT):
        first, last = next_due(after.payment_day, here.today), after.last_payment_on
        if last is not None:
            months = month_of(last) - month_of(first) + 1
            return {"payment": level_payment_of(after, owed.balance, first, months), "payment_given": False}
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
                hint="name the property in the onboarding step mortgages",
            )
        raise wrong(option_of(field), None, message)
