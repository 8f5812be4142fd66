"""The two doors of a household: what may be seen through one, what happens at the other when something goes wrong."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Household
from effluent_cli.errors import Busy, EffluentError, NoHousehold, Refused
from effluent_cli.store import driver, migrate
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import HOUSEHOLD, account
from tests.stopwatch import Stopwatch
from tests.store.conftest import through

RENAMED = Plan((Change(HOUSEHOLD, replace(HOUSEHOLD, name="Renamed")),), ("household_changed",))


def name_in(file: HouseholdFile) -> str:
    """Return the household's name as a reader sees it."""
    with file.reading() as books:
        return books.inputs().household.name


def held_open(file: HouseholdFile) -> sqlite3.Connection:
    """Return a connection of another program that is in the middle of reading the file."""
    connection = sqlite3.connect(file.path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM household").fetchall()
    return connection


def test_a_change_is_there_once_the_door_is_closed(okafor: HouseholdFile) -> None:
    with through(okafor) as books:
        applied = books.apply(RENAMED)
        assert books.inputs().household.name == "Renamed"
    assert (applied.revision, applied.event_ids) == (2, (1,))
    assert name_in(okafor) == "Renamed"
    assert not okafor.path.with_name("okafor.db-journal").exists()


@pytest.mark.parametrize("error", [ValueError, Refused, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_whatever_is_raised_inside_nothing_was_changed(okafor: HouseholdFile, error: type[BaseException]) -> None:
    before = okafor.path.read_bytes()
    with pytest.raises(error), through(okafor) as books:  # noqa: PT012  # what is raised is raised inside the door
        books.apply(RENAMED)
        raise error("stop")
    assert okafor.path.read_bytes() == before
    assert okafor.lock_state() == (False, None)
    with through(okafor) as books:
        books.apply(RENAMED)
    assert name_in(okafor) == "Renamed"


def test_a_door_opened_for_nothing_writes_nothing(okafor: HouseholdFile) -> None:
    before = okafor.path.read_bytes()
    with through(okafor) as books:
        assert books.apply(Plan()).revision == 1
    assert okafor.path.read_bytes() == before


def test_books_for_reading_cannot_be_written(okafor: HouseholdFile) -> None:
    with okafor.reading() as books:
        with pytest.raises(RuntimeError, match="opened for reading"):
            books.apply(RENAMED)
        with pytest.raises(RuntimeError, match="opened for reading"):
            books.mark()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            books._connection.execute("DELETE FROM household")


def test_a_reader_sees_one_moment_while_a_writer_commits(okafor: HouseholdFile) -> None:
    ready, outcome = threading.Event(), []

    def rename() -> None:
        with through(okafor) as books:
            books.apply(RENAMED)
            ready.set()
        outcome.append("committed")

    writer = threading.Thread(target=rename)
    with okafor.reading() as books:
        before = books.inputs()
        writer.start()
        assert ready.wait(5)
        writer.join(0.3)
        # The commit waits for this reader, whose books stay those of the moment in which it came.
        assert outcome == []
        assert (books.inputs(), books.revision()) == (before, 1)
    writer.join(5)
    assert outcome == ["committed"]
    assert name_in(okafor) == "Renamed"


def test_a_commit_that_a_reader_holds_up_to_the_end_changes_nothing(okafor: HouseholdFile) -> None:
    watch = Stopwatch()
    with closing(held_open(okafor)), pytest.raises(Busy) as caught, through(okafor, wait=0.3) as books:
        books.apply(RENAMED)
    assert 0.2 < watch.seconds < 1
    assert caught.value.exit_code == 75
    assert name_in(okafor) == "Okafor"


def test_a_writer_of_another_program_makes_both_doors_wait_and_then_say_busy(okafor: HouseholdFile) -> None:
    patient = HouseholdFile("okafor", okafor.path, wait=0.3)
    with closing(sqlite3.connect(okafor.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        watch = Stopwatch()
        with pytest.raises(Busy, match="being read or written by another program"), patient.reading():
            pass
        with pytest.raises(Busy, match="being read or written by another program"), through(okafor, wait=0.3):
            pass
        assert 0.5 < watch.seconds < 2
        assert patient.exists()
    with through(okafor):
        pass


def test_both_doors_wait_as_long_as_they_are_told(okafor: HouseholdFile) -> None:
    other = sqlite3.connect(okafor.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    ending = threading.Timer(0.3, other.close)
    ending.start()
    with okafor.reading() as books:
        assert books.revision() == 1
    ending.join()


def test_two_threads_never_hold_the_door_together(okafor: HouseholdFile) -> None:
    inside: list[int] = []
    crowds: list[int] = []

    def enter(number: int) -> None:
        for _ in range(5):
            with through(okafor) as books:
                inside.append(number)
                crowds.append(len(inside))
                (before,) = books.inputs().accounts
                after = replace(before, answered_balance=(before.answered_balance or 0) + 1)
                books.apply(Plan((Change(before, after),)))
                inside.remove(number)

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert crowds == [1] * 20
    with okafor.reading() as books:
        assert (books.revision(), books.inputs().accounts[0].answered_balance) == (21, 20)


@pytest.mark.parametrize("slug", ["nobody", "empty"])
def test_where_no_household_is_only_create_makes_one(home: Home, slug: str) -> None:
    (home.households / "empty.db").touch()
    file = home.household(slug)
    for door in (file.reading(), through(file)):
        with pytest.raises(NoHousehold, match=f"there is no household {slug}") as caught, door:
            pass
        assert (caught.value.exit_code, caught.value.hint) == (3, "effluent onboard")
    assert not file.exists()
    with through(file, create=True) as books:
        assert not books.has_household()
        books.apply(Plan((Change(None, Household(slug, "New")),)))
        assert books.has_household()
    assert file.exists()
    assert name_in(file) == "New"


def test_a_creation_that_fails_leaves_no_file(home: Home) -> None:
    file = home.household("okafor")
    with pytest.raises(ValueError, match="stop"), through(file, create=True) as books:  # noqa: PT012
        books.apply(Plan((Change(None, HOUSEHOLD),)))
        assert file.path.exists()
        raise ValueError("stop")
    assert [path.name for path in home.households.iterdir()] == ["okafor.db.lock"]


def test_a_file_with_tables_and_no_household_counts_as_absent(home: Home) -> None:
    file = home.household("okafor")
    with through(file, create=True):
        pass
    assert file.path.stat().st_size > 0
    assert not file.exists()
    assert home.slugs() == ((), ())
    for door in (file.reading(), through(file)):
        with pytest.raises(NoHousehold), door:
            pass
    with through(file, create=True) as books:
        books.apply(Plan((Change(None, HOUSEHOLD),)))
    assert file.exists()


def test_create_on_a_household_that_is_there_leaves_it_alone(okafor: HouseholdFile) -> None:
    with pytest.raises(ValueError, match="stop"), through(okafor, create=True) as books:  # noqa: PT012
        assert books.has_household()
        raise ValueError("stop")
    assert name_in(okafor) == "Okafor"


def test_a_household_that_is_a_link_is_not_written_and_not_seen(okafor: HouseholdFile, home: Home) -> None:
    (home.households / "alias.db").symlink_to(okafor.path)
    alias = home.household("alias")
    assert not alias.exists()
    with pytest.raises(NoHousehold), alias.reading():
        pass
    for create in (False, True):
        with pytest.raises(Refused, match="is a symbolic link") as caught, through(alias, create=create):
            pass
        assert caught.value.code == "not_a_plain_file"
    assert name_in(okafor) == "Okafor"


def test_a_folder_in_place_of_a_household_is_refused(home: Home) -> None:
    (home.households / "folder.db").mkdir()
    with pytest.raises(Refused, match="is not a plain file"), through(home.household("folder"), create=True):
        pass
    with pytest.raises(NoHousehold), home.household("folder").reading():
        pass


def test_a_home_reached_through_a_link_meets_the_same_lock(okafor: HouseholdFile, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(tmp_path / "home")
    other = Home(tmp_path / "other").household("okafor")
    with through(okafor), pytest.raises(Busy, match=r"in use by another effluent \(pid"), through(other, wait=0):
        pass


def test_a_file_under_another_households_name_is_refused(okafor: HouseholdFile, home: Home) -> None:
    okafor.path.rename(home.households / "rivera.db")
    with (
        home.household("rivera").reading() as books,
        pytest.raises(Refused, match=r"rivera\.db holds household okafor") as e,
    ):
        books.inputs()
    assert e.value.hint == "rename it to okafor.db"


def test_a_file_in_wal_mode_can_be_read_and_is_set_back_by_the_next_writer(okafor: HouseholdFile) -> None:
    with closing(sqlite3.connect(okafor.path)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    assert name_in(okafor) == "Okafor"
    with through(okafor) as books:
        books.apply(RENAMED)
    assert name_in(okafor) == "Renamed"
    with closing(driver.connect(str(okafor.path), query_only=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert sorted(path.name for path in okafor.path.parent.iterdir()) == ["okafor.db", "okafor.db.lock"]


def test_a_file_in_wal_mode_that_another_program_reads_is_busy(okafor: HouseholdFile) -> None:
    with closing(sqlite3.connect(okafor.path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("SELECT * FROM household").fetchall()
        with pytest.raises(Busy), through(okafor, wait=0.3):
            pass
    with through(okafor):
        pass


def test_a_writers_connection_is_the_safe_one(okafor: HouseholdFile) -> None:
    with through(okafor) as books:
        settings = {
            name: books._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "trusted_schema",
                "application_id",
                "user_version",
            )
        }
        assert books._connection.in_transaction
    assert settings == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "application_id": 0x45464C55,
        "user_version": len(list(Path(migrate.MIGRATIONS).glob("*.sql"))),
    }


@pytest.mark.parametrize(
    ("pragma", "code", "hint"),
    [
        ("PRAGMA max_page_count = 1", "disk_full", "free some space"),
        ("PRAGMA query_only = ON", "read_only", "access rights"),
    ],
)
def test_a_full_or_read_only_disk_is_one_clear_error_and_the_old_state(
    okafor: HouseholdFile, pragma: str, code: str, hint: str
) -> None:
    accounts = tuple(Change(None, account(f"a{n}", "checking", notes="x" * 5000)) for n in range(20))
    with pytest.raises(EffluentError, match="nothing was changed") as caught, through(okafor) as books:  # noqa: PT012
        books._connection.execute(pragma)
        books.apply(Plan(accounts))
    assert (caught.value.exit_code, caught.value.code) == (4, code)
    assert hint in caught.value.hint
    with okafor.reading() as after:
        assert (after.revision(), len(after.inputs().accounts)) == (1, 1)
