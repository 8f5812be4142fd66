"""Stress tests beside the changes of a scenario, and of what stands in no source: the same shocks to another course."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.changes import compiled
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.comparison import side
from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.projection import Projection, project
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.stress.outcome import Breach, Outcome, outcome, shaken
from effluent_cli.domain.stress.table import TESTS
from effluent_cli.errors import Refused
from tests.domain.stress.test_stress import FLAT, household, of, spending
from tests.households import RULES, TODAY, bill, inputs

MONTHS = 12
SINCE = date(2026, 12, 1)


def change(kind: str, on: date = SINCE, **values: Any) -> Asked:
    return Asked("plan.c1", kind, on, None, values)


def shaken_over(name: str, stated: Inputs, *changes: Asked, **values: Any) -> tuple[Projection, Outcome]:
    """The course under a test after the changes, and what the test comes to against the scenario's own course."""
    test = TESTS[name]
    rates = household_assumptions(RULES, stated.assumptions)
    scenario = compiled(stated, changes, rates, TODAY, date(2027, 12, 31))
    calm = project(scenario[0], RULES, TODAY, MONTHS, scenario[1])
    chosen = {each.name: each.default for each in test.inputs} | values
    under = shaken(test, chosen, stated, rates, TODAY, MONTHS, changes)
    shocked = project(under[0], RULES, TODAY, MONTHS, under[1])
    found = outcome(name, {}, shocked, under, side(calm, *scenario, TODAY), TODAY)
    assert found.net_worth_difference == shocked.months[-1].net_worth - calm.months[-1].net_worth
    assert sum(item.amount for item in found.drivers.items) == found.net_worth_difference
    return shocked, found


def test_what_a_scenario_earns_falls_with_the_rest() -> None:
    gig = change("add_income", amount=100_000, frequency="monthly", category="freelance")
    shocked, _ = shaken_over("income_drop_25", household(), gig)
    # 6,000.00 and 1,000.00 of pay, 1,000.00 of the scenario.
    assert of(shocked, "2027-03", "salary") == 700_000 * 3 // 4
    assert of(shocked, "2027-03", "freelance") == 75_000


def test_the_largest_income_may_be_the_scenarios_own() -> None:
    gig = change("add_income", amount=900_000, frequency="monthly", category="freelance")
    shocked, _ = shaken_over("job_loss_primary", household(), gig)
    assert [of(shocked, month, "freelance") for month in ("2026-12", "2027-05", "2027-06")] == [0, 0, 900_000]
    assert of(shocked, "2026-12", "salary") == 700_000


def test_the_job_that_a_scenario_ended_is_not_lost_again() -> None:
    shocked, found = shaken_over("job_loss_primary", household(), change("remove_income", flow="job"))
    assert [of(shocked, month, "salary") for month in ("2026-12", "2027-06")] == [0, 100_000]
    # Six months of 1,000.00 of gross pay, and what is withheld of it.
    income = next(item for item in found.drivers.items if item.name == "net_income")
    assert income.amount == -600_000


def test_a_fund_that_a_scenario_buys_falls_with_the_market() -> None:
    buy = change("add_asset", date(2026, 11, 25), value=500_000, account_type="brokerage", funded_from="checking")
    shocked, _ = shaken_over("market_drop_40", household(), buy)
    assert shocked.months[1].accounts["fund"] == 2_400_000
    # 5,000.00 less 40 %, and a month's growth of what a brokerage account brings.
    assert 300_000 <= shocked.months[1].accounts["c1"] < 310_000


def test_a_wage_that_is_only_a_flow_can_be_lost_and_can_fall() -> None:
    wage = bill("wage", 300_000, anchor=date(2026, 12, 3), type="income", category="salary")
    pension = bill("pension", 900_000, anchor=date(2026, 12, 3), type="income", category="pension")
    stated = inputs(flows=(pension, wage), assumptions=FLAT)
    lost, _ = shaken_over("job_loss_primary", stated)
    assert [of(lost, month, "salary") for month in ("2026-12", "2027-05", "2027-06")] == [0, 0, 300_000]
    ill, _ = shaken_over("health_event", stated)
    assert [of(ill, month, "salary") for month in ("2026-12", "2027-05", "2027-06")] == [225_000, 225_000, 300_000]
    assert {of(found, "2026-12", "pension") for found in (lost, ill)} == {900_000}


def test_a_benefit_for_a_job_that_nobody_has_is_refused() -> None:
    for name in ("job_loss_primary", "combined_recession"):
        with pytest.raises(Refused, match="nobody"):
            shaken_over(name, spending(100_000, 10**7), benefit=100_000)
        shaken_over(name, spending(100_000, 10**7))


def test_what_has_lost_everything_cannot_recover() -> None:
    with pytest.raises(Refused, match="lost everything"):
        shaken_over("market_drop_20", household(), fraction=Decimal(1))


def test_a_breach_says_how_long_it_lasts_at_first_and_in_all() -> None:
    # Of 3,500.00 of cash 1,000.00 is spent on each 25th: 2,500.00 to -1,500.00 are left from November to March, 6,500.00 in
    # April, when 9,000.00 have come in, 3,500.00 in July, and 2,500.00 to 500.00 from August to October, the last month.
    gift = bill("gift", 900_000, anchor=date(2027, 4, 3), type="income", category="other_income")
    stated = spending(100_000, 350_000)
    _, found = shaken_over("income_drop_10", replace(stated, flows=(*stated.flows, replace(gift, frequency="once"))))
    assert {each.threshold: each for each in found.breaches} == {
        "shortfall": Breach("shortfall", parse_month("2027-02"), 3, 3),
        "liquidity_below_1": Breach("liquidity_below_1", parse_month("2027-01"), 3, 4),
        "liquidity_below_3": Breach("liquidity_below_3", parse_month("2026-11"), 5, 8),
    }
    assert found.min_liquidity_months == Decimal("-1.5")
    assert found.min_liquidity_on == parse_month("2027-03")
