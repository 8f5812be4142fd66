"""``process-events``: every household with due events brought up to date, one after the other, in slug order.

One household is one transaction: read again, coalesce, regenerate, refresh the baseline, mark processed. A failure rolls
that household back, is noted on its events with a growing delay, and never stops the others.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Event
from effluent_cli.errors import Busy, EffluentError, NoHousehold
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import apply_caught_up, catch_up, processed
from effluent_cli.services.reading import is_complete, rules_version
from effluent_cli.services.rulebook import sound_rules
from effluent_cli.services.running import begin, ended, moment, new_run

if TYPE_CHECKING:
    from effluent_cli.domain.rulebook import Rules
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books

ATTEMPTS = 5
"""An event that failed this often is dead: it waits for a new event, ``event retry`` or ``--refresh``."""
FIRST_DELAY = timedelta(minutes=1)
"""Time until the second attempt; each further one waits four times as long."""
LONGEST_DELAY = FIRST_DELAY * 4 ** (ATTEMPTS - 2)


@dataclass(frozen=True)
class HouseholdProcessed:
    """What became of one household. ``flows`` and ``baseline`` are ``none`` where nothing was worked out."""

    slug: str
    result: Literal["processed", "busy", "failed", "idle"]
    events_processed: int
    events_failed: int
    flows: Literal["changed", "unchanged", "none"]
    baseline: Literal["refreshed", "unchanged", "pinned", "none"]
    error: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class EventsProcessed:
    """The tick as a whole; ``remaining`` counts events still open. ``result`` is set when another tick is at work."""

    households: tuple[HouseholdProcessed, ...]
    events_processed: int
    events_failed: int
    remaining: int
    result: Literal["already_running"] | None = field(default=None, metadata=OPTIONAL)


def process(files: "tuple[HouseholdFile, ...]", home: Path, caller: Caller, *, limit: int | None) -> EventsProcessed:
    """Process every household that has something due, at most ``limit`` events in all. Files without a household are none.

    A second process at the same time does nothing and says ``already_running``; where nothing is due nothing is written,
    not even a lock. Raises Refused or InvalidInput where something is due and the rules are broken.
    """
    looks = {file.slug: look for file in files if (look := _look(file, caller)) is not None}
    present = [file for file in files if file.slug in looks]
    with _single_flight(home, needed=any(look.due for look in looks.values()) and not caller.dry_run) as alone:
        if not alone:
            remaining = sum(look.open_events for look in looks.values())
            return EventsProcessed((), 0, 0, remaining, "already_running")
        left = limit
        results = []
        for file in present:
            if not looks[file.slug].due or left == 0:
                results.append(_idle(file))
                continue
            result = process_one(file, caller, limit=left)
            results.append(result)
            looks[file.slug] = _look(file, caller) or _Look(due=False)
            if left is not None:
                left = max(0, left - result.events_processed - result.events_failed)
    return EventsProcessed(
        households=tuple(results),
        events_processed=sum(result.events_processed for result in results),
        events_failed=sum(result.events_failed for result in results),
        # What a dry run would have processed is still there.
        remaining=sum(look.open_events for look in looks.values())
        - (sum(result.events_processed for result in results) if caller.dry_run else 0),
    )


def process_one(
    file: "HouseholdFile", caller: Caller, *, limit: int | None = None, revive: bool = False
) -> HouseholdProcessed:
    """Bring one household up to date. ``revive`` takes every open event, also one that is not due or dead.

    Never raises for a household's own trouble: busy and failed are results. Failure is noted on its events. Broken rules are
    nobody's own: they are raised before anything is taken, as Refused or InvalidInput, and the events wait as they were.
    """
    law = sound_rules()
    books: Books | None = None
    try:
        with caller.opened(file) as books:
            events = _taken(books, caller, limit=limit, revive=revive)
            if not is_complete(books) or not (events or _is_behind(books, caller)):
                return _idle(file)
            return _catch_up(file, books, caller, events, law=law)
    except Busy as busy:
        return replace(_idle(file), result="busy", error=busy.message)
    except EffluentError as error:
        recorded = books is not None and books.has_begun()
        return _note_failure(file, caller, error, limit=limit, revive=revive, recorded=recorded)


def _catch_up(
    file: "HouseholdFile", books: "Books", caller: Caller, events: tuple[Event, ...], *, law: "Rules"
) -> HouseholdProcessed:
    inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    baseline = books.live_baseline()
    notices = Plan()
    if baseline is not None and month_of(baseline.as_of) != month_of(today):
        notices += Plan(events=("time_passed",))
    if baseline is not None and baseline.rules_version != law.version:
        notices += Plan(events=("rules_changed",))
    # Planned before a run begins: what cannot be worked out leaves nothing behind but the note of its failure.
    caught = catch_up(books, inputs, law, today, caller.now)
    flows: Literal["changed", "unchanged"] = "changed" if caught.flows.changes else "unchanged"
    taken = {event.id for event in events}
    pinned = books.is_pinned()
    done = HouseholdProcessed(file.slug, "processed", len(taken), 0, flows, "pinned" if pinned else caught.baseline)
    if caller.dry_run:
        return done
    run = begin(books, caller, "process_events", caught.fingerprint)
    taken |= set(books.apply(notices).event_ids)
    derived = tuple(change for change in caught.plan.changes if not isinstance(change.before, Event))
    covered = processed(tuple(event for event in books.events() if event.id in taken), caller.now)
    apply_caught_up(books, replace(caught, plan=Plan(derived + covered)), caller.now)
    done = replace(done, events_processed=len(taken))
    run.end(done)
    return done


def _note_failure(
    file: "HouseholdFile", caller: Caller, error: EffluentError, *, limit: int | None, revive: bool, recorded: bool
) -> HouseholdProcessed:
    """Keep the reason and the next attempt on the events, and a failed run unless one is ``recorded``, in a transaction."""
    message = f"{error.code}: {error.message}"
    failed = 0
    if not caller.dry_run:
        try:
            with caller.opened(file) as books:
                events = _taken(books, caller, limit=limit, revive=revive)
                failed = len(events)
                notes = [Change(event, failed_once_more(event, message, caller.now)) for event in events]
                if notes and not recorded:
                    run = new_run(caller, "process_events")
                    notes.append(Change(None, ended(run, moment(caller), None, status="failed", error=message)))
                if notes:
                    books.apply(Plan(tuple(notes)))
        except EffluentError as second:
            if second.message != error.message:
                message = f"{message}; {second.message}"
    return replace(_idle(file), result="failed", events_failed=failed, error=message)


def failed_once_more(event: Event, message: str, now: datetime) -> Event:
    """Return the event after one more failure: due later each time, dead after the fifth."""
    attempts = event.attempts + 1
    if attempts >= ATTEMPTS:
        return replace(event, status="dead", attempts=attempts, last_error=message, next_attempt_at=None)
    delay = FIRST_DELAY * 4 ** (attempts - 1)
    return replace(event, status="failed", attempts=attempts, last_error=message, next_attempt_at=now + delay)


def _taken(books: "Books", caller: Caller, *, limit: int | None, revive: bool) -> tuple[Event, ...]:
    """Return the open events that this catch-up covers, oldest first: all of them once one is due, up to ``limit``."""
    events = books.events()
    if revive or _any_due(events, caller):
        return events[:limit]
    return ()


def _any_due(events: tuple[Event, ...], caller: Caller) -> bool:
    return any(is_due(event, caller.now) for event in events)


def is_due(event: Event, now: datetime) -> bool:
    """Return whether an event is to be processed at ``now``: a pending one always, a failed one after its delay.

    A delay longer than any was noted by a clock that has been set back since: nobody waits for that time to come again.
    """
    if event.next_attempt_at is None:
        return False
    return event.status == "pending" or not now < event.next_attempt_at <= now + LONGEST_DELAY


def _is_behind(books: "Books", caller: Caller) -> bool:
    """Whether the baseline is of another month or of other rules."""
    baseline = books.live_baseline()
    if baseline is None:
        return True
    today = caller.today(books.household().time_zone)
    return month_of(baseline.as_of) != month_of(today) or baseline.rules_version != rules_version()


class _Look(NamedTuple):
    """Whether a household needs the door, and how many of its events are open."""

    due: bool
    open_events: int = 0


def _look(file: "HouseholdFile", caller: Caller) -> _Look | None:
    """Read a household once, None where there is none; what cannot be read needs the door, so that its trouble is reported."""
    try:
        with file.reading() as books:
            events = books.events()
            due = _any_due(events, caller) or _is_behind(books, caller)
            return _Look(due and is_complete(books), len(events))
    except NoHousehold:
        return None
    except EffluentError:
        return _Look(due=True)


def _idle(file: "HouseholdFile") -> HouseholdProcessed:
    return HouseholdProcessed(file.slug, "idle", 0, 0, "none", "none")


@contextmanager
def _single_flight(home: Path, *, needed: bool) -> Iterator[bool]:
    """Hold the tick's own lock while the body runs; yield False when another process holds it."""
    if not needed:
        yield True
        return
    import fcntl

    from effluent_cli.store.failures import file_error
    from effluent_cli.store.files import create_private

    path = str(home / "process-events.lock")
    create_private(path)
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise file_error(path, "used as a lock", error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
