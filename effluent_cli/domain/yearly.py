"""Month rows added up by calendar year: flows summed, balances those of the year's last month."""

from dataclasses import replace
from itertools import groupby

from effluent_cli.domain.money import ratio
from effluent_cli.domain.month_rows import MonthRow


def yearly(months: tuple[MonthRow, ...]) -> tuple[MonthRow, ...]:
    """Return one row per calendar year; ``month`` is the last one of the year, and the identities hold as for months.

    Coverage and liquidity are the last month's (they look back over twelve months), the savings rate is the year's own.
    """
    return tuple(_year(tuple(rows)) for _, rows in groupby(months, key=lambda row: row.month // 12))


def _year(rows: tuple[MonthRow, ...]) -> MonthRow:
    income, taxes, spending, interest = (
        sum(getattr(row, name) for row in rows) for name in ("income", "taxes", "spending", "interest")
    )
    lowest = min(rows, key=lambda row: row.lowest_cash)
    return replace(
        rows[-1],
        income=income,
        taxes=taxes,
        spending=spending,
        interest=interest,
        returns=sum(row.returns for row in rows),
        adjustments=sum(row.adjustments for row in rows),
        debt_service=sum(row.debt_service for row in rows),
        opening_cash=rows[0].opening_cash,
        lowest_cash=lowest.lowest_cash,
        lowest_on=lowest.lowest_on,
        net_flow=sum(row.net_flow for row in rows),
        savings_rate=ratio(income - taxes - spending - interest, income),
        components=_added([row.components for row in rows]),
        moves=_added([row.moves for row in rows]),
    )


def _added(parts: list[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for name, amount in part.items():
            total[name] = total.get(name, 0) + amount
    return dict(sorted(total.items()))
