"""How long eight loaded processes wait for each other at one household's door."""

import statistics
import time
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from effluent_cli.services import flows
from effluent_cli.services.caller import Caller
from effluent_cli.store.home import Home
from tests.guarantees import workers

WRITERS = 8
TODAY = date(2026, 11, 23)


def waits(home: Path, slug: str, each: int, name: str) -> list[list[float]]:
    """Have eight processes add ``each`` flows in a loop; return how long every call took, in seconds, by process."""
    start = workers.context().Barrier(WRITERS)
    ends, pipes = [], []
    for number in range(WRITERS):
        near, far = workers.context().Pipe(duplex=False)
        ends.append(workers.started(_loop, home, slug, f"{name}{number}", each, start, far))
        far.close()
        pipes.append(near)
    found: list[list[float]] = [pipe.recv() for pipe in pipes]
    for process in ends:
        process.join()
    return found


def p95(seconds: list[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return statistics.quantiles(seconds, n=20)[-1]


def _loop(home: Path, slug: str, name: str, count: int, start: Barrier, far: Connection) -> None:
    file = Home(home).household(slug)
    took = []
    for number in range(count + 1):
        if number == 1:  # the first one has warmed the process
            start.wait()
        who = Caller("flows add", "test", datetime.now(UTC), 60.0, lambda _zone: TODAY)
        before = time.monotonic()
        flows.add(file, who, _new(f"{name}-{number}"))
        took.append(time.monotonic() - before)
    far.send(took[1:])


def _new(key: str) -> flows.NewFlow:
    return flows.NewFlow(key, key, "expense", "groceries", 100, "monthly", None, None, None, None, None)
