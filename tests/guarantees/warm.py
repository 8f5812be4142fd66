"""The whole program in processes that have it loaded already: command lines by the hundred, each from ``entry`` to exit code.

A warm process is forked, so it is a real one that can be killed, limited or given to another user; it saves only the half
second that Python takes to load the program.
"""

import importlib
import io
import os
import pkgutil
import shlex
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING

import effluent_cli
from effluent_cli import clock, entry
from tests.guarantees import workers
from tests.running import Cli, Result

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

# What a command loads when it comes to it is here from the start, so that also a process without rights can run it.
for _module in pkgutil.walk_packages(effluent_cli.__path__, "effluent_cli."):
    if not _module.name.endswith("__main__"):
        importlib.import_module(_module.name)

Prepare = Callable[[], None]


@dataclass(frozen=True)
class Timed(Result):
    """How a command line ended, and how long it took."""

    line: str
    seconds: float


class Warm:
    """A process that runs command lines one after the other; ``prepare`` is called in it first."""

    def __init__(self, cli: Cli, lines: Sequence[str], prepare: Prepare | None = None) -> None:
        self._answers, far = workers.context().Pipe(duplex=False)
        self.process: ForkServerProcess = workers.started(
            _run_all, cli.environment(), cli.home.parent, tuple(lines), prepare, far
        )
        far.close()

    def results(self) -> list[Timed]:
        """Return what has been answered once the process has ended; fewer than asked if it was killed."""
        results: list[Timed] = []
        with suppress(EOFError):
            while True:
                results.append(self._answers.recv())
        self.process.join()
        self._answers.close()
        return results


class WarmCli(Cli):
    """``effluent`` whose commands run in warm processes, one each; ``start`` starts cold ones."""

    def __call__(self, *arguments: str, stdin: str | None = None, expect: int | None = 0) -> Result:
        if stdin is not None:
            return super().__call__(*arguments, stdin=stdin, expect=expect)
        (result,) = answers(self, shlex.join(arguments))
        assert expect in (None, result.exit_code), (arguments, result)
        return result

    def on(self, as_of: str | None) -> "WarmCli":
        """Return the same home on another day."""
        return WarmCli(self.home, as_of, self.env)


def answers(cli: Cli, *lines: str, prepare: Prepare | None = None) -> list[Timed]:
    """Run command lines in one warm process and return how each of them ended."""
    results = Warm(cli, lines, prepare).results()
    assert len(results) == len(lines), f"the process ended before {lines[len(results)]!r}"
    return results


def killed_at(cli: Cli, line: str, point: str, after: int = 1) -> int | None:
    """Run a command that dies when it reaches ``point`` for the ``after``-th time; return how it ended."""
    dying = Warm(cli, [line], partial(workers.die_at, point, after))
    dying.results()
    return dying.process.exitcode


def together(crowd: int) -> Prepare:
    """Return what makes processes wait for each other until so many are there."""
    return partial(_wait_for_all, workers.context().Barrier(crowd))


def _wait_for_all(barrier: Barrier) -> None:
    barrier.wait(60)


def at(instant: datetime) -> Prepare:
    """Return what makes every command of a process believe that it is ``instant``."""
    return partial(_set_clock, instant)


def _set_clock(instant: datetime) -> None:
    clock.now = lambda: instant


def _run_all(
    environment: dict[str, str],
    folder: os.PathLike[str],
    lines: Sequence[str],
    prepare: Prepare | None,
    far: Connection,
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    streams = [tempfile.TemporaryFile() for _ in range(2)]  # noqa: SIM115  # open as long as the process lives
    for number, stream in enumerate(streams, start=1):
        os.dup2(stream.fileno(), number)
    if prepare is not None:
        prepare()
    for line in lines:
        for number in (1, 2):
            os.lseek(number, 0, os.SEEK_SET)
            os.ftruncate(number, 0)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout, sys.stderr = (_text(number) for number in (1, 2))
        sys.argv = ["effluent", *shlex.split(line)]
        start = time.monotonic()
        code = exit_code()
        seconds = time.monotonic() - start
        stdout, stderr = (os.pread(number, 10_000_000, 0).decode("utf-8", "replace") for number in (1, 2))
        far.send(Timed(code, stdout, stderr, line, seconds))
    far.close()


def _text(number: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(number, "w", closefd=False), encoding="utf-8", write_through=True)


def exit_code() -> int:
    """Run the program on ``sys.argv``; whatever it lets through looks as the interpreter would show it."""
    try:
        return entry.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  # a traceback is an outcome, and the one that must not be
        traceback.print_exc()
        return 1
