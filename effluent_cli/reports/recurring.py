"""Flows as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import count, day, dry, money, name, text

if TYPE_CHECKING:
    from effluent_cli.services.flow_editing import FlowShow
    from effluent_cli.services.flows import FlowAdded, FlowEnded, FlowList, FlowRow
    from effluent_cli.services.regenerate import Regenerated

SIGNS = {"income": "+", "expense": "-", "transfer": "="}


def flows(report: FlowList) -> tuple[Block, ...]:
    """Draw the user's own flows, then each paycheck's lines, then the other generated flows."""
    if not report.flows:
        return (Text(("No flows yet.",)),)
    own = [row for row in report.flows if not row.system]
    paychecks = list(dict.fromkeys(row.paycheck for row in report.flows if row.paycheck))
    others = [row for row in report.flows if row.system and not row.paycheck]
    blocks: list[Block] = []
    if own:
        blocks.append(_table(own, "Your flows"))
    blocks.extend(_paycheck([row for row in report.flows if row.paycheck == source]) for source in paychecks)
    if others:
        blocks.append(_table(others, "Generated flows"))
    return tuple(blocks)


def paycheck_lines(rows: list[FlowRow]) -> list[FlowRow]:
    """Return the lines of one paycheck as a stub has them: gross, deductions, taxes, net, then the employer's money."""

    def rank(row: FlowRow) -> int:
        kind = row.kind or ""
        if kind == "gross":
            return 0
        if kind.startswith("employer"):
            return 4
        return 3 if kind == "net_pay" else 1 if kind.startswith("deduction") else 2

    return sorted(rows, key=rank)


def _paycheck(rows: list[FlowRow]) -> Table:
    """Draw one paycheck as a stub has it. The line's words are its name without the source's."""
    first = rows[0]
    source, _, _ = first.name.rpartition(": ")
    title = f"Paycheck of {source} ({first.paycheck}), {text(first.frequency)}, next on {day(first.next_date)}"
    cells = tuple(
        (name(row.name.rpartition(": ")[2]), SIGNS[row.type], money(row.amount), name(row.to_account))
        for row in paycheck_lines(rows)
    )
    return Table((Column("line"), Column(""), Column("amount", right=True), Column("into", key=True)), cells, title)


def _table(rows: list[FlowRow], title: str) -> Table:
    columns = (
        Column("id", key=True),
        Column("name"),
        Column(""),
        Column("amount", right=True),
        Column("frequency", key=True),
        Column("next"),
    )
    cells = tuple(
        (row.id, name(row.name), SIGNS[row.type], money(row.amount), text(row.frequency), day(row.next_date))
        for row in rows
    )
    return Table(columns, cells, title)


def flow(report: FlowShow) -> tuple[Block, ...]:
    """Draw one flow and the days on which it falls next."""
    row = report.flow
    pairs = [
        ("Flow", row.id),
        ("Type", f"{row.type}, {text(row.category)}"),
        ("Amount", f"{money(row.amount)} {text(row.frequency)}"),
        ("From", day(row.start)),
        ("Until", day(row.end)),
        ("Paid from", name(row.from_account)),
        ("Paid into", name(row.to_account)),
        ("Member", name(report.member)),
        ("Origin", f"generated from {row.source}" if row.system else text(report.origin)),
        ("Next", ", ".join(day(each) for each in report.next_dates) or "-"),
    ]
    if report.skipped:
        pairs.append(("Skipped", ", ".join(day(each) for each in report.skipped)))
    return (Facts(tuple(pairs), name(row.name)),)


def added(report: FlowAdded, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what was added."""
    return (Text((dry(f"added {report.id}; next on {day(report.next_date)}", dry_run),)),)


def ended(report: FlowEnded, *, dry_run: bool) -> tuple[Block, ...]:
    """Say when it ends."""
    if report.result == "unchanged":
        return (Text((f"{report.id} ends on {day(report.end)} already; nothing changed",)),)
    return (Text((dry(f"{report.id} ends on {day(report.end)}", dry_run),)),)


def regenerated(report: Regenerated, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what changed, and list what is odd."""
    if report.result == "unchanged":
        lines = ["the system flows are up to date; nothing changed"]
    else:
        parts = [f"{report.added} added", f"{report.updated} updated", f"{report.removed} removed"]
        if report.kept:
            parts.append(f"{report.kept} kept because of an error")
        lines = [dry(f"system flows: {', '.join(parts)}", dry_run)]
    found = [f"{finding.severity}: {finding.message}" for finding in report.findings]
    if found:
        lines += ["", count(len(found), "finding"), *found]
    return (Text(tuple(lines)),)
