"""``calc`` without a command line: JSON Lines in, JSON Lines out, and the same rules from flags."""

from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from effluent_cli.domain.codec import json_schema
from effluent_cli.errors import InvalidInput
from effluent_cli.services.calculators import (
    LoanAnswer,
    PaycheckAnswer,
    TracedLoan,
    TracedPaycheck,
    loan_lines,
    loan_of_flags,
    paycheck_lines,
    paycheck_of_flags,
)
from tests.cases import published
from tests.services.asked import LOAN, PAY, Worker, one, problems


def capped(factor: object) -> dict[str, object]:
    return {"from_payment": 2, "annual_rate": 0, "payment_cap_factor": factor}


def close(found: object, wanted: object, tolerance: str) -> bool:
    return abs(Decimal(str(found)) - Decimal(str(wanted))) <= Decimal(tolerance)


@pytest.mark.parametrize("case", published("paycheck", "paycheck_irs"), ids=lambda case: case["input"]["id"])
def test_published_paychecks(case: dict[str, Any]) -> None:
    answer = one(paycheck_lines, case["input"])
    for key, wanted in case["expected"].items():
        assert close(answer[key], wanted, case["tolerance"]), key


@pytest.mark.parametrize("case", published("loan", "loan_published"), ids=lambda case: case["input"]["id"])
def test_published_loans(case: dict[str, Any]) -> None:
    answer = one(loan_lines, case["input"])
    expected = dict(case["expected"])
    for row in expected.pop("rows", []):
        assert answer["schedule"][row["n"] - 1] == row
    assert {key: answer[key] for key in expected} == expected


def test_the_answer_to_a_paycheck() -> None:
    assert one(paycheck_lines, PAY) == {
        "id": "a",
        "gross": "10000.00",
        "federal_taxable_wages": "10000.00",
        "social_security_wages": "10000.00",
        "medicare_wages": "10000.00",
        "federal_income_tax": "1464.17",
        "social_security": "620.00",
        "medicare": "145.00",
        "additional_medicare": "0.00",
        "state": {"wages": "0.00", "income_tax": "0.00", "other": {}, "status": "full"},
        "pretax_deductions": "0.00",
        "aftertax_deductions": "0.00",
        "net_pay": "7770.83",
    }


def test_a_state_that_is_not_modelled_has_null_amounts() -> None:
    unmodelled: dict[str, Any] = {"wages": None, "income_tax": None, "other": {}, "status": "none"}
    for state in ("NY", None):
        assert one(paycheck_lines, {**PAY, "state": state})["state"] == unmodelled
    assert one(paycheck_lines, {key: value for key, value in PAY.items() if key != "state"})["state"] == unmodelled


def test_the_answer_to_a_loan() -> None:
    answer = one(loan_lines, LOAN)
    assert set(answer) == {
        "id",
        "payment",
        "number_of_payments",
        "total_interest",
        "last_payment",
        "balloon",
        "schedule",
    }
    assert answer["payment"] == "446.20"
    assert answer["number_of_payments"] == 36
    assert answer["balloon"] == "0.00"
    assert answer["schedule"][0] == {
        "n": 1, "payment": "446.20", "interest": "56.25", "principal": "389.95", "balance": "14610.05",
    }  # fmt: skip


def test_a_trace_is_there_when_it_is_asked_for() -> None:
    for worker, line in ((paycheck_lines, PAY), (loan_lines, LOAN)):
        assert "trace" not in one(worker, line)
        trace = one(worker, line, trace=True)["trace"]
        assert all(set(step) == {"line", "value", "source"} for step in trace)
    assert {"line": "net pay", "value": "7770.83", "source": "gross less deductions and taxes"} in one(
        paycheck_lines, PAY, trace=True
    )["trace"]


@pytest.mark.parametrize(
    ("report", "worker", "line", "trace"),
    [
        (PaycheckAnswer, paycheck_lines, PAY, False),
        (TracedPaycheck, paycheck_lines, PAY, True),
        (LoanAnswer, loan_lines, LOAN, False),
        (TracedLoan, loan_lines, LOAN, True),
    ],
)
def test_answers_fit_their_schemas(report: type, worker: Worker, line: object, trace: bool) -> None:
    Draft202012Validator(json_schema(report)).validate(one(worker, line, trace=trace))


@pytest.mark.parametrize("gross", ["10000.00", "10000", "10000.0", 10000])
def test_amounts_may_be_strings_or_numbers(gross: object) -> None:
    assert one(paycheck_lines, {**PAY, "gross": gross})["net_pay"] == "7770.83"


def test_numbers_with_a_fraction_pass_through_no_float() -> None:
    line = b'{"id":1,"tax_year":2026,"pay_frequency":"annual","gross":9999999999.99,"state":"TX"}'
    answer = one(paycheck_lines, line)
    assert (answer["id"], answer["gross"]) == (1, "9999999999.99")
    assert (
        one(loan_lines, b'{"id":"r","principal":1000.10,"annual_rate":0.0599,"term_months":12}')["payment"] == "86.07"
    )


@pytest.mark.parametrize(
    ("frequency", "periods"),
    [
        ("daily", 260), ("weekly", 52), ("biweekly", 26), ("semimonthly", 24), ("monthly", 12), ("quarterly", 4),
        ("semiannual", 2), ("semiannually", 2), ("annual", 1), ("annually", 1),
    ],
)  # fmt: skip
def test_every_pay_frequency(frequency: str, periods: int) -> None:
    # 260,000 a year, single: (260,000 − 8,600 − 209,275) at 32 % over 41,024 = 54,504.00.
    answer = one(paycheck_lines, {**PAY, "pay_frequency": frequency, "gross": 260_000 // periods * 100 // 100})
    if 260_000 % periods == 0:
        assert close(Decimal(answer["federal_income_tax"]) * periods, "54504.00", str(Decimal("0.005") * periods))


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2050])
def test_every_tax_year_from_the_first_on(year: int) -> None:
    of_2025, asked = (
        Decimal(one(paycheck_lines, {**PAY, "tax_year": each})["federal_income_tax"]) for each in (2025, year)
    )
    # Brackets of years to come are indexed, so that the same pay is taxed less.
    assert 0 < asked < of_2025 or year == 2025


def test_supplemental_wages_stand_by_themselves() -> None:
    answer = one(paycheck_lines, {**PAY, "supplemental": "5000", "ytd": {"supplemental": "998000"}})
    assert (answer["gross"], answer["supplemental"]) == ("15000.00", "5000.00")
    assert answer["supplemental_income_tax"] == "1550.00"
    assert answer["federal_income_tax"] == "3014.17"
    assert "supplemental" not in one(paycheck_lines, PAY)
    together = one(paycheck_lines, {**PAY, "supplemental": "5000", "supplemental_method": "aggregate"}, trace=True)
    whole = one(paycheck_lines, {**PAY, "gross": "15000"})
    assert together["federal_income_tax"] == whole["federal_income_tax"]
    steps = {step["line"]: step["value"] for step in together["trace"]}
    assert steps["federal income tax withheld in all"] == whole["federal_income_tax"]
    Draft202012Validator(json_schema(TracedPaycheck)).validate(together)


def test_deductions_may_take_all_of_the_pay_and_the_bonus() -> None:
    answer = one(paycheck_lines, {**PAY, "supplemental": "100", "deductions": {"hsa": "10100"}})
    assert (answer["federal_taxable_wages"], answer["net_pay"]) == ("0.00", "0.00")


def test_absent_keys_are_zero_empty_or_none() -> None:
    bare = {key: PAY[key] for key in ("id", "tax_year", "pay_frequency", "gross")}
    full = {
        **bare,
        "state": None,
        "w4": {"filing_status": "single", "step2_checkbox": False, "step3_credits": 0, "step4c_extra": "0.00"},
        "deductions": {"hsa": "0"},
        "ytd": {"medicare_wages": None},
    }
    assert one(paycheck_lines, bare) == one(paycheck_lines, full)
    assert one(loan_lines, {**LOAN, "payment": None, "extra_principal": "0", "rate_changes": []}) == one(
        loan_lines, LOAN
    )


@pytest.mark.parametrize(
    ("changed", "path", "message"),
    [
        ({"gross": "1e3"}, "gross", "not an amount"),
        ({"gross": "1_000"}, "gross", "not an amount"),
        ({"gross": "12.345"}, "gross", "not an amount"),
        ({"gross": True}, "gross", "not an amount"),
        ({"gross": []}, "gross", "not an amount"),
        ({"gross": -1}, "gross", "must not be negative"),
        ({"gross": "-0.01"}, "gross", "must not be negative"),
        ({"gross": 10**10}, "gross", "at most 9,999,999,999.99"),
        ({"gross": None}, "gross", "is missing"),
        ({"tax_year": 2024}, "tax_year", "the first tax year is 2025"),
        ({"tax_year": 2201}, "tax_year", "must lie between 1900 and 2200"),
        ({"tax_year": "next"}, "tax_year", "not a whole number"),
        ({"tax_year": True}, "tax_year", "not a whole number"),
        ({"pay_frequency": "fortnightly"}, "pay_frequency", "unknown: choose from weekly, biweekly"),
        ({"pay_frequency": 12}, "pay_frequency", "unknown"),
        ({"state": "tx"}, "state", "unknown"),
        ({"state": "PR"}, "state", "unknown"),
        ({"id": 1.5}, "id", "must be a string or a whole number"),
        ({"id": True}, "id", "must be a string or a whole number"),
        ({"id": None}, "id", "is missing"),
        ({"groß": 1}, "groß", "unknown key: did you mean gross?"),
        ({"xyz": 1}, "xyz", "unknown key: choose from id, tax_year"),
        ({"w4": []}, "w4", "must be an object"),
        ({"w4": {"filing_statu": "single"}}, "w4.filing_statu", "did you mean filing_status?"),
        ({"w4": {"filing_status": "married"}}, "w4.filing_status", "unknown: choose from single"),
        ({"w4": {"step2_checkbox": "yes"}}, "w4.step2_checkbox", "must be true or false"),
        ({"w4": {"step3_credits": "-5"}}, "w4.step3_credits", "must not be negative"),
        ({"deductions": {"401k": "5"}}, "deductions.401k", "unknown key"),
        ({"deductions": {"hsa": "x"}}, "deductions.hsa", "not an amount"),
        ({"ytd": {"social_security": 1}}, "ytd.social_security", "did you mean social_security_wages?"),
        ({"supplemental": "-1"}, "supplemental", "must not be negative"),
        (
            {"supplemental": 1, "supplemental_method": "best"},
            "supplemental_method",
            "unknown: choose from flat, aggregate",
        ),
        ({"supplemental_method": "flat"}, "supplemental", "is missing, though its method is stated"),
        (
            {"deductions": {"hsa": "9000", "roth_401k": "1000.01"}},
            "deductions",
            "10,000.01 in all are more than the gross",
        ),
    ],
)
def test_wrong_paychecks(changed: dict[str, Any], path: str, message: str) -> None:
    assert message in problems(paycheck_lines, {**PAY, **changed})[path]


@pytest.mark.parametrize(
    ("changed", "path", "message"),
    [
        ({"principal": "0"}, "principal", "must be above zero"),
        ({"principal": None}, "principal", "is missing"),
        ({"annual_rate": "5.5"}, "annual_rate", "write 5.5% or 0.055"),
        ({"annual_rate": 5}, "annual_rate", "write 5% or 0.05"),
        ({"annual_rate": "-0.01"}, "annual_rate", "must not be negative"),
        ({"annual_rate": "1001%"}, "annual_rate", "at most 1000 %"),
        ({"annual_rate": False}, "annual_rate", "not a rate"),
        ({"term_months": 0}, "term_months", "must lie between 1 and 1200"),
        ({"term_months": 12.5}, "term_months", "not a whole number"),
        ({"term_months": "9" * 30}, "term_months", "not a whole number"),
        ({"payment": 0}, "payment", "must be above zero"),
        ({"first_payment": "2027-02-30"}, "first_payment", "there is no such day"),
        ({"first_payment": "20270201"}, "first_payment", "not a date"),
        ({"first_payment": 2027}, "first_payment", "not a date"),
        ({"first_payment": "1885-01-01"}, "first_payment", "between 1900 and 2200"),
        ({"payment_rounding": "down"}, "payment_rounding", "unknown: choose from half_up, up, half_even, none"),
        ({"compounding": "daily"}, "compounding", "unknown"),
        ({"day_count": "actual/actual"}, "day_count", "unknown"),
        ({"day_count": "actual/360"}, "first_payment", "is needed"),
        ({"amortization_months": 24}, "amortization_months", "shorter than term_months"),
        ({"payments_per_year": 52, "term_months": 5}, "term_months", "no whole number of payments"),
        ({"rate_changes": {}}, "rate_changes", "must be a list"),
        ({"rate_changes": [7]}, "rate_changes[0]", "must be an object"),
        ({"rate_changes": [{"from_payment": 2}]}, "rate_changes[0].annual_rate", "is missing"),
        ({"rate_changes": [capped("0.075")]}, "rate_changes[0].payment_cap_factor", "not a factor from 1 to 10"),
        ({"rate_changes": [capped({})]}, "rate_changes[0].payment_cap_factor", "not a factor from 1 to 10"),
    ],
)  # fmt: skip
def test_wrong_loans(changed: dict[str, Any], path: str, message: str) -> None:
    assert message in problems(loan_lines, {**LOAN, **changed})[path]


def test_all_problems_of_a_line_are_told_at_once() -> None:
    line = {**PAY, "gross": "much", "pay_frequency": "often", "w4": {"step2_checkbox": 1}, "more": 1, "tax_year": 1999}
    assert set(problems(paycheck_lines, line)) == {"gross", "pay_frequency", "w4.step2_checkbox", "more", "tax_year"}
    message = one(paycheck_lines, line)["error"]["message"]
    assert message.endswith("(and 4 more)")


def test_every_option_of_a_rate_change() -> None:
    change = {"from_payment": 13, "annual_rate": "18%", "recast": True, "payment_cap_factor": 1.075}
    capped = one(loan_lines, {**LOAN, "rate_changes": [change]})
    kept = one(loan_lines, {**LOAN, "rate_changes": [{**change, "recast": False, "payment_cap_factor": None}]})
    assert capped["schedule"][12]["payment"] == "479.67"
    assert kept["schedule"][12]["payment"] == "446.20"


def test_flags_give_the_same_paycheck_as_the_document() -> None:
    report = paycheck_of_flags(
        {
            "tax_year": "2026",
            "pay_frequency": "biweekly",
            "gross": "3463.40",
            "state": "TX",
            "w4.filing_status": "single",
            "w4.step2_checkbox": True,
            "w4.step3_credits": "4400",
            "w4.step4a_other_income": None,
            "w4.step4c_extra": "100",
            "deductions.fsa_health": "40",
            "ytd.social_security_wages": "5220.48",
        }
    )
    assert (report.id, report.federal_income_tax, report.social_security) == (None, 53_573, 21_225)
    assert report.trace


def test_wrong_flags_are_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        paycheck_of_flags({"gross": "1e3", "w4.step3_credits": "-1", "deductions.401k": "1", "tax_year": "2026"})
    assert {problem.path for problem in refused.value.problems} == {
        "--gross",
        "--step3",
        "--deduction 401k",
        "--pay-frequency",
    }
    with pytest.raises(InvalidInput) as refused:
        loan_of_flags({"principal": "1", "annual_rate": "x", "term_months": "12", "rate_changes": [{"annual_rate": 0}]})
    assert {problem.path for problem in refused.value.problems} == {"--rate", "--rate-change[0].from_payment"}


def test_an_error_without_paths_stays_as_it_is() -> None:
    with pytest.raises(InvalidInput, match="the balance passes"):
        loan_of_flags({"principal": "9999999999", "annual_rate": "900%", "term_months": "1200", "payment": "1"})


def test_flags_give_the_same_loan_as_the_document() -> None:
    report = loan_of_flags({"principal": "15000", "annual_rate": "4.5%", "term_months": "36", "payment": None})
    assert (report.id, report.payment, report.number_of_payments) == (None, 44_620, 36)
