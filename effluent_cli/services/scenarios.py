"""``scenario list | show``: what there is, what each comes to, and what stands in the place of what."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.change_types import CHANGE_TYPES, ChangeType
from effluent_cli.domain.change_types.parsing import no_such_type
from effluent_cli.domain.records import ScenarioChange
from effluent_cli.domain.scenario_changes import Counted, counted, lineage
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.caller import Caller
from effluent_cli.services.scenario_shelf import shelf, texts_of

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario; ``parent`` is the one that it stands on, null for the baseline."""

    id: str
    name: str
    parent: str | None
    archived: bool


@dataclass(frozen=True)
class ScenarioList:
    """The scenarios, in id order."""

    scenarios: tuple[ScenarioRow, ...]


@dataclass(frozen=True)
class ChangeRow:
    """One change of a scenario, its keys as they were typed.

    ``inherited``: it is that of an ancestor. ``counts``: it is in force; ``replaced_by`` is the change (``scenario.id``) of a
    nearer scenario that stands in its place.
    """

    scenario: str
    id: str
    type: str
    on: date
    until: date | None
    keys: dict[str, str]
    order: int
    enabled: bool
    inherited: bool
    counts: bool
    replaced_by: str | None


@dataclass(frozen=True)
class ScenarioShow:
    """A scenario, its ancestors from the top down and itself (``lineage``), and every change of them in order."""

    id: str
    name: str
    parent: str | None
    archived: bool
    lineage: tuple[str, ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class ChangeList:
    """A scenario's own changes, in the order in which they apply."""

    scenario: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class KeyRow:
    """One key that a type of change takes: of which kind its value is, and the words that it may be, if it is a choice."""

    name: str
    kind: str
    required: bool
    help: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class TypeRow:
    """One type of change.

    One that ``sets`` takes the place of an ancestor's about the same ``subject`` (keys), one that ``adds`` stands beside it.
    ``lasts``: it may have an end. ``open`` is the kind of further keys, whose names are the household's; null: there are none.
    ``one_of``: exactly one of these keys is needed, ``some_of``: at least one, ``at_most_one``: not both.
    """

    type: str
    group: str
    does: str
    merges: Literal["sets", "adds"]
    subject: tuple[str, ...]
    lasts: bool
    keys: tuple[KeyRow, ...]
    open: str | None
    one_of: tuple[str, ...]
    some_of: tuple[str, ...]
    at_most_one: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class TypeList:
    """Types of change, in the order of their groups."""

    types: tuple[TypeRow, ...]


def listed(file: "HouseholdFile", caller: Caller, *, everything: bool) -> tuple[ScenarioList, date]:
    """Return the scenarios, with ``everything`` the archived ones too."""
    with file.reading() as books:
        scenarios, today = books.scenarios(), caller.today(books.household().time_zone)
    rows = (ScenarioRow(each.id, each.name, each.parent, each.archived) for each in scenarios)
    return ScenarioList(tuple(row for row in rows if everything or not row.archived)), today


def shown(file: "HouseholdFile", caller: Caller, key: str) -> tuple[ScenarioShow, date]:
    """Return one scenario with what it inherits. InvalidInput for the baseline, NotFound."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        kept = shelf(books, today)
    scenario = kept.scenario(key)
    changes = tuple(_row(each, key) for each in counted(kept.scenarios, kept.changes, key))
    line = lineage(kept.scenarios, key)
    return ScenarioShow(scenario.id, scenario.name, scenario.parent, scenario.archived, line, changes), today


def changes_of(file: "HouseholdFile", caller: Caller, key: str) -> tuple[ChangeList, date]:
    """Return a scenario's own changes. Raises as ``shown``."""
    report, today = shown(file, caller, key)
    return ChangeList(key, tuple(each for each in report.changes if not each.inherited)), today


def types(name: str | None) -> TypeList:
    """Return the types of change, or the one of that name. InvalidInput where there is none."""
    if name is None:
        return TypeList(tuple(_type(each) for each in CHANGE_TYPES.values()))
    if name not in CHANGE_TYPES:
        message = no_such_type(name)
        problem = Problem("TYPE", name, message)
        raise InvalidInput(f"TYPE {name!r}: {message}", hint="effluent scenario change types", problems=(problem,))
    return TypeList((_type(CHANGE_TYPES[name]),))


def _row(each: Counted, key: str) -> ChangeRow:
    change, nearer = each
    return ChangeRow(
        scenario=change.scenario,
        id=change.id,
        type=change.type,
        on=change.on,
        until=change.until,
        keys=texts_of(change),
        order=change.position,
        enabled=change.enabled,
        inherited=change.scenario != key,
        counts=change.enabled and nearer is None,
        replaced_by=None if nearer is None else named(nearer),
    )


def named(change: ScenarioChange) -> str:
    """Return what a change is called outside its scenario."""
    return f"{change.scenario}.{change.id}"


def _type(kind: ChangeType) -> TypeRow:
    return TypeRow(
        type=kind.name,
        group=kind.group,
        does=kind.does,
        merges="sets" if kind.sets else "adds",
        subject=kind.subject or (),
        lasts=kind.lasts,
        keys=tuple(KeyRow(each.name, each.kind, each.required, each.help, each.choices) for each in kind.keys),
        open=kind.open or None,
        one_of=kind.one_of,
        some_of=kind.some_of,
        at_most_one=kind.at_most_one,
        example=f"effluent scenario change add SCENARIO {kind.name} --on DATE {kind.example}",
    )
