"""A dated happening in whole cents: what the timetable consists of, and what the ledger posts.

An entry says what it changes in the accounts (``deltas``), what it adds to or takes from net worth (``parts``) and what
merely moves (``moves``). What a debt's due date costs depends on its balance when the day comes: such an entry names the
debt, and the ledger works it out.
"""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from effluent_cli.domain.overlay import DebtTerms
from effluent_cli.domain.tax_facts import Fact

CREDIT, DEBIT, LAST = 0, 1, 2

Delta = tuple[str, int]
"""Account id and the change of what it holds or owes, in cents."""
Part = tuple[str, str, int]
"""Bucket of the month row (income taxes spending interest returns), component name, signed effect on net worth in cents."""
Move = tuple[str, int]
"""Name and cents of principal or a transfer: no change of net worth."""


class Entry(NamedTuple):
    """One dated happening. Entries sort by day, credits before debits, then id.

    ``debt`` is set for a due date (``step`` is ``payment``) or statement date (``interest``) of a debt with terms, for a user's
    own transfer towards a debt (``transfer``, of at most what is owed), and for the ``terms`` that it gets. ``unless`` names
    the mortgages whose escrow pays it instead for as long as money is owed on any of them. ``leaves`` is the investment or
    retirement account that the first delta takes money out of for good: to spend it, or to hold it where tax no longer waits
    for it. ``facts`` are what a return counts of it.
    """

    day: date
    rank: int
    id: str
    deltas: tuple[Delta, ...] = ()
    parts: tuple[Part, ...] = ()
    moves: tuple[Move, ...] = ()
    debt: str | None = None
    step: str = ""
    unless: tuple[str, ...] = ()
    leaves: str | None = None
    facts: tuple[Fact, ...] = ()
    terms: DebtTerms | None = None


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order in which they are posted."""
    return sorted(entries, key=itemgetter(0, 1, 2))
