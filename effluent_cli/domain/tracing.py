"""One month of a projection taken apart: every happening with what it did to net worth, to moves and to each account.

The course is run to the month as ``project`` runs it. What its timetable says of the month is posted once more, entry by entry,
by the very ledger; what its accounts add is noted as they add it. All of it together is the month's row, to the cent, or there
is no answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from effluent_cli.domain.accounts import MonthState
from effluent_cli.domain.due import Standing
from effluent_cli.domain.entries import Entry, Part
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.overlay import NONE, Overlay
from effluent_cli.domain.periods import last_day, month_of
from effluent_cli.domain.postings import Posted
from effluent_cli.domain.projection import Course
from effluent_cli.domain.records import CardTerms, Inputs, LoanTerms
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.timetable import timetable


@dataclass(frozen=True)
class Happening:
    """What one dated entry did (cents): ``parts`` of the change of net worth, ``moves``, ``changes`` by account.

    ``changes`` are those of what an asset holds and of what is owed on a debt. ``owed`` is what was owed before, ``standing``
    what each debt carried beside it, ``terms`` are those of the debt that it is about. What a payment on an account of stage
    two comes to is not told here.
    """

    entry: Entry
    parts: tuple[Part, ...]
    moves: tuple[tuple[str, int], ...]
    changes: Mapping[str, int]
    owed: Mapping[str, int]
    standing: Mapping[str, Standing]
    terms: LoanTerms | CardTerms | None


@dataclass(frozen=True)
class TracedMonth:
    """A month of a course: what each account held when it began, what happened, what was added, and how it ended.

    ``year_before`` is what the accounts held on 31 December before, or when the course began.
    """

    course: Course
    as_of: date
    month: int
    opening: Mapping[str, int]
    year_before: Mapping[str, int]
    happenings: tuple[Happening, ...]
    posted: tuple[Posted, ...]
    state: MonthState

    @property
    def index(self) -> InputsIndex:
        """The inputs that it was worked out from."""
        return self.course.index

    def parts(self) -> Iterator[Part]:
        """Yield every part of the month's change of net worth."""
        for happening in self.happenings:
            yield from happening.parts
        yield from ((each.column, each.name, int(each.amount)) for each in self.posted if each.column)

    def moves(self) -> Iterator[tuple[str, int]]:
        """Yield everything that moved."""
        for happening in self.happenings:
            yield from happening.moves
        yield from ((each.name, int(each.amount)) for each in self.posted if not each.column)

    def posted_on(self, account: str) -> Iterator[tuple[Posted, int]]:
        """Yield what stage two posted on an account, with the change (cents) of what that holds or owes."""
        debt = account in self.index.debts
        for each in self.posted:
            change = 0
            if each.target == account:
                change += int(each.amount if each.column else each.paid)
            if each.source == account:
                change -= int(each.paid)
            if change:
                yield each, -change if debt else change


class _Noted(MonthFlows):
    """Flows that keep each part and move apart."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self.moved: list[tuple[str, int]] = []

    def add_part(self, column: str, name: str, amount: int) -> None:
        """Note a part."""
        self.parts.append((column, name, amount))

    def add_move(self, name: str, amount: int) -> None:
        """Note a move."""
        self.moved.append((name, amount))


def traced(inputs: Inputs, rules: Rules, as_of: date, month: int, overlay: Overlay = NONE) -> TracedMonth:
    """Take a month apart, the first being that of ``as_of``. Raises Refused as ``project`` does.

    RuntimeError where the parts are not the month's row: an error of this program, and no explanation.
    """
    course = Course(inputs, rules, as_of, month - month_of(as_of) + 1, overlay=overlay)
    opening = year_before = {key: int(each) for key, each in course.opening.items()}
    state = None
    for number, found in enumerate(_states(course), course.first):
        if number == month:
            state = found
        else:
            opening = {key: int(each) for key, each in found.balances.items()}
            year_before = opening if number % 12 == 11 else year_before
    if state is None:
        raise RuntimeError("the course ends before the month")
    whole = TracedMonth(
        course=course,
        as_of=as_of,
        month=month,
        opening=opening,
        year_before=year_before,
        happenings=tuple(_happenings(course, as_of, month)),
        posted=tuple(course.accounts.trail or ()),
        state=state,
    )
    _demand_whole(whole)
    return whole


def _states(course: Course) -> Iterator[MonthState]:
    """Yield the states of a course; of its last month what the accounts add is noted."""
    states = course.states()
    for month in range(course.first, course.last + 1):
        if month == course.last:
            course.accounts.trail = []
        yield next(states)


def _happenings(course: Course, as_of: date, month: int) -> Iterator[Happening]:
    """Post every entry after ``as_of`` up to the month's end, and yield what those of the month did."""
    index, opened = course.index, course.opened
    owed = {key: opened.balances[key].balance for key in index.debts}
    ledger = Ledger(index, {**dict.fromkeys(index.assets, 0), **owed}, {}, course.assumptions, opened.standing)
    line = course.policy.line
    before, end = last_day(month - 1), last_day(month)
    entries = timetable(
        index, course.taxes.rules, course.assumptions, as_of + timedelta(days=1), end, payroll=course.taxes.payroll
    )
    for entry in entries:
        if line is not None and entry.debt == line:
            if (happening := _on_line(course, ledger, entry, line)) is not None and entry.day > before:
                yield happening
            continue
        held, standing, flows = dict(ledger.balances), dict(ledger.standing), _Noted()
        terms = ledger.loans.get(entry.debt or "") or ledger.cards.get(entry.debt or "")
        ledger.post(entry, flows)
        changes = {key: now - held[key] for key, now in ledger.balances.items() if now != held[key]}
        if entry.day > before and (changes or flows.parts or flows.moved):
            yield Happening(entry, tuple(flows.parts), tuple(flows.moved), changes, held, standing, terms)


def _on_line(course: Course, ledger: Ledger, entry: Entry, line: str) -> Happening | None:
    """Return what an entry towards the line of credit does before stage two sees it: only another debt's payment on it does."""
    if entry.step != "transfer":
        return None
    source, amount = entry.deltas[0]
    if source not in course.index.debts:
        return None
    flows, held = _Noted(), dict(ledger.balances)
    moves = ((course.accounts.line.principal_name if course.accounts.line is not None else "", -amount),)
    ledger.post(Entry(entry.day, entry.rank, entry.id, ((source, -amount),), (), moves), flows)
    changes = {source: ledger.balances[source] - held[source], line: amount}
    return Happening(entry, tuple(flows.parts), tuple(flows.moved), changes, held, dict(ledger.standing), None)


def _demand_whole(month: TracedMonth) -> None:
    """Raise RuntimeError unless parts and moves are those of the month's row."""
    components: dict[str, int] = {}
    columns: dict[str, int] = {}
    for column, name, amount in month.parts():
        components[name] = components.get(name, 0) + amount
        columns[column] = columns.get(column, 0) + amount
    moves: dict[str, int] = {}
    for name, amount in month.moves():
        moves[name] = moves.get(name, 0) + amount
    state = month.state
    for found, wanted in ((components, state.components), (columns, state.columns), (moves, state.moves)):
        names = found.keys() | wanted.keys()
        wrong = sorted(name for name in names if found.get(name, 0) != wanted.get(name, 0))
        if wrong:
            raise RuntimeError(f"the month cannot be taken apart: {', '.join(wrong)}")
