"""What the paychecks of a year depend on, day by day: pay dates, bonuses, pay stubs, and what people save on their own."""

from collections.abc import Container, Iterator
from datetime import date, timedelta
from typing import TypeAlias

from effluent_cli.domain.catalog import GROUP_OF, LIQUID_GROUPS, W2_TYPES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.limits import ACCOUNT_LIMIT
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Flow, IncomeSource
from effluent_cli.domain.recurrence import in_window
from effluent_cli.domain.self_employment import obligations, occurrences_of

TERMS, TRANSFER, PAYDAY, BONUS, STUB = range(5)
"""The kinds of happenings, in the order in which they come on one day."""


Happening: TypeAlias = tuple[date, int, str, int]
"""Day, kind, the id of the source (terms, pay date, stub), the flow (bonus) or the account (transfer), and cents.

Of terms the last says which of the job's they are.
"""


def happenings(index: InputsIndex, rates: Rates, year: int, apart: Container[str] = ()) -> list[Happening]:
    """Return everything that bears on the paychecks and limits of ``year``, in order, but the pay dates of jobs ``apart``."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = [*_paydays(index, first, last, apart), *_bonuses(index, first, last), *_transfers(index, first, last)]
    for source in index.sources.values():
        for each in obligations(index, source):
            if each.into is not None and _is_limited(index, each.into):
                days = occurrences_of(each, rates, first, last)
                found.extend((day, TRANSFER, each.into, amount) for day, amount in days)
    return sorted(found)


def limits_used_by_hand(index: InputsIndex) -> frozenset[str]:
    """Return the limits that people's own transfers, and what a business pays in for its owner, may count against."""
    into = [flow.to_account for flow in index.flows if _saves(index, flow)]
    into += [each.into for source in index.sources.values() for each in obligations(index, source)]
    return frozenset(ACCOUNT_LIMIT[index.assets[key].type] for key in into if key and _is_limited(index, key))


def owner_of(index: InputsIndex, account: str) -> str:
    """Return the id of the member whose account it is: its owner, else the household's first person."""
    owner = index.accounts[account].owner
    if owner is not None:
        return owner
    return next((key for key, each in index.members.items() if each.relationship == "self"), "")


def paydays(source: IncomeSource, terms: JobTerms, first: date, last: date) -> Iterator[date]:
    """Return the pay dates of a job from ``first`` to ``last``, where the same terms hold all the time."""
    rule = terms.source.pay_frequency, terms.source.pay_date, (source.start, source.end)
    return in_window(*rule, first, last) if terms.pays and first <= last else iter(())


def _paydays(index: InputsIndex, first: date, last: date, apart: Container[str]) -> Iterator[Happening]:
    for source in index.sources.values():
        if source.type in W2_TYPES and source.id not in apart:
            yield from _paydays_of(index, source, first, last)
            if source.ytd_on is not None and first <= source.ytd_on <= last:
                yield source.ytd_on, STUB, source.id, 0


def _paydays_of(index: InputsIndex, source: IncomeSource, first: date, last: date) -> Iterator[Happening]:
    stages = index.job_terms(source)
    for number, terms in enumerate(stages):
        since, until = max(terms.since, first), last
        if number + 1 < len(stages):
            until = min(until, stages[number + 1].since - timedelta(days=1))
        if first < terms.since <= last:
            yield terms.since, TERMS, source.id, number
        yield from ((day, PAYDAY, source.id, 0) for day in paydays(source, terms, since, until))


def _bonuses(index: InputsIndex, first: date, last: date) -> Iterator[Happening]:
    for flow in index.bonuses.values():
        for day in _days(index, flow, first, last):
            yield day, BONUS, flow.id, flow.amount


def _transfers(index: InputsIndex, first: date, last: date) -> Iterator[Happening]:
    for flow in index.flows:
        if _saves(index, flow):
            for day in _days(index, flow, first, last):
                yield day, TRANSFER, flow.to_account or "", flow.amount


def _saves(index: InputsIndex, flow: Flow) -> bool:
    """Return whether a flow is a transfer of one's own money into an account whose contributions are limited."""
    target = flow.to_account
    return flow.type == "transfer" and bool(target) and _is_limited(index, target or "") and _is_own_money(index, flow)


def _days(index: InputsIndex, flow: Flow, first: date, last: date) -> Iterator[date]:
    skipped = index.skipped.get(flow.id, frozenset())
    days = in_window(flow.frequency, flow.anchor, (flow.start, flow.end), first, last)
    return (day for day in days if day not in skipped)


def _is_limited(index: InputsIndex, account: str) -> bool:
    return account in index.assets and index.assets[account].type in ACCOUNT_LIMIT


def _is_own_money(index: InputsIndex, flow: Flow) -> bool:
    """Return whether what a transfer moves is a contribution; from another retirement account it is a rollover."""
    held = index.accounts.get(flow.from_account or "")
    return held is None or GROUP_OF[held.type] in LIQUID_GROUPS
