"""Medicare premiums: Part B, and what high incomes of two years before add to Parts B and D (42 USC 1395r, 1395w-113)."""

from bisect import bisect_left
from datetime import date

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.law.benefits import MedicarePremiums
from effluent_cli.domain.money import Cents
from effluent_cli.domain.social_security.ages import attained_month

ELIGIBLE_MONTHS = 65 * 12
LOOKS_BACK = 2
"""The income-related adjustment of a year follows from the modified AGI of this many years before."""


@frozen
class Premiums:
    """Of one person, cents a month: Part B in all, its income-related part, and that of Part D (a plan's own premium aside)."""

    part_b: Cents
    part_b_extra: Cents
    part_d_extra: Cents


def first_month(birth: date) -> int:
    """Return the month in which Medicare begins: that in which 65 is attained (a day before the birthday)."""
    return attained_month(birth, ELIGIBLE_MONTHS)


def income_year(year: int) -> int:
    """Return the year whose modified AGI and filing status set the adjustment of ``year``."""
    return year - LOOKS_BACK


def premiums(law: MedicarePremiums, filing_status: str, magi: int, *, lived_apart: bool = False) -> Premiums:
    """Return one person's premiums by the law of the year in which they are paid.

    ``magi`` (cents: AGI and tax-exempt interest) and ``filing_status`` are those of ``income_year``. A separate return has
    tiers of its own unless the spouses lived apart all of that year.
    """
    if filing_status == "married_separately" and lived_apart:
        filing_status = "single"
    # Each tier holds for more than its amount, the last one for its amount and more.
    tier = max(0, bisect_left(law.tier_over[filing_status], magi) - 1)
    if magi >= law.last_tier_from[filing_status]:
        tier = len(law.part_b_extra[filing_status]) - 1
    extra = law.part_b_extra[filing_status][tier]
    return Premiums(law.part_b + extra, extra, law.part_d_extra[filing_status][tier])
