"""Stage one of a projection, the timetable: what chance cannot touch, summed up per month in plain ints.

What hangs on no balance comes added up already (``regular``), debts that are left to themselves are walked to their end
(``debt_months``), and the entries of the others are posted in order by the very ledger that brings the books forward. For each
asset only the month's change is kept, because what an asset holds is stage two's to know (``domain.accounts``). Cash is kept as
its levels relative to the month's opening, in stretches between the days on which a payment of stage two falls due.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, groupby, pairwise
from operator import add as plus
from operator import attrgetter
from typing import NamedTuple

from effluent_cli.domain.books import OpenedBooks
from effluent_cli.domain.catalog import PRINCIPAL_MOVE
from effluent_cli.domain.entries import Entry
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.overlay import Deal, DebtTerms
from effluent_cli.domain.periods import days_in, first_day, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.regular import Regular
from effluent_cli.domain.schedule import Schedule, concerns


class Stop(NamedTuple):
    """A moment of the month (``day`` is an ordinal) at which stage two moves cash.

    The kinds ``tax``, ``refund``, ``estimate``, ``premiums`` and ``deal`` it works out altogether; a sale comes before all
    else of its day. The others concern the line of credit that it borrows on: ``owe`` (``amount`` is charged to it,
    below zero: paid on it), ``towards`` (up to ``amount`` is paid on it from ``account``), ``interest``, ``due``, ``terms``.
    """

    day: int
    kind: str
    amount: int = 0
    account: str = ""
    subject: Deal | DebtTerms | None = None

    @property
    def first(self) -> bool:
        """Whether it comes before the entries of its day."""
        return isinstance(self.subject, Deal) and self.subject.kind == "sell"


class Stretch(NamedTuple):
    """Cash up to a stop or the month's end: its levels (cents) at the end of ``days`` (ordinals), from nothing to begin with.

    On one day credits come before debits, so that cash is never lower within a day than at both its ends.
    """

    days: Sequence[int]
    levels: Sequence[int]

    @property
    def total(self) -> int:
        """What cash moves by altogether."""
        return self.levels[-1] if self.levels else 0

    def lowest(self) -> tuple[int, int] | None:
        """Return the first day on which cash is lowest, and its level; None where it never falls below its beginning."""
        low = min(self.levels, default=0)
        return (self.days[self.levels.index(low)], low) if low < 0 else None

    def dips(self) -> Iterator[tuple[int, int]]:
        """Yield the days on which cash is lower than ever since the stretch began, each with its level."""
        low = 0
        for day, level in zip(self.days, self.levels, strict=True):
            if level < low:
                low = level
                yield day, level


class MonthPlan(NamedTuple):
    """One month of what is certain, in cents. ``stretches`` has one more than ``stops``, which lie between them.

    ``start`` and ``end`` are the ordinals of the first and the last day covered, ``fraction`` how much of the month that is.
    ``deltas`` are the changes of assets, ``out_of`` what left them before that is netted, ``debts`` what is owed at the end,
    ``facts`` the sums of what a return counts by what and whose.
    """

    month: int
    start: int
    end: int
    fraction: float
    columns: dict[str, int]
    components: dict[str, int]
    moves: dict[str, int]
    deltas: Mapping[str, int]
    out_of: Mapping[str, int]
    debts: Mapping[str, int]
    stretches: tuple[Stretch, ...]
    stops: tuple[Stop, ...]
    facts: Mapping[tuple[str, str], int]


Stops = Callable[[int], Sequence[Stop]]
"""The stops of a month that no entry makes, in the order of their days."""


def month_plans(  # whose books, what happens, from when to when, at which rates, and what stage two adds
    index: InputsIndex,
    opened: OpenedBooks,
    schedule: Schedule,
    as_of: date,
    last: int,
    rates: Rates,
    *,
    stops: Stops = lambda _month: (),
    line: str | None = None,
) -> Iterator[MonthPlan]:
    """Yield a plan for each month from that of ``as_of`` (what is left of it) to ``last``.

    ``schedule`` is what happens after ``as_of``, ``line`` the debt that stage two keeps. Raises Refused when the balance of a
    debt passes the limit.
    """
    owed = {key: opened.balances[key].balance for key in index.debts}
    ledger = Ledger(index, {**dict.fromkeys(index.assets, 0), **owed}, {}, rates, opened.standing)
    owed.pop(line or "", None)
    alone, entries, at = schedule.alone, schedule.entries, 0
    entangled = schedule.entangled - {line}
    today = start = as_of.toordinal()
    first = month_of(as_of)
    before = first_day(first).toordinal() - 1
    for month in range(first, last + 1):
        end = before + days_in(month)
        stop = at
        while stop < len(entries) and entries[stop].day.toordinal() <= end:
            stop += 1
        posted = _Month(ledger, schedule.regular, month, before, line)
        alone = tuple([debt for debt in alone if debt.post(posted.sheets, posted.cash, owed)])
        posted.post(entries[at:stop])
        for key in entangled:
            owed[key] = ledger.balances[key]
        waiting = [each for each in stops(month) if each.day > today]
        yield posted.plan(start, end, waiting, dict(owed))
        at, before, start = stop, end, end


class _Month:
    """One month being posted. The ledger's assets begin it at nothing, so that they end it with their change.

    ``before`` is the ordinal of the day before it. ``cash`` is what cash moves by on each day of the month beside
    ``every_month``'s, but for what is in ``halts``: by day, what it moves by before each stop that an entry makes.
    """

    def __init__(self, ledger: Ledger, regular: Regular, month: int, before: int, line: str | None) -> None:
        self.ledger = ledger
        self.month = month
        self.line = line
        self.sheets = regular.sheets(month)
        self.every_month, self.cash = regular.cash(month)
        self.before = before
        self.in_turn = regular.in_turn
        self.halts: dict[int, list[tuple[int, Stop]]] = {}

    def post(self, entries: Sequence[Entry]) -> None:
        """Post the month's entries, given in order; what concerns the line of stage two becomes a stop."""
        if not entries:
            return
        ledger = self.ledger
        columns, components, moves, deltas, out_of, facts = self.sheets
        flows = MonthFlows(columns, components, moves)
        ledger.out_of, ledger.facts = out_of, []
        for day, group in groupby(entries, attrgetter("day")):
            self._post_day(day, list(group), flows)
        for key in ledger.index.assets:
            if change := ledger.balances[key]:
                deltas[key] = deltas.get(key, 0) + change
                ledger.balances[key] = 0
        for what, whose, amount in ledger.facts:
            facts[what, whose] = facts.get((what, whose), 0) + amount

    def _post_day(self, day: date, entries: Sequence[Entry], flows: MonthFlows) -> None:
        """Post the entries of a day; on one of the line's, each movement of cash that is kept for its turn comes between."""
        number, ledger = day.toordinal(), self.ledger
        ledger.cash = 0
        turns = sorted(self.in_turn.get(number, ()))
        for entry in entries:
            while turns and turns[0][:2] <= (entry.rank, entry.id):
                ledger.cash += turns.pop(0)[2]
            if self.line is not None and concerns(entry, self.line):
                stop = _stop_of(entry, ledger, flows, self.line)
                self.halts.setdefault(day.day, []).append((ledger.cash, stop))
                ledger.cash = 0
            else:
                ledger.post(entry, flows)
        self.cash[day.day - 1] += ledger.cash + sum(amount for _, _, amount in turns)

    def plan(self, start: int, end: int, waiting: Sequence[Stop], debts: Mapping[str, int]) -> MonthPlan:
        """Return the plan of the month, covered from after ``start`` to ``end`` (ordinals); ``waiting`` are its other stops."""
        columns, components, moves, deltas, out_of, facts = self.sheets
        stops, stretches = self._stretches(waiting)
        return MonthPlan(
            self.month,
            start + (start < end),
            end,
            (end - start) / (end - self.before),
            columns,
            components,
            moves,
            {key: change for key, change in deltas.items() if change},
            out_of,
            debts,
            stretches,
            stops,
            facts,
        )

    def _stretches(self, waiting: Sequence[Stop]) -> tuple[tuple[Stop, ...], tuple[Stretch, ...]]:
        """Return the stops of the month and the stretches between them."""
        if self.halts:
            return self._halting(waiting)
        length = len(self.cash)
        if not waiting:
            return (), (self._stretch(0, length),)
        # A sale comes before what else moves on its day, all others after it.
        ends = [stop.day - self.before - stop.first for stop in waiting]
        return tuple(waiting), tuple([self._stretch(*both) for both in pairwise((0, *ends, length))])

    def _stretch(self, since: int, until: int) -> Stretch:
        """Return the stretch from after day ``since`` of the month up to day ``until``."""
        every_month, cash = self.every_month, self.cash
        if until - since < len(cash):
            every_month, cash = every_month[since:until], cash[since:until]
        days = range(self.before + since + 1, self.before + until + 1)
        return Stretch(days, list(accumulate(map(plus, every_month, cash))))

    def _halting(self, waiting: Sequence[Stop]) -> tuple[tuple[Stop, ...], tuple[Stretch, ...]]:
        """Return stops and stretches of a month in which entries make stops as well."""
        stops: list[Stop] = []
        stretches: list[Stretch] = []
        days: list[int] = []
        moved: list[int] = []
        for day, rest in enumerate(map(plus, self.every_month, self.cash), self.before + 1):
            todays = [stop for stop in waiting if stop.day == day]
            starting, ending = ([(0, stop) for stop in todays if stop.first is first] for first in (True, False))
            for amount, stop in (*starting, *self.halts.get(day - self.before, ()), (rest, None), *ending):
                days.append(day)
                moved.append(amount)
                if stop is not None:
                    stops.append(stop)
                    stretches.append(Stretch(days, list(accumulate(moved))))
                    days, moved = [], []
        return tuple(stops), (*stretches, Stretch(days, list(accumulate(moved))))


def _stop_of(entry: Entry, ledger: Ledger, flows: MonthFlows, line: str) -> Stop:
    """Post what of an entry does not concern the line, and return the stop that it makes."""
    day = entry.day.toordinal()
    if entry.debt is None:
        others = tuple(delta for delta in entry.deltas if delta[0] != line)
        ledger.post(entry._replace(deltas=others), flows)
        return Stop(day, "owe", sum(amount for key, amount in entry.deltas if key == line))
    if entry.step == "transfer" and entry.debt == line:
        (source, amount), _ = entry.deltas
        if source not in ledger.index.debts:
            return Stop(day, "towards", -amount, source)
        # What another debt pays on the line must not hang on chance: all of it is paid, whatever is owed.
        moves = ((PRINCIPAL_MOVE["revolving"], -amount),)
        ledger.post(Entry(entry.day, entry.rank, entry.id, ((source, -amount),), (), moves), flows)
        return Stop(day, "owe", amount)
    if entry.step == "transfer":
        # Another debt is paid from the line: by what is owed there, which this stage knows.
        before = ledger.balances[entry.debt]
        ledger.post(entry, flows)
        return Stop(day, "owe", before - ledger.balances[entry.debt])
    if entry.terms is not None:
        return Stop(day, "terms", subject=entry.terms)
    return Stop(day, "interest" if entry.step == "interest" else "due")
