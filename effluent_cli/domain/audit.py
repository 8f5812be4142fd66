"""The audit log's entry: who changed which input, by which command, when, and the record before and after."""

from datetime import datetime
from typing import Any, NamedTuple


class AuditEntry(NamedTuple):
    """One changed input. ``subject`` is ``kind:key``, ``before`` and ``after`` its fields in their JSON form.

    ``batch`` counts commands, ``undoes`` is the batch that this one turns round, ``version`` that of the file at the time.
    """

    batch: int
    at: datetime
    user: str
    command: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    undoes: int | None
    version: int
