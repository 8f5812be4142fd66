"""``household edit | delete``."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import FILING_STATUSES, STATES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import Edited, Planned, changed, checked, edit, named, one_of, with_stated

if TYPE_CHECKING:
    from effluent_cli.domain.plans import EventType
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class HouseholdFields:
    """What a person may state about the household; None is not stated."""

    name: str | None = None
    filing_status: str | None = None
    state: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class HouseholdDeleted:
    """A household that is gone, and where its last backup lies (null after a dry run)."""

    slug: str
    backup: str | None


def change(file: "HouseholdFile", caller: Caller, stated: HouseholdFields) -> tuple[Edited, date]:
    """Change the household itself. A new state or filing status is news for taxes. Raises InvalidInput, Busy."""

    def planning(index: InputsIndex, _: date) -> Planned:
        before = index.inputs.household
        after = with_stated(
            before,
            name=named(stated.name) if stated.name is not None else None,
            filing_status=one_of("--filing-status", stated.filing_status, FILING_STATUSES)
            if stated.filing_status is not None
            else None,
            state=one_of("--state", stated.state, STATES) if stated.state is not None else None,
            time_zone=checked("--time-zone", stated.time_zone, _zone) if stated.time_zone is not None else None,
        )
        taxed = (before.filing_status, before.state) != (after.filing_status, after.state)
        event: EventType = "taxes_changed" if taxed else "household_changed"
        return changed(before.slug, before, after, event)

    return edit(file, caller, planning)


def delete(file: "HouseholdFile", caller: Caller) -> HouseholdDeleted:
    """Delete the household after a backup of it. Raises Busy, and EffluentError when the backup cannot be made."""
    if caller.dry_run:
        with file.reading():
            return HouseholdDeleted(file.slug, None)
    return HouseholdDeleted(file.slug, file.delete(wait=caller.wait, now=caller.now))


def _zone(text: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{text!r} is no time zone: write a name such as America/Chicago") from None
    return text
