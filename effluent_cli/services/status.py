"""``status``: whether the household's answers are up to date, and who is at work on it."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from effluent_cli.domain.freshness import Reason
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.records import Event
from effluent_cli.services.caller import Caller
from effluent_cli.services.reading import freshness_of, is_complete

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

LATE_AFTER = timedelta(minutes=15)
"""An event that has been due for longer than this means that nobody runs ``process-events``."""


@frozen
class EventCounts:
    """How many events are open, by status, and since when the oldest one waits."""

    pending: int
    failed: int
    dead: int
    oldest_pending_at: datetime | None


@frozen
class LockState:
    """Whether somebody is inside the door now, and what the last one wrote into the lock file."""

    held: bool
    by: str | None


@frozen
class BaselineState:
    """The stored baseline in short."""

    mode: str
    revision: int
    as_of: date
    refreshed_at: datetime


@frozen
class Status:
    """How things stand. ``onboarding`` is ``complete`` or ``incomplete``; ``baseline`` is null before it is complete."""

    revision: int
    fresh: bool
    stale_because: tuple[Reason, ...]
    events: EventCounts
    last_processed_at: datetime | None
    cron_late: bool
    onboarding: str
    lock: LockState
    baseline: BaselineState | None


def status(file: "HouseholdFile", caller: Caller) -> tuple[Status, date]:
    """Return how the household stands."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        events = books.events()
        baseline = books.baseline()
        fresh = freshness_of(books, today)
        complete = is_complete(books)
        rolls_at = books.rolls_at()
        revision, last_processed_at = books.revision(), books.last_processed_at()
    lock = file.lock_state()
    report = Status(
        revision=revision,
        fresh=fresh.fresh,
        stale_because=fresh.stale_because,
        events=EventCounts(
            pending=_count(events, "pending"),
            failed=_count(events, "failed"),
            dead=_count(events, "dead"),
            oldest_pending_at=fresh.oldest_pending_at,
        ),
        last_processed_at=last_processed_at,
        cron_late=complete and is_late(events, rolls_at, caller.now),
        onboarding="complete" if complete else "incomplete",
        lock=LockState(lock.held, lock.by),
        baseline=None
        if baseline is None
        else BaselineState(baseline.mode, baseline.revision, baseline.as_of, baseline.refreshed_at),
    )
    return report, today


def is_late(events: tuple[Event, ...], rolls_at: datetime | None, now: datetime) -> bool:
    """Return whether an event has been due for over 15 minutes, or the month has turned and nothing rolled since."""
    due = [event.next_attempt_at for event in events if event.next_attempt_at is not None]
    if rolls_at is not None:
        due.append(rolls_at)
    return any(now - instant > LATE_AFTER for instant in due)


def _count(events: tuple[Event, ...], wanted: str) -> int:
    return sum(event.status == wanted for event in events)
