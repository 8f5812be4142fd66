"""G12: idempotent by inputs, not by clock: what is unchanged is not written again, what has changed is never held back."""

import signal
from datetime import UTC, datetime, timedelta

import pytest

from tests.guarantees.holding import held, unchanged
from tests.guarantees.looking import rows, spoil
from tests.guarantees.warm import answers, at, killed_at
from tests.running import EXAMPLES, Cli

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
AGAIN = [
    "flows regenerate",
    "baseline refresh",
    "process-events",
    "project --refresh",
    f"onboard --answers {EXAMPLES / 'rivera.toml'}",
]
REGENERATE = "flows regenerate --json"
SALARY = "income edit ana-acme --annual-salary {}"


@pytest.mark.parametrize("command", AGAIN, ids=lambda command: "-".join(command.split()[:2]))
def test_unchanged_inputs_write_nothing_on_any_day_of_the_month(rivera: Cli, command: str) -> None:
    flows = rivera.json("flows", "list")["flows"]
    revision = rivera.json("status")["revision"]
    with unchanged(rivera.home):
        for day in ("2026-11-23", "2026-11-24", "2026-11-23"):
            rivera.on(day)(*command.split())
    assert [flow["id"] for flow in rivera.json("flows", "list")["flows"]] == [flow["id"] for flow in flows]
    assert rivera.json("status")["revision"] == revision


@pytest.mark.parametrize("later", [timedelta(0), timedelta(milliseconds=1), timedelta(days=-400)], ids=str)
def test_a_change_is_taken_however_little_time_has_passed(rivera: Cli, later: timedelta) -> None:
    first = answers(rivera, SALARY.format(150_000), REGENERATE, "process-events --json", prepare=at(NOW))
    second = answers(
        rivera, SALARY.format(151_000), REGENERATE, REGENERATE, "process-events --json", prepare=at(NOW + later)
    )
    assert {answer.exit_code for answer in (*first, *second)} == {0}
    assert [answer.data["result"] for answer in (first[1], *second[1:3])] == ["changed", "changed", "unchanged"]
    assert [tick.data["events_processed"] for tick in (first[-1], second[-1])] == [1, 1]
    assert rivera.json("status")["fresh"]
    (gross,) = (flow for flow in rivera.json("flows", "list")["flows"] if flow["id"] == "ana-acme--gross")
    assert gross["amount"] == "5807.69"


def test_the_same_change_in_the_same_instant_is_no_change(rivera: Cli) -> None:
    lines = [SALARY.format(150_000), REGENERATE, "process-events"]
    answers(rivera, *lines, prepare=at(NOW))
    with unchanged(rivera.home):
        again = answers(rivera, *lines, prepare=at(NOW))
    assert [answer.exit_code for answer in again] == [0, 0, 0]


def test_a_busy_attempt_does_not_hold_up_the_next(rivera: Cli) -> None:
    rivera(*SALARY.format(150_000).split())
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        busy = answers(rivera, f"{REGENERATE} --wait 0", "process-events", "baseline refresh --wait 0", prepare=at(NOW))
        assert [answer.exit_code for answer in busy] == [75, 75, 75]
    (answer, tick) = answers(rivera, REGENERATE, "process-events --json")
    assert answer.data["result"] == "changed"
    assert tick.data["events_processed"] == 1


def test_a_failed_attempt_does_not_hold_up_the_next(rivera: Cli) -> None:
    file = rivera.home / "households" / "rivera.db"
    ((pay,),) = rows(file, "SELECT annual_amount FROM income_source WHERE id = 'ana-acme'")
    spoil(file, "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
    (failed,) = answers(rivera, REGENERATE, prepare=at(NOW))
    assert (failed.exit_code, failed.error["code"]) == (4, "zero_pay")
    spoil(file, f"UPDATE income_source SET annual_amount = {pay + 100_000} WHERE id = 'ana-acme'")
    (mended,) = answers(rivera, REGENERATE, prepare=at(NOW))
    assert mended.data["result"] == "changed"


@pytest.mark.parametrize("point", ["locked", "begun", "applied", "written"])
def test_an_attempt_that_died_does_not_hold_up_the_next(rivera: Cli, point: str) -> None:
    rivera(*SALARY.format(150_000).split())
    assert killed_at(rivera, "process-events", point) == -signal.SIGKILL
    (tick,) = answers(rivera, "process-events --json")
    assert tick.data["households"][0]["result"] == "processed"
    assert tick.data["events_processed"] == 1
