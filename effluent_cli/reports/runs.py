"""Runs and undone batches as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from effluent_cli.reports.changes import change_lines
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import count, dry, instant, name, text

if TYPE_CHECKING:
    from effluent_cli.services.runs import RunList, RunShow, RunsPruned
    from effluent_cli.services.undoing import Undone


def runs(report: RunList) -> tuple[Block, ...]:
    """Draw the runs, newest first."""
    if not report.runs:
        return (Text(("No runs yet.",)),)
    columns = (Column("id"), Column("kind"), Column("status"), Column("started"), Column("finished"))
    rows = tuple(
        (row.id, text(row.kind), row.status, instant(row.started_at), instant(row.finished_at)) for row in report.runs
    )
    return (Table(columns, rows),)


def run(report: RunShow) -> tuple[Block, ...]:
    """Draw one run and its result."""
    pairs = (
        ("Run", report.id),
        ("Kind", text(report.kind)),
        ("Status", report.status),
        ("Started", instant(report.started_at)),
        ("Finished", instant(report.finished_at)),
        ("Fingerprint", name(report.fingerprint)),
        ("Error", name(report.error)),
    )
    blocks: list[Block] = [Facts(pairs)]
    if report.result is not None:
        blocks.append(Text(tuple(json.dumps(report.result, indent=2, ensure_ascii=False).splitlines())))
    return tuple(blocks)


def pruned(report: RunsPruned, *, dry_run: bool) -> tuple[Block, ...]:
    """Say how many results are gone."""
    if not report.pruned:
        return (Text((f"nothing to prune: {count(report.kept, 'run')} on record",)),)
    return (Text((dry(f"{count(report.pruned, 'result')} pruned, {report.kept} kept", dry_run),)),)


def undone(slug: str, report: Undone, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what was undone, record by record, and how it comes back."""
    undid = report.undid
    lines = [dry(f"batch {undid.batch} undone: {undid.command}, {undid.user}, {instant(undid.at)}", dry_run)]
    if report.household_removed:
        lines.append(f"household {slug} {'would be' if dry_run else 'is'} gone: that batch had made it")
    else:
        for change in report.changes:
            lines.extend(f"  {line}" for line in change_lines(change.record, change.before, change.after))
    if report.backup is not None:
        lines.append(f"the state before is in {report.backup}")
    if report.household_removed and report.backup is not None:
        lines.append(f"To bring it back: effluent restore {report.backup}")
    if report.batch is not None:
        lines.append(f"To bring it back: effluent undo {report.batch} -H {slug}")
    return (Text(tuple(lines)),)
