"""Corners that a user once ran into, each told as it was met."""

import contextlib
import io

import pytest

from effluent_cli.main import run
from tests.guarantees.holding import unchanged
from tests.running import EXAMPLES, Cli


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


WITH_IDS = [
    "account show ID",
    "account edit ID --name A",
    "account edit savings --owner ID",
    "account edit mortgage --property ID",
    "account add --name A --type cash --id ID",
    "account set-balance ID 5",
    "account close ID",
    "member edit ID --blind",
    "member remove ID",
    "member add --name A --relationship child --id ID",
    "income show ID",
    "income edit ID --raise 1%",
    "income edit ana-acme --member ID",
    "income edit luis-consulting --retirement-account ID",
    "income end ID",
    "withholding show ID",
    "withholding edit ID --step2",
    "deduction edit ID --amount 1",
    "deduction remove ID",
    "deduction add --source ID --type hsa --amount 1",
    "deduction add --source ana-acme --type hsa --amount 1 --target-account ID",
    "debt show ID",
    "debt edit ID --rate 1%",
    "debt payoff ID",
    "flows show ID",
    "flows edit ID --amount 5",
    "flows edit groceries --from ID",
    "flows edit groceries --property ID",
    "flows edit groceries --source ID",
    "flows edit groceries --member ID",
    "flows skip ID",
    "flows end ID",
    "flows override ID 5",
    "flows add --name A --type transfer --amount 1 --frequency monthly --from ID --to savings",
    "flows add --name A --type transfer --amount 1 --frequency monthly --to ID --from savings",
    "history ID",
    "history account:ID",
    "setting set borrow_line ID",
    "status -H ID",
]


@pytest.mark.parametrize("line", WITH_IDS)
def test_what_can_be_no_id_is_wrong_wherever_it_stands(rivera: Cli, line: str) -> None:
    with unchanged(rivera.home), contextlib.redirect_stderr(io.StringIO()):
        for key in ("../x", "a.b", "Ünï", "", "-", "con", "a" * 64, "x\ny"):
            arguments = [word.replace("ID", key) if word.endswith("ID") else word for word in line.split()]
            # In this process, because there are many.
            assert run([*arguments, "--home", str(rivera.home), "--as-of", "2026-11-23"]) == 2, arguments


def test_a_day_to_come_is_refused_in_answers_as_in_commands(rivera: Cli) -> None:
    with unchanged(rivera.home):
        for path in ("members[2].date_of_birth", "bank_accounts[0].as_of", "mortgages[0].as_of"):
            error = rivera("onboard", "--set", f"{path}=2026-11-24", "--json", expect=2).error
            assert [each["path"] for each in error["problems"]] == [path]
            assert "has not come yet" in error["problems"][0]["message"]
        rivera("account", "set-balance", "checking", "5", "--on", "2026-11-24", expect=2)
        rivera("member", "edit", "mia", "--date-of-birth", "2026-11-24", expect=2)


def test_a_list_without_rows_keeps_its_header_in_csv(rivera: Cli) -> None:
    unchanged_answers = rivera("onboard", "--answers", str(EXAMPLES / "rivera.toml"), "-o", "csv")
    assert unchanged_answers.stdout == "kind,id,name,step,outcome\n"
    assert rivera("event", "list", "-o", "csv").stdout.startswith("id,type,status,")


def test_an_unknown_type_of_event_lists_the_types_once(rivera: Cli) -> None:
    assert rivera("event", "add", "nope", expect=2).stderr.count("accounts_changed") == 1


def test_a_chart_leaves_json_as_it_is(rivera: Cli) -> None:
    assert rivera.json("project", "--months", "3", "--chart") == rivera.json("project", "--months", "3")
