"""``history``: every change of what the household stated, who made it, when and by which command."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from effluent_cli.errors import NotFound
from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class HistoryRow:
    """One changed record: ``record`` is ``kind:id``, ``before`` and ``after`` its fields (null: it was made, or is gone).

    ``undoes`` is the batch that this one turns round.
    """

    batch: int
    at: datetime
    user: str
    command: str
    record: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    undoes: int | None


@dataclass(frozen=True)
class History:
    """The changes asked for, oldest first."""

    entries: tuple[HistoryRow, ...]


def history(file: "HouseholdFile", caller: Caller, record: str | None) -> tuple[History, date]:
    """Return all changes, or those of one record, named by its id or as ``kind:id``. Raises NotFound when there is none."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        rows = tuple(HistoryRow(*entry[:-1]) for entry in books.audit())
    if record is not None:
        rows = tuple(row for row in rows if _is_about(row.record, record))
        if not rows:
            raise NotFound(f"nothing was ever recorded about {record!r}", hint="effluent history lists every change")
    return History(rows), today


def _is_about(subject: str, record: str) -> bool:
    """Whether a subject (``kind:key`` or ``kind:key:date``) is of the record named: its terms and balances count too."""
    return subject == record or subject.split(":")[1] == record
