"""What a tick costs: among a thousand households, with ten thousand events, with nothing to do; how long it holds a door."""

import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.guarantees.crowding import households
from tests.guarantees.looking import rows, spoil
from tests.guarantees.queueing import WRITERS, p95, waits
from tests.guarantees.tally import Tally
from tests.guarantees.warm import WarmCli
from tests.running import Cli, Result

TRIES = 5
"""A time is the best of so many tries: the machine may be at other work, the program must be able to."""

MOST_TURNS = 24
"""A wait of 95 in 100 is at most so many writes long; eight writers in line wait for about eight."""

HELD = """
import sys, time
from effluent_cli.store import failpoints
stamps = []
def reach(name):
    if name in ("locked", "released"):
        stamps.append(time.monotonic())
failpoints.reach = reach
from effluent_cli.entry import main
code = main()
held = [later - sooner for sooner, later in zip(stamps[::2], stamps[1::2])]
print(max(held), file=sys.stderr)
sys.exit(code)
"""


def best_of(measure: Callable[[int], float], limit: float) -> float:
    """Return the least of some measurements, the first one that keeps within the limit at best."""
    found: list[float] = []
    for number in range(TRIES):
        found.append(measure(number))
        if found[-1] <= limit:
            break
    return min(found)


def ticked(cli: Cli) -> tuple[Result, float]:
    """Return the answer of a cold tick and the processor's time that it took, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = cli.on(None)("process-events", "--json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seconds_inside(cli: Cli) -> tuple[Result, float]:
    """Return the answer of a cold tick and the longest time for which it held a door."""
    done = subprocess.run(
        [sys.executable, "-c", HELD, "process-events", "--json", "--wait", "5"],
        env=cli.environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Result(done.returncode, done.stdout, done.stderr), float(done.stderr)


def multiplied(cli: WarmCli, count: int) -> Cli:
    """Return a home with so many copies of a household that is up to date, each under a name of its own."""
    source = cli.home / "households" / "one.db"
    home = cli.home.parent / f"home-{count}"
    (home / "households").mkdir(parents=True)
    for number in range(count):
        path = home / "households" / f"h{number:04d}.db"
        shutil.copyfile(source, path)
        path.chmod(0o600)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("UPDATE household SET slug = ?", (path.stem,))
            connection.commit()
    return Cli(home, None)


def many_households(folder: Path, count: int) -> Tally:
    """Compare a tick with one household due among many with a tick over one alone."""
    tally = Tally(f"a tick with one of {count:,} households due, against one alone")
    cli = households(folder, ["one"])
    one, many = multiplied(cli, 1), multiplied(cli, count)
    for home in (one, many):
        ticked(home)

    def more(number: int) -> float:
        seconds = []
        for home, slug in ((one, "h0000"), (many, f"h{count // 2:04d}")):
            home("account", "set-balance", "checking", f"{number + 1}.00", "-H", slug)
            result, took = ticked(home)
            tally.tried += 1
            tally.heard([result])
            tally.demand(result.data["events_processed"] == 1, f"{slug}: {result.data['events_processed']} events")
            seconds.append(took)
        return seconds[1] - seconds[0]

    least = best_of(more, 1.0)
    tally.demand(least <= 1.0, f"{least:.2f} s more")
    tally.note = f"{least:.2f} s more (at most 1)"
    return tally


def many_events(folder: Path, count: int) -> Tally:
    """Have one household's waiting events coalesced."""
    tally = Tally(f"{count:,} waiting events of one household, in one transaction")
    cli = households(folder, ["one"])
    file = cli.home / "households" / "one.db"
    whole = file.read_bytes()

    def took(_number: int) -> float:
        file.write_bytes(whole)
        with closing(sqlite3.connect(file)) as connection:
            connection.executemany(
                "INSERT INTO event (type, status, created_at, next_attempt_at, attempts)"
                " VALUES ('accounts_changed', 'pending', '2026-11-01T00:00:00.000000Z', '2026-11-01T00:00:00.000000Z', ?)",
                [(0,)] * count,
            )
            connection.commit()
        runs = rows(file, "SELECT count(*) FROM run WHERE kind = 'process_events'")
        result, seconds = seconds_inside(cli)
        tally.tried += 1
        tally.heard([result])
        tally.demand(result.data["events_processed"] == count, f"{result.data['events_processed']} processed")
        after = rows(file, "SELECT count(*) FROM run WHERE kind = 'process_events'")
        tally.demand(after[0][0] == runs[0][0] + 1, "more than one transaction")
        return seconds

    least = best_of(took, 2.0)
    tally.demand(least <= 2.0, f"{least:.2f} s")
    tally.note = f"{least:.2f} s (at most 2)"
    return tally


def door_held(folder: Path) -> Tally:
    """Measure how long cold ticks keep others out, with a horizon of 120 months."""
    tally = Tally("how long process-events holds the door, 120 months")
    cli = households(folder, ["one"])

    def held(number: int) -> float:
        cli("account", "set-balance", "checking", f"{number + 1}.00")
        result, seconds = seconds_inside(cli)
        tally.tried += 1
        tally.heard([result])
        return seconds

    least = best_of(held, 0.3)
    tally.demand(least <= 0.3, f"{least:.2f} s")
    tally.note = f"{least:.3f} s (at most 0.3)"
    return tally


def idle(folder: Path, times: int) -> Tally:
    """Run ticks that have nothing to do and look for anything that changed: a byte, a time, a name."""
    tally = Tally("idle ticks: bytes, times and names of all files before and after")
    cli = households(folder, ["one", "two"])
    spoil(cli.home / "households" / "two.db", "UPDATE event SET status = 'dead', next_attempt_at = NULL WHERE id = 1")
    ticked(cli)
    before = traces(cli.home)
    for _ in range(times):
        for home in (cli, cli.on(None)):
            result = Cli(home.home, home.as_of)("process-events", "--json")
            tally.tried += 1
            tally.heard([result])
            tally.demand({each["result"] for each in result.data["households"]} == {"idle"}, "not idle")
    tally.demand(traces(cli.home) == before, "something was written")
    return tally


def traces(home: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Return what a write would change of every file and folder."""
    found = {}
    for path in (home, *sorted(home.rglob("*"))):
        about = os.lstat(path)
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (about.st_mtime_ns, about.st_ctime_ns, about.st_ino, content)
    return found


def queued(folder: Path, each: int, limit: float = 0.15) -> Tally:
    """Have eight loaded processes add flows in a loop, and see how long they wait: in seconds, and in writes of others."""
    tally = Tally("eight loaded processes looping flows add on one household")
    cli = households(folder, ["one"])
    file = cli.home / "households" / "one.db"
    turns: list[float] = []

    def worst(number: int) -> float:
        before = rows(file, "SELECT count(*) FROM flow")[0][0]
        seconds = [wait for process in waits(cli.home, "one", each, f"q{number}") for wait in process]
        tally.tried += len(seconds)
        tally.acknowledged += len(seconds)
        found = rows(file, "SELECT count(*) FROM flow")[0][0] - before
        # Each process has added one more to get warm.
        tally.lost += max(0, len(seconds) + WRITERS - found)
        tally.doubled += max(0, found - len(seconds) - WRITERS)
        turns.append(p95(seconds) * WRITERS / statistics.mean(seconds))
        return p95(seconds)

    least = best_of(worst, limit)
    tally.demand(least <= limit, f"p95 {least * 1000:.0f} ms")
    # In line, everybody waits for the seven others; without one, some wait for dozens of turns.
    tally.demand(min(turns) <= MOST_TURNS, f"p95 {min(turns):.0f} turns")
    tally.note = (
        f"p95 {least * 1000:.0f} ms (at most {limit * 1000:.0f}), {min(turns):.0f} turns (at most {MOST_TURNS})"
    )
    return tally
