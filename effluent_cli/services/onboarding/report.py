"""What a sitting of onboarding did, as ``onboard`` answers it."""

from dataclasses import dataclass
from typing import Literal

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import Cents
from effluent_cli.domain.onboarding import Progress
from effluent_cli.domain.upsert import Happened


@dataclass(frozen=True)
class RecordCounts:
    """What became of the records that the answers are about; an account counts once, with its balance and terms."""

    created: int
    updated: int
    unchanged: int
    deactivated: int


@dataclass(frozen=True)
class FlowCounts:
    """System flows that now stand, and those among them that stood there before."""

    generated: int
    unchanged: int


@dataclass(frozen=True)
class Outlook:
    """The baseline's horizon in months, and the household's net worth today."""

    months: int
    net_worth_now: Cents


@dataclass(frozen=True)
class Onboarded:
    """One sitting.

    ``baseline`` is null until the last step is done; ``changes`` lists the records that did not stay as they were;
    ``next_step`` names the step that comes next, null when all are done.
    """

    slug: str
    result: Literal["changed", "unchanged"]
    progress: Progress
    records: RecordCounts
    flows: FlowCounts
    revision: int
    baseline: Outlook | None
    next_step: str | None
    changes: tuple[Happened, ...]
    findings: tuple[Finding, ...]


def counts(records: tuple[Happened, ...]) -> RecordCounts:
    """Return how many records were created, updated, left as they were, and deactivated."""
    outcomes = [each.outcome for each in records]
    return RecordCounts(
        created=outcomes.count("created"),
        updated=outcomes.count("updated"),
        unchanged=outcomes.count("unchanged"),
        deactivated=outcomes.count("deactivated"),
    )
