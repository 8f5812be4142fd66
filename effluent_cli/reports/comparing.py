"""What makes a difference between two projections, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.domain.money import money_text
from effluent_cli.domain.periods import month_text
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.edits import plain
from effluent_cli.reports.outlook import whole
from effluent_cli.reports.words import day, dry, instant, money, month, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effluent_cli.domain.comparison import Drivers
    from effluent_cli.services.baseline import BaselinePinned
    from effluent_cli.services.baseline_diff import BaselineDiff
    from effluent_cli.services.comparing import Compared, ComparedMonth

WIDTH, SHORTEST = 80, 12
"""Columns of the screen that the chart may take, and that its longest bar has whatever the names take."""
PINNED = {
    "pinned": "the baseline is pinned: every answer is drawn from revision {}, {}, until effluent baseline unpin",
    "already_pinned": "the baseline is pinned already, at revision {}, {}; nothing changed",
    "unpinned": "the baseline follows the household again: revision {}, {}",
    "already_live": "no baseline is pinned; nothing changed",
}


def pinned(report: BaselinePinned, *, dry_run: bool) -> tuple[Block, ...]:
    """Say which baseline answers are drawn from now."""
    line = PINNED[report.result].format(report.revision, report.as_of)
    return (Text((line if report.result.startswith("already") else dry(line, dry_run),)),)


def drivers(found: Drivers, title: str) -> Block:
    """Draw the drivers that make a difference and their sum, or say why there are none."""
    if found.status == "error":
        return Text((f"{title}: cannot be worked out: {found.reason}",))
    items = [(text(item.name), money(item.amount)) for item in found.items if item.amount]
    total = ("together", money(sum(item.amount for item in found.items)))
    return Table((Column("driver"), Column("net worth", right=True)), (*items, total), title)


def baseline_diff(report: BaselineDiff) -> tuple[Block, ...]:
    """Draw the two baselines, the drivers between them, and the edits."""
    last = month(report.window.to)
    pairs = (
        ("Pinned", f"revision {report.pinned.revision}, pinned {instant(report.pinned.pinned_at)}"),
        ("Live", f"revision {report.live.revision}, refreshed {instant(report.live.refreshed_at)}"),
        (f"Net worth {last}, pinned", money(report.pinned.net_worth_end)),
        (f"Net worth {last}, live", money(report.live.net_worth_end)),
        ("Live less pinned", money(report.difference.net_worth)),
    )
    edits = tuple(_edits(report)) or ("No edit lies between them.",)
    return Facts(pairs), drivers(report.drivers, "What makes the difference"), Text(edits)


def _edits(report: BaselineDiff) -> Iterator[str]:
    """Yield a line for each edit with what it did to the net worth of the last month, then its records and their fields."""
    if report.edits:
        yield f"Edits since the pin, and what each adds to the net worth of {month(report.window.to)}"
    for edit in report.edits:
        undoes = f", undoes {edit.undoes}" if edit.undoes is not None else ""
        yield f"{edit.batch}: {edit.command}{undoes}, {edit.user}, {instant(edit.at)}: {money(edit.net_worth)}"
        for record in edit.records:
            yield f"    {record.record}  {record.result}"
            if record.result == "changed":
                for each in record.changes:
                    yield f"        {each.field.replace('_', ' ')}: {plain(each.before)} -> {plain(each.after)}"


def compared(report: Compared, *, chart: bool) -> tuple[Block, ...]:
    """Draw what each comes to, net worth side by side, the drivers of each difference, and the chart if it was asked for."""
    blocks: list[Block] = [_outcomes(report), _side_by_side(report)]
    first = report.scenarios[0]
    last = month(report.window.to)
    for each in report.others:
        title = f"{each.scenario} less {first}, net worth of {last}: {money(each.net_worth)}"
        blocks.append(drivers(each.drivers, title))
    if chart:
        blocks.append(_chart(report))
    return tuple(blocks)


def _outcomes(report: Compared) -> Table:
    columns = (
        Column("scenario"),
        *(Column(name, right=True) for name in ("net worth", "real", "lowest cash")),
        Column("on"),
        Column("shortfall"),
        Column("debt-free"),
    )
    rows = []
    for name, each in report.outcomes.items():
        found = each.summary
        amounts = (found.net_worth_end, found.net_worth_end_real, found.lowest_cash)
        short = day(each.first_shortfall.on) if each.first_shortfall is not None else "none"
        rows.append((name, *map(whole, amounts), day(found.lowest_cash_on), short, month(found.debt_free)))
    title = f"{month(report.window.from_)} to {month(report.window.to)}, whole dollars; real: in today's money"
    return Table(columns, tuple(rows), title)


def _side_by_side(report: Compared) -> Table:
    first, *others = report.scenarios
    columns = (
        Column("year" if _is_yearly(report) else "month"),
        *(Column(name, right=True) for name in report.scenarios),
        *(Column(f"{name} - {first}" if len(others) > 1 else "difference", right=True) for name in others[:1]),
    )
    rows = tuple(
        (
            _label(report, row),
            *(whole(row.net_worth[name]) for name in report.scenarios),
            *(whole(row.difference[name]) for name in others[:1]),
        )
        for row in report.months
    )
    return Table(columns, rows, "Net worth, whole dollars")


def _chart(report: Compared) -> Text:
    amounts = [amount for row in report.months for amount in row.net_worth.values()]
    top = max(map(abs, amounts)) or 1
    edge = max(map(len, report.scenarios))
    bars = max(SHORTEST, WIDTH - edge - max(len(whole(amount)) for amount in amounts) - 13)
    lines = []
    for row in report.months:
        for number, (name, amount) in enumerate(row.net_worth.items()):
            label = _label(report, row) if not number else ""
            lines.append(f"{label:<7}  {name:<{edge}}  {'#' * (abs(amount) * bars // top):<{bars}}  {whole(amount)}")
    return Text(("Net worth", *lines))


def _label(report: Compared, row: ComparedMonth) -> str:
    return str(row.month // 12) if _is_yearly(report) else month(row.month)


def _is_yearly(report: Compared) -> bool:
    return len(report.months) > 1 and report.months[1].month - report.months[0].month > 1


def compared_records(report: Compared) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the rows for csv: each figure of each of them."""
    kinds = ("net_worth", "closing_cash", "net_flow", "difference")
    header = ("month", *(f"{kind}:{name}" for kind in kinds for name in getattr(report.months[0], kind)))
    return header, [
        (month_text(row.month), *(money_text(amount) for kind in kinds for amount in getattr(row, kind).values()))
        for row in report.months
    ]
