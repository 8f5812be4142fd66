"""``event add | list | show | retry | cancel``: the queue of notes that something real changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args

from effluent_cli.domain.plans import Change, EventType, Plan
from effluent_cli.domain.records import Event
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
OPEN = ("pending", "failed", "dead")


@dataclass(frozen=True)
class EventAdded:
    """A new note. ``id`` is null after a dry run."""

    id: int | None
    type: str
    status: str


@dataclass(frozen=True)
class EventRow:
    """One note; instants are UTC."""

    id: int
    type: str
    status: str
    created_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    last_error: str | None
    processed_at: datetime | None


@dataclass(frozen=True)
class EventList:
    """The notes asked for, oldest first."""

    events: tuple[EventRow, ...]


@dataclass(frozen=True)
class EventRetried:
    """How many notes were made due again."""

    retried: int
    events: tuple[EventRow, ...]


def add(file: "HouseholdFile", caller: Caller, event_type: str) -> tuple[EventAdded, date]:
    """Queue an event. Raises InvalidInput for an unknown type, Busy."""
    known = next((each for each in EVENT_TYPES if each == event_type), None)
    if known is None:
        message = f"unknown event type {event_type!r}"
        choices = f"one of {', '.join(EVENT_TYPES)}"
        raise InvalidInput(message, problems=(Problem("TYPE", event_type, choices),))
    with caller.opened(file) as books:
        today = caller.today(books.household().time_zone)
        ids = () if caller.dry_run else books.apply(Plan(events=(known,))).event_ids
    return EventAdded(id=ids[0] if ids else None, type=known, status="pending"), today


def listed(file: "HouseholdFile", caller: Caller, *, everything: bool) -> tuple[EventList, date]:
    """Return the open events, or all of them."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        return EventList(tuple(_row(event) for event in books.events(open_only=not everything))), today


def retry(file: "HouseholdFile", caller: Caller, event_id: int | None) -> tuple[EventRetried, date]:
    """Make one failed or dead event due now, or every one. Raises NotFound, Refused when the one named did not fail."""
    with caller.opened(file) as books:
        today = caller.today(books.household().time_zone)
        failed = [event for event in books.events() if event.status in ("failed", "dead")]
        if event_id is not None:
            _named(books, event_id)
            failed = [event for event in failed if event.id == event_id]
            if not failed:
                raise Refused(f"event {event_id} has not failed", code="not_failed")
        due = tuple(revived(event, caller.now) for event in failed)
        if due and not caller.dry_run:
            books.apply(Plan(tuple(Change(old, new) for old, new in zip(failed, due, strict=True))))
    return EventRetried(len(due), tuple(_row(event) for event in due)), today


def show(file: "HouseholdFile", caller: Caller, event_id: int) -> tuple[EventRow, date]:
    """Return one event, open or not. Raises NotFound."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        return _row(_named(books, event_id)), today


def cancel(file: "HouseholdFile", caller: Caller, event_id: int) -> tuple[EventRow, date]:
    """Close an event unprocessed: a poisoned or mistaken note no longer waits. Raises NotFound, Refused for a closed one.

    What it stood for stays as it is: an answer made before a change still says that the records have changed.
    """
    with caller.opened(file) as books:
        today = caller.today(books.household().time_zone)
        event = _named(books, event_id)
        if event.status not in OPEN:
            raise Refused(f"event {event_id} is {event.status} already", code="not_open")
        cancelled = replace(event, status="cancelled", next_attempt_at=None)
        if not caller.dry_run:
            books.apply(Plan((Change(event, cancelled),)))
    return _row(cancelled), today


def _named(books: "Books", event_id: int) -> Event:
    for event in books.events(open_only=False):
        if event.id == event_id:
            return event
    raise NotFound(f"there is no event {event_id}", hint="effluent event list --all")


def revived(event: Event, now: datetime) -> Event:
    """Return a failed or dead event as due now; its attempts and last error stay on record."""
    return replace(event, status="pending", next_attempt_at=now)


def _row(event: Event) -> EventRow:
    return EventRow(
        id=event.id,
        type=event.type,
        status=event.status,
        created_at=event.created_at,
        attempts=event.attempts,
        next_attempt_at=event.next_attempt_at,
        last_error=event.last_error,
        processed_at=event.processed_at,
    )
