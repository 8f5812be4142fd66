"""Turning a batch of the audit log round: what was made goes, what went comes back, what changed is as it was.

A batch is all that one command changed. Undoing one is a batch as well, so that it can be undone in its turn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.codec import decode, encode
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.inputs_after import inputs_after
from effluent_cli.domain.links import link_findings
from effluent_cli.domain.plans import EVENT_OF, Change, Plan
from effluent_cli.domain.records import PARTS, RECORD_TYPES, Inputs, Record, Scenario
from effluent_cli.domain.scenario_changes import lineage
from effluent_cli.errors import NotFound, Refused

_TYPES = {record_type.KIND: record_type for record_type in RECORD_TYPES}


class Net(NamedTuple):
    """A record before a batch and after all of it, as JSON fields; None where there was or is none."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Batch:
    """What one command changed, by ``kind:key``. ``undoes`` is the batch that it turned round."""

    number: int
    at: datetime
    user: str
    command: str
    undoes: int | None
    version: int
    changes: dict[str, Net]


def batches_of(log: Iterable[AuditEntry]) -> dict[int, Batch]:
    """Return the batches of an audit log by number, in their order."""
    found: dict[int, Batch] = {}
    for entry in log:
        batch = found.setdefault(
            entry.batch,
            Batch(entry.batch, entry.at, entry.user, entry.command, entry.undoes, entry.version, {}),
        )
        earlier = batch.changes.get(entry.subject)
        batch.changes[entry.subject] = Net(entry.before if earlier is None else earlier.before, entry.after)
    return found


def undone_by(batches: dict[int, Batch]) -> dict[int, int]:
    """Return which batches are undone, and by which; an undo that was undone itself counts no more."""
    found: dict[int, int] = {}
    for number in sorted(batches, reverse=True):
        undoes = batches[number].undoes
        if undoes is not None and number not in found:
            found[undoes] = number
    return found


def chosen(batches: dict[int, Batch], number: int | None, version: int) -> Batch:
    """Return the batch to undo: the one asked for, else the newest that is not undone.

    Raises NotFound for a number that is none, Refused where there is nothing to undo, where it is undone already, and where
    the file was of another ``version`` when it was made.
    """
    undone = undone_by(batches)
    if number is None:
        number = max((each for each in batches if each not in undone), default=None)
        if number is None:
            raise Refused("there is nothing to undo", code="nothing_to_undo", hint="effluent history")
    if number not in batches:
        raise NotFound(f"there is no batch {number}", hint="effluent history lists the batches")
    if number in undone:
        again = undone[number]
        raise Refused(
            f"batch {number} is undone already, by batch {again}",
            code="already_undone",
            hint=f"bring it back with: effluent undo {again}",
        )
    if batches[number].version != version:
        raise Refused(
            f"batch {number} was made by an older effluent, whose records this one cannot bring back",
            code="older_records",
            hint="change it by hand, or restore a backup",
        )
    return batches[number]


def turned_round(batches: dict[int, Batch], batch: Batch, inputs: Inputs, beside: Sequence[Record] = ()) -> Plan:
    """Return the plan that undoes ``batch``, with the events it queues. ``beside`` is what is stated beside the inputs.

    Raises Refused where something that the batch changed has been changed since, and where what it would take away is still
    used by what came later.
    """
    present = {subject: encode(record) for subject, record in _records(inputs, beside)}
    changes = []
    for subject, net in batch.changes.items():
        if net.before == net.after:
            continue
        if present.get(subject) != net.after:
            raise _changed_since(batches, batch, subject)
        changes.append(Change(_record(subject, net.after), _record(subject, net.before)))
    kinds = (change.record.KIND for change in changes if change.record.INPUT)
    events = tuple(dict.fromkeys(EVENT_OF[kind] for kind in kinds))
    plan = Plan(tuple(changes), events)
    if not any(change.record.KIND == "household" and change.after is None for change in changes):
        _refuse_leftovers(batch, inputs, beside, plan)
    elif present.keys() != {change.subject for change in changes}:
        raise _used_since(batch, next(iter(sorted(present.keys() - {change.subject for change in changes}))))
    return plan


def removes_household(plan: Plan) -> bool:
    """Return whether a plan leaves no household: it turns round the batch that made it."""
    return any(change.record.KIND == "household" and change.after is None for change in plan.changes)


def _records(inputs: Inputs, beside: Iterable[Record]) -> Iterable[tuple[str, Record]]:
    yield Change(None, inputs.household).subject, inputs.household
    for field in fields(inputs)[1:]:
        for record in getattr(inputs, field.name):
            yield Change(None, record).subject, record
    for record in beside:
        yield Change(None, record).subject, record


def _record(subject: str, plain: dict[str, Any] | None) -> Record | None:
    return None if plain is None else decode(_TYPES[subject.partition(":")[0]], plain)


def _changed_since(batches: dict[int, Batch], batch: Batch, subject: str) -> Refused:
    undone = undone_by(batches)
    later = [each for each in batches.values() if each.number > batch.number and subject in each.changes]
    standing = [each for each in later if each.number not in undone and each.undoes not in undone] or later
    by = f" by batch {standing[-1].number} ({standing[-1].command})" if standing else ""
    return Refused(
        f"batch {batch.number} cannot be undone: {subject} was changed since{by}",
        code="changed_since",
        hint=f"undo that first: effluent undo {standing[-1].number}" if standing else "effluent history",
    )


def _used_since(batch: Batch, subject: str) -> Refused:
    return Refused(
        f"batch {batch.number} cannot be undone: {subject}, which came later, needs what it made",
        code="used_since",
        hint=f"effluent history {subject}",
    )


def _refuse_leftovers(batch: Batch, inputs: Inputs, beside: Sequence[Record], plan: Plan) -> None:
    """Raise Refused for a part whose whole would be gone, for a link that would lead nowhere, and for a circle of parents."""
    after = inputs_after(inputs, plan)
    left = _beside_after(beside, plan)
    _refuse_lost_parents(batch, left)
    whole = {subject for subject, _ in _records(after, left)}
    for subject, record in _records(after, left):
        for field, kind in PARTS.items():
            owner, _, name = field.partition(".")
            if owner == record.KIND and f"{kind}:{getattr(record, name)}" not in whole:
                raise _used_since(batch, subject)
    known = set(link_findings(InputsIndex(inputs)))
    for finding in link_findings(InputsIndex(after)):
        if finding not in known:
            raise _used_since(batch, finding.subject)


def _beside_after(beside: Sequence[Record], plan: Plan) -> tuple[Record, ...]:
    """Return what stands beside the inputs once the plan is applied."""
    found = {Change(None, record).subject: record for record in beside}
    for change in plan.changes:
        if change.record.INPUT:
            continue
        if change.after is None:
            found.pop(change.subject, None)
        else:
            found[change.subject] = change.after
    return tuple(found.values())


def _refuse_lost_parents(batch: Batch, beside: Sequence[Record]) -> None:
    scenarios = {record.id: record for record in beside if isinstance(record, Scenario)}
    for key, scenario in scenarios.items():
        try:
            lineage(scenarios, key)
        except Refused:
            raise _used_since(batch, Change(None, scenario).subject) from None
