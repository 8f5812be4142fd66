"""Backups, restores, exports and imports as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.drawing import Block, Text
from effluent_cli.reports.words import count, dry

if TYPE_CHECKING:
    from effluent_cli.services.backing_up import BackedUp
    from effluent_cli.services.restoring import Restored


def backed_up(report: BackedUp, slug: str) -> tuple[Block, ...]:
    """Say where the copy lies."""
    if report.path is None or report.bytes is None:
        return (Text((f"dry run, nothing written: {slug} is at revision {report.revision}",)),)
    return (
        Text(
            (
                f"{slug}, revision {report.revision}, is saved in {report.path} ({report.bytes:,} bytes)",
                f"Bring it back with: effluent restore {report.path}",
            )
        ),
    )


def restored(report: Restored, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what came back, where the state before it is, and whether answers are up to date."""
    lines = [dry(f"{report.slug} is as in {report.file}, revision {report.revision}", dry_run)]
    if report.migrated_from is not None:
        lines.append(f"The file was of version {report.migrated_from}; it is brought up to the present one.")
    if report.backup is not None:
        lines.append(f"What it replaced is saved in {report.backup}")
    elif report.replaced:
        lines.append("The household that is there would be saved first.")
    lines.append(", ".join(count(number, _noun(kind)) for kind, number in report.records.items() if number))
    if not report.freshness.fresh:
        lines.append(f"Answers are out of date: {report.freshness.words}. Cure: effluent process-events")
    return (Text(tuple(line for line in lines if line)),)


def _noun(kind: str) -> str:
    """Return the singular of a kind of record: ``income source`` of ``income_sources``, ``loan terms`` of themselves."""
    words = kind.replace("_", " ")
    return words if words.endswith("terms") else words.removesuffix("s")
