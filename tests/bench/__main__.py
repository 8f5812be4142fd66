"""Prints the processor time of commands as a multiple of ``python -c pass``, measured turn by turn in one run.

Usage: ``python -m tests.bench [ROUNDS]``. The limits are those of the design; a row above its limit is marked and the exit
code is 1. Processor time is user and system time of the whole process, the median of all rounds. At the end ``throughput``
measures ``calc`` on many lines.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import throughput
from tests.running import EXAMPLES, Cli

EFFLUENT = str(Path(sys.executable).with_name("effluent"))
HEAVY = frozenset(
    "sqlmodel sqlalchemy pydantic numpy rich filelock alembic asyncio typing_extensions".split()  # noqa: SIM905  # a list of words
)


@dataclass(frozen=True)
class Row:
    """A command and the most that it may cost. ``arguments`` are made anew for every round, so that writers write.

    A light command may import none of the heavy modules. Writers have a home of their own, so that the other stays idle.
    """

    name: str
    limit: float
    arguments: Callable[[int], list[str]]
    light: bool = True
    writes: bool = False


def always(words: str) -> Callable[[int], list[str]]:
    """Return the same arguments for every round."""
    return lambda _round: words.split()


ROWS = (
    Row("--version", 2.6, always("--version")),
    Row("process-events --json (idle)", 2.6, always("process-events --json")),
    Row("process-events (idle)", 2.6, always("process-events")),
    Row("status --json", 8, always("status --json")),
    Row("flows list --json", 8, always("flows list --json")),
    Row("account list --json", 8, always("account list --json")),
    Row("debt list --json", 8, always("debt list --json")),
    Row("runs list --json", 8, always("runs list --json")),
    Row("--help", 8, always("--help")),
    Row("--help --color always", 13.5, always("--help --color always")),
    Row("account list -o table", 13.5, always("account list -o table"), light=False),
    Row(
        "account set-balance", 55, lambda turn: ["account", "set-balance", "checking", f"{5000 + turn}.00"], False, True
    ),
    Row("flows regenerate (unchanged)", 55, always("flows regenerate"), False, True),
)


def cost(command: list[str], environment: dict[str, str]) -> float:
    """Return the processor time in seconds of one process."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exits with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def heavy_imports(arguments: list[str], environment: dict[str, str]) -> list[str]:
    """Return which heavy modules a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", EFFLUENT, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return sorted(HEAVY & {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()})


def main(rounds: int) -> int:
    """Measure all rows ``rounds`` times in turn, print the ratios and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        homes = {writes: onboarded(Path(folder) / name) for writes, name in ((False, "idle"), (True, "busy"))}
        bare: list[float] = []
        costs: dict[str, list[float]] = {row.name: [] for row in ROWS}
        for turn in range(rounds + 1):
            seconds = cost([sys.executable, "-c", "pass"], homes[False])
            spent = {row.name: cost([EFFLUENT, *row.arguments(turn)], homes[row.writes]) for row in ROWS}
            if turn:  # the first round fills the caches
                bare.append(seconds)
                for name, each in spent.items():
                    costs[name].append(each)
        unit = statistics.median(bare)
        print(f"python -c pass: {unit * 1000:.1f} ms, {rounds} rounds")
        worst = 0
        for row in ROWS:
            ratio = statistics.median(costs[row.name]) / unit
            heavy = heavy_imports(row.arguments(0), homes[False]) if row.light else []
            verdict = "ok" if ratio <= row.limit and not heavy else f"TOO MUCH {' '.join(heavy)}"
            worst = max(worst, verdict != "ok")
            print(f"{row.name:32} {ratio:6.2f} of {row.limit:5.1f}  {verdict}")
        return max(worst, throughput.main(EFFLUENT, homes[False]))


def onboarded(folder: Path) -> dict[str, str]:
    """Return the environment of a home below ``folder`` with a household that is up to date."""
    folder.mkdir()
    cli = Cli(folder / "home", as_of=None)
    cli("onboard", "--answers", str(EXAMPLES / "rivera.toml"))
    cli("process-events")
    return cli.environment()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
