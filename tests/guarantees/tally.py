"""What a trial tried, and what went wrong in it; the answer must be nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.running import Result


@dataclass
class Tally:
    """One row of the table.

    ``acknowledged`` counts the changes that a command said were made, ``lost`` those of them that are not there afterwards,
    ``doubled`` those there twice, or there although nothing was acknowledged. ``trouble`` says what else was not as it must be.
    """

    what: str
    tried: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    tracebacks: int = 0
    locked: int = 0
    note: str = ""
    trouble: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.doubled or self.tracebacks or self.locked or self.trouble)

    def heard(self, results: Iterable[Result]) -> None:
        """Count what no user may ever see: a traceback, a bug, SQLite's own words for a busy file."""
        for result in results:
            said = result.stdout + result.stderr
            self.tracebacks += "Traceback" in said or result.exit_code == 70
            self.locked += "database is locked" in said

    def demand(self, right: bool, trouble: str) -> bool:
        """Note a trouble unless it is ``right``."""
        if not right:
            self.trouble.append(trouble)
        return right


HEADERS = ("what was tried", "times", "acknowledged", "lost", "doubled", "tracebacks", "locked", "other", "measured")


def table(tallies: Iterable[Tally]) -> str:
    """Return the rows as a table in Markdown."""
    rows = [HEADERS, *(_cells(tally) for tally in tallies)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADERS))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = (tally.tried, tally.acknowledged, tally.lost, tally.doubled, tally.tracebacks, tally.locked)
    return (tally.what, *(f"{count:,}" for count in counts), f"{len(tally.trouble):,}", tally.note)
