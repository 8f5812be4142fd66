"""Which edits lie between two inputs copies of a household, told by its audit log.

A baseline knows the revision that it is of; the log counts commands. Each that changes an input raises the revision by one, but
for a sitting of onboarding, which raises it by one a step. So the log is turned back from the present, as far as the
revisions allow, to where the records were those of the copy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.codec import decode, encode
from effluent_cli.domain.consistency import records_of
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import RECORD_TYPES, Inputs, Record
from effluent_cli.domain.undoing import Batch, Net, batches_of

_TYPES = {record_type.KIND: record_type for record_type in RECORD_TYPES if record_type.INPUT}
State = dict[str, Any]
"""Every record by its subject (``kind:key``), in its plain form."""


def edits_of(log: Iterable[AuditEntry]) -> tuple[Batch, ...]:
    """Return the batches of an audit log that changed inputs, in their order, each with what it changed of them."""
    found = []
    for batch in batches_of(log).values():
        changes = {subject: net for subject, net in batch.changes.items() if subject.partition(":")[0] in _TYPES}
        if changes:
            found.append(replace(batch, changes=changes))
    return tuple(found)


def edits_since(copy: Inputs, revision: int, present: Inputs, now: int, edits: Sequence[Batch]) -> int:
    """Return how many of the newest ``edits`` came after a copy of the inputs that was made at ``revision``.

    ``present`` are the inputs at revision ``now``, to which the last edit led.
    """
    wanted, state = _state(copy), _state(present)
    most = min(now - revision, len(edits))
    apart = {subject for subject in wanted.keys() | state.keys() if wanted.get(subject) != state.get(subject)}
    found = None if apart else 0
    for number in range(1, most + 1):
        for subject, net in edits[-number].changes.items():
            before = _record(subject, net.before)
            apart.discard(subject)
            if (None if before is None else encode(before)) != wanted.get(subject):
                apart.add(subject)
        if not apart:
            found = number
    # A log that does not lead back to the copy still tells how often the inputs were changed since.
    return most if found is None else found


def plan_of(edit: Batch) -> Plan:
    """Return what an edit changed as a plan, without events."""
    return Plan(tuple(_change(subject, net) for subject, net in edit.changes.items() if net.before != net.after))


def _change(subject: str, net: Net) -> Change:
    return Change(_record(subject, net.before), _record(subject, net.after))


def _state(inputs: Inputs) -> State:
    return {Change(None, record).subject: encode(record) for record in records_of(inputs)}


def _record(subject: str, plain: dict[str, Any] | None) -> Record | None:
    """Return a record as the log has it, with the fields that its kind has had since it was written."""
    return None if plain is None else decode(_TYPES[subject.partition(":")[0]], plain)
