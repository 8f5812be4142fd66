"""The projection as text and csv."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from effluent_cli.domain.money import grown, money_text
from effluent_cli.domain.periods import month_text
from effluent_cli.domain.scenario_rules import BASELINE
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import day, money, month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from effluent_cli.services.projecting import Projected

FLOWS = ("income", "taxes", "spending", "interest", "returns")
STOCKS = ("net_worth", "assets", "liabilities", "liquid", "retirement")
DRAWN = {
    "taxable_withdrawal": "Investments sold",
    "tax_deferred_withdrawal": "From tax-deferred",
    "roth_withdrawal": "From Roth",
    "hsa_withdrawal": "From the HSA",
    "borrowed": "Borrowed",
    "required_distribution": "Required payouts",
}
"""The moves that bring cash in, with their words."""
WIDE = 100_000_000_00
"""Amounts from here on (cents) are told in thousands: a row of them would not fit 80 columns."""
BARS = 40
"""Width of the chart's longest bar."""


def projection(report: Projected, *, real: bool, chart: bool) -> tuple[Block, ...]:
    """Draw the projection: the answer in short, a row per month or year, and the chart if it was asked for."""
    blocks: list[Block] = [_short(report), _table(report, real)]
    if any(year.settlement is not None for year in report.years):
        blocks.append(_taxes(report))
    if chart:
        blocks.append(_chart(report, real))
    return tuple(blocks)


def _short(report: Projected) -> Facts:
    summary = report.summary
    short = report.first_shortfall
    pairs = (
        (
            "First shortfall",
            f"{day(short.on)}: {money(short.amount)} short" if short else f"none until {month(report.window.to)}",
        ),
        *((("To bridge it", "effluent setting list: buffer, order, borrow line"),) if short else ()),
        ("Net worth now", money(report.opening.net_worth)),
        (f"Net worth {month(report.window.to)}", money(summary.net_worth_end)),
        ("In today's money", money(summary.net_worth_end_real)),
        ("Lowest cash", f"{money(summary.lowest_cash)} on {day(summary.lowest_cash_on)}"),
        ("Free of debt", "now" if summary.debt_free == report.window.from_ else month(summary.debt_free)),
        *_drawn(report),
    )
    of = "" if report.scenario == BASELINE else f" of {report.scenario}"
    return Facts(pairs, f"Projection{of}, {month(report.window.from_)} to {month(report.window.to)}")


def _drawn(report: Projected) -> Iterator[tuple[str, str]]:
    """Yield what is drawn or borrowed to keep cash above its buffer: how much in all, and from when."""
    for name, words in DRAWN.items():
        rows = [row for row in report.months if row.moves.get(name)]
        if rows:
            total = sum(row.moves[name] for row in rows)
            first = str(rows[0].month // 12) if _is_yearly(report) else month(rows[0].month)
            yield words, f"{money(total)} in all, first in {first}"


def _taxes(report: Projected) -> Table:
    """What each year owes in federal tax, and how it is settled in the year after."""
    columns = (
        Column("tax year"),
        *(Column(name, right=True) for name in ("federal tax", "withheld", "paid", "to settle")),
        Column("settled"),
    )
    rows = []
    for year in report.years:
        if year.liability is None or year.settlement is None or year.settlement_month is None:
            continue
        owed = year.liability["total"] or 0
        due = (
            f"{'due' if year.settlement > 0 else 'back'} {month(year.settlement_month)}" if year.settlement else "even"
        )
        amounts = (owed, year.withheld, year.paid or 0, year.settlement)
        rows.append((str(year.year), *(whole(amount) for amount in amounts), due))
    return Table(
        columns, tuple(rows), "Federal tax of each year, in dollars of that year; to settle: due, or comes back"
    )


def _is_yearly(report: Projected) -> bool:
    return len(report.months) < report.window.months


def _table(report: Projected, real: bool) -> Table:
    yearly = _is_yearly(report)
    heading = ("income", "taxes", "spending", "interest", "returns", "net worth", "cash")
    columns = (Column("year" if yearly else "month"), *(Column(name, right=True) for name in heading))
    amounts = {at: row for at, row, _ in _amounts(report, (*FLOWS, "net_worth", "closing_cash"), real)}
    thousands = max(abs(amount) for row in amounts.values() for amount in row) >= WIDE
    rows = tuple(
        (str(at // 12) if yearly else month(at), *(whole(amount, thousands=thousands) for amount in row))
        for at, row in amounts.items()
    )
    title = "Thousands of dollars" if thousands else "Whole dollars"
    return Table(columns, rows, f"{title}, in money of the first month" if real else title)


def whole(cents: int, *, thousands: bool = False) -> str:
    """Return an amount in whole dollars, or thousands of them, half-up, with thousands separators."""
    return f"{grown(cents, 0.000_01 if thousands else 0.01):,}"


def _chart(report: Projected, real: bool) -> Text:
    points = [(row.month, row.net_worth_real if real else row.net_worth) for row in report.months]
    top = max((abs(amount) for _, amount in points), default=0) or 1
    yearly = _is_yearly(report)
    lines = [
        f"{f'{at // 12}' if yearly else month(at)}  {'#' * (abs(amount) * BARS // top):<{BARS}}  {whole(amount)}"
        for at, amount in points
    ]
    return Text(("Net worth", *lines))


def records(report: Projected, *, real: bool) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the rows for csv: the columns of the identity, then what is held, then each account."""
    accounts = list(report.opening.accounts)
    names = (*FLOWS, "adjustments", *STOCKS, "opening_cash", "closing_cash", "lowest_cash")
    header = ("month", *(f"{name}_real" if real else name for name in (*names, *accounts)))
    rows = []
    for at, amounts, held in _amounts(report, names, real):
        rows.append((month_text(at), *(money_text(each) for each in (*amounts, *(held[key] for key in accounts)))))
    return header, rows


def _amounts(
    report: Projected, names: tuple[str, ...], real: bool
) -> Iterator[tuple[int, list[int], Mapping[str, int]]]:
    """Yield each row's month, the amounts of the columns named, and what every account holds."""
    if real:
        for in_real in report.months_real or ():
            yield in_real.month, [getattr(in_real, f"{name}_real") for name in names], in_real.accounts_real
        return
    for row in report.months:
        yield row.month, [getattr(row, name) for name in names], row.accounts
