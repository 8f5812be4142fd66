"""Whether the baseline still is the household's present course, and if not, why (system notes, section 4)."""

from dataclasses import field
from datetime import date, datetime
from typing import Literal

from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.records import Baseline, Event

Reason = Literal[
    "pending_events", "failed_events", "inputs_changed", "rules_changed", "assumptions_changed", "new_month"
]

WORDS: dict[str, str] = {
    "pending_events": "changes are waiting to be processed",
    "failed_events": "processing a change failed",
    "inputs_changed": "the household's records have changed",
    "rules_changed": "the tax rules or default assumptions have changed",
    "assumptions_changed": "an assumption has changed",
    "new_month": "a new month has begun",
}

PROCESS = "effluent process-events"
AGAIN = "effluent baseline refresh (effluent event list says what failed)"
UNPIN = "effluent baseline unpin"
"""Commands that cure a stale answer: events that only wait, events that failed, and a baseline that is kept as it was."""


@frozen
class Freshness:
    """Fresh, or the reasons why not. ``rules_version`` is that of the rules in force now, not of the baseline.

    ``pinned_at`` is there where the baseline is a pinned one: it stays what it is, however the household goes on.
    """

    fresh: bool
    pending_events: int
    failed_events: int
    oldest_pending_at: datetime | None
    stale_because: tuple[Reason, ...]
    baseline_revision: int | None
    inputs_revision: int
    rules_version: str
    refreshed_at: datetime | None
    pinned_at: datetime | None = field(default=None, metadata=OPTIONAL)

    @property
    def words(self) -> str:
        """The reasons in words, for one line on a screen."""
        reasons = " and ".join(WORDS[reason] for reason in self.stale_because)
        return f"the baseline is pinned, and {reasons}" if self.pinned_at is not None and reasons else reasons

    @property
    def cure(self) -> str:
        """The command that makes the answer fresh. What failed waits for its next attempt, unless it is asked for."""
        if self.pinned_at is not None:
            return UNPIN
        return AGAIN if self.failed_events else PROCESS


def freshness(
    events: tuple[Event, ...], baseline: Baseline | None, revision: int, rules_version: str, as_of: date
) -> Freshness:
    """Return how the baseline stands to a household at ``revision`` whose open events are ``events``."""
    pending = [event for event in events if event.status == "pending"]
    failed = [event for event in events if event.status in ("failed", "dead")]
    reasons: list[Reason] = []
    if pending:
        reasons.append("pending_events")
    if failed:
        reasons.append("failed_events")
    if baseline is None or baseline.revision != revision:
        reasons.append("inputs_changed")
    if baseline is not None and baseline.rules_version != rules_version:
        reasons.append("rules_changed")
    if any(event.type == "assumptions_changed" for event in events):
        reasons.append("assumptions_changed")
    if baseline is not None and month_of(baseline.as_of) != month_of(as_of):
        reasons.append("new_month")
    return Freshness(
        fresh=not reasons,
        pending_events=len(pending),
        failed_events=len(failed),
        oldest_pending_at=min((event.created_at for event in pending), default=None),
        stale_because=tuple(reasons),
        baseline_revision=baseline.revision if baseline is not None else None,
        inputs_revision=revision,
        rules_version=rules_version,
        refreshed_at=baseline.refreshed_at if baseline is not None else None,
        pinned_at=baseline.pinned_at if baseline is not None else None,
    )
