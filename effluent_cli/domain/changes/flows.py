"""Income and spending: flows and sources that are added, altered or ended, one-off sums, and overlays over all of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import EXPENSE_GROUP_OF, PAY_PERIODS, W2_TYPES
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.flows import flow_id
from effluent_cli.domain.money import share
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.pay import annual_pay
from effluent_cli.domain.records import Flow, IncomeSource

NOT_SPENT = ("tax", "debt")
"""Groups of expense categories that are no spending: taxes paid by hand, and interest."""


def add_income(draft: Draft, asked: Asked) -> None:
    """A recurring income from the day on."""
    draft.add_flow(_flow(asked, "income", asked.get("category", "other_income"), asked.amount))


def add_expense(draft: Draft, asked: Asked) -> None:
    """A recurring expense from the day on; it grows with the inflation of its category."""
    draft.add_flow(_flow(asked, "expense", asked.values["category"], asked.amount))


def lump_sum_income(draft: Draft, asked: Asked) -> None:
    """A sum that comes in once; free of tax unless it is said how it is taxed."""
    flow = _flow(asked, "income", "other_income", asked.amount, "once")
    draft.add_flow(replace(flow, tax_treatment=asked.get("tax_treatment", "none")))


def lump_sum_expense(draft: Draft, asked: Asked) -> None:
    """A sum that is spent once."""
    draft.add_flow(_flow(asked, "expense", asked.get("category", "miscellaneous"), asked.amount, "once"))


def modify_income(draft: Draft, asked: Asked) -> None:
    """Another amount each time, another frequency, or both."""
    source = _source_named(draft, asked)
    if source is None:
        draft.cut_flow(_flow_named(draft, asked, "income"), asked.on, asked.until, _altered(asked))
    elif source.type in W2_TYPES:
        draft.cut_job(source.id, asked.on, asked.until, lambda terms: terms._replace(source=_paid(terms.source, asked)))
    else:
        draft.cut_source(source.id, asked.on, asked.until, lambda piece: _paid(piece, asked))


def remove_income(draft: Draft, asked: Asked) -> None:
    """It does not come in, nor what the same job pays on top."""
    source = _source_named(draft, asked)
    if source is None:
        draft.cut_flow(_flow_named(draft, asked, "income"), asked.on, asked.until, _nothing)
        return
    for flow in draft.index.flows:
        if flow.source == source.id:
            draft.cut_flow(flow.id, asked.on, asked.until, _nothing)
    if source.type in W2_TYPES:
        draft.cut_job(source.id, asked.on, asked.until, lambda terms: terms._replace(pays=False))
    else:
        draft.cut_source(source.id, asked.on, asked.until, lambda _: None)


def modify_expense(draft: Draft, asked: Asked) -> None:
    """Another amount each time, another frequency, or both."""
    draft.cut_flow(_flow_named(draft, asked, "expense"), asked.on, asked.until, _altered(asked))


def remove_expense(draft: Draft, asked: Asked) -> None:
    """It is not spent."""
    draft.cut_flow(_flow_named(draft, asked, "expense"), asked.on, asked.until, _nothing)


def adjust_total_income(draft: Draft, asked: Asked) -> None:
    """All income is a fraction more or less, or an amount a month comes on top, taxed as ordinary income."""
    if "amount" in asked.values:
        flow = _flow(asked, "income", "other_income", asked.amount, "monthly")
        draft.add_flow(replace(flow, tax_treatment="ordinary"))
        return
    scale_income(draft, asked.on, asked.until, asked.values["fraction"], lambda _: True)


def adjust_total_expenses(draft: Draft, asked: Asked) -> None:
    """All spending of a category (or of every one) is a fraction more or less, or an amount a month comes on top."""
    category = asked.get("category", None)
    if "amount" in asked.values:
        draft.add_flow(_flow(asked, "expense", category or "miscellaneous", asked.amount, "monthly"))
        return
    fraction: Decimal = asked.values["fraction"]

    def counts(flow: Flow) -> bool:
        spent = flow.type == "expense" and EXPENSE_GROUP_OF[flow.category] not in NOT_SPENT
        return spent and category in (None, flow.category)

    for key in [key for key, pieces in draft.flows.items() if any(counts(piece) for piece in pieces)]:
        draft.cut_flow(key, asked.on, asked.until, _scaled(fraction))


def scale_income(
    draft: Draft, on: date, until: date | None, fraction: Decimal, counts: Callable[[IncomeSource | Flow], bool]
) -> None:
    """Have the income that counts be a fraction more (negative: less) for a while, wherever it comes from."""

    def job(terms: JobTerms) -> JobTerms:
        return terms._replace(source=scaled_source(terms.source, fraction))

    for key, pieces in draft.sources.items():
        if not any(counts(piece) for piece in pieces):
            continue
        if pieces[0].type in W2_TYPES:
            draft.cut_job(key, on, until, job)
        else:
            draft.cut_source(key, on, until, lambda piece: scaled_source(piece, fraction))
    for key in [
        key for key, pieces in draft.flows.items() if any(each.type == "income" and counts(each) for each in pieces)
    ]:
        draft.cut_flow(key, on, until, _scaled(fraction))


def scaled_source(source: IncomeSource, fraction: Decimal) -> IncomeSource:
    """Return a source that brings a fraction more; what an hour brings stays whole cents."""
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
        if "amount" not in asked.values:
            return replace(flow, frequency=frequency, anchor=anchor)
        return replace(flow, amount=asked.amount, frequency=frequency, anchor=anchor, stated_on=asked.on)

    return change


def _paid(source: IncomeSource, asked: Asked) -> IncomeSource:
    """Return a source that pays an amount each time. An amount is a salary: hours do not count any more."""
    frequency = asked.get("frequency", source.pay_frequency)
    pay_date = source.pay_date if frequency == source.pay_frequency else asked.on
    if "amount" not in asked.values:
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
    )


def _nothing(_: Flow) -> None:
    return None


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
