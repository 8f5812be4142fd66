"""What SQLite and the system report is said in one clear line, and a mistake of ours stays a mistake of ours."""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from effluent_cli.store.deadline import Deadline
from effluent_cli.store.driver import is_busy, retried
from effluent_cli.store.failures import file_error, known, reported
from effluent_cli.store.household import HouseholdFile


def error_of(statement: str) -> sqlite3.Error:
    """Return the error that SQLite gives for a statement."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x TEXT NOT NULL CHECK (x <> 'no'), y UNIQUE)")
        connection.execute("INSERT INTO t VALUES ('a', 1)")
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute(statement)
    return caught.value


@pytest.mark.parametrize(
    ("statement", "code", "message"),
    [
        ("INSERT INTO t VALUES ('no', 2)", "constraint", "okafor: x <> 'no' does not allow this value"),
        ("INSERT INTO t VALUES (NULL, 2)", "constraint", "okafor: t.x does not allow this value"),
        ("INSERT INTO t VALUES ('b', 1)", "conflict", "okafor: there is such a record already (t.y)"),
        ("SELECT * FROM u", "damaged_file", "the file of household okafor is damaged: no such table: u"),
        ("SELECT zeroblob(2000000000)", "constraint", "okafor: a value is too long to be stored"),
    ],
)
def test_an_error_of_sqlite_becomes_one_line(statement: str, code: str, message: str) -> None:
    shown = known(error_of(statement), "okafor")
    assert shown is not None
    assert (shown.exit_code, shown.code, shown.message) == (4, code, message)


@pytest.mark.parametrize(
    "error", [ValueError("x"), sqlite3.ProgrammingError("closed"), sqlite3.InterfaceError("x"), RuntimeError("x")]
)
def test_a_mistake_of_ours_is_not_blamed_on_the_file(error: Exception) -> None:
    assert known(error, "okafor") is None
    with pytest.raises(type(error)), reported("okafor"):
        raise error


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EPERM, "read_only"),
        (errno.EIO, "io_error"),
    ],
)
def test_an_error_of_the_system_becomes_one_line(number: int, code: str) -> None:
    shown = file_error("/x/y", "created", OSError(number, os.strerror(number)))
    assert (shown.exit_code, shown.code) == (4, code)
    assert shown.message == f"/x/y cannot be created: {os.strerror(number)}"


def test_only_busy_is_tried_again() -> None:
    tries: list[int] = []

    def broken() -> None:
        tries.append(1)
        raise error_of("SELECT * FROM u")

    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        retried(broken, Deadline(5))
    assert len(tries) == 1
    assert not is_busy(ValueError("database is locked"))


FILLER = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account
from effluent_cli.errors import EffluentError
from effluent_cli.store import apply, engine
from effluent_cli.store.household import HouseholdFile
file = HouseholdFile("okafor", Path(sys.argv[1]))
accounts = [Account(f"a{n}", "A", "cash", notes="x" * 9000) for n in range(40)]
try:
    with file.writing(wait=1, command="x", user="x", now=datetime(2026, 1, 1, tzinfo=UTC)) as books:
        books.apply(Plan(tuple(Change(None, account) for account in accounts)))
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
except EffluentError as error:
    print(error.exit_code, error.code, error)
"""


def test_a_disk_that_stops_taking_bytes_leaves_the_old_state(okafor: HouseholdFile) -> None:
    with closing(sqlite3.connect(okafor.path)) as connection:
        # What a free page held is in no journal: without any, every byte comes back.
        connection.execute("VACUUM")
    before = okafor.path.read_bytes()
    done = subprocess.run([sys.executable, "-c", FILLER, str(okafor.path)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (
        "4 io_error household okafor: the disk failed to read or write its file; nothing was changed\n",
        "",
    )
    with okafor.reading() as books:
        assert (books.revision(), [each.id for each in books.inputs().accounts]) == (1, ["checking"])
    assert okafor.path.read_bytes() == before
