"""Plans to rows: the one place that changes a household's records.

Dull on purpose. A change is an INSERT, an UPDATE or a DELETE of the row it names; whether it should be made was decided
before. Inputs are audited and raise the revision, scenarios are audited, derived records neither.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Delete, Insert, Row, Update, and_, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.codec import canonical
from effluent_cli.domain.plans import Change, EventType, Plan
from effluent_cli.domain.records import Run, is_audited
from effluent_cli.domain.records.state import ABANDONED
from effluent_cli.errors import DamagedFile, Refused
from effluent_cli.store import failpoints
from effluent_cli.store.columns import encoded, instant_text
from effluent_cli.store.tables import AUDIT, META, table


class Applied(NamedTuple):
    """What an applied plan led to: the household's revision now, and the ids of the events that it queued, in order."""

    revision: int
    event_ids: tuple[int, ...]


@dataclass(frozen=True)
class Batch:
    """What the audit log says of one command's changes: ``user`` ran ``command`` at ``now`` on a file of ``version``.

    ``undoes`` is the number of the batch that this one turns round. With ``continues`` the changes join the newest batch,
    if the same command of the same moment made it: a sitting of onboarding is one batch, however many transactions it takes.
    """

    user: str
    command: str
    now: datetime
    version: int
    undoes: int | None = None
    continues: bool = False


class Writer:
    """Applies plans in one open transaction, as one batch of the audit log.

    ``settle`` commits what the transaction holds so far and begins the next one, under the same lock. ``copying`` copies the
    household, as last committed, into its backups: it is given the word for the copy's name and a backup to spare.
    """

    def __init__(
        self, session: Session, batch: Batch, settle: Callable[[], None], copying: Callable[[str, str], str]
    ) -> None:
        self._session = session
        self._about = replace(batch, user=_storable(batch.user), command=_storable(batch.command))
        self._settle = settle
        self._now = instant_text(batch.now)
        self._audits = True
        self.back_up = copying
        self.batch: int | None = None
        self.run: Run | None = None

    def apply(self, plan: Plan) -> Applied:
        """Apply the changes of a plan in their order, then queue its events.

        Changes that change nothing are left out. Refused (and everything rolled back at the door) when a record is not as
        the plan found it, when there is one already, or when a value breaks a bound of its column.
        """
        changes = [change for change in plan.changes if change.before != change.after]
        for _, alike in groupby(changes, key=_sort_of):
            self._change(list(alike))
        revision = self._revision(raised=any(change.record.INPUT for change in changes))
        events = tuple(self._queue(kind) for kind in plan.events)
        failpoints.reach("applied")
        return Applied(revision, events)

    def begin(self, run: Run) -> None:
        """Store a run as running in a transaction of its own, ahead of its work; nothing may have been applied before.

        Runs that are still called running are abandoned: whoever holds the lock knows that nobody else is at work inside it.
        """
        if self.batch is not None or self.run is not None:
            raise RuntimeError("a run begins before its work")
        runs = table("run")
        left = {"status": "abandoned", "finished_at": self._now, "error": ABANDONED}
        inside = and_(runs.c.status == "running", runs.c.kind != "stress")
        self._run(update(runs).where(inside), left)
        self.apply(Plan((Change(None, run),)))
        self._settle()
        self.run = run
        failpoints.reach("run-begun")

    def mark(self, *, rolls_at: datetime | None, last_processed_at: datetime | None) -> None:
        """Store the instants that are given."""
        instants = {"rolls_at": rolls_at, "last_processed_at": last_processed_at}
        values = {name: instant_text(instant) for name, instant in instants.items() if instant is not None}
        if values:
            self._run(update(META), values)

    def take_over(self, plan: Plan, revision: int, history: Sequence[AuditEntry]) -> Applied:
        """Apply the plan that makes a household. Its revision becomes ``revision``, where that is not lower.

        With a ``history`` that stands in the audit log, and the plan's own changes do not: they are what it led to.
        """
        self._audits = not history
        applied = self.apply(plan)
        self._audits = True
        for entry in history:
            plain = {"before": _plain_text(entry.before), "after": _plain_text(entry.after)}
            self._run(insert(AUDIT), {**entry._asdict(), "at": instant_text(entry.at), **plain})
        self._run(update(META).values(revision=func.max(META.c.revision, revision)), {})
        return Applied(self._revision(raised=False), applied.event_ids)

    def _change(self, changes: list[Change]) -> None:
        """Make changes of one sort with one statement: ten thousand events are processed in a second."""
        statement, _ = _statement(changes[0])
        rows = [_statement(change)[1] for change in changes]
        done = self._run(statement, rows[0] if len(rows) == 1 else rows).rowcount
        if done != len(rows):
            subject = changes[0].subject if len(changes) == 1 else f"a {changes[0].record.KIND.replace('_', ' ')}"
            raise Refused(
                f"{subject} is no longer what this change was worked out from",
                code="conflict",
                hint="run the command again",
            )
        failpoints.reach("changed")
        for change in changes:
            if self._audits and is_audited(change.record):
                self._audit(change)

    def _audit(self, change: Change) -> None:
        if self.batch is None:
            self.batch = self._batch_number()
        row = {
            "batch": self.batch,
            "user": self._about.user,
            "command": self._about.command,
            "at": self._now,
            "subject": change.subject,
            "before": None if change.before is None else canonical(change.before),
            "after": None if change.after is None else canonical(change.after),
            "undoes": self._about.undoes,
            "version": self._about.version,
        }
        self._run(insert(AUDIT), row)

    def _batch_number(self) -> int:
        columns = (AUDIT.c.batch, AUDIT.c.user, AUDIT.c.command, AUDIT.c.at)
        newest = self._session.execute(select(*columns).order_by(AUDIT.c.id.desc()).limit(1)).first()
        if newest is None:
            return 1
        number: int = newest[0] or 0
        same = tuple(newest[1:]) == (self._about.user, self._about.command, self._now)
        return number if self._about.continues and same else number + 1

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

    def _run(
        self, statement: Insert | Update | Delete, values: Mapping[str, Any] | list[Mapping[str, Any]]
    ) -> CursorResult[Any]:
        try:
            return cast("CursorResult[Any]", self._session.execute(statement, values))
        except (OverflowError, UnicodeEncodeError) as error:
            raise Refused(f"a value cannot be stored: {error}", code="constraint") from error


def fail(session: Session, run: Run, error: str, finished_at: datetime) -> None:
    """Note that the work of a run was rolled back, and why."""
    runs = table("run")
    values = {"status": "failed", "error": _storable(error, 10_000), "finished_at": instant_text(finished_at)}
    session.execute(update(runs).where(and_(runs.c.id == run.id, runs.c.status == "running")), values)


def _sort_of(change: Change) -> tuple[str, bool, bool]:
    return change.record.KIND, change.before is None, change.after is None


def _plain_text(value: Mapping[str, Any] | None) -> str | None:
    """Return a record's plain form as canonical JSON, as the audit log keeps it."""
    return None if value is None else json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _storable(text: str, longest: int = 200) -> str:
    """Return a text from the environment without what cannot be stored, so that no odd user name refuses every write."""
    return text.encode("utf-8", "replace").decode("utf-8")[:longest]


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
