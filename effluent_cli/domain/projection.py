"""Month by month from today's books to the horizon, in whole cents, with every cent of every change accounted for.

Every month: income − taxes − spending − interest + returns + adjustments = Σ components = change of net worth. Two stages:
the timetable (``month_plans``) works out what is certain, the accounts (``accounts``) live through it. Growth and savings
interest post on the month's last day on its opening balance, in the first month by the days that are left.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from effluent_cli.domain.accounts import Accounts, MonthState
from effluent_cli.domain.books import Balance, opened_books
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.holdings import basis_findings
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.domain.month_plans import month_plans
from effluent_cli.domain.month_rows import MonthRow, Rows
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import Month, last_day, month_of
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import Rules, household_assumptions
from effluent_cli.domain.tax_years import TaxedYear, taxed_years
from effluent_cli.domain.timetable import timetable
from effluent_cli.domain.withdrawals import policy_of


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
    opened = opened_books(index, rules, assumptions, as_of)
    first = month_of(as_of)
    last = first + months - 1
    # One month beyond the horizon: what the last one puts away depends on what the next one needs.
    payroll = Payroll(index, rules, assumptions)
    entries = timetable(index, rules, assumptions, as_of + timedelta(days=1), last_day(last + 1), payroll)
    opening = {key: each.balance for key, each in opened.balances.items()}
    policy = policy_of(index)
    plans = month_plans(index, opened, entries, as_of, last + 1, assumptions, line=policy.line)
    accounts = Accounts(index, assumptions, opening, opened.standing, policy)
    rows = Rows(index, assumptions["inflation"], first)
    shortfall: Shortfall | None = None
    for plan, following in pairwise(plans):
        state = accounts.month(plan, following)
        rows.add(state)
        shortfall = shortfall or _shortfall(state)
    return Projection(
        first=first,
        opening=opened.balances,
        opening_net_worth=sum(-opening[key] if key in index.debts else opening[key] for key in opening),
        months=tuple(rows.rows),
        years=taxed_years(index, payroll, as_of, last),
        first_shortfall=shortfall,
        assumptions=assumptions,
        findings=(*opened.findings, *policy.findings, *basis_findings(index, opening)),
    )


def _shortfall(state: MonthState) -> Shortfall | None:
    """Return the first day of the month with cash below zero."""
    short = next(((day, level) for day, level in state.cash if level < 0), None)
    return Shortfall(state.month, date.fromordinal(short[0]), -short[1]) if short is not None else None
