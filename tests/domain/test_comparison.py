"""Drivers sum to the difference of net worth, to the cent; what none covers is an error with a reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain import catalog
from effluent_cli.domain.changes import compiled
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.comparison import DRIVERS, ORDER, Side, difference, drivers, side
from effluent_cli.domain.overlay import NONE
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Assumption, Deduction, Inputs, MatchTier
from effluent_cli.domain.rulebook import household_assumptions
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, job, loan, okafor

MONTHS = st.lists(st.dictionaries(st.sampled_from(sorted(DRIVERS)), st.integers(-(10**9), 10**9)), max_size=6)


def amounts(first: Inputs, second: Inputs, months: int = 24) -> dict[str, int]:
    """The drivers that make a difference, which must sum to it."""
    one, other = (project(each, RULES, TODAY, months) for each in (first, second))
    found = difference(Side(one, {}), Side(other, {}))
    assert (found.drivers.status, found.drivers.reason) == ("ok", None)
    assert sum(item.amount for item in found.drivers.items) == found.net_worth
    assert found.net_worth == other.months[-1].net_worth - one.months[-1].net_worth
    assert all(sum(item.components.values()) == item.amount for item in found.drivers.items)
    return {item.name: item.amount for item in found.drivers.items if item.amount} | found.moves


CLAIMS = st.dictionaries(
    st.tuples(st.sampled_from(("one_offs", "valuation")), st.sampled_from(sorted(DRIVERS))),
    st.integers(-(10**9), 10**9),
)


@given(MONTHS, MONTHS, st.integers(-(10**9), 10**9), CLAIMS)
def test_drivers_sum_to_the_difference_whatever_the_components(
    first: list[dict[str, int]], second: list[dict[str, int]], opening: int, claims: dict[tuple[str, str], int]
) -> None:
    apart = opening + sum(sum(month.values()) for month in second) - sum(sum(month.values()) for month in first)
    found = drivers(apart, opening, first, second, claims)
    assert found.status == "ok"
    assert sum(item.amount for item in found.items) == apart
    assert [item.name for item in found.items] == sorted((item.name for item in found.items), key=ORDER.index)
    told = {name for item in found.items for name in item.components} - {"opening_balances"}
    assert told == {name for month in (*first, *second, {name: 0 for _, name in claims}) for name in month}


def test_a_component_that_no_driver_covers_is_an_error_with_its_name() -> None:
    found = drivers(5, 0, [{"salary": 5}], [{"salary": 5, "alchemy": 5}])
    assert (found.status, found.items) == ("error", ())
    assert found.reason == "no driver covers alchemy"


def test_a_sum_that_is_not_the_difference_is_an_error_with_both() -> None:
    found = drivers(700, 0, [{}], [{"salary": 500}])
    assert (found.status, found.items) == ("error", ())
    assert found.reason == "the drivers sum to 5.00, but net worth differs by 7.00"


def test_every_component_that_there_can_be_has_one_driver() -> None:
    components = {
        *catalog.INCOME_CATEGORIES,
        *catalog.EXPENSE_CATEGORIES,
        *catalog.GROWTH_CATEGORY.values(),
        *catalog.INTEREST_CATEGORY.values(),
        *catalog.DEDUCTION_CATEGORY.values(),
        *catalog.SOURCE_CATEGORY.values(),
    }
    assert components <= DRIVERS.keys()
    beside = {catalog.CLOSING_COSTS, catalog.SELLING_COSTS, catalog.VALUATION}
    assert DRIVERS.keys() - components == beside
    assert len(ORDER) == len(set(ORDER)) == len(set(DRIVERS.values())) + 1


@settings(max_examples=40, deadline=None)
@given(any_inputs(), any_inputs())
def test_any_two_households_differ_by_their_drivers(first: Inputs, second: Inputs) -> None:
    amounts(first, second, 14)


def test_the_same_twice_has_every_driver_at_nothing() -> None:
    found = project(okafor(), RULES, TODAY, 4)
    same = difference(Side(found, {}), Side(found, {}))
    assert same.net_worth == 0
    names = (
        "net_income",
        "spending_housing",
        "spending_food",
        "federal_income_tax",
        "social_security_tax",
        "medicare_tax",
    )
    assert {item.name: item.amount for item in same.drivers.items} == dict.fromkeys(names, 0)


def test_dearer_rent_is_a_driver_of_housing_alone() -> None:
    # 24 months of 100.00 more, the first of them (1 November) being over; rent rises with inflation of nought.
    flat = (Assumption("inflation", Decimal(0)),)
    dearer = (bill("rent", 175_000, category="rent"), bill("groceries", 42_000))
    assert amounts(okafor(assumptions=flat), okafor(assumptions=flat, flows=dearer)) == {"spending_housing": -230_000}


def test_a_raise_is_net_income_and_the_taxes_on_it() -> None:
    found = amounts(okafor(), okafor(income_sources=(job(salary=13_200_000),)), months=2)
    # Two paychecks of 1,000.00 more: 6.2 % and 1.45 % of it to the cent. Of the 12,000.00 a year that Publication 15-T reckons
    # with, 1,800.00 lie below the 24 % bracket: 22 % × 1,800 + 24 % × 10,200 = 2,844.00 a year, 237.00 a month.
    assert found == {
        "net_income": 200_000,
        "federal_income_tax": -47_400,
        "social_security_tax": -12_400,
        "medicare_tax": -2_900,
    }


def test_a_match_is_a_driver_and_a_contribution_only_a_move() -> None:
    saving = okafor(
        accounts=(account("checking", "checking", primary=True), account("plan", "roth_401k", growth=Decimal(0))),
        snapshots=(held("checking", 500_000), held("plan", 0)),
    )
    deferral = Deduction("d", "job", "roth_401k", percent=Decimal("0.06"), target_account="plan",
                         match=(MatchTier(Decimal("0.5"), Decimal("0.06")),))  # fmt: skip
    found = amounts(saving, replace(saving, deductions=(deferral,)), months=1)
    assert found == {"employer_contribution": 30_000, "contributions": 60_000}


def test_other_books_differ_by_their_opening_balances_and_a_debt_by_its_interest() -> None:
    still = {"assumptions": (Assumption("inflation", Decimal(0)),), "accounts": (
        account("car", "auto_loan"), account("checking", "checking", primary=True)
    )}  # fmt: skip
    one = inputs(snapshots=(held("car", 0), held("checking", 500_000)), **still)
    owing = inputs(
        snapshots=(held("car", 120_000), held("checking", 500_000)), loan_terms=(loan("car", "0.12", 11_200),), **still
    )
    # 1.00 % of 1,200.00 on 9 December, then of 1,100.00 on 9 January.
    assert amounts(one, owing, months=3) == {
        "opening_balances": -120_000,
        "loan_interest": -1_200 - 1_100,
        "loan_principal": 10_000 + 10_100,
    }


def test_projections_over_different_months_are_refused() -> None:
    one, other = (project(okafor(), RULES, day, 6) for day in (TODAY, date(2026, 12, 1)))
    with pytest.raises(ValueError, match="different months"):
        difference(Side(one, {}), Side(other, {}))


def changed(stated: Inputs, *changes: Asked, months: int = 12) -> dict[str, int]:
    """The drivers between a household and itself under changes, in cents; those that make a difference."""
    rates = household_assumptions(RULES, stated.assumptions)
    under, overlay = compiled(stated, changes, rates, TODAY, date(2030, 12, 31))
    one = side(project(stated, RULES, TODAY, months), stated, NONE, TODAY)
    other = side(project(under, RULES, TODAY, months, overlay), under, overlay, TODAY)
    found = difference(one, other)
    assert (found.drivers.status, found.drivers.reason) == ("ok", None)
    assert sum(item.amount for item in found.drivers.items) == found.net_worth
    return {item.name: item.amount for item in found.drivers.items if item.amount}


def test_sums_that_come_and_go_once_are_told_apart_from_income_and_spending() -> None:
    won = Asked("won", "lump_sum_income", date(2026, 12, 6), None, {"amount": 200_000})
    spent = Asked("spent", "lump_sum_expense", date(2027, 1, 6), None, {"amount": 150_000, "category": "groceries"})
    later = Asked("later", "lump_sum_expense", date(2029, 1, 6), None, {"amount": 150_000})
    assert changed(okafor(), won, spent, later) == {"one_offs": 50_000}


def test_a_shock_to_values_is_told_apart_from_growth() -> None:
    stated = inputs(
        accounts=(account("checking", "checking", primary=True), account("fund", "brokerage", growth=Decimal(0))),
        snapshots=(held("checking", 0), held("fund", 1_000_000)),
    )
    crash = Asked("crash", "adjust_investment_value", date(2026, 12, 3), None, {"fraction": Decimal("-0.4")})
    assert changed(stated, crash) == {"valuation": -400_000}
    growing = replace(stated, accounts=(stated.accounts[0], account("fund", "brokerage", growth=Decimal("0.06"))))
    found = changed(growing, crash)
    # 10,011.36 after what is left of November: 40 % of it, and of December's growth of 48.73. From then on 40 % less grows by
    # 1.06^(10/12) - 1 = 4.976 %: 40 % of 500.60 is missing.
    assert found["valuation"] == -(400_454 + 1_950)
    assert abs(found["market_growth"] + 20_024) <= 5
    assert found.keys() == {"valuation", "market_growth"}
    recovering = crash._replace(values={"fraction": Decimal("-0.4"), "recovery_months": 10})
    assert abs(sum(changed(stated, recovering).values())) <= 10


def test_a_sale_is_costs_and_what_the_price_differs_from_the_value_by() -> None:
    flat = tuple(Assumption(name, Decimal(0)) for name in ("inflation", "property_growth"))
    stated = inputs(
        accounts=(account("checking", "checking", primary=True), account("land", "land")),
        snapshots=(held("checking", 0), held("land", 5_000_000)),
        assumptions=flat,
    )
    values = {"account": "land", "sale_price": 5_100_000, "selling_costs": 200_000}
    found = changed(stated, Asked("sale", "sell_asset", date(2026, 12, 9), None, values), months=2)
    assert found == {"one_offs": -200_000, "valuation": 100_000}


SCENARIOS: dict[str, tuple[Asked, ...]] = {
    "nothing": (),
    "raise": (Asked("rise", "modify_income", date(2027, 1, 1), None, {"flow": "job", "amount": 1_200_000}),),
    "jobless": (Asked("lost", "remove_income", date(2027, 2, 1), date(2027, 7, 31), {"flow": "job"}),),
    "child": (Asked("care", "add_expense", date(2027, 3, 1), None,
                    {"amount": 120_000, "frequency": "monthly", "category": "childcare"}),),
    "windfall": (Asked("won", "lump_sum_income", date(2027, 1, 6), None,
                       {"amount": 5_000_000, "tax_treatment": "ordinary"}),),
    "crash": (Asked("crash", "adjust_investment_value", date(2027, 1, 3), None,
                    {"fraction": Decimal("-0.4"), "recovery_months": 48}),),
    "prices": (Asked("dear", "override_inflation", date(2027, 1, 1), None, {"rate": Decimal("0.06")}),),
    "loan": (Asked("loan", "add_debt", date(2026, 12, 12), None,
                   {"principal": 2_000_000, "rate": Decimal("0.08"), "term_months": 60}),),
    "saving": (Asked("save", "set_savings_transfer", date(2027, 1, 1), None, {"amount": 100_000, "target": "fund"}),),
    "sale": (Asked("sale", "sell_asset", date(2027, 6, 9), None,
                   {"account": "home", "sale_price": 46_000_000, "selling_costs": 2_000_000}),),
}  # fmt: skip


def test_every_pair_of_ten_scenarios_differs_by_its_drivers() -> None:
    stated = okafor(
        accounts=(
            account("checking", "checking", primary=True),
            account("fund", "brokerage", growth=Decimal("0.06")),
            account("home", "primary_residence", property_tax=600_000, stated_on=TODAY),
        ),
        snapshots=(held("checking", 5_000_000), held("fund", 5_000_000), held("home", 40_000_000)),
    )
    rates = household_assumptions(RULES, stated.assumptions)
    sides = []
    for changes in SCENARIOS.values():
        under, overlay = compiled(stated, changes, rates, TODAY, date(2035, 12, 31))
        sides.append(side(project(under, RULES, TODAY, 60, overlay), under, overlay, TODAY))
    for one in sides:
        for other in sides:
            found = difference(one, other)
            assert found.drivers.status == "ok"
            assert sum(item.amount for item in found.drivers.items) == found.net_worth
            assert (found.net_worth == 0) == (one is other)
