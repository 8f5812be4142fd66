"""What lies in the home beside the records: rights, leftovers, entries that are none of effluent's, backups."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from effluent_cli.domain.findings import Finding

if TYPE_CHECKING:
    from effluent_cli.store.home import Home
    from effluent_cli.store.household import HouseholdFile

FIX = "effluent doctor --fix"
LEFT = timedelta(hours=1)
"""An unfinished file of this age is one that nobody will finish."""
_HOUSEHOLD_FILE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.db(\.lock|-journal|-wal|-shm)?", re.ASCII)
_DRAFT = re.compile(r"(_new|[a-z0-9][a-z0-9-]{0,62})\.json", re.ASCII)
_UNFINISHED_DRAFT = re.compile(rf"{_DRAFT.pattern}\.[0-9]+", re.ASCII)


def home_findings(home: "Home", skipped: tuple[Finding, ...], now: datetime) -> Iterator[Finding]:
    """Yield what is odd about the folders of a home; ``skipped`` are the entries that households are not made of."""
    yield from skipped
    known = {finding.subject for finding in skipped}
    for folder in (home.households, home.drafts, home.backups):
        yield from _mode(str(folder), f"{folder.name}/")
        for entry in _entries(str(folder)):
            if is_leftover(entry, now):
                yield Finding("leftover", "warning", f"{folder.name}/{entry.name}", "it was never finished", FIX)
            elif folder == home.households and not _is_ours(entry) and entry.name not in known:
                message = "it is no file of effluent's"
                yield Finding(
                    "foreign_entry", "warning", f"households/{_shown(entry.name)}", message, "move it elsewhere"
                )
            elif folder != home.households:
                yield from _mode(entry.path, f"{folder.name}/{_shown(entry.name)}")
    yield from _backup_findings(home)


def household_findings(file: "HouseholdFile") -> Iterator[Finding]:
    """Yield what is odd about the rights and the lock of a household's file."""
    for ending in ("", ".lock", "-journal"):
        yield from _mode(f"{file.path}{ending}", f"households/{file.path.name}{ending}")
    if oddity := file.lock_oddity():
        yield Finding("lock_refused", "error", file.slug, oddity, "move it elsewhere")


def is_leftover(entry: "os.DirEntry[str]", now: datetime) -> bool:
    """Return whether an entry is an unfinished file of effluent's that nobody will finish any more."""
    from effluent_cli.store.targets import is_part

    if not (is_part(entry.name) or _UNFINISHED_DRAFT.fullmatch(entry.name)):
        return False
    if not entry.is_file(follow_symlinks=False):
        return False
    return now.timestamp() - entry.stat(follow_symlinks=False).st_mtime > LEFT.total_seconds()


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_ours(entry: "os.DirEntry[str]") -> bool:
    from effluent_cli.store.targets import is_part

    name = entry.name
    if not _HOUSEHOLD_FILE.fullmatch(name):
        return is_part(name)
    # A journal belongs to a household that is there; a lock stays after its household has gone.
    stem = name.partition(".db")[0]
    journal = name.endswith(("-journal", "-wal", "-shm"))
    return not journal or os.path.lexists(os.path.join(os.path.dirname(entry.path), f"{stem}.db"))


def _mode(path: str, shown: str) -> Iterator[Finding]:
    from effluent_cli.store.files import wrong_mode

    mode = wrong_mode(path)
    if mode is not None:
        yield Finding("mode", "warning", shown, f"others may use it (mode {mode:04o})", FIX)


def _backup_findings(home: "Home") -> Iterator[Finding]:
    from effluent_cli.store import backups

    found: dict[str, int] = defaultdict(int)
    for entry in _entries(str(home.backups)):
        if (slug := backups.slug_of(entry.name)) is not None and entry.is_file(follow_symlinks=False):
            found[slug] += 1
    for slug, number in sorted(found.items()):
        if number > backups.KEPT:
            message = f"{number} automatic backups of {slug} lie in backups/, of which effluent keeps {backups.KEPT}"
            yield Finding("many_backups", "info", slug, message, f"remove what you do not need from {home.backups}")


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
