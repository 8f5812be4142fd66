"""Changing a household's records one at a time: read, plan, apply, and say which fields changed.

Every command that adds, edits, ends or removes a record goes through ``edit``: its own part is a pure function from the
inputs to a plan.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from effluent_cli.domain.codec import encode
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.plans import Change, EventType, Plan
from effluent_cli.domain.records import is_audited
from effluent_cli.domain.slugs import checked_name, checked_slug, derived_slug
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from effluent_cli.domain.records import Record
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books

R = TypeVar("R", bound="Record")
Planning = Callable[[InputsIndex, date], "Planned"]
Clearable = Mapping[str, tuple[str, ...]]
"""What ``--clear`` may empty: its name, that of the option that states it → the fields of the record, emptied together."""
UNSEEN = frozenset({"origin", "answered_on", "answered_balance", "stated_on"})
"""Fields that effluent keeps for itself: a change of them alone is no news."""


@dataclass(frozen=True)
class Planned:
    """What an edit intends: the id of the record that it is about, and the plan.

    ``beside`` is what else is news about it: a figure that another record of the plan holds.
    """

    id: str
    plan: Plan
    beside: "tuple[FieldChange, ...]" = ()


@dataclass(frozen=True)
class FieldChange:
    """A field's value before and after, in its JSON form."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Edited:
    """What an edit did. ``changes`` lists the fields of the record that are new or different."""

    id: str
    result: Literal["added", "changed", "removed", "unchanged"]
    changes: tuple[FieldChange, ...]
    revision: int


def edit(file: "HouseholdFile", caller: Caller, planning: Planning) -> tuple[Edited, date]:
    """Carry out one edit. ``planning`` may raise InvalidInput, NotFound, Refused; Busy when the door stays shut."""
    with caller.opened(file) as books:
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        return carried_out(books, caller, planning(InputsIndex(inputs), today)), today


def carried_out(books: "Books", caller: Caller, planned: Planned) -> Edited:
    """Apply what was planned, unless this is a dry run, and say what it came to."""
    revision = books.revision()
    if planned.plan and not caller.dry_run:
        revision = books.apply(planned.plan).revision
    taken = [change for change in planned.plan.changes if is_audited(change.record)]
    # With news beside it the record itself may stay as it is: then the only change is the other record's.
    changes = field_changes(taken[0]) if len(taken) > bool(planned.beside) else ()
    return Edited(planned.id, _result(taken), (*changes, *planned.beside), revision)


def changed(record_id: str, before: "Record", after: "Record", *events: EventType) -> Planned:
    """Return the plan that replaces a record, empty when nothing but effluent's own notes would change."""
    if not field_changes(Change(before, after)):
        return Planned(record_id, Plan())
    return Planned(record_id, Plan((Change(before, after),), events))


def field_changes(change: Change) -> tuple[FieldChange, ...]:
    """Return the fields that differ, in the record's order; of a new record those that hold what a new one does not."""
    before = encode(change.before) if change.before is not None else _untouched(change.record)
    after = encode(change.after) if change.after is not None else {}
    return tuple(
        FieldChange(name, before.get(name) if change.before is not None else None, after.get(name))
        for name in (after or before)
        if name not in UNSEEN and before.get(name) != after.get(name) and (before.get(name) or after.get(name))
    )


def _untouched(record: "Record") -> dict[str, Any]:
    """Return the fields that a new record holds before anybody states anything, in their JSON form."""
    defaults = {each.name: each.default for each in fields(record) if each.default is not MISSING}
    return {
        name: value for name, value in encode(record).items() if getattr(record, name) == defaults.get(name, MISSING)
    }


def _result(changes: list[Change]) -> Literal["added", "changed", "removed", "unchanged"]:
    if not changes:
        return "unchanged"
    first = changes[0]
    if first.before is None:
        return "added"
    gone = first.after is None or (getattr(first.before, "active", True) and not getattr(first.after, "active", True))
    return "removed" if gone else "changed"


def new_id(stated: str | None, name: str, noun: str, taken: frozenset[str]) -> str:
    """Return the id of a new record: as stated, else made from its name. InvalidInput, Refused when it is taken."""
    if stated is None:
        return derived_slug(name, noun, taken)
    checked("--id", stated, checked_slug)
    if stated in taken:
        raise Refused(f"there is a {noun} {stated!r} already", code="id_taken", hint="choose another --id")
    return stated


def named(name: str) -> str:
    """Return a name as it is stored. InvalidInput when it cannot be one."""
    return checked("--name", name, checked_name)


def checked(option: str, value: str, check: Callable[[str], str]) -> str:
    """Return what ``check`` makes of an option's value; its ValueError becomes InvalidInput naming the option."""
    try:
        return check(value)
    except ValueError as error:
        raise wrong(option, value, str(error)) from None


def one_of(option: str, value: str, choices: tuple[str, ...]) -> str:
    """Return ``value`` if it is among ``choices``; InvalidInput naming them otherwise."""
    if value not in choices:
        raise wrong(option, value, f"{value!r} is none of {', '.join(choices)}")
    return value


def to_empty(clear: Sequence[str], clearable: Clearable, *stated: object) -> tuple[str, ...]:
    """Return the fields that ``--clear`` empties; ``stated`` is what the same command states.

    Raises InvalidInput for a name that cannot be cleared, listing those that can, and for a field that is stated too.
    """
    names = [name.replace("_", "-") for name in clear]
    for name in names:
        one_of("--clear", name, tuple(clearable))
        given = [field for field in clearable[name] if any(getattr(each, field, None) is not None for each in stated)]
        if given:
            raise wrong("--clear", name, f"{name} excludes a new {given[0].replace('_', '-')}")
    return tuple(dict.fromkeys(field for name in names for field in clearable[name]))


def emptied(record: R, names: Sequence[str]) -> R:
    """Return ``record`` with these fields as they are where nobody states them."""
    blank: dict[str, Any] = {each.name: each.default for each in fields(record) if each.name in names}
    return replace(record, **blank) if blank else record


def wrong(option: str, value: object, message: str) -> InvalidInput:
    """Return the error of one option's value."""
    return InvalidInput(f"{option}: {message}", problems=(Problem(option, value, message),))


def found(records: dict[str, R], key: str, noun: str, hint: str) -> R:
    """Return the record of that id. NotFound otherwise."""
    if key not in records:
        raise NotFound(f"there is no {noun} {key!r}", hint=hint)
    return records[key]


def with_stated(record: R, **fields: Any) -> R:
    """Return ``record`` with those of ``fields`` that were stated (are not None)."""
    given = {name: value for name, value in fields.items() if value is not None}
    return replace(record, **given) if given else record
