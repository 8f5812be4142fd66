"""A household's file through the standard library's SQLite driver: how it is opened, and how one waits for it.

Every connection of the package is made here. Rollback journal and ``synchronous=EXTRA`` lose no acknowledged commit in a
power cut; a short busy timeout inside a loop lets Ctrl-C act at once, where one long timeout would hold it up.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote_from_bytes

from effluent_cli.store.deadline import Deadline

T = TypeVar("T")

APPLICATION_ID = 0x45464C55
"""``EFLU`` in the file's header marks a household's file."""

_BUSY_SECONDS = 0.1
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_ALWAYS = (
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


def connect(path: str, *, query_only: bool) -> sqlite3.Connection:
    """Return a connection to the existing file at ``path`` that opens no transaction by itself. Raises sqlite3.Error.

    Also a reader opens read-write: after a kill, whoever comes first has to roll the journal back.
    """
    location = f"file://{quote_from_bytes(os.fsencode(os.path.abspath(path)))}?mode=rw"
    connection = sqlite3.connect(location, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in _ALWAYS:
            connection.execute(pragma)
        if query_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def is_busy(error: BaseException) -> bool:
    """Return whether the error says that another connection holds a lock."""
    return isinstance(error, sqlite3.OperationalError) and primary_code(error) in _BUSY_CODES


def primary_code(error: BaseException) -> int | None:
    """Return SQLite's primary result code of an error, None for one that the driver raised by itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def retried(action: Callable[[], T], deadline: Deadline) -> T:
    """Return what ``action`` returns, trying again until ``deadline`` while the file is busy. Raises sqlite3.Error."""
    while True:
        try:
            return action()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or not deadline.left():
                raise
            time.sleep(0.005)


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """Return the integer that a pragma answers."""
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
