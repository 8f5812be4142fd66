"""How work inside the door is recorded as a run: begun when it is sure that something will change, ended with the work.

What is only read, refused, busy or unchanged records none.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.codec import canonical
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.plans import Change, Plan, RunKind
from effluent_cli.domain.records import Run

if TYPE_CHECKING:
    from effluent_cli.services.caller import Caller
    from effluent_cli.store.read import Books

Ending = Literal["succeeded", "partial", "failed"]
OUTSIDE: tuple[RunKind, ...] = ("stress",)
"""Kinds of runs whose work is done outside the door, which each result takes for itself."""
SLACK = 60
"""Seconds by which a process may seem to be younger than its run, because clocks are set."""


@frozen
class Running:
    """A run that has begun, in the books that its work is done in."""

    books: "Books"
    run: Run
    clock: Callable[[], datetime]

    def end(self, result: object, *, status: Ending = "succeeded") -> None:
        """End the run in the transaction of its work; ``result`` is a frozen dataclass, its summary."""
        self.books.apply(Plan((Change(self.run, ended(self.run, self.clock(), result, status=status)),)))


def begin(books: "Books", caller: "Caller", kind: RunKind, fingerprint: str | None = None) -> Running:
    """Begin a run; nothing may have been applied to ``books`` before. ``fingerprint`` is that of the inputs it works on."""
    run = new_run(caller, kind, fingerprint)
    books.begin(run)
    return Running(books, run, lambda: moment(caller))


def new_run(caller: "Caller", kind: RunKind, fingerprint: str | None = None) -> Run:
    """Return a run that starts now. Its id is a random one, so that no two households have one in common."""
    # A leading letter keeps an id of digits from being read as a number.
    return Run(f"r{secrets.token_hex(6)}", kind, "running", caller.now, os.getpid(), fingerprint=fingerprint)


def ended(
    run: Run, at: datetime, result: object | None, *, status: Ending = "succeeded", error: str | None = None
) -> Run:
    """Return the run as it ended ``at`` an instant; never before it started, whatever the clock says."""
    return replace(
        run,
        status=status,
        finished_at=max(run.started_at, at),
        result=None if result is None else canonical(result),
        error=error,
    )


def is_at_work(run: Run) -> bool:
    """Whether the process that began a run is still there, and no other that got its number."""
    try:
        os.kill(run.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it belongs to somebody else, and so it is there
    born = _born(run.pid)
    return born is None or born <= run.started_at.timestamp() + SLACK


def _born(pid: int) -> float | None:
    """Return when a process began, as seconds since the epoch; None where the platform does not tell."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as about:
            ticks = int(about.read().rpartition(")")[2].split()[19])
        with open("/proc/stat", encoding="ascii") as about:
            booted = next(int(line.split()[1]) for line in about if line.startswith("btime"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None
    return booted + ticks / os.sysconf("SC_CLK_TCK")


def moment(caller: "Caller") -> datetime:
    """Return the present instant as the border's clock gives it."""
    return caller.now if caller.clock is None else caller.clock()
