"""Eight writers, and readers among them, on one household: every change counts once, and every answer is of one moment."""

from pathlib import Path

from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.guarantees import workers
from tests.guarantees.workers import SLUG, add, founded, started
from tests.stopwatch import Stopwatch

WRITERS, WRITES = 8, 12


def test_eight_writers_lose_nothing(tmp_path: Path) -> None:
    file = founded(tmp_path / "home")
    logs = [tmp_path / f"acknowledged-{number}" for number in range(WRITERS)]
    processes = [started(add, tmp_path / "home", f"w{number}", WRITES, log) for number, log in enumerate(logs)]
    seen = []
    while any(process.is_alive() for process in processes):
        seen.append(consistent(file))
    assert [process.exitcode for process in processes] == [0] * WRITERS
    acknowledged = [account for log in logs for account in log.read_text().split()]
    assert len(acknowledged) == WRITERS * WRITES
    assert seen == sorted(seen)
    assert consistent(file) == 1 + WRITERS * WRITES
    with file.reading() as books:
        assert {account.id for account in books.inputs().accounts} == set(acknowledged)
        batches = books._connection.execute(
            "SELECT batch, count(*) FROM audit GROUP BY batch ORDER BY batch"
        ).fetchall()
    # One batch a write: the household, and then an account with its balance each time.
    assert batches == [(1, 1), *((number, 2) for number in range(2, 2 + WRITERS * WRITES))]


def consistent(file: HouseholdFile) -> int:
    """Fail unless all that is read belongs to one revision; return it."""
    with file.reading() as books:
        revision, accounts = books.revision(), books.inputs().accounts
        snapshots, steps, events = books.inputs().snapshots, books.steps(), books.events()
    assert len(accounts) == len(snapshots) == len(steps) == len(events) == revision - 1
    return revision


def test_eight_households_do_not_wait_for_each_other(tmp_path: Path) -> None:
    founded(tmp_path / "home")
    others = []
    for number in range(WRITERS):
        home = Home(tmp_path / f"home-{number}")
        founded(home.path)
        others.append(started(add, home.path, "w", 3, tmp_path / f"acknowledged-{number}"))
    holder = started(workers.hold, tmp_path / "home", SLUG, tmp_path / "inside")
    for other in others:
        other.join()
    holder.kill()
    holder.join()
    assert [other.exitcode for other in others] == [0] * WRITERS


def test_eight_founders_make_one_household(tmp_path: Path) -> None:
    Home(tmp_path / "home").prepare()
    processes = [started(workers.found_if_absent, tmp_path / "home") for _ in range(WRITERS)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * WRITERS
    with Home(tmp_path / "home").household(SLUG).reading() as books:
        assert (books.revision(), books.inputs().household.name) == (1, "Okafor")


def test_a_writer_among_impatient_ones_is_busy_or_done_but_never_in_between(tmp_path: Path) -> None:
    file = founded(tmp_path / "home")
    logs = [tmp_path / f"acknowledged-{number}" for number in range(WRITERS)]
    watch = Stopwatch()
    processes = [started(add, tmp_path / "home", f"w{number}", 5, log, 0.0) for number, log in enumerate(logs)]
    for process in processes:
        process.join()
    assert watch.seconds < 20
    acknowledged = {account for log in logs if log.exists() for account in log.read_text().split()}
    with file.reading() as books:
        assert {account.id for account in books.inputs().accounts} == acknowledged
    assert consistent(file) == 1 + len(acknowledged)
