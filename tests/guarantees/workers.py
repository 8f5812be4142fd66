"""Writers in real processes, which can be killed at any moment and at every named point of a write.

The processes are forked from a server that has loaded everything, so that hundreds of them cost little. What a writer has
been told is committed it notes in a file of its own, outside the database: that is what may never be lost.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, Household, Snapshot, Step
from effluent_cli.services import restoring
from effluent_cli.services.caller import Caller
from effluent_cli.services.restoring import Restored
from effluent_cli.store import apply, engine, failpoints, lock
from effluent_cli.store.deadline import Deadline
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = date(2026, 11, 23)
SLUG = "okafor"
LOADED = (apply, engine)
"""What a write loads when it comes to it; here it is there from the start."""
FAILPOINTS = ("locked", "begun", "changed", "applied", "written", "committed", "closing", "released")
"""Every point of a write, in the order in which it is reached."""
MORE_POINTS = ("run-begun", "deleted")
"""Points that only some commands reach."""
COMMIT_POINTS = ("run-begun", "committed", "deleted")
"""Where something has just become permanent."""
COMMIT = "commit"


def context() -> ForkServerContext:
    """Return the server of processes that have this module loaded."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__, "tests.guarantees.warm", "filelock", "pytest"])
    return server


def started(worker: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """Start a process that runs ``worker``."""
    process = context().Process(target=worker, args=arguments, daemon=True)
    process.start()
    return process


def founded(home: Path) -> HouseholdFile:
    """Return a household at revision 1, without accounts."""
    Home(home).prepare()
    file = Home(home).household(SLUG)
    with file.writing(wait=5, command="found", user="test", now=NOW, create=True) as books:
        books.apply(Plan((Change(None, Household(SLUG, "Okafor")),)))
    return file


def plan_of(name: str) -> Plan:
    """Return one change of several records that stand or fall together, and an event."""
    records = (Account(name, name, "savings"), Snapshot(name, DAY, 100, NOW), Step(name, "completed"))
    return Plan(tuple(Change(None, record) for record in records), ("accounts_changed",))


def add(home: Path, name: str, count: int, acknowledged: Path, wait: float = 60.0) -> None:
    """Add ``count`` accounts, one write each, and note each one that is committed."""
    file = Home(home).household(SLUG)
    for number in range(count):
        account = f"{name}-{number}"
        with file.writing(wait=wait, command="add", user="test", now=NOW) as books:
            books.apply(plan_of(account))
        note(acknowledged, account)


def note(acknowledged: Path, account: str) -> None:
    """Write down that an account was committed, in one system call."""
    handle = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, f"{account}\n".encode())
    os.close(handle)


def add_and_die(home: Path, name: str, acknowledged: Path, point: str, after: int) -> None:
    """Add accounts until the point ``point`` is reached for the ``after``-th time, and die there at once."""
    die_at(point, after)
    add(home, name, 100, acknowledged)


def found_and_die(home: Path, point: str) -> None:
    """Make the household, and die at the point ``point``."""
    die_at(point, 1)
    founded(home)


def die_at(point: str, after: int, commits: Path | None = None) -> None:
    """Have this process die when it reaches ``point`` for the ``after``-th time, and note every commit until then.

    The point ``COMMIT`` is reached whenever something has been committed.
    """
    reached = 0

    def reach(name: str) -> None:
        nonlocal reached
        committed = name in COMMIT_POINTS
        if committed and commits is not None:
            note(commits, name)
        reached += name == point or (committed and point == COMMIT)
        if reached == after:
            os.kill(os.getpid(), signal.SIGKILL)

    failpoints.reach = reach


def add_and_spill(home: Path, name: str, acknowledged: Path) -> None:
    """Fill so many pages that SQLite writes some into the file before the commit, say so, and wait to be killed."""
    with spilling(home, name):
        note(acknowledged, "spilled")
        signal.pause()


def spill_and_say(home: str) -> None:
    """Write more than the cache holds, and say that it is done."""
    with spilling(Path(home), "big"):
        pass
    os.write(1, b"done\n")


@contextmanager
def spilling(home: Path, name: str) -> Iterator[None]:
    """Hold a write open, half of which is in the file already."""
    file = Home(home).household(SLUG)
    with file.writing(wait=5, command="add", user="test", now=NOW) as books:
        books._connection.execute("PRAGMA cache_size = 5")
        accounts = (Account(f"{name}-{number}", "x", "savings", notes="x" * 9000) for number in range(50))
        books.apply(Plan(tuple(Change(None, account) for account in accounts)))
        yield


def hold(home: Path, slug: str, inside: Path) -> None:
    """Take a household's lock and nothing else, say so, and keep it until killed."""
    with Home(home).household(slug)._held(Deadline(5), lock.note_of("hold", NOW)):
        note(inside, "inside")
        signal.pause()


def found_if_absent(home: Path) -> None:
    """Make the household, unless another process was quicker."""
    file = Home(home).household(SLUG)
    with file.writing(wait=60, command="found", user="test", now=NOW, create=True) as books:
        if not books.has_household():
            books.apply(Plan((Change(None, Household(SLUG, "Okafor")),)))


def restored(home: Path, backup: Path, *, replace: bool = True) -> Restored:
    """Restore a backup."""
    caller = Caller("restore", "test", NOW, 60, lambda _: DAY)
    with restoring.checked(str(backup), None, caller) as copy:
        report, _ = restoring.restore(Home(home), copy, caller, replace=replace)
    return report


def restore(home: Path, backup: Path) -> str | None:
    """Restore a backup over whatever is there; return where that went."""
    return restored(home, backup).backup


def restore_and_die(home: Path, backup: Path, point: str) -> None:
    """Restore a backup, and die at the point ``point``."""
    die_at(point, 1)
    restore(home, backup)


def restore_often(home: Path, backup: Path, turns: int) -> None:
    """Restore a backup again and again."""
    for _ in range(turns):
        restore(home, backup)
