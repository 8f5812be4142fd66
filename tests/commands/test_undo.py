"""``undo``, ``runs`` and ``event`` as they are used: at the command line, by real processes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.guarantees.holding import held, unchanged
from tests.running import EXAMPLES, Cli


def checking(cli: Cli) -> str:
    accounts = cli.json("account", "list")["accounts"]
    return next(str(each["balance"]) for each in accounts if each["id"] == "checking")


def test_a_mistyped_balance_is_taken_back_and_comes_back(rivera: Cli) -> None:
    before = checking(rivera)
    rivera("account", "set-balance", "checking", "52000")
    with unchanged(rivera.home):
        foreseen = rivera.json("undo", "--dry-run")
    assert foreseen["undid"]["command"] == "account set-balance"
    undone = rivera("undo")
    assert "batch 2 undone: account set-balance" in undone.stdout
    assert "To bring it back: effluent undo 3 -H rivera" in undone.stdout
    assert checking(rivera) == before
    assert rivera.json("status")["stale_because"] == ["pending_events", "inputs_changed"]
    rivera("undo", "3")
    assert checking(rivera) == "52000.00"


def test_an_undo_while_the_household_is_held_is_busy_and_makes_no_backup(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "52000")
    for line in (("undo",), ("runs", "prune", "--keep", "0"), ("event", "cancel", "6")):
        with held(rivera.home, "rivera"), unchanged(rivera.home):
            assert rivera(*line, "--wait", "0", "--json", expect=75).error["code"] == "busy"


def test_wrong_numbers_are_refused_and_change_nothing(rivera: Cli) -> None:
    with unchanged(rivera.home):
        assert rivera("undo", "99", "--json", expect=3).error["code"] == "not_found"
        assert rivera("undo", "x", "--json", expect=2).error["code"] == "invalid_input"
        assert rivera("undo", "0", "--json", expect=2).error["code"] == "invalid_input"
        assert rivera("runs", "show", "r0", "--json", expect=3).error["code"] == "not_found"
        assert rivera("event", "show", "99", expect=3).exit_code == 3
        assert rivera("event", "cancel", "1", "--json", expect=4).error["code"] == "not_open"


def test_a_wrong_onboarding_is_undone_and_then_done_again(cli: Cli) -> None:
    cli("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    with unchanged(cli.home):
        assert cli("undo", "--json", expect=2).error["hint"] == "add --yes if you mean it"
        assert cli.json("undo", "--dry-run")["household_removed"]
    gone = cli.json("undo", "--yes")
    assert (gone["household_removed"], gone["batch"]) == (True, None)
    assert Path(gone["backup"]).is_file()
    assert cli("status", expect=3).exit_code == 3
    cli("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    assert cli("project", "--months", "2", "--require-fresh").exit_code == 0


def test_a_second_onboarding_is_one_batch_that_undo_takes_back(rivera: Cli) -> None:
    before = rivera.json("member", "list"), rivera.json("account", "list")
    rivera("onboard", "--set", "tax_filing.state=TX", "--set", "bank_accounts.checking.balance=1")
    assert rivera.json("undo")["undid"]["command"] == "onboard"
    assert (rivera.json("member", "list"), rivera.json("account", "list")) == before
    assert rivera.json("household", "show")["state"] == "CA"


def test_every_run_has_the_same_keys(rivera: Cli) -> None:
    rivera("income", "edit", "ana-acme", "--annual-salary", "151000")
    rivera("flows", "regenerate")
    rivera("baseline", "refresh")
    rivera("event", "add", "manual_refresh")
    rivera("process-events")
    rivera("project", "--months", "3", "--save")
    rivera("undo", "2")
    shown = [rivera.json("runs", "show", run["id"]) for run in rivera.json("runs", "list")["runs"]]
    assert {run["kind"] for run in shown} == {"onboard", "regenerate", "baseline", "process_events", "project", "undo"}
    assert len({tuple(run) for run in shown}) == 1
    assert all(run["status"] == "succeeded" and run["error"] is None and run["result"] for run in shown)
    assert rivera.json("runs", "show") in shown


def test_after_a_gap_of_months_one_tick_rolls_the_month_once(rivera: Cli) -> None:
    later = rivera.on("2027-03-02")
    assert later.json("status")["stale_because"] == ["new_month"]
    tick = later.json("process-events")
    assert (tick["events_processed"], tick["households"][0]["baseline"]) == (1, "refreshed")
    assert [event["type"] for event in later.json("event", "list", "--all")["events"]][-1] == "time_passed"
    with unchanged(rivera.home):
        assert later.json("process-events")["events_processed"] == 0
    assert later.json("project", "--months", "1", "--require-fresh")["window"]["from"] == "2027-03"


def test_a_cancelled_event_waits_no_more_but_the_answer_stays_stale(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "52000")
    (event,) = rivera.json("event", "list")["events"]
    assert rivera.json("event", "cancel", str(event["id"]))["status"] == "cancelled"
    assert rivera.json("status")["stale_because"] == ["inputs_changed"]
    assert rivera.json("event", "show", str(event["id"]))["status"] == "cancelled"


def test_hints_name_the_household_that_was_named(rivera: Cli) -> None:
    error = rivera("-H", "rivera", "undo", "99", "--json", expect=3).error
    assert error["hint"] == "effluent -H rivera history lists the batches"
    assert rivera("undo", "99", "--json", expect=3).error["hint"] == "effluent history lists the batches"
    rivera("account", "set-balance", "checking", "52000")
    told = rivera("-H", "rivera", "project", "--months", "1").stderr
    assert "effluent -H rivera process-events, or add --refresh" in told


def test_what_failed_is_cured_by_the_command_that_is_named(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "52000")
    with closing(sqlite3.connect(rivera.home / "households" / "rivera.db")) as file:
        (pay,) = file.execute("SELECT annual_amount FROM income_source WHERE id = 'ana-acme'").fetchone()
        file.execute("UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
        file.commit()
        rivera("process-events", expect=5)
        assert "effluent baseline refresh" in rivera("status").stdout
        stale = rivera("project", "--require-fresh", "--json", expect=6).error
        assert stale["hint"].startswith("effluent baseline refresh (effluent event list says")
        file.execute("UPDATE income_source SET annual_amount = ? WHERE id = 'ana-acme'", (pay,))
        file.commit()
    rivera("process-events")
    rivera("project", "--require-fresh", expect=6)
    rivera("baseline", "refresh")
    rivera("project", "--require-fresh")


def test_a_dry_run_says_what_would_be_left(rivera: Cli) -> None:
    for _ in range(7):
        rivera("event", "add", "manual_refresh")
    foreseen = rivera.json("process-events", "--limit", "4", "--dry-run")
    done = rivera.json("process-events", "--limit", "4")
    assert (
        (foreseen["events_processed"], foreseen["remaining"]) == (done["events_processed"], done["remaining"]) == (4, 3)
    )
