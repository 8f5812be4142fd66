"""``stress list`` and ``stress run`` at the terminal and for scripts."""

import json
from typing import Any

import jsonschema
import pytest

from tests.commands.test_output import on_a_terminal
from tests.guarantees.holding import unchanged
from tests.running import Cli

FEW = ("income_drop_25", "market_drop_20")
WRONG = {
    "stress run income_drop_11": "income_drop_10",
    "stress run --all income_drop_10": "exclude each other",
    "stress run --months 0": "1 to 960",
    "stress run --set income_drop_10=0.2": "TEST.key=value",
    "stress run --set income_drop_10.amount=5": "income_drop_10 has fraction",
    "stress run --set nothing.fraction=0.2": "the tests are",
    "stress run --set income_drop_10.fraction=5.5": "5.5%",
    "stress run --set expense_spike_500.amount=-1": "above zero",
    "stress run --set market_drop_20.recovery_months=many": "a number of months",
}


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_list_names_every_test_with_its_inputs(rivera: Cli) -> None:
    rows = {row["name"]: row for row in rivera.json("stress", "list")["tests"]}
    assert len(rows) == 12
    assert {each["key"]: each["default"] for each in rows["market_drop_40"]["inputs"]} == {
        "fraction": "0.4", "recovery_months": "48", "applies_to": "all",
    }  # fmt: skip


def test_a_batch_is_one_document_a_run_and_nothing_else(rivera: Cli) -> None:
    before = rivera.json("status")["revision"], rivera.json("scenario", "list"), rivera.json("flows", "list")
    report = rivera.json("stress", "run")
    assert [each["name"] for each in report["tests"]] == [row["name"] for row in rivera.json("stress", "list")["tests"]]
    assert (report["window"]["months"], report["errors"]) == (60, [])
    summary = report["summary"]
    assert summary["passed"] + summary["warning"] + summary["failed"] == 12
    assert summary["resilience"] == (100 * summary["passed"] + 50 * summary["warning"] + 6) // 12
    for test in report["tests"]:
        drivers = test["drivers"]
        assert drivers["status"] == "ok"
        cents = sum(round(float(item["amount"]) * 100) for item in drivers["items"])
        assert cents == round(float(test["net_worth_difference"]) * 100)
    kept = rivera.json("runs", "show", report["run"])
    assert (kept["kind"], kept["status"], kept["result"]) == ("stress", "succeeded", report)
    assert (rivera.json("status")["revision"], rivera.json("scenario", "list"), rivera.json("flows", "list")) == before


def test_lines_come_one_by_one_and_say_the_same(rivera: Cli) -> None:
    header, *tests, summary = lines_of(rivera("stress", "run", *FEW, "-o", "jsonl").stdout)
    assert (header["type"], header["schema"], header["household"]) == ("header", "effluent.stress-run/1", "rivera")
    assert [(line["type"], line["name"]) for line in tests] == [("test", name) for name in FEW]
    assert {"passed", "warning", "failed", "errors", "resilience"} < summary.keys()
    document = rivera.json("stress", "run", *FEW)
    assert [{**test, "type": "test"} for test in document["tests"]] == tests
    assert {key: summary[key] for key in document["summary"]} == document["summary"]


def test_a_test_that_cannot_be_carried_out_stops_no_other(rivera: Cli) -> None:
    done = rivera("stress", "run", "--set", "rate_shock_2.applies_to=nowhere", "--json", expect=5)
    report = done.data
    assert [(each["name"], each["status"]) for each in report["errors"]] == [("rate_shock_2", "error")]
    assert "nowhere" in report["errors"][0]["reason"]
    assert (len(report["tests"]), report["summary"]["errors"]) == (11, 1)
    assert rivera.json("runs", "show", report["run"])["status"] == "partial"


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("market_drop_40.fraction=100%", "does not come back"),
        ("rate_shock_2.applies_to=checking", "checking"),
        ("market_drop_20.applies_to=visa", "visa"),
    ],
)
def test_an_input_that_this_household_makes_impossible_is_an_error_of_its_test_alone(
    rivera: Cli, stated: str, why: str
) -> None:
    name = stated.partition(".")[0]
    report = rivera("stress", "run", name, "income_drop_10", "--set", stated, "--json", expect=5).data
    assert [(each["name"], why in each["reason"]) for each in report["errors"]] == [(name, True)]
    assert [each["name"] for each in report["tests"]] == ["income_drop_10"]
    alone = rivera("stress", "run", name, "--set", stated, "--json", expect=5).data
    assert (alone["tests"], alone["summary"]["resilience"]) == ([], None)
    assert rivera.json("runs", "show", alone["run"])["status"] == "failed"


def test_a_scenario_is_shaken_and_stays_as_it_is(rivera: Cli) -> None:
    rivera("scenario", "create", "Part time")
    rivera(
        *[
            "scenario",
            "change",
            "add",
            "part-time",
            "modify_income",
            "--on",
            "2026-12-01",
            "flow=ana-acme",
            "amount=1500",
        ]
    )
    before = rivera.json("status"), rivera.json("scenario", "show", "part-time")
    of_plan = rivera.json("stress", "run", FEW[0], "--scenario", "part-time")
    assert of_plan["scenario"] == "part-time"
    end = rivera.json("project", "part-time", "--months", "60")["summary"]["net_worth_end"]
    (test,) = of_plan["tests"]
    assert round(float(test["net_worth_end"]) - float(end), 2) == float(test["net_worth_difference"])
    assert test["net_worth_end"] < rivera.json("stress", "run", FEW[0])["tests"][0]["net_worth_end"]
    assert (rivera.json("status"), rivera.json("scenario", "show", "part-time")) == before
    assert rivera("stress", "run", FEW[0], "--scenario", "part-time").stdout.startswith("part-time, 2026-11 to")
    with unchanged(rivera.home):
        assert rivera("stress", "run", "--scenario", "nowhere", "--json", expect=3).error["code"] == "not_found"


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_said_before_anything_is_run(rivera: Cli, line: str) -> None:
    with unchanged(rivera.home):
        error = rivera(*line.split(), "--json", expect=2).error
    assert WRONG[line] in f"{error['message']} {error['hint']} {error['problems']}"


def test_other_inputs_make_another_result(rivera: Cli) -> None:
    plain, helped = (
        rivera.json("stress", "run", "job_loss_primary", *more)["tests"][0]
        for more in ((), ("--set", "job_loss_primary.benefit=2000"))
    )
    # Six months of 2,000.00, less the tax on them.
    gained = float(helped["net_worth_end"]) - float(plain["net_worth_end"])
    assert 12_000 * 0.6 < gained < 12_000
    assert helped["inputs"] == {"months": "6", "benefit": "2000"}


def test_a_stale_baseline_says_so(rivera: Cli) -> None:
    rivera("flows", "edit", "groceries", "--amount", "1500")
    rivera("stress", "run", FEW[0], "--require-fresh", expect=6)
    document = rivera("stress", "run", FEW[0], "--json").document
    assert document["warnings"][0]["code"] == "stale"
    assert rivera.json("stress", "run", FEW[0], "--refresh")["freshness"]["fresh"]


def test_documents_and_text_have_their_form(rivera: Cli) -> None:
    for words in (("stress", "run", *FEW), ("stress", "list")):
        document = rivera(*words, "--json").document
        jsonschema.validate(document, json.loads(rivera("schema", "-".join(words[:2])).stdout))
    narrow = rivera.within(COLUMNS="80")
    for words in (("stress", "run"), ("stress", "list")):
        shown = on_a_terminal(narrow, *words, "--color", "never")
        assert "income_drop_10" in shown
        assert max(map(len, shown.splitlines())) <= 80
    rows = rivera("stress", "run", *FEW, "-o", "csv").stdout.splitlines()
    assert rows[0].startswith("name,status,net_worth_end")
    assert len(rows) == 3
