"""G11: the lock spans the transaction.

A writer is killed at every named point and at random moments: the file holds the whole old or the whole new set, nothing
that was acknowledged is lost, and the next command works without cleaning up. The long form, ``python -m tests.guarantees``,
does so with every command.
"""

import time
from pathlib import Path

import pytest

from effluent_cli.store.home import Home
from tests.guarantees import workers
from tests.guarantees.killing import (
    acknowledged_in,
    check,
    killed_at_points,
    killed_in_the_middle,
    killed_while_looping,
    works,
)
from tests.guarantees.scenes import lines, ready
from tests.guarantees.warm import WarmCli
from tests.guarantees.workers import FAILPOINTS, SLUG, add, add_and_die, add_and_spill, founded, started


@pytest.mark.parametrize("point", FAILPOINTS)
@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_writer_dies_at_a_named_point(tmp_path: Path, point: str, after: int) -> None:
    file = founded(tmp_path / "home")
    log = tmp_path / "acknowledged"
    process = started(add_and_die, tmp_path / "home", "w", log, point, after)
    process.join()
    assert process.exitcode == -9
    # A plan has three changes, so that the point between them is reached more than once in a write.
    before = (after - 1) // 3 if point == "changed" else after - 1
    acknowledged = acknowledged_in(log)
    assert acknowledged == [f"w-{number}" for number in range(before)]
    committed = point in ("committed", "closing", "released")
    assert check(file, acknowledged) == {f"w-{number}" for number in range(before + committed)}
    works(tmp_path / "home", "next")
    check(file, [*acknowledged, "next"])


def test_writers_die_at_random_moments(tmp_path: Path) -> None:
    tally = killed_while_looping(tmp_path, 40, seed=11)
    assert tally.trouble == []
    assert tally.acknowledged >= 40 + 32


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> WarmCli:
    return ready(tmp_path_factory.mktemp("ready"))


@pytest.mark.parametrize("words", ["process-events", "onboard", "undo", "flows add", "household delete"])
def test_a_command_dies_at_every_named_point(scene: WarmCli, tmp_path: Path, words: str) -> None:
    tally = killed_at_points(scene, tmp_path / "killed", [lines()[words]])
    assert tally.clean, tally
    assert tally.tried >= (2 if words == "household delete" else 8)


def test_commands_die_at_random_moments(scene: WarmCli, tmp_path: Path) -> None:
    tally = killed_in_the_middle(scene, tmp_path / "killed", [lines()["process-events"], lines()["undo"]], 12, seed=3)
    assert tally.clean, tally
    assert 0 < tally.acknowledged < tally.tried


@pytest.mark.parametrize("first", ["reader", "writer", "list"])
def test_a_writer_that_dies_over_a_half_written_file_is_undone_by_whoever_comes_first(
    tmp_path: Path, first: str
) -> None:
    home, log = tmp_path / "home", tmp_path / "acknowledged"
    file = founded(home)
    started(add, home, "w", 2, log).join()
    before = file.path.read_bytes()
    process = started(add_and_spill, home, "big", log)
    while "spilled" not in acknowledged_in(log):
        time.sleep(0.005)
    process.kill()
    process.join()
    journal = file.path.with_name("okafor.db-journal")
    assert journal.stat().st_size > 0
    assert file.path.stat().st_size > len(before)
    if first == "writer":
        works(home, "w-2")
    elif first == "list":
        assert Home(home).slugs() == ((SLUG,), ())
    accounts = check(file, ["w-0", "w-1"])
    assert accounts == {"w-0", "w-1"} | ({"w-2"} if first == "writer" else set())
    assert not journal.exists()
    if first != "writer":
        assert file.path.read_bytes() == before


def test_a_founder_that_dies_leaves_nothing_that_counts(tmp_path: Path) -> None:
    file = founded(tmp_path / "home")
    for point in FAILPOINTS:
        file.path.unlink()
        process = started(workers.found_and_die, tmp_path / "home", point)
        process.join()
        assert process.exitcode == -9
        alive = point in ("committed", "closing", "released")
        assert (file.exists(), Home(tmp_path / "home").slugs()[0]) == (alive, (SLUG,) if alive else ())
        if not alive:
            founded(tmp_path / "home")
        works(tmp_path / "home", "next")
        check(file, ["next"])
