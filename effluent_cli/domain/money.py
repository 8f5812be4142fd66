"""Money as integer cents, rates as exact decimals, and the few ways in which they round.

Inside effluent an amount is an ``int`` number of cents. ``Decimal`` appears only while parsing what people type and as an
exact rate. Rounding is half-up on magnitudes (away from zero at the half) unless a caller names another rule.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, TypeAlias

Cents: TypeAlias = Annotated[int, "cents"]
"""An amount in whole cents; shown in JSON as a decimal string."""
Rate: TypeAlias = Annotated[Decimal, "rate"]
"""A fraction per year (0.0525 is 5.25 %), exact; shown in JSON as a fraction string."""
Ratio: TypeAlias = Annotated[Decimal, "ratio"]
"""A measure such as a coverage ratio or a number of months, rounded to four decimals."""

AMOUNT_LIMIT = 999_999_999_999
"""The largest amount a person may state: 9,999,999,999.99."""
BALANCE_LIMIT = 10**14
"""A reckoned balance beyond this many cents is an error, never a wrap."""

_ENDINGS = tuple(f".{cents:02d}" for cents in range(100))
"""The decimals of an amount; a document of many months writes tens of thousands of them."""
_MONEY = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?", re.ASCII)
_RATE = re.compile(r"(-?)([0-9]{1,4})(?:\.([0-9]{1,10}))?(%?)", re.ASCII)


def parse_money(text: str) -> int:
    """Return the cents in ``text`` (``1234``, ``1234.5``, ``-1234.56``).

    Raises ValueError with a message for a person: thousands separators, exponents, signs other than ``-``, currency
    marks and more than two decimals are refused, and so is an amount beyond ``AMOUNT_LIMIT``.
    """
    match = _MONEY.fullmatch(text.strip(" "))
    if match is None:
        raise ValueError("not an amount: write digits with at most two decimals, like 1234.56")
    sign, whole, fraction = match.groups()
    cents = int(whole) * 100 + int((fraction or "0").ljust(2, "0"))
    if cents > AMOUNT_LIMIT:
        raise ValueError("an amount may be at most 9,999,999,999.99")
    return -cents if sign else cents


def parse_rate(text: str) -> Decimal:
    """Return the fraction in ``text``: ``0.055`` or ``5.5%``.

    Raises ValueError; a bare number of 1 or more is refused with the hint to write a percent sign.
    """
    match = _RATE.fullmatch(text.strip(" "))
    if match is None:
        raise ValueError("not a rate: write a fraction like 0.055 or a percentage like 5.5%")
    rate = Decimal(text.strip(" ").rstrip("%"))
    if match.group(4):
        return checked_rate(rate / 100)
    if abs(rate) >= 1:
        raise ValueError(f"a rate of {text} would be {rate * 100} %: write {text}% or {rate / 100}")
    return checked_rate(rate)


def parse_part(text: str) -> Decimal:
    """Return the part of a whole in ``text``, above 0 and at most 1: ``0.4``, ``40%``, ``1``.

    Raises ValueError with a message for a person.
    """
    part = Decimal(1) if text.strip(" ") in ("1", "1.0") else parse_rate(text)
    if not 0 < part <= 1:
        raise ValueError("must be above 0 % and at most 100 %")
    return part


def checked_rate(rate: Decimal) -> Decimal:
    """Return ``rate`` without trailing zeros; ValueError unless −1 < rate ≤ 10."""
    if not -1 < rate <= 10:
        raise ValueError("a rate must be above -100 % and at most 1000 %")
    return plain(rate)


def plain(value: Decimal) -> Decimal:
    """Return ``value`` without trailing zeros and without an exponent (``Decimal("0.0525")``); zero has no sign."""
    if not value:
        return Decimal(0)
    value = value.normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value  # type: ignore[operator]  # finite by parsing


def money_text(cents: int) -> str:
    """Return ``-1234.56`` for −123456 cents: the JSON form."""
    if cents < 0:
        return f"-{-cents // 100}{_ENDINGS[-cents % 100]}"
    return f"{cents // 100}{_ENDINGS[cents % 100]}"


def money_shown(cents: int) -> str:
    """Return ``-1,234.56`` for −123456 cents: the form on screen."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest:02d}"


def rate_text(rate: Decimal) -> str:
    """Return the fraction string of a rate, never with an exponent."""
    return format(plain(rate), "f")


def percent_shown(rate: Decimal) -> str:
    """Return ``5.25 %`` for 0.0525."""
    return f"{format(plain(rate * 100), 'f')} %"


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator ÷ denominator rounded to an integer, halves away from zero; ``denominator`` > 0."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def steps_begun(amount: int, step: int) -> int:
    """Return how many steps an amount takes, one that is only begun counting whole."""
    return -(-amount // step)


def rounded(numerator: int, denominator: int, rule: str = "half_up") -> int:
    """Return numerator ÷ denominator in whole cents by ``rule``: ``half_up``, ``up`` or ``half_even``; ``denominator`` > 0."""
    if rule == "half_up":
        return half_up(numerator, denominator)
    whole, rest = divmod(abs(numerator), denominator)
    above = rest > 0 if rule == "up" else 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    magnitude = whole + above
    return -magnitude if numerator < 0 else magnitude


def share(cents: int, rate: Decimal, parts: int = 1) -> int:
    """Return ``cents × rate ÷ parts`` in whole cents, half-up, reckoned exactly."""
    if not cents:
        return 0
    numerator, denominator = rate.as_integer_ratio()
    return half_up(cents * numerator, denominator * parts)


@lru_cache(maxsize=8192)
def compounded(cents: int, rate: Decimal, years: int) -> int:
    """Return ``cents × (1 + rate) ** years`` in whole cents, half-up, reckoned exactly; ``years`` ≥ 0."""
    above, below = _compound_factor(rate, years)
    return half_up(cents * above, below)


@lru_cache(maxsize=1024)
def _compound_factor(rate: Decimal, years: int) -> tuple[int, int]:
    """Return ``(1 + rate) ** years`` as a ratio of integers: many amounts grow by the same one."""
    numerator, denominator = rate.as_integer_ratio()
    return (denominator + numerator) ** years, denominator**years


def grown(cents: int, factor: float) -> int:
    """Return ``cents × factor`` in whole cents, half-up. The one place where a float touches an amount (market growth)."""
    amount = cents * factor
    return int(amount + 0.5) if amount >= 0 else -int(0.5 - amount)


def deflated(cents: int, inflation: Decimal, months: int) -> int:
    """Return an amount of ``months`` after the base month in money of the base month, in whole cents, half-up."""
    return grown(cents, float(1 + inflation) ** (-months / 12))


def ratio(numerator: int, denominator: int) -> Decimal | None:
    """Return numerator ÷ denominator to four decimals, half-up; None when the denominator is not positive."""
    if denominator <= 0:
        return None
    # ``half_up`` in place: every month has three of them.
    doubled, divisor = 20_000 * numerator, 2 * denominator
    tenths = (doubled + denominator) // divisor if numerator >= 0 else -((denominator - doubled) // divisor)
    return Decimal(tenths).scaleb(-4)
