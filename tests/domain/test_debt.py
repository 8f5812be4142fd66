"""Level payments, a period's interest, card minimums."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.debt import level_payment, minimum_payment, period_interest


@pytest.mark.parametrize(
    ("principal", "rate", "payments", "payment"),
    [
        (1_625_000, "0.0499", 96, 20_565),
        (61_250_075, "0.0599", 360, 366_831),
        (61_250_075, "0", 60, 1_020_835),
        (10_000, "0.12", 1, 10_100),
    ],
)
def test_level_payments(principal: int, rate: str, payments: int, payment: int) -> None:
    assert level_payment(principal, Decimal(rate), payments) == payment


def test_a_level_payment_by_the_year() -> None:
    assert level_payment(2_000_000, Decimal("0.08"), 12, 1) == 265_390


@given(st.integers(1, 10**11), st.decimals(0, 1, places=5), st.integers(1, 480))
def test_a_level_payment_is_the_annuity_to_half_a_cent(principal: int, rate: Decimal, payments: int) -> None:
    period = Fraction(rate) / 12
    exact = principal * period / (1 - 1 / (1 + period) ** payments) if period else Fraction(principal, payments)
    assert abs(level_payment(principal, rate, payments) - exact) <= Fraction(1, 2)


def test_interest_rounds_half_up() -> None:
    assert period_interest(600, Decimal("0.01")) == 1, "half a cent"
    assert period_interest(599, Decimal("0.01")) == 0
    assert period_interest(341_290, Decimal("0.2249")) == 6_396
    assert period_interest(1_000_00, Decimal("0.08"), 1) == 8_000


@pytest.mark.parametrize(
    ("balance", "percent", "floor", "minimum"),
    [
        (341_290, "0.02", 3_500, 6_826),
        (100_000, "0.02", 3_500, 3_500),
        (100_000, None, 3_500, 3_500),
        (100_000, "0.02", None, 2_000),
    ],
)
def test_card_minimums(balance: int, percent: str | None, floor: int | None, minimum: int) -> None:
    assert minimum_payment(balance, None if percent is None else Decimal(percent), floor) == minimum


def test_no_minimum_at_all_is_nothing() -> None:
    assert minimum_payment(100_000, None, None) == 0


def test_a_card_paid_by_the_minimum_still_owes_most_of_it_after_ten_years() -> None:
    balance, rate = 341_290, Decimal("0.2249")
    for _ in range(120):
        interest = period_interest(balance, rate)
        balance += interest - min(balance + interest, minimum_payment(balance, Decimal("0.02"), 3_500))
    assert balance == 293_428
