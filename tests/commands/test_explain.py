"""``explain`` at the command line: sums to the cent, follows an account, and refuses what is not there."""

import csv
import io
import json
from typing import Any

import pytest

from tests.running import Cli


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def total(lines: list[Any]) -> int:
    return sum(cents(line["amount"]) for line in lines)


@pytest.mark.parametrize("month", ["2026-11", "2026-12", "2027-04", "2031-06"])
def test_the_lines_are_the_months_change_and_its_components(rivera: Cli, month: str) -> None:
    found = rivera.json("explain", month)
    rows = {row["month"]: row for row in rivera.json("project", "--months", "60")["months"]}
    row = rows[month]
    assert found["closing"]["net_worth"] == row["net_worth"]
    change = cents(found["closing"]["net_worth"]) - cents(found["opening"]["net_worth"])
    assert cents(found["change"]) == change == total(found["lines"])
    for lines, wanted in ((found["lines"], row["components"]), (found["moves"], row["moves"])):
        names = {line["name"] for line in lines}
        assert {name: total([line for line in lines if line["name"] == name]) for name in names} == {
            name: cents(amount) for name, amount in wanted.items()
        }
    for check in found["paychecks"]:
        parts = [check[name] for name in ("deductions", "taxes", "net_pay")]
        assert cents(check["gross"]) == sum(map(cents, parts))
        of = [line for line in found["lines"] if line.get("paycheck") and line["on"] == check["on"]]
        gross = [
            line for line in of if line["record"] == check["record"] and line["name"] in ("salary", "hourly_wages")
        ]
        assert total(gross) == cents(check["gross"])


@pytest.mark.parametrize("account", ["checking", "visa", "mortgage", "ana-401k-account", "home"])
def test_an_account_is_followed_to_its_closing_balance(rivera: Cli, account: str) -> None:
    rows = rivera.json("project", "--months", "6")["months"]
    before, after = (row["accounts"][account] for row in rows[4:6])
    found = rivera.json("explain", rows[5]["month"], "--line", account)
    followed = found["account"]
    assert (followed["opening"], followed["closing"]) == (before, after)
    assert cents(before) + total(followed["changes"]) == cents(after)
    assert followed["changes"] == sorted(followed["changes"], key=lambda each: each["on"] or "9")
    assert (found["line"], found["lines"], found["moves"]) == (account, [], [])
    text = rivera.within(COLUMNS="80")("explain", rows[5]["month"], "--line", account).stdout
    assert text.splitlines()[-1].split()[:2] == ["closing", "balance"]
    read = list(csv.DictReader(io.StringIO(rivera("explain", rows[5]["month"], "--line", account, "-o", "csv").stdout)))
    assert total(read) == total(followed["changes"])


@pytest.mark.parametrize("name", ["taxes", "federal_income_tax", "market_growth", "contributions", "card_principal"])
def test_a_name_is_followed_alone(rivera: Cli, name: str) -> None:
    row = rivera.json("project", "--months", "2")["months"][1]
    found = rivera.json("explain", row["month"], "--line", name)
    wanted = -cents(row["taxes"]) if name == "taxes" else cents(row["components"].get(name, "0.00"))
    assert cents(found["total"]) == total(found["lines"]) == wanted
    assert total(found["moves"]) == cents(row["moves"].get(name, "0.00"))
    assert {line["name"] for line in (*found["lines"], *found["moves"])} == {name} or name == "taxes"


def test_a_name_that_the_month_has_nothing_of_sums_to_nothing(rivera: Cli) -> None:
    found = rivera.json("explain", "2026-12", "--line", "tax_settlement")
    assert (found["total"], found["lines"], found["moves"]) == ("0.00", [], [])
    assert rivera("explain", "2026-12", "--line", "rent").stdout == "2026-12 has nothing of rent\n"


def test_april_tells_how_the_tax_of_the_year_before_came_about(rivera: Cli) -> None:
    found = rivera.json("explain", "2027-04")
    (year,) = (each for each in rivera.json("project")["years"] if each["year"] == 2026)
    assert found["tax"]["taxed_year"] == year
    steps = {step["line"]: step["value"] for step in found["tax"]["steps"]}
    assert steps["= total"] == year["liability"]["total"]
    assert steps["= due (below zero: comes back)"] == year["settlement"]
    assert rivera.json("explain", "2027-05")["tax"] is None


def test_the_text_fits_eighty_columns_and_tells_rule_and_figures(rivera: Cli) -> None:
    text = rivera.within(COLUMNS="80")("explain", "2027-01").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "Moves, which change no net worth" in text
    said = " ".join(text.split())
    for words in (
        "income_source:ana-acme",
        "Worksheet 1A",
        "6.2 % of",
        "/ 12; rate / 12 of what is owed",
        "^(1/12) - 1",
    ):
        assert words in said


def test_every_form_has_the_same_lines(rivera: Cli) -> None:
    document = rivera("explain", "2026-12", "--json").document
    lines = [json.loads(line) for line in rivera("explain", "2026-12", "-o", "jsonl").stdout.splitlines()]
    assert [line["row"] for line in lines if line["type"] == "row"] == document["data"]["lines"]
    read = list(csv.DictReader(io.StringIO(rivera("explain", "2026-12", "-o", "csv").stdout)))
    both = [*document["data"]["lines"], *document["data"]["moves"]]
    assert [(row["name"], row["amount"], row["figures"].lstrip("'")) for row in read] == [
        (line["name"], line["amount"], line["figures"]) for line in both
    ]


@pytest.mark.parametrize("month", ["2027", "2027-13", "2027-1", "27-01", "nov", "2027-01-01", "２０２７-01"])
def test_what_is_no_month_is_refused(rivera: Cli, month: str) -> None:
    refused = rivera("explain", month, "--json", expect=2)
    assert refused.error["problems"][0]["path"] == "MONTH"


@pytest.mark.parametrize("month", ["2026-10", "1999-12", "2106-11"])
def test_a_month_outside_the_window_is_refused_and_the_window_named(rivera: Cli, month: str) -> None:
    assert "from 2026-11 to 2106-10" in rivera("explain", month, "--json", expect=2).error["message"]


def test_an_unknown_line_or_scenario_is_not_found_and_the_lines_are_named(rivera: Cli) -> None:
    refused = rivera("explain", "2026-12", "--line", "yachts", "--json", expect=3).error
    assert all(name in refused["hint"] for name in ("checking", "visa", "taxes", "groceries", "market_growth"))
    assert rivera("explain", "2026-12", "--scenario", "dream", "--json", expect=3).error["code"] == "not_found"


def test_a_stale_explanation_says_so_and_can_be_made_fresh(rivera: Cli) -> None:
    rivera("flows", "edit", "groceries", "--amount", "1000")
    assert "out of date" in rivera("explain", "2026-12").stderr
    rivera("explain", "2026-12", "--require-fresh", expect=6)
    found = rivera.json("explain", "2026-12", "--line", "groceries", "--refresh")
    assert [line["amount"] for line in found["lines"]] == ["-1000.00"]
    assert found["freshness"]["fresh"]


def test_a_pinned_baseline_is_explained_as_it_was(rivera: Cli) -> None:
    before = rivera.json("explain", "2026-12")
    rivera("baseline", "pin")
    rivera("flows", "edit", "groceries", "--amount", "1000")
    rivera("process-events")
    assert rivera.json("explain", "2026-12", "--scenario", "live")["change"] != before["change"]
    after = rivera.json("explain", "2026-12")
    assert {**after, "freshness": None} == {**before, "freshness": None}
