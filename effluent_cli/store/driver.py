"""A household's file through the standard library's SQLite driver: how it is opened, and how one waits for it.

Every connection of the package is made here. Rollback journal and ``synchronous=EXTRA`` lose no acknowledged commit in a
power cut; a short busy timeout inside a loop lets Ctrl-C act at once, where one long timeout would hold it up.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
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


# What a file from elsewhere may ask for, far above what any household needs and far below what would hurt.
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 100_000_000),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 200),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
)


def connect(path: str, *, query_only: bool) -> sqlite3.Connection:
    """Return a connection to the existing file at ``path`` that opens no transaction by itself. Raises sqlite3.Error.

    Also a reader opens read-write: after a kill, whoever comes first has to roll the journal back.
    """
    connection = _set_up(_location(path, "rw"))
    if query_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def copy_out(path: str, target: str, deadline: Deadline) -> None:
    """Copy the household at ``path``, as last committed, into the empty file ``target``. Raises sqlite3.Error.

    The connection is one that could write, because SQLite takes the copy for a write; it writes to the copy alone.
    """
    with closing(_set_up(_location(path, "rw"))) as connection:
        retried(lambda: connection.execute("VACUUM INTO ?", (target,)), deadline)


def copy_in(path: str, deadline: Deadline) -> sqlite3.Connection:
    """Return a copy in memory of a database that nobody vouches for. Raises sqlite3.Error.

    The file itself is only read, under SQLite's own lock; nothing it holds is run or looked up.
    """
    memory = in_memory()
    try:
        for name, most in _LIMITS:
            memory.setlimit(name, most)
        with closing(sqlite3.connect(_location(path, "ro"), uri=True, timeout=_BUSY_SECONDS)) as source:
            for name, most in _LIMITS:
                source.setlimit(name, most)
            source.execute("PRAGMA trusted_schema = OFF")
            source.execute("PRAGMA mmap_size = 0")
            retried(lambda: source.backup(memory), deadline)
    except BaseException:
        memory.close()
        raise
    return memory


def in_memory() -> sqlite3.Connection:
    """Return a database that is empty and nowhere but in memory."""
    return _set_up("file::memory:")


def _location(path: str, mode: str) -> str:
    return f"file://{quote_from_bytes(os.fsencode(os.path.abspath(path)))}?mode={mode}"


def _set_up(location: str) -> sqlite3.Connection:
    connection = sqlite3.connect(location, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in _ALWAYS:
            connection.execute(pragma)
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
