"""Interrupted, terminated, or nobody listening: it ends at once, quietly, with the code that says so."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from freezegun.api import real_monotonic

from tests.running import Cli

LOAN = '{"id": "1", "principal": "1000.00", "annual_rate": "0.05", "term_months": 12}\n'


@pytest.fixture
def waiting(cli: Cli) -> Iterator["subprocess.Popen[str]"]:
    """Yield a command in the middle of its work: it has answered one line and waits for the next."""
    process = cli.start("calc", "loan", "--input", "-", stdin=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(LOAN)
    process.stdin.flush()
    assert process.stdout.readline().startswith('{"id":"1"')
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("number", "exit_code", "said"),
    [(signal.SIGINT, 130, "error: interrupted\n"), (signal.SIGTERM, 143, "error: terminated\n")],
)
def test_a_signal_ends_a_wait_within_a_third_of_a_second(
    waiting: "subprocess.Popen[str]", number: int, exit_code: int, said: str
) -> None:
    started = real_monotonic()
    waiting.send_signal(number)
    _, stderr = waiting.communicate(timeout=10)
    assert real_monotonic() - started < 0.3
    assert (waiting.returncode, stderr) == (exit_code, said)


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
