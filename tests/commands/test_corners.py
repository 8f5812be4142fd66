"""Corners that a user once ran into, each told as it was met."""

import pytest

from tests.running import Cli


def test_an_earlier_day_leaves_every_generated_flow_in_its_place(rivera: Cli) -> None:
    before = {flow["id"] for flow in rivera.json("flows", "list")["flows"]}
    rivera.on("2026-11-01")("baseline", "refresh")
    assert {flow["id"] for flow in rivera.json("flows", "list")["flows"]} == before


@pytest.mark.parametrize(
    "line",
    [
        "--type expense --category gifts --to savings",
        "--type income --category bonus --from savings",
    ],
)
def test_an_account_that_would_be_ignored_is_refused(rivera: Cli, line: str) -> None:
    rivera("flows", "add", "--name", "A", "--amount", "5", "--frequency", "monthly", *line.split(), expect=2)


def test_a_setting_names_any_item_on_record_by_its_place(rivera: Cli) -> None:
    rivera("onboard", "--set", "income_sources[1].hourly_rate=42.00")
    source = rivera.json("income", "show", "luis-clinic")["source"]
    assert (source["hourly_rate"], source["type"]) == ("42.00", "w2_hourly")
    assert rivera("onboard", "--set", "income_sources[7].hourly_rate=42", expect=2).exit_code == 2


def test_a_home_that_is_no_folder_is_no_empty_home(cli: Cli) -> None:
    cli.home.write_text("a file", encoding="utf-8")
    for command in (["household", "list"], ["process-events"], ["status"]):
        assert cli(*command, expect=4).exit_code == 4


def test_the_list_of_households_takes_a_name(rivera: Cli) -> None:
    assert rivera("household", "list", "-H", "nobody", expect=3).exit_code == 3
    assert [row["slug"] for row in rivera.json("household", "list", "-H", "rivera")["households"]] == ["rivera"]


def test_a_wrong_amount_is_shown_as_it_was_meant(rivera: Cli) -> None:
    line = "flows add --name N --type expense --category rent --amount -5.5 --frequency monthly --json"
    (problem,) = rivera(*line.split(), expect=2).error["problems"]
    assert problem["value"] == "-5.50"


@pytest.mark.parametrize("months", ["1_0", "１２", "0", "961", "ten", "-1"])
def test_a_number_of_months_is_plain_digits(rivera: Cli, months: str) -> None:
    assert rivera("project", "--months", months, expect=2).exit_code == 2


def test_real_amounts_in_json_stand_beside_the_rows(rivera: Cli) -> None:
    report = rivera.json("project", "--months", "26", "--real")
    assert len(report["months_real"]) == 26
    first, last = report["months_real"][0], report["months_real"][-1]
    assert first["income_real"] == report["months"][0]["income"]
    assert float(last["assets_real"]) < float(report["months"][-1]["assets"])
    assert last["net_worth_real"] == report["months"][-1]["net_worth_real"]
    assert "months_real" not in rivera.json("project", "--months", "2")


def test_pay_that_rounds_to_nothing_is_no_pay(rivera: Cli) -> None:
    error = rivera("income", "edit", "ana-acme", "--annual-salary", "0.01", "--json", expect=2).error
    assert "0.01 a year comes to nothing each time" in error["message"]
    refused = rivera("onboard", "--set", "income_sources[0].annual_salary=0.01", "--json", expect=4)
    assert refused.error["code"] == "zero_pay"
