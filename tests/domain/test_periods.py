"""Months as numbers, and days that a month does not have."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.periods import (
    add_months,
    checked_day,
    day_in,
    days_in,
    first_day,
    last_day,
    month_of,
    month_text,
    parse_day,
    parse_month,
)

MONTHS = st.integers(1900 * 12, 2200 * 12 + 11)


def test_a_month_is_a_number_that_adds() -> None:
    december = month_of(date(2026, 12, 31))
    assert month_text(december) == "2026-12"
    assert month_text(december + 1) == "2027-01"
    assert parse_month("2026-12") == december


@given(MONTHS)
def test_a_month_survives_its_text(month: int) -> None:
    assert parse_month(month_text(month)) == month
    assert month_of(first_day(month)) == month_of(last_day(month)) == month
    assert (last_day(month) - first_day(month)).days + 1 == days_in(month)


@pytest.mark.parametrize("text", ["2026", "2026-13", "26-01", "2026-1", "november"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_month(text)


@pytest.mark.parametrize(
    ("month", "day", "found"),
    [("2027-02", 31, date(2027, 2, 28)), ("2028-02", 30, date(2028, 2, 29)), ("2026-11", 31, date(2026, 11, 30))],
)
def test_a_day_that_the_month_lacks_is_its_last(month: str, day: int, found: date) -> None:
    assert day_in(parse_month(month), day) == found


def test_months_are_added_from_the_anchor_not_from_the_shortened_day() -> None:
    end_of_january = date(2027, 1, 31)
    assert add_months(end_of_january, 1) == date(2027, 2, 28)
    assert add_months(end_of_january, 2) == date(2027, 3, 31)
    assert add_months(date(2027, 2, 28), 1, 31) == date(2027, 3, 31)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(end_of_january, -2) == date(2026, 11, 30)


def test_days_are_read() -> None:
    assert parse_day("2028-02-29") == date(2028, 2, 29)
    assert parse_day(" 1900-01-01 ") == date(1900, 1, 1)
    assert checked_day(date(2200, 12, 31)) == date(2200, 12, 31)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2027-02-29", "there is no such day"),
        ("2027-13-01", "there is no such day"),
        ("0000-01-01", "there is no such day"),
        ("1885-01-01", "between 1900 and 2200"),
        ("2201-01-01", "between 1900 and 2200"),
        ("0", "not a date"),
        ("20270201", "not a date"),
        ("2027-2-1", "not a date"),
        ("2027-W01-1", "not a date"),
        ("２０２７-01-01", "not a date"),
        ("2027-01-0x", "not a date"),
    ],
)
def test_what_is_no_day_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_day(text)
