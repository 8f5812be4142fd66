"""Pinned baselines: kept to the byte whatever is edited, told apart from the live one by drivers and by edits."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import Any

import pytest

from tests.commands.test_entry import imported
from tests.guarantees.holding import held, unchanged
from tests.guarantees.looking import rows, spoil
from tests.running import Cli

EDITS = (
    "flows edit groceries --amount 1000",
    "income edit ana-acme --annual-salary 160000",
    "account set-balance checking 100",
    "member edit ana --blind",
    "deduction edit ana-401k --percent 11%",
    "debt edit auto --payment 450",
    "assumption set inflation 3%",
    "setting set cash_buffer 2500",
    "flows end internet",
    "undo",
)


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def edited(cli: Cli) -> Cli:
    """Make ten edits, each a command of its own, and have them processed."""
    for line in EDITS:
        cli(*line.split())
    cli("process-events")
    return cli


def future(cli: Cli) -> Any:
    """What a projection answers with, but for how fresh it is."""
    return {key: value for key, value in cli.json("project", "--months", "36").items() if key != "freshness"}


def test_a_pinned_baseline_is_the_same_to_the_byte_after_ten_edits(rivera: Cli) -> None:
    rivera("baseline", "pin")
    rows_before = rivera("project", "--months", "36", "-o", "csv").stdout
    before, shown = future(rivera), rivera.json("baseline", "show")
    assert (shown["mode"], shown["health"], shown["live"]["revision"]) == ("pinned", "fresh", shown["revision"])
    edited(rivera)
    assert future(rivera) == before
    assert rivera("project", "--months", "36", "-o", "csv").stdout == rows_before
    after = rivera.json("baseline", "show")
    assert {**after, "health": "fresh", "stale_because": [], "live": shown["live"]} == shown
    assert (after["health"], after["stale_because"]) == ("stale", ["inputs_changed"])
    assert after["live"]["revision"] == rivera.json("status")["revision"] == shown["revision"] + len(EDITS)
    rivera("baseline", "unpin")
    assert future(rivera) != before
    assert rivera.json("baseline", "show") | {"live": after["live"]} == {
        **after["live"],
        "mode": "live",
        "pinned_at": None,
        "health": "fresh",
        "stale_because": [],
        "live": after["live"],
    }


def test_a_tick_says_that_the_baseline_is_pinned_and_is_idle_after_it(rivera: Cli) -> None:
    rivera("baseline", "pin")
    rivera("flows", "end", "internet")
    (tick,) = rivera.json("process-events")["households"]
    assert (tick["result"], tick["flows"], tick["baseline"]) == ("processed", "unchanged", "pinned")
    with unchanged(rivera.home):
        assert rivera.json("process-events")["households"][0]["result"] == "idle"


def test_an_idle_tick_of_a_pinned_household_loads_nothing(rivera: Cli) -> None:
    today = rivera.on(None)
    today("process-events")
    today("baseline", "pin")
    today("flows", "end", "internet", "--on", "2030-01-01")
    today("process-events")
    assert "typer" not in imported(today, "process-events", "--json")


def test_pin_and_unpin_are_done_once_and_a_dry_run_does_nothing(rivera: Cli) -> None:
    with unchanged(rivera.home):
        assert rivera.json("baseline", "pin", "--dry-run")["result"] == "pinned"
        assert rivera.json("baseline", "unpin")["result"] == "already_live"
    first = rivera.json("baseline", "pin")
    assert (first["result"], first["mode"]) == ("pinned", "pinned")
    run = rivera.json("runs", "show")
    assert (run["kind"], run["status"], run["fingerprint"]) == ("baseline", "succeeded", first["fingerprint"])
    with unchanged(rivera.home):
        assert rivera.json("baseline", "pin") == {**first, "result": "already_pinned"}
        assert rivera.json("baseline", "unpin", "--dry-run")["result"] == "unpinned"
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        assert rivera("baseline", "unpin", "--wait", "0", "--json", expect=75).error["code"] == "busy"
    last = rivera.json("baseline", "unpin")
    assert (last["result"], last["mode"], last["pinned_at"]) == ("unpinned", "live", None)


def test_a_pin_is_no_input_and_no_undo_takes_it_away(rivera: Cli) -> None:
    revision, log = rivera.json("status")["revision"], rivera.json("history")["entries"]
    rivera("baseline", "pin")
    assert (rivera.json("status")["revision"], rivera.json("history")["entries"]) == (revision, log)
    assert rivera.json("event", "list")["events"] == []
    rivera("flows", "end", "internet")
    assert rivera.json("undo")["undid"]["command"] == "flows end"
    assert rivera.json("baseline", "show")["mode"] == "pinned"


def test_an_answer_from_a_pin_says_so_once_the_household_has_moved_on(rivera: Cli) -> None:
    rivera("baseline", "pin")
    assert "out of date" not in rivera("project", "--require-fresh").stderr
    rivera("flows", "end", "internet")
    refreshed = rivera("project", "--refresh")
    assert "the baseline is pinned, and the household's records have changed" in refreshed.stderr
    assert "effluent baseline unpin" in refreshed.stderr
    assert rivera("project", "--require-fresh", "--json", expect=6).error["hint"] == "effluent baseline unpin"
    assert rivera("status", "--check", expect=1).stdout.splitlines()[-1].endswith("effluent baseline unpin")
    assert "pinned_at" in rivera.json("project")["freshness"]


def test_a_household_that_refreshes_itself_writes_nothing_for_a_pin(rivera: Cli) -> None:
    rivera("setting", "set", "auto_refresh", "on")
    rivera("baseline", "pin")
    rivera("flows", "end", "internet")
    rivera("project")
    assert rivera.json("event", "list")["events"] == []
    with unchanged(rivera.home):
        rivera("project")


def test_a_refresh_brings_the_live_baseline_up_to_date_behind_the_pin(rivera: Cli) -> None:
    pinned = rivera.json("baseline", "pin")
    rivera("flows", "end", "internet")
    done = rivera.json("baseline", "refresh")
    assert (done["result"], done["mode"], done["revision"]) == ("refreshed", "pinned", pinned["revision"])
    assert done["live"]["revision"] == pinned["revision"] + 1
    with unchanged(rivera.home):
        assert rivera.json("baseline", "refresh")["result"] == "already_current"


def test_diff_names_the_edits_and_what_each_of_them_adds(rivera: Cli) -> None:
    rivera("baseline", "pin")
    edited(rivera)
    found = rivera.json("baseline", "diff", "--months", "24")
    apart = cents(found["difference"]["net_worth"])
    assert apart == cents(found["live"]["net_worth_end"]) - cents(found["pinned"]["net_worth_end"]) != 0
    assert found["drivers"]["status"] == "ok"
    assert sum(cents(item["amount"]) for item in found["drivers"]["items"]) == apart
    assert [edit["command"] for edit in found["edits"]] == [" ".join(line.split()[:2]) for line in EDITS[:-1]] + [
        "undo"
    ]
    assert sum(cents(edit["net_worth"]) for edit in found["edits"]) == apart
    first, end, undo = found["edits"][0], found["edits"][-2], found["edits"][-1]
    assert first["records"] == [
        {
            "record": "flow:groceries",
            "result": "changed",
            "changes": [{"field": "amount", "before": "1050.00", "after": "1000.00"}],
        }
    ]
    assert undo["undoes"] == end["batch"]
    assert cents(undo["net_worth"]) == -cents(end["net_worth"])
    history = {entry["batch"]: entry for entry in rivera.json("history")["entries"]}
    for edit in found["edits"]:
        assert (edit["user"], edit["at"]) == (history[edit["batch"]]["user"], history[edit["batch"]]["at"])
    text = rivera.within(COLUMNS="80")("baseline", "diff").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "amount: 1050.00 -> 1000.00" in text


def test_diff_leaves_out_what_waits_and_says_so(rivera: Cli) -> None:
    rivera("flows", "end", "internet")
    rivera("process-events")
    rivera("baseline", "pin")
    assert rivera.json("baseline", "diff")["edits"] == []
    rivera("flows", "edit", "groceries", "--amount", "1000")
    waiting = rivera("baseline", "diff", "--json").document
    assert (waiting["data"]["edits"], waiting["data"]["difference"]) == ([], {"net_worth": "0.00"})
    assert [warning["code"] for warning in waiting["warnings"]] == ["stale"]
    rivera("process-events")
    assert [edit["command"] for edit in rivera.json("baseline", "diff")["edits"]] == ["flows edit"]


def test_diff_refuses_what_it_cannot_tell(rivera: Cli) -> None:
    refused = rivera("baseline", "diff", "--json", expect=4)
    assert (refused.error["code"], refused.error["hint"]) == ("not_pinned", "effluent baseline pin")
    for months in ("0", "961", "-3", "x"):
        assert rivera("baseline", "diff", "--months", months, "--json", expect=2).error["problems"]


def repinned(cli: Cli, rules: str) -> None:
    """Make the pinned baseline one that was pinned under other rules."""
    file = cli.home / "households" / "rivera.db"
    ((copy,),) = rows(file, "SELECT inputs FROM baseline WHERE mode = 'pinned'")
    made = sha256(f"{rules}\n{copy}".encode()).hexdigest()[:32]
    spoil(file, f"UPDATE baseline SET rules_version = '{rules}', fingerprint = '{made}' WHERE mode = 'pinned'")


def test_a_pin_of_other_rules_says_so(rivera: Cli) -> None:
    rivera("baseline", "pin")
    repinned(rivera, "older")
    assert "rules_changed" in rivera.json("project")["freshness"]["stale_because"]
    found = rivera("baseline", "diff", "--json").document
    assert found["data"]["pinned"]["rules_version"] == "older"
    assert [warning["code"] for warning in found["warnings"]] == ["pinned_rules"]


@pytest.mark.parametrize("command", ["project", "baseline pin", "baseline diff"])
def test_a_damaged_pin_is_told_and_can_be_taken_away(rivera: Cli, command: str) -> None:
    rivera("baseline", "pin")
    file = rivera.home / "households" / "rivera.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "UPDATE baseline SET inputs = replace(inputs, '148200.00', '248200.00') WHERE mode = 'pinned'"
        )
        connection.commit()
    refused = rivera(*command.split(), "--json", expect=4).error
    assert refused["code"] == "baseline_damaged"
    assert refused["hint"].startswith("effluent baseline unpin")
    findings = rivera("doctor", "--fix", "--json", expect=1).data["households"][0]["findings"]
    assert [(each["code"], each["fix"].startswith("effluent baseline unpin")) for each in findings] == [
        ("baseline_damaged", True)
    ]
    rivera("baseline", "unpin")
    rivera("doctor")
