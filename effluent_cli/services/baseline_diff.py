"""``baseline diff``: how far the live baseline has moved from the pinned one, by drivers and by the edits that moved it."""

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.codec import decode
from effluent_cli.domain.comparison import Drivers, Side, difference
from effluent_cli.domain.edits import edits_of, edits_since, plan_of
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.inputs_after import inputs_after
from effluent_cli.domain.money import Cents
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.plans import Change
from effluent_cli.domain.projection import Projection, project
from effluent_cli.domain.records import Baseline, Inputs
from effluent_cli.domain.undoing import Batch
from effluent_cli.errors import EffluentError, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import FieldChange, field_changes
from effluent_cli.services.projecting import HORIZON, Window
from effluent_cli.services.reading import Course, course_in, demand_whole, rules_version
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

MOST_WEIGHED = 40
"""Each edit is weighed by a projection of its own; of more edits than this none is."""


@dataclass(frozen=True)
class EditedRecord:
    """A record that an edit changed: ``kind:id``, what became of it, and the fields that differ."""

    record: str
    result: Literal["added", "changed", "removed"]
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Edit:
    """What one command changed, as ``history`` has it. ``undoes`` is the batch that it turned round.

    ``net_worth`` is what it did to the net worth of the window's last month, on top of the edits before it (null: not worked
    out): all of them together make the difference.
    """

    batch: int
    at: datetime
    user: str
    command: str
    undoes: int | None
    net_worth: Cents | None
    records: tuple[EditedRecord, ...]


@dataclass(frozen=True)
class BaselineSide:
    """One of the two baselines, and the net worth that it opens and ends with."""

    revision: int
    as_of: date
    rules_version: str
    refreshed_at: datetime
    pinned_at: datetime | None
    net_worth_now: Cents
    net_worth_end: Cents


@dataclass(frozen=True)
class Apart:
    """Live − pinned in the last month."""

    net_worth: Cents


@dataclass(frozen=True)
class BaselineDiff:
    """Both baselines over the same months under the rules in force, their difference, its drivers, and the edits, oldest first.

    ``moves`` are differences of what merely moved between accounts.
    """

    window: Window
    pinned: BaselineSide
    live: BaselineSide
    difference: Apart
    drivers: Drivers
    moves: dict[str, Cents]
    edits: tuple[Edit, ...]


def diff(
    file: "HouseholdFile", caller: Caller, *, months: int = HORIZON
) -> tuple[BaselineDiff, date, tuple[Finding, ...]]:
    """Compare the live baseline with the pinned one over ``months`` months from the current one.

    Raises Refused where none is pinned, OnboardingIncomplete, DamagedFile.
    """
    with file.reading() as books:
        course = course_in(books, caller)
        if course.baseline.mode != "pinned":
            raise Refused("no baseline is pinned", code="not_pinned", hint="effluent baseline pin")
        demand_whole(course.live, file.slug)
        present, revision = books.inputs(), books.revision()
        batches = edits_of(books.audit())
    pinned, live = _inputs(course.baseline), _inputs(course.live)
    kept = edits_since(pinned, course.baseline.revision, present, revision, batches)
    waiting = edits_since(live, course.live.revision, present, revision, batches)
    between = batches[len(batches) - kept : len(batches) - waiting]
    law = rules()

    def projection(inputs: Inputs) -> Projection:
        return project(inputs, law, course.as_of, months)

    one, other = projection(pinned), projection(live)
    found = difference(Side(one, {}), Side(other, {}))
    effects = _effects(pinned, live, between, lambda inputs: projection(inputs).months[-1].net_worth)
    first = month_of(course.as_of)
    report = BaselineDiff(
        window=Window(first, first + months - 1, months),
        pinned=_side(course.baseline, one),
        live=_side(course.live, other),
        difference=Apart(found.net_worth),
        drivers=found.drivers,
        moves=found.moves,
        edits=tuple(_edit(batch, effect) for batch, effect in zip(between, effects, strict=True)),
    )
    return report, course.as_of, _warnings(course, waiting, len(between))


def _inputs(baseline: Baseline) -> Inputs:
    return decode(Inputs, json.loads(baseline.inputs))


def _side(baseline: Baseline, projection: Projection) -> BaselineSide:
    return BaselineSide(
        revision=baseline.revision,
        as_of=baseline.as_of,
        rules_version=baseline.rules_version,
        refreshed_at=baseline.refreshed_at,
        pinned_at=baseline.pinned_at,
        net_worth_now=projection.opening_net_worth,
        net_worth_end=projection.months[-1].net_worth,
    )


def _effects(
    pinned: Inputs, live: Inputs, batches: Sequence[Batch], worth: Callable[[Inputs], int]
) -> list[int | None]:
    """Return what each edit adds to the net worth at the end, on top of those before it.

    None for all where they do not lead from one copy to the other, and for an edit whose books cannot be projected.
    """
    nothing: list[int | None] = [None] * len(batches)
    if len(batches) > MOST_WEIGHED:
        return nothing
    states = [pinned]
    try:
        for batch in batches:
            states.append(inputs_after(states[-1], plan_of(batch)))
    except (LookupError, ValueError, TypeError):
        return nothing
    if states[-1] != live:
        return nothing
    worths = [_worth(state, worth) for state in states]
    return [None if before is None or after is None else after - before for before, after in itertools.pairwise(worths)]


def _worth(state: Inputs, worth: Callable[[Inputs], int]) -> int | None:
    try:
        return worth(state)
    except EffluentError:
        return None


def _edit(batch: Batch, effect: int | None) -> Edit:
    return Edit(
        batch=batch.number,
        at=batch.at,
        user=batch.user,
        command=batch.command,
        undoes=batch.undoes,
        net_worth=effect,
        records=tuple(
            EditedRecord(change.subject, _result(change), field_changes(change)) for change in plan_of(batch).changes
        ),
    )


def _result(change: Change) -> Literal["added", "changed", "removed"]:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _warnings(course: Course, waiting: int, edits: int) -> tuple[Finding, ...]:
    """Return what the answer must not be read without."""
    found = []
    if waiting or course.freshness.pending_events or course.freshness.failed_events:
        message = "the live baseline is out of date itself: changes are waiting to be processed"
        found.append(Finding("stale", "warning", "baseline", message, "effluent process-events"))
    if course.baseline.rules_version != rules_version():
        message = (
            f"the baseline was pinned under rules {course.baseline.rules_version}: both are reckoned by those of today,"
            " so that what the new rules changed is in neither"
        )
        found.append(Finding("pinned_rules", "warning", "baseline", message, "effluent baseline unpin, then pin"))
    if edits > MOST_WEIGHED:
        message = f"{edits} edits are too many to weigh each by itself: their net_worth is null"
        found.append(Finding("edits_not_weighed", "warning", "baseline", message, "effluent baseline unpin, then pin"))
    return tuple(found)
