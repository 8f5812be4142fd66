"""The month row that a projection answers with, and the measures that look back over the rows before it."""

from collections import deque
from dataclasses import field
from datetime import date

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


class Rows:
    """The rows made so far of one path, in order. ``first`` is the month of the window that ``_real`` amounts refer to."""

    def __init__(self, index: InputsIndex, rates: Rates, first: int) -> None:
        self.rows: list[MonthRow] = []
        self.rates = rates
        self.first = first
        groups = {key: GROUP_OF[each.type] for key, each in index.assets.items()}
        self._assets = picked(groups)
        self._debts = picked(index.debts)
        self._liquid = picked(key for key, group in groups.items() if group in LIQUID_GROUPS)
        self._retirement = picked(key for key, group in groups.items() if group == "retirement")
        self._memory: deque[tuple[int, int, int]] = deque([(0, 0, 0)] * MEMORY, MEMORY)
        self._free = self._served = self._outflow = 0

    def add(self, state: MonthState) -> None:
        """Add the row of the next month."""
        balances, moves = state.balances, state.moves
        column = state.columns.get
        income, taxes, spending = column("income", 0), -column("taxes", 0), -column("spending", 0)
        interest = -column("interest", 0)
        service = interest + sum([moves[name] for name in PRINCIPAL_MOVES if name in moves])
        assets, liabilities = sum(self._assets(balances)), sum(self._debts(balances))
        liquid = sum(self._liquid(balances))
        self._remember(income - taxes - spending, service, spending + service)
        self.rows.append(
            MonthRow(
                month=state.month,
                income=income,
                taxes=taxes,
                spending=spending,
                interest=interest,
                returns=column("returns", 0),
                adjustments=column("adjustments", 0),
                net_worth=assets - liabilities,
                assets=assets,
                liabilities=liabilities,
                liquid=liquid,
                retirement=sum(self._retirement(balances)),
                net_worth_real=self.rates.deflated(assets - liabilities, self.first, state.month),
                debt_service=service,
                opening_cash=state.opening_cash,
                closing_cash=state.closing_cash,
                lowest_cash=state.lowest_cash,
                lowest_on=date.fromordinal(state.lowest_on),
                net_flow=state.closing_cash - state.opening_cash,
                dscr=ratio(self._free, self._served),
                liquidity_months=ratio(liquid * min(len(self.rows) + 1, MEMORY), self._outflow),
                savings_rate=ratio(income - taxes - spending - interest, income),
                components=state.components,
                moves=moves,
                accounts=balances,
            )
        )

    def _remember(self, free: int, served: int, outflow: int) -> None:
        """Keep the sums over the latest months, with this one in place of the one that falls out of memory."""
        first = self._memory[0]
        self._memory.append((free, served, outflow))
        self._free += free - first[0]
        self._served += served - first[1]
        self._outflow += outflow - first[2]
