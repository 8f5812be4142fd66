"""G2: a batch never blocks on one part: each result is kept as it finishes, whatever becomes of the others or the process."""

import json
import signal
from typing import TYPE_CHECKING

from tests.guarantees.holding import held
from tests.running import Cli

if TYPE_CHECKING:
    import subprocess


def lines_until(process: "subprocess.Popen[str]", count: int) -> list[dict[str, object]]:
    assert process.stdout is not None
    return [json.loads(process.stdout.readline()) for _ in range(count)]


def test_with_one_test_made_to_fail_every_other_result_is_kept_as_it_finishes(rivera: Cli) -> None:
    process = rivera.start("stress", "run", "--all", "--set", "rate_shock_2.applies_to=nowhere", "-o", "jsonl")
    header, *tests = lines_until(process, 4)
    assert header["type"] == "header"
    kept = rivera.json("runs", "show", str(header["run"]))
    # Each line was kept before it was written.
    names = [each["name"] for each in kept["result"]["tests"]]
    assert [each["name"] for each in tests] == names[:3]
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 5
    shown = rivera.json("runs", "show", str(header["run"]))
    assert (shown["status"], len(shown["result"]["tests"])) == ("partial", 11)
    assert json.loads(rest.splitlines()[-1])["errors"] == 1


def test_killed_half_way_what_has_finished_is_there(rivera: Cli) -> None:
    process = rivera.start("stress", "run", "--months", "960", "-o", "jsonl")
    header, *tests = lines_until(process, 4)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    shown = rivera.json("runs", "show", str(header["run"]))
    assert shown["status"] == "abandoned"
    names = [each["name"] for each in shown["result"]["tests"]]
    assert names[:3] == [each["name"] for each in tests]
    assert len(names) < 12
    assert shown["result"]["summary"] is None
    assert rivera.json("scenario", "list")["scenarios"] == []
    assert rivera.json("stress", "run", "income_drop_10")["summary"]["errors"] == 0
    assert rivera.json("runs", "prune", "--keep", "0")["pruned"] >= 1


def test_a_batch_goes_on_beside_edits_ticks_and_another_batch(rivera: Cli) -> None:
    both = [rivera.start("stress", "run", "--months", "480", "-o", "jsonl") for _ in range(2)]
    ids = [str(lines_until(each, 2)[0]["run"]) for each in both]
    assert {rivera.json("runs", "show", key)["status"] for key in ids} == {"running"}
    rivera("flows", "edit", "groceries", "--amount", "1234")
    # A tick leaves a busy household to the next one; one that waits finds the moment between two results.
    rivera("process-events", "--wait", "10")
    rivera("runs", "prune", "--keep", "0")
    for each in both:
        each.communicate(timeout=120)
        assert each.returncode == 0
    for key in ids:
        shown = rivera.json("runs", "show", key)
        assert (shown["status"], len(shown["result"]["tests"])) == ("succeeded", 12)
    assert "error" not in {each["severity"] for each in rivera.json("doctor")["findings"]}


def test_a_household_that_stays_busy_loses_the_keeping_and_not_the_answer(rivera: Cli) -> None:
    process = rivera.start("stress", "run", "--months", "960", "--wait", "0", "-o", "jsonl")
    lines_until(process, 2)
    with held(rivera.home, "rivera"):
        rest, _ = process.communicate(timeout=120)
    assert process.returncode == 5
    *_, summary = [json.loads(line) for line in rest.splitlines()]
    assert summary["type"] == "summary"
    assert "not_kept" in [each["code"] for each in summary["warnings"]]
