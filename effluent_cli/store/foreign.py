"""A household's file that comes from elsewhere: copied into memory, and believed in nothing before all of it was looked at.

The file is only read. It must be a plain file, of the kind and of a version that this program knows, with a schema that is
ours to the letter; an older one is brought up in memory. Whatever of it is stored later is stored row by row into a schema of
our own making: no page, trigger or view of it gets into a household.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from sqlite3 import Connection
from typing import NamedTuple

from effluent_cli.domain.slugs import is_slug
from effluent_cli.errors import Busy, EffluentError, InvalidInput, Refused, TooNew
from effluent_cli.store import driver, inspection, migrate
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import known
from effluent_cli.store.read import Books

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest file that is looked at; a household of thirty years takes a tenth of it."""
_MAGIC = b"SQLite format 3\0"


class Unfit(Refused):
    """A file that cannot be restored; ``reason`` says why, without naming it."""

    code = "not_restorable"
    default_hint = "nothing was changed; try another backup"
    reason = ""


class Foreign(NamedTuple):
    """A checked copy: the household it holds, the books to read it by, and the version of its file, None for the newest."""

    path: str
    slug: str
    older_version: int | None
    connection: Connection
    books: Books


@contextmanager
def opened(path: str, *, wait: float, migrations: str = migrate.MIGRATIONS) -> Iterator[Foreign]:
    """Yield a checked copy of the household in the file ``path``, which is left as it is.

    Raises InvalidInput where there is no such file, Refused with the reason for everything that is no whole household of
    effluent, TooNew for one of a newer version, Busy while another program writes it.
    """
    refuse_odd(path)
    deadline = Deadline(wait)
    with _judging(path):
        connection = driver.copy_in(path, deadline)
    try:
        with _judging(path):
            copy = _checked(path, connection, migrations, deadline)
        yield copy
    finally:
        connection.close()


def refuse_odd(path: str) -> None:
    """Raise for what is no database file at all, before SQLite touches it: it would wait for a pipe, and follow a link."""
    try:
        about = os.lstat(path)
    except FileNotFoundError:
        raise InvalidInput(f"there is no file {path}", code="no_such_file") from None
    except OSError as error:
        raise _unfit(path, (error.strerror or "it cannot be looked at").lower()) from None
    if not stat.S_ISREG(about.st_mode):
        what = {stat.S_IFLNK: "a symbolic link", stat.S_IFDIR: "a directory", stat.S_IFIFO: "a pipe"}
        raise _unfit(path, f"it is {what.get(stat.S_IFMT(about.st_mode), 'a device')} and no plain file")
    if about.st_size == 0:
        raise _unfit(path, "it is empty")
    if about.st_size > LARGEST:
        raise _unfit(path, f"it is larger than {LARGEST // 1024 // 1024} MB, which no household is")
    head = _head(path)
    if not head.startswith(_MAGIC):
        raise _unfit(path, "it is not a household of effluent")
    for ending in ("-journal", "-wal"):
        if _size(path + ending):
            raise _unfit(path, f"{os.path.basename(path)}{ending} lies beside it, without which it is not whole")
    if 2 in head[18:20]:
        raise _unfit(path, "it is in WAL mode; set it back first: sqlite3 FILE 'PRAGMA journal_mode=DELETE'")


def _head(path: str) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            return os.read(handle, 100)
        finally:
            os.close(handle)
    except OSError as error:
        raise _unfit(path, f"it cannot be read: {(error.strerror or 'input/output error').lower()}") from None


def _size(path: str) -> int:
    with suppress(OSError):
        return os.lstat(path).st_size
    return 0


def _checked(path: str, connection: Connection, migrations: str, deadline: Deadline) -> Foreign:
    version = migrate.version_of(connection, "", migrations)
    if version == 0:
        raise _unfit(path, "it is not a household of effluent")
    _refuse(path, inspection.file_flaws(connection, migrations, version))
    newest = len(migrate.steps(migrations))
    if version < newest:
        migrate.raise_to_newest(connection, "", migrations, deadline)
    slugs = [slug for (slug,) in connection.execute("SELECT slug FROM household")]
    if len(slugs) != 1 or not is_slug(slugs[0]):
        raise _unfit(path, f"it holds {len(slugs)} households" if len(slugs) != 1 else "its household has no slug")
    books = Books(connection, slugs[0])
    _refuse(path, inspection.row_flaws(books))
    connection.execute("PRAGMA query_only = ON")
    return Foreign(path, slugs[0], version if version < newest else None, connection, books)


def _refuse(path: str, flaws: Iterator[inspection.Flaw]) -> None:
    for flaw in flaws:
        raise _unfit(path, flaw.detail)


@contextmanager
def _judging(path: str) -> Iterator[None]:
    """Raise whatever is wrong with the file as one refusal that names it."""
    try:
        yield
    except TooNew as error:
        raise TooNew(f"{path} was written by a newer effluent") from error
    except EffluentError as error:
        if not (detail := getattr(error, "detail", "")):
            raise
        raise _unfit(path, detail) from error
    except Exception as error:
        shown = known(error, "")
        if shown is None:
            raise
        if isinstance(shown, Busy):
            raise Busy(f"{path} is being written by another program: nothing was changed") from error
        raise _unfit(path, getattr(shown, "detail", "") or "the disk failed to read it") from error


def _unfit(path: str, reason: str) -> Unfit:
    error = Unfit(f"{path} cannot be restored: {reason}")
    error.reason = reason
    return error
