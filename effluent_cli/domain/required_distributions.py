"""Required minimum distributions: when they begin, over how many years, how much (IRC 401(a)(9), Treas. Reg. 1.401(a)(9)).

Ages count by the calendar year: the age on the birthday in the year of the distribution. An age of months is attained on the
anniversary of birth (Treas. Reg. 1.401(a)(9)-2(b)), not on the day before as at the Social Security Administration.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from effluent_cli.domain.law.benefits import Distributions
from effluent_cli.domain.money import half_up
from effluent_cli.domain.periods import add_months, month_of

TEN_YEARS = 10
SPOUSE_YOUNGER_BY = 10
"""A spouse who is the sole beneficiary and more than this many years younger takes the joint table."""


def starting_age_months(law: Distributions, birth: date) -> int:
    """Return the starting age in months: 70½, 72, 73 or 75 years by the month of birth."""
    born = month_of(birth)
    return law.start_ages[
        bisect_right(law.start_ages, born, key=lambda row: row.born_from * 12 + row.month - 1) - 1
    ].months


def first_year(law: Distributions, birth: date) -> int:
    """Return the first calendar year that a distribution belongs to; it may be taken until 1 April of the year after."""
    return add_months(birth, starting_age_months(law, birth)).year


def required(law: Distributions, birth: date, year: int, balance: int, spouse_birth: date | None = None) -> int:
    """Return what the owner must take out for ``year`` in cents, half-up; 0 before the first year.

    ``balance`` (cents) is that of 31 December of the year before. ``spouse_birth`` is given where the spouse is the only
    beneficiary. A plan of the present employer may wait until retirement: that is the caller's to know.
    """
    if year < first_year(law, birth):
        return 0
    return taken_over(balance, owner_period(law, birth, year, spouse_birth))


def owner_period(law: Distributions, birth: date, year: int, spouse_birth: date | None = None) -> Decimal:
    """Return the distribution period of an owner in years: the uniform table, or the joint one with a much younger spouse.

    The joint table begins at 20: a younger spouse counts as 20, a shorter period and never too small a distribution.
    """
    age = year - birth.year
    if spouse_birth is not None:
        younger = year - spouse_birth.year
        if age - younger > SPOUSE_YOUNGER_BY:
            row = law.joint_life[_last_or(age, law.joint_life)]
            return row[min(max(younger, law.joint_life_from) - law.joint_life_from, len(row) - 1)]
    return law.uniform_lifetime[_last_or(age, law.uniform_lifetime)]


def beneficiary_period(
    law: Distributions, birth: date, first: int, year: int, *, recalculated: bool = False
) -> Decimal:
    """Return the period of a beneficiary who takes life-expectancy payments from ``first`` on (the year after the death).

    The single life table at the age in the first year, one less each year after; a spouse who is the only beneficiary looks
    it up anew each year (``recalculated``). At least one year: then all of it is due.
    """
    looked_up = year if recalculated else first
    age = _last_or(looked_up - birth.year, law.single_life)
    return max(law.single_life[age] - (year - looked_up), Decimal(1))


def emptied_by(death_year: int) -> int:
    """Return the year by whose end a beneficiary under the ten-year rule must have taken everything (IRC 401(a)(9)(H))."""
    return death_year + TEN_YEARS


def taken_over(balance: int, period: Decimal) -> int:
    """Return ``balance`` (cents) ÷ ``period`` (years) in cents, half-up; nothing of a balance that is not positive."""
    numerator, denominator = period.as_integer_ratio()
    return half_up(max(balance, 0) * denominator, numerator)


def _last_or(age: int, table: Mapping[int, object]) -> int:
    """Return ``age``, or the last one of a table that ends with "and over"; ValueError for an age below its first."""
    last = max(table)
    if age < min(table):
        raise ValueError(f"the table begins at the age of {min(table)}, not {age}")
    return min(age, last)
