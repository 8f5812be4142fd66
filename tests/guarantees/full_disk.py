"""A disk that takes no more bytes, at every size at which it may stop, under every command that writes."""

import resource
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from tests.guarantees.looking import content
from tests.guarantees.scenes import LATER, copied, file_of
from tests.guarantees.tally import Tally
from tests.guarantees.warm import WarmCli, answers, at

SMALLEST = 8_192
"""No file may grow beyond the limit; an answer of this size must still find room in the file that takes it."""
NOTES = ("run ", "event ")
"""What may be written about work that failed, where there is room for it: the run and the event's next attempt."""


def limits_of(size: int) -> tuple[int, ...]:
    """Return the sizes at which files stop growing: from a journal's first pages to just beyond the household's file."""
    return (SMALLEST, 20_000, size // 2, size - 4_096, size, size + 4_096, size + 40_960)


def filled(scene: WarmCli, folder: Path, lines: Iterable[str]) -> Tally:
    """Run each command on disks that are full at some size."""
    tally = Tally("a full disk under every changing command")
    before = content(file_of(scene))
    size = file_of(scene).stat().st_size
    stopped = 0
    for line in lines:
        cli = copied(scene, folder)
        answers(cli, line, prepare=at(LATER))
        after = content(file_of(cli))
        for limit in limits_of(size):
            cli = copied(scene, folder)
            (answer,) = answers(cli, line, prepare=partial(_on_a_full_disk, limit))
            tally.tried += 1
            tally.heard([answer])
            tally.acknowledged += answer.exit_code == 0
            stopped += answer.exit_code != 0
            where = f"{line} on a disk that ends at {limit:,} of {size:,}: exit {answer.exit_code}"
            held = content(file_of(cli))
            # A projection whose refresh found no room answers from the old baseline and says so.
            stale = "--refresh" in line and "out of date" in answer.stderr
            if answer.exit_code == 0 and not stale:
                tally.lost += not tally.demand(held == after, f"{where}, and yet it is not there")
                continue
            tally.demand(stale or answer.exit_code in (4, 5), f"{where}: {answer.stderr}")
            tally.demand(_records(held) == _records(before), f"{where}, and yet something was changed")
            tally.demand(answer.stderr.count("error: ") == 1 or answer.exit_code != 4, f"{where}: {answer.stderr}")
            tally.demand(not [*cli.home.rglob("*.part"), *cli.home.rglob("*-journal")], f"{where}: leavings")
            (then,) = answers(cli, "event add manual_refresh --wait 0", prepare=at(LATER))
            tally.demand(then.exit_code == 0, f"{where}; with room again: {then.stderr}")
    tally.note = f"{stopped} found no room"
    return tally


def _on_a_full_disk(limit: int) -> None:
    at(LATER)()
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def _records(held: str) -> list[str]:
    return [line for line in held.splitlines() if not line.startswith(NOTES)]
