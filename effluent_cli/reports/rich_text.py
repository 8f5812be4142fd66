"""Answers as rich tables for a terminal. What a person typed enters only as ``Text``, so no markup of theirs is obeyed."""

import io

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text as RichText

from effluent_cli.reports.drawing import Block, Facts, Table, Text
from effluent_cli.reports.plain import plain_text, wide
from effluent_cli.reports.terminal import shown

BORDERS = 3
"""Columns of the screen that a cell takes beside its text: a blank on either side and one line."""
NARROWEST = 10
"""A column of words may be folded down to this."""


def rich_text(blocks: tuple[Block, ...], *, colour: bool, ascii_lines: bool, width: int | None) -> str:
    """Return the blocks drawn for a screen ``width`` columns wide; None means that nothing may be folded.

    An amount is never cut, and an id only where nothing else helps: a table that is too narrow for its ids is drawn in plain
    columns if these fit, else with folded ids; and in plain columns where not even its amounts fit.
    """
    return "\n".join(_drawn(block, colour=colour, ascii_lines=ascii_lines, width=width) for block in blocks)


def _drawn(block: Block, *, colour: bool, ascii_lines: bool, width: int | None) -> str:
    ids = isinstance(block, Table) and (width is None or _least(block, ids=True) <= width)
    if isinstance(block, Text) or (isinstance(block, Table) and not ids and _better_plain(block, width or 0)):
        return plain_text((block,), colour=colour)
    lines = box.ASCII if ascii_lines else box.ROUNDED
    drawing = _facts(block) if isinstance(block, Facts) else _table(block, lines, ids=ids)
    title = [RichText(shown(block.title), style="bold")] if block.title else []
    return _rendered(Group(*title, drawing), width or 10_000, colour=colour)


def _rendered(drawing: RenderableType, width: int, *, colour: bool) -> str:
    # The environment is answered for already (reports.terminal); an empty one keeps rich from reading it once more.
    console = Console(
        file=io.StringIO(),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(drawing)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _better_plain(table: Table, width: int) -> bool:
    plain = sum(_widest(table, at) + 2 for at in range(len(table.columns))) - 2
    return plain <= width or _least(table, ids=False) > width


def _table(table: Table, lines: box.Box, *, ids: bool) -> RichTable:
    drawing = RichTable(box=lines, header_style="bold")
    for at, column in enumerate(table.columns):
        whole = column.right or (ids and column.key)
        drawing.add_column(
            RichText(shown(column.name)),
            justify="right" if column.right else "left",
            no_wrap=whole,
            overflow="fold",
            min_width=_widest(table, at) if whole else None,
        )
    for row in table.rows:
        drawing.add_row(*(RichText(shown(cell)) for cell in row))
    return drawing


def _facts(facts: Facts) -> RichTable:
    drawing = RichTable.grid(padding=(0, 2, 0, 0))
    drawing.add_column(no_wrap=True, style="bold")
    drawing.add_column(overflow="fold")
    for label, value in facts.pairs:
        drawing.add_row(RichText(shown(label)), RichText(shown(value)))
    return drawing


def _widest(table: Table, at: int) -> int:
    return max(wide(shown(cell)) for cell in (table.columns[at].name, *(row[at] for row in table.rows)))


def _least(table: Table, *, ids: bool) -> int:
    """Return the fewest columns of the screen in which every amount, and with ``ids`` every id, is whole."""
    widths = (
        _widest(table, at) if column.right or (ids and column.key) else min(_widest(table, at), NARROWEST)
        for at, column in enumerate(table.columns)
    )
    return 1 + sum(least + BORDERS for least in widths)
