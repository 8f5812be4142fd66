"""The twelve stress tests: what each does to a household of round figures, and what is read off the months."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.overlay import Overlay
from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.projection import Projection, project
from effluent_cli.domain.records import Assumption, CardTerms, Inputs
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.stress.outcome import Outcome, outcome, resilience, shaken
from effluent_cli.domain.stress.table import TESTS, first_full_month
from effluent_cli.errors import Refused
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, job, loan

FLAT = tuple(Assumption(name, Decimal(0)) for name in ("inflation", "salary_growth", "return_us_stocks"))
MONTHS = 24


def household(**parts: Any) -> Inputs:
    """6,000.00 a month, 2,000.00 of rent, a fund, a card that pays a fixed sum, and a car loan of 400.00 a month."""
    given = {
        "accounts": (
            account("auto", "auto_loan"),
            account("checking", "checking", primary=True),
            account("fund", "brokerage", growth=Decimal(0)),
            account("visa", "credit_card"),
        ),
        "snapshots": (
            held("auto", 2_000_000),
            held("checking", 1_000_000),
            held("fund", 4_000_000),
            held("visa", 500_000),
        ),
        "loan_terms": (loan("auto", "0", 40_000, day=9),),
        "card_terms": (CardTerms("visa", Decimal("0.12"), 18, payment_rule="fixed", fixed_payment=20_000),),
        "income_sources": (job("job", 7_200_000), job("side", 1_200_000)),
        "flows": (bill("rent", 200_000, anchor=date(2026, 12, 1), category="rent"),),
        "assumptions": FLAT,
        **parts,
    }
    return inputs(**given)


def shocked(name: str, stated: Inputs, months: int = MONTHS, **values: Any) -> tuple[Projection, Projection, Outcome]:
    """The course without and under a test, and what the test comes to."""
    test = TESTS[name]
    rates = household_assumptions(RULES, stated.assumptions)
    chosen = {each.name: each.default for each in test.inputs} | values
    under = shaken(test, chosen, stated, rates, TODAY, months)
    plain, other = project(stated, RULES, TODAY, months), project(under[0], RULES, TODAY, months, under[1])
    assert other.opening_net_worth == plain.opening_net_worth
    before = other.opening_net_worth
    for row in other.months:
        assert sum(row.components.values()) == row.net_worth - before
        before = row.net_worth
    # Nothing happens before the first full month.
    assert other.months[0] == plain.months[0]
    found = outcome(name, {}, other, under, plain, stated, TODAY)
    assert found.net_worth_difference == other.months[-1].net_worth - plain.months[-1].net_worth
    assert sum(item.amount for item in found.drivers.items) == found.net_worth_difference
    return plain, other, found


def of(found: Projection, month: str, name: str) -> int:
    row = next(row for row in found.months if row.month == parse_month(month))
    return row.components.get(name, 0)


FIRSTS = {"2026-11-23": "2026-12-01", "2026-11-30": "2026-12-01", "2026-12-01": "2027-01-01"}


@pytest.mark.parametrize(("as_of", "first"), FIRSTS.items())
def test_shocks_begin_with_the_first_full_month(as_of: str, first: str) -> None:
    assert first_full_month(date.fromisoformat(as_of)).isoformat() == first


@pytest.mark.parametrize(("percent", "left"), [(10, 540_000 + 90_000), (25, 450_000 + 75_000), (50, 300_000 + 50_000)])
def test_income_drops_take_their_part_of_what_work_earns(percent: int, left: int) -> None:
    pension = bill("pension", 50_000, anchor=date(2026, 12, 3), type="income", category="pension")
    stated = household()
    stated = replace(stated, flows=(pension, *stated.flows))
    _, under, _ = shocked(f"income_drop_{percent}", stated)
    assert [of(under, month, "salary") for month in ("2026-12", "2028-10")] == [left, left]
    assert of(under, "2026-12", "pension") == 50_000


def test_the_largest_job_stops_for_six_months_with_a_benefit() -> None:
    _, under, _ = shocked("job_loss_primary", household(), benefit=180_000)
    assert [of(under, f"2027-{month:02d}", "salary") for month in (1, 5, 6)] == [100_000, 100_000, 700_000]
    assert [of(under, month, "unemployment") for month in ("2026-12", "2027-05", "2027-06")] == [180_000, 180_000, 0]


@pytest.mark.parametrize("dollars", [500, 1000])
def test_more_is_spent_each_month(dollars: int) -> None:
    _, _, found = shocked(f"expense_spike_{dollars}", household())
    # December 2026 to October 2028: 23 months.
    assert found.net_worth_difference == -23 * dollars * 100


def test_cards_cost_two_points_more_and_fixed_loans_nothing() -> None:
    plain, under, _ = shocked("rate_shock_2", household())
    # 5,000.00 at 12 % cost 50.00 a month, at 14 % 58.33.
    assert (of(plain, "2026-12", "card_interest"), of(under, "2026-12", "card_interest")) == (-5_000, -5_833)
    assert of(under, "2027-06", "loan_interest") == 0


@pytest.mark.parametrize(("percent", "recovery"), [(20, 36), (40, 48)])
def test_markets_fall_and_come_back(percent: int, recovery: int) -> None:
    _, under, found = shocked(f"market_drop_{percent}", household(), months=recovery + 2)
    assert under.months[1].accounts["fund"] == 4_000_000 * (100 - percent) // 100
    assert under.months[1 + recovery].accounts["fund"] == pytest.approx(4_000_000, abs=recovery)
    assert found.largest_drawdown is not None
    assert found.largest_drawdown.amount < 4_000_000 * percent // 100


def test_prices_rise_for_two_years() -> None:
    _, under, _ = shocked("inflation_spike", household(), months=40)
    # The step of a January goes by the year before it: of 2026 one month in twelve at 6 %.
    assert of(under, "2027-01", "rent") == -(200_000 * 1_005 // 1_000)
    assert of(under, "2028-01", "rent") == pytest.approx(-200_000 * 1.005 * 1.06, abs=1)
    assert of(under, "2030-01", "rent") == pytest.approx(-200_000 * 1.005 * 1.06 * 1.055, abs=1)


def test_an_illness_costs_a_sum_and_part_of_the_largest_pay() -> None:
    _, under, _ = shocked("health_event", household())
    assert of(under, "2026-12", "medical_expenses") == -1_000_000
    assert [of(under, month, "salary") for month in ("2026-12", "2027-05", "2027-06")] == [550_000, 550_000, 700_000]


def test_a_recession_is_three_at_once() -> None:
    _, under, _ = shocked("combined_recession", household())
    assert of(under, "2026-12", "salary") == 100_000
    assert under.months[1].accounts["fund"] == 2_400_000
    assert of(under, "2026-12", "card_interest") == -5_833


def test_who_earns_and_owns_nothing_is_shaken_by_prices_alone() -> None:
    stated = inputs(snapshots=(held("checking", 10**9),), assumptions=FLAT)
    apart = {name: shocked(name, stated)[2].net_worth_difference for name in TESTS}
    assert {name for name, amount in apart.items() if amount} == {
        "expense_spike_500",
        "expense_spike_1000",
        "health_event",
    }


def test_what_names_nothing_of_the_household_is_refused() -> None:
    with pytest.raises(Refused, match="nowhere"):
        shocked("market_drop_20", household(), applies_to="nowhere")
    with pytest.raises(Refused, match="nowhere"):
        shocked("rate_shock_2", household(), applies_to="nowhere")


def spending(monthly: int, cash: int, **parts: Any) -> Inputs:
    """Who has no income, and spends so much on the 25th of each month."""
    bills = (bill("food", monthly, anchor=date(2026, 11, 25)),)
    return inputs(snapshots=(held("checking", cash),), flows=bills, assumptions=FLAT, **parts)


@pytest.mark.parametrize(
    ("cash", "status", "codes"),
    [
        # After four payments of 1,000.00: 900.00, 1,000.00, 2,999.00 and 3,000.00 are left.
        (490_000, "failed", {"liquidity_below_1", "liquidity_below_3"}),
        (500_000, "warning", {"liquidity_below_3"}),
        (699_900, "warning", {"liquidity_below_3"}),
        (700_000, "passed", set()),
        (390_000, "failed", {"shortfall", "liquidity_below_1", "liquidity_below_3"}),
    ],
)
def test_the_verdict_is_that_of_the_worst_month(cash: int, status: str, codes: set[str]) -> None:
    _, _, found = shocked("income_drop_10", spending(100_000, cash), months=4)
    assert found.status == status
    assert {breach.threshold for breach in found.breaches} == codes
    assert found.min_dscr is None
    assert found.min_liquidity_on == parse_month("2027-02")
    assert found.first_negative_net_flow == parse_month("2026-11")
    if "liquidity_below_1" in codes:
        assert found.first_month_below_one == found.breaches[-2].first


def test_coverage_decides_too() -> None:
    # 1,250.00 free for 1,000.00 of payments is no breach, 1,249.00 one to be warned of, 999.00 a failure.
    owing = {
        "accounts": (account("auto", "auto_loan"), account("checking", "checking", primary=True)),
        "loan_terms": (loan("auto", "0", 100_000, day=9),),
        "snapshots": (held("auto", 9_000_000), held("checking", 10**8)),
        "assumptions": FLAT,
    }
    for amount, status in ((125_000, "passed"), (124_900, "warning"), (99_900, "failed")):
        income = bill("gift", amount, anchor=date(2026, 12, 3), type="income", category="other_income")
        _, _, found = shocked("income_drop_10", inputs(flows=(income,), **owing), months=3)
        assert (found.status, found.min_dscr) == (status, Decimal(amount) / 100_000)


def test_resilience_counts_half_a_point_for_a_warning_and_rounds_half_up() -> None:
    assert resilience(["passed"] * 9 + ["warning", "failed", "failed"]) == 79  # 950 / 12 = 79.17
    assert resilience(["warning", "failed", "failed", "failed"]) == 13  # 12.5
    assert resilience(["passed", "error"]) == 100
    assert resilience(["error"]) is None


@settings(max_examples=25, deadline=None)
@given(any_inputs(), st.integers(2, 30))
def test_income_drops_never_get_milder(stated: Inputs, months: int) -> None:
    rates = household_assumptions(RULES, stated.assumptions)
    plain = project(stated, RULES, TODAY, months)
    earned = []
    for percent in (0, 10, 25, 50):
        under: tuple[Inputs, Overlay] = (stated, Overlay())
        if percent:
            test = TESTS[f"income_drop_{percent}"]
            under = shaken(test, {each.name: each.default for each in test.inputs}, stated, rates, TODAY, months)
        course = project(under[0], RULES, TODAY, months, under[1]) if percent else plain
        earned.append([row.income for row in course.months])
    for milder, harder in pairwise(earned):
        assert all(less <= more for less, more in zip(harder, milder, strict=True))
