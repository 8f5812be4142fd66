"""What of a pay stub still holds under other terms: its figures are those of the pay and the deductions it was given for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from effluent_cli.domain.money import half_up
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.pay import annual_pay
from effluent_cli.domain.records import IncomeSource, Override

PAY = ("gross", "income")
FEDERAL = "federal_income_tax"
DEDUCTION = "deduction-"


def of_source(stated: Iterable[Override], before: IncomeSource, now: IncomeSource) -> Iterator[Override]:
    """Yield the figures of a source that hold for a piece of it: none of pay stated anew, those of scaled pay scaled."""
    for each in stated:
        if each.kind not in PAY or same_pay(before, now):
            yield each
        elif now.stated_on == before.stated_on and now.pay_frequency == before.pay_frequency and annual_pay(before):
            yield replace(each, amount=half_up(each.amount * annual_pay(now), annual_pay(before)))


def of_job(stated: Iterable[Override], before: JobTerms, now: JobTerms) -> tuple[Override, ...]:
    """Return the figures of a job that hold under other terms: a tax only where nothing changes that it is reckoned from."""
    untouched = {each.id for each in before.deductions if each in now.deductions}
    fixed = {each.id for each in before.deductions if each.percent is None}
    paid_alike = same_pay(before.source, now.source)
    if not paid_alike:
        untouched &= fixed if before.source.pay_frequency == now.source.pay_frequency else set()

    def holds(kind: str) -> bool:
        if kind in PAY:
            return True
        if kind.startswith(DEDUCTION):
            return kind.removeprefix(DEDUCTION) in untouched
        alike = paid_alike and set(before.deductions) == set(now.deductions)
        return alike and (kind != FEDERAL or before.withholding == now.withholding)

    return tuple(each for each in of_source(stated, before.source, now.source) if holds(each.kind))


def same_pay(before: IncomeSource, now: IncomeSource) -> bool:
    """Whether two states of a source bring the same each time."""
    return _pay(before) == _pay(now)


def _pay(source: IncomeSource) -> tuple[object, ...]:
    return annual_pay(source), source.hourly_rate, source.pay_frequency, source.stated_on
