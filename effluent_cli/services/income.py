"""``income list | show | add | edit | end``: jobs, businesses, pensions, rent, benefits."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import INCOME_TYPES, OWNER_PLANS, PAY_PERIODS, STATES, W2_TYPES
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, Rate, half_up, money_text
from effluent_cli.domain.pay import annual_pay, window_of
from effluent_cli.domain.periods import Month
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Earned, IncomeSource
from effluent_cli.domain.recurrence import next_after
from effluent_cli.errors import NotFound, Refused
from effluent_cli.services.benefit_fields import CLAIM, check_claim, superseded, yearly_benefit
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    changed,
    edit,
    emptied,
    found,
    named,
    new_id,
    one_of,
    to_empty,
    with_stated,
    wrong,
)

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent income list"
PAY = ("annual_amount", "hourly_rate", "full_age_benefit", "earnings")
"""Fields whose change means that the pay is stated anew, as of today; raises count from the day it was stated."""
OWN_BUSINESS = ("expected_expenses", "estimated_payment", "retirement_contribution", "retirement_account")
STUB = tuple(
    f"ytd_{name}"
    for name in ("gross", "federal_withheld", "social_security_wages", "medicare_wages", "state_withheld", "deferrals")
)
OPTION = {"annual_amount": "--annual-salary", "raise_rate": "--raise"}
"""Fields whose option is not called as they are."""
CLEARABLE = {
    "raise": ("raise_rate",),
    "start": ("start",),
    "end": ("end",),
    "work-state": ("work_state",),
    "ytd": ("ytd_on", *STUB),
    **{name.replace("_", "-"): (name,) for name in STUB},
    "expected-expenses": ("expected_expenses",),
    "estimated-payment": ("estimated_payment",),
    "retirement-contribution": ("retirement_contribution", "retirement_account"),
    "claim": CLAIM,
    **{name.replace("_", "-"): (name,) for name in CLAIM[1:]},
}


@frozen
class IncomeRow:
    """One active source; ``annual`` is its yearly gross as stated (cents), of a claim what its next payments come to a year."""

    id: str
    name: str
    member: str
    type: str
    annual: Cents
    pay_frequency: str
    next_date: date | None
    end: date | None


@frozen
class IncomeList:
    """The active sources, in id order."""

    sources: tuple[IncomeRow, ...]


@frozen
class IncomeShow:
    """One source with everything that is stated of it."""

    source: IncomeSource
    annual: Cents
    next_date: date | None


@frozen
class IncomeFields:
    """What a person may state about a source; None is not stated. Amounts are cents, rates fractions a year."""

    name: str | None = None
    member: str | None = None
    type: str | None = None
    pay_frequency: str | None = None
    pay_date: date | None = None
    annual_amount: Cents | None = None
    hourly_rate: Cents | None = None
    annual_hours: int | None = None
    raise_rate: Rate | None = None
    start: date | None = None
    end: date | None = None
    work_state: str | None = None
    ytd_on: date | None = None
    ytd_gross: Cents | None = None
    ytd_federal_withheld: Cents | None = None
    ytd_social_security_wages: Cents | None = None
    ytd_medicare_wages: Cents | None = None
    ytd_state_withheld: Cents | None = None
    ytd_deferrals: Cents | None = None
    expected_expenses: Cents | None = None
    estimated_payment: Cents | None = None
    retirement_contribution: Cents | None = None
    retirement_account: str | None = None
    claim: Month | None = None
    full_age_benefit: Cents | None = None
    earnings: tuple[Earned, ...] | None = None


def listed(file: "HouseholdFile", caller: Caller) -> tuple[IncomeList, date]:
    """Return the active sources."""
    with file.reading() as books:
        inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    index = InputsIndex(inputs)
    rows = tuple(_row(index, source, today) for source in index.sources.values())
    return IncomeList(rows), today


def show(file: "HouseholdFile", caller: Caller, source_id: str) -> tuple[IncomeShow, date]:
    """Return one source, also one that has ended. Raises NotFound."""
    with file.reading() as books:
        inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    for source in inputs.income_sources:
        if source.id == source_id:
            return IncomeShow(source, _annual(InputsIndex(inputs), source, today), _next(source, today)), today
    raise NotFound(f"there is no income source {source_id!r}", hint=SHOW)


def add(file: "HouseholdFile", caller: Caller, stated: IncomeFields, source_id: str | None) -> tuple[Edited, date]:
    """Add a source. Raises InvalidInput, NotFound (the member), Refused (the id is taken), Busy."""

    def planning(index: InputsIndex, today: date) -> Planned:
        name = named(stated.name or "")
        key = new_id(source_id, name, "income source", frozenset(each.id for each in index.inputs.income_sources))
        blank = IncomeSource(
            id=key,
            member=stated.member or "",
            name=name,
            type=one_of("--type", stated.type or "", INCOME_TYPES),
            pay_frequency=one_of("--pay-frequency", stated.pay_frequency or "", tuple(PAY_PERIODS)),
            pay_date=stated.pay_date or today,
            stated_on=today,
        )
        return Planned(key, Plan((Change(None, _checked(index, blank, stated, today)),), ("flows_changed",)))

    return edit(file, caller, planning)


def change(
    file: "HouseholdFile", caller: Caller, source_id: str, stated: IncomeFields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change what is stated of a source, and empty what ``clear`` names; new pay counts from today.

    A job that becomes other work loses its W-4. Raises NotFound, InvalidInput, Refused (deductions are taken from it), Busy.
    """
    empty = to_empty(clear, CLEARABLE, stated)

    def planning(index: InputsIndex, today: date) -> Planned:
        before = found(index.sources, source_id, "income source", SHOW)
        after = _checked(index, emptied(before, (*empty, *_other_pay(before, stated))), stated, today)
        if any(getattr(before, name) != getattr(after, name) for name in PAY):
            after = replace(after, stated_on=today)
        planned = changed(source_id, before, after, "flows_changed")
        if before.type in W2_TYPES and after.type not in W2_TYPES:
            return Planned(source_id, planned.plan + _no_longer_employed(index, source_id))
        return planned

    return edit(file, caller, planning)


def _other_pay(before: IncomeSource, stated: IncomeFields) -> tuple[str, ...]:
    """Return the fields of the pay that a new type of work does not have."""
    given = [field.name for field in fields(stated) if getattr(stated, field.name) is not None]
    other = superseded(before, stated.type, given)
    if stated.type in (None, before.type):
        return other
    return (*other, *(("annual_amount",) if stated.type == "w2_hourly" else ("hourly_rate", "annual_hours")))


def _no_longer_employed(index: InputsIndex, source_id: str) -> Plan:
    """Return the plan that takes the W-4 of a job away. Raises Refused while deductions or stub figures hang on it."""
    hanging = [f"deduction {each.id}" for each in index.deductions.get(source_id, ())]
    hanging += [f"the stub's {kind.replace('_', ' ')}" for kind in index.overrides.get(source_id, ())]
    if hanging:
        raise Refused(
            f"{source_id} still has {', '.join(hanging)}", code="source_in_use", hint="remove or clear those first"
        )
    form = index.withholdings.get(source_id)
    return Plan((Change(form, replace(form, active=False)),)) if form is not None else Plan()


def end(file: "HouseholdFile", caller: Caller, source_id: str, on: date | None) -> tuple[Edited, date]:
    """End a source: ``on``, by default today, is the last day on which it may pay. Raises NotFound, InvalidInput, Busy."""

    def planning(index: InputsIndex, today: date) -> Planned:
        before = found(index.sources, source_id, "income source", SHOW)
        day = today if on is None else on
        if before.start is not None and day < before.start:
            raise wrong(
                "--on", day.isoformat(), f"{source_id} starts on {before.start.isoformat()}: it cannot end before"
            )
        return changed(source_id, before, replace(before, end=day), "flows_changed")

    return edit(file, caller, planning)


def _checked(index: InputsIndex, source: IncomeSource, stated: IncomeFields, today: date) -> IncomeSource:
    """Return ``source`` with what is stated, checked against its type and the other records."""
    if stated.member is not None:
        found(index.members, stated.member, "member", "effluent member list")
    given = {field.name: getattr(stated, field.name) for field in fields(stated)}
    if stated.type is not None:
        one_of("--type", stated.type, INCOME_TYPES)
    if stated.pay_frequency is not None:
        one_of("--pay-frequency", stated.pay_frequency, tuple(PAY_PERIODS))
    if stated.work_state is not None:
        one_of("--work-state", stated.work_state, STATES)
    if stated.name is not None:
        given["name"] = named(stated.name)
    if any(given[name] is not None for name in STUB) and given["ytd_on"] is None:
        given["ytd_on"] = today
    after = with_stated(source, **given)
    if after.ytd_on is not None and all(getattr(after, name) is None for name in STUB):
        after = replace(after, ytd_on=None)
    _check_amounts(after)
    check_claim(index, after)
    if after.claim is None:
        _check_pay(after)
    _check_business(index, after)
    if after.start is not None and after.end is not None and after.end < after.start:
        raise wrong("--end", after.end.isoformat(), f"it would end before it starts ({after.start.isoformat()})")
    if after.ytd_on is not None and after.ytd_on > today:
        raise wrong("--ytd-on", after.ytd_on.isoformat(), "that day has not come yet")
    return after


def _check_amounts(source: IncomeSource) -> None:
    for name in (*STUB, *OWN_BUSINESS[:3], "annual_amount", "hourly_rate", "annual_hours"):
        value = getattr(source, name)
        if value is not None and value < 0:
            shown = value if name == "annual_hours" else money_text(value)
            raise wrong(_option(name), shown, "an amount of zero or more")


def _check_pay(source: IncomeSource) -> None:
    hourly = source.type == "w2_hourly"
    if hourly and source.annual_amount is not None:
        shown = money_text(source.annual_amount)
        raise wrong("--annual-salary", shown, "an hourly job has --hourly-rate and --annual-hours")
    if hourly and not (source.hourly_rate and source.annual_hours):
        raise wrong("--hourly-rate", None, "an hourly job needs --hourly-rate and --annual-hours")
    if source.annual_hours is not None and source.annual_hours > 8_784:
        raise wrong("--annual-hours", source.annual_hours, "a year has at most 8784 hours")
    for name in ("hourly_rate", "annual_hours"):
        if not hourly and getattr(source, name) is not None:
            raise wrong(_option(name), None, "only a w2_hourly job is paid by the hour")
    pay, periods = annual_pay(source), PAY_PERIODS[source.pay_frequency]
    if not half_up(pay, periods):
        shown = f"{money_text(pay)} a year comes to nothing each time" if pay else "the yearly gross, above zero"
        raise wrong("--hourly-rate" if hourly else "--annual-salary", None, shown)


def _check_business(index: InputsIndex, source: IncomeSource) -> None:
    stated = [name for name in OWN_BUSINESS if getattr(source, name) is not None]
    if stated and source.type != "self_employed":
        raise wrong(_option(stated[0]), None, _only("a self_employed source has it", stated[0]))
    if source.retirement_account is not None:
        account = found(index.accounts, source.retirement_account, "account", "effluent account list")
        if account.type not in OWNER_PLANS:
            raise Refused(
                f"{account.id} is a {account.type.replace('_', ' ')} and no retirement account",
                code="other_account_type",
                hint=f"one of {', '.join(OWNER_PLANS)}",
            )
    if source.retirement_contribution and source.retirement_account is None:
        raise wrong("--retirement-account", None, "say into which account the contribution goes")
    stub = [name for name in STUB if getattr(source, name) is not None]
    if stub and source.type not in W2_TYPES:
        raise wrong(_option(stub[0]), None, _only("a W-2 job has a pay stub", "ytd"))


def _only(words: str, field: str) -> str:
    name = next(name for name, emptied in CLEARABLE.items() if field in (name, *emptied))
    return f"only {words}: leave it out, or add --clear {name}"


def _option(name: str) -> str:
    return OPTION.get(name, f"--{name.replace('_', '-')}")


def _row(index: InputsIndex, source: IncomeSource, today: date) -> IncomeRow:
    return IncomeRow(
        id=source.id,
        name=source.name,
        member=source.member,
        type=source.type,
        annual=_annual(index, source, today),
        pay_frequency=source.pay_frequency,
        next_date=_next(source, today),
        end=source.end,
    )


def _annual(index: InputsIndex, source: IncomeSource, today: date) -> Cents:
    return annual_pay(source) if source.claim is None else yearly_benefit(index, source, _next(source, today) or today)


def _next(source: IncomeSource, today: date) -> date | None:
    return next_after(source.pay_frequency, source.pay_date, window_of(source), today)
