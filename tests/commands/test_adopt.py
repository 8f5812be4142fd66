"""``scenario adopt``: the baseline becomes what the scenario was, to the cent, or nothing is adopted."""

import shlex

import pytest

from tests.guarantees.holding import unchanged
from tests.running import Cli

MONTHS = "72"
ADOPTABLE = {
    "a flow for a while": ["modify_expense --on 2027-02-01 --until 2027-08-31 flow=dining-out amount=100"],
    "a flow that ends": ["remove_expense --on 2027-01-15 flow=internet"],
    "a business that brings more": ["modify_income --on 2027-03-01 flow=luis-consulting amount=2100"],
    "a new expense and income": [
        "add_expense --on 2027-02-10 --until 2029-06-30 amount=450 frequency=monthly category=childcare",
        "add_income --on 2027-05-01 amount=800 frequency=monthly tax_treatment=ordinary",
    ],
    "one-off sums": [
        "lump_sum_income --on 2027-04-01 amount=20000 tax_treatment=capital_gain",
        "lump_sum_expense --on 2027-05-03 amount=9000 category=home_improvement",
    ],
    "a debt paid faster": ["payoff_debt --on 2027-01-20 account=luis-loan extra_monthly=250 lump_sum=1000"],
    "a job's pay from January on": ["modify_income --on 2027-01-01 flow=ana-acme amount=7000"],
    "a plan from January on": ["modify_401k --on 2027-01-01 fraction=12% source=ana-acme"],
    "a job that ends with the year": ["remove_income --on 2028-01-01 flow=luis-clinic"],
    "savings": ["set_savings_transfer --on 2027-01-05 amount=300 target=brokerage"],
    "a return from now on": ["override_assumptions --on 2026-11-01 return_us_stocks=6%"],
    "spending altogether": ["adjust_total_expenses --on 2027-02-01 --until 2028-01-31 fraction=-10%"],
}
REFUSED = {
    "modify_income --on 2027-05-01 flow=ana-acme amount=7000": "calendar year",
    "refinance --on 2027-02-01 account=mortgage rate=4% term_months=300": "terms to come",
    "sell_asset --on 2027-06-15 account=subaru": "happens on its day",
    "adjust_investment_value --on 2027-02-01 fraction=-20%": "shock",
    "override_inflation --on 2027-01-01 rate=4%": "whole of this year",
    "payoff_debt --on 2027-02-01 account=visa": "name an amount",
}


def planned(cli: Cli, *changes: str) -> None:
    cli("scenario", "create", "Plan")
    for line in changes:
        kind, *rest = shlex.split(line)
        cli("scenario", "change", "add", "plan", kind, *rest)


@pytest.mark.parametrize("changes", ADOPTABLE.values(), ids=ADOPTABLE)
def test_the_baseline_becomes_what_the_scenario_was(rivera: Cli, changes: list[str]) -> None:
    planned(rivera, *changes)
    tried = rivera.json("project", "plan", "--months", MONTHS)
    before = rivera.json("project", "--months", MONTHS)
    assert tried["months"] != before["months"]
    with unchanged(rivera.home):
        rivera("scenario", "adopt", "plan", "--dry-run")
    report = rivera.json("scenario", "adopt", "plan")
    assert len(report["adopted"]) == len(changes)
    assert (report["left"], report["archived"]) == ([], True)
    rivera("process-events")
    now = rivera.json("project", "--months", MONTHS)
    assert (now["months"], now["years"]) == (tried["months"], tried["years"])
    assert rivera("runs", "list").stdout.count("adopt") == 1
    rivera("undo", "--yes")
    rivera("process-events")
    assert rivera.json("project", "--months", MONTHS)["months"] == before["months"]
    assert rivera.json("project", "plan", "--months", MONTHS)["months"] == tried["months"]


@pytest.mark.parametrize("line", REFUSED)
def test_what_no_record_says_is_refused_with_its_reason_and_nothing_is_adopted(rivera: Cli, line: str) -> None:
    planned(rivera, "add_expense --on 2027-02-10 amount=45 frequency=monthly category=hobbies", line)
    with unchanged(rivera.home):
        error = rivera("scenario", "adopt", "plan", "--json", expect=4).error
    assert error["code"] == "cannot_adopt"
    assert REFUSED[line] in error["problems"][0]["message"]
    assert error["hint"].startswith("--partial")


def test_in_part_the_rest_stays_in_the_scenario(rivera: Cli) -> None:
    planned(
        rivera,
        "add_expense --on 2027-02-10 amount=45 frequency=monthly category=hobbies",
        "refinance --on 2027-02-01 account=mortgage rate=4% term_months=300",
    )
    tried = rivera.json("project", "plan", "--months", MONTHS)
    report = rivera("scenario", "adopt", "plan", "--partial", "--json", expect=5).data
    assert report["adopted"] == ["plan.add-expense"]
    assert [each["change"] for each in report["left"]] == ["plan.refinance"]
    assert not report["archived"]
    rivera("process-events")
    assert rivera.json("project", "plan", "--months", MONTHS)["months"] == tried["months"]


def test_there_must_be_something_to_adopt(rivera: Cli) -> None:
    rivera("scenario", "create", "Plan")
    with unchanged(rivera.home):
        assert rivera("scenario", "adopt", "plan", "--json", expect=4).error["code"] == "nothing_to_adopt"
        rivera("scenario", "adopt", "nowhere", expect=3)
        rivera("scenario", "adopt", "baseline", expect=2)
    rivera("scenario", "archive", "plan")
    assert rivera("scenario", "adopt", "plan", "--json", expect=4).error["code"] == "archived"


def test_records_that_would_come_to_something_else_are_not_adopted(rivera: Cli) -> None:
    # A bonus is paid by the job as it is on record; after the job is cut in two it would be that of the part that ended.
    line = (
        "flows add --name Bonus --type income --category bonus --amount 90000 --frequency annually --start 2027-06-15"
    )
    rivera(*line.split(), "--source", "ana-acme")
    planned(rivera, "modify_income --on 2027-01-01 flow=ana-acme amount=7000")
    with unchanged(rivera.home):
        error = rivera("scenario", "adopt", "plan", "--json", expect=4).error
    assert error["code"] == "cannot_adopt"
    assert "something else from 2027-0" in error["message"]


def test_what_is_over_is_nothing_to_adopt(rivera: Cli) -> None:
    planned(rivera, "lump_sum_expense --on 2026-11-05 amount=900")
    with unchanged(rivera.home):
        error = rivera("scenario", "adopt", "plan", "--json", expect=4).error
    assert "its day has passed" in error["problems"][0]["message"]
