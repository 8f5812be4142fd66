"""Tax by the rate schedules, with long-term gains and qualified dividends stacked on top; the printed Tax Table on request."""

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from effluent_cli.domain.money import half_up
from effluent_cli.domain.tax_year import TaxYear

TABLE_BELOW = 10_000_000
"""The Tax Table is printed for taxable income below 100,000 dollars."""


class Schedule(NamedTuple):
    """One status's rates, exactly: rates and bases are integers, ``scale`` of them to one (or to one cent)."""

    scale: int
    starts: tuple[int, ...]
    bases: tuple[int, ...]
    rates: tuple[int, ...]
    gains_rates: tuple[int, ...]
    zero_up_to: int
    fifteen_up_to: int


class Taxed(NamedTuple):
    """Tax in cents, and how income fell into it: ordinary income, gains at each of their rates.

    ``stacked`` is False where the rates of ordinary income on everything gave less.
    """

    tax: int
    ordinary: int
    at_zero: int
    at_fifteen: int
    at_twenty: int
    stacked: bool


@lru_cache(maxsize=1024)
def schedule(tax_year: TaxYear, status: str) -> Schedule:
    """Return the schedule of a filing status."""
    ratios = [rate.as_integer_ratio() for rate in (*tax_year.income_tax.rates, *tax_year.gains.rates)]
    scale = lcm(*(denominator for _, denominator in ratios))
    whole = [numerator * scale // denominator for numerator, denominator in ratios]
    rates, gains_rates = whole[: len(tax_year.income_tax.rates)], whole[len(tax_year.income_tax.rates) :]
    starts = (0, *tax_year.income_tax.upper_limits[status])
    bases = [0]
    for (lower, upper), rate in zip(pairwise(starts), rates, strict=False):
        bases.append(bases[-1] + (upper - lower) * rate)
    return Schedule(
        scale,
        starts,
        tuple(bases),
        tuple(rates),
        tuple(gains_rates),
        tax_year.gains.zero_rate_up_to[status],
        tax_year.gains.fifteen_rate_up_to[status],
    )


def ordinary_exact(by: Schedule, income: int) -> int:
    """Return the tax on ordinary ``income`` (cents) in ``by.scale`` parts of a cent."""
    row = bisect_right(by.starts, income) - 1
    return by.bases[row] + by.rates[row] * (income - by.starts[row])


def stacked(by: Schedule, ordinary: int, preferred: int) -> tuple[int, int, int]:
    """Return how much of ``preferred`` income on top of ``ordinary`` falls to each of the three rates for gains."""
    at_zero = min(preferred, max(0, by.zero_up_to - ordinary))
    at_fifteen = min(preferred - at_zero, max(0, by.fifteen_up_to - ordinary - at_zero))
    return at_zero, at_fifteen, preferred - at_zero - at_fifteen


def gains_exact(by: Schedule, parts: tuple[int, int, int]) -> int:
    """Return the tax on gains at each of their rates in ``by.scale`` parts of a cent."""
    return sum(rate * part for rate, part in zip(by.gains_rates, parts, strict=True))


def income_tax(tax_year: TaxYear, status: str, income: int, preferred: int, *, table: bool = False) -> Taxed:
    """Return the tax on taxable ``income`` of which ``preferred`` is net long-term gain and qualified dividends.

    Rounded once, half-up to the cent; with ``table`` the ordinary part below 100,000 comes from the printed Tax Table.
    """
    by = schedule(tax_year, status)
    preferred = min(preferred, income)
    if not preferred:
        return Taxed(half_up(_ordinary(by, income, table=table), by.scale), income, 0, 0, 0, stacked=True)
    ordinary = income - preferred
    parts = stacked(by, ordinary, preferred)
    with_gains = _ordinary(by, ordinary, table=table) + gains_exact(by, parts)
    without = _ordinary(by, income, table=table)
    found = min(with_gains, without)
    return Taxed(half_up(found, by.scale), ordinary, *parts, stacked=with_gains <= without)


def _ordinary(by: Schedule, income: int, *, table: bool) -> int:
    if not table or income >= TABLE_BELOW:
        return ordinary_exact(by, income)
    dollars = half_up(ordinary_exact(by, table_midpoint(income)), by.scale * 100)
    return dollars * 100 * by.scale


def table_midpoint(income: int) -> int:
    """Return the income that the Tax Table's row for ``income`` is reckoned on: the middle of the row (cents).

    Rows are 50 dollars wide from 3,000 on, 25 below, 10 below 25; the row below 5 dollars is free of tax.
    """
    if income < 500:
        return 0
    if income < 2_500:
        return (income - 500) // 1_000 * 1_000 + 1_000
    width = 2_500 if income < 300_000 else 5_000
    return income // width * width + width // 2
