"""``scenario adopt``: what a scenario tries out becomes what the household states, in one transaction, or nothing does."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.adopting import as_records, record_changes, why_not
from effluent_cli.domain.changes import compiled
from effluent_cli.domain.codec import canonical
from effluent_cli.domain.findings import errors
from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.periods import last_day, month_of
from effluent_cli.domain.plans import EVENT_OF, Change, EventType, Plan
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Inputs, ScenarioChange
from effluent_cli.domain.rulebook import Rules, household_assumptions, household_rules
from effluent_cli.domain.scenario_changes import asked
from effluent_cli.errors import Busy, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.projecting import HORIZON
from effluent_cli.services.reading import fingerprint, rules_version
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import begin
from effluent_cli.services.scenario_shelf import Shelf, shelf
from effluent_cli.services.scenarios import named
from effluent_cli.services.undoing import RecordChange, record_change

if TYPE_CHECKING:
    from effluent_cli.domain.changes.asked import Asked
    from effluent_cli.store.household import HouseholdFile


TRIES = 3
"""How often adopting starts anew because an edit came between its reckoning and its door."""


@dataclass(frozen=True)
class Unadopted:
    """A change that cannot become records, and why."""

    change: str
    type: str
    reason: str


@dataclass(frozen=True)
class Adopted:
    """What was adopted. ``records`` are those that changed, ``archived`` says that nothing is left to try out."""

    scenario: str
    adopted: tuple[str, ...]
    left: tuple[Unadopted, ...]
    records: tuple[RecordChange, ...]
    archived: bool
    revision: int | None


@dataclass(frozen=True)
class Adoption:
    """What adopting comes to before anything is written."""

    inputs: Inputs
    taken: tuple[ScenarioChange, ...]
    left: tuple[Unadopted, ...]
    plan: Plan
    archived: bool


def adopt(file: "HouseholdFile", caller: Caller, scenario: str, *, partial: bool) -> tuple[Adopted, date]:
    """Turn a scenario's changes into records, all of them, or under ``partial`` those that can become records.

    The projection from then on is the scenario's, to the cent. What is adopted is switched off where it stands, and a scenario
    with nothing left is archived. Raises NotFound, Refused (nothing to adopt, archived, something cannot be adopted and that is
    not asked for, another result than the scenario's), Busy (also when edits keep coming while it is reckoned).
    """
    for _ in range(TRIES):
        done = _tried(file, caller, scenario, partial=partial)
        if done is not None:
            return done
    raise Busy(f"household {file.slug} is being edited: nothing was changed")


def _tried(file: "HouseholdFile", caller: Caller, scenario: str, *, partial: bool) -> tuple[Adopted, date] | None:
    """Adopt what is on record now; None, and nothing changed, when it is another by the time that the door opens."""
    with file.reading() as books:
        kept = shelf(books, caller.today(books.household().time_zone))
    found = _adoption(kept, scenario, partial=partial)
    _demand_same(kept, found)
    report = Adopted(
        scenario,
        tuple(named(each) for each in found.taken),
        found.left,
        tuple(record_change(each) for each in found.plan.changes if each.record.INPUT),
        found.archived,
        None,
    )
    if caller.dry_run:
        return report, kept.today
    with caller.opened(file) as books:
        if shelf(books, kept.today) != kept:
            return None
        run = begin(books, caller, "adopt", fingerprint(canonical(found.inputs), rules_version()))
        report = replace(report, revision=books.apply(found.plan).revision)
        run.end(report, status="partial" if found.left else "succeeded")
    return report, kept.today


def _adoption(kept: Shelf, scenario: str, *, partial: bool) -> Adoption:
    """Return what adopting a scenario comes to. Raises Refused where that is nothing, or not all of it and not ``partial``."""
    inputs = kept.index.inputs
    stood = kept.open_scenario(scenario)
    changes = kept.in_force(scenario)
    rates, last = household_assumptions(rules(), inputs.assumptions), _last(kept.today)
    taken, left = [], []
    for change, request in zip(changes, asked(changes), strict=True):
        reason = why_not(inputs, request, rates, kept.today, last)
        if reason is None:
            taken.append(change)
        else:
            left.append(Unadopted(named(change), change.type, reason))
    if left and not (partial and taken):
        problems = tuple(Problem(each.change, each.type, each.reason) for each in left)
        raise Refused(
            f"nothing is adopted: {left[0].change} ({left[0].type}): {left[0].reason}"
            + (f" (and {len(left) - 1} more)" if len(left) > 1 else ""),
            code="cannot_adopt",
            hint="--partial adopts the others" if taken else f"effluent scenario show {scenario}",
            problems=problems,
        )
    if not taken:
        raise Refused(
            f"{scenario} has no changes to adopt", code="nothing_to_adopt", hint="effluent scenario change add"
        )
    after = as_records(inputs, asked(taken), rates, kept.today, last)
    found = record_changes(inputs, after)
    off = tuple(Change(each, replace(each, enabled=False)) for each in taken)
    archived = not left
    gone = (Change(stood, replace(stood, archived=True)),) if archived else ()
    events: dict[EventType, None] = dict.fromkeys(EVENT_OF[each.record.KIND] for each in found)
    return Adoption(after, tuple(taken), tuple(left), Plan((*found, *off, *gone), tuple(events)), archived)


def _last(today: date) -> date:
    return last_day(month_of(today) + HORIZON)


def _demand_same(kept: Shelf, found: Adoption) -> None:
    """Raise Refused unless the records to come are projected, month by month, to what the adopted changes are."""
    law: Rules = household_rules(rules(), kept.index.inputs.settings)
    broken = errors(generate(InputsIndex(found.inputs), law, kept.today).findings)
    if broken:
        raise Refused(f"the records would not stand: {broken[0].message}", code="cannot_adopt", hint=broken[0].fix)
    requests: tuple[Asked, ...] = asked(found.taken)
    rates = household_assumptions(law, kept.index.inputs.assumptions)
    changed, overlay = compiled(kept.index.inputs, requests, rates, kept.today, _last(kept.today))
    tried = project(changed, law, kept.today, HORIZON, overlay)
    stated = project(found.inputs, law, kept.today, HORIZON)
    for then, now in zip(tried.months, stated.months, strict=True):
        if then != now:
            from effluent_cli.domain.periods import month_text

            raise Refused(
                f"as records the changes would come to something else from {month_text(then.month)} on: "
                "a job's year, its limits or its figures hang together",
                code="cannot_adopt",
                hint="state the changes by the commands of their records when they happen",
            )
