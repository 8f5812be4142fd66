"""What an entry comes from that is stated: a flow, a receipt, what a business implies, a property's costs and rent."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from effluent_cli.domain.catalog import PAY_PERIODS, SOURCE_CATEGORY
from effluent_cli.domain.entries import Entry
from effluent_cli.domain.explaining.lines import MOVE, Line, stepped
from effluent_cli.domain.explaining.paychecks import STATED, yearly_pay
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import BALANCE_LIMIT, money_shown
from effluent_cli.domain.periods import LAST_DAY
from effluent_cli.domain.property_costs import carrying_costs
from effluent_cli.domain.property_rent import rents
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Flow, IncomeSource
from effluent_cli.domain.self_employment import Obligation, obligations
from effluent_cli.domain.tracing import Happening

ONCE = "a twelfth of {} a year, on the 1st"
CHANGE = "a change of the scenario, on its day"
PRICES = "prices rise each January after the amount was stated"


class Origin(NamedTuple):
    """Where an entry comes from: the record, what it is called, the rule, and how its amount came about."""

    record: str
    title: str
    rule: str
    figures: str


def stated_lines(index: InputsIndex, rates: Rates, happening: Happening) -> Iterator[Line]:
    """Yield the lines of an entry that is neither a paycheck nor a debt's due date."""
    origin = origin_of(index, rates, happening.entry)
    on = happening.entry.day
    for column, name, amount in happening.parts:
        yield Line(on, column, name, amount, *origin)
    for name, amount in happening.moves:
        yield Line(on, MOVE, name, amount, *origin)


def origin_of(index: InputsIndex, rates: Rates, entry: Entry) -> Origin:
    """Return where an entry comes from. Ids are told apart by what the entry does: a flow may be named as a source is."""
    for flow in index.flows:
        if flow.id == entry.id and _is_of(flow, entry):
            return _flow(index, rates, flow, entry)
    if entry.id in index.sources:
        return _receipt(index, rates, index.sources[entry.id], entry.day)
    for source in index.sources.values():
        for obligation in obligations(index, source):
            if entry.id == f"{source.id}-{obligation.kind}":
                return _obligation(rates, obligation, entry.day)
    for cost in carrying_costs(index):
        if entry.id == f"{cost.account}-{cost.kind}":
            annual = stepped(cost.annual, rates.prices(cost.category), cost.stated_on.year, entry.day.year, rates)
            title = f"{index.assets[cost.account].name}, {cost.kind.replace('_', ' ')}"
            return Origin(f"account:{cost.account}", title, f"a carrying cost; {PRICES}", ONCE.format(annual))
    for rent in rents(index):
        if entry.id == f"{rent.account}-rent":
            figures = stepped(rent.amount, rates.prices(""), rent.stated_on.year, entry.day.year, rates)
            title = f"{index.assets[rent.account].name}, rent"
            return Origin(
                f"account:{rent.account}", title, f"rent of a property; {PRICES}", f"{figures} {rent.frequency}"
            )
    return _changed(index, entry)


def record_of(source: Flow | IncomeSource) -> str:
    """Return the record of a flow or source: the change that brings it, or the one that a change has cut into pieces."""
    if source.origin == "scenario":
        return f"change:{source.id}"
    # A piece is named after the whole, with a point and its number.
    return f"{source.KIND}:{source.id.partition('.')[0]}"


def _changed(index: InputsIndex, entry: Entry) -> Origin:
    """What a change of a scenario has happen on a day; what it pays towards a debt is named after it and what is paid."""
    debt = entry.debt
    if entry.step != "transfer" or debt is None:
        passing = ", ".join(f"{account} {money_shown(amount)}" for account, amount in entry.deltas)
        return Origin(f"change:{entry.id}", entry.id, CHANGE, passing or "on its day")
    (source, amount), title = entry.deltas[0], index.debts[debt].name
    if -amount >= BALANCE_LIMIT:
        return Origin(f"change:{entry.id.removesuffix(f'-{debt}')}", title, CHANGE, f"all that is owed, from {source}")
    figures = f"{money_shown(-amount)} from {source}, never more than is owed"
    return Origin(f"change:{entry.id.rpartition('-')[0]}", title, CHANGE, figures)


def _is_of(flow: Flow, entry: Entry) -> bool:
    """Whether a flow makes an entry of this shape: a transfer has no parts, any other one, of its own category."""
    if flow.type == "transfer":
        return not entry.parts
    return len(entry.parts) == 1 and entry.parts[0][1] == flow.category


def _flow(index: InputsIndex, rates: Rates, flow: Flow, entry: Entry) -> Origin:
    figures = money_shown(flow.amount)
    rule = CHANGE if flow.origin == "scenario" else STATED
    if flow.type == "expense" and flow.frequency != "once" and flow.stated_on != LAST_DAY:
        stated = max(flow.anchor.year, (flow.stated_on or flow.anchor).year)
        figures = stepped(flow.amount, rates.prices(flow.category), stated, entry.day.year, rates)
        rule += f"; {PRICES}"
    figures = f"{figures} {flow.frequency}"
    if entry.unless:
        rule += f"; escrow of {', '.join(entry.unless)} pays it while that lasts"
    if flow.type == "transfer":
        source, target = flow.from_account or index.cash_desk, flow.to_account or index.cash_desk
        figures += f", from {source} to {target}"
        if entry.debt is not None:
            rule += "; never more than is owed"
    return Origin(record_of(flow), flow.name, rule, figures)


def _receipt(index: InputsIndex, rates: Rates, source: IncomeSource, on: date) -> Origin:
    if "income" in index.figures(source.id, on):
        return Origin(record_of(source), source.name, "flows override", "the figure that was stated for it")
    periods = PAY_PERIODS[source.pay_frequency]
    figures = f"{yearly_pay(source, on.year, rates)}, in {periods} parts"
    return Origin(record_of(source), source.name, f"{STATED}: {SOURCE_CATEGORY[source.type]}", figures)


def _obligation(rates: Rates, obligation: Obligation, on: date) -> Origin:
    source = obligation.source
    title = f"{source.name}, {obligation.words}"
    if obligation.frequency == "annually":
        rule = "IRC 6654(c): 15 April, June, September, and January for the year before"
        return Origin(record_of(source), title, rule, f"{money_shown(obligation.amount)}, as stated")
    annual = money_shown(obligation.amount)
    if obligation.kind == "expected_expenses":
        name = rates.prices(obligation.category)
        annual = stepped(obligation.amount, name, obligation.anchor.year, on.year, rates)
    return Origin(record_of(source), title, STATED, ONCE.format(annual))
