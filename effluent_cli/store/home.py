"""EFFLUENT_HOME: the folder that holds ``households/``, ``drafts/`` and ``backups/``."""

import os
from pathlib import Path

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.slugs import checked_slug, is_slug
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.store import files
from effluent_cli.store.failures import file_error
from effluent_cli.store.household import DEFAULT_WAIT, HouseholdFile

FOLDERS = ("households", "drafts", "backups")


class Home:
    """The folder of all households of one user. Nothing is created before ``prepare``.

    Readers wait ``wait`` seconds at most for a household that a writer is committing.
    """

    def __init__(self, path: Path, *, wait: float = DEFAULT_WAIT) -> None:
        self.path = Path(os.path.abspath(path))
        self.wait = wait
        self.households = self.path / "households"
        self.drafts = self.path / "drafts"
        self.backups = self.path / "backups"

    def prepare(self) -> None:
        """Create the folders, 0700 whatever the umask; only writing paths call it. Refused where that cannot be done."""
        files.make_private_folder(str(self.path))
        for name in FOLDERS:
            folder = str(self.path / name)
            files.make_private_folder(folder)
            files.tighten(folder)

    def household(self, slug: str, *, wait: float | None = None) -> HouseholdFile:
        """Return the household ``slug``, whether it exists or not; ``wait`` overrides the home's.

        InvalidInput for anything that is no slug, before a path is built of it.
        """
        try:
            checked_slug(slug)
        except ValueError as error:
            raise InvalidInput(
                f"household {slug!r}: {error}", problems=(Problem("household", slug, str(error)),)
            ) from error
        return HouseholdFile(slug, self.households / f"{slug}.db", wait=self.wait if wait is None else wait)

    def slugs(self) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
        """Return the slugs of all households, sorted, and a finding for each entry that was skipped.

        A file without a household in it counts as absent; one that cannot be read counts as a household, so that its error
        shows.
        """
        names, findings = self.names()
        return tuple(name for name in names if self.household(name).exists()), findings

    def names(self) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
        """Return the slugs of all files that may hold a household, sorted, without opening any, and the findings.

        Skipped are links and everything that is no plain file, and names that are no slugs.
        """
        try:
            with os.scandir(self.households) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            return (), ()
        except OSError as error:
            raise file_error(str(self.households), "read", error) from error
        slugs: list[str] = []
        findings: list[Finding] = []
        for entry in found:
            slug, extension = os.path.splitext(entry.name)
            if reason := _oddity(entry, slug, extension):
                findings.append(_skipped(entry.name, reason))
            elif extension == ".db":
                slugs.append(slug)
        return tuple(slugs), tuple(findings)


def _oddity(entry: "os.DirEntry[str]", slug: str, extension: str) -> str:
    if entry.is_symlink():
        return "it is a symbolic link"
    # A journal may have gone since the folder was read.
    if not entry.is_file(follow_symlinks=False) and os.path.lexists(entry.path):
        return "it is no plain file"
    if extension == ".db" and not is_slug(slug):
        return "its name is no household's name"
    return ""


def _skipped(name: str, reason: str) -> Finding:
    shown = name.encode("utf-8", "replace").decode("utf-8")
    return Finding("entry_skipped", "warning", shown, f"households/{shown} was skipped: {reason}", "move it elsewhere")
