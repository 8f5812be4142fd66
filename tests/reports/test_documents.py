"""The documents around answers and errors, and that they fit their own schemas."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import jsonschema
import pytest

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.reports.complaint import error_text, warning_text
from effluent_cli.reports.documents import document_schema, envelope, error_document, error_schema, json_text


@dataclass(frozen=True)
class Thing:
    name: str
    amount: Cents
    rate: Rate | None
    on: date


WARNING = Finding("stale", "warning", "baseline", "out of date", "effluent process-events")
THING = envelope(
    "thing-show",
    Thing("Ærø [usd]", -1, Decimal("0.0525"), date(2026, 1, 31)),
    household="rivera",
    as_of=date(2026, 11, 23),
    warnings=(WARNING,),
)
ERROR = InvalidInput(
    "two answers are wrong",
    hint="effluent onboard --template",
    problems=(
        Problem("debts[0].balance", "-5", "an amount owed is positive"),
        Problem("members[1]", {"name": Decimal(1)}, "an unknown key"),
    ),
)


def test_an_answer_on_one_line() -> None:
    assert json_text(THING) == (
        '{"schema":"effluent.thing-show/1","household":"rivera","as_of":"2026-11-23",'
        '"data":{"name":"Ærø [usd]","amount":"-0.01","rate":"0.0525","on":"2026-01-31"},'
        '"warnings":[{"code":"stale","message":"out of date","fix":"effluent process-events"}]}\n'
    )


def test_indented_it_is_the_same_document() -> None:
    assert json.loads(json_text(THING, indented=True)) == json.loads(json_text(THING))


def test_answer_and_error_fit_their_schemas() -> None:
    jsonschema.validate(json.loads(json_text(THING)), document_schema("thing-show", Thing))
    jsonschema.validate(json.loads(json_text(error_document(ERROR))), error_schema())


@pytest.mark.parametrize("schema", [document_schema("thing-show", Thing), error_schema()])
def test_schemas_are_schemas_and_refuse_strangers(schema: dict[str, object]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "effluent.other/1"}, schema)


def test_an_error_in_text_lists_every_problem_with_its_path() -> None:
    assert error_text(ERROR) == (
        "error: two answers are wrong\n"
        "  debts[0].balance: an amount owed is positive (given: -5)\n"
        "  members[1]: an unknown key\n"
        "hint: effluent onboard --template\n"
    )


def test_a_single_problem_that_the_message_tells_is_not_told_twice() -> None:
    problem = Problem("--as-of", "0", "not a date")
    assert (
        error_text(InvalidInput("--as-of '0': not a date", problems=(problem,))) == "error: --as-of '0': not a date\n"
    )


def test_a_long_or_hostile_value_is_cut_and_cleaned() -> None:
    text = error_text(InvalidInput("wrong", problems=(Problem("name", "\x1b[2J" + "x" * 5000, "too long"),)))
    assert "\x1b" not in text
    assert len(text) < 200


def test_warnings_name_their_cure() -> None:
    assert warning_text((WARNING,)) == "warning: out of date (effluent process-events)\n"
    assert warning_text((WARNING,), colour=True).startswith("\x1b[33mwarning:\x1b[0m ")
