"""What SQLite and the file system report, in the words of effluent's errors. Nothing is changed when one of these is raised."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from effluent_cli.errors import Busy, DamagedFile, EffluentError, Refused
from effluent_cli.store.driver import primary_code

_FREE_SPACE = "free some space and try again"
_CHECK_RIGHTS = "check the access rights of EFFLUENT_HOME and whether its disk is mounted read-only"


def known(error: BaseException, slug: str) -> EffluentError | None:
    """Return the error to show for one of SQLite's (SQLAlchemy's wrapping included), None where it is a bug of ours."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, UnicodeDecodeError):
        # The driver could not decode SQLite's own message, which quotes the damaged schema.
        return damaged(slug, "its schema cannot be read")
    if not isinstance(cause, sqlite3.Error):
        return None
    code, message = primary_code(cause), str(cause)
    if code is None:
        return damaged(slug, message) if "decode to UTF-8" in message else None
    shown = _SHOWN.get(code)
    return None if shown is None else shown(slug, message)


def damaged(slug: str, detail: str) -> DamagedFile:
    """Return the error for a file that cannot be read as a household; ``detail`` is cut to one short line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in detail[:500]).split())
    short = line if len(line) <= 160 else f"{line[:159]}…"
    error = DamagedFile(f"the file of household {slug} is damaged: {short}")
    error.detail = short
    return error


def file_error(path: str, deed: str, error: OSError) -> EffluentError:
    """Return the error for a file or folder that the system will not let us create, open or write."""
    message = f"{path} cannot be {deed}: {error.strerror or error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EffluentError(message, code="disk_full", hint=_FREE_SPACE)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return EffluentError(message, code="read_only", hint=_CHECK_RIGHTS)
    return EffluentError(message, code="io_error", hint="check EFFLUENT_HOME and its disk")


@contextmanager
def reported(slug: str) -> Iterator[None]:
    """Raise the block's database errors as EffluentErrors; let everything else through."""
    try:
        yield
    except EffluentError:
        raise
    except Exception as error:
        shown = known(error, slug)
        if shown is None:
            raise
        raise shown from error


def _busy(slug: str, _: str) -> EffluentError:
    return Busy(f"household {slug} is being read or written by another program: nothing was changed")


def _refusal(slug: str, message: str) -> EffluentError:
    rule = message.partition(": ")[2] or message
    if message.startswith("UNIQUE"):
        return Refused(f"{slug}: there is such a record already ({rule})", code="conflict")
    if message.startswith("FOREIGN KEY"):
        return Refused(f"{slug}: a record would be part of one that does not exist", code="integrity")
    return Refused(f"{slug}: {rule} does not allow this value", code="constraint")


def _too_big(slug: str, _: str) -> EffluentError:
    return Refused(f"{slug}: a value is too long to be stored", code="constraint")


def _fault(code: str, message: str, hint: str) -> Callable[[str, str], EffluentError]:
    return lambda slug, _: EffluentError(f"household {slug}: {message}; nothing was changed", code=code, hint=hint)


_SHOWN: dict[int, Callable[[str, str], EffluentError]] = {
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    # Our SQL follows from the same columns as our schema: where it does not fit a file, the file's schema is not ours.
    sqlite3.SQLITE_ERROR: damaged,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_FORMAT: damaged,
    sqlite3.SQLITE_CONSTRAINT: _refusal,
    sqlite3.SQLITE_TOOBIG: _too_big,
    sqlite3.SQLITE_FULL: _fault("disk_full", "the disk is full", _FREE_SPACE),
    sqlite3.SQLITE_READONLY: _fault("read_only", "its file or folder cannot be written", _CHECK_RIGHTS),
    sqlite3.SQLITE_IOERR: _fault("io_error", "the disk failed to read or write its file", "check the disk"),
    sqlite3.SQLITE_CANTOPEN: _fault("cannot_open", "its file or journal cannot be opened", _CHECK_RIGHTS),
    sqlite3.SQLITE_PERM: _fault("cannot_open", "its file may not be used", _CHECK_RIGHTS),
    sqlite3.SQLITE_AUTH: _fault("cannot_open", "its file may not be used", _CHECK_RIGHTS),
}
