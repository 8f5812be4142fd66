"""``project``: the household's future as the baseline's inputs copy implies it."""

from dataclasses import field, replace
from datetime import date
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from effluent_cli.domain.books import Balance
from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import Freshness
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.domain.month_rows import MonthRow
from effluent_cli.domain.periods import Month
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.projection import Projection, Shortfall, project
from effluent_cli.domain.rulebook import household_rules
from effluent_cli.domain.scenario_rules import BASELINE
from effluent_cli.domain.settings import setting_of
from effluent_cli.domain.settlement import TaxedYear
from effluent_cli.domain.yearly import yearly
from effluent_cli.errors import Busy
from effluent_cli.services.bases import basis_of
from effluent_cli.services.caller import Caller
from effluent_cli.services.reading import Course, course_of, live_freshness, staleness_warning
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import ended, moment, new_run

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

HORIZON = 120
"""Months projected unless asked otherwise; at most ``LONGEST``."""
LONGEST = 960
REAL_FLOWS = ("income_real", "taxes_real", "spending_real", "interest_real", "returns_real", "adjustments_real")


@frozen
class Window:
    """First and last month, and how many."""

    from_: Month
    to: Month
    months: int


@frozen
class Opening:
    """Today's books: the balances that the projection opens with."""

    net_worth: Cents
    accounts: dict[str, Balance]


@frozen
class Summary:
    """The projection in a few figures: the lowest cash of all days, the first month from which on nothing is owed."""

    net_worth_now: Cents
    net_worth_end: Cents
    net_worth_end_real: Cents
    lowest_cash: Cents
    lowest_cash_on: date
    debt_free: Month | None


@frozen
class RulesUsed:
    """The calendar years whose rules were used, and those of them that carry the newest law forward."""

    years: tuple[int, ...]
    projected: tuple[int, ...]


@frozen
class RealRow:
    """A row's amounts in money of the first month (cents), deflated by the household's inflation."""

    month: Month
    income_real: Cents
    taxes_real: Cents
    spending_real: Cents
    interest_real: Cents
    returns_real: Cents
    net_worth_real: Cents
    assets_real: Cents
    liabilities_real: Cents
    liquid_real: Cents
    retirement_real: Cents
    adjustments_real: Cents
    opening_cash_real: Cents
    closing_cash_real: Cents
    lowest_cash_real: Cents
    accounts_real: dict[str, Cents]


@frozen
class Projected:
    """The answer of ``project``; ``run`` is the id under which it was saved."""

    scenario: str
    window: Window
    freshness: Freshness
    opening: Opening
    months: tuple[MonthRow, ...]
    years: tuple[TaxedYear, ...]
    first_shortfall: Shortfall | None
    summary: Summary
    assumptions: dict[str, Rate]
    rules: RulesUsed
    months_real: tuple[RealRow, ...] | None = field(default=None, metadata=OPTIONAL)
    run: str | None = field(default=None, metadata=OPTIONAL)


def projected(
    file: "HouseholdFile",
    caller: Caller,
    *,
    scenario: str = BASELINE,
    months: int = HORIZON,
    every: str = "month",
    real: bool = False,
    refresh: bool = False,
    require_fresh: bool = False,
    save: bool = False,
) -> tuple[Projected, date, tuple[Finding, ...]]:
    """Project the baseline, or what else ``scenario`` names, over ``months`` months (1 to 960) from the current one.

    ``every`` ``year`` gives one row a calendar year, ``real`` adds the rows in money of the first month. ``refresh``
    catches up with every open event first, ``save`` keeps the answer as a run. Raises OnboardingIncomplete, Stale under
    ``require_fresh``, NotFound, Refused for a scenario that cannot be applied, Busy when a refresh or the saving cannot get in.
    """
    course = present_course(file, caller, refresh=refresh, require_fresh=require_fresh)
    basis = basis_of(file, course, scenario, months)
    law = household_rules(rules(), basis.inputs.settings)
    projection = project(basis.inputs, law, course.as_of, months, basis.overlay)
    rows = projection.months if every == "month" else yearly(projection.months)
    years = tuple(range(course.as_of.year, (projection.first + months - 1) // 12 + 1))
    report = Projected(
        scenario=basis.name,
        window=Window(projection.first, projection.first + months - 1, months),
        freshness=course.freshness,
        opening=Opening(projection.opening_net_worth, projection.opening),
        months=rows,
        years=projection.years,
        first_shortfall=projection.first_shortfall,
        summary=summary(projection),
        assumptions=projection.assumptions,
        rules=RulesUsed(years, tuple(year for year in years if law.tax_year(year, projection.assumptions).projected)),
        months_real=_real_rows(projection, every) if real else None,
    )
    if save:
        report = _saved(file, caller, report, course.baseline.fingerprint)
    return report, course.as_of, staleness_warning(course.freshness) + basis.findings + projection.findings


def present_course(file: "HouseholdFile", caller: Caller, *, refresh: bool, require_fresh: bool) -> Course:
    """Return the baseline that an answer is drawn from, after catching up with every open event where that is asked for.

    Raises OnboardingIncomplete, Stale under ``require_fresh``, Busy when a refresh cannot get in.
    """
    if refresh or _refreshes_itself(file, caller):
        drain(file, caller)
    return course_of(file, caller, require_fresh=require_fresh)


def _saved(file: "HouseholdFile", caller: Caller, report: Projected, fingerprint: str) -> Projected:
    """Keep a projection as a run of the household; return it with the run's id."""
    run = new_run(caller, "project", fingerprint)
    report = replace(report, run=run.id)
    with caller.opened(file) as books:
        books.apply(Plan((Change(None, ended(run, moment(caller), report)),)))
    return report


def _refreshes_itself(file: "HouseholdFile", caller: Caller) -> bool:
    """Whether the household has chosen to have waiting events processed before every answer, and something waits."""
    with file.reading() as books:
        if setting_of(books.settings(), "auto_refresh") != "on":
            return False
        return not live_freshness(books, caller.today(books.household().time_zone)).fresh


def drain(file: "HouseholdFile", caller: Caller) -> None:
    """Process every open event of one household now. Raises Busy; a failure stays noted on the events."""
    from effluent_cli.services.processing import process_one

    result = process_one(file, caller, revive=True)
    if result.result == "busy":
        raise Busy(result.error or f"{file.slug} is busy")


def _real_rows(projection: Projection, every: str) -> tuple[RealRow, ...]:
    """Return the rows in money of the first month. A year's flows are those of its months, each at the prices of its month."""
    rows = tuple(_real(row, projection) for row in projection.months)
    if every == "month":
        return rows
    return tuple(_real_year(tuple(year)) for _, year in groupby(rows, key=lambda row: row.month // 12))


def _real_year(rows: tuple[RealRow, ...]) -> RealRow:
    flows = {name: sum(getattr(row, name) for row in rows) for name in REAL_FLOWS}
    lowest = min(row.lowest_cash_real for row in rows)
    return replace(rows[-1], **flows, opening_cash_real=rows[0].opening_cash_real, lowest_cash_real=lowest)


def _real(row: MonthRow, projection: Projection) -> RealRow:
    def real(cents: int) -> int:
        return projection.assumptions.deflated(cents, projection.first, row.month)

    return RealRow(
        month=row.month,
        income_real=real(row.income),
        taxes_real=real(row.taxes),
        spending_real=real(row.spending),
        interest_real=real(row.interest),
        returns_real=real(row.returns),
        net_worth_real=row.net_worth_real,
        assets_real=real(row.assets),
        liabilities_real=real(row.liabilities),
        liquid_real=real(row.liquid),
        retirement_real=real(row.retirement),
        adjustments_real=real(row.adjustments),
        opening_cash_real=real(row.opening_cash),
        closing_cash_real=real(row.closing_cash),
        lowest_cash_real=real(row.lowest_cash),
        accounts_real={key: real(balance) for key, balance in row.accounts.items()},
    )


def summary(projection: Projection) -> Summary:
    """Return the projection in a few figures."""
    months = projection.months
    lowest = min(months, key=lambda row: row.lowest_cash)
    return Summary(
        net_worth_now=projection.opening_net_worth,
        net_worth_end=months[-1].net_worth,
        net_worth_end_real=months[-1].net_worth_real,
        lowest_cash=lowest.lowest_cash,
        lowest_cash_on=lowest.lowest_on,
        debt_free=_debt_free(projection),
    )


def _debt_free(projection: Projection) -> Month | None:
    """Return the first month that ends without debt and has no later one that ends with it; None where there is none."""
    free = takewhile(lambda row: not row.liabilities, reversed(projection.months))
    return min((row.month for row in free), default=None)
