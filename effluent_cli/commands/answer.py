"""What a command hands back: the report value, how to draw it, and the exit code."""

from collections.abc import Callable, Generator
from datetime import date
from typing import NamedTuple, TypeAlias

from effluent_cli.domain.findings import Finding
from effluent_cli.reports.drawing import Block

Records: TypeAlias = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""A header and raw rows (decimal strings, ISO dates), as csv writes them."""


class Answer(NamedTuple):
    """A command's answer. Nothing is drawn before ``main`` knows in which form it is wanted.

    ``command`` is the command's words joined by ``-`` (``flows-list`` gives the schema ``effluent.flows-list/1``). ``data``
    is a frozen dataclass, encoded by ``domain.codec``. ``blocks`` draws it for ``table`` and ``plain``; ``records`` gives
    the csv, by default the records of the data's main list: the first field that is a tuple of dataclasses, which is also
    what jsonl writes line by line. ``household`` and ``as_of`` stay None where several households are covered. Exit codes
    0, 1 and 5 go with an answer; every other outcome is an error, raised.
    """

    command: str
    data: object
    blocks: Callable[[], tuple[Block, ...]]
    records: Callable[[], Records] | None = None
    warnings: tuple[Finding, ...] = ()
    household: str | None = None
    as_of: date | None = None
    exit_code: int = 0


class Lines(NamedTuple):
    """Bare lines, without an envelope, written one by one as they come; the generator returns the exit code."""

    lines: Generator[str, None, int]
