"""``flows list | add | end``: the recurring flows, typed in and generated."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.catalog import (
    EXPENSE_CATEGORIES,
    FREQUENCIES,
    INCOME_CATEGORIES,
)
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.recurrence import next_after
from effluent_cli.domain.slugs import checked_name, checked_slug, derived_slug
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.flow_purpose import TRANSFER, check_purpose, source_for

if TYPE_CHECKING:
    from effluent_cli.domain.index import InputsIndex
    from effluent_cli.domain.records import Flow, Inputs, Skip, SystemFlow
    from effluent_cli.store.household import HouseholdFile

FLOW_TYPES = ("income", "expense", "transfer")


@frozen
class FlowRow:
    """One flow. A system flow has a source and a kind; ``paycheck`` names the source whose paycheck the line belongs to.

    ``overridden`` says that a figure from a pay stub stands in place of the one reckoned.
    """

    id: str
    name: str
    type: str
    category: str
    amount: Cents
    frequency: str
    start: date | None
    end: date | None
    system: bool
    source: str | None
    kind: str | None
    paycheck: str | None
    from_account: str | None
    to_account: str | None
    next_date: date | None
    overridden: bool = False


@frozen
class FlowList:
    """The user's own flows, then the system flows, each in id order."""

    flows: tuple[FlowRow, ...]


@frozen
class FlowAdded:
    """The new flow's id and the day it falls on first."""

    id: str
    name: str
    next_date: date | None
    revision: int


@frozen
class FlowEnded:
    """The last day on which the flow may still fall."""

    id: str
    end: date
    result: Literal["ended", "unchanged"]
    revision: int


@frozen
class NewFlow:
    """What ``flows add`` was given."""

    id: str | None
    name: str
    type: str
    category: str | None
    amount: int
    frequency: str
    start: date | None
    end: date | None
    from_account: str | None
    to_account: str | None
    member: str | None
    property: str | None = None
    source: str | None = None
    separate: bool = False


def listed(file: "HouseholdFile", caller: Caller, *, ended: bool) -> tuple[FlowList, date]:
    """Return the active flows; those that have run out only with ``ended``."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        own_flows, skips, system = books.user_flows(), books.skips(), books.system_flows()
        stubs = {(each.source, each.kind) for each in books.overrides()}
    rows = [user_row(flow, today, skipped_of(flow.id, skips)) for flow in own_flows if flow.active]
    rows += [system_row(flow, today, overridden=(flow.source, flow.kind) in stubs) for flow in system]
    return FlowList(tuple(row for row in rows if ended or row.end is None or row.end >= today)), today


def add(file: "HouseholdFile", caller: Caller, new: NewFlow) -> tuple[FlowAdded, date]:
    """Add a user flow; start defaults to today, the account to the primary checking account.

    Raises InvalidInput (what is wrong whatever is stored, all at once), NotFound (an account or member), Refused (the id is
    taken), Busy.
    """
    problems = _problems(new)
    if problems:
        raise InvalidInput(
            problems[0].message if len(problems) == 1 else f"{len(problems)} options are wrong",
            problems=tuple(problems),
        )
    with caller.opened(file) as books:
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        flow = _flow(new, inputs, {flow.id for flow in books.system_flows()}, today)
        revision = books.revision()
        if not caller.dry_run:
            revision = books.apply(Plan((Change(None, flow),), ("flows_changed",))).revision
        return FlowAdded(flow.id, flow.name, user_row(flow, today).next_date, revision), today


def end(file: "HouseholdFile", caller: Caller, flow_id: str, on: date | None) -> tuple[FlowEnded, date]:
    """End a user flow: ``on``, by default today, is the last day on which it may fall.

    Raises NotFound, Refused for a system flow, InvalidInput when it would end before it started, Busy.
    """
    with caller.opened(file) as books:
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        flow = own(flow_id, inputs, books.system_flows())
        day = today if on is None else on
        if flow.start is not None and day < flow.start:
            message = f"{flow.id} starts on {flow.start.isoformat()}: it cannot end before"
            raise InvalidInput(message, problems=(Problem("--on", day.isoformat(), message),))
        revision = books.revision()
        if flow.end == day:
            return FlowEnded(flow.id, day, "unchanged", revision), today
        if not caller.dry_run:
            revision = books.apply(Plan((Change(flow, replace(flow, end=day)),), ("flows_changed",))).revision
        return FlowEnded(flow.id, day, "ended", revision), today


def _problems(new: NewFlow) -> list[Problem]:
    categories = {"income": INCOME_CATEGORIES, "expense": EXPENSE_CATEGORIES, "transfer": (TRANSFER,)}
    found = [
        _choice("--type", new.type, FLOW_TYPES),
        _choice("--frequency", new.frequency, FREQUENCIES),
        _choice("--category", new.category, categories[new.type]) if new.type in FLOW_TYPES[:2] else None,
        _wrong("--name", new.name, checked_name),
        _wrong("--id", new.id, checked_slug),
    ]
    if new.amount <= 0:
        found.append(
            Problem("--amount", money_text(new.amount), "an amount must be above zero; the type says where it goes")
        )
    if new.start and new.end and new.end < new.start:
        found.append(
            Problem("--end", new.end.isoformat(), f"the flow would end before it starts ({new.start.isoformat()})")
        )
    if new.type == "expense" and new.to_account:
        found.append(
            Problem("--to", new.to_account, "an expense is paid from an account and into none; see --type transfer")
        )
    if new.type == "income" and new.from_account:
        found.append(
            Problem("--from", new.from_account, "income is paid into an account and from none; see --type transfer")
        )
    if new.type == TRANSFER and not (new.from_account and new.to_account):
        found.append(Problem("--to", new.to_account, "a transfer needs --from and --to"))
    if new.type == TRANSFER and new.category not in (None, TRANSFER):
        found.append(Problem("--category", new.category, "a transfer has no category"))
    if new.type == TRANSFER and new.from_account and new.from_account == new.to_account:
        found.append(Problem("--to", new.to_account, "a transfer needs two different accounts"))
    return [problem for problem in found if problem is not None]


def _choice(option: str, value: str | None, choices: tuple[str, ...]) -> Problem | None:
    if value in choices:
        return None
    if value is None:
        return Problem(option, None, f"{option} is missing: one of {', '.join(choices)}")
    return Problem(option, value, f"{value!r} is none of {', '.join(choices)}")


def _wrong(option: str, value: str | None, check: Callable[[str], str]) -> Problem | None:
    """Return what ``check`` has against a value, if anything."""
    if value is None:
        return None
    try:
        check(value)
    except ValueError as error:
        return Problem(option, value, str(error))
    return None


def _flow(new: NewFlow, inputs: "Inputs", system_ids: set[str], today: date) -> "Flow":
    from effluent_cli.domain.index import InputsIndex
    from effluent_cli.domain.records import Flow

    index = InputsIndex(inputs)
    taken = {flow.id for flow in inputs.flows} | system_ids
    if new.id in taken:
        raise Refused(f"there is a flow {new.id!r} already", code="id_taken", hint="choose another --id")
    for account in (new.from_account, new.to_account):
        if account is not None and account not in index.accounts:
            raise NotFound(f"there is no account {account!r}", hint="effluent account list")
    if new.member is not None and new.member not in index.members:
        raise NotFound(f"there is no member {new.member!r}", hint="effluent household show")
    _check_debts(new, index)
    check_purpose(index, new.type, new.property)
    payer = source_for(index, new.source, new.type, new.category)
    start = new.start or today
    return Flow(
        id=new.id or derived_slug(new.name, "flow", taken),
        name=checked_name(new.name),
        type=new.type,
        category=new.category or TRANSFER,
        amount=new.amount,
        frequency=new.frequency,
        anchor=start,
        start=start,
        end=new.end,
        from_account=new.from_account or (index.checking if new.type == "expense" else None),
        to_account=new.to_account or (index.checking if new.type == "income" else None),
        member=new.member or (payer.member if payer is not None and new.type == "income" else None),
        property=new.property,
        source=new.source,
        separate=new.separate,
        stated_on=today,
    )


def _check_debts(new: NewFlow, index: "InputsIndex") -> None:
    """Raise Refused where a flow that is no transfer would pay a debt, or ``--separate`` is said of one that pays none."""
    pays = new.to_account in index.debts
    if new.separate and not pays:
        raise Refused("--separate is for a transfer that pays a debt", code="pays_no_debt", hint="leave --separate out")


def own(flow_id: str, inputs: "Inputs", system: "tuple[SystemFlow, ...]") -> "Flow":
    """Return the user's own active flow of that id. Raises Refused for a generated one, NotFound."""
    for flow in inputs.flows:
        if flow.id == flow_id and flow.active:
            return flow
    for generated in system:
        if generated.id == flow_id:
            raise Refused(
                f"{flow_id} is generated from {generated.source}: change or end that instead", code="system_flow"
            )
    raise NotFound(f"there is no flow {flow_id!r}", hint="effluent flows list")


def user_row(flow: "Flow", today: date, skipped: frozenset[date] = frozenset()) -> FlowRow:
    """Return a user flow as it is listed."""
    return FlowRow(
        id=flow.id,
        name=flow.name,
        type=flow.type,
        category=flow.category,
        amount=flow.amount,
        frequency=flow.frequency,
        start=flow.start,
        end=flow.end,
        system=False,
        source=flow.source,
        kind=None,
        paycheck=None,
        from_account=flow.from_account,
        to_account=flow.to_account,
        next_date=next(upcoming(flow, skipped, today), None),
    )


def skipped_of(flow_id: str, skips: "tuple[Skip, ...]") -> frozenset[date]:
    """Return the days on which a flow does not happen after all."""
    return frozenset(skip.on for skip in skips if skip.flow == flow_id)


def upcoming(flow: "Flow", skipped: frozenset[date], today: date) -> Iterator[date]:
    """Yield the days after ``today`` on which a user flow falls, without those that are skipped."""
    day = next_after(flow.frequency, flow.anchor, (flow.start, flow.end), today)
    while day is not None:
        if day not in skipped:
            yield day
        day = next_after(flow.frequency, flow.anchor, (flow.start, flow.end), day)


def system_row(flow: "SystemFlow", today: date, *, overridden: bool = False) -> FlowRow:
    """Return a generated flow as it is listed."""
    return FlowRow(
        id=flow.id,
        name=flow.name,
        type=flow.type,
        category=flow.category,
        amount=flow.amount,
        frequency=flow.frequency,
        start=flow.start,
        end=flow.end,
        system=True,
        source=flow.source,
        kind=flow.kind,
        paycheck=flow.paycheck,
        from_account=flow.from_account,
        to_account=flow.to_account,
        next_date=next_after(flow.frequency, flow.anchor, (flow.start, flow.end), today),
        overridden=overridden,
    )
