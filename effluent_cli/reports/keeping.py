"""Backups, restores, exports and imports as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.drawing import Block, Column, Table, Text
from effluent_cli.reports.words import count, dry

if TYPE_CHECKING:
    from effluent_cli.services.backing_up import BackedUp
    from effluent_cli.services.doctor.report import Checked
    from effluent_cli.services.exporting import CsvExported, Exported
    from effluent_cli.services.importing import Imported
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
    lines.append(f"{count(sum(report.records.values()), 'record')} of what the household states")
    if not report.freshness.fresh:
        lines.append(f"Answers are out of date: {report.freshness.words}. Cure: {report.freshness.cure}")
    return (Text(tuple(line for line in lines if line)),)


def exported(report: Exported, slug: str) -> tuple[Block, ...]:
    """Say where the document lies."""
    return (Text((f"{slug}, revision {report.revision}, is written to {report.path} ({report.bytes:,} bytes)",)),)


def csv_exported(report: CsvExported) -> tuple[Block, ...]:
    """List the files and how many records each holds."""
    columns = (Column("file"), Column("records", right=True))
    rows = tuple((f"{each.kind}.csv", str(each.rows)) for each in report.files)
    return Text((f"written to {report.directory}",)), Table(columns, rows)


def imported(report: Imported, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what the document made of the household."""
    if report.result == "unchanged":
        return (Text((f"{report.slug} is what the document says; nothing changed",)),)
    counts = report.records
    records = f"{counts.created} made, {counts.updated} changed, {counts.removed} removed, {counts.unchanged} as before"
    lines = [
        dry(f"{report.slug} {report.result}, revision {report.revision}", dry_run),
        f"records: {records}; system flows: {report.flows}",
    ]
    if report.backup is not None:
        lines.append(f"What it replaced is saved in {report.backup}")
    return (Text(tuple(lines)),)


def checked(report: Checked, *, dry_run: bool) -> tuple[Block, ...]:
    """Draw what was mended and every finding with its cure, errors first; one line when all is well."""
    mended = [dry(f"mended: {each.subject}: {each.message}", dry_run) for each in report.fixed]
    order = ("error", "warning", "info")
    found = sorted(report.findings, key=lambda each: order.index(each.severity))
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.severity}: {each.subject}: {each.message}")
        if each.fix:
            lines.append(f"    {each.fix}")
    if not found:
        lines = [f"{count(len(report.households), 'household')} checked, nothing found"]
    return tuple(Text(tuple(part)) for part in (mended, lines) if part)


def finding_records(report: Checked) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the findings as csv."""
    header = ("code", "severity", "subject", "message", "fix")
    return header, [(each.code, each.severity, each.subject, each.message, each.fix) for each in report.findings]
