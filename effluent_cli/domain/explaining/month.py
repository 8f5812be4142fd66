"""A month put together: every line, the paychecks, the year's tax, and one account or name followed through it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from effluent_cli.domain.amounts import Amount
from effluent_cli.domain.explaining.added import added_line
from effluent_cli.domain.explaining.debts import debt_lines
from effluent_cli.domain.explaining.lines import MOVE, Line, Paycheck
from effluent_cli.domain.explaining.paychecks import PaycheckLines
from effluent_cli.domain.explaining.stated import stated_lines
from effluent_cli.domain.money import Cents, money_text
from effluent_cli.domain.pay import PayRun
from effluent_cli.domain.records import Flow
from effluent_cli.domain.settlement import Settled, TaxedYear
from effluent_cli.domain.trace import TraceLine
from effluent_cli.domain.tracing import Happening, TracedMonth

COLUMNS = ("income", "taxes", "spending", "interest", "returns", "adjustments")
"""The columns of a month's row, in the order in which its lines are told."""


@dataclass(frozen=True)
class AccountChange:
    """One change of what an account holds or owes (cents), and what made it."""

    on: date | None
    name: str
    amount: Cents
    record: str
    title: str


@dataclass(frozen=True)
class FollowedAccount:
    """An account through the month: opening + changes = closing. A debt's figures are of what is owed."""

    id: str
    name: str
    opening: Cents
    changes: tuple[AccountChange, ...]
    closing: Cents


@dataclass(frozen=True)
class ExplainedTax:
    """A year's federal tax: worked out in its December, settled in the April after or in the month of refunds."""

    year: int
    taxed_year: TaxedYear
    steps: tuple[TraceLine, ...]


@dataclass(frozen=True)
class Explanation:
    """A month's lines, which sum to its change of net worth, and beside them what merely moved and the paychecks.

    ``tax`` is the year that the month works out or settles.
    """

    opening: Cents
    closing: Cents
    lines: tuple[Line, ...]
    moves: tuple[Line, ...]
    paychecks: tuple[Paycheck, ...]
    tax: ExplainedTax | None


def explanation(month: TracedMonth) -> Explanation:
    """Return every line of a month that was taken apart."""
    found: list[Line] = []
    paychecks = []
    for happening in month.happenings:
        run = _run_of(month, happening)
        if run is None:
            found.extend(_lines(month, happening))
            continue
        check = PaycheckLines(month.index, month.course.taxes.payroll, month.course.assumptions, *run)
        lines = tuple(check.lines())
        if _sums(lines) != _sums_of(happening):
            raise RuntimeError(f"a paycheck of {run[0].source.id} cannot be explained")
        found.extend(lines)
        paychecks.append(check.whole(happening.entry.deltas[-1][0]))
    found.extend(added_line(month, each) for each in month.posted)
    found.sort(key=_order)
    return Explanation(
        opening=_net_worth(month, month.opening),
        closing=_net_worth(month, month.state.balances),
        lines=tuple(line for line in found if line.column != MOVE),
        moves=tuple(line for line in found if line.column == MOVE),
        paychecks=tuple(paychecks),
        tax=_tax(month),
    )


def followed(month: TracedMonth, account: str) -> FollowedAccount:
    """Return one account through the month. KeyError where there is none."""
    changes = []
    for happening in month.happenings:
        for name, change in _changes(happening, account):
            changes.append(AccountChange(happening.entry.day, name, change, *_origin(month, happening)))
    for each, change in month.posted_on(account):
        line = added_line(month, each)
        changes.append(AccountChange(line.on, each.name, change, line.record, line.title))
    changes.sort(key=lambda change: change.on or date.max)
    opening, closing = month.opening[account], int(month.state.balances[account])
    if opening + sum(each.amount for each in changes) != closing:
        raise RuntimeError(f"the changes of {account} do not lead from its opening to its closing balance")
    return FollowedAccount(account, month.index.accounts[account].name, opening, tuple(changes), closing)


def _lines(month: TracedMonth, happening: Happening) -> Iterator[Line]:
    if happening.entry.step in ("payment", "interest", "terms"):
        return debt_lines(month.index, month.course.assumptions, happening)
    return stated_lines(month.index, month.course.assumptions, happening)


def _run_of(month: TracedMonth, happening: Happening) -> tuple[PayRun, Flow | None] | None:
    """Return the payment of a job that an entry is, with the flow that states it where it is a bonus."""
    entry, payroll, index = happening.entry, month.course.taxes.payroll, month.index
    if entry.id in index.bonuses and entry.debt is None:
        return next(((run, index.bonuses[entry.id]) for run in payroll.bonuses(entry.id, entry.day, entry.day)), None)
    if entry.id in index.sources and entry.debt is None:
        runs = payroll.runs(entry.id, entry.day, entry.day)
        return next(((run, None) for run in runs if _is_pay(entry.parts, run)), None)
    return None


def _is_pay(parts: tuple[tuple[str, str, int], ...], run: PayRun) -> bool:
    """Whether an entry is a paycheck, and not a flow that happens to be named as its job."""
    return bool(parts) and parts[0][0] == "income" and parts[0][2] == run.check.gross


def _origin(month: TracedMonth, happening: Happening) -> tuple[str, str]:
    """Return the record that a happening comes from, and what it is called."""
    run = _run_of(month, happening)
    if run is not None:
        return (
            (f"flow:{run[1].id}", run[1].name)
            if run[1] is not None
            else (
                f"income_source:{run[0].source.id}",
                run[0].source.name,
            )
        )
    line = next(_lines(month, happening), None)
    return (line.record, line.title) if line is not None else (f"entry:{happening.entry.id}", happening.entry.id)


def _changes(happening: Happening, account: str) -> Iterator[tuple[str, int]]:
    """Yield what a happening does to an account, by name: on a debt the interest apart from the payment."""
    change, entry = happening.changes.get(account, 0), happening.entry
    if entry.debt == account and entry.step != "transfer":
        interest = [(name, -amount) for column, name, amount in happening.parts if column == "interest"]
        yield from interest
        change -= sum(amount for _, amount in interest)
    if change:
        yield _name(happening, account), change


def _name(happening: Happening, account: str) -> str:
    """Return what a happening is to an account: a payment, its only part or move, a paycheck's pay or contribution."""
    entry = happening.entry
    if entry.step == "payment":
        return "payment"
    if len(happening.parts) + len(happening.moves) == 1:
        return (*(name for _, name, _ in happening.parts), *(name for name, _ in happening.moves))[0]
    return "net_pay" if account == entry.deltas[-1][0] else "contributions"


def _sums(lines: tuple[Line, ...]) -> dict[tuple[str, str], int]:
    total: dict[tuple[str, str], int] = {}
    for line in lines:
        total[line.column, line.name] = total.get((line.column, line.name), 0) + line.amount
    return total


def _sums_of(happening: Happening) -> dict[tuple[str, str], int]:
    total: dict[tuple[str, str], int] = {}
    for column, name, amount in (*happening.parts, *((MOVE, *move) for move in happening.moves)):
        total[column, name] = total.get((column, name), 0) + amount
    return total


def _order(line: Line) -> tuple[int, date]:
    """Lines stand by column, then by day; what has no day comes last."""
    return (*COLUMNS, MOVE).index(line.column), line.on or date.max


def _net_worth(month: TracedMonth, balances: Mapping[str, Amount]) -> int:
    return sum(-int(held) if key in month.index.debts else int(held) for key, held in balances.items())


def _tax(month: TracedMonth) -> ExplainedTax | None:
    """Return the year that the month works out (in December) or settles."""
    taxes, year = month.course.taxes, month.month // 12
    if month.month % 12 != 11:
        if not any(each.name == "tax_settlement" for each in month.posted):
            return None
        year -= 1
    rows = [row for row in taxes.taxed_years(month.as_of, month.month) if row.year == year]
    if not rows or year not in taxes.years:
        return None
    return ExplainedTax(year, rows[0], tuple(_steps(taxes.years[year])))


def _steps(settled: Settled) -> Iterator[TraceLine]:
    """Yield how a year came to what is due or comes back, as ``calc tax`` names its figures."""
    found = settled.found
    if found is not None:
        rows = (
            ("adjusted gross income", found.above.agi),
            (f"{found.taxable.kind} deduction", found.taxable.amount),
            ("taxable income", found.taxable.income),
            ("tax before credits", found.regular.tax),
            ("income tax after credits", found.income_tax),
            ("Additional Medicare Tax", found.additional_medicare),
            ("self-employment tax", found.self_employment),
        )
        yield from (TraceLine(line, money_text(cents), "effluent calc tax") for line, cents in rows)
    total = int(settled.total) + int(settled.penalty)
    rows_after = (
        ("tax on early distributions", int(settled.penalty), "IRC 72(t)(1), 223(f)(4)(A)"),
        ("= total", total, "the lines above"),
        ("withheld from paychecks", settled.withheld, "paychecks since January, or a pay stub"),
        ("paid beside it", int(settled.paid), "estimated payments, tax paid by hand"),
        ("= due (below zero: comes back)", int(settled.due), "total less withheld and paid"),
    )
    yield from (TraceLine(line, money_text(cents), source) for line, cents, source in rows_after)
