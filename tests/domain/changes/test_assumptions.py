"""Rates that are others for a while, by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.records import Assumption, Inputs
from tests.domain.changes.applying import FLAT, after, asked, by_month, refused, row
from tests.households import TODAY, account, bill, held, inputs, job

TENTH = Decimal("0.10")


def household(*rates: Assumption, **more: Any) -> Inputs:
    """A job of 1,000.00 a month, food and doctors of 100.00 each, savings of 10,000.00 and a fund of as much."""
    stated = tuple(each for each in FLAT if each.name not in {rate.name for rate in rates})
    given = {
        "accounts": (
            account("checking", "checking", primary=True),
            account("fund", "brokerage", growth=Decimal("0.05")),
            account("home", "primary_residence", insurance=120_000, stated_on=TODAY),
            account("ira", "traditional_ira"),
            account("savings", "savings"),
        ),
        "snapshots": tuple(held(key, 1_000_000) for key in ("checking", "fund", "ira", "savings")),
        "income_sources": (job(salary=1_200_000),),
        "flows": (bill("doctor", 10_000, category="medical_expenses"), bill("food", 10_000)),
        "assumptions": (*stated, *rates),
        **more,
    }
    return inputs(**given)


def test_prices_rise_by_the_mean_of_the_months_before_and_pay_does_not() -> None:
    change = asked("override_inflation", date(2027, 7, 15), date(2028, 6, 1), rate=TENTH)
    found = after(household(), change, months=28)
    # Six months of 2027 and six of 2028 at a tenth: 5 % in January 2028, 5 % more in January 2029.
    assert by_month(found, "groceries", "2027-12", 2) == [-10_000, -10_500]
    assert by_month(found, "groceries", "2028-12", 2) == [-10_500, -11_025]
    assert by_month(found, "homeowners_insurance", "2028-01", 1) == [-10_500]
    assert by_month(found, "salary", "2029-01", 1) == [100_000]
    # In money of November 2026: half a year of a tenth until the end of 2027.
    last = row(found, "2028-01")
    assert last.net_worth_real == pytest.approx(last.net_worth / 1.1**0.5, abs=2)


def test_months_say_how_long_in_place_of_the_last_day() -> None:
    by_months = after(household(), asked("override_inflation", date(2027, 1, 1), rate=TENTH, months=12), months=28)
    by_end = after(
        household(), asked("override_inflation", date(2027, 1, 1), date(2027, 12, 31), rate=TENTH), months=28
    )
    assert by_months.months == by_end.months
    assert by_month(by_months, "groceries", "2028-12", 2) == [-11_000, -11_000]


def test_inflation_of_a_category_stays_where_it_is_assumed_and_may_be_another_where_it_is_not() -> None:
    own = household(Assumption("inflation_medical_expenses", Decimal("0.20")))
    found = after(own, asked("override_inflation", date(2027, 1, 1), rate=TENTH), months=15)
    # A fifth for 2026 and for 2027.
    assert by_month(found, "medical_expenses", "2028-01", 1) == [-14_400]
    assert by_month(found, "groceries", "2028-01", 1) == [-11_000]
    named = asked(
        "override_assumptions", date(2027, 1, 1), date(2027, 12, 31), inflation_medical_expenses=Decimal("0.20")
    )
    both = after(household(), named, asked("override_inflation", date(2028, 1, 1), rate=TENTH, key="c2"), months=28)
    # A fifth for 2027; then as all prices: a tenth for 2028.
    assert by_month(both, "medical_expenses", "2027-12", 2) == [-10_000, -12_000]
    assert by_month(both, "medical_expenses", "2028-12", 2) == [-12_000, -13_200]
    assert by_month(both, "groceries", "2027-12", 2) == [-10_000, -10_000]


def test_any_assumption_may_be_another_for_whole_months() -> None:
    change = asked("override_assumptions", date(2027, 2, 28), date(2027, 3, 1), savings_yield=Decimal("0.12"))
    found = after(household(), change)
    # 10,000.00 × (1.12 ** (1/12) − 1) = 94.89, the second month on 10,094.89.
    assert by_month(found, "savings_interest", "2027-01", 4)[::3] == [0, 0]
    saved = [each.accounts["savings"] for each in found.months[2:6]]
    assert saved == [1_000_000, 1_009_489, pytest.approx(1_000_000 * 1.12 ** (2 / 12), abs=1), saved[2]]


def test_investments_bring_so_much_whatever_they_hold() -> None:
    change = asked("override_investment_return", date(2027, 1, 1), rate=Decimal("-0.10"), months=12)
    found = after(household(), change, months=16)
    at = found.months[1].month
    for key in ("fund", "ira"):
        held_then = {each.month: each.accounts[key] for each in found.months}
        assert held_then[at + 12] == pytest.approx(held_then[at] * 0.9, abs=10)
    assert row(found, "2028-01").accounts["fund"] == pytest.approx(
        row(found, "2027-12").accounts["fund"] * 1.05 ** (1 / 12), abs=1
    )
    assert row(found, "2027-12").accounts["savings"] == 1_000_000


def test_pay_without_a_raise_of_its_own_grows_otherwise() -> None:
    other = job("other", 1_200_000, raise_rate=Decimal("0.02"))
    stated = household(income_sources=(job(salary=1_200_000), other))
    found = after(stated, asked("override_salary_growth", date(2027, 1, 1), rate=TENTH), months=16)
    # 1,000.00 + 1,020.00 in 2027 (raised for 2026), 1,100.00 + 1,040.40 in 2028.
    assert by_month(found, "salary", "2027-12", 2) == [202_000, 214_040]


def test_the_last_word_of_several_is_that_of_the_later_in_the_order() -> None:
    long = asked("override_inflation", date(2027, 1, 1), rate=TENTH)
    short = asked("override_inflation", date(2027, 1, 1), date(2027, 12, 31), rate=Decimal("0.20"), key="c2")
    found = after(household(), long, short, months=28)
    assert by_month(found, "groceries", "2027-12", 2) == [-10_000, -12_000]
    assert by_month(found, "groceries", "2028-12", 2) == [-12_000, -13_200]
    assert by_month(after(household(), short, long, months=28), "groceries", "2028-01", 1) == [-11_000]


def test_months_that_lie_behind_keep_their_rates() -> None:
    early = asked("override_inflation", date(2026, 1, 1), date(2026, 10, 31), rate=TENTH)
    assert after(household(), early).months == after(household()).months
    # Of 2026 only November and December are still to come: 2 × 10 % ÷ 12.
    lasting = early._replace(until=None)
    assert by_month(after(household(), lasting), "groceries", "2027-01", 1) == [-10_167]


def test_what_cannot_be_applied_is_refused() -> None:
    for name in ("nothing", "inflation_nothing", "index_prime", "investment_return"):
        rate: dict[str, Any] = {name: TENTH}
        assert "assumes nothing of this name" in refused(household(), asked("override_assumptions", **rate))
