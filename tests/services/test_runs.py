"""Runs: what was carried out inside the door is on record, and nothing else is."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.errors import NotFound, Refused
from effluent_cli.services import accounts, baseline, processing, projecting, regenerate, running, runs
from effluent_cli.services.caller import Caller
from effluent_cli.services.running import new_run
from effluent_cli.store.household import HouseholdFile
from tests.households import job, okafor
from tests.services.stored import caller, change, later, stored


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(tmp_path, okafor())


def kinds(file: HouseholdFile) -> list[tuple[str, str]]:
    report, _ = runs.listed(file, caller())
    return [(run.kind, run.status) for run in report.runs]


def edited(file: HouseholdFile, minutes: float = 1, cents: int = 700_000) -> None:
    accounts.set_balance(file, later(minutes), "checking", cents, None)


def raised(file: HouseholdFile) -> None:
    change(file, Change(job(), job(salary=13_000_000)))


WORK: dict[str, tuple[Callable[[HouseholdFile], None], Callable[[HouseholdFile, Caller], object]]] = {
    "regenerate": (raised, regenerate.regenerate),
    "baseline": (edited, baseline.refresh),
    "process_events": (
        edited,
        lambda file, who: processing.process((file,), file.path.parent.parent, who, limit=None),
    ),
}


@pytest.mark.parametrize("kind", WORK)
def test_work_is_recorded_once_and_what_changes_nothing_is_not(file: HouseholdFile, kind: str) -> None:
    prepare, work = WORK[kind]
    before = file.path.read_bytes()
    work(file, later(1))
    assert (kinds(file), file.path.read_bytes()) == ([], before)
    prepare(file)
    stale = file.path.read_bytes()
    work(file, later(2, dry_run=True))
    assert (kinds(file), file.path.read_bytes()) == ([], stale)
    work(file, later(2))
    assert kinds(file) == [(kind, "succeeded")]
    done = file.path.read_bytes()
    work(file, later(3))
    assert file.path.read_bytes() == done
    shown, _ = runs.show(file, caller(), None)
    assert (shown.error, len(shown.fingerprint or "")) == (None, 32)
    assert shown.result["result"] in ("changed", "refreshed", None) or shown.result["slug"] == "okafor"


def test_what_is_refused_records_nothing(file: HouseholdFile) -> None:
    change(file, Change(job(), job(salary=0)))
    for work in (regenerate.regenerate, baseline.refresh):
        with pytest.raises(Refused):
            work(file, later(1))
    assert kinds(file) == []


def test_a_tick_that_fails_is_a_failed_run_with_its_reason(file: HouseholdFile) -> None:
    change(file, Change(job(), job(salary=0)))
    processing.process((file,), file.path.parent.parent, later(1), limit=None)
    assert kinds(file) == [("process_events", "failed")]
    shown, _ = runs.show(file, caller(), None)
    assert shown.result is None
    assert "job" in (shown.error or "")


def test_work_that_breaks_inside_is_a_failed_run_and_nothing_else(file: HouseholdFile) -> None:
    def breaks() -> None:
        with later(1).opened(file) as books:
            running.begin(books, later(1), "baseline")
            books.apply(Plan((Change(None, job("other")),)))
            raise Refused("no further")

    with pytest.raises(Refused, match="no further"):
        breaks()
    assert kinds(file) == [("baseline", "failed")]
    shown, _ = runs.show(file, caller(), None)
    assert shown.error == "refused: no further"
    with file.reading() as books:
        assert (books.revision(), len(books.inputs().income_sources)) == (1, 1)


KILLED = """
import os, signal, sys
from pathlib import Path
from effluent_cli.services import running
from effluent_cli.store.household import HouseholdFile
from tests.services.stored import later

with later(1).opened(HouseholdFile("okafor", Path(sys.argv[1]))) as books:
    running.begin(books, later(1), "baseline")
    print("begun", flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_is_running_while_its_process_is_inside_and_abandoned_once_that_was_killed(file: HouseholdFile) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(file.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        assert kinds(file) == [("baseline", "running")]
        process.stdin.close()
    assert kinds(file) == [("baseline", "abandoned")]
    edited(file)
    baseline.refresh(file, later(5))
    assert kinds(file) == [("baseline", "succeeded"), ("baseline", "abandoned")]
    with file.reading() as books:
        assert sorted(run.status for run in books.runs()) == ["abandoned", "succeeded"]


def test_a_batch_outside_the_door_is_running_for_as_long_as_the_process_that_began_it(file: HouseholdFile) -> None:
    # This process was born between the two: what began before it was another's, who had the same number.
    before, after = datetime(2001, 2, 3, tzinfo=UTC), datetime(2101, 2, 3, tzinfo=UTC)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    mine = replace(new_run(caller(), "stress"), started_at=after)
    batches = (
        mine,
        replace(new_run(caller(), "stress"), started_at=before),
        replace(new_run(caller(), "stress"), started_at=after, pid=gone.pid),
    )
    for run in batches:
        change(file, Change(None, run), events=False)
    shown = {run.id: runs.show(file, caller(), run.id)[0].status for run in batches}
    assert list(shown.values()) == ["running", "abandoned", "abandoned"]
    # Work inside the door lets it go on, and so does pruning; what is no longer at work goes.
    edited(file)
    baseline.refresh(file, later(5))
    pruned, _ = runs.prune(file, caller(), keep=0)
    assert set(pruned.ids) == shown.keys() - {mine.id}
    assert runs.show(file, caller(), mine.id)[0].status == "running"
    ended = running.ended(mine, after, None)
    change(file, Change(mine, ended), events=False)
    assert runs.show(file, caller(), mine.id)[0].status == "succeeded"


def test_a_projection_is_kept_when_that_is_asked_for(file: HouseholdFile) -> None:
    report, _, _ = projecting.projected(file, later(1), months=2, save=True)
    assert report.run is not None
    shown, _ = runs.show(file, later(2), report.run)
    again, _ = runs.show(file, later(3), report.run)
    assert shown == again
    assert (shown.kind, len(shown.result["months"])) == ("project", 2)


def test_pruning_leaves_the_newest_of_each_kind_what_runs_and_a_tombstone(file: HouseholdFile) -> None:
    for minute in range(1, 5):
        edited(file, minute, minute)
        baseline.refresh(file, later(minute))
    raised(file)
    regenerate.regenerate(file, later(0.5))
    first = runs.listed(file, caller())[0].runs
    with later(6).opened(file) as books:
        books.apply(Plan((Change(None, new_run(later(0), "undo")),)))
    before = file.path.read_bytes()
    assert runs.prune(file, later(7, dry_run=True), 1)[0].pruned == 3
    assert file.path.read_bytes() == before
    report, _ = runs.prune(file, later(7), 1)
    assert (report.pruned, report.kept) == (3, 3)
    assert [run.kind for run in runs.listed(file, caller())[0].runs] == ["baseline", "regenerate", "undo"]
    for gone in report.ids:
        with pytest.raises(NotFound, match="has expired") as caught:
            runs.show(file, caller(), gone)
        assert caught.value.code == "expired"
    assert set(report.ids) == {run.id for run in first[1:4]}
    assert runs.prune(file, later(8), 1)[0].pruned == 0


def test_a_run_of_another_household_is_an_unknown_one(file: HouseholdFile, tmp_path: Path) -> None:
    other = stored(tmp_path / "other", okafor())
    edited(other)
    baseline.refresh(other, later(1))
    theirs = runs.listed(other, caller())[0].runs[0].id
    messages = []
    for run_id in (theirs, "r000000000000"):
        with pytest.raises(NotFound) as caught:
            runs.show(file, caller(), run_id)
        messages.append((caught.value.code, caught.value.message.replace(run_id, "ID"), caught.value.hint))
    assert messages[0] == messages[1]


def test_a_run_never_ends_before_it_began() -> None:
    run = new_run(later(5), "undo")
    assert (run.pid, running.ended(run, later(1).now, None).finished_at) == (os.getpid(), later(5).now)
