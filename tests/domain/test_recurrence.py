"""On which dates a rule falls."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.catalog import FREQUENCIES
from effluent_cli.domain.recurrence import in_window, next_after, occurrences, semimonthly_days


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def listed(frequency: str, anchor: str, first: str, last: str) -> list[date]:
    return list(occurrences(frequency, *days(anchor, first, last)))


def test_weekly_and_biweekly_run_both_ways_from_the_anchor() -> None:
    assert listed("weekly", "2026-11-27", "2026-11-01", "2026-11-20") == days("2026-11-06", "2026-11-13", "2026-11-20")
    assert listed("biweekly", "2026-11-20", "2026-10-01", "2026-11-30") == days(
        "2026-10-09", "2026-10-23", "2026-11-06", "2026-11-20"
    )


def test_a_biweekly_rule_falls_three_times_in_some_months() -> None:
    falls = listed("biweekly", "2026-11-20", "2027-01-01", "2027-12-31")
    by_month = [sum(day.month == month for day in falls) for month in range(1, 13)]
    assert by_month == [3, 2, 2, 2, 2, 2, 3, 2, 2, 2, 2, 3]


def test_a_bill_on_the_31st_falls_on_the_last_day_of_short_months_and_returns() -> None:
    assert listed("monthly", "2027-01-31", "2027-01-01", "2027-05-31") == days(
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"
    )


def test_the_30th_stays_the_30th_but_in_february() -> None:
    assert listed("monthly", "2026-11-30", "2026-12-01", "2027-03-31") == days(
        "2026-12-30", "2027-01-30", "2027-02-28", "2027-03-30"
    )


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("2026-11-15", (15, 31)),
        ("2026-11-30", (15, 31)),
        ("2026-02-28", (15, 31)),
        ("2026-11-05", (5, 20)),
        ("2026-11-20", (5, 20)),
        ("2026-12-30", (15, 30)),
        ("2026-12-31", (15, 31)),
    ],
)
def test_semimonthly_days(anchor: str, expected: tuple[int, int]) -> None:
    assert semimonthly_days(date.fromisoformat(anchor)) == expected


def test_semimonthly_falls_on_the_15th_and_the_last() -> None:
    assert listed("semimonthly", "2026-11-15", "2027-02-01", "2027-03-31") == days(
        "2027-02-15", "2027-02-28", "2027-03-15", "2027-03-31"
    )


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("bimonthly", ["2027-01-10", "2027-03-10", "2027-05-10", "2027-07-10", "2027-09-10", "2027-11-10"]),
        ("quarterly", ["2027-01-10", "2027-04-10", "2027-07-10", "2027-10-10"]),
        ("semiannually", ["2027-01-10", "2027-07-10"]),
        ("annually", ["2027-01-10"]),
        ("once", ["2027-01-10"]),
    ],
)
def test_longer_rhythms(frequency: str, expected: list[str]) -> None:
    assert listed(frequency, "2027-01-10", "2027-01-01", "2027-12-31") == days(*expected)


def test_an_anniversary_of_29_february_falls_on_the_28th_in_common_years() -> None:
    assert listed("annually", "2024-02-29", "2026-01-01", "2028-12-31") == days(
        "2026-02-28", "2027-02-28", "2028-02-29"
    )


def test_once_outside_the_range_never_falls() -> None:
    assert listed("once", "2027-01-10", "2027-02-01", "2027-12-31") == []


def test_the_window_is_inclusive_on_both_ends() -> None:
    anchor, start, end = days("2026-11-10", "2026-12-10", "2027-02-10")
    found = in_window("monthly", anchor, (start, end), date(2026, 1, 1), date(2028, 1, 1))
    assert list(found) == days("2026-12-10", "2027-01-10", "2027-02-10")


def test_next_after_looks_past_the_day_itself() -> None:
    anchor = date(2026, 11, 10)
    assert next_after("monthly", anchor, (None, None), anchor) == date(2026, 12, 10)
    assert next_after("once", date(2030, 1, 1), (None, None), anchor) == date(2030, 1, 1)
    assert next_after("once", anchor, (None, None), anchor) is None
    assert next_after("annually", anchor, (None, date(2027, 1, 1)), anchor) is None


@given(
    st.sampled_from(FREQUENCIES),
    st.dates(date(2020, 1, 1), date(2032, 1, 1)),
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_a_range_cut_in_two_gives_the_same_dates(frequency: str, anchor: date, first: date, one: int, two: int) -> None:
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=two)
    whole = list(occurrences(frequency, anchor, first, last))
    parts = [
        *occurrences(frequency, anchor, first, middle),
        *occurrences(frequency, anchor, middle + timedelta(days=1), last),
    ]
    assert whole == parts == sorted(set(whole))
    assert (anchor in whole) == (first <= anchor <= last)
