"""What is certain, sorted by how it is posted: what hangs on no balance, debts left to themselves, and the entries of the rest.

A debt is left to itself where nothing but its own due dates touches it. What a user pays from a debt or towards one, and what
is paid unless a mortgage's escrow does, hangs on what is owed on that day: such entries, and those of the debts they name, are
posted by the ledger in the order of their days.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from effluent_cli.domain.books import OpenedBooks
from effluent_cli.domain.debt_months import DebtMonths
from effluent_cli.domain.due import Standing
from effluent_cli.domain.entries import Entry, in_order
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.property_costs import escrowed_flows
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.records import Flow
from effluent_cli.domain.regular import Regular
from effluent_cli.domain.timetable import cost_entries, debt_entries, flow_entries, flow_entry, terms_entries


@frozen
class Schedule:
    """``entries`` are in order; ``entangled`` are the debts that they concern, ``alone`` the others with terms.

    It serves one run of ``month_plans``: the debts are walked as the months go by.
    """

    regular: Regular
    entries: tuple[Entry, ...]
    entangled: frozenset[str]
    alone: tuple[DebtMonths, ...]


def schedule(
    receipts: Receipts,
    rates: Rates,
    opened: OpenedBooks,
    as_of: date,
    last: date,
    *,
    payroll: Payroll,
    line: str | None,
) -> Schedule:
    """Return what is certain from the day after ``as_of`` to ``last``, both inclusive; stage two keeps the debt ``line``."""
    index, first = receipts.index, as_of + timedelta(days=1)
    owed = {key: opened.balances[key].balance for key in index.debts}
    entries, apart = _hanging_on_debts(index, rates, first, last)
    # Balances in the debtor's favour are left to the ledger too, and all debts where one of them is kept by stage two: then
    # their payments have to wait for their turn within a day.
    entangled = {key for key in owed if owed[key] < 0 or line is not None}.union(*map(_debts_of, entries)) & owed.keys()
    ordered = in_order((*entries, *debt_entries(index, sorted(entangled), first, last)))
    regular = Regular(index, rates, first, last, apart, _days_of(ordered, line))
    added = (entry for entry in index.overlay.entries if first <= entry.day <= last)
    regular.fill(payroll, receipts, (entry for entry in added if not hangs_on_debts(index, entry)))
    return Schedule(
        regular,
        tuple(ordered),
        frozenset(entangled),
        tuple(
            DebtMonths(index, key, opened.standing.get(key, Standing()), owed[key], as_of, rates)
            for key in index.debts
            if key not in entangled and (key in index.loans or key in index.cards)
        ),
    )


def _hanging_on_debts(index: InputsIndex, rates: Rates, first: date, last: date) -> tuple[list[Entry], frozenset[str]]:
    """Return the entries of flows and costs that hang on what is owed, and the ids of those flows."""
    escrowed = escrowed_flows(index)
    apart = [flow for flow in index.flows if flow.id in escrowed or _is_on_debts(index, flow, first)]
    entries = [entry for entry in cost_entries(index, rates, first, last) if entry.unless]
    entries += [entry for entry in index.overlay.entries if first <= entry.day <= last and hangs_on_debts(index, entry)]
    entries += terms_entries(index, first, last)
    for flow in apart:
        entries.extend(flow_entries(index, flow, rates, first, last, escrowed.get(flow.id, ())))
    return entries, frozenset(flow.id for flow in apart)


def _is_on_debts(index: InputsIndex, flow: Flow, first: date) -> bool:
    # Most flows name no debt: what each one changes need not be worked out.
    named = not index.debts.keys().isdisjoint((flow.from_account, flow.to_account))
    return named and flow.id not in index.bonuses and hangs_on_debts(index, flow_entry(index, flow, first, 1))


def hangs_on_debts(index: InputsIndex, entry: Entry) -> bool:
    """Whether what an entry changes hangs on what is owed."""
    return bool(entry.unless) or entry.debt is not None or not index.debts.keys().isdisjoint(_accounts(entry))


def _accounts(entry: Entry) -> set[str]:
    return {account for account, _ in entry.deltas}


def _debts_of(entry: Entry) -> set[str]:
    return _accounts(entry) | {entry.debt or ""} | set(entry.unless)


def _days_of(entries: Iterable[Entry], line: str | None) -> frozenset[int]:
    """Return the days (ordinals) of entries that concern the line of credit: there every movement has to wait for its turn."""
    if line is None:
        return frozenset()
    return frozenset(entry.day.toordinal() for entry in entries if concerns(entry, line))


def concerns(entry: Entry, line: str) -> bool:
    """Whether an entry changes what is owed on the line of credit that stage two keeps."""
    return entry.debt == line or any(key == line for key, _ in entry.deltas)
