"""Dataclasses to plain JSON values and back, and their schemas."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from effluent_cli.domain.codec import OPTIONAL, canonical, decode, encode, instant_text, json_schema, parse_instant
from effluent_cli.domain.money import Cents, Rate, Ratio
from effluent_cli.domain.periods import Month, parse_month


@dataclass(frozen=True)
class Part:
    amount: Cents
    note: str | None = None


@dataclass(frozen=True)
class Whole:
    id: Any
    kind: Literal["a", "b"]
    rate: Rate
    measure: Ratio | None
    month: Month
    on: date
    at: datetime
    count: int
    yes: bool
    parts: tuple[Part, ...]
    sums: dict[str, Cents]


VALUE = Whole(
    id=7,
    kind="a",
    rate=Decimal("0.0525"),
    measure=Decimal("1.5000"),
    month=parse_month("2026-11"),
    on=date(2026, 11, 23),
    at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    count=3,
    yes=True,
    parts=(Part(-5, "ü"), Part(10**15)),
    sums={"x": 0},
)
PLAIN = {
    "id": 7,
    "kind": "a",
    "rate": "0.0525",
    "measure": "1.5",
    "month": "2026-11",
    "on": "2026-11-23",
    "at": "2026-11-23T08:00:00.000000Z",
    "count": 3,
    "yes": True,
    "parts": [{"amount": "-0.05", "note": "ü"}, {"amount": "10000000000000.00", "note": None}],
    "sums": {"x": "0.00"},
}


def test_there_and_back() -> None:
    assert encode(VALUE) == PLAIN
    assert decode(Whole, PLAIN) == VALUE
    assert decode(Whole, {**PLAIN, "measure": None}).measure is None


def test_the_plain_form_fits_its_schema() -> None:
    schema = json_schema(Whole)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(PLAIN)
    assert not Draft202012Validator(schema).is_valid({**PLAIN, "extra": 1})
    assert not Draft202012Validator(schema).is_valid({**PLAIN, "kind": "c"})
    assert json_schema(Part)["required"] == ["amount"]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises((TypeError, KeyError)):
        decode(Part, {"amount": "1.00", "extra": 1})


def test_canonical_text_is_sorted_tight_and_keeps_letters() -> None:
    assert canonical(Part(5, "ü")) == '{"amount":"0.05","note":"ü"}'


INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # bounds are naive


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_text(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)
    assert parse_instant(instant_text(one)) == one


def test_instants_of_other_zones_are_written_in_utc() -> None:
    there = datetime(2026, 11, 23, 8, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert instant_text(there) == "2026-11-23T02:30:00.000000Z"


@dataclass(frozen=True)
class Span:
    from_: Month
    result: str | None = field(default=None, metadata=OPTIONAL)


def test_an_optional_key_is_left_out_and_a_keyword_loses_its_underscore() -> None:
    bare, full = Span(parse_month("2026-11")), Span(parse_month("2026-11"), "same")
    assert encode(bare) == {"from": "2026-11"}
    assert encode(full) == {"from": "2026-11", "result": "same"}
    assert [decode(Span, encode(each)) for each in (bare, full)] == [bare, full]
    assert json_schema(Span)["required"] == ["from"]


@dataclass(frozen=True)
class Odd:
    numbers: set[int]


def test_a_type_without_a_json_form_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        encode(Odd({1}))
    with pytest.raises(TypeError, match="no value of"):
        decode(Odd, {"numbers": []})
    with pytest.raises(TypeError, match="no JSON Schema"):
        json_schema(Odd)
    with pytest.raises(TypeError):
        json_schema(int | str | None)
