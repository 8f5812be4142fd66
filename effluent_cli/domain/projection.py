"""Month by month from today's books to the horizon, in whole cents, with every cent of every change accounted for.

Every month: income − taxes − spending − interest + returns + adjustments = Σ components = change of net worth. Two stages:
the timetable (``month_plans``) works out what is certain, the accounts (``accounts``) live through it. Growth and savings
interest post on the month's last day on its opening balance, in the first month by the days that are left.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, pairwise

from effluent_cli.domain.accounts import Accounts, MonthState
from effluent_cli.domain.amounts import Amount
from effluent_cli.domain.books import Balance, OpenedBooks, opened_books
from effluent_cli.domain.deals import sale_findings
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.growth import Chance
from effluent_cli.domain.holdings import basis_findings
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.medicare_cover import Medicare
from effluent_cli.domain.money import Cents
from effluent_cli.domain.month_plans import MonthPlan, Stop, month_plans
from effluent_cli.domain.month_rows import MonthRow, month_rows
from effluent_cli.domain.overlay import NONE, Overlay
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import Month, last_day, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import Rules, household_assumptions, household_rules
from effluent_cli.domain.schedule import schedule
from effluent_cli.domain.settlement import Settlements, TaxedYear, last_year_findings
from effluent_cli.domain.since_january import facts_since_january, months_elapsed
from effluent_cli.domain.tax_facts import DRAWN, added, untaxed_findings
from effluent_cli.domain.withdrawals import policy_of

BATCH = 60
"""So many months are planned before they are lived."""


@frozen
class Shortfall:
    """The first month in which cash falls below zero, the day it does, and by how much on that day."""

    month: Month
    on: date
    amount: Cents


@frozen
class Projection:
    """The whole answer: opening books, one row a month, the calendar years, the first shortfall."""

    first: int
    opening: dict[str, Balance]
    opening_net_worth: int
    months: tuple[MonthRow, ...]
    years: tuple[TaxedYear, ...]
    first_shortfall: Shortfall | None
    assumptions: Rates
    findings: tuple[Finding, ...]


def project(inputs: Inputs, rules: Rules, as_of: date, months: int, overlay: Overlay = NONE) -> Projection:
    """Project ``months`` months (1 to 960), the first one being what is left of the month of ``as_of``.

    ``overlay`` is what a scenario has happen beside the records. Raises Refused when the household has no cash account, a
    balance passes the limit, or a deal is for more than there is.
    """
    course = Course(inputs, rules, as_of, months, overlay=overlay)
    states = list(course.states())
    index, opening = course.index, course.opening
    return Projection(
        first=course.first,
        opening=course.opened.balances,
        opening_net_worth=sum(-opening[key] if key in index.debts else opening[key] for key in opening),
        months=month_rows(states, course.index, course.assumptions, course.first),
        years=course.taxes.taxed_years(as_of, course.last),
        first_shortfall=next(filter(None, map(_shortfall, states)), None),
        assumptions=course.assumptions,
        findings=(
            *course.opened.findings,
            *course.policy.findings,
            *course.taxes.findings(as_of.year),
            *last_year_findings(index, as_of),
            *course.medicare.findings(course.first + 1, course.last),
            *untaxed_findings(index),
            *basis_findings(index, opening),
            *sale_findings(index),
        ),
    )


class Course:
    """One run of both stages: a pure function of what goes in, over one path or over many.

    ``overlay`` is what a scenario has happen. ``opening`` are amounts that take the place of today's books, account by account,
    and ``chance`` what each account's growth is multiplied by: vectors of one length in either make every state of the course
    a vector.
    """

    def __init__(
        self,
        inputs: Inputs,
        rules: Rules,
        as_of: date,
        months: int,
        *,
        overlay: Overlay = NONE,
        opening: Mapping[str, Amount] | None = None,
        chance: Chance | None = None,
    ) -> None:
        self.index = index = InputsIndex(inputs, overlay)
        rules = household_rules(rules, inputs.settings)
        self.assumptions = household_assumptions(rules, inputs.assumptions, overlay.spells)
        self.opened = _opened(index, rules, self.assumptions, as_of)
        self.opening = {key: each.balance for key, each in self.opened.balances.items()}
        self.first = month_of(as_of)
        self.last = self.first + months - 1
        self.policy = policy_of(index)
        self._as_of = as_of
        # One month beyond the horizon: what the last one puts away depends on what the next one needs.
        end = last_day(self.last + 1)
        payroll = Payroll(index, rules, self.assumptions)
        receipts = Receipts(index, rules, self.assumptions, payroll)
        self._schedule = schedule(
            receipts, self.assumptions, self.opened, as_of, end, payroll=payroll, line=self.policy.line
        )
        self.medicare = Medicare(index, rules, self.assumptions)
        before = added(facts_since_january(receipts, self.assumptions, self.opened, as_of))
        before = added(self.medicare.facts(month_of(date(as_of.year, 1, 1)), self.first), before)
        self.taxes = Settlements(index, payroll, rules, self.assumptions, before)
        self.accounts = Accounts(
            index,
            self.assumptions,
            {**self.opening, **(opening or {})},
            self.opened.standing,
            self.policy,
            taxes=self.taxes,
            medicare=self.medicare,
            distributions=rules.long_lived().distributions,
            chance=chance,
        )
        self.accounts.earn_interest(months_elapsed(as_of))
        self.accounts.holdings.year.drawn.update(
            {whose: drawn for (what, whose), drawn in before.items() if what == DRAWN}
        )

    def _stops(self, month: int) -> list[Stop]:
        found = [*self.medicare.stops(month), *self.taxes.stops(month)]
        if len(found) < 2 and not self.index.overlay.deals:
            return found
        deals = (Stop(each.on.toordinal(), "deal", subject=each) for each in self.index.overlay.deals)
        dealt = [stop for stop in deals if month_of(date.fromordinal(stop.day)) == month]
        return sorted([*found, *dealt], key=lambda stop: (stop.day, not stop.first))

    def states(self) -> Iterator[MonthState]:
        """Live through the months, once. Raises Refused when a balance passes the limit."""
        plans = month_plans(
            self.index,
            self.opened,
            self._schedule,
            self._as_of,
            self.last + 1,
            self.assumptions,
            stops=self._stops,
            line=self.policy.line,
        )
        for plan, following in pairwise(_in_batches(plans)):
            yield self.accounts.month(plan, following)


def _in_batches(plans: Iterator[MonthPlan]) -> Iterator[MonthPlan]:
    """Yield plans, made in batches: none hangs on how the months before were lived, and alike work in a row is faster."""
    while batch := list(islice(plans, BATCH)):
        yield from batch


def _opened(index: InputsIndex, rules: Rules, rates: Rates, as_of: date) -> OpenedBooks:
    """Return today's books: those of the records before any scenario, with its new accounts at nothing."""
    stated = index.overlay.books
    if stated is None:
        return opened_books(index, rules, rates, as_of)
    opened = opened_books(InputsIndex(stated), rules, household_assumptions(rules, stated.assumptions), as_of)
    new = {key: Balance(None, None, 0, 0) for key in index.accounts if key not in opened.balances}
    return opened._replace(balances={**opened.balances, **new})


def _shortfall(state: MonthState) -> Shortfall | None:
    """Return the first day of the month with cash below zero."""
    if state.short_on is None:
        return None
    day, cash = state.short_on
    return Shortfall(state.month, date.fromordinal(day), -cash)
