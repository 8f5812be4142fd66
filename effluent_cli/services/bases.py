"""What a name stands for where a scenario is expected: the records and the overlay that a projection is made from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.changes import compiled
from effluent_cli.domain.codec import decode
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.overlay import NONE, Overlay
from effluent_cli.domain.periods import last_day, month_of
from effluent_cli.domain.records import Inputs, ScenarioChange
from effluent_cli.domain.rulebook import household_assumptions, household_rules
from effluent_cli.domain.scenario_changes import asked
from effluent_cli.domain.scenario_rules import BASELINE, LIVE
from effluent_cli.errors import NotFound
from effluent_cli.services.reading import Course, demand_whole
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.services.scenario_shelf import Shelf
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class Basis:
    """What is projected under a name, and what is odd about it before anything is reckoned."""

    name: str
    inputs: Inputs
    overlay: Overlay
    changes: tuple[ScenarioChange, ...] = ()
    findings: tuple[Finding, ...] = ()


def bases_of(file: "HouseholdFile", course: Course, names: Sequence[str], months: int) -> tuple[Basis, ...]:
    """Return what names stand for, each over ``months`` months from the current one.

    A scenario is its changes as they are now, over the copy that the baseline's answers are drawn from. Raises NotFound for a
    name that stands for nothing, DamagedFile for a copy that is not whole, Refused for changes that cannot be applied.
    """
    scenarios = _shelf(file, course) if any(name not in (BASELINE, LIVE) for name in names) else None
    return tuple(_basis(course, name, months, scenarios) for name in names)


def basis_of(file: "HouseholdFile", course: Course, name: str, months: int) -> Basis:
    """Return what one name stands for. Errors as for ``bases_of``."""
    return bases_of(file, course, (name,), months)[0]


def _shelf(file: "HouseholdFile", course: Course) -> "Shelf":
    from effluent_cli.services.scenario_shelf import shelf

    with file.reading() as books:
        return shelf(books, course.as_of)


def _basis(course: Course, name: str, months: int, scenarios: "Shelf | None") -> Basis:
    baseline = course.live if name == LIVE else course.baseline
    demand_whole(baseline, course.slug)
    inputs: Inputs = decode(Inputs, json.loads(baseline.inputs))
    if scenarios is None or name in (BASELINE, LIVE):
        return Basis(name, inputs, NONE)
    if name not in scenarios.scenarios:
        raise NotFound(
            f"there is no scenario {name!r}",
            hint=f"effluent scenario list; {BASELINE} is what answers are drawn from, {LIVE} what it would be unpinned",
        )
    changes = scenarios.in_force(name)
    law = household_rules(rules(), inputs.settings)
    # One month beyond the window: what its last month puts away depends on what the next one needs.
    last = last_day(month_of(course.as_of) + months)
    changed, overlay = compiled(
        inputs, asked(changes), household_assumptions(law, inputs.assumptions), course.as_of, last
    )
    return Basis(name, changed, overlay, changes, tuple(_passed(name, changes, course.as_of)))


def _passed(name: str, changes: Sequence[ScenarioChange], today: date) -> tuple[Finding, ...]:
    """Return a warning for changes whose day is over: what happened then is on record, or did not happen."""
    from effluent_cli.domain.change_types import CHANGE_TYPES

    over = [
        each
        for each in changes
        if (each.until or each.on) <= today and (each.until is not None or not CHANGE_TYPES[each.type].lasts)
    ]
    if not over:
        return ()
    return (
        Finding(
            "change_over",
            "warning",
            f"scenario:{name}",
            f"the day of {', '.join(each.id for each in over)} has passed: today's books are what is on record",
            f"effluent scenario change edit {over[0].scenario} {over[0].id} --on DATE",
        ),
    )
