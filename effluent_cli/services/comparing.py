"""``compare``: two to six courses of one household, month by month, and what makes their difference."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.comparison import Drivers, Side, difference, side
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import Freshness
from effluent_cli.domain.money import Cents
from effluent_cli.domain.month_rows import MonthRow
from effluent_cli.domain.periods import Month
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.projection import Projection, Shortfall, project
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.yearly import yearly
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.bases import Basis, basis_of
from effluent_cli.services.caller import Caller
from effluent_cli.services.projecting import HORIZON, Summary, Window, present_course, summary
from effluent_cli.services.reading import Course, staleness_warning
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import ended, moment, new_run

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

FEWEST, MOST = 2, 6
"""How many may be compared at once."""


@dataclass(frozen=True)
class ComparedMonth:
    """One month (or year) of each, by name: net worth and cash at its end, and ``net_flow``, what cash changed by.

    ``difference`` is the net worth of the others less that of the first.
    """

    month: Month
    net_worth: dict[str, Cents]
    closing_cash: dict[str, Cents]
    net_flow: dict[str, Cents]
    difference: dict[str, Cents]


@dataclass(frozen=True)
class NetWorthApart:
    """The second less the first in the last month."""

    net_worth: Cents


@dataclass(frozen=True)
class Against:
    """One of the others compared with the first: its net worth less the first's in the last month, by drivers.

    ``moves`` are differences of what merely moves between accounts, contributions among them: they make none of net worth.
    """

    scenario: str
    net_worth: Cents
    drivers: Drivers
    moves: dict[str, Cents]


@dataclass(frozen=True)
class Outcome:
    """What one of them comes to."""

    summary: Summary
    first_shortfall: Shortfall | None


@dataclass(frozen=True)
class Compared:
    """The answer of ``compare``. ``difference`` and ``drivers`` are of the second and the first; ``others`` has all of them."""

    scenarios: tuple[str, ...]
    window: Window
    freshness: Freshness
    months: tuple[ComparedMonth, ...]
    outcomes: dict[str, Outcome]
    difference: NetWorthApart
    drivers: Drivers
    others: tuple[Against, ...]
    run: str | None = field(default=None, metadata=OPTIONAL)

    @property
    def explained(self) -> bool:
        """Whether every difference could be attributed to drivers."""
        return all(each.drivers.status == "ok" for each in self.others)


def checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names to compare. InvalidInput for too few, too many, and one that is there twice."""
    if not FEWEST <= len(names) <= MOST:
        message = f"{FEWEST} to {MOST} can be compared, not {len(names)}"
        raise InvalidInput(message, problems=(Problem("SCENARIO", ", ".join(names), message),))
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        message = f"{twice} compared with itself"
        raise InvalidInput(message, problems=(Problem("SCENARIO", twice, message),))
    return tuple(names)


def compared(  # whose courses, who asks, which of them, over which months, in how many rows, and how fresh they must be
    file: "HouseholdFile",
    caller: Caller,
    names: Sequence[str],
    *,
    months: int = HORIZON,
    every: str = "month",
    refresh: bool = False,
    require_fresh: bool = False,
    save: bool = False,
) -> tuple[Compared, date, tuple[Finding, ...]]:
    """Compare courses of a household by name over ``months`` months (1 to 960) from the current one.

    ``every`` ``year`` gives one row a calendar year. Raises InvalidInput, NotFound, OnboardingIncomplete, Stale under
    ``require_fresh``, Busy when a refresh or the saving cannot get in.
    """
    wanted = checked_names(names)
    course = present_course(file, caller, refresh=refresh, require_fresh=require_fresh)
    bases = [basis_of(course, name) for name in wanted]
    report, findings = comparison(bases, rules(), course, months=months, every=every)
    if save:
        run = new_run(caller, "compare", course.baseline.fingerprint)
        report = replace(report, run=run.id)
        with caller.opened(file) as books:
            books.apply(Plan((Change(None, ended(run, moment(caller), report)),)))
    return report, course.as_of, staleness_warning(course.freshness) + findings


def comparison(
    bases: Sequence[Basis], law: Rules, course: Course, *, months: int, every: str
) -> tuple[Compared, tuple[Finding, ...]]:
    """Return what is compared, the first being what the others are set against, and what the projections found odd."""
    sides = {basis.name: _side(basis, law, course.as_of, months) for basis in bases}
    names = tuple(sides)
    first = sides[names[0]]
    others = tuple(_against(name, first, sides[name]) for name in names[1:])
    start = first.projection.first
    report = Compared(
        scenarios=names,
        window=Window(start, start + months - 1, months),
        freshness=course.freshness,
        months=tuple(_joined(names, {name: _rows(each.projection, every) for name, each in sides.items()})),
        outcomes={
            name: Outcome(summary(each.projection), each.projection.first_shortfall) for name, each in sides.items()
        },
        difference=NetWorthApart(others[0].net_worth),
        drivers=others[0].drivers,
        others=others,
    )
    found = dict.fromkeys(finding for each in sides.values() for finding in each.projection.findings)
    return report, tuple(found)


def _side(basis: Basis, law: Rules, as_of: date, months: int) -> Side:
    projection = project(basis.inputs, law, as_of, months, basis.overlay)
    return side(projection, basis.inputs, basis.overlay, as_of)


def _against(name: str, first: Side, other: Side) -> Against:
    found = difference(first, other)
    return Against(name, found.net_worth, found.drivers, found.moves)


def _rows(projection: Projection, every: str) -> tuple[MonthRow, ...]:
    return projection.months if every == "month" else yearly(projection.months)


def _joined(names: tuple[str, ...], rows: dict[str, tuple[MonthRow, ...]]) -> list[ComparedMonth]:
    """Return a row per month with each of them in it."""
    joined = []
    for number, row in enumerate(rows[names[0]]):
        of = {name: rows[name][number] for name in names}
        joined.append(
            ComparedMonth(
                month=row.month,
                net_worth={name: each.net_worth for name, each in of.items()},
                closing_cash={name: each.closing_cash for name, each in of.items()},
                net_flow={name: each.net_flow for name, each in of.items()},
                difference={name: of[name].net_worth - row.net_worth for name in names[1:]},
            )
        )
    return joined
