"""When in a month cash is at its lowest, and first below zero; amounts in the idiom of ``amounts``."""

from collections.abc import Iterator
from operator import itemgetter

from effluent_cli.domain.amounts import Amount, choose, least
from effluent_cli.domain.month_plans import MonthPlan


def cash_levels(plan: MonthPlan, opening: Amount, paid: list[Amount]) -> Iterator[tuple[int, Amount]]:
    """Yield the days (ordinals) of a month on which cash may be at its lowest or first below zero, with the cash then.

    ``paid`` is what each stop of the plan takes out of cash.
    """
    yield plan.start, opening
    level = opening
    for number, stretch in enumerate(plan.stretches):
        for day, dip in stretch.dips:
            yield day, level + dip
        level = level + stretch.total
        if number < len(paid):
            level = level - paid[number]
            yield plan.stops[number].day, level


def low_points(plan: MonthPlan, opening: Amount, paid: list[Amount]) -> Iterator[tuple[int, Amount]]:
    """Yield of ``cash_levels`` those among which the lowest is: the last dip of a stretch is its lowest."""
    yield plan.start, opening
    level = opening
    for number, stretch in enumerate(plan.stretches):
        if stretch.dips:
            day, dip = stretch.dips[-1]
            yield day, level + dip
        level = level + stretch.total
        if number < len(paid):
            level = level - paid[number]
            yield plan.stops[number].day, level


def lowest(levels: tuple[tuple[int, Amount], ...]) -> tuple[Amount, Amount]:
    """Return the lowest cash among days and levels, and the ordinal of the day on which it is reached first."""
    if type(sum([level for _, level in levels])) is int:
        return min(levels, key=itemgetter(1))[::-1]
    lowest_on, least_cash = levels[0]
    for day, level in levels[1:]:
        lowest_on = choose(level < least_cash, day, lowest_on)
        least_cash = least(level, least_cash)
    return least_cash, lowest_on
