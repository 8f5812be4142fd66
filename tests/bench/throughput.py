"""How many JSON Lines a second ``calc`` answers on one core, after start-up, and in how much memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cases import published

LINES = 100_000
MOST_MEBIBYTES = 100


@dataclass(frozen=True)
class Answered:
    """A command, the published cases that it is fed over and over, and how many a second it must answer."""

    command: str
    cases: tuple[str, ...]
    least: int


ANSWERED = (Answered("paycheck", ("paycheck", "paycheck_irs"), 5_000), Answered("tax", ("tax", "tax_irs"), 1_000))


def main(effluent: str, environment: dict[str, str]) -> bool:
    """Print a row for each command and return whether one was too slow or too large."""
    wrong = [_row(effluent, environment, each) for each in ANSWERED]
    return any(wrong)


def _row(effluent: str, environment: dict[str, str], asked: Answered) -> bool:
    cases = [case["input"] for case in published(*asked.cases)]
    with tempfile.TemporaryDirectory() as folder:
        started, _ = _spent(effluent, environment, asked, Path(folder), iter(cases[:1]))
        lines = (cases[number % len(cases)] | {"id": number} for number in range(LINES))
        seconds, mebibytes = _spent(effluent, environment, asked, Path(folder), lines)
    rate = LINES / (seconds - started)
    wrong = rate < asked.least or mebibytes > MOST_MEBIBYTES
    verdict = "TOO MUCH" if wrong else "ok"
    print(f"calc {asked.command}: {rate:,.0f} lines a second of at least {asked.least:,}, {mebibytes} MiB  {verdict}")
    return wrong


def _spent(
    effluent: str, environment: dict[str, str], asked: Answered, folder: Path, lines: Iterator[dict[str, object]]
) -> tuple[float, int]:
    """Return the processor time in seconds and the memory in MiB that answering ``lines`` takes."""
    path = folder / "lines.jsonl"
    with path.open("w") as file:
        # One by one: a process begins with the memory of the one that starts it.
        file.writelines(json.dumps(line) + "\n" for line in lines)
    process = subprocess.Popen(
        [effluent, "calc", asked.command, "--input", str(path)], stdout=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"calc {asked.command} exits with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // (1024 if sys.platform != "darwin" else 1024**2)
