"""``calc social-security`` without a command line: the published cases, the document, what is wrong with one."""

import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from effluent_cli.domain.codec import json_schema
from effluent_cli.errors import InvalidInput
from effluent_cli.services.benefit_calculator import (
    BenefitAnswer,
    TracedBenefit,
    benefit_lines,
    benefit_of_flags,
    benefit_warnings,
)
from tests.cases import published
from tests.services.asked import one, problems

ASKED = {
    "id": "a",
    "birth_date": "1964-01-02",
    "earnings": {"2023": "42000", "2024": 42000, "2025": "42000.00"},
    "claim_month": "2026-01",
}


@pytest.mark.parametrize("case", published("social_security"), ids=lambda case: case["input"]["id"])
def test_published_cases(case: dict[str, Any]) -> None:
    answer = one(benefit_lines, case["input"])
    for key, wanted in case["expected"].items():
        assert answer[key] == wanted, key


def test_the_answer() -> None:
    answer = one(benefit_lines, ASKED)
    assert answer == {
        "id": "a",
        "eligibility_year": 2026,
        "aime": 304,
        "bend_points": [1286, 7749],
        "pia": "273.60",
        "full_retirement_age_months": 804,
        "claim_factor": "0.7",
        "monthly_benefit": 191,
        "projected": False,
    }
    Draft202012Validator(json_schema(BenefitAnswer)).validate(answer)


def test_the_steps_add_up_to_the_answer() -> None:
    traced = json.loads(next(benefit_lines([json.dumps(ASKED).encode()], trace=True)))
    Draft202012Validator(json_schema(TracedBenefit)).validate(traced)
    steps = {step["line"]: step["value"] for step in traced["trace"]}
    earned = sum(Decimal(value) for line, value in steps.items() if line.startswith("indexed earnings of"))
    assert Decimal(steps["sum of the 35 highest years"]) == earned
    assert traced["aime"] == int(earned / 420)
    portions = [Decimal(value) for line, value in steps.items() if line.endswith("of its part")]
    assert Decimal(steps["primary insurance amount"]) == sum(portions)
    assert int(Decimal(traced["pia"]) * Decimal(steps["factor"])) == traced["monthly_benefit"]
    assert all(step["source"] for step in traced["trace"])


def test_earnings_of_the_year_of_the_claim_and_after_do_not_count_yet() -> None:
    later = {**ASKED, "earnings": {**ASKED["earnings"], "2026": "99000", "2030": "99000"}}  # type: ignore[dict-item]
    assert one(benefit_lines, later) == one(benefit_lines, ASKED)


def test_years_to_come_follow_the_assumed_growth() -> None:
    ahead = {**ASKED, "birth_date": "1980-03-09", "claim_month": "2047-03"}
    slow = one(benefit_lines, {**ahead, "wage_growth": "0.02", "inflation": "2%"})
    fast = one(benefit_lines, {**ahead, "wage_growth": "0.04", "inflation": "3%"})
    assert slow["projected"]
    assert slow["bend_points"][0] < one(benefit_lines, ahead)["bend_points"][0] < fast["bend_points"][0]
    assert slow["monthly_benefit"] < fast["monthly_benefit"]


@pytest.mark.parametrize(
    ("changed", "path", "message"),
    [
        ({"birth_date": None}, "birth_date", "is missing"),
        ({"birth_date": "1964-02-30"}, "birth_date", "there is no such day"),
        ({"birth_date": "1921-12-31"}, "birth_date", "before 1984"),
        ({"claim_month": "2025-12"}, "claim_month", "can begin with 2026-01"),
        ({"claim_month": "2026-13"}, "claim_month", "not a month"),
        ({"claim_month": "2026-1"}, "claim_month", "not a month"),
        ({"claim_month": "2026-01-01"}, "claim_month", "not a month"),
        ({"claim_month": 202601}, "claim_month", "not a month"),
        ({"earnings": None}, "earnings", "is missing"),
        ({"earnings": []}, "earnings", "must be an object"),
        ({"earnings": {"1950": 1}}, "earnings.1950", "from 1951 on"),
        ({"earnings": {"2o20": 1}}, "earnings.2o20", "not a year"),
        ({"earnings": {"2020": "-1"}}, "earnings.2020", "must not be negative"),
        ({"earnings": {"2020": "much"}}, "earnings.2020", "not an amount"),
        ({"wage_growth": "3.5"}, "wage_growth", "write 3.5% or 0.035"),
        ({"inflation": -1}, "inflation", "write -1% or -0.01"),
        ({"birthdate": "1964-01-02"}, "birthdate", "did you mean birth_date?"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], path: str, message: str) -> None:
    assert message in problems(benefit_lines, {**ASKED, **changed})[path]


def test_a_year_that_stands_twice() -> None:
    line = b'{"id": 1, "birth_date": "1964-01-02", "claim_month": "2026-01", "earnings": {"2020": 1, "2020": 2}}'
    answer = json.loads(next(benefit_lines([line], trace=False)))
    assert answer["error"]["problems"][0] == {"path": "earnings.2020", "value": None, "message": "stands twice"}


def test_flags_give_the_same_benefit_and_say_what_they_assume() -> None:
    flags = {"birth_date": "1964-01-02", "claim_month": "2026-01"}
    short = benefit_of_flags({**flags, **{f"earnings.{year}": "42000" for year in (2023, 2024, 2025)}})
    assert short.monthly_benefit == 191
    assert [warning.code for warning in benefit_warnings(short)] == ["not_insured"]
    ahead = benefit_of_flags(
        {**flags, "claim_month": "2034-01", **{f"earnings.{y}": "42000" for y in range(1990, 2026)}}
    )
    assert [warning.code for warning in benefit_warnings(ahead)] == ["projected"]


def test_wrong_flags_are_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        benefit_of_flags({"birth_date": "x", "earnings.1950": "1", "wage_growth": "3"})
    assert {problem.path for problem in refused.value.problems} == {
        "--birth-date",
        "--earnings 1950",
        "--wage-growth",
        "--claim-month",
    }
