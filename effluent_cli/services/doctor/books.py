"""What a household's records say of each other: nothing here reads a file or knows how one is stored."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from json import loads

from effluent_cli.domain.codec import decode
from effluent_cli.domain.consistency import odd_steps, oddities
from effluent_cli.domain.findings import Finding, errors
from effluent_cli.domain.flows import Generated, generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.records import Baseline, Event, Inputs, Record, Scenario, ScenarioChange, Step, SystemFlow
from effluent_cli.domain.replay import Entry, audit_oddities
from effluent_cli.domain.rulebook import assumption_names
from effluent_cli.domain.scenario_rules import scenario_oddities
from effluent_cli.errors import EffluentError
from effluent_cli.services.accounts import balances
from effluent_cli.services.reading import fingerprint
from effluent_cli.services.rulebook import rules
from effluent_cli.services.status import is_late

PATIENCE = timedelta(minutes=1)
"""How far a stored instant may lie ahead of the clock: two machines are never quite of one time."""
LONGEST_SEARCH = 62
"""Days among which the one on which flows were made is looked for."""
REGENERATE = "effluent flows regenerate, or effluent doctor --fix"
LIVE_CURE = "effluent baseline refresh, or effluent doctor --fix"
PINNED_CURE = "effluent baseline unpin, or restore a backup"
RECKONING = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EffluentError)
"""What arithmetic may raise over records that no command could have made."""


@dataclass(frozen=True)
class Stored:
    """All that a household's file holds, of one moment.

    ``records`` are what is stated, one by one, ``batches`` counts the commands that changed an input, ``baseline`` is the live
    one.
    """

    slug: str
    inputs: Inputs
    records: tuple[Record, ...]
    scenarios: tuple[Scenario, ...]
    scenario_changes: tuple[ScenarioChange, ...]
    steps: tuple[Step, ...]
    flows: tuple[SystemFlow, ...]
    events: tuple[Event, ...]
    baseline: Baseline | None
    pinned: Baseline | None
    revision: int
    rolls_at: datetime | None
    last_processed_at: datetime | None
    audit: tuple[Entry, ...]
    audited_at: tuple[datetime, ...]
    batches: int
    complete: bool


def findings_of(stored: Stored, today: date, now: datetime) -> Iterator[Finding]:
    """Yield everything odd about a household's records on ``today`` at ``now``. What cannot be reckoned is a finding."""
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("values", partial(_odd_values, stored)),
        ("audit", partial(_audit_findings, stored)),
        ("balances", partial(_balance_findings, stored, today)),
        ("flows", partial(_flow_findings, stored, today)),
        ("baseline", partial(_baseline_findings, stored)),
        ("scenarios", partial(_scenario_findings, stored, today)),
        ("clock", partial(_clock_findings, stored, now)),
        ("events", partial(_event_findings, stored, now)),
    )
    for name, check in checks:
        try:
            yield from check()
        except RECKONING as error:
            message = f"its {name} cannot be reckoned: {error}"
            yield Finding("not_reckoned", "error", stored.slug, message, "correct what the other findings name")


def _odd_values(stored: Stored) -> Iterator[Finding]:
    known = assumption_names(rules())
    plans = scenario_oddities(stored.scenarios, stored.scenario_changes)
    for each in (*oddities(stored.inputs, known), *odd_steps(stored.steps), *plans):
        message = f"{each.subject}: {each.field}: {each.message}"
        yield Finding("odd_value", "error", each.subject, message, "correct it, or restore a backup")


def _audit_findings(stored: Stored) -> Iterator[Finding]:
    cure = "effluent history shows what was recorded; restore a backup if this was no change of yours"
    if stored.batches > stored.revision:
        message = f"its revision is {stored.revision}, but {stored.batches} changes are recorded"
        yield Finding("revision", "error", stored.slug, message, cure)
    for message in audit_oddities(stored.audit, stored.records):
        yield Finding("audit", "error", stored.slug, message, cure)


def _balance_findings(stored: Stored, today: date) -> Iterator[Finding]:
    """Yield nothing: a balance that passes its bound on the way to today cannot be reckoned, and that is the finding."""
    balances(stored.inputs, today)
    return iter(())


def _flow_findings(stored: Stored, today: date) -> Iterator[Finding]:
    for (source, kind), number in sorted(Counter((flow.source, flow.kind) for flow in stored.flows).items()):
        if number > 1:
            message = f"{number} flows stand for {kind} of {source}"
            yield Finding("duplicate_flow", "error", source, message, REGENERATE)
    now = generate(InputsIndex(stored.inputs), rules(), today)
    if stored.complete:
        yield from errors(now.findings)
        if _can_compare(stored) and not _are_of_some_day(stored, now, today):
            # While changes wait, the flows may be those of records that have changed since.
            certain = not stored.events
            message = "the system flows are not what the records lead to"
            cure = REGENERATE if certain else "effluent process-events"
            yield Finding("flows_differ", "error" if certain else "warning", stored.slug, message, cure)


def _can_compare(stored: Stored) -> bool:
    return stored.baseline is None or stored.baseline.rules_version == rules().version


def _are_of_some_day(stored: Stored, now: Generated, today: date) -> bool:
    """Whether the flows are what the inputs, or those of the baseline, led to on a day since the baseline was made."""
    if _agree(stored.flows, now):
        return True
    if stored.baseline is None:
        return False
    made_on = stored.baseline.as_of
    if _agree(stored.flows, generate(InputsIndex(decode(Inputs, loads(stored.baseline.inputs))), rules(), made_on)):
        return True
    index = InputsIndex(stored.inputs)
    days = range(min((today - made_on).days, LONGEST_SEARCH))
    return any(_agree(stored.flows, generate(index, rules(), made_on + timedelta(days=day))) for day in days)


def _agree(flows: tuple[SystemFlow, ...], generated: Generated) -> bool:
    """Whether flows are those generated; those of a source with an error keep what they were."""
    kept = [flow for flow in flows if flow.source not in generated.broken]
    made = [flow for flow in generated.flows if flow.source not in generated.broken]
    return kept == made


def _baseline_findings(stored: Stored) -> Iterator[Finding]:
    if stored.baseline is None and stored.complete:
        yield _baseline_finding(stored, "baseline_missing", "it has no baseline", LIVE_CURE)
    for baseline, cure in ((stored.baseline, LIVE_CURE), (stored.pinned, PINNED_CURE)):
        if baseline is None:
            continue
        its = "its baseline" if baseline.mode == "live" else "its pinned baseline"
        if fingerprint(baseline.inputs, baseline.rules_version) != baseline.fingerprint:
            yield _baseline_finding(stored, "baseline_damaged", f"{its} is not what it was made from", cure)
        # Of a revision that is wrong itself nothing follows.
        if baseline.revision > stored.revision >= stored.batches:
            message = f"{its} is of revision {baseline.revision}, its records are at {stored.revision}"
            yield _baseline_finding(stored, "baseline_revision", message, cure)


def _baseline_finding(stored: Stored, code: str, message: str, cure: str) -> Finding:
    return Finding(code, "error", stored.slug, message, cure)


def _scenario_findings(stored: Stored, today: date) -> Iterator[Finding]:
    # Loaded only where there are scenarios: they bring the whole projection with them.
    if stored.scenarios:
        from effluent_cli.services.doctor.scenarios import scenario_findings

        yield from scenario_findings(stored.inputs, stored.scenarios, stored.scenario_changes, today)


def _clock_findings(stored: Stored, now: datetime) -> Iterator[Finding]:
    instants = {
        "a change was recorded": stored.audited_at,
        "a balance was recorded": tuple(each.recorded_at for each in stored.inputs.snapshots),
        "an event was queued": tuple(each.created_at for each in stored.events),
        "events were last processed": (stored.last_processed_at,),
        "the baseline was refreshed": (stored.baseline.refreshed_at,) if stored.baseline is not None else (),
    }
    for what, found in instants.items():
        latest = max((each for each in found if each is not None), default=None)
        if latest is not None and latest > now + PATIENCE:
            message = f"{what} at {latest:%Y-%m-%d %H:%M} UTC, which lies ahead of the clock"
            yield Finding("clock", "warning", stored.slug, message, "look at this machine's clock")


def _event_findings(stored: Stored, now: datetime) -> Iterator[Finding]:
    for status in ("dead", "failed"):
        found = [event for event in stored.events if event.status == status]
        if found:
            ids = ", ".join(str(event.id) for event in found)
            message = f"processing failed for event {ids}: {found[-1].last_error or 'no reason is recorded'}"
            yield Finding(f"{status}_event", "warning", stored.slug, message, "effluent event retry")
    if stored.complete and is_late(stored.events, stored.rolls_at, now):
        message = "events have been due for over a quarter of an hour: nobody runs process-events"
        yield Finding(
            "cron_late", "warning", stored.slug, message, "run effluent process-events from cron, every minute"
        )
