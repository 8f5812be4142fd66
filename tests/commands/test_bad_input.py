"""Input that cannot be right, at the command line and in answers: refused with its reason, and nothing is changed."""

import pytest

from tests.guarantees.holding import unchanged
from tests.running import EXAMPLES, Cli

COMMANDS = [
    ("debt edit mortgage --maturity 2019-05-01", 2, "over before 2020-08-01"),
    ("debt edit mortgage --interest-only-until 2019-01-01", 2, "before the loan began"),
    ("debt edit auto --maturity 2026-01-01", 2, "over before"),
    ("debt edit auto --escrow 50", 4, "secured on no property"),
    ("account close visa", 4, "still owes something"),
    ("account close savings", 4, "still holds something"),
    ("member remove luis", 4, "luis still has income luis-clinic, income luis-consulting"),
    ("deduction edit ana-401k --match 150%:6%", 2, "at most 100 %"),
    ("deduction edit ana-401k --match 50%:120%", 2, "at most 100 %"),
    ("deduction edit ana-401k --percent 120%", 2, "at most 100 %"),
    ("debt edit auto --rate 5.5", 2, "write 5.5%"),
]


@pytest.mark.parametrize(("line", "exit_code", "words"), COMMANDS, ids=str)
def test_a_command_refuses_it(rivera: Cli, line: str, exit_code: int, words: str) -> None:
    with unchanged(rivera.home):
        error = rivera(*line.split(), "--json", expect=exit_code).error
        assert words in error["message"]
        assert rivera(*line.split(), expect=exit_code).stderr.startswith("error: ")


ANSWERS = [
    (
        ["mortgages[0].term_months=", "mortgages[0].maturity_date=2019-01-01"],
        "mortgages[0].maturity_date",
        "is over before the loan began (2020-08-01)",
    ),
    (
        ["bank_accounts[1].type=checking", "bank_accounts[1].primary=true"],
        "bank_accounts[1].primary",
        "only one account is primary: bank_accounts[0] is",
    ),
    (["mortgages[0].escrow=50", "mortgages[0].property="], "mortgages[0].escrow", "name it"),
    (
        ["pretax_deductions[0].match[0].rate_percent=150"],
        "pretax_deductions[0].match[0].rate_percent",
        "at most 100 percent",
    ),
]


@pytest.mark.parametrize(("settings", "path", "words"), ANSWERS, ids=[path for _, path, _ in ANSWERS])
def test_answers_with_it_are_refused(rivera: Cli, settings: list[str], path: str, words: str) -> None:
    stated = [word for setting in settings for word in ("--set", setting)]
    with unchanged(rivera.home):
        (problem,) = rivera("onboard", *stated, "--json", expect=2).error["problems"]
    assert problem["path"] == path
    assert words in problem["message"]


def test_a_second_primary_account_takes_the_mark_from_the_first(rivera: Cli) -> None:
    rivera("account", "add", "--name", "New bank", "--type", "checking", "--primary")
    shown = {key: rivera.json("account", "show", key)["primary"] for key in ("checking", "new-bank")}
    assert shown == {"checking": False, "new-bank": True}
    rivera("process-events")
    flows = {flow["id"]: flow["to_account"] for flow in rivera.json("flows", "list")["flows"]}
    assert flows["ana-acme--net-pay"] == "new-bank"


def test_a_payment_below_the_interest_is_found_and_never_ends(rivera: Cli) -> None:
    answer = rivera("onboard", "--set", "student_loans[0].payment=20", "--json").document
    found = {each["code"]: each["message"] for each in answer["warnings"]}
    assert "does not cover the interest of 67.57" in found["payment_below_interest"]
    row = next(each for each in rivera.json("debt", "list")["debts"] if each["id"] == "luis-loan")
    assert (row["never"], row["payoff"], row["interest_left"]) == (True, None, None)
    assert "never" in rivera("debt", "payoff", "luis-loan").stdout


def test_the_minimum_of_a_card_is_told_at_onboarding(cli: Cli) -> None:
    answer = cli("onboard", "--answers", str(EXAMPLES / "rivera.toml"), "--json").document
    (message,) = [each["message"] for each in answer["warnings"] if each["code"] == "pays_minimum_only"]
    assert message == "Visa pays the minimum only and is paid off in 2083-07 after 28,229.94 of interest"


def test_property_tax_is_charged_once_and_the_finding_names_every_figure(rivera: Cli) -> None:
    tax = "flows add --name Tax --type expense --category property_tax --amount 3240 --frequency semiannually"
    rivera(*tax.split(), "--start", "2026-12-10", "--property", "home")
    rivera("debt", "edit", "mortgage", "--escrow", "702")
    findings = rivera.json("flows", "regenerate")["findings"]
    (message,) = [each["message"] for each in findings if each["code"] == "counted_once" and "tax" in each["message"]]
    for figure in ("702.00 a month", "3,240.00 semiannually", "6,480.00 a year"):
        assert figure in message
    months = rivera.json("project", "--months", "13", "--refresh")["months"][1:]
    # A twelfth of 6,480.00 on each due date of the mortgage, and nothing of the other two.
    assert [row["components"]["property_tax"] for row in months] == ["-540.00"] + ["-553.50"] * 11
