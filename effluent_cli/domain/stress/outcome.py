"""What a stress test comes to: the months under shock, measured against thresholds, and a verdict.

``failed``: a shortfall, less than one month of liquidity, or a debt coverage below 1; ``warning``: less than three months, or
below 1.25; else ``passed``. Where no debt is paid there is no coverage, and nothing to say of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.comparison import Drivers, difference, side
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, Ratio, half_up
from effluent_cli.domain.month_rows import MonthRow
from effluent_cli.domain.overlay import Overlay
from effluent_cli.domain.periods import Month, last_day, month_of
from effluent_cli.domain.projection import Projection, Shortfall
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.stress.table import StressTest, first_full_month

Status = Literal["passed", "warning", "failed"]


@frozen
class Drawdown:
    """The deepest fall of net worth from its own highest point before: cents, and as a fraction of that point.

    ``fraction`` is null where the highest point is not above zero.
    """

    amount: Cents
    fraction: Ratio | None
    peak: Month
    trough: Month


@frozen
class Breach:
    """A threshold that was not held: from which month, and in how many months in all."""

    threshold: str
    first: Month
    months: int


@frozen
class Outcome:
    """One test. Months are null where it never comes to it; ratios where there is nothing to measure.

    ``net_worth_difference`` is the end under shock less the end without, with its drivers.
    """

    name: str
    status: Status
    inputs: dict[str, str]
    net_worth_end: Cents
    net_worth_difference: Cents
    drivers: Drivers
    first_negative_net_flow: Month | None
    first_month_below_one: Month | None
    min_liquidity_months: Ratio | None
    min_liquidity_on: Month | None
    min_dscr: Ratio | None
    min_dscr_on: Month | None
    largest_drawdown: Drawdown | None
    first_shortfall: Shortfall | None
    breaches: tuple[Breach, ...]


def _below(name: str, bound: str) -> Callable[[MonthRow], bool]:
    limit = Decimal(bound)

    def holds_not(row: MonthRow) -> bool:
        value = getattr(row, name)
        return value is not None and value < limit

    return holds_not


FAILS: dict[str, Callable[[MonthRow], bool]] = {
    "shortfall": lambda row: row.lowest_cash < 0,
    "liquidity_below_1": _below("liquidity_months", "1"),
    "dscr_below_1": _below("dscr", "1"),
}
WARNS: dict[str, Callable[[MonthRow], bool]] = {
    "liquidity_below_3": _below("liquidity_months", "3"),
    "dscr_below_1.25": _below("dscr", "1.25"),
}
"""What is not held in a month, by the threshold's name."""


def shaken(
    test: StressTest, values: Mapping[str, Any], inputs: Inputs, rates: Rates, as_of: date, months: int
) -> tuple[Inputs, Overlay]:
    """Return what a test makes of a household over ``months`` months. Raises Refused where its inputs are impossible."""
    draft = Draft(inputs, rates, as_of, last_day(month_of(as_of) + months))
    test.shake(draft, first_full_month(as_of), values)
    return draft.inputs(), draft.overlay()


def outcome(  # noqa: PLR0917  # of which test, by which inputs as typed, and the two courses
    name: str,
    typed: dict[str, str],
    shocked: Projection,
    under: tuple[Inputs, Overlay],
    undisturbed: Projection,
    plain: Inputs,
    as_of: date,
) -> Outcome:
    """Return what a test comes to; ``undisturbed`` is the course of ``plain`` without any shock."""
    rows = shocked.months
    apart = difference(side(undisturbed, plain, Overlay(), as_of), side(shocked, *under, as_of))
    breaches = tuple(_breaches(rows))
    failed, warned = (any(each.threshold in table for each in breaches) for table in (FAILS, WARNS))
    liquidity, coverage = _least(rows, "liquidity_months"), _least(rows, "dscr")
    return Outcome(
        name=name,
        status="failed" if failed else "warning" if warned else "passed",
        inputs=typed,
        net_worth_end=rows[-1].net_worth,
        net_worth_difference=apart.net_worth,
        drivers=apart.drivers,
        first_negative_net_flow=_first(rows, lambda row: row.net_flow < 0),
        first_month_below_one=_first(rows, FAILS["liquidity_below_1"]),
        min_liquidity_months=liquidity.liquidity_months if liquidity is not None else None,
        min_liquidity_on=liquidity.month if liquidity is not None else None,
        min_dscr=coverage.dscr if coverage is not None else None,
        min_dscr_on=coverage.month if coverage is not None else None,
        largest_drawdown=_drawdown(rows),
        first_shortfall=shocked.first_shortfall,
        breaches=breaches,
    )


def resilience(statuses: Sequence[str]) -> int | None:
    """Return (100 × passed + 50 × warnings) ÷ tests, half-up, of the tests that came to a result; None without one."""
    held = [each for each in statuses if each in ("passed", "warning", "failed")]
    points = sum({"passed": 100, "warning": 50}.get(each, 0) for each in held)
    return half_up(points, len(held)) if held else None


def _breaches(rows: Sequence[MonthRow]) -> Iterator[Breach]:
    for name, broken in {**FAILS, **WARNS}.items():
        months = [row.month for row in rows if broken(row)]
        if months:
            yield Breach(name, months[0], len(months))


def _first(rows: Iterable[MonthRow], holds: Callable[[MonthRow], bool]) -> int | None:
    return next((row.month for row in rows if holds(row)), None)


def _least(rows: Iterable[MonthRow], name: str) -> MonthRow | None:
    known = [row for row in rows if getattr(row, name) is not None]
    return min(known, key=lambda row: getattr(row, name)) if known else None


def _drawdown(rows: Sequence[MonthRow]) -> Drawdown | None:
    peak, deepest = rows[0], None
    for row in rows:
        if row.net_worth > peak.net_worth:
            peak = row
        fallen = peak.net_worth - row.net_worth
        if fallen and (deepest is None or fallen > deepest.amount):
            fraction = None if peak.net_worth <= 0 else Decimal(half_up(fallen * 10_000, peak.net_worth)).scaleb(-4)
            deepest = Drawdown(fallen, fraction, peak.month, row.month)
    return deepest
