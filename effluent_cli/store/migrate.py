"""Numbered steps from one version of the file to the next, each in ``migrations/NNNN_*.sql``.

``PRAGMA user_version`` counts the steps a file has seen. They run under the household's lock, after a backup, inside one
transaction in which the version is read again. A file from a newer effluent is refused and left alone.
"""

import os
import sqlite3
from contextlib import closing
from functools import cache
from typing import TypeAlias

from effluent_cli.errors import TooNew
from effluent_cli.store import backups, driver, failpoints
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import damaged

MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")
Layout: TypeAlias = tuple[tuple[str, str, str, str | None], ...]


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


def bring_up(connection: sqlite3.Connection, source: backups.Source, folder: str, deadline: Deadline) -> None:
    """Bring a file that is not empty to the newest version, and its journal back to DELETE. Call it under the lock.

    Raises DamagedFile, TooNew, sqlite3.Error, and EffluentError when the backup cannot be made.
    """
    version = driver.retried(lambda: version_of(connection, source.slug, folder), deadline)
    driver.retried(lambda: connection.execute("PRAGMA journal_mode = DELETE").fetchone(), deadline)
    if not 0 < version < len(steps(folder)):
        return
    backups.automatic(source, backups.version(version), deadline)
    failpoints.reach("backed-up")
    raise_to_newest(connection, source.slug, folder, deadline)


def raise_to_newest(connection: sqlite3.Connection, slug: str, folder: str, deadline: Deadline) -> None:
    """Run the steps that an open file has not seen, all of them or none. Raises DamagedFile, TooNew, sqlite3.Error."""
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


@cache
def layout(folder: str, version: int) -> Layout:
    """Return what SQLite notes of the schema of a file that has seen the first ``version`` steps."""
    with closing(driver.in_memory()) as empty:
        _run(empty, folder, 0, version)
        return layout_of(empty)


def layout_of(connection: sqlite3.Connection) -> Layout:
    """Return what an open file notes of its schema: type, name, table and SQL of each entry. Raises sqlite3.Error."""
    return tuple(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"))


def _run(connection: sqlite3.Connection, folder: str, version: int, last: int | None = None) -> None:
    for path in steps(folder)[version:last]:
        with open(path, encoding="utf-8") as script:
            for statement in statements(script.read()):
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(steps(folder)[:last])}")
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
