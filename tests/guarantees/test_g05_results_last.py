"""G5: results outlive their process and their first reader; a pruned one is known as expired, a dead one as abandoned."""

import signal
from typing import Any

import pytest

from tests.guarantees.holding import unchanged
from tests.guarantees.warm import WarmCli, answers, killed_at

UNKNOWN = "r0123456789ab"


@pytest.fixture
def worked(rivera: WarmCli) -> WarmCli:
    """A household on which work of several kinds was done, some of it more than once."""
    lines = ["runs prune --keep 0"]
    for number in range(3):
        lines += [f"account set-balance checking {number}.50", "baseline refresh"]
    lines += ["account set-balance checking 9.50", "process-events", "project --save", "undo"]
    assert {each.exit_code for each in answers(rivera, *lines)} == {0}
    return rivera


def listed(cli: WarmCli) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = cli.json("runs", "list")["runs"]
    return runs


def test_a_result_is_the_same_for_every_reader(worked: WarmCli) -> None:
    with unchanged(worked.home):
        for run in listed(worked):
            first, second = (worked("runs", "show", run["id"], "--json") for _ in range(2))
            cold = worked.start("runs", "show", run["id"], "--json")
            third, _ = cold.communicate()
            assert first.stdout == second.stdout == third
            assert first.data["result"] is not None
            assert first.data["status"] == "succeeded"


def test_prune_keeps_what_is_newest_of_its_kind_and_leaves_a_tombstone(worked: WarmCli) -> None:
    before = listed(worked)
    newest = {run["kind"]: run["id"] for run in reversed(before)}
    pruned = worked.json("runs", "prune", "--keep", "0")
    assert set(pruned["ids"]) == {run["id"] for run in before} - set(newest.values())
    assert pruned["pruned"] == 2
    after = listed(worked)
    assert {run["id"] for run in after} == set(newest.values())
    for run in pruned["ids"]:
        gone = worked("runs", "show", run, "--json", expect=3).error
        assert gone["code"] == "expired"
        assert "has expired" in gone["message"]
    unknown = worked("runs", "show", UNKNOWN, "--json", expect=3).error
    assert unknown["code"] != "expired"
    with unchanged(worked.home):
        assert worked.json("runs", "prune", "--keep", "0")["pruned"] == 0


@pytest.mark.parametrize("line", ["baseline refresh", "process-events", "undo", "flows regenerate"])
def test_a_run_whose_process_was_killed_is_abandoned_and_never_pruned_as_running(worked: WarmCli, line: str) -> None:
    worked("income", "edit", "ana-acme", "--annual-salary", "151000")
    assert killed_at(worked, line, "run-begun") == -signal.SIGKILL
    (dead, *_) = listed(worked)
    assert dead["status"] == "abandoned"
    assert dead["finished_at"] is None
    worked("runs", "prune", "--keep", "0")
    assert worked.json("runs", "show", dead["id"])["status"] == "abandoned"
    assert answers(worked, f"{line} --wait 0")[0].exit_code == 0
    (new, *others) = listed(worked)
    assert new["status"] == "succeeded"
    (old,) = (run for run in others if run["id"] == dead["id"])
    assert (old["status"], old["finished_at"] is None) == ("abandoned", False)
