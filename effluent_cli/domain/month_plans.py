"""Stage one of a projection, the timetable: what chance cannot touch, summed up per month in plain ints.

Every dated entry is posted in order by the very ledger that brings the books forward: the debts are walked to their end, and
for each asset only the month's change is kept, because what an asset holds is stage two's to know (``domain.accounts``).
Cash is kept as its dips relative to the month's opening, in stretches between the days on which a payment of stage two
falls due.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from effluent_cli.domain.books import OpenedBooks
from effluent_cli.domain.catalog import PRINCIPAL_MOVE
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.overlay import Deal, DebtTerms
from effluent_cli.domain.periods import days_in, last_day, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.regular import NOTHING, Pattern
from effluent_cli.domain.tax_facts import added
from effluent_cli.domain.timetable import Entry

AFTER = date.max.toordinal()
"""Later than any day of any month."""


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
    """The dated movements of cash up to a stop or the month's end: its dips (``MonthFlows.dips``) and their sum."""

    dips: tuple[tuple[int, int], ...]
    total: int


class MonthPlan(NamedTuple):
    """One month of what is certain, in cents. ``stretches`` has one more than ``stops``, which lie between them.

    ``start`` is the ordinal of the first day covered, ``fraction`` how much of the month that is. ``deltas`` are the changes
    of assets, ``out_of`` what left them before that is netted, ``debts`` what is owed at the end, ``facts`` the sums of what a
    return counts by what and whose.
    """

    month: int
    start: int
    fraction: float
    columns: Mapping[str, int]
    components: Mapping[str, int]
    moves: Mapping[str, int]
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
    entries: Sequence[Entry],
    as_of: date,
    last: int,
    rates: Rates,
    *,
    patterns: Mapping[int, Pattern],
    stops: Stops = lambda _month: (),
    line: str | None = None,
) -> Iterator[MonthPlan]:
    """Yield a plan for each month from that of ``as_of`` (what is left of it) to ``last``.

    ``entries`` are those of the timetable after ``as_of``, ``patterns`` by year what it leaves out of each month. ``line`` is
    the debt that stage two keeps. Raises Refused when the balance of a debt passes the limit.
    """
    owed = {key: opened.balances[key].balance for key in index.debts}
    ledger = Ledger(index, {**dict.fromkeys(index.assets, 0), **owed}, {}, rates, opened.standing)
    at = 0
    for month in range(month_of(as_of), last + 1):
        end = last_day(month)
        stop = at
        while stop < len(entries) and entries[stop].day <= end:
            stop += 1
        pattern = patterns.get(month // 12, NOTHING)
        walk = _Month(ledger, pattern, month, [each for each in stops(month) if each.day > as_of.toordinal()], line)
        for entry in entries[at:stop]:
            walk.post(entry)
        yield walk.plan(month, max(as_of, last_day(month - 1)), end)
        at = stop


class _Month:
    """One month being posted, day by day. The ledger's assets begin it at nothing, so that they end it with their change."""

    def __init__(self, ledger: Ledger, pattern: Pattern, month: int, stops: Sequence[Stop], line: str | None) -> None:
        ledger.balances.update(dict.fromkeys(ledger.index.assets, 0))
        ledger.balances.update(pattern.deltas)
        ledger.out_of = dict(pattern.out_of)
        ledger.facts = []
        ledger.cash = 0
        self.ledger = ledger
        self.flows = MonthFlows(dict(pattern.columns), dict(pattern.components), dict(pattern.moves))
        self.facts = pattern.facts
        self.line = line
        self.regular = pattern.cash_in(month)
        self.waiting = list(stops)
        self.today = AFTER
        self.stops: list[Stop] = []
        self.stretches: list[Stretch] = []

    def post(self, entry: Entry) -> None:
        """Post one entry; what concerns the line of stage two becomes a stop."""
        day = entry.day.toordinal()
        if day != self.today:
            self._close(day)
            self._halt_first(day)
            self.today = day
        if self.line is None or (entry.debt != self.line and all(key != self.line for key, _ in entry.deltas)):
            self.ledger.post(entry, self.flows)
            return
        self._post_on_line(entry, day)

    def _close(self, until: int) -> None:
        """End every day before ``until`` on which something happens."""
        regular, waiting = self.regular, self.waiting
        while True:
            day = min(self.today, regular[0][0] if regular else AFTER, waiting[0].day if waiting else AFTER)
            if day >= until:
                return
            self._halt_first(day)
            if regular and regular[0][0] == day:
                self.ledger.cash += regular.pop(0)[1]
            self.flows.see_cash(self.ledger.cash, day)
            if self.today == day:
                self.today = AFTER
            while waiting and waiting[0].day == day:
                self._halt(waiting.pop(0))

    def _halt_first(self, day: int) -> None:
        """Make the stops that come before everything else of a day."""
        while self.waiting and self.waiting[0].day == day and self.waiting[0].first:
            self._halt(self.waiting.pop(0))

    def _post_on_line(self, entry: Entry, day: int) -> None:
        if entry.debt is None:
            others = tuple(delta for delta in entry.deltas if delta[0] != self.line)
            self.ledger.post(entry._replace(deltas=others), self.flows)
            self._halt(Stop(day, "owe", sum(amount for key, amount in entry.deltas if key == self.line)))
        elif entry.step == "transfer" and entry.debt == self.line:
            (source, amount), _ = entry.deltas
            if source not in self.ledger.index.debts:
                self._halt(Stop(day, "towards", -amount, source))
                return
            # What another debt pays on the line must not hang on chance: all of it is paid, whatever is owed.
            moves = ((PRINCIPAL_MOVE["revolving"], -amount),)
            self.ledger.post(Entry(entry.day, entry.rank, entry.id, ((source, -amount),), (), moves), self.flows)
            self._halt(Stop(day, "owe", amount))
        elif entry.step == "transfer":
            # Another debt is paid from the line: by what is owed there, which this stage knows.
            before = self.ledger.balances[entry.debt]
            self.ledger.post(entry, self.flows)
            self._halt(Stop(day, "owe", before - self.ledger.balances[entry.debt]))
        elif entry.terms is not None:
            self._halt(Stop(day, "terms", subject=entry.terms))
        else:
            self._halt(Stop(day, "interest" if entry.step == "interest" else "due"))

    def _halt(self, stop: Stop) -> None:
        self.flows.see_cash(self.ledger.cash, stop.day)
        self.stops.append(stop)
        self.stretches.append(Stretch(tuple(self.flows.dips), self.ledger.cash))
        self.flows.dips.clear()
        self.ledger.cash = 0

    def plan(self, month: int, start: date, end: date) -> MonthPlan:
        """Return the plan of the month, of which the days after ``start`` are covered."""
        self._close(AFTER)
        ledger, flows = self.ledger, self.flows
        return MonthPlan(
            month=month,
            start=start.toordinal() + (start < end),
            fraction=(end - start).days / days_in(month),
            columns=flows.columns,
            components=flows.components,
            moves=flows.moves,
            deltas={key: change for key in ledger.index.assets if (change := ledger.balances[key])},
            out_of=dict(ledger.out_of),
            debts={key: ledger.balances[key] for key in ledger.index.debts if key != self.line},
            stretches=(*self.stretches, Stretch(tuple(flows.dips), ledger.cash)),
            stops=tuple(self.stops),
            facts=added(ledger.facts, self.facts),
        )
