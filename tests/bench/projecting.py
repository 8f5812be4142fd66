"""Prints what a projection costs: in process, beside the same core in Decimal and ``hledger``, and how it grows.

Usage: ``python -m tests.bench.projecting [ROUNDS]``. All are ratios of one run. The limits are those of the design; a row above
its limit is marked and the exit code is 1. Processor time is user and system time; ``P`` is that of ``python -c pass``. Without
hledger its row is left out.
"""

import gc
import shutil
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.projection import Projection, project
from effluent_cli.domain.records import Inputs
from tests.bench.__main__ import EFFLUENT, cost
from tests.bench.decimal_core import apart
from tests.bench.households import household
from tests.households import RULES, TODAY
from tests.running import Cli
from tests.services.stored import stored

MONTHS, FLOWS = 480, 60
COLLECTING = 100_000, 20, 50
"""How seldom the program has garbage looked for (``effluent_cli.entry``): what is measured in process goes by that too."""
IN_PROCESS, BESIDE_DECIMAL, BESIDE_HLEDGER = 3.0, 0.75, 0.8
LINEAR = 1.35
"""The largest size may cost, and hold in memory, at most so many times per unit what the smallest one does."""


EVERY = ("every month from 2026-12",) * 8 + (
    "every 2 weeks from 2026-11-23",
    "every quarter from 2027-01",
    "every year from 2027",
    "every 6 months from 2027-01",
)
"""The periods of the journal's rules, as often as those of the household's flows."""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes in this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def journal(rules: int) -> str:
    """Return a journal of so many periodic rules, as hledger forecasts them."""
    written = (
        f"~ {EVERY[number % len(EVERY)]}\n    expenses:{number}  {20 + number}.50 USD\n    assets:checking\n"
        for number in range(rules)
    )
    return "2026-11-23 opening\n    assets:checking  100000.00 USD\n    equity:opening\n\n" + "\n".join(written)


def large(folder: Path, stated: Inputs) -> dict[str, str]:
    """Return the environment of a home that holds a household."""
    stored(folder / "home", stated)
    return Cli(folder / "home", as_of=TODAY.isoformat()).environment()


def rows(rounds: int, folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield name, ratio and limit of each comparison."""
    stated = household()
    if len(stated.flows) + len(generate(InputsIndex(stated), RULES, TODAY).flows) != FLOWS:
        raise SystemExit(f"the household has not {FLOWS} flows")
    environment = large(folder, stated)
    bare = [sys.executable, "-c", "pass"]
    whole = [EFFLUENT, "project", "--months", str(MONTHS), "--json"]
    forecast = ["hledger", "-f", str(folder / "journal"), "bal", "--forecast=2026-11-24..2066-11-23"]
    (folder / "journal").write_text(journal(FLOWS), encoding="utf-8")
    project(stated, RULES, TODAY, MONTHS)
    gc.set_threshold(*COLLECTING)
    commands = {"bare": bare, "whole": whole, **({"hledger": forecast} if shutil.which("hledger") else {})}
    spent: dict[str, list[float]] = {name: [] for name in (*commands, "inside")}
    kept: list[Projection] = []
    for turn in range(rounds + 1):
        inside = seconds(lambda: kept.append(project(stated, RULES, TODAY, MONTHS)))
        kept.clear()  # what it costs to forget an answer is none of its making
        found = {name: cost(command, environment) for name, command in commands.items()}
        if turn:  # the first round fills the caches
            for name, each in {**found, "inside": inside}.items():
                spent[name].append(each)
    middle = {name: statistics.median(each) for name, each in spent.items()}
    print(f"python -c pass: {middle['bare'] * 1000:.1f} ms, {rounds} rounds")
    yield "project in process / P", middle["inside"] / middle["bare"], IN_PROCESS
    core = {kind: apart(kind, MONTHS, rounds) for kind in ("int", "decimal")}
    if core["int"].digest != core["decimal"].digest:
        raise SystemExit("the core in Decimal comes to other cents")
    yield "core in whole cents / the same in Decimal", core["int"].seconds / core["decimal"].seconds, BESIDE_DECIMAL
    if "hledger" in middle:
        yield "project --json / hledger bal --forecast", middle["whole"] / middle["hledger"], BESIDE_HLEDGER


SIZES: dict[str, tuple[tuple[int, ...], Callable[[int], tuple[Inputs, int]]]] = {
    "months": ((120, 240, 480, 960), lambda size: (household(), size)),
    "flows": ((40, 80, 160, 320), lambda size: (household(flows=size), MONTHS)),
    "accounts": ((30, 60, 120, 240), lambda size: (household(accounts=size), MONTHS)),
}


def growth(name: str) -> Iterator[tuple[int, float, float]]:
    """Yield (size, seconds, peak memory in MiB) for four sizes of months, flows or accounts."""
    sizes, made = SIZES[name]
    for size in sizes:
        stated, months = made(size)
        project(stated, RULES, TODAY, 12)
        taken = min(seconds(lambda: project(stated, RULES, TODAY, months)) for _ in range(3))  # noqa: B023  # called at once
        tracemalloc.start()
        project(stated, RULES, TODAY, months)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield size, taken, peak / 2**20


def main(rounds: int) -> int:
    """Measure, print the ratios and the tables, and return the exit code."""
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, ratio, limit in rows(rounds, Path(folder)):
            verdict = "ok" if ratio <= limit else "TOO MUCH"
            worst = max(worst, verdict != "ok")
            print(f"{name:42} {ratio:6.2f} of {limit:5.2f}  {verdict}")
    for name in SIZES:
        found = list(growth(name))
        for size, taken, peak in found:
            print(f"{size:6} {name:9} {taken * 1000:8.1f} ms {peak:7.1f} MiB")
        smallest, largest = found[0], found[-1]
        bends = [(largest[which] / largest[0]) / (smallest[which] / smallest[0]) for which in (1, 2)]
        verdict = "ok" if max(bends) <= LINEAR else "TOO MUCH"
        worst = max(worst, verdict != "ok")
        print(
            f"{'':6} {name:9} per unit {bends[0]:.2f} × the time, {bends[1]:.2f} × the memory, of {LINEAR}  {verdict}"
        )
    return worst


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
