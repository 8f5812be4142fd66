"""From valid answers and what is on record to one plan: records, steps, events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.inputs_after import inputs_after
from effluent_cli.domain.onboarding import LAST, STEPS, Status, applies
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Inputs, Step
from effluent_cli.domain.upsert import Happened, Run, upsert
from effluent_cli.errors import InvalidInput, Problem, Refused
from effluent_cli.services.onboarding.checking import Checked
from effluent_cli.services.onboarding.crosschecks import Sitting, findings_of
from effluent_cli.services.onboarding.models.people import HouseholdInfo, Person
from effluent_cli.services.onboarding.stating import answers_of


@dataclass(frozen=True)
class Planned:
    """What a sitting would do. ``finishes`` says that the last step is part of it, ``inputs`` how the inputs would stand.

    ``plan`` is empty when nothing would change; a sitting that finishes with something changed queues its own event.
    """

    plan: Plan
    inputs: Inputs
    steps: tuple[Step, ...]
    records: tuple[Happened, ...]
    findings: tuple[Finding, ...]
    finishes: bool
    regenerates: bool


def planned(sitting: Sitting, run: Run, skipped: Iterable[str] = ()) -> Planned:
    """Return what a sitting would do.

    The answers are free of problems. Raises Refused when an id is taken by a record that they may not replace.
    """
    done = upsert(answers_of(_within(sitting)), sitting.stored, run)
    inputs = inputs_after(sitting.stored, done.plan)
    steps = _steps(sitting, inputs, frozenset(skipped))
    before = {step.name: step for step in sitting.done}
    changes = [Change(before.get(step.name), step) for step in steps if before.get(step.name) != step]
    changes += [Change(step, None) for name, step in before.items() if name not in {each.name for each in steps}]
    plan = done.plan + Plan(tuple(changes))
    finishes = LAST.name in {step.name for step in steps}
    if plan and finishes:
        plan = plan + Plan(events=("onboarding_completed",))
    return Planned(
        plan=plan,
        inputs=inputs,
        steps=steps,
        records=done.records,
        findings=(*findings_of(sitting), *done.findings),
        finishes=finishes,
        regenerates=any(spec.regenerates and spec.name in sitting.tables for spec in sitting.steps),
    )


def refuse_problems(problems: tuple[Problem, ...]) -> None:
    """Raise InvalidInput listing the problems, if there are any."""
    if problems:
        first = f"{problems[0].path}: {problems[0].message}"
        message = first if len(problems) == 1 else f"{len(problems)} answers are missing or wrong"
        raise InvalidInput(message, code="invalid_answers", problems=problems)


def _within(sitting: Sitting) -> Checked:
    """Return the answers that this sitting reaches; starting afresh reaches every record of onboarding."""
    names = {spec.name for spec in (STEPS if sitting.fresh else sitting.steps)}
    items = {name: items for name, items in sitting.checked.items.items() if name in names}
    return replace(sitting.checked, items=items)


def _steps(sitting: Sitting, inputs: Inputs, skipped: frozenset[str]) -> tuple[Step, ...]:
    """Return every step that is done after the sitting, in order. A step once skipped stays so until it is answered."""
    before = sitting.answered
    reached = {spec.name for spec in sitting.steps}
    steps = []
    for spec in STEPS:
        if spec.name not in reached and spec.name not in before:
            continue
        status: Status = "completed"
        if not applies(spec, inputs.income_sources):
            status = "not_applicable"
        elif spec.name in skipped or (before.get(spec.name) == "skipped" and spec.name not in sitting.tables):
            status = "skipped"
        steps.append(Step(spec.name, status))
    return tuple(steps)


def refuse_others(sitting: Sitting, slug: str) -> None:
    """Raise Refused when the answers are about another household than the one on record under ``slug``."""
    if sitting.stored is None:
        return
    hint = f"name it if you mean it: effluent onboard -H {slug} …; or give the answers another slug"
    items = [item for _, _, item in sitting.each()]
    info = next((item for item in items if isinstance(item, HouseholdInfo)), None)
    name = sitting.stored.household.name
    if info is not None and info.name != name:
        raise Refused(f"{slug} is the household {name}, not {info.name}", code="other_household", hint=hint)
    person = next((item for item in items if isinstance(item, Person) and item.relationship == "self"), None)
    known = next((each for each in sitting.stored.members if each.active and each.relationship == "self"), None)
    if person is not None and known is not None and known.id != person.id and known.name != person.name:
        raise Refused(f"{known.name} is the self of {slug}, not {person.name}", code="other_household", hint=hint)
