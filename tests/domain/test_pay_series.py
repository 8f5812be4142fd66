"""Paychecks that are alike are reckoned once: every one of them is what it would be reckoned by itself."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.limits import LIMIT_OF
from effluent_cli.domain.pay import deferral
from effluent_cli.domain.paycheck import YearToDate, reckon
from effluent_cli.domain.payroll import PaidYear, Payroll
from effluent_cli.domain.records import Deduction, Inputs
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.withholding import W4
from tests.households import RULES, job, okafor

PERIODS = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}
KINDS = ("traditional_401k", "roth_401k", "health_insurance", "fsa_health")


@st.composite
def employed(draw: st.DrawFn) -> Inputs:
    """One job of any pay, far below the wage base or far above it, whose deductions fit into the year or do not."""
    work = job(salary=draw(st.integers(0, 120_000_000)), frequency=draw(st.sampled_from(tuple(PERIODS))))
    taken = tuple(
        Deduction(f"d{number}", "job", kind, percent=Decimal(draw(st.integers(0, 40))) / 100)
        for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=3, unique=True)))
    )
    return okafor(income_sources=(work,), withholdings=(), deductions=taken)


def paid(stated: Inputs, year: int) -> PaidYear:
    rates = household_assumptions(RULES, stated.assumptions)
    return Payroll(InputsIndex(stated), RULES, rates).year(year)


@given(employed(), st.integers(2026, 2030))
def test_every_paycheck_is_that_of_its_own_year_to_date(stated: Inputs, year: int) -> None:
    found, w4 = paid(stated, year), W4("single")
    before = YearToDate()
    for run in found.runs["job"]:
        check = reckon(
            tax_year=found.tax_year,
            periods=PERIODS[run.source.pay_frequency],
            gross=run.check.gross,
            state="TX",
            w4=w4,
            deductions=tuple((deduction.type, amount) for deduction, amount in run.deductions),
            ytd=before,
        )
        assert run.check == check
        before = YearToDate(
            before.social_security_wages + check.social_security_wages, before.medicare_wages + check.medicare_wages
        )
    assert before.social_security_wages <= found.tax_year.social_security.wage_base


@given(employed(), st.integers(2026, 2030))
def test_every_deduction_is_what_is_wanted_up_to_what_its_limit_has_left(stated: Inputs, year: int) -> None:
    found = paid(stated, year)
    person, law = found.room.person("ngozi"), found.tax_year
    # Each of the two is one limit of one person here, who is below 50.
    left = {"elective_deferral": person.elective.base, "health_fsa": law.fsa.health}
    for run in found.runs["job"]:
        for deduction, amount in run.deductions:
            wanted, limit = deferral(deduction, run.check.gross), LIMIT_OF.get(deduction.type)
            assert amount == (wanted if limit is None else min(wanted, left[limit]))
            if limit is not None:
                left[limit] -= amount
    used = dict.fromkeys(left, 0)
    for each in found.room.contributions:
        used[each.limit] = used.get(each.limit, 0) + each.amount
    assert [person.elective.base - used["elective_deferral"], law.fsa.health - used["health_fsa"]] == [*left.values()]
    assert [each.on for each in found.room.contributions] == sorted(each.on for each in found.room.contributions)


def test_days_that_are_alike_stand_together() -> None:
    series = paid(okafor(), 2027).series["job"]
    assert [len(each.days) for each in series] == [12]
    assert series[0].days[0] == date(2027, 1, 30)
