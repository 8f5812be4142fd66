"""A record of earnings as the agency averages it: capped, indexed, the highest years, an amount per month.

42 USC 415(b); 20 CFR 404.210 to 404.211.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from effluent_cli.domain.money import half_up
from effluent_cli.domain.social_security.law import FIRST_INDEXED_YEAR, BenefitLaw

INDEXED_TO = 2
"""Earnings are indexed to the average wage of this many years before the year of eligibility; later ones count as they are."""
DROPPED_YEARS = 5
CREDITS_A_YEAR = 4
CREDITS_NEEDED = 40
"""Credits (quarters of coverage) that insure for life anyone born in 1929 or later: 42 USC 414(a)."""


@dataclass(frozen=True)
class AveragedEarnings:
    """``indexed`` by year, the years that ``counted`` (highest first), their ``total`` in cents, and ``aime`` in dollars.

    ``capped`` are the years whose earnings were above the contribution and benefit base.
    """

    indexed: Mapping[int, int]
    capped: frozenset[int]
    counted: tuple[int, ...]
    computation_years: int
    total: int
    aime: int


def averaged(law: BenefitLaw, eligibility_year: int, earnings: Mapping[int, int], before: int) -> AveragedEarnings:
    """Return the average indexed monthly earnings of a record (year → cents), years from ``before`` on left out.

    Each year counts up to its contribution and benefit base, is indexed to the cent, and the sum is divided down to the
    dollar over the months of the computation years.
    """
    base_year = eligibility_year - INDEXED_TO
    wage = law.average_wage(base_year)
    indexed: dict[int, int] = {}
    capped: set[int] = set()
    for year, cents in sorted(earnings.items()):
        if FIRST_INDEXED_YEAR <= year < before:
            covered = min(cents, law.wage_base(year))
            if covered < cents:
                capped.add(year)
            indexed[year] = half_up(covered * wage, law.average_wage(year)) if year < base_year else covered
    years = computation_years(law, eligibility_year)
    counted = tuple(sorted(indexed, key=lambda year: (-indexed[year], year))[:years])
    total = sum(indexed[year] for year in counted)
    return AveragedEarnings(indexed, frozenset(capped), counted, years, total, total // (years * 12 * 100))


def computation_years(law: BenefitLaw, eligibility_year: int) -> int:
    """Return how many of the highest years count: those from 1951, or 22, to the one before 62, less five."""
    first = max(FIRST_INDEXED_YEAR, eligibility_year - 40)
    return min(law.formula.averaged_years, eligibility_year - first - DROPPED_YEARS)


def credits_earned(law: BenefitLaw, earnings: Mapping[int, int], before: int) -> int:
    """Return the credits that a record can have earned before ``before``: at most, since it does not tell quarters apart."""
    return sum(
        min(CREDITS_A_YEAR, cents // law.quarter_of_coverage(year)) for year, cents in earnings.items() if year < before
    )
