"""Numbered steps from one version of the file to the next, each in ``migrations/NNNN_*.sql``.

``PRAGMA user_version`` counts the steps a file has seen. They run under the household's lock, after a backup, inside one
transaction in which the version is read again. A file from a newer effluent is refused and left alone.
"""

import os
import sqlite3
from contextlib import closing, suppress
from functools import cache
from itertools import count

from effluent_cli.errors import TooNew
from effluent_cli.store import driver, failpoints, files
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import damaged, file_error

MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")


@cache
def steps(folder: str) -> tuple[str, ...]:
    """Return the paths of the numbered steps in order; step n leads from version n − 1 to n."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".sql"))
    for number, name in enumerate(names, start=1):
        if not name.startswith(f"{number:04d}_"):
            raise RuntimeError(f"migration {name} should be number {number}")
    return tuple(os.path.join(folder, name) for name in names)


def version_of(connection: sqlite3.Connection, slug: str, folder: str) -> int:
    """Return the version of an open file, 0 for an empty one. Reads it only.

    Raises TooNew for a version above this program's, DamagedFile for a file that is no household's.
    """
    version, application = driver.pragma(connection, "user_version"), driver.pragma(connection, "application_id")
    if version == application == 0 and connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is None:
        return 0
    if application != driver.APPLICATION_ID:
        raise damaged(slug, "it is not a household of effluent")
    if version > len(steps(folder)):
        raise TooNew(f"household {slug} was written by a newer effluent (version {version} of the file)")
    if version < 1:
        raise damaged(slug, f"its version is {version}")
    return version


def create(connection: sqlite3.Connection, folder: str) -> None:
    """Lay out an empty file, inside the transaction that is open on it."""
    _run(connection, folder, 0)


def bring_up(connection: sqlite3.Connection, slug: str, folder: str, backups: str, deadline: Deadline) -> None:
    """Bring a file that is not empty to the newest version, and its journal back to DELETE. Call it under the lock.

    Raises DamagedFile, TooNew, sqlite3.Error, and EffluentError when the backup cannot be made.
    """
    version = driver.retried(lambda: version_of(connection, slug, folder), deadline)
    driver.retried(lambda: connection.execute("PRAGMA journal_mode = DELETE").fetchone(), deadline)
    if not 0 < version < len(steps(folder)):
        return
    back_up(connection, slug, backups, f"{slug}-version-{version}", deadline)
    failpoints.reach("backed-up")
    # A step may rebuild a table that others refer to, so the references are checked once, at the end.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        driver.retried(lambda: connection.execute("BEGIN IMMEDIATE"), deadline)
        _run(connection, folder, version_of(connection, slug, folder))
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise damaged(slug, f"a row of {broken[0]} belongs to no row of {broken[2]}")
        failpoints.reach("migrated")
        driver.retried(connection.commit, deadline)
    finally:
        connection.rollback()
        connection.execute("PRAGMA foreign_keys = ON")


def back_up(connection: sqlite3.Connection, slug: str, folder: str, name: str, deadline: Deadline) -> str:
    """Copy the open file to ``folder/name.db``, or ``name-2.db`` … where that exists; return the path.

    The copy gets its name once it is checked and synced. Raises DamagedFile, sqlite3.Error, and EffluentError where the
    folder cannot be written.
    """
    files.make_private_folder(folder)
    half_done = os.path.join(folder, f".{name}.part")
    with suppress(OSError):
        os.unlink(half_done)
    try:
        files.create_private(half_done)
        driver.retried(lambda: connection.execute("VACUUM INTO ?", (half_done,)), deadline)
        _check_copy(half_done, slug)
        files.sync(half_done)
        target = _named(half_done, folder, name)
        files.sync(folder)
    except OSError as error:
        raise file_error(folder, "used for a backup", error) from error
    finally:
        with suppress(OSError):
            os.unlink(half_done)
    return target


def _named(half_done: str, folder: str, name: str) -> str:
    for number in count(1):
        target = os.path.join(folder, f"{name}.db" if number == 1 else f"{name}-{number}.db")
        # A link, unlike a rename, never replaces a backup that is there already.
        with suppress(FileExistsError):
            os.link(half_done, target)
            return target
    raise AssertionError("count() never ends")


def _check_copy(path: str, slug: str) -> None:
    with closing(driver.connect(path, query_only=True)) as copy:
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise damaged(slug, str(verdict))


def _run(connection: sqlite3.Connection, folder: str, version: int) -> None:
    for path in steps(folder)[version:]:
        with open(path, encoding="utf-8") as script:
            for statement in statements(script.read()):
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(steps(folder))}")
    connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")


def statements(script: str) -> list[str]:
    """Return the statements of a script. ``executescript`` would commit the open transaction first."""
    found, part = [], ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            found.append(part.strip())
            part = ""
    if part.strip():
        raise RuntimeError(f"a statement without its end: {part.strip()[:60]}")
    return found
