"""``flows show | edit | skip``: one flow looked at, changed, or left out once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import EXPENSE_CATEGORIES, FREQUENCIES, INCOME_CATEGORIES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Flow, Skip
from effluent_cli.domain.recurrence import in_window, next_after
from effluent_cli.errors import NotFound, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    changed,
    edit,
    emptied,
    found,
    named,
    one_of,
    to_empty,
    with_stated,
    wrong,
)
from effluent_cli.services.flow_purpose import check_purpose, source_for
from effluent_cli.services.flows import FlowRow, own, system_row, upcoming, user_row

if TYPE_CHECKING:
    from effluent_cli.domain.records import SystemFlow
    from effluent_cli.store.household import HouseholdFile

CLEARABLE = {
    "start": ("start",),
    "end": ("end",),
    "from": ("from_account",),
    "to": ("to_account",),
    "member": ("member",),
    "property": ("property",),
    "source": ("source",),
}
AHEAD = 6
"""How many coming occurrences ``flows show`` lists."""


@dataclass(frozen=True)
class FlowShow:
    """One flow, the days on which it falls next, and those it skips."""

    flow: FlowRow
    member: str | None
    origin: str
    next_dates: tuple[date, ...]
    skipped: tuple[date, ...]


@dataclass(frozen=True)
class FlowFields:
    """What a person may state anew about a flow; None is not stated. ``amount`` in cents."""

    name: str | None = None
    category: str | None = None
    amount: int | None = None
    frequency: str | None = None
    start: date | None = None
    end: date | None = None
    from_account: str | None = None
    to_account: str | None = None
    member: str | None = None
    property: str | None = None
    source: str | None = None
    separate: bool | None = None


def show(file: "HouseholdFile", caller: Caller, flow_id: str) -> tuple[FlowShow, date]:
    """Return one active flow, the user's own or a generated one. Raises NotFound."""
    with file.reading() as books:
        inputs = books.inputs()
        system = {flow.id: flow for flow in books.system_flows()}
    today = caller.today(inputs.household.time_zone)
    index = InputsIndex(inputs)
    mine = next((flow for flow in index.flows if flow.id == flow_id), None)
    if mine is not None:
        skipped = index.skipped.get(flow_id, frozenset())
        row = user_row(mine, today, skipped)
        dates = tuple(islice(upcoming(mine, skipped, today), AHEAD))
        return FlowShow(row, mine.member, mine.origin, dates, tuple(sorted(skipped))), today
    if flow_id not in system:
        raise NotFound(f"there is no flow {flow_id!r}", hint="effluent flows list")
    flow = system[flow_id]
    return FlowShow(system_row(flow, today), flow.member, "generated", _dates(flow, today), ()), today


def _dates(flow: "SystemFlow", today: date) -> tuple[date, ...]:
    dates: list[date] = []
    day = next_after(flow.frequency, flow.anchor, (flow.start, flow.end), today)
    while day is not None and len(dates) < AHEAD:
        dates.append(day)
        day = next_after(flow.frequency, flow.anchor, (flow.start, flow.end), day)
    return tuple(dates)


def change(
    file: "HouseholdFile", caller: Caller, flow_id: str, stated: FlowFields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change a flow of the user's own, and empty what ``clear`` names.

    Raises NotFound, InvalidInput, Refused for a generated flow, Busy.
    """
    empty = to_empty(clear, CLEARABLE, stated)
    with file.reading() as books:
        system = books.system_flows()

    def planning(index: InputsIndex, today: date) -> Planned:
        before = own(flow_id, index.inputs, system)
        after = _checked(index, emptied(before, empty), stated)
        if after.amount != before.amount:
            after = replace(after, stated_on=today)
        return changed(flow_id, before, after, "flows_changed")

    return edit(file, caller, planning)


def skip(file: "HouseholdFile", caller: Caller, flow_id: str, on: date | None) -> tuple[Edited, date]:
    """Leave one occurrence of a user flow out, by default the next. Raises NotFound, InvalidInput (no such day), Refused."""
    with file.reading() as books:
        system = books.system_flows()

    def planning(index: InputsIndex, today: date) -> Planned:
        flow = own(flow_id, index.inputs, system)
        skipped = index.skipped.get(flow_id, frozenset())
        day = on or next(upcoming(flow, skipped, today), None)
        if day is None or not any(in_window(flow.frequency, flow.anchor, (flow.start, flow.end), day, day)):
            shown = day.isoformat() if day else None
            raise wrong("--on", shown, f"{flow_id} does not fall on {shown or 'any day to come'}")
        if day in skipped:
            return Planned(flow_id, Plan())
        return Planned(flow_id, Plan((Change(None, Skip(flow_id, day)),), ("flows_changed",)))

    return edit(file, caller, planning)


def _checked(index: InputsIndex, flow: Flow, stated: FlowFields) -> Flow:
    """Return ``flow`` with what is stated, checked against its type and the other records."""
    for account in (stated.from_account, stated.to_account):
        if account is not None:
            found(index.accounts, account, "account", "effluent account list")
    if stated.member is not None:
        found(index.members, stated.member, "member", "effluent member list")
    if flow.type == "expense" and stated.to_account is not None:
        raise wrong("--to", stated.to_account, "an expense is paid from an account and into none")
    if flow.type == "income" and stated.from_account is not None:
        raise wrong("--from", stated.from_account, "income is paid into an account and from none")
    if stated.amount is not None and stated.amount <= 0:
        raise wrong("--amount", money_text(stated.amount), "an amount must be above zero; the type says where it goes")
    categories = {"income": INCOME_CATEGORIES, "expense": EXPENSE_CATEGORIES}.get(flow.type, ("transfer",))
    after = with_stated(
        flow,
        name=named(stated.name) if stated.name is not None else None,
        category=one_of("--category", stated.category, categories) if stated.category is not None else None,
        amount=stated.amount,
        frequency=one_of("--frequency", stated.frequency, FREQUENCIES) if stated.frequency is not None else None,
        start=stated.start,
        anchor=stated.start,
        end=stated.end,
        from_account=stated.from_account,
        to_account=stated.to_account,
        member=stated.member,
        property=stated.property,
        source=stated.source,
        separate=stated.separate,
    )
    check_purpose(index, after.type, stated.property)
    source_for(index, stated.source, after.type, after.category)
    if stated.separate and after.to_account not in index.debts:
        raise Refused("--separate is for a transfer that pays a debt", code="pays_no_debt", hint="leave --separate out")
    if after.start is not None and after.end is not None and after.end < after.start:
        raise wrong("--end", after.end.isoformat(), f"the flow would end before it starts ({after.start.isoformat()})")
    if after.type == "transfer" and None in (after.from_account, after.to_account):
        raise wrong("--clear", None, "a transfer needs both its accounts")
    if after.type == "transfer" and after.from_account == after.to_account:
        raise wrong("--to", after.to_account, "a transfer needs two different accounts")
    return after
