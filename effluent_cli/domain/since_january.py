"""What the running year has come to for tax before the day a projection begins: reckoned as if it had happened as planned."""

from collections.abc import Iterator
from datetime import date

from effluent_cli.domain.books import OpenedBooks
from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.entries import Entry
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import escrow_on, forborne, rate_on
from effluent_cli.domain.money import half_up
from effluent_cli.domain.periods import days_in, month_of
from effluent_cli.domain.property_costs import escrow_parts, escrowed_flows
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.tax_facts import DRAWN, Fact, escrow_fact, interest_fact
from effluent_cli.domain.timetable import (
    business_entries,
    cost_entries,
    debt_entries,
    flow_entries,
    flow_entry,
    rent_entries,
    source_entries,
)
from effluent_cli.domain.withdrawals import KINDS


def months_elapsed(as_of: date) -> float:
    """Return how many months of the year are over at the end of ``as_of``."""
    return as_of.month - 1 + as_of.day / days_in(month_of(as_of))


def facts_since_january(receipts: Receipts, rates: Rates, opened: OpenedBooks, as_of: date) -> Iterator[Fact]:
    """Yield the facts from 1 January up to and including ``as_of``, those of the debts by walking their balance back."""
    index, paid = receipts.index, dict[str, list[date]]()
    for entry in _entries(receipts, rates, date(as_of.year, 1, 1), as_of):
        if entry.step == "payment" and entry.debt in index.loans:
            paid.setdefault(entry.debt or "", []).append(entry.day)
        elif not any(opened.balances[debt].balance > 0 for debt in entry.unless):
            yield from entry.facts
            yield from _distribution(index, entry)
    for debt, days in paid.items():
        yield from _debt_facts(index, debt, days, opened.balances[debt].balance, rates)


def _entries(receipts: Receipts, rates: Rates, first: date, last: date) -> Iterator[Entry]:
    """Yield the entries of the timetable that may say something to the return: paychecks do not, nor do most flows."""
    index = receipts.index
    for source in index.sources.values():
        if source.type not in W2_TYPES:
            yield from source_entries(source, receipts, first, last)
            yield from business_entries(index, source, rates, first, last)
    escrowed = escrowed_flows(index)
    for flow in index.flows:
        entry = flow_entry(index, flow, first, 1)
        if flow.id not in index.bonuses and (entry.facts or entry.leaves is not None):
            yield from flow_entries(index, flow, rates, first, last, escrowed.get(flow.id, ()))
    yield from cost_entries(index, rates, first, last)
    yield from rent_entries(index, rates, first, last)
    yield from debt_entries(index, index.loans, first, last)
    yield from (entry for entry in index.overlay.entries if first <= entry.day <= last)


def _distribution(index: InputsIndex, entry: Entry) -> Iterator[Fact]:
    """What was taken out of a tax-deferred account, which the accounts stage counts only from today on."""
    account = index.assets.get(entry.leaves or "")
    if account is not None and KINDS.get(account.type) == "tax_deferred":
        drawn = abs(entry.deltas[0][1])
        yield Fact("pension", "", drawn)
        yield Fact(DRAWN, account.id, drawn)


def _debt_facts(index: InputsIndex, debt: str, days: list[date], owed: int, rates: Rates) -> Iterator[Fact]:
    """Interest and escrow of the due dates passed, the last one first: what was owed before each follows from what is left."""
    terms, what = index.loans[debt], interest_fact(index, debt)
    for day in reversed(days):
        if not owed or (terms.origination is not None and day <= terms.origination):
            return
        numerator, denominator = rate_on(terms, day, rates).as_integer_ratio()
        payment = 0 if forborne(terms, day) else terms.payment + terms.extra_principal
        before = half_up((owed + payment) * 12 * denominator, 12 * denominator + numerator)
        if what is not None:
            yield Fact(what, "", owed + payment - before)
        owed = before
        for category, amount in escrow_parts(index, debt, escrow_on(terms, day, rates)):
            if (escrowed := escrow_fact(index, debt, category)) is not None:
                yield Fact(escrowed, "", amount)
