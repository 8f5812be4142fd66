"""The long form of the guarantees: ``python -m tests.guarantees`` tries everything often and prints one table.

Nothing may be lost, doubled, traced back or locked; the exit code is 1 if something was, and what it was follows the table.
It takes some minutes, all of it in a temporary folder.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.guarantees import crowding, full_disk, harming, killing, measuring
from tests.guarantees.cut_scenes import SCENES, cut_everywhere
from tests.guarantees.recording import why_not
from tests.guarantees.scenes import lines, ready
from tests.guarantees.tally import Tally, table
from tests.stopwatch import Stopwatch

EIGHT = [f"household-{number}" for number in range(8)]


def trials(folder: Path) -> Iterator[Callable[[], Tally]]:
    """Yield every trial, each to be carried out in a folder of its own."""
    scene = ready(folder / "ready")
    every = [*lines().values()]
    yield lambda: killing.killed_at_points(scene, folder / "points", every)
    yield lambda: killing.killed_in_the_middle(scene, folder / "middle", every, 6, seed=1)
    yield lambda: killing.killed_while_looping(folder / "looping", 500, seed=1)
    yield lambda: crowding.crowd(folder / "one", ["household"], 200)
    yield lambda: crowding.crowd(folder / "eight", EIGHT, 200)
    yield lambda: powerless(folder / "cuts")
    yield lambda: harming.harmed(scene, folder / "harmed", 300, seed=1)
    yield lambda: full_disk.filled(scene, folder / "full", every)
    yield lambda: measuring.queued(folder / "queue", 100)
    yield lambda: measuring.door_held(folder / "door")
    yield lambda: measuring.many_households(folder / "many", 1_000)
    yield lambda: measuring.many_events(folder / "events", 10_000)
    yield lambda: measuring.idle(folder / "idle", 20)


def powerless(folder: Path) -> Tally:
    """Cut the power twice after every step of every recorded scene."""
    if why_not():
        return Tally("power cuts", note=f"not tried: {why_not()}")
    total = Tally("power cut after every recorded step, by seed")
    for name in SCENES:
        (folder / name).mkdir(parents=True)
        one = cut_everywhere(name, folder / name, seeds=2)
        total.tried += one.tried
        total.acknowledged += one.acknowledged
        total.lost += one.lost
        total.trouble += one.trouble
    return total


def main() -> int:
    """Carry out all trials, print the table, and return the exit code."""
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory(prefix="effluent-guarantees-") as folder:
        for trial in trials(Path(folder)):
            watch = Stopwatch()
            tallies.append(trial())
            sys.stderr.write(f"{tallies[-1].what}: {watch.seconds:.0f} s\n")
    sys.stdout.write(f"{table(tallies)}\n")
    for tally in tallies:
        sys.stdout.writelines(f"{tally.what}: {trouble}\n" for trouble in tally.trouble)
    return 0 if all(tally.clean for tally in tallies) else 1


if __name__ == "__main__":
    sys.exit(main())
