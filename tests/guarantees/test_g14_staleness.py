"""G14: no stale answer passes for fresh: it says so and why, ``--refresh`` cures it, ``--require-fresh`` refuses it."""

from typing import Any

import pytest

from tests.guarantees.holding import held, unchanged
from tests.guarantees.looking import spoil
from tests.running import Cli

EDITS = {
    "account set-balance checking 77.00": ["pending_events", "inputs_changed"],
    "assumption set inflation 4%": ["pending_events", "inputs_changed", "assumptions_changed"],
    "flows add --name Gym --type expense --category gym_fitness --amount 40 --frequency weekly": [
        "pending_events",
        "inputs_changed",
    ],
    "event add manual_refresh": ["pending_events"],
}
PROJECT = ("project", "--months", "2")


def warned(document: Any) -> list[Any]:
    return [each for each in document["warnings"] if each["code"] == "stale"]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: "-".join(edit.split()[:2]))
def test_an_edit_is_told_in_the_very_next_answer_with_its_cause_and_cure(rivera: Cli, edit: str) -> None:
    before = rivera(*PROJECT, "--json").document
    assert warned(before) == []
    rivera(*edit.split())
    after = rivera(*PROJECT, "--json").document
    assert after["data"]["freshness"]["stale_because"] == EDITS[edit]
    (warning,) = warned(after)
    assert "out of date" in warning["message"]
    assert "waiting to be processed" in warning["message"]
    assert "process-events" in warning["fix"]
    assert after["data"]["months"] == before["data"]["months"]
    told = rivera(*PROJECT).stderr
    assert "waiting to be processed" in told
    assert "--refresh" in told


def test_refresh_gives_the_new_number_and_a_fresh_answer(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "77.00")
    answer = rivera(*PROJECT, "--refresh", "--require-fresh", "--json").document
    assert answer["data"]["opening"]["accounts"]["checking"]["recorded"] == "77.00"
    assert answer["data"]["freshness"]["fresh"]
    assert warned(answer) == []
    assert rivera(*PROJECT, "--require-fresh").exit_code == 0


def test_who_requires_a_fresh_answer_gets_none_that_is_stale(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "77.00")
    with unchanged(rivera.home):
        error = rivera(*PROJECT, "--require-fresh", "--json", expect=6).error
    assert error["code"] == "stale"
    assert "waiting to be processed" in error["message"]
    rivera("process-events")
    assert rivera(*PROJECT, "--require-fresh").exit_code == 0


def test_a_refresh_that_fails_is_no_fresh_answer(rivera: Cli) -> None:
    spoil(rivera.home / "households" / "rivera.db", "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
    rivera("account", "set-balance", "checking", "77.00")
    error = rivera(*PROJECT, "--refresh", "--require-fresh", "--json", expect=6).error
    assert "failed" in error["message"]
    answer = rivera(*PROJECT, "--refresh", "--json").document
    assert answer["data"]["opening"]["accounts"]["checking"]["recorded"] != "77.00"
    assert "failed_events" in answer["data"]["freshness"]["stale_because"]
    assert len(warned(answer)) == 1


def test_a_refresh_that_cannot_get_in_is_busy_and_not_stale(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "77.00")
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        for more in ((), ("--require-fresh",)):
            assert rivera(*PROJECT, "--refresh", *more, "--wait", "0", "--json", expect=75).stdout == ""
        assert rivera(*PROJECT, "--require-fresh", "--wait", "0", expect=6).stdout == ""


def test_a_new_month_is_a_stale_answer_until_it_is_rolled(rivera: Cli) -> None:
    december = rivera.on("2026-12-01")
    answer = december(*PROJECT, "--json").document
    assert answer["data"]["freshness"]["stale_because"] == ["new_month"]
    assert "a new month has begun" in warned(answer)[0]["message"]
    december(*PROJECT, "--require-fresh", expect=6)
    assert warned(december(*PROJECT, "--refresh", "--json").document) == []


def test_a_household_that_refreshes_itself_is_never_stale(rivera: Cli) -> None:
    rivera("setting", "set", "auto_refresh", "on")
    rivera("process-events")
    rivera("account", "set-balance", "checking", "77.00")
    answer = rivera(*PROJECT, "--json").document
    assert answer["data"]["opening"]["accounts"]["checking"]["recorded"] == "77.00"
    assert warned(answer) == []
