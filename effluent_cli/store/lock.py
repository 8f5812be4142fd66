"""The lock of a household: a file beside the database, held through the kernel for as long as a write lasts.

The file stays where it is after release and its presence means nothing; only the kernel's lock does, which ends with its
process. What the holder writes into it (pid, command, since) is there to be shown and carries no meaning for the lock.

Who waits stands in line: beside the lock itself each waiter locks one byte of the same file, at the offset that is the time
of its arrival, and whoever has no locked byte before its own is next. Without that a process that leaves and comes straight
back is always first, because the others sleep between two looks. The line is a courtesy: the lock alone keeps writers apart.
"""

import errno
import os
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple

from effluent_cli.domain.codec import instant_text
from effluent_cli.errors import Busy, EffluentError, Refused, Unsupported
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import file_error

_MARK = b"effluent: "
_LONGEST_NOTE = 300
_POLL_SECONDS = 0.01
_NEXT_POLL_SECONDS = 0.001
# Somebody at the head of the line who takes a free lock no sooner has been stopped (Ctrl-Z) or is no match for its load.
_STALLED_SECONDS = 0.1
# A status probe holds the lock for microseconds; without this, a wait of 0 could take it for a writer.
_LEAST_WAIT = 0.03


class LockState(NamedTuple):
    """Whether a writer holds the household, and what it wrote of itself (pid, command, since)."""

    held: bool
    by: str | None


@contextmanager
def held(path: str, household: str, deadline: Deadline, note: bytes) -> Iterator[None]:
    """Hold the lock file ``path``, with ``note`` in it meanwhile.

    Raises Busy at the deadline; Refused for anything there that is no lock file of ours, which is left as it is.
    """
    from filelock import FileLock, Timeout

    handle = _opened(path)
    try:
        lock = FileLock(path, poll_interval=_NEXT_POLL_SECONDS, mode=0o600, fallback_to_soft=False)
        try:
            with _in_line(handle, path, deadline):
                lock.acquire(timeout=max(deadline.left(), _LEAST_WAIT))
        except Timeout:
            raise busy(path, household) from None
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            _write_note(handle, note)
            yield
        finally:
            _write_note(handle, b"")
            lock.release()
    finally:
        os.close(handle)


def note_of(command: str, since: datetime | None = None) -> bytes:
    """Return the line for the lock file: ``effluent: pid 4711, flows add, since 2026-11-23T08:00:00Z``."""
    instant = "" if since is None else f", since {instant_text(since)[:19]}Z"
    return _MARK + _printable(f"pid {os.getpid()}, {command}{instant}").encode("utf-8", "replace")[:_LONGEST_NOTE]


def state(path: str) -> LockState:
    """Return the state of the lock, by a shared probe that is held for microseconds. Nothing is created."""
    import fcntl

    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return LockState(held=False, by=None)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return LockState(held=False, by=None)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return LockState(held=True, by=_note(handle))
    else:
        return LockState(held=False, by=None)
    finally:
        os.close(handle)


def oddity(path: str) -> str:
    """Return why no writer would take what lies at ``path`` for its lock; an empty text for a lock of ours, or nothing."""
    if not os.path.lexists(path):
        return ""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            _refuse_foreign(handle, path)
        finally:
            os.close(handle)
    except OSError as error:
        return _unusable(path, error).message
    except EffluentError as error:
        return error.message
    return ""


def wait_until_free(path: str, household: str, deadline: Deadline) -> None:
    """Wait until nobody holds the lock; raises Busy at the deadline.

    A command that will find the household busy learns it here, before it has loaded what only a writer needs.
    """
    while state(path).held:
        if not deadline.left():
            raise busy(path, household)
        time.sleep(_POLL_SECONDS)


def busy(path: str, household: str) -> Busy:
    """Return the error that names the holder."""
    by = state(path).by
    return Busy(f"household {household} is in use by another effluent{f' ({by})' if by else ''}: nothing was changed")


@contextmanager
def _in_line(handle: int, path: str, deadline: Deadline) -> Iterator[None]:
    """Yield once nobody who came earlier waits for the lock any more, or at the deadline."""
    import fcntl

    if not hasattr(fcntl, "F_OFD_SETLK"):  # without them there is no line, only the lock
        yield
        return
    place = time.monotonic_ns()
    _mark_place(handle, place, fcntl.F_WRLCK)
    try:
        moving = Deadline(_STALLED_SECONDS)
        while _somebody_before(handle, place) and deadline.left() and moving.left():
            time.sleep(_POLL_SECONDS)
            if state(path).held:
                moving = Deadline(_STALLED_SECONDS)
        yield
    finally:
        _mark_place(handle, place, fcntl.F_UNLCK)


def _mark_place(handle: int, place: int, kind: int) -> None:
    import fcntl

    # Two who came in the same nanosecond go in any order; a file system that has no such locks has no line.
    with suppress(OSError):
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, _range(kind, place, 1))


def _somebody_before(handle: int, place: int) -> bool:
    import fcntl

    try:
        found = fcntl.fcntl(handle, fcntl.F_OFD_GETLK, _range(fcntl.F_WRLCK, 0, place))
    except OSError:
        return False
    kind: int = struct.unpack_from("h", found)[0]
    return kind != fcntl.F_UNLCK


def _range(kind: int, start: int, length: int) -> bytes:
    """Return C's ``struct flock`` for a range of bytes."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, start, length, 0)


def _opened(path: str) -> int:
    """Return a descriptor of the lock file, created 0600 where it is missing; Refused for anything but one of ours."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        _refuse_foreign(handle, path)
        if stat.S_IMODE(os.fstat(handle).st_mode) != 0o600:
            os.fchmod(handle, 0o600)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _refuse_foreign(handle: int, path: str) -> None:
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1:
        raise _foreign(path)
    owners = (os.geteuid(), os.stat(os.path.dirname(path)).st_uid)
    # A holder may just be writing its note, or have died over it: part of the mark is ours, too.
    if about.st_uid not in owners or not _MARK.startswith(os.pread(handle, len(_MARK), 0)):
        raise _foreign(path)


def _unusable(path: str, error: OSError) -> EffluentError:
    if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
        return _foreign(path)
    if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK):
        return Unsupported(f"the file system of {path} has no file locks", hint="set EFFLUENT_HOME to a local disk")
    return file_error(path, "used as a lock", error)


def _foreign(path: str) -> Refused:
    message = f"{path} is not effluent's lock file: it is left as it is and nothing was changed"
    return Refused(message, code="lock_refused", hint="move it elsewhere")


def _write_note(handle: int, note: bytes) -> None:
    # A full disk may refuse the note; the lock itself does not need it.
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, note, 0)


def _note(handle: int) -> str | None:
    try:
        text = os.pread(handle, _LONGEST_NOTE, 0)
    except OSError:
        return None
    if not text.startswith(_MARK):
        return None
    return _printable(text.removeprefix(_MARK).decode("utf-8", "replace")) or None


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text).strip()
