"""``scenario create | edit | archive`` and ``scenario change add | edit | remove``: one audited batch each.

Scenarios are no inputs: no event follows, the revision stays, and the baseline is as fresh as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Param, Scenario, ScenarioChange
from effluent_cli.domain.scenario_changes import lineage
from effluent_cli.domain.scenario_rules import BASELINE
from effluent_cli.domain.slugs import checked_name, derived_slug
from effluent_cli.errors import InvalidInput, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    carried_out,
    changed,
    checked,
    emptied,
    new_id,
    to_empty,
    wrong,
)
from effluent_cli.services.scenario_shelf import (
    Shelf,
    check_applies,
    check_change,
    check_start,
    next_position,
    shelf,
    texts_of,
)

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

CLEARABLE = {"parent": ("parent",)}


@dataclass(frozen=True)
class ChangeFields:
    """What a person may state about a change; None is not stated. ``keys`` are texts by key."""

    on: date | None = None
    until: date | None = None
    enabled: bool | None = None
    position: int | None = None
    keys: dict[str, str] | None = None


class Tried(NamedTuple):
    """What an edit intends, and the plans under which a ``scenario`` is tried out before: what it would come to."""

    planned: Planned
    scenario: str = ""
    plans: tuple[Plan, ...] = ()


def edit_shelf(file: "HouseholdFile", caller: Caller, planning: Callable[[Shelf], Tried]) -> tuple[Edited, date]:
    """Carry out one edit of scenarios; ``planning`` may raise InvalidInput, NotFound, Refused. Busy.

    What it would come to is tried out before the door is taken: nothing is projected behind it.
    """
    with file.reading() as books:
        kept = shelf(books, caller.today(books.household().time_zone))
    tried = planning(kept)
    for plan in tried.plans:
        check_applies(kept, kept.after(plan), tried.scenario)
    with caller.opened(file) as books:
        return carried_out(books, caller, planning(shelf(books, kept.today)).planned), kept.today


def create(
    file: "HouseholdFile", caller: Caller, name: str, parent: str | None, scenario_id: str | None
) -> tuple[Edited, date]:
    """Make a scenario. InvalidInput (a name, ``baseline``), NotFound (parent), Refused (its id is taken), Busy."""
    title = _title("NAME", name)

    def planning(kept: Shelf) -> Tried:
        taken = frozenset(kept.scenarios)
        key = new_id(scenario_id, title, "scenario", taken) if scenario_id else derived_slug(title, "scenario")
        if key == BASELINE:
            raise _is_baseline("--id" if scenario_id else "NAME", key)
        if key in taken:
            raise Refused(f"there is a scenario {key!r} already", code="id_taken", hint="another name, or --id")
        return Tried(Planned(key, Plan((Change(None, Scenario(key, title, _parent(kept, parent))),))))

    return edit_shelf(file, caller, planning)


def edit_scenario(
    file: "HouseholdFile", caller: Caller, key: str, name: str | None, parent: str | None, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Rename a scenario, or have it stand on another. Raises as ``create``, and Refused for a circle of parents."""
    empty = to_empty(clear, CLEARABLE, Scenario(key, key, parent))
    title = None if name is None else _title("--name", name)

    def planning(kept: Shelf) -> Tried:
        before = emptied(original := kept.open_scenario(key), empty)
        above = before.parent if parent is None else _parent(kept, parent)
        after = replace(before, name=title or before.name, parent=above)
        lineage({**kept.scenarios, key: after}, key)
        planned = changed(key, original, after)
        return Tried(planned, key, (planned.plan,))

    return edit_shelf(file, caller, planning)


def archive(file: "HouseholdFile", caller: Caller, key: str, *, restored: bool) -> tuple[Edited, date]:
    """Put a scenario away, or take it up again. What stands on it goes on counting it. InvalidInput, NotFound, Busy."""

    def planning(kept: Shelf) -> Tried:
        before = kept.scenario(key)
        return Tried(changed(key, before, replace(before, archived=not restored)))

    return edit_shelf(file, caller, planning)


def add_change(
    file: "HouseholdFile", caller: Caller, scenario: str, kind: str, stated: ChangeFields, change_id: str | None
) -> tuple[Edited, date]:
    """Add a change to a scenario.

    Raises InvalidInput with every problem of its keys and days, NotFound (scenario, what a key refers to), Refused (a record of
    another kind, a change that cannot be applied to this household), Busy.
    """

    def planning(kept: Shelf) -> Tried:
        kept.open_scenario(scenario)
        own = kept.own(scenario)
        key = new_id(change_id, kind.replace("_", " "), "change", frozenset(each.id for each in own))
        on = stated.on or kept.today
        made = ScenarioChange(
            scenario=scenario,
            id=key,
            type=kind,
            on=on,
            until=stated.until,
            params=_params(stated.keys or {}),
            position=next_position(own) if stated.position is None else stated.position,
            enabled=stated.enabled is not False,
        )
        check_change(kept, made)
        check_start(kept, on)
        return _put(None, made)

    return edit_shelf(file, caller, planning)


def edit_change(
    file: "HouseholdFile", caller: Caller, scenario: str, key: str, stated: ChangeFields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change a change: its days, keys, order, whether it counts; ``clear`` empties keys. Raises as ``add_change``."""

    def planning(kept: Shelf) -> Tried:
        kept.open_scenario(scenario)
        before = kept.change(scenario, key)
        after = replace(
            before,
            on=stated.on or before.on,
            until=None if "until" in clear else stated.until or before.until,
            params=_params(_merged(before, stated, clear)),
            position=before.position if stated.position is None else stated.position,
            enabled=before.enabled if stated.enabled is None else stated.enabled,
        )
        check_change(kept, after)
        if stated.on is not None:
            check_start(kept, after.on)
        return _put(before, after)

    return edit_shelf(file, caller, planning)


def remove_change(file: "HouseholdFile", caller: Caller, scenario: str, key: str) -> tuple[Edited, date]:
    """Take a change out of a scenario. NotFound, Refused where another change needs what it makes, Busy."""

    def planning(kept: Shelf) -> Tried:
        kept.open_scenario(scenario)
        before = kept.change(scenario, key)
        plan = Plan((Change(before, None),))
        return Tried(Planned(key, plan), scenario, (plan,))

    return edit_shelf(file, caller, planning)


def _put(before: ScenarioChange | None, after: ScenarioChange) -> Tried:
    """Return the plan that stores a change; one that is switched off is tried out as if it were on, too."""
    plan = Plan((Change(before, after),))
    on = () if after.enabled else (Plan((Change(before, replace(after, enabled=True)),)),)
    planned = Planned(after.id, plan) if before is None else changed(after.id, before, after)
    return Tried(planned, after.scenario, (plan, *on))


def _merged(before: ScenarioChange, stated: ChangeFields, clear: Sequence[str]) -> dict[str, str]:
    texts = {**texts_of(before), **(stated.keys or {})}
    for name in clear:
        both = (stated.until is not None) if name == "until" else name in (stated.keys or {})
        if both:
            raise wrong("--clear", name, f"{name} excludes a new {name}")
        if name != "until" and name not in texts:
            raise wrong("--clear", name, f"the change has no {name}: {', '.join(('until', *texts_of(before)))}")
        texts.pop(name, None)
    return texts


def _params(texts: dict[str, str]) -> tuple[Param, ...]:
    return tuple(Param(key, texts[key]) for key in sorted(texts))


def _parent(kept: Shelf, parent: str | None) -> str | None:
    """Return the parent's id; the baseline is that of whoever has none."""
    if parent is None or parent.casefold() == BASELINE:
        return None
    return kept.scenario(parent).id


def _title(option: str, name: str) -> str:
    title = checked(option, name, checked_name)
    if title.casefold() == BASELINE:
        raise _is_baseline(option, name)
    return title


def _is_baseline(option: str, value: str) -> InvalidInput:
    message = f"{BASELINE} names the baseline, and no scenario"
    return InvalidInput(f"{option}: {message}", code="reserved_name", problems=(Problem(option, value, message),))
