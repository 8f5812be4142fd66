"""A person at a terminal: questions and remarks on stderr, answers a line each from stdin."""

import os
import select
import sys

from effluent_cli.domain.upsert import Happened
from effluent_cli.reports.onboarding import changes
from effluent_cli.reports.plain import plain_text
from effluent_cli.reports.terminal import shown

GLANCE = 0.1
"""Seconds between two looks at the keyboard."""


class Terminal:
    """Asks on stderr, because stdout carries the answer of the command and nothing else."""

    def __init__(self) -> None:
        self._typed = b""

    def say(self, *lines: str) -> None:
        """Show lines."""
        sys.stderr.write("".join(f"{shown(line)}\n" for line in lines))
        sys.stderr.flush()

    def ask(self, prompt: str) -> str:
        """Return the line typed after ``prompt``; KeyboardInterrupt at the end of the input."""
        sys.stderr.write(shown(prompt))
        sys.stderr.flush()
        while b"\n" not in self._typed:
            self._typed += self._read()
        line, _, self._typed = self._typed.partition(b"\n")
        return line.decode("utf-8", "surrogateescape")

    def confirm(self, question: str, records: tuple[Happened, ...]) -> bool:
        """Ask yes or no, showing the records concerned; Enter alone is no."""
        if records:
            self.say(*plain_text((changes(records),)).splitlines())
        return self.ask(f"{question} [no]: ").strip().lower() in ("y", "yes")

    def _read(self) -> bytes:
        keyboard = sys.stdin.fileno()
        # A signal that arrives just before a read begins is not heard until the read ends; a glance never lasts.
        while not select.select([keyboard], [], [], GLANCE)[0]:
            pass
        part = os.read(keyboard, 65536)
        if not part:
            sys.stderr.write("\n")
            raise KeyboardInterrupt
        return part
