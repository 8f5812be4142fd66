"""Files that a person names for an answer to go to: 0600, whole or not there, and nothing overwritten unasked.

What is written gets its name once it is complete and synced. Links, directories and devices are refused, and so is the folder
that the households themselves lie in.
"""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from effluent_cli.errors import EffluentError, Refused
from effluent_cli.store import failpoints, files
from effluent_cli.store.failures import file_error

PART = ".effluent-"
"""What the name of an unfinished file begins with; it ends with ``.part``."""
JOURNALS = ("-journal", "-wal", "-shm")
"""What SQLite lays beside a database, and plays back into whatever then has its name."""
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES})


@contextmanager
def delivered(path: str, *, force: bool, households: str) -> Iterator[str]:
    """Yield the path of an empty file (0600) to fill; on a clean exit it is synced and becomes ``path``.

    With ``force`` it replaces a plain file of that name. Raises Refused for a target that may not be written, and
    EffluentError where the folder cannot be: then ``path`` is as it was.
    """
    refuse(path, force=force, households=households)
    try:
        part = _beside(path)
        try:
            yield part
            files.sync(part)
            failpoints.reach("delivering")
            refuse(path, force=force, households=households)
            _place(part, path, force=force)
            failpoints.reach("delivered")
            files.sync(_folder(path))
        finally:
            with suppress(OSError):
                os.unlink(part)
    except OSError as error:
        raise file_error(path, "written", error) from error


def write(path: str, content: bytes, *, force: bool, households: str) -> None:
    """Write a whole file. Raises as ``delivered`` does."""
    with delivered(path, force=force, households=households) as part, open(part, "r+b") as file:
        file.write(content)


def make_directory(path: str, *, force: bool, households: str) -> None:
    """Make a directory (0700) that is not there yet, or with ``force`` take one that is. Raises Refused, EffluentError."""
    if force and os.path.isdir(path) and not os.path.islink(path):
        return
    refuse(path, force=False, households=households)
    files.make_private_folder(os.path.abspath(path))


def refuse(path: str, *, force: bool, households: str) -> None:
    """Raise Refused for a target that may not be written: one that is there already (without ``force``), or is no file."""
    folder = _folder(path)
    if not os.path.isdir(folder):
        raise Refused(f"{folder} is no folder", code="no_such_folder", hint="make it first")
    if os.path.realpath(folder) == os.path.realpath(households):
        raise Refused(f"{path} lies among the households themselves", code="target_refused", hint="name another folder")
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise file_error(path, "written", error) from error
    if not stat.S_ISREG(kind):
        what = "a symbolic link" if stat.S_ISLNK(kind) else "a directory" if stat.S_ISDIR(kind) else "no plain file"
        raise Refused(f"{path} is {what}: it is left as it is", code="target_refused", hint="give another name")
    if not force:
        raise exists(path)


def exists(path: str) -> EffluentError:
    """Return the refusal for a target that is there already."""
    return Refused(f"{path} is there already", code="target_exists", hint="add --force to replace it")


def refuse_journals(path: str) -> None:
    """Raise Refused where a journal lies beside ``path``: SQLite would play it back into the file that comes to lie there."""
    for ending in JOURNALS:
        if os.path.lexists(path + ending):
            message = f"{path}{ending} still lies beside {path}: nothing was put there"
            raise Refused(message, code="journal_left", hint="look what it belongs to, and move it elsewhere")


def is_part(name: str) -> bool:
    """Return whether a file of this name is one that was never finished."""
    return name.startswith(".") and name.endswith(".part")


def _folder(path: str) -> str:
    return os.path.dirname(os.path.abspath(path))


def _beside(path: str) -> str:
    handle, part = tempfile.mkstemp(prefix=PART, suffix=".part", dir=_folder(path))
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
    return part


def _place(part: str, path: str, *, force: bool) -> None:
    if force:
        os.replace(part, path)
        return
    try:
        # A link, unlike a rename, never replaces what came there meanwhile.
        os.link(part, path)
    except FileExistsError:
        raise exists(path) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A stick without hard links: whoever makes the empty file has the name.
        if not files.create_private(path):
            raise exists(path) from None
        os.replace(part, path)
