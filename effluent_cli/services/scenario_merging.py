"""``scenario merge``: what one scenario comes to, copied into another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.change_references import MAKERS, with_renamed
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Param, ScenarioChange
from effluent_cli.domain.scenario_changes import subject_of
from effluent_cli.domain.slugs import derived_slug
from effluent_cli.errors import InvalidInput, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.scenario_shelf import Shelf, check_applies, made_by, next_position, shelf, texts_of
from effluent_cli.services.scenarios import named

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

Resolution = Literal["replace", "keep"]


@dataclass(frozen=True)
class Copied:
    """A change that was copied: what it was called where it comes from, and its id here."""

    change: str
    id: str
    type: str


@dataclass(frozen=True)
class Duplicate:
    """A change that is there already: of the same type, days and keys."""

    change: str
    as_: str


@dataclass(frozen=True)
class Conflict:
    """A change that sets what another one sets otherwise at the same time; which of the two stands now."""

    change: str
    with_: str
    kept: str


@dataclass(frozen=True)
class Merged:
    """What a merge did."""

    from_: str
    into: str
    copied: tuple[Copied, ...]
    duplicates: tuple[Duplicate, ...]
    conflicts: tuple[Conflict, ...]


def merge(
    file: "HouseholdFile", caller: Caller, source: str, target: str, resolution: Resolution | None
) -> tuple[Merged, date]:
    """Copy the changes in force of ``source``, its ancestors' among them, behind those of ``target``.

    ``replace`` takes the changes of ``source`` where two conflict, ``keep`` those of ``target``. Raises InvalidInput (a
    scenario and itself, the baseline), NotFound, Refused (archived, conflicts and no word about them, not applicable), Busy.
    """
    if source == target:
        problem = Problem("INTO", target, "a scenario cannot be merged into itself")
        raise InvalidInput(f"INTO: {problem.message}", problems=(problem,))
    with file.reading() as books:
        kept = shelf(books, caller.today(books.household().time_zone))
    _, plan = _planned(kept, source, target, resolution)
    check_applies(kept, kept.after(plan), target)
    with caller.opened(file) as books:
        report, plan = _planned(shelf(books, kept.today), source, target, resolution)
        if plan and not caller.dry_run:
            books.apply(plan)
    return report, kept.today


def _planned(kept: Shelf, source: str, target: str, resolution: Resolution | None) -> tuple[Merged, Plan]:
    kept.scenario(source)
    kept.open_scenario(target)
    there = kept.in_force(target)
    copied: list[tuple[ScenarioChange, ScenarioChange]] = []
    duplicates: list[Duplicate] = []
    conflicts: list[tuple[ScenarioChange, ScenarioChange]] = []
    taken = {each.id for each in kept.own(target)} | made_by(there)
    renamed: dict[str, str] = {}
    position = next_position(kept.own(target))
    for original in kept.in_force(source):
        change = _referring(original, renamed)
        same = next((each for each in there if _says(each) == _says(change)), None)
        if same is not None:
            duplicates.append(Duplicate(named(change), named(same)))
            _rename(kept, renamed, change, same.id)
            continue
        against = [each for each in there if _conflict(each, change)]
        conflicts.extend((change, each) for each in against)
        if against and resolution != "replace":
            continue
        clear = change.id not in taken
        key = change.id if clear else derived_slug(change.id, "change", taken | kept.index.accounts.keys())
        taken.add(key)
        _rename(kept, renamed, change, key)
        copied.append((change, replace(change, scenario=target, id=key, position=position)))
        position += 1
    if conflicts and resolution is None:
        raise _refused(source, target, conflicts)
    won = 0 if resolution == "replace" else 1
    report = Merged(
        source,
        target,
        tuple(Copied(named(change), made.id, made.type) for change, made in copied),
        tuple(duplicates),
        tuple(Conflict(named(pair[0]), named(pair[1]), named(pair[won])) for pair in conflicts),
    )
    return report, Plan((*_removals(target, conflicts, resolution), *(Change(None, made) for _, made in copied)))


def _rename(kept: Shelf, renamed: dict[str, str], change: ScenarioChange, key: str) -> None:
    """Note that the account which a change makes is called ``key`` here; one of the household's own keeps its name."""
    if change.type in MAKERS and change.id != key and change.id not in kept.index.accounts:
        renamed[change.id] = key


def _referring(change: ScenarioChange, renamed: Mapping[str, str]) -> ScenarioChange:
    """Return a change that refers to accounts by what they are called here."""
    texts = texts_of(change)
    here = with_renamed(change.type, texts, renamed)
    return change if here == texts else replace(change, params=tuple(Param(key, here[key]) for key in sorted(here)))


def _removals(
    target: str, conflicts: Sequence[tuple[ScenarioChange, ScenarioChange]], resolution: Resolution | None
) -> Iterator[Change]:
    """Yield the target's own changes that go; what it inherits is replaced by standing nearer."""
    if resolution == "replace":
        for change in dict.fromkeys(against for _, against in conflicts):
            if change.scenario == target:
                yield Change(change, None)


def _refused(source: str, target: str, conflicts: Sequence[tuple[ScenarioChange, ScenarioChange]]) -> Refused:
    problems = tuple(
        Problem(named(change), named(against), f"both set {change.type} of the same subject at the same time")
        for change, against in conflicts
    )
    pairs = ", ".join(f"{named(change)} and {named(against)}" for change, against in conflicts)
    return Refused(
        f"{source} and {target} contradict each other: {pairs}",
        code="conflict",
        hint="--replace takes those of FROM, --keep those of INTO",
        problems=problems,
    )


def _says(change: ScenarioChange) -> tuple[object, ...]:
    return change.type, change.on, change.until, tuple(sorted(texts_of(change).items()))


def _conflict(left: ScenarioChange, right: ScenarioChange) -> bool:
    subject = subject_of(left)
    if subject is None or subject != subject_of(right):
        return False
    return left.on <= (right.until or date.max) and right.on <= (left.until or date.max)
