"""The figures of the law as text and csv."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.money import money_shown, parse_money
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effluent_cli.services.tax_rules import RuleList, RuleRow

Records = tuple[tuple[str, ...], list[tuple[str, ...]]]

COLUMNS = (Column("figure"), Column("value"), Column("unit"), Column("status"), Column("indexed"))


def rules(report: RuleList) -> tuple[Block, ...]:
    """Draw a table for each group of figures, and below it the documents they come from."""
    blocks: list[Block] = [Text((_heading(report),))]
    for group, rows in groupby(report.figures, lambda row: row.group):
        found = tuple(rows)
        blocks.append(Table(COLUMNS, tuple(_cells(row) for row in found), text(group)))
        blocks.append(Facts(tuple(_sources(found))))
    return tuple(blocks)


def _heading(report: RuleList) -> str:
    heading = f"Federal figures of {report.year}, rules {report.rules_version}"
    if report.law_year is not None:
        heading += f", by the law of {report.law_year}"
    return heading + (", some projected" if report.projected else "")


def _cells(row: RuleRow) -> tuple[str, ...]:
    name = text(row.name.partition(".")[2].replace(".", ", "))
    status = row.status if row.expires is None else f"{row.status} until {row.expires}"
    return name, _shown(row.value, row.unit), row.unit, status, text(row.indexation)


def _shown(value: Any, unit: str) -> str:
    if isinstance(value, dict):
        keys = list(value)
        if all(key.isdigit() for key in keys):
            ends = [_shown(_last(value[key]), unit) for key in (keys[0], keys[-1])]
            return f"{keys[0]} to {keys[-1]}: {ends[0]} to {ends[1]}"
        return " ".join(f"{text(key)} {_shown(each, 'none')}" for key, each in value.items())
    if isinstance(value, list):
        if len(value) > 1 and all(isinstance(each, dict) for each in value):
            return f"{_shown(value[0], unit)}; … {_shown(value[-1], unit)}"
        between = "; " if any(isinstance(each, list | dict) for each in value) else "  "
        return between.join(_shown(each, unit) for each in value)
    return money_shown(parse_money(value)).removesuffix(".00") if unit == "dollars" else str(value)


def _last(value: Any) -> Any:
    """Return the last value of a row by age, which json and csv show whole; a value that is no row as it is."""
    return value[-1] if isinstance(value, list) else value


def _sources(rows: Iterable[RuleRow]) -> list[tuple[str, str]]:
    """Return each document once, labelled with the figures it is behind where a group has several."""
    figures: dict[str, list[str]] = {}
    for row in rows:
        name = text(row.name.split(".")[1])
        behind = figures.setdefault(row.source, [])
        if name not in behind:
            behind.append(name)
    if len(figures) == 1:
        return [("source", next(iter(figures)))]
    return [(f"source: {behind[0]}" + (" …" if len(behind) > 1 else ""), source) for source, behind in figures.items()]


def records(report: RuleList) -> Records:
    """Return the figures as csv rows; a list's values stand in one cell, parted by blanks."""
    header = (
        "name",
        "value",
        "unit",
        "status",
        "indexation",
        "rounding",
        "projected",
        "stated_in",
        "expires",
        "source",
    )
    return header, [
        (
            row.name,
            _cell(row.value),
            row.unit,
            row.status,
            row.indexation,
            row.rounding,
            "yes" if row.projected else "no",
            "" if row.stated_in is None else str(row.stated_in),
            "" if row.expires is None else str(row.expires),
            row.source,
        )
        for row in report.figures
    ]


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={_cell(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ("; " if any(isinstance(each, list | dict) for each in value) else " ").join(map(_cell, value))
    return str(value)
