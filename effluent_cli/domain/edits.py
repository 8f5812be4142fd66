"""Which edits lie between two inputs copies of a household, told by its audit log.

A baseline knows the revision that it is of; the log counts commands. Each of them raises the revision by one, but for a sitting
of onboarding, which raises it by one a step. So the log is turned back from the present, as far as the revisions allow,
to where the records were those of the copy.
"""

from collections.abc import Sequence
from typing import Any

from effluent_cli.domain.codec import encode
from effluent_cli.domain.consistency import records_of
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.undoing import Batch, record_of

State = dict[str, Any]
"""Every record by its subject (``kind:key``), in its plain form."""


def edits_since(copy: Inputs, revision: int, present: Inputs, now: int, batches: Sequence[Batch]) -> int:
    """Return how many of the newest ``batches`` came after a copy of the inputs that was made at ``revision``.

    ``present`` are the inputs at revision ``now``, to which the last batch led.
    """
    wanted, state = _state(copy), _state(present)
    most = min(now - revision, len(batches))
    apart = {subject for subject in wanted.keys() | state.keys() if wanted.get(subject) != state.get(subject)}
    found = None if apart else 0
    for number in range(1, most + 1):
        for subject, net in batches[-number].changes.items():
            before = _today(subject, net.before)
            apart.discard(subject)
            if before != wanted.get(subject):
                apart.add(subject)
        if not apart:
            found = number
    # A log that does not lead back to the copy still tells how often the inputs were changed since.
    return most if found is None else found


def plan_of(batch: Batch) -> Plan:
    """Return what a batch changed as a plan, without events."""
    nets = [(subject, net) for subject, net in batch.changes.items() if net.before != net.after]
    return Plan(tuple(Change(record_of(subject, net.before), record_of(subject, net.after)) for subject, net in nets))


def _state(inputs: Inputs) -> State:
    return {Change(None, record).subject: encode(record) for record in records_of(inputs)}


def _today(subject: str, plain: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a record's plain form with the fields that its kind has had since it was written."""
    if plain is None:
        return None
    kind = record_of(subject, plain)
    return plain if kind is None else encode(kind)
