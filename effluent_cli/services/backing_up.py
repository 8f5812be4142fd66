"""``backup``: the household saved to a file, while others read and write it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class BackedUp:
    """Where the copy lies, its size, and the revision in it. After a dry run path and bytes are null."""

    path: str | None
    bytes: int | None
    revision: int


def backup(file: "HouseholdFile", caller: Caller, target: str | None, *, force: bool) -> BackedUp:
    """Save the household to ``target``, by default to a new file among the backups.

    Raises DamagedFile for a household that is not whole, Refused for a target that may not be written, Busy.
    """
    if caller.dry_run:
        if target is not None:
            from effluent_cli.store import targets

            targets.refuse(target, force=force, households=str(file.path.parent))
        with file.reading() as books:
            return BackedUp(None, None, books.revision())
    saved = file.save(target, now=caller.now, force=force)
    return BackedUp(saved.path, saved.bytes, saved.revision)
