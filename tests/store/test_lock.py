"""The lock file: what is refused at its path, what its holder writes into it, and that only the kernel's lock counts."""

import fcntl
import os
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from effluent_cli.errors import Busy, EffluentError, Refused
from effluent_cli.store import lock
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import NOW
from tests.stopwatch import Stopwatch
from tests.store.conftest import through

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from effluent_cli.store import apply, engine
from effluent_cli.store.home import Home
import filelock
print("ready", flush=True)
file = Home(Path(sys.argv[1])).household("okafor")
with file.writing(wait=30, command="flows add", user="tester", now=datetime(2026, 11, 23, 8, tzinfo=UTC)) as books:
    print("inside", flush=True)
    sys.stdin.readline()
"""


def writer(home: Home) -> "subprocess.Popen[str]":
    """Start a process that goes through the door and stays there until its stdin ends."""
    command, pipe = [sys.executable, "-c", WRITER, str(home.path)], subprocess.PIPE
    process = subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe, stderr=pipe)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def lock_path(file: HouseholdFile) -> Path:
    return file.path.with_name("okafor.db.lock")


def test_status_can_say_who_holds_the_household(home: Home, okafor: HouseholdFile) -> None:
    process = writer(home)
    assert process.stdout
    assert process.stdout.readline() == "inside\n"
    by = f"pid {process.pid}, flows add, since 2026-11-23T08:00:00Z"
    assert okafor.lock_state() == (True, by)
    with pytest.raises(Busy) as caught, through(okafor, wait=0):
        pass
    assert str(caught.value) == f"household okafor is in use by another effluent ({by}): nothing was changed"
    process.communicate("done\n")
    assert process.returncode == 0
    assert okafor.lock_state() == (False, None)
    assert lock_path(okafor).read_bytes() == b""


def test_a_killed_holder_leaves_its_note_and_no_lock(home: Home, okafor: HouseholdFile) -> None:
    process = writer(home)
    assert process.stdout
    assert process.stdout.readline() == "inside\n"
    process.kill()
    process.communicate()
    assert lock_path(okafor).read_bytes().startswith(b"effluent: pid")
    assert okafor.lock_state() == (False, None)
    watch = Stopwatch()
    with through(okafor, wait=0) as books:
        assert books.revision() == 1
    assert watch.seconds < 0.5


@pytest.mark.parametrize("wait", [0, 0.3])
def test_a_held_household_is_busy_within_a_second_and_unchanged(home: Home, okafor: HouseholdFile, wait: float) -> None:
    process = writer(home)
    assert process.stdout
    assert process.stdout.readline() == "inside\n"
    before = okafor.path.read_bytes()
    watch = Stopwatch()
    with pytest.raises(Busy) as caught, through(okafor, wait=wait):
        pass
    assert wait <= watch.seconds < 1
    assert caught.value.exit_code == 75
    process.communicate("done\n")
    assert okafor.path.read_bytes() == before


def seconds_to_interrupt(home: Home) -> float:
    """Return how long a writer that waits takes to end after Ctrl-C: the best of some, on a machine that does other work."""
    times: list[float] = []
    while len(times) < 10 and (not times or min(times) >= 0.3):
        process = writer(home)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.2)
        watch = Stopwatch()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate()
        times.append(watch.seconds)
        assert stderr.endswith("KeyboardInterrupt\n")
    return min(times)


def test_ctrl_c_ends_the_wait_for_the_lock_at_once(home: Home, okafor: HouseholdFile) -> None:
    with through(okafor):
        assert seconds_to_interrupt(home) < 0.3
    with through(okafor, wait=0):
        pass


def test_ctrl_c_ends_the_wait_for_another_program_at_once(home: Home, okafor: HouseholdFile) -> None:
    with closing(sqlite3.connect(okafor.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert seconds_to_interrupt(home) < 0.3
    with through(okafor, wait=0):
        pass


def test_a_probe_does_not_make_a_writer_busy(okafor: HouseholdFile) -> None:
    with through(okafor):
        pass
    handle = os.open(lock_path(okafor), os.O_RDONLY)
    for _ in range(20):
        fcntl.flock(handle, fcntl.LOCK_SH)
        assert okafor.lock_state() == (False, None)
        fcntl.flock(handle, fcntl.LOCK_UN)
        with through(okafor, wait=0):
            pass
    os.close(handle)


def inside(process: "subprocess.Popen[str]") -> bool:
    """Return whether a writer has come in; it says so at once when it has."""
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], 0.3)
    return bool(ready) and process.stdout.readline() == "inside\n"


def test_writers_come_in_in_the_order_in_which_they_came(home: Home, okafor: HouseholdFile) -> None:
    waiting = []
    with through(okafor):
        for _ in range(3):
            waiting.append(writer(home))
            assert not inside(waiting[-1])
    for number, process in enumerate(waiting):
        assert [inside(each) for each in waiting[number:]] == [True] + [False] * (2 - number)
        process.communicate("done\n")


def test_a_waiter_that_is_stopped_or_dies_holds_up_nobody_behind_it(home: Home, okafor: HouseholdFile) -> None:
    with through(okafor):
        stopped, killed = writer(home), writer(home)
        assert not inside(killed)
        stopped.send_signal(signal.SIGSTOP)
        killed.kill()
        behind = writer(home)
        assert not inside(behind)
    assert inside(behind)
    behind.communicate("done\n")
    stopped.send_signal(signal.SIGCONT)
    assert inside(stopped)
    stopped.communicate("done\n")
    killed.communicate()


def test_without_a_line_there_is_still_the_lock(okafor: HouseholdFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(fcntl, "F_OFD_SETLK")
    with through(okafor), pytest.raises(Busy), through(okafor, wait=0.1):
        pass


def link(path: Path, target: Path) -> None:
    path.symlink_to(target)


def dangling(path: Path, _: Path) -> None:
    path.symlink_to("/nonexistent/lock")


def folder(path: Path, _: Path) -> None:
    path.mkdir()


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def hard_link(path: Path, target: Path) -> None:
    path.hardlink_to(target)


def foreign(path: Path, _: Path) -> None:
    path.write_text("my tax return\n")


@pytest.mark.parametrize("attack", [link, dangling, folder, pipe, hard_link, foreign])
@pytest.mark.parametrize("size", [0, 20])
def test_what_is_not_our_lock_file_is_refused_and_left_alone(
    okafor: HouseholdFile, tmp_path: Path, attack: Callable[[Path, Path], None], size: int
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"x" * size)
    path = lock_path(okafor)
    path.unlink()
    attack(path, precious)
    before = okafor.path.read_bytes()
    assert okafor.lock_state() == (False, None)
    with pytest.raises(Refused, match="is not effluent's lock file") as caught, through(okafor, wait=0.3):
        pass
    assert (caught.value.exit_code, caught.value.code) == (4, "lock_refused")
    assert (okafor.path.read_bytes(), precious.read_bytes()) == (before, b"x" * size)
    if attack is foreign:
        assert path.read_text() == "my tax return\n"
    with okafor.reading() as books:
        assert books.revision() == 1


def test_a_lock_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    with (
        pytest.raises(EffluentError, match="cannot be used as a lock: No such file or directory") as caught,
        ExitStack() as s,
    ):
        s.enter_context(lock.held(str(tmp_path / "none" / "x.lock"), "x", Deadline(0), b""))
    assert caught.value.code == "io_error"


@pytest.mark.parametrize(
    ("note", "by"),
    [
        (b"", None),
        (b"effl", None),
        (b"effluent: ", None),
        (b"effluent: pid 1, x\x1b[31m\r\nred\0", "pid 1, x [31m  red"),
        (b"effluent: caf\xe9", "caf\ufffd"),
        (b"effluent: " + b"x" * 5000, "x" * 290),
        (b"something else", None),
    ],
)
def test_a_note_can_say_anything_without_harm(okafor: HouseholdFile, note: bytes, by: str | None) -> None:
    lock_path(okafor).write_bytes(note)
    handle = os.open(lock_path(okafor), os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert okafor.lock_state() == (True, by)
    os.close(handle)


def test_the_note_of_a_command_is_one_short_line() -> None:
    assert lock.note_of("flows add\n\x1b[2J" + "x" * 500, NOW).startswith(
        f"effluent: pid {os.getpid()}, flows add  [2Jxx".encode()
    )
    assert len(lock.note_of("x" * 5000)) <= 310
    assert lock.note_of("\ud800")
