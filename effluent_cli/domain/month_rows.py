"""The month row that a projection answers with, and the measures that look back over the rows before it."""

from collections import deque
from datetime import date

from effluent_cli.domain.accounts import MonthState
from effluent_cli.domain.catalog import GROUP_OF, LIQUID_GROUPS
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, Ratio, ratio
from effluent_cli.domain.periods import Month
from effluent_cli.domain.rates import Rates

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
    components: dict[str, Cents]
    moves: dict[str, Cents]
    accounts: dict[str, Cents]


class Rows:
    """The rows made so far of one path, in order. ``first`` is the month of the window that ``_real`` amounts refer to."""

    def __init__(self, index: InputsIndex, rates: Rates, first: int) -> None:
        self.order = tuple(index.accounts)
        self.debts = tuple(index.debts)
        self.assets = tuple(index.assets)
        self.liquid = tuple(key for key in self.assets if GROUP_OF[index.assets[key].type] in LIQUID_GROUPS)
        self.retirement = tuple(key for key in self.assets if GROUP_OF[index.assets[key].type] == "retirement")
        self.rates = rates
        self.first = first
        self.rows: list[MonthRow] = []
        self.memory: deque[tuple[int, int, int]] = deque(maxlen=MEMORY)

    def add(self, state: MonthState) -> None:
        """Add the row of the next month."""
        balances = state.balances
        column = state.columns.get
        income, taxes, spending = column("income", 0), -column("taxes", 0), -column("spending", 0)
        interest = -column("interest", 0)
        principal = sum(amount for name, amount in state.moves.items() if name.endswith("_principal"))
        assets = sum(balances[key] for key in self.assets)
        liabilities = sum(balances[key] for key in self.debts)
        liquid = sum(balances[key] for key in self.liquid)
        service = interest + principal
        self.memory.append((income - taxes - spending, service, spending + service))
        free, served, outflow = (sum(each) for each in zip(*self.memory, strict=True))
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
                retirement=sum(balances[key] for key in self.retirement),
                net_worth_real=self.rates.deflated(assets - liabilities, self.first, state.month),
                debt_service=service,
                opening_cash=state.opening_cash,
                closing_cash=state.closing_cash,
                lowest_cash=state.lowest_cash,
                lowest_on=date.fromordinal(state.lowest_on),
                net_flow=state.closing_cash - state.opening_cash,
                dscr=ratio(free, served),
                liquidity_months=ratio(liquid * len(self.memory), outflow),
                savings_rate=ratio(income - taxes - spending - interest, income),
                components=dict(sorted(state.components.items())),
                moves=dict(sorted(state.moves.items())),
                accounts={key: balances[key] for key in self.order},
            )
        )
