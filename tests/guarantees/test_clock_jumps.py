"""The clock may jump, backwards too: nothing waits for a time that will not come, and nothing is worked out twice."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.guarantees.holding import unchanged
from tests.guarantees.looking import rows, spoil
from tests.guarantees.warm import Timed, answers, at
from tests.running import Cli

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TICK = "process-events --json"
CHANGE = "account set-balance checking {}"
JUMPS = [timedelta(days=-4000), timedelta(days=-1), timedelta(seconds=-1), timedelta(days=1), timedelta(days=4000)]


@pytest.fixture
def home(rivera: Cli) -> Cli:
    """The household on whatever day its clock says, up to date at ``NOW``."""
    cli = rivera.on(None)
    answers(cli, TICK, prepare=at(NOW))
    return cli


def tick(cli: Cli, instant: datetime) -> Timed:
    (answer,) = answers(cli, TICK, prepare=at(instant))
    assert (answer.exit_code, answer.stderr) == (0, "")
    return answer


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_change_is_processed_by_the_next_tick_whatever_its_clock(home: Cli, jump: timedelta) -> None:
    answers(home, CHANGE.format(1), prepare=at(NOW))
    first = tick(home, NOW + jump)
    assert first.data["events_processed"] >= 1
    with unchanged(home.home):
        assert tick(home, NOW + jump).data["events_processed"] == 0
    (status,) = answers(home, "status --json", prepare=at(NOW + jump))
    assert status.data["fresh"]
    # Back again: at most the month has to be turned, once.
    tick(home, NOW)
    with unchanged(home.home):
        assert tick(home, NOW).data["events_processed"] == 0


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_failed_event_does_not_wait_for_a_clock_that_ran_ahead(home: Cli, jump: timedelta) -> None:
    file = home.home / "households" / "rivera.db"
    ((pay,),) = rows(file, "SELECT annual_amount FROM income_source WHERE id = 'ana-acme'")
    spoil(file, "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
    answers(home, CHANGE.format(1), prepare=at(NOW))
    (failed,) = answers(home, TICK, prepare=at(NOW))
    assert failed.data["events_failed"] == 1
    spoil(file, f"UPDATE income_source SET annual_amount = {pay} WHERE id = 'ana-acme'")
    # A second before its time is soon enough; further away than the longest delay, it is no time of this clock.
    soon = abs(jump) < timedelta(hours=1)
    assert tick(home, NOW + jump).data["events_processed"] == (0 if soon else 1 + (abs(jump) > timedelta(days=30)))


def test_a_backed_off_event_waits_on_a_clock_that_stands_still(home: Cli) -> None:
    file = home.home / "households" / "rivera.db"
    spoil(file, "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
    answers(home, CHANGE.format(1), TICK, prepare=at(NOW))
    with unchanged(home.home):
        for _ in range(3):
            assert tick(home, NOW).data["events_failed"] == 0


def test_a_household_made_in_the_future_can_be_used_today(home: Cli) -> None:
    answers(home, CHANGE.format(1), TICK, prepare=at(NOW + timedelta(days=2000)))
    lines = [CHANGE.format(2), TICK, "project --json --require-fresh", "status --json"]
    today = answers(home, *lines, prepare=at(NOW))
    assert [answer.exit_code for answer in today] == [0, 0, 0, 0]
    assert today[-1].data["fresh"]
    audit = rows(home.home / "households" / "rivera.db", "SELECT batch FROM audit ORDER BY id")
    assert audit == sorted(audit)
