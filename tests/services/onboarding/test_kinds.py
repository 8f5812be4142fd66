import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.services.onboarding.kinds import (
    Amount,
    Choice,
    Day,
    FloatText,
    Id,
    Kind,
    LastFour,
    Name,
    Percent,
    TimeZone,
    Whole,
    YesNo,
)


@pytest.mark.parametrize(
    ("kind", "given_", "value"),
    [
        (Amount(), "1234.56", 123456),
        (Amount(), 1234, 123400),
        (Amount(), FloatText("12.5"), 1250),
        (Amount(None), "-3.10", -310),
        (Amount(), "0", 0),
        (Percent(), "4.10", Decimal("0.041")),
        (Percent(), 9, Decimal("0.09")),
        (Percent(), FloatText("3.875"), Decimal("0.03875")),
        (Percent(), "5.5%", Decimal("0.055")),
        (Percent(), "-8", Decimal("-0.08")),
        (Percent(0, 100, loss=True), "12.0", Decimal("-0.12")),
        (Percent(), "1000", Decimal(10)),
        (Day(), date(2026, 11, 30), date(2026, 11, 30)),
        (Day(), "2026-11-30", date(2026, 11, 30)),
        (Whole(0, 9), 3, 3),
        (Whole(0, 9), "3", 3),
        (YesNo(), True, True),
        (YesNo(), "No", False),
        (Id(), "ana-401k", "ana-401k"),
        (Name(), "  José  ", "José"),
        (Name(), "Rivera 👩‍👧", "Rivera 👩‍👧"),
        (Name(), "[usd]", "[usd]"),
        (LastFour(), "0417", "0417"),
        (Choice(("TX", "CA"), upper=True), "tx", "TX"),
        (TimeZone(), "America/Los_Angeles", "America/Los_Angeles"),
    ],
)
def test_what_is_given_is_parsed(kind: Kind, given_: Any, value: Any) -> None:
    assert kind.parse(given_) == value
    assert kind.parse(kind.plain(value)) == value


@pytest.mark.parametrize(
    ("kind", "given_", "says"),
    [
        (Amount(), "1_000", "not an amount"),
        (Amount(), "1e3", "not an amount"),
        (Amount(), "12.345", "at most two decimals"),
        (Amount(), FloatText("12.345"), "at most two decimals"),
        (Amount(), FloatText("1e3"), "not an amount"),
        (Amount(), FloatText("nan"), "not an amount"),
        (Amount(), "1,000.00", "not an amount"),
        (Amount(), "$5", "not an amount"),
        (Amount(), "１２", "not an amount"),
        (Amount(), "-5", "zero or more"),
        (Amount(1), "0", "above zero"),
        (Amount(), "99999999999", "at most 9,999,999,999.99"),
        pytest.param(Amount(), 10**5000, "not an amount", id="digits"),
        (Amount(), True, "not an amount"),
        (Amount(), ["5"], "not an amount"),
        (Percent(), "5500", "at most 1000"),
        (Percent(), "-100", "above -100"),
        (Percent(0, 100), "-1", "at least 0"),
        (Percent(), "1e1", "not a percentage"),
        (Percent(), "5.", "not a percentage"),
        (Percent(), "", "not a percentage"),
        (Percent(), False, "not a percentage"),
        (Percent(0, 100, loss=True), "100", "above -100"),
        (Day(), "1885-01-01", "between 1900 and 2200"),
        (Day(), date(1885, 1, 1), "between 1900 and 2200"),
        (Day(), "2026-02-30", "no such day"),
        (Day(), "30.11.2026", "YYYY-MM-DD"),
        (Day(), datetime(2026, 1, 1), "must be a date"),  # noqa: DTZ001  # a TOML local date-time has no zone
        (Day(), 20261130, "must be a date"),
        (Whole(1, 31), 32, "from 1 to 31"),
        (Whole(1, 31), "x", "from 1 to 31"),
        (Whole(0, 5), True, "whole number"),
        (Whole(0, 5), FloatText("2.0"), "whole number"),
        (YesNo(), "maybe", "true or false"),
        (YesNo(), 1, "true or false"),
        (Id(), "../../etc/x", "lower-case"),
        (Id(), "con", "device name"),
        (Id(), "CON", "lower-case"),
        (Id(), "Rivera", "lower-case"),
        (Id(), "田中", "lower-case"),
        (Id(), "", "lower-case"),
        (Id(), 5, "text in quotes"),
        (Name(), "a\x07b", "U+0007"),
        (Name(), "a\nb", "U+000A"),
        (Name(), "\x1b[31mred", "U+001B"),
        (Name(), "abc\u202etxt", "U+202E"),
        (Name(), "   ", "empty"),
        (Name(), "x" * 201, "200 characters"),
        (Name(), 5, "text in quotes"),
        (Name(), FloatText("1.5"), "text in quotes"),
        (LastFour(), "12a4", "four digits"),
        (Choice(("single", "married_jointly")), "married", "did you mean married_jointly"),
        (Choice(("single", "married_jointly")), "zzz", "choose from single, married_jointly"),
        (TimeZone(), "America/Los_Angelos", "did you mean America/Los_Angeles"),
        (TimeZone(), "../../etc/passwd", "unknown time zone"),
        (TimeZone(), "America", "unknown time zone"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(kind: Kind, given_: Any, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        kind.parse(given_)


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_an_amount_survives_being_written_and_read(cents: int) -> None:
    kind = Amount(None)
    assert kind.parse(kind.plain(cents)) == cents


@given(st.decimals(Decimal("-99.99999"), Decimal(1000), places=5))
def test_a_percentage_survives_being_written_and_read(percent: Decimal) -> None:
    kind = Percent()
    rate = kind.parse(str(percent))
    assert kind.parse(kind.plain(rate)) == rate
