"""What may still be put away this year, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import money, month

if TYPE_CHECKING:
    from effluent_cli.domain.used_limits import LimitRow
    from effluent_cli.services.tax_limits import LimitList

NAMES = {
    "elective_deferral": "401(k), 403(b)",
    "annual_additions": "plan, in all",
    "hsa": "HSA",
    "ira": "IRA",
    "health_fsa": "health FSA",
    "dependent_care_fsa": "care FSA",
}
COLUMNS = (
    Column("kind"),
    Column("job"),
    Column("limit", right=True),
    Column("so far", right=True),
    Column("planned", right=True),
    Column("room", right=True),
    Column("reached"),
)


def limits(report: LimitList) -> tuple[Block, ...]:
    """Draw a table for each person, and below it what its numbers rest on."""
    if not report.limits:
        return (Text(("Nobody here earns or saves yet.",)),)
    blocks: list[Block] = []
    for member in dict.fromkeys(row.member for row in report.limits):
        rows = [row for row in report.limits if row.member == member]
        blocks.append(Table(COLUMNS, tuple(_cells(row) for row in rows), f"{member}, {report.year}"))
        blocks.append(Facts(tuple(_notes(rows))))
    return tuple(blocks)


def _cells(row: LimitRow) -> tuple[str, ...]:
    amounts = (money(each) for each in (row.limit, row.so_far, row.planned, row.room))
    return NAMES[row.kind], row.source or "", *amounts, month(row.reached)


def _notes(rows: list[LimitRow]) -> list[tuple[str, str]]:
    age = rows[0].age
    notes = [("age by the end of the year", "not known: no catch-up counted" if age is None else str(age))]
    for row in rows:
        if row.catch_up:
            roth = ", Roth only" if row.catch_up_roth_only else ""
            notes.append((f"catch-up in {NAMES[row.kind]}", money(row.catch_up) + roth))
        if row.used_by_others:
            notes.append((f"{NAMES[row.kind]}, used by others", money(row.used_by_others)))
        if row.basis == "stub":
            notes.append((f"{NAMES[row.kind]}, so far", "from a pay stub"))
    return notes
