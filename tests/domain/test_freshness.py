"""Fresh, or why not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from effluent_cli.domain.freshness import freshness
from effluent_cli.domain.records import Baseline, Event
from tests.households import NOW, TODAY

BASELINE = Baseline("live", "live", "{}", 7, "f", "r1", TODAY, NOW)
EVENT = Event(1, "flows_changed", "pending", NOW, NOW)


def test_fresh_when_nothing_waits_and_everything_is_of_today() -> None:
    found = freshness((), BASELINE, 7, "r1", TODAY)
    assert (found.fresh, found.stale_because, found.words) == (True, (), "")
    assert (found.baseline_revision, found.inputs_revision, found.refreshed_at) == (7, 7, NOW)


@pytest.mark.parametrize(
    ("events", "baseline", "revision", "rules", "day", "because"),
    [
        ((EVENT,), BASELINE, 8, "r1", TODAY, ("pending_events", "inputs_changed")),
        ((replace(EVENT, status="failed"),), BASELINE, 7, "r1", TODAY, ("failed_events",)),
        ((replace(EVENT, status="dead"),), BASELINE, 7, "r1", TODAY, ("failed_events",)),
        ((), None, 7, "r1", TODAY, ("inputs_changed",)),
        ((), BASELINE, 7, "r2", TODAY, ("rules_changed",)),
        (
            (replace(EVENT, type="assumptions_changed"),),
            BASELINE,
            7,
            "r1",
            TODAY,
            ("pending_events", "assumptions_changed"),
        ),
        ((), BASELINE, 7, "r1", date(2026, 12, 1), ("new_month",)),
        ((), BASELINE, 7, "r1", date(2026, 10, 31), ("new_month",)),
    ],
)
def test_stale_names_every_reason(
    events: tuple[Event, ...], baseline: Baseline | None, revision: int, rules: str, day: date, because: tuple[str, ...]
) -> None:
    found = freshness(events, baseline, revision, rules, day)
    assert not found.fresh
    assert found.stale_because == because
    assert found.words


def test_events_are_counted_and_the_oldest_pending_one_is_named() -> None:
    events = (
        replace(EVENT, id=2, created_at=NOW + timedelta(minutes=1)),
        EVENT,
        replace(EVENT, id=3, status="dead", created_at=NOW - timedelta(days=1)),
    )
    found = freshness(events, BASELINE, 7, "r1", TODAY)
    assert (found.pending_events, found.failed_events, found.oldest_pending_at) == (2, 1, NOW)
