"""Plans to rows: the one place that changes a household's records.

Dull on purpose. A change is an INSERT, an UPDATE or a DELETE of the row it names; whether it should be made was decided
before. Inputs are audited and raise the revision, derived records neither.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import CursorResult, Delete, Insert, Row, Update, and_, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from effluent_cli.domain.codec import canonical
from effluent_cli.domain.plans import Change, EventType, Plan
from effluent_cli.errors import DamagedFile, Refused
from effluent_cli.store import backups, failpoints
from effluent_cli.store.columns import encoded, instant_text
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.tables import AUDIT, META, table

if TYPE_CHECKING:
    from effluent_cli.store.read import AuditEntry


class Applied(NamedTuple):
    """What an applied plan led to: the household's revision now, and the ids of the events that it queued, in order."""

    revision: int
    event_ids: tuple[int, ...]


class Writer:
    """Applies plans in one open transaction, as one batch of the audit log: ``user`` ran ``command`` at ``now``."""

    def __init__(
        self, session: Session, source: backups.Source, deadline: Deadline, *, user: str, command: str, now: datetime
    ) -> None:
        self._session = session
        self._source = source
        self._deadline = deadline
        self._at = now
        self._user = _storable(user)
        self._command = _storable(command)
        self._now = instant_text(now)
        self._batch: int | None = None
        self._audits = True

    def apply(self, plan: Plan) -> Applied:
        """Apply the changes of a plan in their order, then queue its events.

        Changes that change nothing are left out. Refused (and everything rolled back at the door) when a record is not as
        the plan found it, when there is one already, or when a value breaks a bound of its column.
        """
        changes = [change for change in plan.changes if change.before != change.after]
        for change in changes:
            self._change(change)
        revision = self._revision(raised=any(change.record.INPUT for change in changes))
        events = tuple(self._queue(kind) for kind in plan.events)
        failpoints.reach("applied")
        return Applied(revision, events)

    def mark(self, *, rolls_at: datetime | None, last_processed_at: datetime | None) -> None:
        """Store the instants that are given."""
        instants = {"rolls_at": rolls_at, "last_processed_at": last_processed_at}
        values = {name: instant_text(instant) for name, instant in instants.items() if instant is not None}
        if values:
            self._run(update(META), values)

    def back_up(self, deed: str, spare: str) -> str:
        """Copy the household as it was before this transaction into its backups; return the copy's path."""
        return backups.automatic(self._source, backups.before(deed, self._at), self._deadline, spare=spare)

    def found(self, plan: Plan, revision: int, history: "Sequence[AuditEntry]") -> Applied:
        """Apply the plan that makes a household. Its revision becomes ``revision``, where that is not lower.

        With a ``history`` that stands in the audit log, and the plan's own changes do not: they are what it led to.
        """
        self._audits = not history
        applied = self.apply(plan)
        self._audits = True
        for batch, at, user, command, subject, before, after in history:
            row = {"batch": batch, "user": user, "command": command, "at": instant_text(at), "subject": subject}
            self._run(insert(AUDIT), {**row, "before": _plain_text(before), "after": _plain_text(after)})
        self._run(update(META).values(revision=func.max(META.c.revision, revision)), {})
        return Applied(self._revision(raised=False), applied.event_ids)

    def _change(self, change: Change) -> None:
        statement, values = _statement(change)
        if self._run(statement, values).rowcount != 1:
            raise Refused(
                f"{change.subject} is no longer what this change was worked out from",
                code="conflict",
                hint="run the command again",
            )
        failpoints.reach("changed")
        if change.record.INPUT and self._audits:
            self._audit(change)

    def _audit(self, change: Change) -> None:
        if self._batch is None:
            newest = select(AUDIT.c.batch).order_by(AUDIT.c.id.desc()).limit(1)
            self._batch = (self._session.execute(newest).scalar() or 0) + 1
        row = {
            "batch": self._batch,
            "user": self._user,
            "command": self._command,
            "at": self._now,
            "subject": change.subject,
            "before": None if change.before is None else canonical(change.before),
            "after": None if change.after is None else canonical(change.after),
        }
        self._run(insert(AUDIT), row)

    def _revision(self, *, raised: bool) -> int:
        if raised:
            self._run(update(META).values(revision=META.c.revision + 1), {})
        revision: int | None = self._session.execute(select(META.c.revision)).scalar()
        if revision is None:
            raise DamagedFile("the household's file is damaged: it has lost its revision")
        return revision

    def _queue(self, kind: EventType) -> int:
        events = table("event")
        again = update(events).where(events.c.status.in_(("failed", "dead")))
        self._run(again, {"status": "pending", "next_attempt_at": self._now})
        row = {"type": kind, "status": "pending", "created_at": self._now, "next_attempt_at": self._now, "attempts": 0}
        return cast("int", cast("Row[Any]", self._run(insert(events), row).inserted_primary_key)[0])

    def _run(self, statement: Insert | Update | Delete, values: Mapping[str, Any]) -> CursorResult[Any]:
        try:
            return cast("CursorResult[Any]", self._session.execute(statement, values))
        except (OverflowError, UnicodeEncodeError) as error:
            raise Refused(f"a value cannot be stored: {error}", code="constraint") from error


def _plain_text(value: Mapping[str, Any] | None) -> str | None:
    """Return a record's plain form as canonical JSON, as the audit log keeps it."""
    return None if value is None else json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _storable(text: str) -> str:
    """Return a text from the environment without what cannot be stored, so that no odd user name refuses every write."""
    return text.encode("utf-8", "replace").decode("utf-8")[:200]


def _statement(change: Change) -> tuple[Insert | Update | Delete, Mapping[str, Any]]:
    """Return the statement of a change and its values. ValueError for one that would turn a record into another."""
    before, after = change.before, change.after
    if before is None:
        return _insert(change.record.KIND), encoded(change.record)
    old = {f"old_{name}": value for name, value in encoded(before).items()}
    if after is None:
        return _delete(before.KIND), old
    if change.subject != Change(None, before).subject:
        raise ValueError(f"{Change(None, before).subject} cannot become {change.subject}")
    return _update(after.KIND), {**old, **encoded(after)}


@cache
def _insert(kind: str) -> Insert:
    return insert(table(kind))


@cache
def _update(kind: str) -> Update:
    names = table(kind).c.keys()
    return update(table(kind)).where(_unchanged(kind)).values({name: bindparam(name) for name in names})


@cache
def _delete(kind: str) -> Delete:
    return delete(table(kind)).where(_unchanged(kind))


def _unchanged(kind: str) -> Any:
    """Return the condition that a row is, in every column, as it was read: no change made meanwhile is overwritten."""
    return and_(*(column.is_not_distinct_from(bindparam(f"old_{column.name}")) for column in table(kind).c))
