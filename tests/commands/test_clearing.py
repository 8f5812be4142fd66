"""What a command states it can also take back: one option for it, the same everywhere."""

import pytest

from tests.guarantees.holding import unchanged
from tests.running import Cli

CLEARS = {
    "member edit mia": "date-of-birth",
    "account edit savings": "growth",
    "account edit brokerage": "cost-basis",
    "income edit ana-acme": "raise",
    "withholding edit ana-acme": "children",
    "deduction edit ana-401k": "match",
    "debt edit visa": "limit",
    "debt edit mortgage": "origination",
}


RECORDED = {"raise": "raise_rate", "children": "step3_children"}
"""What a record calls a field where it is not called as its option."""


@pytest.mark.parametrize(("line", "field"), CLEARS.items(), ids=CLEARS)
def test_a_field_is_cleared_once_and_then_nothing_changes(rivera: Cli, line: str, field: str) -> None:
    with unchanged(rivera.home):
        rivera(*line.split(), "--clear", field, "--dry-run")
    done = rivera.json(*line.split(), "--clear", field)
    assert done["result"] == "changed"
    news = {each["field"]: each["after"] for each in done["changes"]}
    assert news[RECORDED.get(field, field.replace("-", "_"))] in (None, [], 0)
    assert rivera.json(*line.split(), "--clear", field.replace("-", "_"))["result"] == "unchanged"


@pytest.mark.parametrize("line", [*CLEARS, "flows edit groceries"], ids=lambda line: " ".join(line.split()[:2]))
def test_a_wrong_field_lists_those_that_can_be_cleared(rivera: Cli, line: str) -> None:
    with unchanged(rivera.home):
        error = rivera(*line.split(), "--clear", "mood", "--json", expect=2).error
    assert error["problems"][0]["path"] == "--clear"
    assert "'mood' is none of " in error["message"]
    assert f" {CLEARS.get(line, 'end')}" in error["message"].replace("none of ", "none of , ")


def test_an_end_is_taken_back(rivera: Cli) -> None:
    rivera("income", "end", "luis-clinic", "--on", "2027-02-28")
    assert rivera.json("income", "edit", "luis-clinic", "--clear", "end")["changes"] == [
        {"field": "end", "before": "2027-02-28", "after": None}
    ]
    rivera("flows", "end", "groceries", "--on", "2026-12-31")
    rivera("flows", "edit", "groceries", "--clear", "end")
    assert rivera.json("flows", "show", "groceries")["flow"]["end"] is None
    months = rivera.json("project", "--months", "6", "--refresh")["months"]
    assert {"groceries", "hourly_wages"} <= months[5]["components"].keys()


def test_hours_become_a_salary_and_a_salary_hours(rivera: Cli) -> None:
    done = rivera.json("income", "edit", "luis-clinic", "--type", "w2", "--annual-salary", "88000")
    assert {each["field"]: each["after"] for each in done["changes"]} == {
        "type": "w2",
        "annual_amount": "88000.00",
        "hourly_rate": None,
        "annual_hours": None,
    }
    rivera("process-events")
    flows = {flow["id"]: flow for flow in rivera.json("flows", "list")["flows"]}
    assert (flows["luis-clinic--gross"]["amount"], flows["luis-clinic--gross"]["category"]) == ("3666.67", "salary")
    rivera("income", "edit", "luis-clinic", "--type", "w2_hourly", "--hourly-rate", "42", "--annual-hours", "1500")
    source = rivera.json("income", "show", "luis-clinic")["source"]
    assert (source["type"], source["annual_amount"], source["hourly_rate"]) == ("w2_hourly", None, "42.00")
    rivera("income", "edit", "luis-clinic", "--annual-salary", "1", expect=2)
    rivera("income", "edit", "ana-acme", "--type", "w2_hourly", expect=2)


def test_a_job_becomes_a_business_once_nothing_is_deducted_from_it(rivera: Cli) -> None:
    line = ("income", "edit", "luis-clinic", "--type", "self_employed", "--annual-salary", "70000")
    refused = rivera(*line, "--json", expect=4).error
    assert (refused["code"], "deduction luis-roth" in refused["message"]) == ("source_in_use", True)
    rivera("deduction", "remove", "luis-roth")
    rivera(*line)
    rivera("process-events")
    rivera("withholding", "show", "luis-clinic", expect=4)
    kinds = {flow["kind"] for flow in rivera.json("flows", "list")["flows"] if flow["source"] == "luis-clinic"}
    assert kinds == {"income"}
    rivera("income", "edit", "luis-clinic", "--type", "w2")
    assert rivera.json("withholding", "show", "luis-clinic")["given"] is False


def test_a_business_saves_into_a_retirement_account_only(rivera: Cli) -> None:
    line = ("income", "edit", "luis-consulting", "--retirement-contribution", "3000", "--retirement-account")
    for account in ("brokerage", "visa", "family-hsa"):
        assert rivera(*line, account, "--json", expect=4).error["code"] == "other_account_type"
    rivera(*line, "luis-roth-401k")
    rivera("income", "edit", "luis-consulting", "--clear", "retirement-contribution")
    source = rivera.json("income", "show", "luis-consulting")["source"]
    assert (source["retirement_contribution"], source["retirement_account"]) == (None, None)
    answer = "income_sources[2].retirement_account=brokerage"
    error = rivera(
        "onboard", "--set", "income_sources[2].retirement_contribution=3000", "--set", answer, "--json", expect=2
    ).error
    assert error["problems"][0]["path"] == "income_sources[2].retirement_account"


def test_a_stub_is_cleared_as_a_whole_or_figure_by_figure(rivera: Cli) -> None:
    rivera("income", "edit", "ana-acme", "--ytd-gross", "131100", "--ytd-deferrals", "9000")
    rivera("income", "edit", "ana-acme", "--clear", "ytd-gross")
    assert rivera.json("income", "show", "ana-acme")["source"]["ytd_on"] == "2026-11-23"
    rivera("income", "edit", "ana-acme", "--clear", "ytd-deferrals")
    assert rivera.json("income", "show", "ana-acme")["source"]["ytd_on"] is None


def test_the_counts_of_step_3_take_the_place_of_its_amount(rivera: Cli) -> None:
    rivera("withholding", "edit", "ana-acme", "--step3", "4400")
    form = rivera.json("withholding", "show", "ana-acme")
    assert (form["step3_credits"], form["step3_children"]) == ("4400.00", 0)
    rivera("withholding", "edit", "ana-acme", "--children", "2", "--other-dependents", "1")
    form = rivera.json("withholding", "show", "ana-acme")
    assert (form["step3_credits"], form["step3_children"], form["step3_other_dependents"]) == (None, 2, 1)
    rivera("withholding", "edit", "ana-acme", "--children", "2", "--step3", "1", expect=2)
    rivera("withholding", "edit", "ana-acme", "--state-extra", "12.50")
    assert "12.50" in rivera("withholding", "list").stdout


@pytest.mark.parametrize(
    ("line", "exit_code", "words"),
    [
        ("edit brokerage --allocation us_stocks=0.6,bonds=0.3", 2, "come to 90 %"),
        ("edit brokerage --allocation us_stocks=0.6,gold=0.4", 2, "none of us_stocks"),
        ("edit brokerage --allocation us_stocks=0.6,us_stocks=0.4", 2, "stands twice"),
        ("edit brokerage --allocation us_stocks", 2, "CLASS=SHARE"),
        ("edit brokerage --allocation us_stocks=60,bonds=40", 2, "write 60%"),
        ("edit savings --allocation cash=1", 4, "only investments"),
        ("edit brokerage --rent 500", 4, "only a property"),
        ("edit home --rent -1", 2, "zero or more"),
        ("edit home --rent 5 --rent-frequency once", 2, "none of weekly"),
        ("edit home --rent-frequency weekly", 2, "--rent"),
        ("edit home --ownership-share 40%", 4, "only a business"),
        ("edit home --property home", 4, "only a mortgage"),
        ("edit mortgage --property checking", 4, "no property"),
        ("edit mortgage --property nowhere", 3, "no account"),
        ("edit mortgage --growth 3%", 4, "debt edit"),
        ("edit checking --market-value 5", 4, "set-balance"),
        ("edit checking --primary --type brokerage", 4, "cannot become"),
        ("edit ana-401k-account --type roth_ira", 4, "deduction ana-401k"),
        ("edit checking --notes=", 2, "--notes"),
        ("add --name X --type business_equity --ownership-share 140%", 2, "at most 100 %"),
        ("add --name X --type auto_loan --rate 5.5", 2, "write 5.5%"),
        ("add --name X --type auto_loan --rate -1%", 2, "negative"),
        ("add --name X --type savings --rent 5", 2, "only a property"),
    ],
)
def test_accounts_that_cannot_be(rivera: Cli, line: str, exit_code: int, words: str) -> None:
    with unchanged(rivera.home):
        assert words in rivera("account", *line.split(), "--json", expect=exit_code).error["message"]


def test_everything_an_account_has_is_stated_shown_and_cleared(rivera: Cli) -> None:
    line = (
        "account add --name Duplex --type rental_property --balance 300000 --rent 1200 --rent-frequency monthly"
        " --property-tax 4000 --insurance 1100 --hoa 600 --cost-basis 250000 --last-four 0042 --notes Corner"
    )
    rivera(*line.split())
    note = "account add --name Note --type rental_mortgage --balance 90000 --rate 6% --property duplex"
    rivera(*note.split())
    shown = rivera.json("account", "show", "duplex")
    assert (shown["rent"], shown["rent_frequency"], shown["secures"]) == ("1200.00", "monthly", ["note"])
    assert (shown["equity"], shown["loan_to_value"]) == ("210000.00", "0.3")
    rivera("debt", "edit", "note", "--term-months", "120", "--escrow", "400")
    assert rivera("account", "edit", "note", "--clear", "property", "--json", expect=4).error["code"] == (
        "escrow_without_property"
    )
    rivera("debt", "edit", "note", "--clear", "escrow")
    rivera("account", "edit", "note", "--clear", "property")
    fields = ("rent", "property-tax", "insurance", "hoa", "cost-basis", "last-four", "notes")
    rivera("account", "edit", "duplex", *(word for field in fields for word in ("--clear", field)))
    shown = rivera.json("account", "show", "duplex")
    assert {shown[field.replace("-", "_")] for field in fields} == {None}
    assert shown["secures"] == []


def test_a_market_value_is_the_balance_of_today(rivera: Cli) -> None:
    later = rivera.on("2026-11-30")
    done = later.json("account", "edit", "home", "--market-value", "755000", "--notes", "New roof")
    assert [(each["field"], each["after"]) for each in done["changes"]] == [
        ("notes", "New roof"),
        ("market_value", "755000.00"),
    ]
    shown = later.json("account", "show", "home")
    assert (shown["balance"], shown["snapshot_on"]) == ("755000.00", "2026-11-30")
    assert later.json("account", "edit", "home", "--market-value", "755000")["result"] == "unchanged"


def test_rent_and_costs_keep_growing_from_what_they_are_when_one_is_stated_anew(rivera: Cli) -> None:
    later = rivera.on("2029-06-15")
    later("account", "edit", "home", "--rent", "900")
    shown = later.json("account", "show", "home")
    # Three Januaries at 2.5 %: 6,480.00 and 1,944.00 of 2026.
    assert (shown["property_tax"], shown["insurance"]) == ("6978.25", "2093.48")
    months = later.json("project", "--months", "8", "--refresh")["months"]
    assert [row["components"]["rental_income"] for row in months[6:]] == ["900.00", "922.50"]
    later.on("2031-01-02")("account", "edit", "home", "--insurance", "2093.48", "--hoa", "100")
    shown = later.on("2031-01-02").json("account", "show", "home")
    # What is stated stands, though it is the figure of before; what is not has grown on.
    assert (shown["insurance"], shown["property_tax"], shown["hoa"]) == ("2093.48", "7331.52", "100.00")
