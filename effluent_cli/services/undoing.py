"""``undo``: one batch of changes turned round, through the same door, after a backup, as a batch of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.codec import canonical, encode
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.undoing import Batch, batches_of, chosen, removes_household, turned_round
from effluent_cli.services.caller import Caller
from effluent_cli.services.reading import fingerprint, is_complete, rules_version
from effluent_cli.services.running import begin

if TYPE_CHECKING:
    from effluent_cli.domain.records import Record
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books


@dataclass(frozen=True)
class UndoneBatch:
    """The batch that was turned round: which command made it, who ran it and when."""

    batch: int
    command: str
    user: str
    at: datetime


@dataclass(frozen=True)
class RecordChange:
    """One record, ``kind:key``, as it was before the undo and as it is now (null: there was, or is, none)."""

    record: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Undone:
    """What an undo did. ``batch`` is its own number, null after a dry run and where the household itself is gone.

    ``backup`` is the copy of the household as it was before.
    """

    batch: int | None
    undid: UndoneBatch
    changes: tuple[RecordChange, ...]
    household_removed: bool
    revision: int | None
    backup: str | None


def undo(file: "HouseholdFile", caller: Caller, number: int | None) -> tuple[Undone, date]:
    """Undo a batch, by default the newest that is not undone, and queue the events that follow.

    Undoing the batch that made the household takes the household away; its backup stays. Raises NotFound (no such batch),
    Refused (nothing to undo, undone already, changed or used since, of an older file), Busy.
    """
    with file.reading() as books:
        batch, plan = _planned(books, number)
        today = caller.today(books.household().time_zone)
        revision = books.revision()
    if caller.dry_run:
        return _report(batch, plan, None, revision, None), today
    if removes_household(plan):
        backup = file.delete(wait=caller.wait, now=caller.now, revision=revision)
        return _report(batch, plan, None, None, backup), today
    with caller.opened(file, undoes=batch.number, backup="undo") as books:
        batch, plan = _planned(books, batch.number)
        run = begin(books, caller, "undo", fingerprint(canonical(books.inputs()), rules_version()))
        revision = books.apply(plan + Plan(_steps_again(books, plan))).revision
        report = _report(batch, plan, books.batch(), revision, books.backup)
        run.end(report)
    return report, today


def _planned(books: "Books", number: int | None) -> tuple[Batch, Plan]:
    batches = batches_of(books.audit())
    batch = chosen(batches, number, books.version())
    return batch, turned_round(batches, batch, books.inputs(), books.what_if())


def _steps_again(books: "Books", plan: Plan) -> tuple[Change, ...]:
    """Return the changes by which an unfinished onboarding asks again for the steps whose answers are undone."""
    if is_complete(books):
        return ()
    undone = {getattr(change.record, "origin", None) for change in plan.changes}
    return tuple(Change(step, None) for step in books.steps() if step.name in undone)


def _report(batch: Batch, plan: Plan, number: int | None, revision: int | None, backup: str | None) -> Undone:
    return Undone(
        batch=number,
        undid=UndoneBatch(batch.number, batch.command, batch.user, batch.at),
        changes=tuple(record_change(change) for change in plan.changes),
        household_removed=removes_household(plan),
        revision=revision,
        backup=backup,
    )


def record_change(change: Change) -> RecordChange:
    """Return a change as answers show it."""
    return RecordChange(change.subject, _plain(change.before), _plain(change.after))


def _plain(record: "Record | None") -> dict[str, Any] | None:
    return None if record is None else encode(record)
