"""Private files and folders: 0700 and 0600 from their first moment, whatever the umask; links are never followed."""

import os
import stat
from contextlib import suppress
from itertools import count

from effluent_cli.errors import Refused, Unsupported
from effluent_cli.store.failures import file_error

_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs"}
)
_REMOTE_FUSE = frozenset({"sshfs", "rclone", "s3fs", "gcsfuse", "davfs2", "glusterfs", "ceph", "smbnetfs", "curlftpfs"})


def make_private_folder(path: str) -> None:
    """Create the folder ``path`` (0700), with the parents it lacks. Raises EffluentError where that cannot be done."""
    try:
        _make_folder(path)
    except OSError as error:
        raise file_error(path, "made a folder", error) from error


def _make_folder(path: str) -> None:
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    if parent != path:
        _make_folder(parent)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.isdir(path):
            raise
        return
    os.chmod(path, 0o700)
    # Whatever will be kept in it is lost in a power cut as long as its own name is not on the disk.
    with suppress(OSError):
        sync(os.path.realpath(parent))


def tighten(path: str) -> None:
    """Take the rights of others away from a folder, where it is ours to do so."""
    with suppress(OSError):
        about = os.stat(path)
        if about.st_uid == os.geteuid() and about.st_mode & 0o077:
            os.chmod(path, 0o700)


def wrong_mode(path: str) -> int | None:
    """Return the rights (0o755) of a plain file or folder that others may use, None where nobody else may."""
    try:
        about = os.lstat(path)
    except OSError:
        return None
    plain = stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)
    return stat.S_IMODE(about.st_mode) if plain and about.st_mode & 0o077 else None


def make_private(path: str) -> None:
    """Take the rights of others away from a plain file or folder. Raises EffluentError where that cannot be done."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            os.fchmod(handle, stat.S_IMODE(os.fstat(handle).st_mode) & 0o700)
        finally:
            os.close(handle)
    except OSError as error:
        raise file_error(path, "made private", error) from error


def remove(path: str) -> None:
    """Remove a file or a link, never what a link leads to. Raises EffluentError where that cannot be done."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise file_error(path, "removed", error) from error


def create_private(path: str) -> bool:
    """Create the empty file ``path`` (0600) and return True; False where there is something already.

    Raises EffluentError where it cannot be created.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        return False
    except OSError as error:
        raise file_error(path, "created", error) from error
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
    return True


def free_name(stem: str, ending: str) -> str:
    """Return ``stem`` with its ending, or with the first number that makes it a name which nothing has yet."""
    numbered = (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}" for number in count(1))
    return next(name for name in numbered if not os.path.lexists(name))


def sync(path: str) -> None:
    """Make a file's content, or the names in a folder, survive a power cut. Raises OSError.

    Never for a database that is open through SQLite: closing this handle would drop SQLite's locks.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def plain_size(path: str) -> int | None:
    """Return the size of the plain file ``path``, None where there is nothing. Refused: a link, a folder, a device."""
    try:
        about = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise file_error(path, "looked at", error) from error
    if not stat.S_ISREG(about.st_mode):
        what = "a symbolic link" if stat.S_ISLNK(about.st_mode) else "not a plain file"
        raise Refused(f"{path} is {what}: a household is a plain file", code="not_a_plain_file")
    return about.st_size


def refuse_unsupported(folder: str) -> None:
    """Raise Unsupported on Windows, and for a folder on a network file system, where locks and journals do not hold."""
    if os.name != "posix":
        raise Unsupported("effluent writes only on Linux and macOS")
    kind = file_system(os.path.realpath(folder))
    if kind is not None and is_remote(kind):
        raise Unsupported(
            f"{folder} lies on a network file system ({kind}), where file locks cannot be trusted",
            code="network_file_system",
            hint="set EFFLUENT_HOME to a folder on a local disk",
        )


def is_remote(kind: str) -> bool:
    """Return whether a type of file system keeps its files on another machine."""
    name, _, of_fuse = kind.partition(".")
    return of_fuse in _REMOTE_FUSE if name == "fuse" else kind in _REMOTE


def file_system(folder: str, table: str = "/proc/self/mounts") -> str | None:
    """Return the type of file system that holds ``folder`` (a real path), None where the system has no such table."""
    try:
        with open(table, "rb") as mounts:
            lines = mounts.read().splitlines()
    except OSError:
        return None
    wanted, longest, kind = os.fsencode(folder) + b"/", 0, None
    for line in lines:
        words = line.split(b" ")
        point = _unescaped(words[1]).rstrip(b"/") + b"/" if len(words) > 2 else b"?"
        # The last of several mounts on one point is the one on top.
        if len(point) >= longest and wanted.startswith(point):
            longest, kind = len(point), words[2].decode("ascii", "replace")
    return kind


def _unescaped(point: bytes) -> bytes:
    for code, character in ((b"\\040", b" "), (b"\\011", b"\t"), (b"\\012", b"\n"), (b"\\134", b"\\")):
        point = point.replace(code, character)
    return point
