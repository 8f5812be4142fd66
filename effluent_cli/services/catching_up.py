"""Bringing what is derived into line with what is stated: system flows, the baseline's inputs copy, the open events.

Planning is pure; the plan is applied inside the door by whoever asked: onboarding's last step, ``process-events``,
``baseline refresh``, ``--refresh``.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from effluent_cli.domain.codec import canonical
from effluent_cli.domain.findings import Finding, errors
from effluent_cli.domain.flows import Generated, generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.periods import first_day, month_of
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Baseline, Event, Inputs, SystemFlow
from effluent_cli.domain.rulebook import Rules
from effluent_cli.errors import Problem, Refused
from effluent_cli.services.reading import fingerprint

if TYPE_CHECKING:
    from effluent_cli.store.read import Books

LIVE = "live"


@dataclass(frozen=True)
class FlowChanges:
    """What a regeneration would do to the stored system flows. ``kept`` are old flows of a source that has an error."""

    changes: tuple[Change, ...]
    added: int
    updated: int
    removed: int
    kept: int
    unchanged: int


@dataclass(frozen=True)
class CaughtUp:
    """A plan after which nothing is stale, and what it amounts to.

    ``rolls_at`` is when the baseline's month will turn, ``fingerprint`` that of the inputs.
    """

    plan: Plan
    flows: FlowChanges
    baseline: Literal["refreshed", "unchanged"]
    findings: tuple[Finding, ...]
    rolls_at: datetime
    fingerprint: str


def catch_up(stored: "Books", inputs: Inputs, rules: Rules, today: date, now: datetime) -> CaughtUp:
    """Plan everything that makes a household fresh. Raises Refused, naming each, when findings are errors."""
    generated = generate(InputsIndex(inputs), rules, today)
    refuse_errors(generated.findings)
    flows = flow_changes(stored.system_flows(), generated)
    before = stored.live_baseline()
    after = baseline_of(inputs, stored.revision(), rules, today, now)
    current = before is not None and _same_course(before, after)
    changes = flows.changes + (() if current else (Change(before, after),)) + processed(stored.events(), now)
    return CaughtUp(
        plan=Plan(changes),
        flows=flows,
        baseline="unchanged" if current else "refreshed",
        findings=generated.findings,
        rolls_at=month_turn(today, inputs.household.time_zone),
        fingerprint=after.fingerprint,
    )


def refuse_errors(findings: tuple[Finding, ...]) -> None:
    """Raise Refused listing every finding of severity error, if there is one."""
    found = errors(findings)
    if found:
        raise Refused(
            f"flows cannot be generated: {found[0].subject}: {found[0].message}"
            + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""),
            code=found[0].code,
            hint=found[0].fix,
            problems=tuple(Problem(finding.subject, None, finding.message) for finding in found),
        )


def flow_changes(
    stored: tuple[SystemFlow, ...], generated: Generated, *, keep: frozenset[str] = frozenset()
) -> FlowChanges:
    """Compare the stored system flows with those generated; flows of the sources in ``keep`` stay as they are."""
    before = {flow.id: flow for flow in stored}
    after = {flow.id: flow for flow in generated.flows if flow.source not in keep}
    kept = sum(1 for flow in stored if flow.source in keep)
    removed = [flow for key, flow in before.items() if key not in after and flow.source not in keep]
    added = [flow for key, flow in after.items() if key not in before]
    updated = [flow for key, flow in after.items() if key in before and before[key] != flow]
    return FlowChanges(
        changes=(
            *(Change(flow, None) for flow in removed),
            *(Change(before[flow.id], flow) for flow in updated),
            *(Change(None, flow) for flow in added),
        ),
        added=len(added),
        updated=len(updated),
        removed=len(removed),
        kept=kept,
        unchanged=len(after) - len(added) - len(updated),
    )


def baseline_of(inputs: Inputs, revision: int, rules: Rules, today: date, now: datetime) -> Baseline:
    """Return the live baseline made from ``inputs`` at ``revision``."""
    copy = canonical(inputs)
    return Baseline(
        name=LIVE,
        mode="live",
        inputs=copy,
        revision=revision,
        fingerprint=fingerprint(copy, rules.version),
        rules_version=rules.version,
        as_of=today,
        refreshed_at=now,
    )


def _same_course(before: Baseline, after: Baseline) -> bool:
    return (
        before.fingerprint == after.fingerprint
        and before.revision == after.revision
        and month_of(before.as_of) == month_of(after.as_of)
    )


def processed(events: tuple[Event, ...], now: datetime) -> tuple[Change, ...]:
    """Return the changes that mark open events processed."""
    return tuple(
        Change(event, replace(event, status="processed", processed_at=now, next_attempt_at=None)) for event in events
    )


def month_turn(today: date, time_zone: str) -> datetime:
    """Return the instant (UTC) at which the month after that of ``today`` begins in ``time_zone``."""
    start = first_day(month_of(today) + 1)
    return datetime(start.year, start.month, start.day, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def apply_caught_up(stored: "Books", caught: CaughtUp, now: datetime) -> bool:
    """Apply the plan inside the door; nothing is written when it is empty. Return whether anything was."""
    if not caught.plan:
        return False
    stored.apply(caught.plan)
    stored.mark(rolls_at=caught.rolls_at, last_processed_at=now)
    return True
