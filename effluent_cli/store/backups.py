"""Copies of a household made before something could go wrong, and the newest ten of them kept.

A copy gets its name once it is checked and synced. Those that effluent makes by itself carry the household, the instant and
the occasion in their names; a file that a person named is never among those that are taken away.
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from typing import NamedTuple

from effluent_cli.store import driver, failpoints, files
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.failures import damaged, file_error

KEPT = 10
"""How many automatic backups of one household are kept."""
_INSTANT = r"\d{8}T\d{6}Z"


class Source(NamedTuple):
    """A household as backups know it: its slug, its file, and the folder that its backups lie in."""

    slug: str
    path: str
    folder: str


def automatic(source: Source, occasion: str, deadline: Deadline, *, spare: str = "") -> str:
    """Copy a household into its backups and return the copy's path; of its automatic backups only the newest ten stay.

    Call it under the household's lock. It copies what was last committed, also while this process is inside a transaction.
    ``occasion`` is the end of the name, from ``occasion`` or ``version``; ``spare`` is a backup that stays whatever its age.
    Raises DamagedFile, sqlite3.Error, and EffluentError where the folder cannot be written: then no copy is left.
    """
    slug, path, folder = source
    files.make_private_folder(folder)
    part = os.path.join(folder, f".{slug}-{occasion}.part")
    with suppress(OSError):
        os.unlink(part)
    try:
        files.create_private(part)
        driver.copy_out(path, part, deadline)
        _quick_check(part, slug)
        failpoints.reach("copied")
        files.sync(part)
        target = _named(part, os.path.join(folder, f"{slug}-{occasion}"))
        failpoints.reach("kept")
        files.sync(folder)
    except OSError as error:
        raise file_error(folder, "used for a backup", error) from error
    finally:
        with suppress(OSError):
            os.unlink(part)
    _prune(source, spared=(target, spare))
    return target


def occasion(now: datetime, word: str) -> str:
    """Return the occasion of a backup made before an ``undo``, a ``restore``, an ``import``, or the end: ``deleted``."""
    return f"{stamp(now)}-{word}"


def version(number: int) -> str:
    """Return the occasion of a backup made before a file of that version is migrated."""
    return f"version-{number}"


def stamp(now: datetime) -> str:
    """Return an instant (UTC) as names carry it: ``20261123T080000Z``."""
    return f"{now:%Y%m%dT%H%M%SZ}"


def automatic_ones(slug: str, folder: str) -> list[str]:
    """Return the paths of a household's automatic backups, newest first; links and odd things are none."""
    found = sorted(((about.st_mtime_ns, path) for path, about in _entries(folder, slug)), reverse=True)
    return [path for _, path in found]


def newest(slug: str, folder: str) -> str | None:
    """Return the newest backup of a household that effluent named, made by itself or when asked; None without one."""
    asked = re.compile(rf"{re.escape(slug)}-{_INSTANT}(?:-\d+)?\.db", re.ASCII)
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            ours = slug_of(entry.name) == slug or asked.fullmatch(entry.name)
            if ours and entry.is_file(follow_symlinks=False):
                found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.path))
    return max(found)[1] if found else None


def slug_of(name: str) -> str | None:
    """Return the household that an automatic backup of this name belongs to, None for any other file."""
    match = _NAME.fullmatch(name)
    return match["slug"] if match else None


# A slug has no capital letter, and no part of the rest can be read as the end of one.
_NAME = re.compile(
    rf"(?P<slug>[a-z0-9][a-z0-9-]*?)-(?:{_INSTANT}-(?:deleted|import|restore|undo)|version-\d+)(?:-\d+)?\.db", re.ASCII
)


def _entries(folder: str, slug: str) -> Iterator[tuple[str, os.stat_result]]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if slug_of(entry.name) == slug and entry.is_file(follow_symlinks=False):
                yield entry.path, entry.stat(follow_symlinks=False)


def _prune(source: Source, spared: tuple[str, str]) -> None:
    """Take the oldest automatic backups away. A clock that went back must not make the one just made the oldest."""
    kept = {os.path.realpath(path) for path in spared if path}
    others = [path for path in automatic_ones(source.slug, source.folder) if os.path.realpath(path) not in kept]
    for path in others[KEPT - 1 :]:
        with suppress(OSError):
            os.unlink(path)


def _named(part: str, target: str) -> str:
    for number in count(1):
        name = f"{target}.db" if number == 1 else f"{target}-{number}.db"
        # A link, unlike a rename, never replaces a backup that is there already.
        with suppress(FileExistsError):
            os.link(part, name)
            return name
    raise AssertionError("count() never ends")


def _quick_check(path: str, slug: str) -> None:
    with closing(driver.connect(path, query_only=True)) as copy:
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise damaged(slug, str(verdict))
