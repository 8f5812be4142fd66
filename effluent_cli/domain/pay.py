"""A W-2 source's pay: gross with raises, what is deducted from it, what the employer adds. ``payroll`` pays it out."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from effluent_cli.domain.catalog import PAY_PERIODS, SOURCE_GROWTH
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import compounded, half_up, share
from effluent_cli.domain.periods import first_day
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Deduction, IncomeSource, Withholding

if TYPE_CHECKING:
    # A list of balances asks for what a source brings, not for paychecks.
    from effluent_cli.domain.paycheck import Paycheck
    from effluent_cli.domain.tax_year import TaxYear
    from effluent_cli.domain.withholding import W4


@frozen
class PayRun:
    """One pay date of one source. ``deductions`` and ``matches`` are (deduction, cents), matches by the employer.

    A payment of supplemental wages is one too, with neither.
    """

    source: IncomeSource
    on: date
    check: "Paycheck"
    deductions: tuple[tuple[Deduction, int], ...]
    matches: tuple[tuple[Deduction, int], ...]


class PaySeries(NamedTuple):
    """Paychecks of one job in a row that differ in nothing but their days: the first one, and the days of all of them."""

    first: PayRun
    days: Sequence[date]

    def runs(self) -> Iterator[PayRun]:
        """Return the paychecks one by one."""
        source, check, deductions, matches = (
            self.first.source,
            self.first.check,
            self.first.deductions,
            self.first.matches,
        )
        return (PayRun(source, day, check, deductions, matches) for day in self.days)

    def within(self, first: date, last: date) -> Sequence[date]:
        """Return the days from ``first`` to ``last``, both inclusive."""
        if first <= self.days[0] and self.days[-1] <= last:
            return self.days
        return [day for day in self.days if first <= day <= last]


def annual_pay(source: IncomeSource) -> int:
    """Return the yearly gross as stated: the salary, or hourly rate × annual hours, in cents."""
    if source.type == "w2_hourly":
        return (source.hourly_rate or 0) * (source.annual_hours or 0)
    return source.annual_amount or 0


def window_of(source: IncomeSource) -> tuple[date | None, date | None]:
    """Return the inclusive first and last day on which a source may pay, None where it is open.

    The benefit of a month is paid in the month after it (20 CFR 404.1807): that of the claim is the first.
    """
    if source.claim is None:
        return source.start, source.end
    first = first_day(source.claim + 1)
    return max(first, source.start or first), source.end


def gross_on(source: IncomeSource, on: date, rates: Rates) -> int:
    """Return the gross of one pay date: yearly pay ÷ nominal periods, half-up.

    Raises compound each January after the year in which the pay was stated, or in which the source starts where that is
    later, by the source's own raise, else by the assumption for its type. What a scenario makes of a source goes on from the
    year in which its pay was stated, whenever it starts.
    """
    stated = (source.stated_on or source.pay_date).year
    begun = stated if source.start is None or source.origin == "scenario" else source.start.year
    since = max(stated, begun)
    name = SOURCE_GROWTH.get(source.type)
    annual = annual_pay(source)
    if source.raise_rate is not None:
        annual = compounded(annual, source.raise_rate, max(on.year - since, 0))
    elif name is not None:
        annual = rates.compounded(annual, name, since, on.year)
    return half_up(annual, PAY_PERIODS[source.pay_frequency])


def w4_of(index: InputsIndex, stated: Withholding | None, tax_year: "TaxYear") -> "W4":
    """Return a W-4 as Worksheet 1A takes it; none given: the household's filing status, the rest empty."""
    from effluent_cli.domain.withholding import W4

    if stated is None:
        return W4(index.inputs.household.filing_status or "single")
    step3 = stated.step3_credits
    if step3 is None:
        children, others = stated.step3_children, stated.step3_other_dependents
        # Law that has nothing to act on is not asked for: a year's figures are read group by group.
        law = tax_year.step3 if children or others else None
        step3 = children * law.per_child + others * law.per_other_dependent if law is not None else 0
    return W4(
        filing_status=stated.filing_status,
        step2_checkbox=stated.step2_checkbox,
        step3_credits=step3,
        step4a_other_income=stated.step4a_other_income,
        step4b_deductions=stated.step4b_deductions,
        step4c_extra=stated.step4c_extra,
    )


def deferral(deduction: Deduction, gross: int) -> int:
    """Return what the deduction takes off a paycheck of ``gross`` cents as long as no limit stops it."""
    if deduction.percent is not None:
        return share(gross, deduction.percent)
    return deduction.amount or 0


def match_of(deduction: Deduction, pay: int, deferred: int, matched: list[int]) -> int:
    """Return the employer's match on one paycheck and add it to ``matched``, the year's match per tier (cents).

    ``pay`` is what of the paycheck counts for the plan, ``deferred`` what was deducted: the match ends with the deferral.

    A tier matches ``rate`` of the part of the deferral between the tier before and ``up_to`` of pay, up to its annual cap.
    """
    total = floor = 0
    for number, tier in enumerate(deduction.match):
        ceiling = share(pay, tier.up_to)
        part = share(max(0, min(deferred, ceiling) - floor), tier.rate)
        if tier.annual_cap is not None:
            part = min(part, tier.annual_cap - matched[number])
        matched[number] += part
        total += part
        floor = max(floor, ceiling)
    return total
