"""Everything dated that hangs on no balance, added up by month: pay, flows, receipts and costs that touch no debt.

Such entries may be added in any order, so that they need not be posted one by one: those that are alike but for their day are
taken apart once (``pieces``), and what every month of a calendar year has of them is added up once for the year. Amounts step
each January, and a flow's are all in proportion to it. Cash is kept by day, because its lowest day matters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from operator import add as plus
from typing import Any, NamedTuple

from effluent_cli.domain.catalog import GROUP_OF, W2_TYPES
from effluent_cli.domain.day_numbers import DayNumbers
from effluent_cli.domain.entries import Entry
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.pay import PaySeries, window_of
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.pieces import Piece, Sheets, add, blank, piece_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.records import Flow, IncomeSource
from effluent_cli.domain.recurrence import EVERY_DAYS, EVERY_MONTHS
from effluent_cli.domain.timetable import (
    business_entries,
    cost_entries,
    flow_amounts,
    flow_days,
    flow_entry,
    pay_entry,
    rent_entries,
    source_entries,
    source_entry,
)

InTurn = tuple[int, str, int]
"""Rank, id and cents of a movement of cash that has to wait for its turn within its day."""


class Rule(NamedTuple):
    """What recurs: how often, anchored where, from when to when (None: open)."""

    frequency: str
    anchor: date
    start: date | None
    end: date | None

    def within(self, first: date, last: date) -> tuple[date, date]:
        """Return the part of a window in which it may fall; nothing where its end is before its beginning."""
        return max(first, self.start or first), min(last, self.end or last)


class Regular:
    """What happens from ``first`` to ``last`` (both inclusive, ``last`` ending a month) beside the debts.

    ``apart`` are the ids of the flows that are none of it. Movements on the days (ordinals) of ``turns`` are kept one by one,
    in ``in_turn``, but for flows that fill every month of a year: those come at the end of their day.
    """

    def __init__(
        self, index: InputsIndex, rates: Rates, first: date, last: date, apart: frozenset[str], turns: frozenset[int]
    ) -> None:
        self.index = index
        self.rates = rates
        self.first = first
        self.last = last
        self.apart = apart
        self.turns = turns
        self.in_turn: dict[int, list[InTurn]] = {}
        # The month that the day before lies in may be over with it: it is one of the months all the same.
        self._start = month_of(first - timedelta(days=1))
        count = month_of(last) - self._start + 1
        years = range(self._start // 12, last.year + 1)
        self._numbers = DayNumbers(self._start, count)
        self._months = {
            year: range(max(0, year * 12 - self._start), min(count, year * 12 + 12 - self._start)) for year in years
        }
        self._years = {year: blank() for year in years}
        self._every_month = {year: [0] * 31 for year in years}
        # What fills every month of all years but the first: by year, for each name and for each day.
        self._inner = range(self._start // 12 + 1, last.year + 1)
        self._filling: dict[tuple[int, Any], list[int]] = {}
        self._filling_cash: dict[int, list[int]] = {}
        self._beyond: list[list[tuple[Piece, int]]] = [[] for _ in range(count)]
        # What all cash moves by on each day of the window, beside every month's.
        self._cash = [0] * self._numbers.starts[-1]
        self._cash_accounts = frozenset(key for key, each in index.accounts.items() if GROUP_OF[each.type] == "cash")

    def fill(self, payroll: Payroll, receipts: Receipts, more: Iterable[Entry]) -> None:
        """Add up everything, ``more`` entries among it."""
        index, rates, first, last = self.index, self.rates, self.first, self.last
        for source in index.sources.values():
            if source.type in W2_TYPES:
                self._add_pay(payroll.series(source.id, first, last))
            else:
                self._add_source(source, receipts)
                self._add_entries(business_entries(index, source, rates, first, last))
        for flow in index.flows:
            if flow.id in index.bonuses:
                self._add_pay((PaySeries(run, (run.on,)) for run in payroll.bonuses(flow.id, first, last)), flow)
            elif flow.id not in self.apart and flow.amount:
                self._add_flow(flow)
        costs = cost_entries(index, rates, first, last)
        self._add_entries(entry for entry in costs if not entry.unless)
        self._add_entries(rent_entries(index, rates, first, last))
        self._add_entries(more)
        self._lay_out()

    def sheets(self, month: int) -> Sheets:
        """Return the sums of a month, the caller's own."""
        sheets = tuple([sheet.copy() for sheet in self._years[month // 12]])
        for piece, times in self._beyond[month - self._start]:
            add(sheets, piece, times)
        return sheets

    def cash(self, month: int) -> tuple[Sequence[int], list[int]]:
        """Return what cash moves by on each day of a month from the first one on, in two parts whose sum it is.

        The first is every month's of the year, and may be for more days; the second is the caller's own list.
        """
        start, end = self._numbers.starts[month - self._start : month - self._start + 2]
        every_month, own = self._every_month[month // 12], self._cash[start:end]
        # What falls on a day that the month does not have falls on its last one.
        own[-1] += sum(every_month[end - start :])
        return every_month, own

    def _add_pay(self, paid: Iterable[PaySeries], bonus: Flow | None = None) -> None:
        for series in paid:
            entry = pay_entry(self.index, series.first, bonus)
            self._spread(entry, piece_of(entry, self._cash_accounts), 1, series.days)

    def _add_entries(self, entries: Iterable[Entry]) -> None:
        for _, group in groupby(entries, lambda entry: (entry.day.year, entry[1:])):
            found = list(group)
            self._spread(found[0], piece_of(found[0], self._cash_accounts), 1, [entry.day for entry in found])

    def _add_source(self, source: IncomeSource, receipts: Receipts) -> None:
        first, last = self.first, self.last
        simple = not self.turns and source.claim is None and source.id not in self.index.overrides
        # Raises come in January.
        amounts = {year: receipts.on(source, date(year, 1, 1)) for year in range(first.year, last.year + 1) if simple}
        # In a year without any pay there is no receipt at all, not one of nothing.
        if not amounts or not all(amounts.values()):
            self._add_entries(source_entries(source, receipts, first, last))
            return
        piece = piece_of(source_entry(self.index, source, first, 1), self._cash_accounts)
        rule = Rule(source.pay_frequency, source.pay_date, *window_of(source))
        for start, end in self._outside(self._add_full_years(rule, piece, amounts)):
            self._recur(rule, piece, start, end, amounts)

    def _add_flow(self, flow: Flow) -> None:
        index, first, last = self.index, self.first, self.last
        years = range(first.year, last.year + 1)
        amounts = dict(zip(years, flow_amounts(flow, years, self.rates), strict=True))
        if flow.category == "estimated_tax" or flow.id in index.skipped:
            self._add_days(flow, first, last, amounts)
            return
        piece = piece_of(flow_entry(index, flow, first, 1), self._cash_accounts)
        rule = Rule(flow.frequency, flow.anchor, flow.start, flow.end)
        for start, end in self._outside(self._add_full_years(rule, piece, amounts)):
            if self.turns:
                self._add_days(flow, start, end, amounts)
            else:
                self._recur(rule, piece, start, end, amounts)

    def _add_full_years(self, rule: Rule, piece: Piece, amounts: Mapping[int, int]) -> range:
        """Add what fills every month of a year, as far as the window goes, alike, and return those years: perhaps none.

        ``amounts`` are how many times the piece is added each time, by year.
        """
        if rule.frequency != "monthly":
            return range(0)
        first, last = rule.within(self.first, self.last)
        ended = last in (self.last, date(last.year, 12, 31))
        full = range(first.year + (first > date(first.year, 1, 1)), last.year + ended)
        if full == self._inner:
            self._fill_years(piece, rule.anchor.day, [amounts[year] for year in full])
            return full
        for year in full:
            add(self._years[year], piece, amounts[year])
            self._every_month[year][rule.anchor.day - 1] += piece.cash * amounts[year]
        return full

    def _outside(self, years: range) -> Iterator[tuple[date, date]]:
        """Yield the stretches of the window that lie outside some of its calendar years."""
        if not years:
            yield self.first, self.last
            return
        yield self.first, date(years.start - 1, 12, 31)
        yield date(years.stop, 1, 1), self.last

    def _recur(self, rule: Rule, piece: Piece, start: date, end: date, amounts: Mapping[int, int]) -> None:
        """Add a piece whenever a rule falls from ``start`` to ``end``, as many times as ``amounts`` say of each year."""
        start, end = rule.within(start, end)
        if start > end:
            return
        if rule.frequency in EVERY_DAYS:
            self._recur_by_days(rule, piece, start, end, amounts)
            return
        by_month: dict[int, int] = {}
        for month, day in self._numbers.falling(rule.frequency, rule.anchor, start, end):
            times = amounts[(month + self._start) // 12]
            by_month[month] = by_month.get(month, 0) + times
            self._cash[day] += piece.cash * times
        if EVERY_MONTHS.get(rule.frequency, 12) > 1:
            for month, times in by_month.items():
                self._beyond[month].append((piece, times))
            return
        for year in range(start.year, end.year + 1):
            self._count(piece, year, [by_month.get(month, 0) for month in self._months[year]])

    def _recur_by_days(self, rule: Rule, piece: Piece, start: date, end: date, amounts: Mapping[int, int]) -> None:
        days = self._numbers.every(EVERY_DAYS[rule.frequency], rule.anchor, start, end)
        before = self._numbers.before(days)
        for year in range(start.year, end.year + 1):
            times, months = amounts[year], self._months[year]
            begun = before[months.start : months.stop + 1]
            self._count(piece, year, [(later - earlier) * times for earlier, later in pairwise(begun)])
            found, moved = days[begun[0] : begun[-1]], piece.cash * times
            places = slice(found.start, found.stop, found.step)
            self._cash[places] = [cash + moved for cash in self._cash[places]]

    def _add_days(self, flow: Flow, start: date, end: date, amounts: Mapping[int, int]) -> None:
        """Add a flow from ``start`` to ``end`` day by day."""
        # Within a year only the day differs, but that an estimated payment of January counts for the year before.
        for (year, _), group in groupby(flow_days(self.index, flow, start, end), _january):
            days = list(group)
            entry = flow_entry(self.index, flow, days[0], 1)
            self._spread(entry, piece_of(entry, self._cash_accounts), amounts[year], days)

    def _fill_years(self, piece: Piece, day: int, moved: list[int]) -> None:
        """Add a piece on a day of every month of all inner years, so many times in each."""
        nothing = [0] * len(moved)
        for which, name, amount in piece.adds:
            column = self._filling.get((which, name), nothing)
            self._filling[which, name] = list(map(plus, column, _times(amount, moved)))
        if piece.cash:
            column = self._filling_cash.get(day, nothing)
            self._filling_cash[day] = list(map(plus, column, _times(piece.cash, moved)))

    def _lay_out(self) -> None:
        """Put what fills years on the sheets of each."""
        for (which, name), column in self._filling.items():
            for year, amount in zip(self._inner, column, strict=True):
                sheet = self._years[year][which]
                sheet[name] = sheet.get(name, 0) + amount
        for day, column in self._filling_cash.items():
            for year, amount in zip(self._inner, column, strict=True):
                self._every_month[year][day - 1] += amount

    def _spread(self, entry: Entry, piece: Piece, times: int, days: Sequence[date]) -> None:
        """Add a piece on some days of one calendar year."""
        moved = piece.cash * times
        if self.turns and moved:
            self._move_in_turn(entry, moved, days)
        by_month: dict[int, int] = {}
        cash, starts, before = self._cash, self._numbers.starts, days[0].year * 12 - self._start - 1
        for day in days:
            month = before + day.month
            by_month[month] = by_month.get(month, 0) + times
            if not self.turns:
                cash[starts[month] + day.day - 1] += moved
        year = days[0].year
        self._count(piece, year, [by_month.get(month, 0) for month in self._months[year]])

    def _count(self, piece: Piece, year: int, found: Sequence[int]) -> None:
        """Add a piece in the months of a year, in each as many times as is ``found``."""
        always = max(0, min(found))
        if always:
            add(self._years[year], piece, always)
        for month, times in zip(self._months[year], found, strict=True):
            if times != always:
                self._beyond[month].append((piece, times - always))

    def _move_in_turn(self, entry: Entry, moved: int, days: Sequence[date]) -> None:
        """Move cash on some days, on days of turns by itself."""
        for day in days:
            if day.toordinal() in self.turns:
                self.in_turn.setdefault(day.toordinal(), []).append((entry.rank, entry.id, moved))
            else:
                self._cash[self._numbers.number(day)] += moved


def _times(amount: int, moved: list[int]) -> list[int]:
    return moved if amount == 1 else [amount * each for each in moved]


def _january(day: date) -> tuple[int, bool]:
    return day.year, day.month == 1
