"""G13: refreshing the baseline is the same door: however many refresh beside cron, one does the work, of one revision."""

import json
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.guarantees.holding import contents, unchanged
from tests.guarantees.warm import Warm, answers, killed_at
from tests.guarantees.workers import FAILPOINTS
from tests.running import Cli

REFRESHERS, TICKS, ROUNDS = 5, 3, 8
REFRESH, TICK = "baseline refresh --json", "process-events --json --wait 20"


def at_one_revision(cli: Cli) -> None:
    """Fail unless flows, baseline and inputs are of one revision, and no marker of anybody's is left."""
    status, shown, again, dry = (
        answer.data
        for answer in answers(
            cli, "status --json", "baseline show --json", "flows regenerate --json", "baseline refresh --dry-run --json"
        )
    )
    assert (status["fresh"], status["lock"]) == (True, {"held": False, "by": None})
    assert shown["revision"] == status["revision"]
    assert (again["result"], again["fingerprint"]) == ("unchanged", shown["fingerprint"])
    assert dry["result"] == "already_current"
    assert markers(cli.home) == []


def markers(home: Path) -> list[str]:
    """Return every file of a home that is neither a household's nor an empty lock."""
    locks = {path.name for path in home.rglob("*.lock") if path.stat().st_size == 0}
    return sorted(name for name in contents(home) if not name.endswith("rivera.db") and Path(name).name not in locks)


def test_many_cold_refreshes_beside_cron_do_the_work_once(rivera: Cli) -> None:
    rivera("income", "edit", "ana-acme", "--annual-salary", "151000")
    lines = [REFRESH] * REFRESHERS + [TICK] * TICKS
    started = [rivera.start(*line.split()) for line in lines]
    said = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * len(lines)
    assert {stderr for _, stderr in said} == {""}
    results = Counter(done(json.loads(stdout)["data"]) for stdout, _ in said)
    assert results["refreshed"] == 1
    assert set(results) <= {"refreshed", "already_current", "already_running", "idle"}
    at_one_revision(rivera)


def done(answer: dict[str, object]) -> object:
    """Return what a refresh or a tick has done."""
    households = answer.get("households")
    if not isinstance(households, list):
        return answer["result"]
    return households[0]["result"].replace("processed", "refreshed") if households else answer["result"]


def test_round_after_round_of_edits_refreshes_and_ticks_ends_at_one_revision(rivera: Cli) -> None:
    edits = [f"account set-balance checking {number}.00" for number in range(ROUNDS)]
    crowd = [Warm(rivera, edits)] + [Warm(rivera, [line] * ROUNDS) for line in (REFRESH, REFRESH, REFRESH, TICK, TICK)]
    results = [answer for warm in crowd for answer in warm.results()]
    assert Counter(answer.exit_code for answer in results) == {0: ROUNDS * len(crowd)}
    assert {answer.stderr for answer in results} == {""}
    refreshed = sum(done(answer.data) == "refreshed" for answer in results if answer.line in (REFRESH, TICK))
    # Each refresh takes at least one edit with it, so there are never more than edits.
    assert refreshed <= ROUNDS
    answers(rivera, REFRESH)
    at_one_revision(rivera)


@pytest.mark.parametrize("point", FAILPOINTS)
def test_no_marker_outlives_a_refresh_that_dies(rivera: Cli, point: str) -> None:
    rivera("income", "edit", "ana-acme", "--annual-salary", "151000")
    assert killed_at(rivera, REFRESH, point) == -signal.SIGKILL
    (next_one,) = answers(rivera, f"{REFRESH} --wait 0")
    committed = point in ("committed", "closing", "released")
    assert next_one.data["result"] == ("already_current" if committed else "refreshed")
    with unchanged(rivera.home):
        assert answers(rivera, REFRESH)[0].data["result"] == "already_current"
    at_one_revision(rivera)
