"""Income and spending: flows and sources that are added, altered or ended, one-off sums, and overlays over all of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import EXPENSE_GROUP_OF, PAY_PERIODS
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.flows import flow_id
from effluent_cli.domain.money import share
from effluent_cli.domain.pay import annual_pay, window_of
from effluent_cli.domain.property_costs import COSTS, RENTAL_CATEGORY
from effluent_cli.domain.property_rent import CATEGORY
from effluent_cli.domain.records import Flow, IncomeSource

NOT_SPENT = ("tax", "debt")
"""Groups of expense categories that are no spending: taxes paid by hand, and interest."""
STANDS_FOR = frozenset({CATEGORY, *RENTAL_CATEGORY.values(), *(category for category, _ in COSTS.values())})
"""Categories of flows that stand in for what is stated of a property."""


def add_income(draft: Draft, asked: Asked) -> None:
    """A recurring income from the day on, which falls due then first; it stays as it is, whatever prices do."""
    draft.add_flow(_flow(asked, "income", asked.get("category", "other_income"), asked.amount))


def add_expense(draft: Draft, asked: Asked) -> None:
    """A recurring expense from the day on; in money of that day, it grows with the inflation of its category."""
    draft.add_flow(_flow(asked, "expense", asked.values["category"], asked.amount))


def lump_sum_income(draft: Draft, asked: Asked) -> None:
    """A sum that comes in once; free of tax unless it is said how it is taxed.

    One whose day is over has come in or has not: today's books know.
    """
    flow = _flow(asked, "income", "other_income", asked.amount, "once")
    draft.add_flow(replace(flow, tax_treatment=asked.get("tax_treatment", "none")))


def lump_sum_expense(draft: Draft, asked: Asked) -> None:
    """A sum that is spent once."""
    draft.add_flow(_flow(asked, "expense", asked.get("category", "miscellaneous"), asked.amount, "once"))


def modify_income(draft: Draft, asked: Asked) -> None:
    """Another amount each time, another frequency, or both.

    An amount is that of one payment; without one, a flow goes on with its amount each time, a source with its pay a year.
    Another frequency is counted from the day of the change. Raises go on from the year of the day, and what a pay stub said of
    the old pay counts no more. A benefit that is still to be claimed becomes the amount, from its first month on. What was
    removed for a while stays removed; what was removed for good by then is refused.
    """
    source = _source_named(draft, asked)
    draft.demand(asked, "flow", asked.values["flow"] if source is None else source.id)
    if source is None:
        draft.cut_flow(_flow_named(draft, asked, "income"), asked.on, asked.until, _altered(asked))
        return
    if asked.get("frequency", source.pay_frequency) not in PAY_PERIODS:
        raise broken(asked, "frequency", f"{source.id} pays weekly, biweekly, semimonthly or monthly")
    if source.claim is not None and "amount" not in asked.values:
        raise broken(asked, "frequency", f"{source.id} pays monthly, by its claim: give an amount too")
    for key in draft.pieces_of(source.id):
        draft.cut_pay(key, asked.on, asked.until, lambda piece: _paid(piece, asked))


def remove_income(draft: Draft, asked: Asked) -> None:
    """It does not come in, nor what the same job pays on top; nor is spent what the same business costs.

    Deductions, savings and matches of a job end with its pay, and its plan may be drawn on as after any separation.
    """
    source = _source_named(draft, asked)
    _note_end(draft, asked, asked.values["flow"] if source is None else source.id)
    if source is None:
        draft.cut_flow(_flow_named(draft, asked, "income"), asked.on, asked.until, _nothing)
        return
    draft.end_tied(source.id, asked.on, asked.until, _nothing)
    for key in draft.pieces_of(source.id):
        if draft.is_job(key):
            draft.cut_job(key, asked.on, asked.until, lambda terms: terms._replace(pays=False))
        else:
            draft.cut_source(key, asked.on, asked.until, _no_source)


def modify_expense(draft: Draft, asked: Asked) -> None:
    """Another amount each time (in money of the day of the change), another frequency (counted from it), or both."""
    draft.demand(asked, "flow", asked.values["flow"])
    draft.cut_flow(_flow_named(draft, asked, "expense"), asked.on, asked.until, _altered(asked))


def remove_expense(draft: Draft, asked: Asked) -> None:
    """It is not spent, and what is stated of a property is not spent in its place either."""
    _note_end(draft, asked, asked.values["flow"])
    draft.cut_flow(_flow_named(draft, asked, "expense"), asked.on, asked.until, _nothing)


def adjust_total_income(draft: Draft, asked: Asked) -> None:
    """All income is a fraction more or less, or an amount a month comes on top, taxed as ordinary income.

    The fraction is of every source and income flow, benefits and pensions among them; what follows from a claim of Social
    Security, rent that is only stated of a property, and what accounts bring, stay. The amount comes on the day of the month
    of the change.
    """
    if "amount" in asked.values:
        flow = _flow(asked, "income", "other_income", asked.amount, "monthly")
        draft.add_flow(replace(flow, tax_treatment="ordinary"))
        return
    if not draft.sources and not any(pieces and pieces[0].type == "income" for pieces in draft.flows.values()):
        raise broken(asked, "fraction", "the household has no income by source or flow")
    scale_income(draft, asked.on, asked.until, asked.values["fraction"], lambda _: True)


def adjust_total_expenses(draft: Draft, asked: Asked) -> None:
    """All spending of a category (or of every one) is a fraction more or less, or an amount a month comes on top.

    The fraction is of the household's expense flows but taxes and interest paid by hand; what paychecks lose, escrows pay and
    properties cost by themselves stays. The amount is in money of the day of the change.
    """
    category = asked.get("category", None)
    if "amount" in asked.values:
        draft.add_flow(_flow(asked, "expense", category or "miscellaneous", asked.amount, "monthly"))
        return
    fraction: Decimal = asked.values["fraction"]

    def counts(flow: Flow) -> bool:
        spent = flow.type == "expense" and EXPENSE_GROUP_OF[flow.category] not in NOT_SPENT
        return spent and category in (None, flow.category)

    counting = [key for key, pieces in draft.flows.items() if any(counts(piece) for piece in pieces)]
    if not counting:
        raise broken(asked, "category", f"nothing is spent on {category or 'anything'} by a flow")
    for key in counting:
        draft.cut_flow(key, asked.on, asked.until, _scaled(fraction))


def scale_income(
    draft: Draft, on: date, until: date | None, fraction: Decimal, counts: Callable[[IncomeSource | Flow], bool]
) -> None:
    """Have the income that counts be a fraction more (negative: less) for a while, wherever it comes from."""
    for key in [key for key, pieces in draft.sources.items() if any(counts(piece) for piece in pieces)]:
        draft.cut_pay(key, on, until, lambda piece: scaled_source(piece, fraction))
    for key in [
        key for key, pieces in draft.flows.items() if any(each.type == "income" and counts(each) for each in pieces)
    ]:
        draft.cut_flow(key, on, until, _scaled(fraction))


def scaled_source(source: IncomeSource, fraction: Decimal) -> IncomeSource:
    """Return a source that brings a fraction more; what an hour brings stays whole cents. A claimed benefit stays."""
    if source.claim is not None:
        return source
    if source.type == "w2_hourly":
        return replace(source, hourly_rate=(source.hourly_rate or 0) + share(source.hourly_rate or 0, fraction))
    return replace(source, annual_amount=annual_pay(source) + share(annual_pay(source), fraction))


def _scaled(fraction: Decimal) -> Callable[[Flow], Flow]:
    return lambda flow: replace(flow, amount=flow.amount + share(flow.amount, fraction))


def _flow(asked: Asked, kind: str, category: str, amount: int, frequency: str | None = None) -> Flow:
    return Flow(
        id=asked.id,
        name=asked.title,
        type=kind,
        category=category,
        amount=amount,
        frequency=frequency or asked.values["frequency"],
        anchor=asked.on,
        start=asked.on,
        end=asked.until,
        stated_on=asked.on,
        origin="scenario",
        tax_treatment=asked.get("tax_treatment", None) if kind == "income" else None,
    )


def _altered(asked: Asked) -> Callable[[Flow], Flow]:
    def change(flow: Flow) -> Flow:
        frequency = asked.get("frequency", flow.frequency)
        anchor = flow.anchor if frequency == flow.frequency else asked.on
        # An amount of nought holds the place of what was removed.
        if "amount" not in asked.values or not flow.amount:
            return replace(flow, frequency=frequency, anchor=anchor)
        return replace(flow, amount=asked.amount, frequency=frequency, anchor=anchor, stated_on=asked.on)

    return change


def _paid(source: IncomeSource, asked: Asked) -> IncomeSource:
    """Return a source that pays an amount each time. An amount is a salary: hours do not count any more."""
    frequency = asked.get("frequency", source.pay_frequency)
    if frequency not in PAY_PERIODS:
        raise broken(asked, "frequency", f"an income source pays {', '.join(PAY_PERIODS)}")
    pay_date = source.pay_date if frequency == source.pay_frequency else asked.on
    if "amount" not in asked.values or not (annual_pay(source) or source.claim):
        return replace(source, pay_frequency=frequency, pay_date=pay_date)
    return replace(
        source,
        type="w2" if source.type == "w2_hourly" else source.type,
        hourly_rate=None,
        annual_hours=None,
        annual_amount=asked.amount * PAY_PERIODS[frequency],
        pay_frequency=frequency,
        pay_date=pay_date,
        stated_on=asked.on,
        start=window_of(source)[0],
        claim=None,
        full_age_benefit=None,
        earnings=(),
    )


def _nothing(flow: Flow) -> Flow | None:
    """Return what is left of a flow that ends: nothing, or what holds its place so that nothing else is counted instead."""
    covers = flow.category in STANDS_FOR or (flow.type == "expense" and flow.source is not None)
    return replace(flow, amount=0) if covers else None


def _note_end(draft: Draft, asked: Asked, record: str) -> None:
    if asked.until is None:
        draft.end("flow", record, asked.on)


def _no_source(source: IncomeSource) -> IncomeSource | None:
    return replace(source, annual_amount=0) if source.type == "rental" else None


def _source_named(draft: Draft, asked: Asked) -> IncomeSource | None:
    """Return the source that ``flow`` names: by its own id, or by that of one of its system flows."""
    key = asked.values["flow"]
    if key in draft.flows:
        return None
    return draft.index.sources.get(key) or next(
        (source for source in draft.index.sources.values() if key in _system_ids(source)), None
    )


def _system_ids(source: IncomeSource) -> Iterator[str]:
    return (flow_id(source.id, kind) for kind in ("gross", "net_pay", "income"))


def _flow_named(draft: Draft, asked: Asked, kind: str) -> str:
    key: str = asked.values["flow"]
    if key not in draft.flows:
        raise broken(asked, "flow", f"there is no {kind} {key!r}")
    if draft.flows[key] and draft.flows[key][0].type != kind:
        raise broken(asked, "flow", f"{key} is no {kind}")
    return key
