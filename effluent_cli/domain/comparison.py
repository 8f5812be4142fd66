"""Two projections of one household side by side: what their net worth differs by at the end, and what makes the difference.

Net worth changes by components alone, so that the difference of two projections in their last month is the difference of
their opening books and of every component since. ``DRIVERS`` gathers the components under names that a person can weigh;
their sum is the difference to the cent, or there are no drivers but a reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from math import prod
from typing import Literal

from effluent_cli.domain.books import month_rate
from effluent_cli.domain.catalog import (
    CLOSING_COSTS,
    EXPENSE_GROUPS,
    GROUP_OF,
    GROWTH_CATEGORY,
    INCOME_CATEGORIES,
    SELLING_COSTS,
    VALUATION,
)
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, grown, money_shown
from effluent_cli.domain.overlay import Overlay
from effluent_cli.domain.periods import days_in, last_day, month_of
from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import annual_growth

OPENING = "opening_balances"
"""The driver of what the two open with: nothing for two courses of one household, all the rest for two sets of books."""
NET_INCOME, INVESTMENT_INCOME, EMPLOYER = "net_income", "investment_income", "employer_contribution"
ONE_OFFS = "one_offs"
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
    CLOSING_COSTS: ONE_OFFS,
    SELLING_COSTS: ONE_OFFS,
}
"""Component → driver. Net income is what comes in before the taxes, which are drivers of their own, kind by kind."""
ORDER: tuple[str, ...] = (OPENING, *dict.fromkeys(DRIVERS.values()))

Claims = Mapping[tuple[str, str], int]
"""Driver and component → cents of the component that are this driver's, and not that of the rest of it."""


@frozen
class Side:
    """One projection to be compared, and what of its components is a one-off sum or a shock to values."""

    projection: Projection
    claims: Claims

    @cached_property
    def components(self) -> dict[str, int]:
        """The sums of all months by component (cents): one side is compared with many others."""
        return _summed(row.components for row in self.projection.months)

    @cached_property
    def moves(self) -> dict[str, int]:
        """The sums of all months by move (cents)."""
        return _summed(row.moves for row in self.projection.months)


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


def side(projection: Projection, inputs: Inputs, overlay: Overlay, as_of: date) -> Side:
    """Return a projection as it is compared; ``inputs`` and ``overlay`` are what it was made from on ``as_of``."""
    claims: dict[tuple[str, str], int] = {}
    last = last_day(projection.months[-1].month)
    for flow in inputs.flows:
        if flow.active and flow.origin == "scenario" and flow.frequency == "once" and as_of < flow.anchor <= last:
            key = ONE_OFFS, flow.category
            claims[key] = claims.get(key, 0) + (flow.amount if flow.type == "income" else -flow.amount)
    for name, amount in _shocked(projection, inputs, overlay, as_of):
        claims[VALUATION, name] = claims.get((VALUATION, name), 0) + amount
    return Side(projection, claims)


def _shocked(projection: Projection, inputs: Inputs, overlay: Overlay, as_of: date) -> Iterator[tuple[str, int]]:
    """Yield the component and cents of each month's growth that a shock to values made: all growth but what there is without.

    What is bought or sold in the very month is left to growth: how much of it was there all month the rows do not say.
    """
    if not overlay.shocks:
        return
    assets = InputsIndex(inputs, overlay).assets
    held: Mapping[str, int] = {key: each.balance for key, each in projection.opening.items()}
    for row in projection.months:
        start = max(as_of, last_day(row.month - 1))
        fraction = (last_day(row.month) - start).days / days_in(row.month)
        dealt = {deal.account for deal in overlay.deals if month_of(deal.on) == row.month}
        rates = projection.assumptions.of_month(row.month)
        for key, account in assets.items():
            factor = prod(shock.factor(key, row.month) for shock in overlay.shocks)
            if factor != 1.0 and key not in dealt:
                expected = month_rate(annual_growth(account, rates)) * fraction
                there = max(held.get(key, 0), 0)
                amount = grown(there, expected * factor + (factor - 1.0)) - grown(there, expected)
                yield GROWTH_CATEGORY[GROUP_OF[account.type]], amount
        held = row.accounts


def difference(first: Side, second: Side) -> Difference:
    """Return second − first in the last month of both. ValueError unless they cover the same months."""
    one, other = first.projection, second.projection
    if [row.month for row in one.months] != [row.month for row in other.months]:
        raise ValueError("projections over different months cannot be compared")
    apart = other.months[-1].net_worth - one.months[-1].net_worth
    opening = other.opening_net_worth - one.opening_net_worth
    moves = apart_by_name((first.moves,), (second.moves,))
    keys = first.claims.keys() | second.claims.keys()
    claims = {key: second.claims.get(key, 0) - first.claims.get(key, 0) for key in sorted(keys)}
    return Difference(
        net_worth=apart,
        drivers=drivers(apart, opening, (first.components,), (second.components,), claims),
        moves={name: amount for name, amount in sorted(moves.items()) if amount},
    )


def drivers(  # of what difference, how much of it from the beginning, of which components, and who claims what of them
    apart: int,
    opening: int,
    first: Iterable[Mapping[str, int]],
    second: Iterable[Mapping[str, int]],
    claims: Claims | None = None,
) -> Drivers:
    """Return the drivers of a difference ``apart``, of which ``opening`` was there from the beginning (cents).

    ``first`` and ``second`` are the components of each month. A driver that either of them has is there, of 0.00 where it
    makes no difference. A component that no driver covers, and a sum that is not the difference, are errors with a reason.
    """
    parts = apart_by_name(first, second)
    if unknown := sorted(parts.keys() - DRIVERS.keys()):
        return Drivers("error", f"no driver covers {', '.join(unknown)}", ())
    found: dict[str, dict[str, int]] = {}
    for (driver, name), amount in (claims or {}).items():
        found.setdefault(driver, {})[name] = amount
        parts[name] = parts.get(name, 0) - amount
    for name, amount in sorted(parts.items()):
        components = found.setdefault(DRIVERS[name], {})
        components[name] = components.get(name, 0) + amount
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


def _summed(months: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the sums of some months by name."""
    total: dict[str, int] = {}
    for month in months:
        for name, amount in month.items():
            if name in total:
                total[name] += amount
            else:
                total[name] = amount
    return total
