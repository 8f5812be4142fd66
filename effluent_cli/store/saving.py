"""A household saved to a file, while others read and write it."""

import os
from typing import NamedTuple

from effluent_cli.errors import Refused
from effluent_cli.store import backups, driver, files, foreign, targets
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import damaged


class Saved(NamedTuple):
    """Where the copy lies, its size in bytes, and the revision of the household in it."""

    path: str
    bytes: int
    revision: int


def save(source: backups.Source, target: str, deadline: Deadline, *, force: bool) -> Saved:
    """Save a household, as last committed, to the file ``target``. Writers go on meanwhile, but for the moment of a commit.

    The copy gets its name once all of it has been looked at: its pages and every row. Raises DamagedFile for a household that
    is not whole, Refused for a target that may not be written, sqlite3.Error.
    """
    targets.refuse_journals(target)
    with targets.delivered(target, force=force, households=os.path.dirname(source.path)) as part:
        driver.copy_out(source.path, part, deadline)
        try:
            with foreign.opened(part, wait=deadline.left()) as copy:
                revision = copy.books.revision()
        except foreign.Unfit as error:
            raise damaged(source.slug, error.reason) from error
        if copy.slug != source.slug:
            raise Refused(f"the file {source.slug}.db holds household {copy.slug}", code="wrong_file_name")
        size = os.lstat(part).st_size
    return Saved(os.path.abspath(target), size, revision)


def default_target(source: backups.Source, stamp: str) -> str:
    """Return a name in the backups that nothing has yet; the folder is made where it is missing."""
    files.make_private_folder(source.folder)
    return files.free_name(os.path.join(source.folder, f"{source.slug}-{stamp}"), ".db")
