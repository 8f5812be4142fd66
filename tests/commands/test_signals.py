"""Interrupted, terminated, or nobody listening: it ends at once, quietly, with the code that says so."""

import contextlib
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.running import Cli
from tests.stopwatch import Stopwatch

SIGNALS = [(signal.SIGINT, 130, "error: interrupted\n"), (signal.SIGTERM, 143, "error: terminated\n")]
LOAN = '{"id": "1", "principal": "1000.00", "annual_rate": "0.05", "term_months": 12}\n'


def waiting(cli: Cli) -> "subprocess.Popen[str]":
    """Return a command in the middle of its work: it has answered one line and waits for the next."""
    process = cli.start("calc", "loan", "--input", "-", stdin=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(LOAN)
    process.stdin.flush()
    assert process.stdout.readline().startswith('{"id":"1"')
    return process


def busy(cli: Cli, words: list[str]) -> "subprocess.Popen[str]":
    """Return a command that is well into its wait for a household."""
    process = cli.start(*words, "--wait", "30")
    time.sleep(1.2)
    return process


def ended(start: Callable[[], "subprocess.Popen[str]"], number: int) -> tuple[float, int, str]:
    """Return how long a process takes to end after a signal, its exit code and what it said.

    The best of at most five tries: the machine may be at other work, the program must be able to.
    """
    seconds = []
    for _ in range(5):
        with start() as process:
            watch = Stopwatch()
            process.send_signal(number)
            _, stderr = process.communicate(timeout=10)
            seconds.append(watch.seconds)
        if seconds[-1] < 0.3:
            break
    return min(seconds), process.returncode, stderr


@pytest.mark.parametrize(("number", "exit_code", "said"), SIGNALS)
def test_a_signal_ends_a_wait_within_a_third_of_a_second(cli: Cli, number: int, exit_code: int, said: str) -> None:
    seconds, code, stderr = ended(lambda: waiting(cli), number)
    assert seconds < 0.3
    assert (code, stderr) == (exit_code, said)


@pytest.mark.parametrize(("number", "exit_code", "said"), SIGNALS)
def test_so_it_ends_a_readers_wait_for_a_busy_household(rivera: Cli, number: int, exit_code: int, said: str) -> None:
    file = rivera.home / "households" / "rivera.db"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        seconds, code, stderr = ended(lambda: busy(rivera, ["status"]), number)
    assert seconds < 0.3
    assert (code, stderr) == (exit_code, said)


UNHEARD = """
import signal, sys, time, weakref
from effluent_cli.main import main
from effluent_cli.store import failpoints

class Dying:
    pass

def reach(name):
    failpoints.reach = lambda name: None
    dying = Dying()
    callback = weakref.ref(dying, lambda _: signal.raise_signal(int(sys.argv[1])))
    del dying  # what is raised in the callback goes nowhere
    for _ in range(500):
        time.sleep(0.01)

failpoints.reach = reach
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(("number", "exit_code", "said"), SIGNALS)
def test_a_signal_that_falls_into_a_callback_is_heard_all_the_same(
    rivera: Cli, number: int, exit_code: int, said: str
) -> None:
    before = rivera.json("account", "show", "checking")
    watch = Stopwatch()
    command = [sys.executable, "-c", UNHEARD, str(int(number)), "account", "set-balance", "checking", "1.00"]
    done = subprocess.run(command, env=rivera.environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (exit_code, said)
    assert watch.seconds < 5
    assert rivera.json("account", "show", "checking") == before


def test_a_signal_while_the_program_loads_ends_quietly(cli: Cli) -> None:
    for _ in range(3):
        process = cli.start("schema")
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=10)
        assert process.returncode in (130, -signal.SIGINT)
        assert "effluent_cli" not in stderr or process.returncode == -signal.SIGINT


def test_a_closed_pipe_ends_quietly_with_0(cli: Cli) -> None:
    for arguments in (
        ["schema", "error"],
        ["schema", "--json"],
        ["--help"],
        ["--version"],
        ["process-events", "--json"],
    ):
        reader = subprocess.Popen(["true"], stdin=subprocess.PIPE)
        assert reader.stdin
        reader.wait()
        process = cli.start(*arguments, stdout=reader.stdin)
        _, stderr = process.communicate(timeout=10)
        reader.stdin.close()
        assert (process.returncode, stderr) == (0, ""), arguments


def test_a_reader_who_leaves_in_the_middle_of_a_stream_ends_it(cli: Cli) -> None:
    with cli.start("calc", "loan", "--input", "-", stdin=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(LOAN)
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(LOAN * 2)
        process.stdin.flush()
        assert process.wait(timeout=10) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize("redirections", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["schema", "process-events --json", "--version", "status"])
def test_closed_streams_break_nothing(cli: Cli, redirections: str, words: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$1" -m effluent_cli {words} {redirections}', "sh", sys.executable],
        capture_output=True, text=True, check=False, env=cli.environment(),
    )  # fmt: skip
    assert done.returncode == (3 if words == "status" else 0), done
    assert "Traceback" not in done.stderr
