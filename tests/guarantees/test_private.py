"""Files are 0600 and folders 0700, whatever the umask, whichever command makes them, and no command opens a socket."""

import ast
import os
import socket
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from effluent_cli.store import failpoints
from tests.commands.test_help_examples import CASES
from tests.commands.test_onboard_terminal import Terminal
from tests.guarantees.recording import why_not
from tests.guarantees.scenes import ANSWERS, LATER, aged, copied, file_of, lines, ready
from tests.guarantees.test_g10_one_door import imported, modules
from tests.guarantees.warm import WarmCli, answers, at
from tests.running import EXAMPLES, command

UMASKS = [0o000, 0o077, 0o777]
NETWORK = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
}


def open_to_others(home: Path) -> list[str]:
    """Return every entry of a home that has other rights than it must have."""
    wrong = []
    for path in (home, *home.rglob("*")):
        about = path.lstat()
        if stat.S_IMODE(about.st_mode) != (0o700 if stat.S_ISDIR(about.st_mode) else 0o600):
            wrong.append(f"{path.relative_to(home.parent)} {stat.filemode(about.st_mode)}")
    return wrong


def with_umask(umask: int) -> None:
    at(LATER)()
    os.umask(umask)


def failing(umask: int) -> None:
    """Have every write fail as only a bug can, so that a log of it is written."""
    with_umask(umask)
    failpoints.reach = lambda name: 1 / 0 if name == "applied" else None  # type: ignore[assignment]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> WarmCli:
    return ready(tmp_path_factory.mktemp("ready"))


@pytest.mark.parametrize("umask", UMASKS, ids=oct)
def test_whatever_a_command_makes_is_private(scene: WarmCli, tmp_path: Path, umask: int) -> None:
    for folder in ("first", "again", "old"):
        copied(scene, tmp_path / folder)
    first, again, old = (WarmCli(tmp_path / folder / "home", scene.as_of) for folder in ("first", "again", "old"))
    aged(file_of(old))
    fresh = WarmCli(tmp_path / "deep" / "down" / "home", scene.as_of)
    fresh.home.parent.mkdir(parents=True)
    prepare = partial(with_umask, umask)
    answers(
        fresh,
        f"onboard --answers {EXAMPLES / 'rivera.toml'}",
        "event add manual_refresh",
        "process-events",
        prepare=prepare,
    )
    answers(first, *(line for words, line in lines().items() if words != "household delete"), prepare=prepare)
    answers(again, "undo", "household delete --yes", prepare=prepare)
    answers(old, "status", prepare=prepare)
    (bug,) = answers(fresh, "event add manual_refresh", prepare=partial(failing, umask))
    assert bug.exit_code == 70
    for cli, folder in ((fresh, "logs"), (again, "backups"), (old, "backups")):
        assert any((cli.home / folder).iterdir())
        assert open_to_others(cli.home) == []
    assert open_to_others(first.home) == []


@pytest.mark.parametrize("umask", UMASKS[:2], ids=oct)
def test_drafts_are_private(tmp_path: Path, umask: int) -> None:
    cli = WarmCli(tmp_path / "home")
    kept = os.umask(umask)
    try:
        with Terminal(cli, "onboard") as terminal:
            terminal.answer("Name of the household", "Okafor")
            terminal.wait_for("Short name")
            assert any((cli.home / "drafts").iterdir())
            assert open_to_others(cli.home) == []
    finally:
        os.umask(kept)


def no_sockets() -> None:
    """Make every attempt of this process to open or use a socket raise."""
    at(LATER)()

    def hook(event: str, _arguments: object) -> None:
        if event.startswith("socket."):
            raise PermissionError("a socket was wanted")

    sys.addaudithook(hook)
    with pytest.raises(PermissionError):
        socket.socket()


def test_no_command_opens_a_socket(scene: WarmCli, tmp_path: Path) -> None:
    cli = copied(scene, tmp_path / "blocked")
    (cli.home.parent / "household.toml").write_bytes((cli.home.parent / ANSWERS).read_bytes())
    examples = [example.removeprefix("effluent ") for _, example in CASES]
    last = [line for line in examples if line.startswith("household delete")]
    wanted = [*(line for line in examples if line not in last), *lines().values(), *last]
    for result in answers(cli, *wanted, prepare=no_sockets):
        assert "socket" not in result.stderr
        assert result.exit_code != 70, result


def test_nothing_that_speaks_to_a_network_is_imported() -> None:
    for name, tree in modules():
        assert not imported(tree) & NETWORK, name
        assert "urllib.request" not in ast.unparse(tree), name


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_system_sees_no_network_either(scene: WarmCli, tmp_path: Path) -> None:
    cli = copied(scene, tmp_path / "traced")
    log = tmp_path / "trace"
    for words in ("status", "process-events", "project", "onboard --answers answers.toml", "undo"):
        watched = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(log), *command(*words.split())]
        subprocess.run(watched, env=cli.environment(), cwd=cli.home.parent, check=True, capture_output=True)
        assert "AF_INET" not in log.read_text(encoding="utf-8")
