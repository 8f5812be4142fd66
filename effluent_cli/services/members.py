"""``member list | add | edit | remove``: the people of the household."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import EMPLOYMENT_STATUSES, RELATIONSHIPS
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Member
from effluent_cli.errors import Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    changed,
    edit,
    emptied,
    found,
    named,
    new_id,
    one_of,
    to_empty,
    with_stated,
    wrong,
)
from effluent_cli.services.households import MemberRow, members_of

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent member list"
CLEARABLE = {"date-of-birth": ("date_of_birth",), "employment-status": ("employment_status",)}


@dataclass(frozen=True)
class MemberList:
    """The active members, in id order."""

    members: tuple[MemberRow, ...]


@dataclass(frozen=True)
class MemberFields:
    """What a person may state about a member; None is not stated."""

    name: str | None = None
    relationship: str | None = None
    date_of_birth: date | None = None
    blind: bool | None = None
    employment_status: str | None = None


def listed(file: "HouseholdFile", caller: Caller) -> tuple[MemberList, date]:
    """Return the active members."""
    with file.reading() as books:
        inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    return MemberList(members_of(inputs, today)), today


def add(file: "HouseholdFile", caller: Caller, stated: MemberFields, member_id: str | None) -> tuple[Edited, date]:
    """Add a member. Raises InvalidInput, Refused (the id is taken, a second self), Busy."""
    name, relationship = stated.name or "", stated.relationship or ""

    def planning(index: InputsIndex, today: date) -> Planned:
        key = new_id(member_id, name, "member", frozenset(member.id for member in index.inputs.members))
        member = _checked(
            index, Member(key, named(name), one_of("--relationship", relationship, RELATIONSHIPS)), stated, today
        )
        return Planned(key, Plan((Change(None, member),), ("household_changed",)))

    return edit(file, caller, planning)


def change(
    file: "HouseholdFile", caller: Caller, member_id: str, stated: MemberFields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change what is stated of a member, and empty what ``clear`` names.

    Raises NotFound, InvalidInput, Refused (a second self), Busy.
    """
    empty = to_empty(clear, CLEARABLE, stated)

    def planning(index: InputsIndex, today: date) -> Planned:
        before = found(index.members, member_id, "member", SHOW)
        after = _checked(index, emptied(before, empty), stated, today)
        return changed(member_id, before, after, "household_changed")

    return edit(file, caller, planning)


def remove(file: "HouseholdFile", caller: Caller, member_id: str) -> tuple[Edited, date]:
    """Remove a member: the record stays in the history. Raises NotFound, Refused while income or accounts are theirs, Busy."""

    def planning(index: InputsIndex, _: date) -> Planned:
        member = found(index.members, member_id, "member", SHOW)
        if member.relationship == "self":
            raise Refused(f"{member_id} is the household's own self and cannot be removed", code="self_member")
        theirs = [f"income {key}" for key, source in index.sources.items() if source.member == member_id]
        theirs += [f"account {key}" for key, account in index.accounts.items() if account.owner == member_id]
        theirs += [f"flow {flow.id}" for flow in index.flows if flow.member == member_id]
        if theirs:
            raise Refused(
                f"{member_id} still has {', '.join(theirs)}",
                code="member_in_use",
                hint="end or reassign those first",
            )
        return Planned(member_id, Plan((Change(member, replace(member, active=False)),), ("household_changed",)))

    return edit(file, caller, planning)


def _checked(index: InputsIndex, member: Member, stated: MemberFields, today: date) -> Member:
    """Return ``member`` with what is stated, checked against the rest of the household."""
    after = with_stated(
        member,
        name=named(stated.name) if stated.name is not None else None,
        relationship=one_of("--relationship", stated.relationship, RELATIONSHIPS)
        if stated.relationship is not None
        else None,
        date_of_birth=stated.date_of_birth,
        blind=stated.blind,
        employment_status=one_of("--employment-status", stated.employment_status, EMPLOYMENT_STATUSES)
        if stated.employment_status is not None
        else None,
    )
    if after.date_of_birth is not None and after.date_of_birth > today:
        raise wrong("--date-of-birth", after.date_of_birth.isoformat(), "that day has not come yet")
    selves = {key for key, other in index.members.items() if other.relationship == "self"}
    if after.relationship == "self" and selves - {after.id}:
        raise Refused(f"{', '.join(selves)} is the household's self already", code="second_self")
    if member.relationship == "self" and after.relationship != "self":
        raise Refused(f"{member.id} is the household's self: there must be one", code="self_member")
    return after
