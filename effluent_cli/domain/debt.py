"""What a debt costs: the level payment, a month's interest, a card's minimum.

Amounts are cents, rates exact fractions a year. Everything rounds half-up to the cent unless a rule of
``catalog.ROUNDINGS`` is named. Schedules with other calendars and compounding are in ``domain.amortisation``.
"""

from decimal import Decimal

from effluent_cli.domain.amounts import Amount, most, share
from effluent_cli.domain.money import rounded


def level_payment(
    principal: int, annual_rate: Decimal, payments: int, periods_per_year: int = 12, rounding: str = "half_up"
) -> int:
    """Return the equal payment (cents) that amortises ``principal`` in ``payments`` periods, reckoned exactly.

    principal × i ÷ (1 − (1 + i)^−payments) with i = rate ÷ periods per year; ``payments`` > 0.
    """
    numerator, denominator = annual_rate.as_integer_ratio()
    denominator *= periods_per_year
    if numerator == 0:
        return rounded(principal, payments, rounding)
    grown, base = (denominator + numerator) ** payments, denominator**payments
    return rounded(principal * numerator * grown, denominator * (grown - base), rounding)


def period_interest(balance: int, annual_rate: Decimal, periods_per_year: int = 12, rounding: str = "half_up") -> int:
    """Return one period's interest on ``balance`` in whole cents: balance × rate ÷ periods per year, reckoned exactly."""
    numerator, denominator = annual_rate.as_integer_ratio()
    return rounded(balance * numerator, denominator * periods_per_year, rounding)


def minimum_payment(balance: Amount, percent: Decimal | None, floor: int | None, interest: Amount = 0) -> Amount:
    """Return a card's minimum in cents: the larger of ``floor`` and ``percent`` of the balance before the month's interest.

    With ``interest`` (of the month, where the issuer adds it) that percent is on top of the interest. The caller never pays
    more than balance plus interest.
    """
    return most(floor or 0, interest + (share(balance, percent) if percent is not None else 0))
