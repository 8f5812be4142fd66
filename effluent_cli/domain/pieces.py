"""What an entry of the timetable comes to, taken apart once so that it can be added up for every month in which it recurs."""

from typing import Any, NamedTuple, TypeAlias

from effluent_cli.domain.entries import Entry

COLUMNS, COMPONENTS, MOVES, DELTAS, OUT_OF, FACTS = range(6)
Sheets: TypeAlias = tuple[dict[Any, int], ...]
"""The sums of a month or of each month of a year (cents), one dictionary for each of the constants above, by name: those of a
``MonthPlan``. Facts go by what and whose."""


class Piece(NamedTuple):
    """What one entry adds (sheet, name, cents), and what all cash together moves by."""

    adds: tuple[tuple[int, Any, int], ...]
    cash: int


def blank() -> Sheets:
    """Return sheets with nothing on them."""
    return {}, {}, {}, {}, {}, {}


def piece_of(entry: Entry, cash_accounts: frozenset[str]) -> Piece:
    """Return the piece of an entry that hangs on no balance: it names no debt and no escrow."""
    adds: list[tuple[int, Any, int]] = [(DELTAS, account, amount) for account, amount in entry.deltas]
    for column, name, amount in entry.parts:
        adds += (COLUMNS, column, amount), (COMPONENTS, name, amount)
    adds += [(MOVES, name, amount) for name, amount in entry.moves]
    if entry.leaves is not None:
        adds.append((OUT_OF, entry.leaves, -entry.deltas[0][1]))
    adds += [(FACTS, (what, whose), amount) for what, whose, amount in entry.facts]
    return Piece(tuple(adds), sum(amount for account, amount in entry.deltas if account in cash_accounts))


def add(sheets: Sheets, piece: Piece, times: int) -> None:
    """Add a piece so many times."""
    for which, name, amount in piece.adds:
        sheet = sheets[which]
        if name in sheet:
            sheet[name] += amount * times
        else:
            sheet[name] = amount * times
