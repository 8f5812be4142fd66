"""Assumptions, settings and the history of changes as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effluent_cli.reports.drawing import Block, Column, Table, Text
from effluent_cli.reports.edits import plain
from effluent_cli.reports.words import instant, percent

if TYPE_CHECKING:
    from effluent_cli.services.choices import AssumptionList, SettingList
    from effluent_cli.services.history import History, HistoryRow


def assumptions(report: AssumptionList) -> tuple[Block, ...]:
    """Draw the rates in force."""
    columns = (Column("name", key=True), Column("a year", right=True), Column("from"))
    return (Table(columns, tuple((row.name, percent(row.value), row.origin) for row in report.assumptions)),)


def settings(report: SettingList) -> tuple[Block, ...]:
    """Draw the choices in force."""
    columns = (Column("name", key=True), Column("value"), Column("from"), Column("meaning"))
    return (Table(columns, tuple((row.name, row.value, row.origin, row.meaning) for row in report.settings)),)


def history(report: History) -> tuple[Block, ...]:
    """Draw the changes, oldest first: a line each, then the fields that differ."""
    if not report.entries:
        return (Text(("Nothing has been recorded yet.",)),)
    lines: list[str] = []
    for row in report.entries:
        lines.append(f"{instant(row.at)}  {row.user}  {row.command}  {row.record}  {_verb(row)}")
        lines.extend(
            f"    {name.replace('_', ' ')}: {plain(old)} -> {plain(new)}" for name, old, new in _differences(row)
        )
    return (Text(tuple(lines)),)


def _verb(row: HistoryRow) -> str:
    return "made" if row.before is None else "removed" if row.after is None else "changed"


def _differences(row: HistoryRow) -> list[tuple[str, Any, Any]]:
    if row.before is None or row.after is None:
        return []
    return [(name, row.before.get(name), new) for name, new in row.after.items() if row.before.get(name) != new]
