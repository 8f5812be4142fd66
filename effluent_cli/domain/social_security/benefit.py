"""The benefit of a worker: primary insurance amount, cost-of-living increases, the month of claiming, the dollar paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from effluent_cli.domain.money import share
from effluent_cli.domain.social_security.ages import (
    attained_month,
    claim_factor,
    eligibility_year,
    full_retirement_months,
)
from effluent_cli.domain.social_security.earnings import AveragedEarnings, averaged
from effluent_cli.domain.social_security.law import BenefitLaw

DIME, DOLLAR = 10, 100
DECEMBER = 11
"""As ``month % 12`` has it."""


@dataclass(frozen=True)
class Increase:
    """The cost-of-living increase of December of ``year`` (a fraction) and the primary insurance amount after it (cents)."""

    year: int
    rate: Decimal
    pia: int


@dataclass(frozen=True)
class Benefit:
    """A worker's benefit and the steps to it.

    ``bend_points`` are dollars, ``parts`` (the three portions of the formula), ``first_pia`` and ``pia`` (with the
    increases up to the month of claiming) cents, ``monthly`` whole dollars. ``early_months`` is negative for a claim after
    full retirement age. ``projected`` says that assumed wages or prices stand behind it.
    """

    eligibility_year: int
    earnings: AveragedEarnings
    bend_points: tuple[int, int]
    parts: tuple[int, ...]
    first_pia: int
    increases: tuple[Increase, ...]
    pia: int
    full_retirement_age_months: int
    early_months: int
    factor: Fraction
    monthly: int
    projected: bool


def benefit(law: BenefitLaw, birth: date, earnings: Mapping[int, int], claim_month: int) -> Benefit:
    """Return the benefit of a worker born on ``birth`` who claims in ``claim_month``, from a record of year → cents.

    Earnings count up to the year before the claim; later ones are credited later (20 CFR 404.280). Credits for delay
    count in full, though those of the claim's own calendar year are paid from the next January on (20 CFR 404.313(c)).
    """
    eligible = eligibility_year(law.formula, birth)
    claimed = claim_month // 12
    record = averaged(law, eligible, earnings, before=claimed)
    points = law.bend_points(eligible)
    parts = portions(law, record.aime, points)
    first = down_to(sum(parts), DIME)
    increases = cost_of_living(law, first, eligible, claim_month)
    pia = increases[-1].pia if increases else first
    full = full_retirement_months(law.formula, birth)
    factor = claim_factor(law.formula, birth, claim_month)
    return Benefit(
        eligibility_year=eligible,
        earnings=record,
        bend_points=points,
        parts=parts,
        first_pia=first,
        increases=increases,
        pia=pia,
        full_retirement_age_months=full,
        early_months=attained_month(birth, full) - claim_month,
        factor=factor,
        monthly=payable(pia, factor),
        projected=_projected(law, eligible, record, increases),
    )


def portions(law: BenefitLaw, aime: int, bend_points: tuple[int, int]) -> tuple[int, ...]:
    """Return the three portions of the primary insurance amount in cents; ``aime`` and ``bend_points`` in dollars.

    They are exact: each rate is a whole percentage of whole dollars.
    """
    first, second = bend_points
    parts = (min(aime, first), min(max(0, aime - first), second - first), max(0, aime - second))
    return tuple(share(part * DOLLAR, rate) for part, rate in zip(parts, law.formula.pia_factors, strict=True))


def cost_of_living(law: BenefitLaw, pia: int, eligible: int, month: int) -> tuple[Increase, ...]:
    """Return the increases from the December of eligibility up to those in force in ``month``, each down to the dime."""
    last = month // 12 - (month % 12 != DECEMBER)
    found = []
    for year in range(eligible, last + 1):
        rate = law.cola(year)
        numerator, denominator = (1 + rate).as_integer_ratio()
        pia = down_to(pia * numerator // denominator, DIME)
        found.append(Increase(year, rate, pia))
    return tuple(found)


def payable(pia: int, factor: Fraction) -> int:
    """Return the whole dollars paid a month: 42 USC 415(g), down to the dollar as the last step."""
    return pia * factor.numerator // (factor.denominator * DOLLAR)


def down_to(cents: int, unit: int) -> int:
    """Return ``cents`` rounded down to a multiple of ``unit``."""
    return cents // unit * unit


def _projected(law: BenefitLaw, eligible: int, record: AveragedEarnings, increases: tuple[Increase, ...]) -> bool:
    newest = max(record.indexed, default=0)
    return (
        not law.published(eligible)
        or newest > max(law.wages.wage_base)
        or any(each.year not in law.wages.cola_december for each in increases)
    )
