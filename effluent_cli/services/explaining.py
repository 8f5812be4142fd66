"""``explain``: what one month of a projection is made of, every line with its record, its rule and its figures."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import PRINCIPAL_MOVE
from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.comparison import DRIVERS
from effluent_cli.domain.explaining.lines import MOVE, Line, Paycheck
from effluent_cli.domain.explaining.month import (
    COLUMNS,
    ExplainedTax,
    Explanation,
    FollowedAccount,
    explanation,
    followed,
)
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import Freshness
from effluent_cli.domain.money import Cents
from effluent_cli.domain.periods import Month, month_of, month_text
from effluent_cli.domain.tracing import TracedMonth, traced
from effluent_cli.domain.withdrawals import WITHDRAWAL_MOVE
from effluent_cli.errors import InvalidInput, NotFound, Problem
from effluent_cli.services.bases import BASELINE, basis_of
from effluent_cli.services.caller import Caller
from effluent_cli.services.projecting import LONGEST, Window, present_course
from effluent_cli.services.reading import staleness_warning
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


KNOWN = frozenset(
    {
        *DRIVERS,
        *COLUMNS,
        MOVE,
        *PRINCIPAL_MOVE.values(),
        *WITHDRAWAL_MOVE.values(),
        *("borrowed", "contributions", "purchases", "required_distribution", "sales", "surplus", "transfers"),
    }
)
"""The names that a line may have: in a month that has none of one, its lines are none and sum to nothing."""


@dataclass(frozen=True)
class Worth:
    """Net worth at the beginning or the end of the month."""

    net_worth: Cents


@dataclass(frozen=True)
class Explained:
    """One month: ``lines`` sum to ``change``, closing less opening. ``moves`` are no change of net worth.

    ``tax`` is the year that is worked out in this month, or settled. Under ``--line`` only the lines and moves of that name are
    there, and ``total`` is the sum of the lines; an account that is followed stands in ``account``.
    """

    scenario: str
    month: Month
    window: Window
    freshness: Freshness
    opening: Worth
    closing: Worth
    change: Cents
    lines: tuple[Line, ...]
    moves: tuple[Line, ...]
    paychecks: tuple[Paycheck, ...]
    tax: ExplainedTax | None
    line: str | None = field(default=None, metadata=OPTIONAL)
    total: Cents | None = field(default=None, metadata=OPTIONAL)
    account: FollowedAccount | None = field(default=None, metadata=OPTIONAL)


def explained(  # whose projection, who asks, which month, which line of it, and how fresh it must be
    file: "HouseholdFile",
    caller: Caller,
    month: int,
    *,
    scenario: str = BASELINE,
    line: str | None = None,
    refresh: bool = False,
    require_fresh: bool = False,
) -> tuple[Explained, date, tuple[Finding, ...]]:
    """Explain a month of the baseline or of what else ``scenario`` names, among the 960 that can be projected.

    ``line`` follows one account, or everything of one name: a component, a move, a column of the month's row. Raises
    InvalidInput for a month that is not among them, NotFound for a line or a scenario that nothing is called,
    OnboardingIncomplete, Stale, Busy.
    """
    course = present_course(file, caller, refresh=refresh, require_fresh=require_fresh)
    first = month_of(course.as_of)
    if not first <= month < first + LONGEST:
        message = f"the projection runs from {month_text(first)} to {month_text(first + LONGEST - 1)}"
        raise InvalidInput(
            f"{month_text(month)}: {message}",
            hint=f"effluent explain {month_text(first)}",
            problems=(Problem("MONTH", month_text(month), message),),
        )
    basis = basis_of(course, scenario)
    parts = traced(basis.inputs, rules(), course.as_of, month, basis.overlay)
    whole = explanation(parts)
    report = Explained(
        scenario=basis.name,
        month=month,
        window=Window(first, month, month - first + 1),
        freshness=course.freshness,
        opening=Worth(whole.opening),
        closing=Worth(whole.closing),
        change=whole.closing - whole.opening,
        lines=whole.lines,
        moves=whole.moves,
        paychecks=whole.paychecks,
        tax=whole.tax,
    )
    if line is not None:
        report = _following(report, whole, parts, line)
    return report, course.as_of, staleness_warning(course.freshness)


def _following(report: Explained, whole: Explanation, parts: TracedMonth, line: str) -> Explained:
    """Return the report of one account, else of one name. Raises NotFound naming those that there are."""
    if line in parts.opening:
        account = followed(parts, line)
        return replace(report, lines=(), moves=(), paychecks=(), tax=None, line=line, account=account)
    lines = tuple(each for each in whole.lines if line in (each.name, each.column))
    moves = tuple(each for each in whole.moves if line in (each.name, each.column))
    if not lines and not moves and line not in KNOWN:
        names = dict.fromkeys(name for each in (*whole.lines, *whole.moves) for name in (each.column, each.name))
        known = ", ".join((*parts.opening, *names))
        raise NotFound(
            f"nothing in {month_text(report.month)} is called {line!r}", hint=f"--line takes one of: {known}"
        )
    jobs = {each.paycheck for each in lines}
    return replace(
        report,
        lines=lines,
        moves=moves,
        paychecks=tuple(each for each in whole.paychecks if each.record.partition(":")[2] in jobs),
        tax=whole.tax if any(each.name == "tax_settlement" for each in lines) else None,
        line=line,
        total=sum(each.amount for each in lines),
    )
