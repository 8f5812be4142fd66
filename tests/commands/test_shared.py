"""The shared options as values: today in the household's zone, and the parsers that name their option."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.commands.shared import amount, day, rate, seconds, settle
from effluent_cli.domain.money import AMOUNT_LIMIT, money_text
from effluent_cli.errors import InvalidInput, Refused


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("UTC", date(1999, 1, 1)),
        ("America/Los_Angeles", date(1998, 12, 31)),
        ("Pacific/Kiritimati", date(1999, 1, 1)),
        ("Europe/Berlin", date(1999, 1, 1)),
    ],
)
def test_today_is_the_clock_s_date_in_the_household_s_zone(zone: str, today: date) -> None:
    assert settle({}, {}).today_for(zone) == today


def test_a_stated_day_is_the_same_in_every_zone() -> None:
    stated = settle({}, {"EFFLUENT_AS_OF": "2026-11-23"})
    assert stated.today_for("America/Los_Angeles") == stated.today_for("Pacific/Kiritimati") == date(2026, 11, 23)
    assert settle({"as_of": "2027-01-31"}, {"EFFLUENT_AS_OF": "2026-11-23"}).today_for("UTC") == date(2027, 1, 31)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "\0"])
def test_an_unknown_zone_is_refused_with_a_way_out(zone: str) -> None:
    with pytest.raises(Refused, match="time zone") as refused:
        settle({}, {}).today_for(zone)
    assert "--as-of" in refused.value.hint


def test_the_wait_is_stated_or_the_command_s_own() -> None:
    assert settle({}, {}).patience() == 10
    assert settle({}, {}).patience(0) == 0
    assert settle({"wait": "0"}, {"EFFLUENT_LOCK_WAIT": "7"}).patience(3) == 0
    assert settle({}, {"EFFLUENT_LOCK_WAIT": "0.5"}).patience(3) == 0.5


def test_questions_are_asked_at_a_terminal_only() -> None:
    assert not settle({}, {}).interactive


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_in_bounds_is_read_as_written(value: date) -> None:
    assert day(value.isoformat(), "--on") == value


@given(st.text(alphabet="0123456789-+ T:W.", max_size=12))
def test_whatever_else_is_no_day(text: str) -> None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.isoformat() == text and 1900 <= found.year <= 2200:
        assert day(text, "--on") == found
        return
    with pytest.raises(InvalidInput) as error:
        day(text, "--on")
    assert (error.value.problems[0].path, error.value.problems[0].value) == ("--on", text)


@given(st.integers(-AMOUNT_LIMIT, AMOUNT_LIMIT))
def test_every_amount_in_bounds_is_read_as_written(cents: int) -> None:
    assert amount(money_text(cents), "AMOUNT") == cents


@pytest.mark.parametrize(
    "text", ["1_000", "1e3", "12.345", "1,000", "$5", "+5", "", "nan", "٣", "9999999999999", "--5"]
)
def test_what_is_no_amount_names_its_option(text: str) -> None:
    with pytest.raises(InvalidInput) as error:
        amount(text, "AMOUNT")
    assert error.value.problems[0].path == "AMOUNT"
    assert error.value.message.startswith("AMOUNT ")


@pytest.mark.parametrize(
    ("text", "value"), [("0.055", Decimal("0.055")), ("5.5%", Decimal("0.055")), ("-1%", Decimal("-0.01"))]
)
def test_a_rate_is_a_fraction_or_a_percentage(text: str, value: Decimal) -> None:
    assert rate(text, "--rate") == value


@pytest.mark.parametrize("text", ["5500", "5", "1e-2", "5 %", "-1", "-100%"])
def test_what_is_no_rate_names_its_option(text: str) -> None:
    with pytest.raises(InvalidInput, match="--rate"):
        rate(text, "--rate")


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("0.3", 0.3), ("86400", 86400), (".5", 0.5)])
def test_seconds(text: str, value: float) -> None:
    assert seconds(text, "--wait") == value
