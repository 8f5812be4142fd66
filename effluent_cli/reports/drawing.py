"""What an answer looks like in text, as values: blocks that both the terminal's and the pipe's renderer understand.

Named tuples, because making a frozen dataclass takes ten times as long and every command imports this module.
"""

from typing import NamedTuple, TypeAlias


class Column(NamedTuple):
    """A column's heading; amounts and counts are set against the right edge, ids are folded only where nothing else helps."""

    name: str
    right: bool = False
    key: bool = False


class Table(NamedTuple):
    """Rows of finished text, one cell per column. An empty title draws none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


class Facts(NamedTuple):
    """Labels and their values, one pair a line."""

    pairs: tuple[tuple[str, str], ...]
    title: str = ""


class Text(NamedTuple):
    """Lines as they are."""

    lines: tuple[str, ...]


Block: TypeAlias = Table | Facts | Text
