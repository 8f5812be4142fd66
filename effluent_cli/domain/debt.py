"""What a debt costs: the level payment, a month's interest, a card's minimum.

Amounts are cents, rates exact fractions a year. Everything rounds half-up to the cent. Schedules with other roundings,
calendars and compounding are in ``domain.amortisation``.
"""

from decimal import Decimal

from effluent_cli.domain.money import half_up, share


def level_payment(principal: int, annual_rate: Decimal, payments: int, periods_per_year: int = 12) -> int:
    """Return the equal payment (cents) that amortises ``principal`` in ``payments`` periods, reckoned exactly.

    principal × i ÷ (1 − (1 + i)^−payments) with i = rate ÷ periods per year; ``payments`` > 0.
    """
    numerator, denominator = annual_rate.as_integer_ratio()
    denominator *= periods_per_year
    if numerator == 0:
        return half_up(principal, payments)
    grown, base = (denominator + numerator) ** payments, denominator**payments
    return half_up(principal * numerator * grown, denominator * (grown - base))


def period_interest(balance: int, annual_rate: Decimal, periods_per_year: int = 12) -> int:
    """Return one period's interest on ``balance``: balance × rate ÷ periods per year, half-up to the cent."""
    return share(balance, annual_rate, periods_per_year)


def minimum_payment(balance: int, percent: Decimal | None, floor: int | None) -> int:
    """Return a card's minimum: the larger of ``floor`` and ``percent`` of the balance before the month's interest (cents).

    The caller never pays more than balance plus interest.
    """
    return max(floor or 0, share(balance, percent) if percent is not None else 0)
