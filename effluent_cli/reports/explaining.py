"""What a month is made of, as text on eighty columns and as csv."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from effluent_cli.domain.money import money_text
from effluent_cli.domain.periods import month_text
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.plain import padded
from effluent_cli.reports.words import day, money, month, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from effluent_cli.domain.explaining.lines import Line, Paycheck
    from effluent_cli.domain.explaining.month import ExplainedTax, FollowedAccount
    from effluent_cli.services.explaining import Explained

WIDTH, EDGE = 80, 16
"""Columns of the screen that a line may take, and those of its amount."""
DENT = " " * 6


def explained(report: Explained) -> tuple[Block, ...]:
    """Draw the month's change, each line with how it came about, and the change once more as what they sum to."""
    if report.account is not None:
        return (_account(report, report.account),)
    if report.line is not None and not (report.lines or report.moves):
        return (Text((f"{month(report.month)} has nothing of {text(report.line)}",)),)
    blocks: list[Block] = [_short(report)] if report.line is None else []
    for column, lines in groupby(report.lines, lambda line: line.column):
        blocks.append(Text(tuple(_section(text(column).title(), tuple(lines)))))
    if report.moves:
        title = "Moves, which change no net worth"
        blocks.append(Text(tuple(_section(title, report.moves, summed=report.line is not None))))
    if report.paychecks:
        blocks.append(_paychecks(report.paychecks))
    if report.tax is not None:
        blocks.append(_tax(report.tax))
    return tuple(blocks)


def _short(report: Explained) -> Facts:
    columns = {line.column: 0 for line in report.lines}
    for line in report.lines:
        columns[line.column] += line.amount
    pairs = (
        ("Net worth before", money(report.opening.net_worth)),
        *((text(column).capitalize(), money(amount)) for column, amount in columns.items()),
        ("Change", money(report.change)),
        ("Net worth after", money(report.closing.net_worth)),
    )
    return Facts(pairs, f"{month(report.month)}, {report.scenario}")


def _section(title: str, lines: tuple[Line, ...], *, summed: bool = True) -> Iterator[str]:
    """Yield a heading with the sum, then each line; how it came about is told once for those that are alike."""
    total = money(sum(line.amount for line in lines)) if summed else ""
    yield f"{padded(title, WIDTH - EDGE)}{padded(total, EDGE, right=True)}".rstrip()
    told: set[tuple[str, str, str]] = set()
    for line in lines:
        label = f"  {padded(day(line.on), 10)}  {text(line.name)}"
        yield f"{padded(label, WIDTH - EDGE)}{padded(money(line.amount), EDGE, right=True)}"
        if (how := (line.record, line.name, line.figures)) not in told:
            told.add(how)
            words = f"{line.title} ({line.record}): {line.figures}; {line.rule}"
            yield from wrap(words, WIDTH, initial_indent=DENT, subsequent_indent=DENT)


def _paychecks(checks: tuple[Paycheck, ...]) -> Table:
    columns = (
        Column("day"),
        Column("paycheck"),
        *(Column(name, right=True) for name in ("gross", "deductions", "taxes", "net pay")),
    )
    rows = tuple(
        (
            day(check.on),
            check.title,
            *(money(each) for each in (check.gross, check.deductions, check.taxes, check.net_pay)),
        )
        for check in checks
    )
    return Table(columns, rows, "Paychecks")


def _tax(tax: ExplainedTax) -> Table:
    rows = tuple((step.line, f"{Decimal(step.value):,}") for step in tax.steps)
    return Table((Column("step"), Column("amount", right=True)), rows, f"Federal tax of {tax.year}")


def _account(report: Explained, account: FollowedAccount) -> Table:
    columns = (
        Column("day"),
        Column("what"),
        Column("from"),
        Column("change", right=True),
        Column("balance", right=True),
    )
    balance = account.opening
    rows = [("", "opening balance", "", "", money(balance))]
    for change in account.changes:
        balance += change.amount
        rows.append((day(change.on), text(change.name), change.title, money(change.amount), money(balance)))
    rows.append(("", "closing balance", "", "", money(account.closing)))
    return Table(columns, tuple(rows), f"{account.name}, {month(report.month)}")


def records(report: Explained) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the lines and moves for csv, or the changes of the account that is followed."""
    at = month_text(report.month)
    if report.account is not None:
        changes = report.account.changes
        return ("month", "on", "name", "amount", "record", "title"), [
            (at, _iso(each.on), each.name, money_text(each.amount), each.record, each.title) for each in changes
        ]
    header = ("month", "on", "column", "name", "amount", "record", "title", "rule", "figures")
    return header, [
        (
            *(at, _iso(each.on), each.column, each.name, money_text(each.amount)),
            *(each.record, each.title, each.rule, each.figures),
        )
        for each in (*report.lines, *report.moves)
    ]


def _iso(on: date | None) -> str:
    return "" if on is None else on.isoformat()
