"""Answers as aligned columns with full values, for pipes and for terminals too narrow for a table."""

from effluent_cli.reports.drawing import Block, Facts, Table, Text
from effluent_cli.reports.terminal import painted, shown


def plain_text(blocks: tuple[Block, ...], *, colour: bool = False) -> str:
    """Return the blocks as lines, a blank line between two blocks; nothing is ever cut."""
    drawn = ["\n".join(_lines(block, colour=colour)) for block in blocks]
    return "".join(f"{part}\n" for part in ["\n\n".join(part for part in drawn if part)] if part)


def _lines(block: Block, *, colour: bool) -> list[str]:
    if isinstance(block, Text):
        return [shown(line) for line in block.lines]
    title = [painted(shown(block.title), "bold", colour=colour)] if block.title else []
    if isinstance(block, Facts):
        pairs = [(shown(label), shown(value)) for label, value in block.pairs]
        edge = max((wide(label) for label, _ in pairs), default=0)
        return [*title, *(f"{padded(label, edge)}  {value}".rstrip() for label, value in pairs)]
    return [*title, *_columns(block, colour=colour)]


def _columns(table: Table, *, colour: bool) -> list[str]:
    right = [column.right for column in table.columns]
    heading = tuple(column.name for column in table.columns)
    rows = [tuple(shown(cell) for cell in row) for row in (heading, *table.rows)]
    edges = [max(wide(row[at]) for row in rows) for at in range(len(heading))]
    lines = ["  ".join(map(_set, row, edges, right)).rstrip() for row in rows]
    return [painted(lines[0], "bold", colour=colour), *lines[1:]]


def _set(text: str, edge: int, right: bool) -> str:
    return padded(text, edge, right=right)


def padded(text: str, edge: int, *, right: bool = False) -> str:
    """Return ``text`` filled with blanks up to ``edge`` columns of the screen."""
    blanks = " " * (edge - wide(text))
    return blanks + text if right else text + blanks


def wide(text: str) -> int:
    """Return how many columns ``text`` takes on a screen: two for wide East Asian characters, none for combining marks."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)
