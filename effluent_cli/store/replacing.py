"""A file put over a household's own, where that is too damaged to be written into: old or new, whole, at every moment.

Everything here happens under the household's lock.
"""

import os
import shutil
from contextlib import closing, suppress
from datetime import datetime
from sqlite3 import Connection, Error

from effluent_cli.store import backups, copying, driver, failpoints, files, migrate, targets
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import file_error


def replace(source: backups.Source, copy: Connection, migrations: str, now: datetime, deadline: Deadline) -> str:
    """Put a new file with the rows of a checked copy in the place of a damaged household; return where the old one went.

    The old file is first read once, so that a journal of its own is played back and gone, then copied aside as it is, with
    whatever still lies beside it. Raises EffluentError where a file cannot be written: then nothing was replaced.
    """
    _, path, folder = source
    part = os.path.join(os.path.dirname(path), f".{source.slug}-restore.part")
    with suppress(OSError):
        os.unlink(part)
    try:
        _build(part, source.slug, copy, migrations, deadline)
        failpoints.reach("built")
        with suppress(Error), closing(driver.connect(path, query_only=True)) as old:
            old.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        files.make_private_folder(folder)
        aside = _copied_aside(path, os.path.join(folder, f"{source.slug}-{backups.stamp(now)}-damaged"))
        failpoints.reach("set-aside")
        for ending in targets.JOURNALS:
            with suppress(FileNotFoundError):
                os.unlink(path + ending)
        targets.refuse_journals(path)
        failpoints.reach("replacing")
        os.replace(part, path)
        failpoints.reach("replaced")
        files.sync(os.path.dirname(path))
    except OSError as error:
        raise file_error(path, "replaced", error) from error
    finally:
        with suppress(OSError):
            os.unlink(part)
    return aside


def _build(part: str, slug: str, copy: Connection, migrations: str, deadline: Deadline) -> None:
    files.create_private(part)
    with closing(driver.connect(part, query_only=False)) as new:
        new.execute("BEGIN IMMEDIATE")
        migrate.create(new, migrations)
        copying.refill(new, copy, slug)
        driver.retried(new.commit, deadline)
    files.sync(part)


def _copied_aside(path: str, target: str) -> str:
    """Copy a damaged file and its journals, byte for byte, to a new name in the backups."""
    name = files.free_name(target, ".db")
    for ending in ("", *targets.JOURNALS):
        if files.plain_size(path + ending) is None or not files.create_private(name + ending):
            continue
        with open(path + ending, "rb") as old, open(name + ending, "r+b") as new:
            shutil.copyfileobj(old, new)
        files.sync(name + ending)
    files.sync(os.path.dirname(name))
    return name
