"""What the console script answers by itself: ``--version``, and a tick of cron with nothing to do."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from effluent_cli import __version__
from effluent_cli.entry import idle_answer
from tests.running import Cli, Result

THE_FULL_PROGRAM = {"EFFLUENT_LOCK_WAIT": "0"}
"""With this in the environment the entry leaves even an idle tick to the full program."""
HEAVY = {
    "sqlmodel", "sqlalchemy", "pydantic", "numpy", "rich", "filelock", "alembic", "asyncio", "typing_extensions",
}  # fmt: skip


def imported(cli: Cli, *arguments: str) -> set[str]:
    """Return the top-level modules that a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "effluent_cli", *arguments],
        capture_output=True, text=True, check=False, env=cli.environment(), cwd=cli.home.parent,
    )  # fmt: skip
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def snapshot(home: Path) -> dict[str, tuple[float, bytes]]:
    """Return time and content of every file below ``home``."""
    return {str(file): (file.stat().st_mtime, file.read_bytes()) for file in home.rglob("*") if file.is_file()}


@pytest.fixture
def idle(rivera: Cli) -> Cli:
    """Return the Rivera home, brought up to date on the real day, where the clock decides."""
    today = rivera.on(None)
    today("process-events")
    return today


def both_ways(cli: Cli, *arguments: str) -> tuple[Result, Result]:
    """Return what the entry says and what the full program says, exit codes whatever they are."""
    return cli(*arguments, expect=None), cli.within(**THE_FULL_PROGRAM)(*arguments, expect=None)


def test_the_version(cli: Cli) -> None:
    assert cli("--version").stdout == f"effluent {__version__}\n"
    assert cli("-q", "--version").stdout == f"effluent {__version__}\n"


def test_an_idle_tick_is_answered_before_the_program_is_loaded(idle: Cli) -> None:
    before = snapshot(idle.home)
    found = imported(idle, "process-events", "--json")
    assert not found & {*HEAVY, "typer", "dataclasses", "json", "re"}
    assert snapshot(idle.home) == before


@pytest.mark.parametrize("arguments", [["process-events"], ["process-events", "--json"], ["--json", "process-events"]])
def test_an_idle_tick_says_what_the_full_program_says(idle: Cli, arguments: list[str]) -> None:
    entry, full = both_ways(idle, *arguments)
    assert entry == full
    assert entry.exit_code == 0
    assert bool(entry.stdout) == ("--json" in arguments)


def test_the_home_may_be_an_option(idle: Cli, tmp_path: Path) -> None:
    elsewhere = Cli(tmp_path / "elsewhere", as_of=None)
    entry, full = both_ways(elsewhere, "process-events", "--home", str(idle.home), "--json")
    assert entry == full
    assert [each["slug"] for each in entry.data["households"]] == ["rivera"]


def test_no_home_is_an_empty_answer_and_nothing_is_created(cli: Cli) -> None:
    entry, full = both_ways(cli.on(None), "process-events", "--json")
    assert entry == full
    assert entry.data["households"] == []
    assert not cli.home.exists()


def changed(home: Path, *statements: str) -> None:
    """Change a household's file behind effluent's back."""
    with sqlite3.connect(home / "households" / "rivera.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


EVENT = (
    "INSERT INTO event (id, type, status, created_at, attempts, next_attempt_at) "
    "VALUES (9999, 'manual_refresh', {status}, '2026-01-01T00:00:00.000000Z', {attempts}, {due})"
)
LONG_AGO = "'2026-01-01T00:00:00.000000Z'"
FAR_OFF = "'2199-01-01T00:00:00.000000Z'"
SOON = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '+30 minutes')"


@pytest.mark.parametrize(
    "statement",
    [
        EVENT.format(status="'pending'", attempts=0, due=LONG_AGO),
        EVENT.format(status="'pending'", attempts=0, due=SOON),
        EVENT.format(status="'failed'", attempts=2, due=LONG_AGO),
        EVENT.format(status="'failed'", attempts=2, due=FAR_OFF),
        f"UPDATE meta SET rolls_at = {LONG_AGO}",
        "UPDATE meta SET rolls_at = NULL",
        f"UPDATE meta SET rolls_at = {FAR_OFF}",
        "UPDATE baseline SET rules_version = '00000000'",
        "DELETE FROM baseline",
        "DELETE FROM household",
        "UPDATE household SET slug = 'okafor'",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 1",
        "DROP TABLE event",
    ],
)
def test_whatever_needs_a_closer_look_is_left_to_the_full_program(
    idle: Cli, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(idle.home, statement)
    monkeypatch.setenv("EFFLUENT_HOME", str(idle.home))
    assert idle_answer(["process-events", "--json"]) is None
    assert "Traceback" not in idle("process-events", "--json", expect=None).stderr


@pytest.mark.parametrize(
    ("status", "attempts", "due"), [("'failed'", 2, SOON), ("'dead'", 5, "NULL"), ("'processed'", 1, "NULL")]
)
def test_an_event_that_waits_or_is_dead_is_counted_and_left_alone(
    idle: Cli, status: str, attempts: int, due: str
) -> None:
    changed(idle.home, EVENT.format(status=status, attempts=attempts, due=due))
    entry, full = both_ways(idle, "process-events", "--json")
    assert entry == full
    assert entry.data["remaining"] == (0 if status == "'processed'" else 1)


def test_a_deleted_households_lock_file_makes_no_tick_dearer(idle: Cli) -> None:
    (idle.home / "households" / "gone.db.lock").touch(0o600)
    entry, full = both_ways(idle, "process-events", "--json")
    assert entry == full


@pytest.mark.parametrize("name", ["rivera.db-journal", "notes.txt", "Other.db", "other.db"])
def test_a_stray_file_is_left_to_the_full_program(idle: Cli, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (idle.home / "households" / name).write_bytes(b"")
    monkeypatch.setenv("EFFLUENT_HOME", str(idle.home))
    assert idle_answer(["process-events", "--json"]) is None
    (idle.home / "households" / name).unlink()
    os.symlink(idle.home / "households" / "rivera.db", idle.home / "households" / "other.db")
    assert idle_answer(["process-events", "--json"]) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["process-events", "-v"],
        ["process-events", "--limit", "1"],
        ["process-events", "-H", "rivera"],
        ["process-events", "--as-of", "2026-11-23"],
        ["process-events", "--home", ""],
        ["process-events", "process-events"],
        ["process-events", "--help"],
        ["status", "--json"],
        [],
    ],
)
def test_any_other_command_line_is_left_to_the_full_program(arguments: list[str]) -> None:
    assert idle_answer(arguments) is None


@pytest.mark.parametrize(
    "arguments", [["status", "--json"], ["flows", "list", "--json"], ["account", "list", "--json"]]
)
def test_reading_commands_load_nothing_heavy(rivera: Cli, arguments: list[str]) -> None:
    assert not imported(rivera, *arguments) & HEAVY
