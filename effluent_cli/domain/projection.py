"""Month by month from today's books to the horizon, in whole cents, with every cent of every change accounted for.

Every month: income − taxes − spending − interest + returns + adjustments = Σ components = change of net worth. Growth and
savings interest post on the month's last day on its opening balance, in the first month by the days that are left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from effluent_cli.domain.books import Balance, interest_on, opened_books
from effluent_cli.domain.catalog import GROUP_OF, GROWTH_CATEGORY, LIQUID_GROUPS
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.money import Cents, Rate, Ratio, deflated, ratio
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import Month, days_in, last_day, month_of
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import Rules, annual_growth, household_assumptions
from effluent_cli.domain.tax_years import TaxedYear, taxed_years
from effluent_cli.domain.timetable import Entry, timetable

MEMORY = 12
"""Coverage, liquidity and the like look back over this many months of the window."""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Shortfall:
    """The first month in which cash falls below zero, the day it does, and by how much on that day."""

    month: Month
    on: date
    amount: Cents


@dataclass(frozen=True)
class Projection:
    """The whole answer: opening books, one row a month, the calendar years, the first shortfall."""

    first: int
    opening: dict[str, Balance]
    opening_net_worth: int
    months: tuple[MonthRow, ...]
    years: tuple[TaxedYear, ...]
    first_shortfall: Shortfall | None
    assumptions: dict[str, Rate]
    findings: tuple[Finding, ...]


def project(inputs: Inputs, rules: Rules, as_of: date, months: int) -> Projection:
    """Project ``months`` months (1 to 960), the first one being what is left of the month of ``as_of``.

    Raises Refused when the household has no cash account or a balance passes the limit.
    """
    index = InputsIndex(inputs)
    assumptions = household_assumptions(rules, inputs.assumptions)
    opening, standing, findings = opened_books(index, rules, assumptions, as_of)
    first = month_of(as_of)
    payroll = Payroll(index, rules, assumptions)
    last = last_day(first + months - 1)
    entries = timetable(index, rules, assumptions, as_of + timedelta(days=1), last, payroll)
    balances = {key: each.balance for key, each in opening.items()}
    ledger = Ledger(index, balances, {}, assumptions, standing)
    path = _Path(index, assumptions, ledger, as_of)
    at = 0
    for month in range(first, first + months):
        stop = at
        end = last_day(month)
        while stop < len(entries) and entries[stop].day <= end:
            stop += 1
        path.month(month, entries[at:stop])
        at = stop
    return Projection(
        first=first,
        opening=opening,
        opening_net_worth=path.opening_net_worth,
        months=tuple(path.rows),
        years=taxed_years(index, payroll, as_of, first + months - 1),
        first_shortfall=path.shortfall,
        assumptions=assumptions,
        findings=findings,
    )


class _Path:
    """The months walked so far."""

    def __init__(self, index: InputsIndex, assumptions: Mapping[str, Decimal], ledger: Ledger, as_of: date) -> None:
        self.ledger = ledger
        self.as_of = as_of
        self.debts = tuple(index.debts)
        self.assets = tuple(index.assets)
        groups = {key: GROUP_OF[account.type] for key, account in index.accounts.items()}
        self.liquid = tuple(key for key in self.assets if groups[key] in LIQUID_GROUPS)
        self.retirement = tuple(key for key in self.assets if groups[key] == "retirement")
        self.growth = tuple(
            (key, annual_growth(account, assumptions), GROWTH_CATEGORY[groups[key]])
            for key, account in index.assets.items()
        )
        self.inflation = assumptions["inflation"]
        self.opening_net_worth = self._net_worth()
        self.rows: list[MonthRow] = []
        self.shortfall: Shortfall | None = None

    def _net_worth(self) -> int:
        balances = self.ledger.balances
        return sum(balances[key] for key in self.assets) - sum(balances[key] for key in self.debts)

    def month(self, month: int, entries: list[Entry]) -> None:
        """Post one month's entries and growth, and add its row."""
        flows = MonthFlows()
        opening = dict(self.ledger.balances)
        opening_cash = self.ledger.cash
        start = max(self.as_of, last_day(month - 1))
        flows.see_cash(opening_cash, start + timedelta(days=1) if start < last_day(month) else start)
        for entry in entries:
            self.ledger.post(entry, flows)
        fraction = (last_day(month) - start).days / days_in(month)
        for key, annual, name in self.growth:
            if amount := interest_on(opening[key], annual, fraction):
                self.ledger.grow(key, amount, name, flows)
        self._note_shortfall(month, flows)
        self.rows.append(self._row(month, flows, opening_cash))

    def _note_shortfall(self, month: int, flows: MonthFlows) -> None:
        if self.shortfall is None and flows.short_on is not None:
            self.shortfall = Shortfall(month, flows.short_on, flows.short_by)

    def _row(self, month: int, flows: MonthFlows, opening_cash: int) -> MonthRow:
        balances = dict(self.ledger.balances)
        column = flows.columns.get
        income, taxes, spending = column("income", 0), -column("taxes", 0), -column("spending", 0)
        interest = -column("interest", 0)
        principal = sum(amount for name, amount in flows.moves.items() if name.endswith("_principal"))
        assets = sum(balances[key] for key in self.assets)
        liabilities = sum(balances[key] for key in self.debts)
        liquid = sum(balances[key] for key in self.liquid)
        service = interest + principal
        before = self.rows[-(MEMORY - 1) :]
        free = sum(row.income - row.taxes - row.spending for row in before) + income - taxes - spending
        served = sum(row.debt_service for row in before) + service
        outflow = sum(row.spending for row in before) + spending + served
        return MonthRow(
            month=month,
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
            net_worth_real=self._real(assets - liabilities, month),
            debt_service=service,
            opening_cash=opening_cash,
            closing_cash=self.ledger.cash,
            lowest_cash=flows.lowest_cash if flows.lowest_cash is not None else self.ledger.cash,
            lowest_on=flows.lowest_on or last_day(month),
            net_flow=self.ledger.cash - opening_cash,
            dscr=ratio(free, served),
            liquidity_months=ratio(liquid * (len(before) + 1), outflow),
            savings_rate=ratio(income - taxes - spending - interest, income),
            components=dict(sorted(flows.components.items())),
            moves=dict(sorted(flows.moves.items())),
            accounts=balances,
        )

    def _real(self, amount: int, month: int) -> int:
        return deflated(amount, self.inflation, month - month_of(self.as_of))
