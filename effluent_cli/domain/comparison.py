"""Two projections of one household side by side: what their net worth differs by at the end, and what makes the difference.

Net worth changes by components alone, so that the difference of two projections in their last month is the difference of
their opening books and of every component since. ``DRIVERS`` gathers the components under names that a person can weigh;
their sum is the difference to the cent, or there are no drivers but a reason.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from effluent_cli.domain.catalog import (
    CLOSING_COSTS,
    EXPENSE_GROUPS,
    GROWTH_CATEGORY,
    INCOME_CATEGORIES,
    SELLING_COSTS,
    VALUATION,
)
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, money_shown
from effluent_cli.domain.month_rows import MonthRow
from effluent_cli.domain.projection import Projection

OPENING = "opening_balances"
"""The driver of what the two open with: nothing for two courses of one household, all the rest for two sets of books."""
ONE_OFF_INCOME, ONE_OFF_EXPENSE = "one_off_income", "one_off_expense"
"""Components of sums that come or go once, apart from the household's own flows."""
ADJUSTMENT = "adjustment"
"""The component of a change of the books that is neither earned, spent, owed nor grown."""

NET_INCOME, INVESTMENT_INCOME, EMPLOYER = "net_income", "investment_income", "employer_contribution"
DRIVERS: dict[str, str] = {
    **dict.fromkeys(INCOME_CATEGORIES, NET_INCOME),
    **dict.fromkeys(("dividends", "interest", "capital_gains"), INVESTMENT_INCOME),
    EMPLOYER: EMPLOYER,
    **{
        name: name if group in ("tax", "debt") else f"spending_{group}"
        for group, names in EXPENSE_GROUPS.items()
        for name in names
    },
    **{name: name for name in GROWTH_CATEGORY.values()},
    VALUATION: VALUATION,
    ONE_OFF_INCOME: "one_offs",
    ONE_OFF_EXPENSE: "one_offs",
    CLOSING_COSTS: "one_offs",
    SELLING_COSTS: "one_offs",
    ADJUSTMENT: "adjustments",
}
"""Component → driver. Net income is what comes in before the taxes, which are drivers of their own, kind by kind."""
ORDER: tuple[str, ...] = (OPENING, *dict.fromkeys(DRIVERS.values()))


@frozen
class Driver:
    """A named part of a difference in net worth (cents), and the components that it consists of."""

    name: str
    amount: Cents
    components: dict[str, Cents]


@frozen
class Drivers:
    """The parts of a difference, which sum to it exactly; ``error`` with a reason, and without parts, where they do not."""

    status: Literal["ok", "error"]
    reason: str | None
    items: tuple[Driver, ...]


@frozen
class Difference:
    """What a projection has more than another in the last month (cents), and why.

    ``moves`` are the differences of what merely moved, such as contributions: they make none of net worth.
    """

    net_worth: Cents
    drivers: Drivers
    moves: dict[str, Cents]


def difference(first: Projection, second: Projection) -> Difference:
    """Return second − first in the last month of both. ValueError unless they cover the same months."""
    if [row.month for row in first.months] != [row.month for row in second.months]:
        raise ValueError("projections over different months cannot be compared")
    apart = second.months[-1].net_worth - first.months[-1].net_worth
    opening = second.opening_net_worth - first.opening_net_worth
    moves = apart_by_name((row.moves for row in first.months), (row.moves for row in second.months))
    return Difference(
        net_worth=apart,
        drivers=drivers(apart, opening, _components(first.months), _components(second.months)),
        moves={name: amount for name, amount in sorted(moves.items()) if amount},
    )


def drivers(
    apart: int, opening: int, first: Iterable[Mapping[str, int]], second: Iterable[Mapping[str, int]]
) -> Drivers:
    """Return the drivers of a difference ``apart``, of which ``opening`` was there from the beginning (cents).

    ``first`` and ``second`` are the components of each month. A driver that either of them has is there, of 0.00 where it
    makes no difference. A component that no driver covers, and a sum that is not the difference, are errors with a reason.
    """
    parts = apart_by_name(first, second)
    if unknown := sorted(parts.keys() - DRIVERS.keys()):
        return Drivers("error", f"no driver covers {', '.join(unknown)}", ())
    found: dict[str, dict[str, int]] = {}
    for name, amount in sorted(parts.items()):
        found.setdefault(DRIVERS[name], {})[name] = amount
    if opening:
        found[OPENING] = {OPENING: opening}
    items = tuple(Driver(name, sum(found[name].values()), found[name]) for name in ORDER if name in found)
    total = sum(item.amount for item in items)
    if total != apart:
        reason = f"the drivers sum to {money_shown(total)}, but net worth differs by {money_shown(apart)}"
        return Drivers("error", reason, ())
    return Drivers("ok", None, items)


def apart_by_name(first: Iterable[Mapping[str, int]], second: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return by name what the months of ``second`` sum to more than those of ``first``, for every name that either has."""
    total: dict[str, int] = {}
    for sign, months in ((-1, first), (1, second)):
        for month in months:
            for name, amount in month.items():
                total[name] = total.get(name, 0) + sign * amount
    return total


def _components(months: Iterable[MonthRow]) -> Iterable[Mapping[str, int]]:
    return (row.components for row in months)
