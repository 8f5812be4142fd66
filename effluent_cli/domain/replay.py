"""Whether an audit log tells the truth: each change begins where the one before it ended, and the last ends at the present."""

from collections.abc import Iterator, Mapping
from typing import Any

from effluent_cli.domain.codec import decode, encode
from effluent_cli.domain.plans import Change
from effluent_cli.domain.records import RECORD_TYPES, Record

Entry = tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]
"""A change as it is recorded: the subject (``kind:key``), and the record's plain form before and after."""
_TYPES: dict[str, type[Record]] = {record_type.KIND: record_type for record_type in RECORD_TYPES}


def audit_oddities(entries: tuple[Entry, ...], present: tuple[Record, ...]) -> Iterator[str]:
    """Yield, in words, where the log contradicts itself or the records that are there now."""
    last: dict[str, Mapping[str, Any] | None] = {}
    told: set[str] = set()
    for subject, before, after in entries:
        if not _same(subject, last.get(subject), before) and subject not in told:
            told.add(subject)
            yield f"a change of {subject} does not begin where the one before it ended"
        last[subject] = after
    now = {Change(None, record).subject: encode(record) for record in present}
    for subject in sorted(now.keys() | last.keys()):
        if subject not in told and not _same(subject, last.get(subject), now.get(subject)):
            yield f"{subject} is not what its last recorded change made of it"


def _same(subject: str, left: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> bool:
    """Whether two plain forms are of one record, though fields may have been added to its kind in between."""
    if left == right:
        return True
    if left is None or right is None:
        return False
    kind = _TYPES.get(subject.partition(":")[0])
    try:
        return kind is not None and decode(kind, left) == decode(kind, right)
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
        return False
