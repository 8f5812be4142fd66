"""What holds for every return, whatever is in it."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given as for_every
from hypothesis import settings
from hypothesis import strategies as st

from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.liability import liability, marginal_rate
from effluent_cli.domain.tax.trace import tax_trace
from tests.returns import K, given, returns


@settings(max_examples=300, deadline=None)
@for_every(returns())
def test_the_trace_of_every_return_adds_up(asked: Return) -> None:
    found = liability(asked)
    total = Decimal(0)
    ends = {}
    for step in tax_trace(asked, found):
        assert step.source
        if step.line.startswith("= "):
            assert Decimal(step.value) == total, step.line
            ends[step.line], total = total, Decimal(0)
        else:
            total += Decimal(step.value)
    assert ends["= adjusted gross income"] * 100 == found.above.agi
    assert ends["= taxable income"] * 100 == found.taxable.income
    assert ends["= total federal tax"] * 100 == found.total


@settings(max_examples=300, deadline=None)
@for_every(returns(), st.integers(1, 200 * K))
def test_tax_never_falls_as_a_pension_rises(asked: Return, more: int) -> None:
    """Income that is not earned feeds no credit. Two cents are left to the rounding of several lines."""
    steady = replace(asked, tax_table=False)
    richer = replace(steady, income=replace(steady.income, pension=steady.income.pension + more))
    assert liability(richer).total >= liability(steady).total - 2


@settings(max_examples=200, deadline=None)
@for_every(st.integers(30 * K, 2000 * K), st.integers(1, 100 * K), st.sampled_from([2025, 2026, 2030]))
def test_tax_never_falls_as_wages_rise_beyond_the_earned_income_credit(wages: int, more: int, year: int) -> None:
    before, after = (given(year=year, wages=each) for each in (wages, wages + more))
    assert liability(after).total >= liability(before).total - 2


@settings(max_examples=150, deadline=None)
@for_every(returns())
def test_best_is_the_better_of_the_two(asked: Return) -> None:
    ways = [liability(replace(asked, deduction=kind)) for kind in ("standard", "itemized")]
    found = liability(replace(asked, deduction="best"))
    if found.amt:
        assert found.total <= min(way.total for way in ways)
    else:
        assert found.taxable.before_floor == min(way.taxable.before_floor for way in ways)


@settings(max_examples=150, deadline=None)
@for_every(returns())
def test_credits_stay_within_their_bounds(asked: Return) -> None:
    found = liability(asked)
    taken = found.credits
    assert 0 <= taken.nonrefundable <= found.regular.tax + found.amt
    assert min(taken.refundable, taken.child_refundable, taken.earned_income, taken.adoption_refundable) >= 0
    assert found.above.taxable_benefits * 100 <= 85 * sum(person.social_security for person in asked.people) + 50
    assert found.regular.ordinary + found.regular.at_zero + found.regular.at_fifteen + found.regular.at_twenty == (
        found.taxable.income
    )


def test_the_marginal_rate_is_of_income_like_a_pension() -> None:
    asked = given(wages=120 * K)
    assert marginal_rate(asked, liability(asked)) == Decimal("0.22")
    retired = given(age=70, social_security=30 * K, income=replace(given().income, pension=30 * K))
    # 100.00 more makes 85.00 of benefits taxable as well, and costs nothing else at 12 %.
    assert marginal_rate(retired, liability(retired)) == Decimal("0.222")
    assert marginal_rate(given(), liability(given())) == 0
