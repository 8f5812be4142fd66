"""A W-2 source's pay runs over time: gross with raises, deductions, match, year-to-date state, the paycheck itself.

Paychecks are reckoned from 1 January of the first year asked for (or the source's start), because Social Security's wage
base and Additional Medicare depend on the year to date; a pay stub's year-to-date figures take the place of what came
before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import PAY_PERIODS, SOURCE_GROWTH
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import compounded, half_up, share
from effluent_cli.domain.paycheck import Paycheck, YearToDate, reckon
from effluent_cli.domain.records import Deduction, IncomeSource
from effluent_cli.domain.recurrence import in_window
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.stub_figures import as_on_the_stub
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.domain.withholding import W4


@frozen
class PayRun:
    """One pay date of one source. ``deductions`` and ``matches`` are (deduction, cents), matches by the employer."""

    source: IncomeSource
    on: date
    check: Paycheck
    deductions: tuple[tuple[Deduction, int], ...]
    matches: tuple[tuple[Deduction, int], ...]


def annual_pay(source: IncomeSource) -> int:
    """Return the yearly gross as stated: the salary, or hourly rate × annual hours, in cents."""
    if source.type == "w2_hourly":
        return (source.hourly_rate or 0) * (source.annual_hours or 0)
    return source.annual_amount or 0


def gross_on(source: IncomeSource, on: date, assumptions: Mapping[str, Decimal]) -> int:
    """Return the gross of one pay date: yearly pay ÷ nominal periods, half-up.

    Raises compound each January after the year in which the pay was stated, or in which the source starts where that is
    later, by the source's own raise, else by the assumption for its type.
    """
    rate = source.raise_rate
    if rate is None:
        name = SOURCE_GROWTH.get(source.type)
        rate = assumptions[name] if name else Decimal(0)
    stated = (source.stated_on or source.pay_date).year
    years = on.year - max(stated, source.start.year if source.start is not None else stated)
    return half_up(compounded(annual_pay(source), rate, max(years, 0)), PAY_PERIODS[source.pay_frequency])


def w4_of(index: InputsIndex, source: IncomeSource, tax_year: TaxYear) -> W4:
    """Return the source's W-4 as Worksheet 1A takes it; none given: the household's filing status, the rest empty."""
    stated = index.withholdings.get(source.id)
    if stated is None:
        return W4(index.inputs.household.filing_status or "single")
    step3 = stated.step3_credits
    if step3 is None:
        step3 = (
            stated.step3_children * tax_year.step3.per_child
            + stated.step3_other_dependents * tax_year.step3.per_other_dependent
        )
    return W4(
        filing_status=stated.filing_status,
        step2_checkbox=stated.step2_checkbox,
        step3_credits=step3,
        step4a_other_income=stated.step4a_other_income,
        step4b_deductions=stated.step4b_deductions,
        step4c_extra=stated.step4c_extra,
    )


def deferral(deduction: Deduction, gross: int) -> int:
    """Return what the deduction takes off a paycheck of ``gross`` cents."""
    if deduction.percent is not None:
        return share(gross, deduction.percent)
    return deduction.amount or 0


def match_of(deduction: Deduction, gross: int, deferred: int, matched: list[int]) -> int:
    """Return the employer's match on one paycheck and add it to ``matched``, the year's match per tier (cents).

    A tier matches ``rate`` of the part of the deferral between the tier before and ``up_to`` of pay, up to its annual cap.
    """
    total = floor = 0
    for number, tier in enumerate(deduction.match):
        ceiling = share(gross, tier.up_to)
        part = share(max(0, min(deferred, ceiling) - floor), tier.rate)
        if tier.annual_cap is not None:
            part = min(part, tier.annual_cap - matched[number])
        matched[number] += part
        total += part
        floor = max(floor, ceiling)
    return total


def pay_runs(
    index: InputsIndex, source: IncomeSource, rules: Rules, assumptions: Mapping[str, Decimal], first: date, last: date
) -> Iterator[PayRun]:
    """Yield the source's pay runs from ``first`` to ``last``, each reckoned with its calendar year's state."""
    deductions = index.deductions.get(source.id, ())
    state = source.work_state or index.inputs.household.state
    form = index.withholdings.get(source.id)
    state_extra = form.state_extra if form is not None else 0
    for year in range(first.year, last.year + 1):
        tax_year = rules.tax_year(year, assumptions)
        w4 = w4_of(index, source, tax_year)
        ytd, stub = YearToDate(), _stub(source, year)
        matched = {deduction.id: [0] * len(deduction.match) for deduction in deductions}
        end_of_year = min(last, date(year, 12, 31))
        for on in in_window(
            source.pay_frequency, source.pay_date, (source.start, source.end), date(year, 1, 1), end_of_year
        ):
            if stub is not None and source.ytd_on is not None and on > source.ytd_on:
                ytd, stub = stub, None
            figures = index.figures(source.id, on)
            gross = figures.get("gross", gross_on(source, on, assumptions))
            taken = tuple(
                (deduction, figures.get(f"deduction-{deduction.id}", deferral(deduction, gross)))
                for deduction in deductions
            )
            check = reckon(
                tax_year=tax_year,
                periods=PAY_PERIODS[source.pay_frequency],
                gross=gross,
                state=state,
                w4=w4,
                deductions=tuple((deduction.type, amount) for deduction, amount in taken),
                ytd=ytd,
            )
            if figures or state_extra:
                check = as_on_the_stub(check, figures, state_extra)
            ytd = replace(
                ytd,
                social_security_wages=ytd.social_security_wages + check.social_security_wages,
                medicare_wages=ytd.medicare_wages + check.medicare_wages,
            )
            matches = tuple(
                (deduction, match_of(deduction, gross, amount, matched[deduction.id]))
                for deduction, amount in taken
                if deduction.match
            )
            if on >= first:
                yield PayRun(source, on, check, taken, matches)


def _stub(source: IncomeSource, year: int) -> YearToDate | None:
    """Return the state that a pay stub of ``year`` gives for the paychecks after it."""
    if source.ytd_on is None or source.ytd_on.year != year:
        return None
    gross = source.ytd_gross or 0
    return YearToDate(
        social_security_wages=gross if source.ytd_social_security_wages is None else source.ytd_social_security_wages,
        medicare_wages=gross if source.ytd_medicare_wages is None else source.ytd_medicare_wages,
    )
