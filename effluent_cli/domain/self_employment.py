"""What running a business of one's own implies beside its receipts: expenses, estimated tax, saving for retirement.

Estimated tax is four payments a year, on 15 April, June, September and 15 January (of the year after, for the year before).
Expected expenses and the retirement contribution are yearly sums, a twelfth on the 1st of each month. Where the business's
expenses are flows of their own, those count and the expected sum does not (system notes, sections 1 and 3).
"""

from collections.abc import Iterator
from datetime import date

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import half_up, money_shown
from effluent_cli.domain.overlay import record_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Flow, IncomeSource
from effluent_cli.domain.recurrence import in_window, next_after

ESTIMATED_MONTHS = {"april": 4, "june": 6, "september": 9, "january": 1}


@frozen
class Obligation:
    """One recurring payment of a business: ``amount`` is a year's (monthly ones) or one payment's (yearly ones), in cents.

    ``into`` is the account of a contribution, None for an expense of ``category``. Nothing is due on a day inside one of the
    windows (inclusive start and end, None open) of ``unless``: flows of the household's own stand there instead.
    """

    source: IncomeSource
    kind: str
    words: str
    category: str
    amount: int
    frequency: str
    anchor: date
    into: str | None = None
    unless: tuple[tuple[date | None, date | None], ...] = ()

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The source's own first and last day."""
        return self.source.start, self.source.end


def obligations(index: InputsIndex, source: IncomeSource) -> Iterator[Obligation]:
    """Yield what a self-employed source implies, none of it for any other."""
    if source.type != "self_employed":
        return
    year = (source.stated_on or source.pay_date).year
    if source.expected_expenses:
        yield Obligation(
            source,
            "expected_expenses",
            "expected expenses",
            "business_other",
            source.expected_expenses,
            "monthly",
            date(year, 1, 1),
            unless=tuple((flow.start, flow.end) for flow in _own_expenses(index, source)),
        )
    if source.estimated_payment:
        for name, month in ESTIMATED_MONTHS.items():
            yield Obligation(
                source,
                f"estimated_tax_{name}",
                f"estimated tax, {name.title()}",
                "estimated_tax",
                source.estimated_payment,
                "annually",
                date(year, month, 15),
            )
    if source.retirement_contribution and source.retirement_account in index.assets:
        yield Obligation(
            source,
            "retirement_contribution",
            "retirement contribution",
            "contribution",
            source.retirement_contribution,
            "monthly",
            date(year, 1, 1),
            source.retirement_account,
        )


def occurrences_of(obligation: Obligation, rates: Rates, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield (day, cents) from ``first`` to ``last``."""
    for day in in_window(obligation.frequency, obligation.anchor, obligation.window, first, last):
        if not _covered(obligation, day):
            yield day, amount_on(obligation, day, rates)


def _covered(obligation: Obligation, day: date) -> bool:
    return any((start or day) <= day <= (end or day) for start, end in obligation.unless)


def amount_on(obligation: Obligation, day: date, rates: Rates) -> int:
    """Return what is due on ``day``; expenses grow with inflation each January after they were stated."""
    if obligation.frequency == "annually":
        return obligation.amount
    annual = obligation.amount
    if obligation.kind == "expected_expenses":
        annual = rates.compounded(annual, rates.prices(obligation.category), obligation.anchor.year, day.year)
    return half_up(annual * day.month, 12) - half_up(annual * (day.month - 1), 12)


def next_of(obligation: Obligation, as_of: date) -> date | None:
    """Return the first day after ``as_of`` on which it falls, None where flows of the household's own stand there."""
    day = next_after(obligation.frequency, obligation.anchor, obligation.window, as_of)
    return None if day is None or _covered(obligation, day) else day


def counted_once(index: InputsIndex, as_of: date) -> Iterator[Finding]:
    """Yield a finding for every source whose expected expenses stand back behind flows of their own, now or later."""
    for source in index.sources.values():
        own = _own_expenses(index, source)
        flows = [flow.id for flow in own if flow.end is None or flow.end > as_of]
        if source.type == "self_employed" and source.expected_expenses and flows:
            yield Finding(
                "counted_once",
                "info",
                f"income_source:{source.id}",
                f"expenses of {source.name}: the flows {', '.join(flows)} count, the expected "
                f"{money_shown(source.expected_expenses)} a year does not",
                f"effluent income edit {source.id} --expected-expenses 0",
            )


def _own_expenses(index: InputsIndex, source: IncomeSource) -> list[Flow]:
    return [flow for flow in index.flows if flow.source == record_of(source.id) and flow.type == "expense"]
