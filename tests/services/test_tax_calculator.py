"""``calc tax`` without a command line: the published cases, JSON Lines, and the same law from flags."""

import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from effluent_cli.domain.codec import json_schema
from effluent_cli.errors import InvalidInput
from effluent_cli.services.tax_calculator import TaxAnswer, TracedTax, tax_lines, tax_of_flags
from tests.cases import published
from tests.services.asked import answers, one, problems

TAX: dict[str, Any] = {
    "id": "a",
    "tax_year": 2026,
    "filing_status": "single",
    "state": "TX",
    "primary": {"age": 40, "wages": "85000", "traditional_401k": "5000", "hsa_payroll": "1000"},
}


def close(found: object, wanted: object, tolerance: str) -> bool:
    return abs(Decimal(str(found)) - Decimal(str(wanted))) <= Decimal(tolerance)


@pytest.mark.parametrize("case", published("tax", "tax_irs"), ids=lambda case: case["input"]["id"])
def test_published_returns(case: dict[str, Any]) -> None:
    """Every federal key, the optional ones too, within the case's own tolerance."""
    answer = one(tax_lines, case["input"])
    for key, wanted in {**case["expected"], **case.get("expected_optional", {})}.items():
        assert close(answer[key], wanted, case.get("tolerances", {}).get(key, case["tolerance"])), key
    deduction = case.get("deduction_expected")
    if deduction:
        assert answer["deduction"]["kind"] == deduction["kind"]
        assert close(answer["deduction"]["amount"], deduction["amount"], deduction["tolerance"])
    if "sheet_total_tax" in case:
        assert close(answer["total_federal"], case["sheet_total_tax"], case["tolerance"])


def test_the_answer_to_a_return() -> None:
    nothing = "0.00"
    assert one(tax_lines, TAX) == {
        "id": "a",
        "agi": "79000.00",
        "deduction": {"kind": "standard", "amount": "16100.00"},
        "senior_deduction": nothing,
        "overtime_deduction": nothing,
        "tips_deduction": nothing,
        "car_loan_interest_deduction": nothing,
        "nonitemizer_charity_deduction": nothing,
        "qbi_deduction": nothing,
        "taxable_income": "62900.00",
        "taxable_social_security": nothing,
        # 1,240 + 12 % of 38,000 + 22 % of 12,500.
        "tax_before_credits": "8550.00",
        "amt": nothing,
        "child_credits_nonrefundable": nothing,
        "child_credit_refundable": nothing,
        "earned_income_credit": nothing,
        "other_credits": {
            "foreign_tax": nothing,
            "child_and_dependent_care": nothing,
            "american_opportunity_nonrefundable": nothing,
            "american_opportunity_refundable": nothing,
            "adoption_nonrefundable": nothing,
            "adoption_refundable": nothing,
            "other_nonrefundable": nothing,
        },
        "niit": nothing,
        "additional_medicare_tax": nothing,
        "self_employment_tax": nothing,
        "income_tax_net": "8550.00",
        "total_federal": "8550.00",
        "fica": [{"social_security": "5208.00", "medicare": "1218.00", "additional_medicare_withheld": nothing}],
        "w2": [{"box1": "79000.00", "box3": "84000.00", "box5": "84000.00"}],
        "excess_social_security": nothing,
        "state": {"tax": nothing, "status": "full"},
        "marginal_rate": "0.22",
    }


def test_what_is_absent_is_zero_empty_or_none() -> None:
    bare = {"id": 1, "tax_year": 2026, "filing_status": "single", "primary": {"age": 40}}
    answer = one(tax_lines, bare)
    assert (answer["agi"], answer["total_federal"], answer["state"]) == (
        "0.00",
        "0.00",
        {"tax": None, "status": "none"},
    )
    spelt = {**bare, "spouse": None, "dependents": [], "income": {}, "credits": {}, "itemized": {}, "state": None}
    assert one(tax_lines, spelt) == answer


def test_a_state_without_income_tax_is_full_and_another_none() -> None:
    assert one(tax_lines, {**TAX, "state": "FL"})["state"] == {"tax": "0.00", "status": "full"}
    assert one(tax_lines, {**TAX, "state": "NY"})["state"] == {"tax": None, "status": "none"}
    gains = {**TAX, "state": "WA", "income": {"long_term_gains": "400000"}}
    assert one(tax_lines, gains)["state"]["status"] == "none", "Washington taxes large gains"
    assert one(tax_lines, {**TAX, "state": "WA"})["state"]["status"] == "full"


def test_each_employer_has_its_own_form_w2() -> None:
    people = {"primary": {"age": 40, "wages": "150000", "other_wages": ["100000"]}, "spouse": {"age": 40}}
    answer = one(tax_lines, {**TAX, **people, "filing_status": "married_jointly"})
    assert [form["box3"] for form in answer["w2"]] == ["150000.00", "100000.00", "0.00"]
    assert answer["excess_social_security"] == "4061.00"
    assert answer["fica"][0]["additional_medicare_withheld"] == "0.00"


def test_answers_fit_their_schemas() -> None:
    for report, trace in ((TaxAnswer, False), (TracedTax, True)):
        answer = one(tax_lines, TAX, trace=trace)
        assert ("trace" in answer) is trace
        Draft202012Validator(json_schema(report)).validate(answer)


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "an unknown status": ({"filing_status": "divorced"}, "filing_status", "unknown: choose from single"),
    "a year without rules": ({"tax_year": 2024}, "tax_year", "the first tax year is 2025"),
    "negative wages": ({"primary": {"age": 40, "wages": "-1"}}, "primary.wages", "must not be negative"),
    "deductions larger than gross": (
        {"primary": {"age": 40, "wages": "10000", "health_insurance": "10000.01"}},
        "primary.wages",
        "deductions are larger than gross wages",
    ),
    "no age": ({"primary": {"wages": "1"}}, "primary.age", "is missing"),
    "nobody": ({"primary": None}, "primary", "is missing"),
    "an unknown key": ({"incomes": {}}, "incomes", "unknown key: did you mean income?"),
    "an unknown key inside": ({"income": {"intrest": 1}}, "income.intrest", "unknown key: did you mean interest?"),
    "a dependant of no age": ({"dependents": [{"age": 3}, {"aged": 4}]}, "dependents[1].aged", "unknown key"),
    "an age beyond all": ({"primary": {"age": 131}}, "primary.age", "must lie between 0 and 130"),
    "half a dependant": ({"dependents": [{"age": "3.5"}]}, "dependents[0].age", "not a whole number"),
    "a spouse where there is none": ({"spouse": {"age": 40}}, "spouse", "only a return that is married_jointly"),
    "a spouse's business without a spouse": (
        {"income": {"self_employment_spouse": 1}},
        "income.self_employment_spouse",
        "there is no spouse",
    ),
    "adoption of nobody": (
        {"credits": {"adoption_expenses": 5}},
        "credits.adoption_children",
        "of how many children",
    ),
    "apart but together": (
        {"filing_status": "married_jointly", "lived_apart": True},
        "lived_apart",
        "spouses who file jointly",
    ),
    "an odd choice": ({"deduction": "both"}, "deduction", "unknown: choose from standard, itemized, best"),
    "one student for several": ({"credits": {"aotc_expenses": "4000"}}, "credits.aotc_expenses", "must be a list"),
    "an amount beyond all": ({"income": {"rental": -(10**10)}}, "income.rental", "at most 9,999,999,999.99"),
    "an amount that is none": ({"income": {"rental": True}}, "income.rental", "not an amount"),
    "words for a sign": ({"primary": {"age": 40, "blind": "no"}}, "primary.blind", "must be true or false"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_input_is_named(what: str) -> None:
    change, path, message = WRONG[what]
    assert message in problems(tax_lines, {**TAX, **change})[path]


def test_all_problems_of_a_line_are_told_at_once() -> None:
    change = {"tax_year": 1999, "primary": {"wages": "x"}, "dependents": [{}]}
    assert set(problems(tax_lines, {**TAX, **change})) == {
        "tax_year",
        "primary.wages",
        "primary.age",
        "dependents[0].age",
    }


def test_a_bad_line_stands_in_its_place_and_the_others_are_answered() -> None:
    lines = [TAX, b"not json", {**TAX, "id": "c", "filing_status": "x"}, {**TAX, "id": "d"}, {"tax_year": 2026}]
    found, bad = answers(tax_lines, lines)
    assert bad == 3
    assert [line.get("id") for line in found] == ["a", None, "c", "d", None]
    assert ["error" in line for line in found] == [False, True, True, False, True]


def test_numbers_pass_through_no_float() -> None:
    line = b'{"id":1,"tax_year":2026,"filing_status":"single","primary":{"age":40,"wages":9007199254.13}}'
    assert one(tax_lines, line)["agi"] == "9007199254.13"


def test_flags_are_the_same_return() -> None:
    stated = {
        "tax_year": "2026",
        "filing_status": "single",
        "state": "TX",
        "primary.age": "40",
        "primary.wages": "85000",
        "primary.traditional_401k": "5000",
        "primary.hsa_payroll": "1000",
        "dependents": None,
    }
    report = tax_of_flags(stated, table=False)
    assert (report.agi, report.total_federal, report.id) == (7_900_000, 855_000, None)
    assert report.trace


def test_problems_of_flags_name_the_flags() -> None:
    with pytest.raises(InvalidInput) as raised:
        tax_of_flags(
            {"tax_year": "2026", "filing_status": "single", "primary.wages": "x", "income.rent": "1"}, table=False
        )
    assert {problem.path for problem in raised.value.problems} == {"--wages", "--age", "--set income.rent"}


def test_the_tax_table_is_looked_up_where_it_is_asked_for() -> None:
    raw = [json.dumps({**TAX, "primary": {"age": 40, "wages": "41600"}}).encode()]
    exact = json.loads(next(tax_lines(raw, trace=False)))
    table = json.loads(next(tax_lines(raw, trace=False, table=True)))
    assert (exact["tax_before_credits"], table["tax_before_credits"]) == ("2812.00", "2815.00")
