"""A disk that is full, or may not be written, leaves the old state and one clear message, under every command."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.guarantees import warm
from tests.guarantees.full_disk import filled
from tests.guarantees.holding import unchanged
from tests.guarantees.scenes import BESIDE, LATER, copied, lines, ready
from tests.guarantees.warm import answers, at

SOME = ("onboard", "process-events", "undo")
NOBODY = 65_534
READING = ("status", "account list", "project --months 3", "history", "process-events --dry-run")


def test_a_full_disk_leaves_the_old_state(tmp_path: Path) -> None:
    tally = filled(ready(tmp_path / "ready"), tmp_path / "filled", [lines()[words] for words in SOME])
    assert tally.clean, tally
    assert 0 < tally.acknowledged < tally.tried


@pytest.fixture
def public() -> Iterator[Path]:
    """Return a folder that every user of the machine can reach."""
    folder = Path(tempfile.mkdtemp(prefix="effluent-read-only-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def without_rights(rehearsal: Path, commands: tuple[str, ...]) -> None:
    """Load what the commands need by running them elsewhere, then become a user to whom the home does not belong."""
    at(LATER)()
    for line in commands:
        sys.argv = ["effluent", *line.split(), "--home", str(rehearsal)]
        warm.exit_code()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    assert not os.access("home/households", os.W_OK)


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=oct)
def test_a_home_that_may_not_be_written_is_one_clear_error(public: Path, mode: int) -> None:
    scene = ready(public / "ready")
    changing = [line for words, line in lines().items() if not words.startswith(("project", "explain"))]
    commands = (*changing, *READING)
    cli = copied(scene, public / "locked")
    rehearsal = copied(scene, public / "rehearsal").home
    for name in BESIDE:
        (cli.home.parent / name).chmod(0o644)
    for folder in (cli.home, cli.home / "backups", cli.home / "drafts", cli.home / "households"):
        folder.chmod(mode)
    for file in (cli.home / "households").iterdir():
        file.chmod(mode & 0o444)
    with unchanged(cli.home):
        results = answers(cli, *commands, prepare=partial(without_rights, rehearsal, commands))
    for result in results:
        reads = mode == 0o555 and result.line in READING
        assert result.exit_code == (0 if reads else 4), result
        assert "Traceback" not in result.stderr
        assert reads or result.stderr.count("error: ") == 1, result
        assert reads or ("cannot be" in result.stderr and "access rights" in result.stderr), result
