"""``demo``: a throw-away household, run through the real command line as a person would type it."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from effluent_cli.errors import InvalidInput, Problem

ANSWERS = Path(__file__).parent.parent / "examples" / "marlow.toml"


def story(start: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what the demo says and runs, in order; ``start`` is a day to come, on which what is tried out begins."""
    on = ("--on", start.isoformat())
    return (
        ("Describe a household, in one go, from a file of answers.", ("onboard", "--answers", str(ANSWERS))),
        ("What lands in the account: the paycheck, line by line, with every other flow.", ("flows", "list")),
        ("Where that leads: ten years, month by month, added up by year.", ("project", "--chart")),
        ("Reality moves: the boiler broke.", ("account", "set-balance", "checking", "2310.55")),
        ("An answer that is out of date says so, and why.", ("project", "--months", "6")),
        ("Cron runs this every minute.", ("process-events", "-v")),
        ("And the answer is true again.", ("project", "--months", "6", "--require-fresh")),
        ("What if Sam closed the shop to look after Ivy?", ("scenario", "create", "Closed shop")),
        (
            "A scenario is a set of changes; thirty types are there.",
            ("scenario", "change", "add", "closed-shop", "remove_income", *on, "flow=sam-print"),
        ),
        (
            "What that makes of three years, and what the difference is made of.",
            ("compare", "baseline", "closed-shop", "--months", "36"),
        ),
        ("And what would break if times got hard?", ("stress", "run")),
    )


@dataclass(frozen=True)
class DemoCommand:
    """One command of the demo as typed, its exit code, and the document that it answered."""

    command: str
    exit_code: int
    answer: dict[str, Any] | None


@dataclass(frozen=True)
class Demo:
    """The commands that were run; ``home`` is null when the household is gone again."""

    home: str | None
    commands: tuple[DemoCommand, ...]


def prepared(home: Path) -> Path:
    """Return ``home``, which must not exist yet or be an empty directory. Raises InvalidInput."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        message = f"{home} is not empty: name a new directory"
        raise InvalidInput(message, problems=(Problem("--keep", str(home), message),))
    return home


def typed(arguments: tuple[str, ...]) -> str:
    """Return a command of the story as a person would type it."""
    shown = [Path(each).name if each == str(ANSWERS) else each for each in arguments]
    return f"effluent {shlex.join(shown)}"


def narrated(home: Path, start: date) -> Iterator[str]:
    """Yield the demo as text, command by command as each finishes. Raises nothing for a command that fails: it shows."""
    for says, arguments in story(start):
        done = _run(home, arguments, stderr=subprocess.STDOUT)
        yield f"# {says}\n$ {typed(arguments)}\n{done.stdout}\n"


def answered(home: Path, start: date) -> tuple[DemoCommand, ...]:
    """Return every command of the demo with the document it answered under ``--json``."""
    commands = []
    for _, arguments in story(start):
        plain = tuple(each for each in arguments if each not in ("--chart", "-v"))
        done = _run(home, (*plain, "--json"), stderr=subprocess.PIPE)
        answer = json.loads(done.stdout) if done.stdout else None
        commands.append(DemoCommand(typed(plain), done.returncode, answer))
    return tuple(commands)


def _run(home: Path, arguments: tuple[str, ...], *, stderr: int) -> subprocess.CompletedProcess[str]:
    """Run one command of this same program on the demo's home, with none of the caller's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EFFLUENT_")}
    return subprocess.run(  # noqa: S603  # this program itself, with the words of the story
        [sys.executable, "-m", "effluent_cli", *arguments],
        env={**environment, "EFFLUENT_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )
