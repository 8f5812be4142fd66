"""The month rows that a projection answers with, among them the measures that look back over the rows before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from datetime import date
from itertools import accumulate, chain, repeat
from operator import add as plus
from operator import mul as times
from operator import sub as minus

from effluent_cli.domain.accounts import MonthState
from effluent_cli.domain.catalog import GROUP_OF, LIQUID_GROUPS, PRINCIPAL_MOVE
from effluent_cli.domain.codec import BY_NAME
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex, picked
from effluent_cli.domain.money import Cents, Ratio, ratio
from effluent_cli.domain.periods import Month
from effluent_cli.domain.rates import Rates

PRINCIPAL_MOVES = tuple(dict.fromkeys(PRINCIPAL_MOVE.values()))
MEMORY = 12
"""Coverage, liquidity and the like look back over this many months of the window."""


@frozen
class MonthRow:
    """One month: columns in cents as the identity signs them.

    ``components`` are the signed parts of the change of net worth by category, ``moves`` principal and transfers. Ratios
    have four decimals; ``_real`` is money of the base month.
    """

    month: Month
    income: Cents
    taxes: Cents
    spending: Cents
    interest: Cents
    returns: Cents
    adjustments: Cents
    net_worth: Cents
    assets: Cents
    liabilities: Cents
    liquid: Cents
    retirement: Cents
    net_worth_real: Cents
    debt_service: Cents
    opening_cash: Cents
    closing_cash: Cents
    lowest_cash: Cents
    lowest_on: date
    net_flow: Cents
    dscr: Ratio | None
    liquidity_months: Ratio | None
    savings_rate: Ratio | None
    components: dict[str, Cents] = field(metadata=BY_NAME)
    moves: dict[str, Cents] = field(metadata=BY_NAME)
    accounts: dict[str, Cents]


NAMES = tuple(each.name for each in fields(MonthRow))


def month_rows(states: Sequence[MonthState], index: InputsIndex, rates: Rates, first: int) -> tuple[MonthRow, ...]:
    """Return the rows of a projection of one path from its first month on, ``first``, which ``_real`` amounts refer to.

    They are worked out column by column.
    """
    groups = {key: GROUP_OF[each.type] for key, each in index.assets.items()}
    months, balances, moves = ([getattr(state, name) for state in states] for name in ("month", "balances", "moves"))
    opening, closing = [state.opening_cash for state in states], [state.closing_cash for state in states]
    income, taxes, spending, interest = (_posted(states, name) for name in ("income", "taxes", "spending", "interest"))
    taxes, spending, interest = ([-each for each in column] for column in (taxes, spending, interest))
    service = [
        paid + sum([moved[name] for name in PRINCIPAL_MOVES if name in moved])
        for paid, moved in zip(interest, moves, strict=True)
    ]
    assets, liabilities = _held(groups, balances), _held(index.debts, balances)
    liquid = _held([key for key, group in groups.items() if group in LIQUID_GROUPS], balances)
    net_worth = list(map(minus, assets, liabilities))
    free = [gained - taxed - spent for gained, taxed, spent in zip(income, taxes, spending, strict=True)]
    outflow = list(map(plus, spending, service))
    columns: dict[str, Iterable[object]] = {
        "month": months,
        "income": income,
        "taxes": taxes,
        "spending": spending,
        "interest": interest,
        "returns": _posted(states, "returns"),
        "adjustments": _posted(states, "adjustments"),
        "net_worth": net_worth,
        "assets": assets,
        "liabilities": liabilities,
        "liquid": liquid,
        "retirement": _held([key for key, group in groups.items() if group == "retirement"], balances),
        "net_worth_real": [rates.deflated(each, first, month) for each, month in zip(net_worth, months, strict=True)],
        "debt_service": service,
        "opening_cash": opening,
        "closing_cash": closing,
        "lowest_cash": [state.lowest_cash for state in states],
        "lowest_on": [date.fromordinal(state.lowest_on) for state in states],
        "net_flow": map(minus, closing, opening),
        "dscr": map(ratio, _latest(free), _latest(service)),
        "liquidity_months": map(ratio, map(times, liquid, chain(range(1, MEMORY), repeat(MEMORY))), _latest(outflow)),
        "savings_rate": map(ratio, map(minus, free, interest), income),
        "components": [state.components for state in states],
        "moves": moves,
        "accounts": balances,
    }
    return tuple([MonthRow(*row) for row in zip(*[columns[name] for name in NAMES], strict=True)])


def _posted(states: Sequence[MonthState], column: str) -> list[int]:
    return [state.columns.get(column, 0) for state in states]


def _held(keys: Iterable[str], balances: Sequence[Mapping[str, int]]) -> list[int]:
    """Return what some accounts hold, or owe, together."""
    return list(map(sum, map(picked(keys), balances)))


def _latest(amounts: Iterable[int]) -> list[int]:
    """Return for each month the sum of the latest twelve, or of as many as there are."""
    totals = list(accumulate(amounts, initial=0))
    return list(map(minus, totals[1:], [0] * (MEMORY - 1) + totals))
