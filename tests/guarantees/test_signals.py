"""A signal ends every wait at once: for the lock, for BEGIN, for COMMIT behind a reader, for a person; nothing was changed."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.commands.test_onboard_terminal import Terminal
from tests.commands.test_signals import SIGNALS, ended
from tests.guarantees.holding import held, unchanged
from tests.guarantees.looking import rows
from tests.running import Cli

if TYPE_CHECKING:
    import subprocess

WRITE = ("account", "set-balance", "checking", "1.00", "--wait", "30")


@contextmanager
def another_writer(home: Path) -> Iterator[None]:
    """Another program is in the middle of writing the file, without effluent's lock."""
    with closing(sqlite3.connect(home / "households" / "rivera.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def a_reader(home: Path) -> Iterator[None]:
    """Another program is in the middle of reading: what is written cannot be committed."""
    with closing(sqlite3.connect(home / "households" / "rivera.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM household").fetchall()
        yield


@contextmanager
def a_holder(home: Path) -> Iterator[None]:
    with held(home, "rivera"):
        yield


WAITS: dict[str, Callable[[Path], AbstractContextManager[None]]] = {
    "lock": a_holder, "begin": another_writer, "commit": a_reader,
}  # fmt: skip


def waiting(cli: Cli, wait: str) -> "subprocess.Popen[str]":
    """Return a writer that is well into its wait."""
    process = cli.start(*WRITE)
    journal = cli.home / "households" / "rivera.db-journal"
    deadline = time.monotonic() + 10
    if wait == "commit":  # until then it has written into its journal alone
        while not journal.exists():
            assert time.monotonic() < deadline, "it does not get to its commit"
            time.sleep(0.01)
    time.sleep(1.0 if wait != "commit" else 0.3)
    assert process.poll() is None
    return process


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize(("number", "exit_code", "said"), SIGNALS)
def test_a_signal_ends_a_writers_wait_at_once(rivera: Cli, wait: str, number: int, exit_code: int, said: str) -> None:
    before = rows(rivera.home / "households" / "rivera.db", "SELECT * FROM meta")
    # The file is looked at before and after: closing it here meanwhile would drop the locks of this process.
    with unchanged(rivera.home), WAITS[wait](rivera.home):
        seconds, code, stderr = ended(lambda: waiting(rivera, wait), number)
    assert seconds < 0.3
    assert (code, stderr) == (exit_code, said)
    assert rows(rivera.home / "households" / "rivera.db", "SELECT * FROM meta") == before
    assert rivera(*WRITE[:-2], "--wait", "0").exit_code == 0


@pytest.mark.parametrize(("number", "exit_code"), [(number, code) for number, code, _ in SIGNALS])
def test_a_signal_ends_a_question_at_once(rivera: Cli, number: int, exit_code: int) -> None:
    with unchanged(rivera.home), Terminal(rivera, "household", "delete") as terminal:
        terminal.wait_for("[y/N]")
        terminal._process.send_signal(number)
        start = time.monotonic()
        assert terminal.ended() == exit_code
        assert time.monotonic() - start < 0.3
