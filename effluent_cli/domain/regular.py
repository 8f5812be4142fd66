"""What happens every month of a calendar year alike, posted once a year instead of twelve times.

A user's monthly flow moves the same amount in each month of a year, because amounts grow each January. Such flows are taken out
of the timetable for the years that they run through, and come back to each month as one pattern. It is made of the very
entries of the timetable, posted by the very ledger; only how often differs.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.periods import days_in
from effluent_cli.domain.property_costs import escrowed_flows
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Flow
from effluent_cli.domain.tax_facts import added
from effluent_cli.domain.timetable import flow_entries


class Pattern(NamedTuple):
    """What each month of a year gets (cents), as in a ``MonthPlan``; ``cash`` goes by day of the month, 31 being the last."""

    columns: Mapping[str, int]
    components: Mapping[str, int]
    moves: Mapping[str, int]
    deltas: Mapping[str, int]
    out_of: Mapping[str, int]
    facts: Mapping[tuple[str, str], int]
    cash: tuple[tuple[int, int], ...]

    def cash_in(self, month: int) -> list[tuple[int, int]]:
        """Return the days (ordinals) of a month on which cash moves, with how much, in order."""
        before, days = date(month // 12, month % 12 + 1, 1).toordinal() - 1, days_in(month)
        moved: dict[int, int] = {}
        for day, amount in self.cash:
            on = before + min(day, days)
            moved[on] = moved.get(on, 0) + amount
        return list(moved.items())


NOTHING = Pattern({}, {}, {}, {}, {}, {}, ())


def regular_years(index: InputsIndex, as_of: date, last: date) -> dict[str, range]:
    """Return for each user flow that qualifies the calendar years (after that of ``as_of``) of which it fills every month."""
    escrowed = escrowed_flows(index)
    found = {}
    for flow in index.flows:
        if flow.id in escrowed or flow.id in index.bonuses or flow.id in index.skipped or not _plain(index, flow):
            continue
        first = as_of.year + 1
        if flow.start is not None:
            first = max(first, flow.start.year + (flow.start > date(flow.start.year, 1, 1)))
        end = min(last, flow.end or last)
        until = end.year + (end == date(end.year, 12, 31))
        if until > first:
            found[flow.id] = range(first, until)
    return found


def _plain(index: InputsIndex, flow: Flow) -> bool:
    """Whether a flow is monthly and touches no debt, nor anything whose meaning depends on the month."""
    debts = (flow.from_account in index.debts, flow.to_account in index.debts)
    return flow.frequency == "monthly" and flow.category != "estimated_tax" and not any(debts)


def patterns(index: InputsIndex, rates: Rates, regular: Mapping[str, range]) -> dict[int, Pattern]:
    """Return the pattern of every year in which flows are regular."""
    flows = [flow for flow in index.flows if flow.id in regular]
    years = sorted({year for each in regular.values() for year in each})
    return {year: _pattern(index, rates, [flow for flow in flows if year in regular[flow.id]], year) for year in years}


def _pattern(index: InputsIndex, rates: Rates, flows: list[Flow], year: int) -> Pattern:
    ledger = Ledger(index, dict.fromkeys(index.accounts, 0), {}, rates, {})
    month, cash = MonthFlows(), dict[int, int]()
    for flow in flows:
        for entry in flow_entries(index, flow, rates, date(year, 1, 1), date(year, 1, 31)):
            before = ledger.cash
            ledger.post(entry, month)
            cash[entry.day.day] = cash.get(entry.day.day, 0) + ledger.cash - before
    return Pattern(
        columns=month.columns,
        components=month.components,
        moves=month.moves,
        deltas={key: change for key in index.assets if (change := ledger.balances[key])},
        out_of=ledger.out_of,
        facts=added(ledger.facts),
        cash=tuple(sorted(each for each in cash.items() if each[1])),
    )
