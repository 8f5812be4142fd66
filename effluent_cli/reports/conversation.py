"""A person at a terminal: questions and remarks on stderr, answers a line each from stdin."""

import sys

from effluent_cli.domain.upsert import Happened
from effluent_cli.reports.onboarding import changes
from effluent_cli.reports.plain import plain_text
from effluent_cli.reports.terminal import shown


class Terminal:
    """Asks on stderr, because stdout carries the answer of the command and nothing else."""

    def say(self, *lines: str) -> None:
        """Show lines."""
        sys.stderr.write("".join(f"{shown(line)}\n" for line in lines))
        sys.stderr.flush()

    def ask(self, prompt: str) -> str:
        """Return the line typed after ``prompt``; KeyboardInterrupt at the end of the input."""
        sys.stderr.write(shown(prompt))
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line.endswith("\n"):
            sys.stderr.write("\n")
            raise KeyboardInterrupt
        return line.removesuffix("\n")

    def confirm(self, question: str, records: tuple[Happened, ...]) -> bool:
        """Ask yes or no, showing the records concerned; Enter alone is no."""
        if records:
            self.say(*plain_text((changes(records),)).splitlines())
        return self.ask(f"{question} [no]: ").strip().lower() in ("y", "yes")
