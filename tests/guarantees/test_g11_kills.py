"""G11: the lock spans the transaction.

A writer is killed at every named point and at random moments: the file holds the whole old or the whole new set, nothing
that was acknowledged is lost, and the next command works without cleaning up. The short form kills 100 writers; the long
form, ``pytest --slow``, kills 2,000.
"""

import random
import time
from pathlib import Path

import pytest

from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.guarantees import workers
from tests.guarantees.workers import FAILPOINTS, SLUG, add, add_and_die, add_and_spill, founded, note, plan_of, started


def acknowledged_in(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def check(file: HouseholdFile, acknowledged: list[str]) -> set[str]:
    """Fail unless the file is whole and holds all that was acknowledged; return the accounts in it."""
    assert file.lock_state() == (False, None)
    with file.reading() as books:
        inputs, steps, events, revision = books.inputs(), books.steps(), books.events(), books.revision()
        audited = books._connection.execute("SELECT subject FROM audit WHERE subject LIKE 'account:%'").fetchall()
        batches = books._connection.execute("SELECT max(batch) FROM audit").fetchone()[0]
        assert books._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    accounts = {account.id for account in inputs.accounts}
    assert set(acknowledged) <= accounts, "an acknowledged write is lost"
    assert {snapshot.account for snapshot in inputs.snapshots} == accounts
    assert {step.name for step in steps} == accounts
    assert {subject.removeprefix("account:") for (subject,) in audited} == accounts
    assert len(events) == len(accounts) == revision - 1 == batches - 1
    return accounts


def works(home: Path, name: str) -> None:
    """Fail unless the very next command can write, at once."""
    with Home(home).household(SLUG).writing(wait=0, command="next", user="test", now=workers.NOW) as books:
        books.apply(plan_of(name))


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


def killed_at_random(tmp_path: Path, turns: int, seed: int) -> int:
    """Kill writers at random moments, one after the other; return how many had got something done."""
    chance = random.Random(seed)  # noqa: S311  # the same moments every time, as far as the machine allows
    home, log = tmp_path / "home", tmp_path / "acknowledged"
    file = founded(home)
    busy = 0
    for turn in range(turns):
        before = acknowledged_in(log)
        writer = started(add, home, f"w{turn}", 10_000, log)
        # One in five is killed while it begins, the others over their first few writes.
        while turn % 5 and acknowledged_in(log) == before:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.03)
        writer.kill()
        writer.join()
        acknowledged = acknowledged_in(log)
        mine = {account for account in check(file, acknowledged) if account.startswith(f"w{turn}-")}
        # At most one more than it could note: the one that was committed when it died.
        assert 0 <= len(mine) - (len(acknowledged) - len(before)) <= 1
        works(home, f"next{turn}")
        note(log, f"next{turn}")
        busy += len(acknowledged) > len(before)
    return busy


def test_a_hundred_writers_die_at_random_moments(tmp_path: Path) -> None:
    assert killed_at_random(tmp_path, 100, seed=11) >= 80


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_writers_die_at_random_moments(tmp_path: Path, seed: int) -> None:
    assert killed_at_random(tmp_path, 100, seed) >= 80


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
