"""When in a month cash is at its lowest, and first below zero; amounts in the idiom of ``amounts``."""

from collections.abc import Iterator

from effluent_cli.domain.amounts import Amount, choose
from effluent_cli.domain.month_plans import MonthPlan


def cash_levels(plan: MonthPlan, opening: Amount, paid: list[Amount]) -> Iterator[tuple[int, Amount]]:
    """Yield the days (ordinals) of a month on which cash may be at its lowest or first below zero, with the cash then.

    ``paid`` is what each stop of the plan takes out of cash.
    """
    yield plan.start, opening
    level = opening
    for number, stretch in enumerate(plan.stretches):
        for day, dip in stretch.dips():
            yield day, level + dip
        level = level + stretch.total
        if number < len(paid):
            level = level - paid[number]
            yield plan.stops[number].day, level


def lowest_cash(plan: MonthPlan, opening: Amount, paid: list[Amount]) -> tuple[Amount, Amount]:
    """Return the lowest of ``cash_levels``, and the ordinal of the day on which it is reached first."""
    low, low_on, level = opening, plan.start, opening
    for number, stretch in enumerate(plan.stretches):
        if (dip := stretch.lowest()) is not None:
            low, low_on = lower(low, low_on, level + dip[1], dip[0])
        level = level + stretch.total
        if number < len(paid):
            level = level - paid[number]
            low, low_on = lower(low, low_on, level, plan.stops[number].day)
    return low, low_on


def lower(low: Amount, low_on: Amount, level: Amount, day: Amount) -> tuple[Amount, Amount]:
    """Return ``level`` with its day where it is lower than ``low``, and ``low`` with its own elsewhere."""
    falls = level < low
    if type(falls) is bool:
        return (level, day) if falls else (low, low_on)
    return choose(falls, level, low), choose(falls, day, low_on)
