"""From one version of the file to the next: under the lock, after a backup, all of it or nothing."""

import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from effluent_cli.errors import Busy, DamagedFile, EffluentError, TooNew
from effluent_cli.store import migrate
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import HOUSEHOLD
from tests.store.conftest import through

NOW = len(list(Path(migrate.MIGRATIONS).glob("*.sql")))
"""The version of a file that has seen every step."""
SECOND = """
-- A table more, and a row in it; with a semicolon; in a comment.
CREATE TABLE pet (name TEXT PRIMARY KEY, says TEXT) STRICT;
INSERT INTO pet VALUES ('rex', 'woof; woof');
"""
THIRD = """
CREATE TABLE new_account AS SELECT * FROM account;
DELETE FROM account;
INSERT INTO account SELECT * FROM new_account;
DROP TABLE new_account;
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """Return a folder of migrations with two steps after those there are."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    (folder / f"{NOW + 1:04d}_pets.sql").write_text(SECOND)
    (folder / f"{NOW + 2:04d}_accounts.sql").write_text(THIRD)
    return folder


@pytest.fixture
def newer(okafor: HouseholdFile, steps: Path) -> HouseholdFile:
    """Return the household, of the version there is, as a program sees it that knows two more."""
    return HouseholdFile("okafor", okafor.path, wait=2, migrations=str(steps))


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def pets(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT says FROM pet").fetchall()


def backups(home: Home) -> list[str]:
    return sorted(path.name for path in home.backups.iterdir())


@pytest.mark.parametrize("door", ["reading", "writing"])
def test_either_door_brings_an_old_file_up_and_keeps_a_backup(
    home: Home, okafor: HouseholdFile, newer: HouseholdFile, door: str
) -> None:
    with okafor.reading() as books:
        stated = books.inputs()
    with newer.reading() if door == "reading" else through(newer) as books:
        assert (books.inputs(), books.revision()) == (stated, 1)
    assert (version(okafor.path), pets(okafor.path)) == (NOW + 2, [("woof; woof",)])
    assert backups(home) == [f"okafor-version-{NOW}.db"]
    backup = home.backups / f"okafor-version-{NOW}.db"
    assert stat.filemode(backup.stat().st_mode) == "-rw-------"
    with HouseholdFile("okafor", backup).reading() as books:
        assert (books.inputs(), books.revision()) == (stated, 1)


def test_looking_whether_it_exists_leaves_an_old_file_alone(home: Home, newer: HouseholdFile) -> None:
    assert newer.exists()
    assert (version(newer.path), backups(home)) == (NOW, [])


def test_a_new_file_begins_at_the_newest_version_without_a_backup(home: Home, steps: Path) -> None:
    file = HouseholdFile("rivera", home.households / "rivera.db", migrations=str(steps))
    with through(file, create=True):
        pass
    assert (version(file.path), backups(home)) == (NOW + 2, [])


def test_a_body_that_fails_does_not_undo_the_migration(home: Home, newer: HouseholdFile) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="stop"), through(newer):
            raise ValueError("stop")
    assert (version(newer.path), backups(home)) == (NOW + 2, [f"okafor-version-{NOW}.db"])


def test_an_earlier_backup_is_never_replaced(home: Home, newer: HouseholdFile) -> None:
    (home.backups / f"okafor-version-{NOW}.db").write_text("precious")
    (home.backups / f"okafor-version-{NOW}-2.db").symlink_to("/nonexistent")
    (home.backups / f".okafor-version-{NOW}.part").write_text("left by a crash")
    with newer.reading():
        pass
    assert backups(home) == [f"okafor-version-{NOW}-2.db", f"okafor-version-{NOW}-3.db", f"okafor-version-{NOW}.db"]
    assert (home.backups / f"okafor-version-{NOW}.db").read_text() == "precious"
    assert version(home.backups / f"okafor-version-{NOW}-3.db") == NOW


@pytest.mark.parametrize(
    ("step", "error", "message"),
    [
        ("INSERT INTO account SELECT * FROM nowhere;", DamagedFile, "no such table"),
        ("DELETE FROM account;", DamagedFile, "a row of snapshot belongs to no row of account"),
        ("UPDATE account SET type = 'x';", EffluentError, "account.type does not allow this value"),
        ("CREATE TABLE half (x TEXT", RuntimeError, "without its end"),
    ],
)
def test_a_step_that_fails_leaves_the_old_file_and_its_backup(
    home: Home, newer: HouseholdFile, steps: Path, step: str, error: type[Exception], message: str
) -> None:
    (steps / f"{NOW + 3:04d}_faulty.sql").write_text(f"CREATE TABLE more (x TEXT) STRICT;\n{step}\n")
    before = newer.path.read_bytes()
    with pytest.raises(error, match=message), newer.reading():
        pass
    assert newer.path.read_bytes() == before
    assert backups(home) == [f"okafor-version-{NOW}.db"]


def test_without_a_backup_there_is_no_migration(home: Home, newer: HouseholdFile) -> None:
    shutil.rmtree(home.backups)
    home.backups.touch()
    before = newer.path.read_bytes()
    with pytest.raises(EffluentError, match="cannot be made a folder"), newer.reading():
        pass
    assert newer.path.read_bytes() == before


def test_a_damaged_old_file_is_not_migrated(home: Home, newer: HouseholdFile) -> None:
    with closing(sqlite3.connect(newer.path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE account SET type = 'x'")
        connection.commit()
    before = newer.path.read_bytes()
    with pytest.raises(DamagedFile, match="CHECK constraint failed in account"), newer.reading():
        pass
    assert (newer.path.read_bytes(), backups(home)) == (before, [])


def test_an_old_file_that_is_held_is_busy(newer: HouseholdFile, okafor: HouseholdFile) -> None:
    newer.wait = 0.2
    with through(okafor), pytest.raises(Busy), newer.reading():
        pass
    assert version(newer.path) == NOW


def test_a_newer_file_is_refused_untouched_by_both_doors(okafor: HouseholdFile) -> None:
    with closing(sqlite3.connect(okafor.path)) as connection:
        connection.execute("PRAGMA user_version = 77")
    before, when = okafor.path.read_bytes(), okafor.path.stat().st_mtime_ns
    assert okafor.exists()
    for door in (okafor.reading(), through(okafor), through(okafor, create=True)):
        with pytest.raises(TooNew, match="written by a newer effluent") as caught, door:
            pass
        assert (caught.value.exit_code, caught.value.hint) == (78, "upgrade effluent")
    assert (okafor.path.read_bytes(), okafor.path.stat().st_mtime_ns) == (before, when)


def test_a_newer_file_in_wal_mode_stays_as_it_is(okafor: HouseholdFile) -> None:
    with closing(sqlite3.connect(okafor.path)) as connection:
        connection.execute("PRAGMA user_version = 77")
        connection.execute("PRAGMA journal_mode = WAL")
    before = okafor.path.read_bytes()
    with pytest.raises(TooNew), through(okafor):
        pass
    assert okafor.path.read_bytes() == before


def test_the_numbers_of_the_steps_have_no_gap(steps: Path) -> None:
    (steps / f"{NOW + 2:04d}_accounts.sql").rename(steps / f"{NOW + 3:04d}_accounts.sql")
    with pytest.raises(RuntimeError, match=rf"{NOW + 3:04d}_accounts\.sql should be number {NOW + 2}"):
        migrate.steps(str(steps))


STARTER = """
import sys
from pathlib import Path
from effluent_cli.store.household import HouseholdFile
file = HouseholdFile("okafor", Path(sys.argv[1]), wait=30, migrations=sys.argv[2])
with file.reading() as books:
    print(books.inputs().household.name)
"""


def test_eight_processes_that_start_on_an_old_file_migrate_it_once(
    home: Home, newer: HouseholdFile, steps: Path
) -> None:
    command = [sys.executable, "-c", STARTER, str(newer.path), str(steps)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(8)]
    answers = [process.communicate() for process in started]
    assert answers == [(f"{HOUSEHOLD.name}\n", "")] * 8
    assert (version(newer.path), pets(newer.path)) == (NOW + 2, [("woof; woof",)])
    assert backups(home) == [f"okafor-version-{NOW}.db"]
