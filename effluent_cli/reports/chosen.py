"""Assumptions, settings and the history of changes as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.changes import change_lines
from effluent_cli.reports.drawing import Block, Column, Table, Text
from effluent_cli.reports.words import instant, percent

if TYPE_CHECKING:
    from effluent_cli.services.choices import AssumptionList, SettingList
    from effluent_cli.services.history import History


def assumptions(report: AssumptionList) -> tuple[Block, ...]:
    """Draw the rates in force."""
    columns = (Column("name", key=True), Column("a year", right=True), Column("from"))
    return (Table(columns, tuple((row.name, percent(row.value), row.origin) for row in report.assumptions)),)


def settings(report: SettingList) -> tuple[Block, ...]:
    """Draw the choices in force."""
    columns = (Column("name", key=True), Column("value"), Column("from"), Column("meaning"))
    return (Table(columns, tuple((row.name, row.value, row.origin, row.meaning) for row in report.settings)),)


def history(report: History) -> tuple[Block, ...]:
    """Draw the changes, oldest first: a line for each batch, then its records and the fields that differ."""
    if not report.entries:
        return (Text(("Nothing has been recorded yet.",)),)
    lines: list[str] = []
    batch = None
    for row in report.entries:
        if row.batch != batch:
            batch = row.batch
            undoes = f", undoes {row.undoes}" if row.undoes is not None else ""
            lines.append(f"{batch}: {row.command}{undoes}, {row.user}, {instant(row.at)}")
        lines.extend(f"    {line}" for line in change_lines(row.record, row.before, row.after))
    return (Text(tuple(lines)),)
