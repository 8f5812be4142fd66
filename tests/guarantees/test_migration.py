"""A household from an earlier version, as its first migration laid it out, opened by eight processes at once."""

import os
import signal
from pathlib import Path

import pytest

from effluent_cli.store import migrate
from tests.guarantees.looking import content, rows
from tests.guarantees.scenes import LATER, aged, copied, file_of, ready
from tests.guarantees.warm import WarmCli, answers, at, killed_at

NEWEST = len(migrate.steps(migrate.MIGRATIONS))
FIRST_ONES = ["status --json", "event add manual_refresh --json", "flows list --json", "process-events --json"] * 2


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> WarmCli:
    """A household of version 1 with all its records."""
    cli = ready(tmp_path_factory.mktemp("ready"))
    aged(file_of(cli))
    return cli


def version(path: Path) -> int:
    ((number,),) = rows(path, "PRAGMA user_version")
    return int(number)


def test_there_is_something_to_migrate(scene: WarmCli) -> None:
    assert (version(file_of(scene)), NEWEST > 1) == (1, True)


def test_eight_processes_migrate_it_once(scene: WarmCli, tmp_path: Path) -> None:
    cli = copied(scene, tmp_path / "eight")
    old = content(file_of(cli))
    started = [cli.start(*line.split()) for line in FIRST_ONES]
    said = [process.communicate() for process in started]
    assert {stderr for _, stderr in said} == {""}
    assert [process.returncode for process in started] == [0] * len(started)
    assert version(file_of(cli)) == NEWEST
    (backup,) = (cli.home / "backups").iterdir()
    assert content(backup) == old
    assert rows(file_of(cli), "SELECT count(*) FROM event WHERE type = 'manual_refresh'") == [(2,)]
    assert answers(cli, "process-events", "status --json", prepare=at(LATER))[-1].data["fresh"]


@pytest.mark.parametrize("point", ["backed-up", "migrated"])
def test_a_migration_that_dies_is_made_by_whoever_comes_next(scene: WarmCli, tmp_path: Path, point: str) -> None:
    cli = copied(scene, tmp_path / "killed")
    old = content(file_of(cli))
    assert killed_at(cli, "status", point) == -signal.SIGKILL
    assert content(file_of(cli)) == old
    (status,) = answers(cli, "status --json")
    assert status.exit_code == 0
    assert version(file_of(cli)) == NEWEST
    assert [content(path) == old for path in (cli.home / "backups").iterdir()] == [True, True]


def test_a_newer_file_is_refused_by_every_command_and_left_alone(scene: WarmCli, tmp_path: Path) -> None:
    cli = copied(scene, tmp_path / "newer")
    path = file_of(cli)
    with path.open("r+b") as file:
        file.seek(60)
        file.write((NEWEST + 1).to_bytes(4))
    before, when = path.read_bytes(), os.stat(path).st_mtime_ns
    for answer in answers(cli, "status", "event add manual_refresh", "undo", "project", "runs list"):
        assert (answer.exit_code, answer.stdout) == (78, "")
        assert "newer effluent" in answer.stderr
    assert (path.read_bytes(), os.stat(path).st_mtime_ns) == (before, when)
