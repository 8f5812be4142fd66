"""Amounts and rates: how they are read, shown and rounded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.money import (
    AMOUNT_LIMIT,
    checked_rate,
    compounded,
    grown,
    half_up,
    money_shown,
    money_text,
    parse_money,
    parse_rate,
    percent_shown,
    plain,
    rate_text,
    ratio,
    share,
)

AMOUNTS = st.integers(-AMOUNT_LIMIT, AMOUNT_LIMIT)
RATES = st.decimals(Decimal("-0.99"), 10, places=6)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.56", 123_456),
        ("1234", 123_400),
        ("1234.5", 123_450),
        ("-0.01", -1),
        ("-0.00", 0),
        (" 7 ", 700),
        ("0009", 900),
    ],
)
def test_amounts_are_read(text: str, cents: int) -> None:
    assert parse_money(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "1_000", "1,000", "1e3", "12.345", "$5", "+5", ".5", "5.", "--5", "１２", "NaN", "Infinity", "1\n", "0x10"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_money(text)


def test_an_amount_beyond_the_limit_is_refused() -> None:
    assert parse_money("9999999999.99") == AMOUNT_LIMIT
    with pytest.raises(ValueError, match=r"at most 9,999,999,999\.99"):
        parse_money("10000000000")


@pytest.mark.parametrize(
    ("text", "rate"), [("0.055", "0.055"), ("5.5%", "0.055"), ("150%", "1.5"), ("-15%", "-0.15"), ("0", "0")]
)
def test_rates_are_read(text: str, rate: str) -> None:
    assert str(parse_rate(text)) == rate


def test_a_bare_number_is_refused_with_both_ways_to_write_it() -> None:
    with pytest.raises(ValueError, match=r"write 5\.5% or 0\.055"):
        parse_rate("5.5")


@pytest.mark.parametrize("text", ["", "5 %", "1e-2", "five", "0.12345678901", "%"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a rate"):
        parse_rate(text)


@pytest.mark.parametrize("rate", ["-1", "10.01", "-7"])
def test_rates_out_of_bounds_are_refused(rate: str) -> None:
    with pytest.raises(ValueError, match="above -100 %"):
        checked_rate(Decimal(rate))


def test_plain_rates_have_neither_exponent_nor_trailing_zeros_nor_a_signed_zero() -> None:
    assert [str(plain(Decimal(text))) for text in ("0.0500", "1E+1", "-0", "0E-7", "2")] == [
        "0.05",
        "10",
        "0",
        "0",
        "2",
    ]
    assert rate_text(Decimal("1E-10")) == "0.0000000001"
    assert percent_shown(Decimal("0.0525")) == "5.25 %"


@pytest.mark.parametrize(
    ("cents", "text", "shown"),
    [
        (123_456, "1234.56", "1,234.56"),
        (-5, "-0.05", "-0.05"),
        (0, "0.00", "0.00"),
        (100_000_000, "1000000.00", "1,000,000.00"),
    ],
)
def test_amounts_are_written(cents: int, text: str, shown: str) -> None:
    assert (money_text(cents), money_shown(cents)) == (text, shown)


@given(AMOUNTS)
def test_an_amount_survives_its_text(cents: int) -> None:
    assert parse_money(money_text(cents)) == cents


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (49, 100, 0), (-149, 100, -1)]
)
def test_half_up_rounds_magnitudes(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(AMOUNTS, RATES, st.integers(1, 365))
def test_a_share_is_within_half_a_cent_and_symmetric(cents: int, rate: Decimal, parts: int) -> None:
    exact = cents * Fraction(rate) / parts
    assert abs(share(cents, rate, parts) - exact) <= Fraction(1, 2)
    assert share(-cents, rate, parts) == -share(cents, rate, parts)


def test_growth_compounds_exactly_and_rounds_once() -> None:
    assert compounded(10_000, Decimal("0.03"), 2) == 10_609
    assert compounded(10_000, Decimal("0.03"), 0) == 10_000
    assert compounded(333, Decimal("-0.5"), 1) == 167


@pytest.mark.parametrize(
    ("cents", "factor", "result"), [(100, 1.125, 113), (-100, 1.125, -113), (12_345, 1.0, 12_345), (3, 0.5, 2)]
)
def test_market_growth_rounds_half_up_on_magnitudes(cents: int, factor: float, result: int) -> None:
    assert grown(cents, factor) == result


def test_a_ratio_has_four_decimals_or_is_none() -> None:
    assert ratio(1, 3) == Decimal("0.3333")
    assert ratio(-2, 3) == Decimal("-0.6667")
    assert ratio(1, 0) is None
    assert ratio(1, -4) is None
