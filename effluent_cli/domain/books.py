"""The books on a date: what each account holds or owes today, and how far that is a recorded figure.

An account's latest snapshot on or before the date, plus its own scheduled occurrences after the snapshot up to and
including the date, with interest of debts and savings; no market growth (system notes, section 6). One function serves
every command, so that a projection opens with the very figures that ``account list`` shows.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.due import Standing
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.money import Cents, grown
from effluent_cli.domain.periods import days_in, last_day, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.rulebook import Rules, annual_growth
from effluent_cli.domain.timetable import timetable

STALE_DAYS = 35
"""A snapshot older than this makes the balance an estimate worth a warning."""


@frozen
class Balance:
    """One account on a date: the figure recorded, when, what was brought forward since, and the sum of both (cents)."""

    recorded: Cents | None
    snapshot_on: date | None
    brought_forward: Cents
    balance: Cents


class OpenedBooks(NamedTuple):
    """The books on a date: every active account's balance, what each debt carries beside it, and what is odd."""

    balances: dict[str, Balance]
    standing: dict[str, Standing]
    findings: tuple[Finding, ...]


def books_at(
    index: InputsIndex, rules: Rules, assumptions: Rates, as_of: date
) -> tuple[dict[str, Balance], tuple[Finding, ...]]:
    """Return every active account's balance at the end of ``as_of``, and a warning where figures are old or missing."""
    opened = opened_books(index, rules, assumptions, as_of)
    return opened.balances, opened.findings


def opened_books(index: InputsIndex, rules: Rules, assumptions: Rates, as_of: date) -> OpenedBooks:
    """Return the books at the end of ``as_of`` with all that a projection or a debt's path goes on from."""
    known = {}
    for key in index.accounts:
        snapshots = index.snapshots.get(key, ())
        on_time = [snapshot for snapshot in snapshots if snapshot.on <= as_of]
        if snapshots:
            # Before the first figure that figure is the best estimate: zero would be a made-up number.
            known[key] = on_time[-1] if on_time else snapshots[0]
    balances = {key: known[key].balance if key in known else 0 for key in index.accounts}
    since = {key: known[key].on if key in known else as_of for key in index.accounts}
    ledger = Ledger(index, balances, since, assumptions)
    if known and min(since.values()) < as_of:
        _bring_forward(index, rules, assumptions, ledger, as_of)
    found = {
        key: Balance(
            recorded=known[key].balance if key in known else None,
            snapshot_on=known[key].on if key in known else None,
            brought_forward=ledger.balances[key] - balances[key],
            balance=ledger.balances[key],
        )
        for key in index.accounts
    }
    return OpenedBooks(found, ledger.standing, _findings(found, as_of))


def _bring_forward(index: InputsIndex, rules: Rules, assumptions: Rates, ledger: Ledger, as_of: date) -> None:
    first = min(ledger.since.values()) + timedelta(days=1)
    entries = iter(timetable(index, rules, assumptions, first, as_of))
    entry = next(entries, None)
    flows = MonthFlows()
    for month in range(month_of(first), month_of(as_of) + 1):
        end = min(last_day(month), as_of)
        opening = dict(ledger.balances)
        while entry is not None and entry.day <= end:
            ledger.post(entry, flows)
            entry = next(entries, None)
        for key, account in index.assets.items():
            if GROUP_OF[account.type] != "cash":
                continue
            start = max(ledger.since[key], last_day(month - 1))
            if start < end:
                fraction = (end - start).days / days_in(month)
                amount = interest_on(opening[key], annual_growth(account, assumptions), fraction)
                ledger.grow(key, amount, "savings_interest", flows)


def month_rate(annual: Decimal) -> float:
    """Return the growth of one month as a fraction: (1 + annual) ** (1/12) − 1."""
    return float((float(1 + annual)) ** (1 / 12) - 1) if annual else 0.0


def interest_on(opening: int, annual: Decimal, fraction: float) -> int:
    """Return the growth in cents of a month's opening balance over a fraction of the month; a balance below zero earns none."""
    return grown(max(opening, 0), month_rate(annual) * fraction)


def _findings(found: Mapping[str, Balance], as_of: date) -> tuple[Finding, ...]:
    old = [key for key, each in found.items() if each.snapshot_on and (as_of - each.snapshot_on).days > STALE_DAYS]
    early = [key for key, each in found.items() if each.snapshot_on and each.snapshot_on > as_of]
    missing = [key for key, each in found.items() if each.snapshot_on is None]
    day = as_of.isoformat()
    told = (
        (old, "balances_estimated", f"balances recorded more than {STALE_DAYS} days ago are estimates", ""),
        (
            early,
            "balances_estimated",
            f"nothing was recorded by {day}: the first later balance stands in",
            f" --on {day}",
        ),
        (missing, "balance_missing", "no balance recorded, taken as zero", ""),
    )
    return tuple(
        Finding(
            code,
            "warning",
            f"account:{keys[0]}",
            f"{words}: {', '.join(keys)}",
            f"effluent account set-balance {keys[0]} AMOUNT{on}",
        )
        for keys, code, words, on in told
        if keys
    )
