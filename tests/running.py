"""Runs the command line as a person would: a real process with a home, a folder and a date of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

EXAMPLES = Path(__file__).parent / "examples"
TODAY = "2026-11-23"
"""The date that commands are run on unless a test says otherwise."""


@dataclass(frozen=True)
class Result:
    """What a finished command left behind."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.stdout)

    @property
    def data(self) -> Any:
        """The ``data`` of the document on stdout."""
        return self.document["data"]

    @property
    def error(self) -> Any:
        """The ``error`` of the one JSON document on stderr."""
        return json.loads(self.stderr)["error"]


@dataclass(frozen=True)
class Cli:
    """``effluent`` run beside its home, on ``as_of`` (None: whatever day it is), with ``env`` on top of a bare environment."""

    home: Path
    as_of: str | None = TODAY
    env: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, stdin: str | None = None, expect: int | None = 0) -> Result:
        """Run one command to its end; fail the test unless it exits with ``expect`` (None: any code will do)."""
        done = subprocess.run(
            command(*arguments), input=stdin, capture_output=True, text=True, encoding="utf-8", env=self.environment(),
            stdin=subprocess.DEVNULL if stdin is None else None, timeout=60, check=False, cwd=self.home.parent,
        )  # fmt: skip
        result = Result(done.returncode, done.stdout, done.stderr)
        assert expect in (None, result.exit_code), (arguments, result)
        return result

    def json(self, *arguments: str) -> Any:
        """Return the ``data`` that a command answers with ``--json``; stderr must stay empty."""
        result = self(*arguments, "--json")
        assert not result.stderr, result
        return result.data

    def start(
        self, *arguments: str, stdin: int | IO[Any] | None = subprocess.DEVNULL, stdout: int | IO[Any] = subprocess.PIPE
    ) -> "subprocess.Popen[str]":
        """Start a command and return while it runs; whoever starts it ends it."""
        return subprocess.Popen(
            command(*arguments),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
            cwd=self.home.parent,
        )

    def on(self, as_of: str | None) -> "Cli":
        """Return the same home on another day."""
        return Cli(self.home, as_of, self.env)

    def within(self, **env: str) -> "Cli":
        """Return the same home with more environment."""
        return Cli(self.home, self.as_of, {**self.env, **env})

    def environment(self) -> dict[str, str]:
        """Return the whole environment of a process: nothing of the tester's own gets in."""
        kept = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
        own = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home.parent),
            "LANG": "C.UTF-8",
            "EFFLUENT_HOME": str(self.home),
            **({"EFFLUENT_AS_OF": self.as_of} if self.as_of else {}),
        }
        return {**kept, **own, **self.env}


def command(*arguments: str) -> list[str]:
    """Return the command line of a process that runs effluent."""
    return [sys.executable, "-m", "effluent_cli", *arguments]
