"""Month by month: identities, dates, growth, debts, the shortfall."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.books import books_at
from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS
from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.periods import month_of, parse_month
from effluent_cli.domain.projection import Projection, project
from effluent_cli.domain.records import Account, Assumption, CardTerms, Deduction, Inputs, MatchTier
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.yearly import yearly
from effluent_cli.errors import Refused
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, job, loan, okafor


def walk(stated: Inputs, months: int = 12, as_of: date = TODAY) -> Projection:
    found = project(stated, RULES, as_of, months)
    kinds = {each.id: GROUP_OF[each.type] for each in stated.accounts if each.active}
    before, cash = (
        found.opening_net_worth,
        sum(each.balance for key, each in found.opening.items() if kinds[key] == "cash"),
    )
    for row in found.months:
        change = row.income - row.taxes - row.spending - row.interest + row.returns + row.adjustments
        assert change == sum(row.components.values()) == row.net_worth - before, row
        owed = sum(balance for key, balance in row.accounts.items() if kinds[key] in LIABILITY_GROUPS)
        assert (row.liabilities, row.assets) == (owed, sum(row.accounts.values()) - owed)
        assert row.assets - row.liabilities == row.net_worth
        assert row.opening_cash == cash
        assert row.closing_cash == sum(balance for key, balance in row.accounts.items() if kinds[key] == "cash")
        assert row.closing_cash - row.opening_cash == row.net_flow
        assert row.lowest_cash <= min(row.opening_cash, row.closing_cash)
        before, cash = row.net_worth, row.closing_cash
    return found


def month(found: Projection, text: str) -> dict[str, int]:
    row = next(row for row in found.months if row.month == parse_month(text))
    return {**row.components, **row.moves, **row.accounts}


@settings(max_examples=60, deadline=None)
@given(any_inputs(), st.integers(1, 30))
def test_every_cent_of_every_month_is_accounted_for(stated: Inputs, months: int) -> None:
    found = walk(stated, months)
    assert [row.month for row in found.months] == list(range(month_of(TODAY), month_of(TODAY) + months))
    for row in yearly(found.months):
        change = row.income - row.taxes - row.spending - row.interest + row.returns + row.adjustments
        assert change == sum(row.components.values())


@settings(max_examples=30, deadline=None)
@given(any_inputs())
def test_a_longer_horizon_begins_with_the_shorter_one(stated: Inputs) -> None:
    assert project(stated, RULES, TODAY, 24).months[:6] == project(stated, RULES, TODAY, 6).months


def test_okafor_nets_what_the_tables_say() -> None:
    found = walk(okafor())
    assert found.months[0].income == 1_000_000
    assert found.months[0].taxes == 146_417 + 62_000 + 14_500
    assert found.months[0].accounts["checking"] == 500_000 + 777_083
    assert found.months[1].spending == 207_000


def test_all_rates_zero_and_no_flows_nothing_moves() -> None:
    still = (Assumption("inflation", Decimal(0)), Assumption("property_growth", Decimal(0)))
    stated = inputs(
        accounts=(account("checking", "checking"), account("home", "primary_residence")),
        snapshots=(held("checking", 12_345), held("home", 30_000_000)),
        assumptions=still,
    )
    assert {row.net_worth for row in walk(stated, 60).months} == {30_012_345}


def test_growth_is_a_twelfth_root_and_the_first_month_by_days() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"), account("savings", "savings", growth=Decimal("0.041"))),
        snapshots=(held("checking", 0), held("savings", 1_000_000)),
    )
    found = walk(stated, 14)
    monthly = 1.041 ** (1 / 12) - 1
    assert month(found, "2026-11")["savings_interest"] == round(1_000_000 * monthly * 7 / 30)
    december = found.months[0].accounts["savings"] + month(found, "2026-12")["savings_interest"]
    assert month(found, "2026-12")["savings"] == december
    ratio = found.months[13].accounts["savings"] / found.months[1].accounts["savings"]
    assert ratio == pytest.approx(1.041, abs=1e-6)


def test_a_negative_balance_earns_nothing_and_shows() -> None:
    stated = inputs(
        accounts=(account("checking", "checking", growth=Decimal("0.05")),),
        snapshots=(held("checking", 10_000),),
        flows=(bill("rent", 9_000, anchor=date(2026, 12, 10)), bill("food", 2_500, anchor=date(2026, 12, 20))),
    )
    found = walk(stated, 3)
    assert found.first_shortfall is not None
    assert (found.first_shortfall.month, found.first_shortfall.on) == (parse_month("2026-12"), date(2026, 12, 20))
    assert found.months[2].accounts["checking"] < 0
    assert "savings_interest" not in found.months[2].components
    assert found.months[1].lowest_on == date(2026, 12, 20)


def test_credits_come_before_debits_on_one_day() -> None:
    stated = inputs(
        snapshots=(held("checking", 0),),
        flows=(
            bill("a-rent", 90_000, "once", date(2026, 12, 1)),
            bill("z-gift", 100_000, "once", date(2026, 12, 1), type="income", category="other_income"),
        ),
    )
    assert walk(stated, 2).first_shortfall is None


def test_three_paychecks_in_the_months_that_have_three() -> None:
    stated = inputs(income_sources=(job(salary=14_820_000, frequency="biweekly", pay_date=date(2026, 11, 20)),))
    found = walk(stated, 14)
    checks = {row.month: row.income for row in found.months}
    assert checks[parse_month("2026-12")] == 2 * 570_000
    assert checks[parse_month("2027-01")] % 3 == 0
    assert checks[parse_month("2027-01")] > 3 * 570_000


def test_raises_and_inflation_come_each_january() -> None:
    stated = okafor(income_sources=(job(raise_rate=Decimal("0.03")),))
    found = walk(stated, 27)
    assert month(found, "2026-12")["salary"] == 1_000_000
    assert month(found, "2027-01")["salary"] == 1_030_000
    assert month(found, "2028-01")["salary"] == 1_060_900
    assert month(found, "2027-01")["rent"] == -169_125
    assert month(found, "2026-12")["rent"] == -165_000


def test_a_bill_is_not_inflated_before_the_date_it_was_given_for() -> None:
    stated = inputs(flows=(bill("insurance", 89_000, "semiannually", date(2027, 1, 10)),))
    found = walk(stated, 16)
    assert month(found, "2027-01")["groceries"] == -89_000
    assert month(found, "2028-01")["groceries"] == -91_225


def test_a_loan_ends_with_an_odd_payment_and_nothing_follows() -> None:
    stated = inputs(
        accounts=(account("auto", "auto_loan"), account("checking", "checking")),
        snapshots=(held("auto", 873_012), held("checking", 5_000_000)),
        loan_terms=(loan("auto", "0.0549", 41_200, last_payment_on=date(2028, 10, 9)),),
    )
    found = walk(stated, 30)
    paid = [(row.month, row.debt_service) for row in found.months if row.debt_service]
    assert len(paid) == 23
    assert {amount for _, amount in paid[:-1]} == {41_200}
    assert 0 < paid[-1][1] != 41_200
    assert found.months[-1].accounts["auto"] == 0
    assert found.months[0].dscr is None


def test_the_last_payment_of_the_term_clears_what_is_left() -> None:
    stated = inputs(
        accounts=(account("auto", "auto_loan"), account("checking", "checking")),
        snapshots=(held("auto", 1_000_000), held("checking", 5_000_000)),
        loan_terms=(loan("auto", "0", 10_000, last_payment_on=date(2027, 2, 9)),),
    )
    assert [row.debt_service for row in walk(stated, 5).months] == [0, 10_000, 10_000, 980_000, 0]


def test_a_payment_below_the_interest_lets_the_debt_grow() -> None:
    stated = inputs(
        accounts=(account("auto", "auto_loan"), account("checking", "checking")),
        snapshots=(held("auto", 1_000_000), held("checking", 5_000_000)),
        loan_terms=(loan("auto", "0.24", 10_000),),
    )
    found = walk(stated, 3)
    assert [row.accounts["auto"] for row in found.months] == [1_000_000, 1_010_000, 1_020_200]


def card(**more: object) -> Inputs:
    return inputs(
        accounts=(account("checking", "checking"), account("visa", "credit_card")),
        snapshots=(held("checking", 5_000_000), held("visa", 341_290)),
        card_terms=(
            CardTerms("visa", Decimal("0.2249"), 18, minimum_percent=Decimal("0.02"), minimum_floor=3_500, **more),  # type: ignore[arg-type]  # test shorthand
        ),
    )


def test_the_minimum_rule_still_owes_after_ten_years() -> None:
    assert walk(card(), 121).months[-1].accounts["visa"] == 293_428


def test_the_full_and_the_fixed_rule() -> None:
    assert walk(card(payment_rule="full"), 2).months[1].accounts["visa"] == 0
    fixed = walk(card(payment_rule="fixed", fixed_payment=200_000), 4)
    assert [row.accounts["visa"] for row in fixed.months][2:] == [0, 0]


def test_interest_on_the_statement_day_comes_before_the_payment() -> None:
    found = walk(card(statement_day=5), 3)
    interest = -month(found, "2026-12")["card_interest"]
    assert interest == 6_396
    assert month(found, "2026-12")["visa"] == 341_290 + 6_396 - 6_826


def test_a_transfer_to_a_debt_never_pays_more_than_is_owed() -> None:
    stated = card(payment_rule="fixed", fixed_payment=1)
    extra = bill("extra", 300_000, anchor=date(2026, 12, 1), type="transfer", category="transfer")
    stated = replace(stated, flows=(replace(extra, from_account="checking", to_account="visa"),))
    found = walk(stated, 4)
    assert found.months[2].accounts["visa"] == 0
    assert found.months[3].moves == {}


def test_spending_on_a_card_raises_what_is_owed() -> None:
    stated = replace(
        card(payment_rule="full"), flows=(bill("shoes", 20_000, "once", date(2026, 12, 20), from_account="visa"),)
    )
    assert walk(stated, 2).months[1].accounts["visa"] == 20_000


def test_transfers_between_accounts_are_moves() -> None:
    saving = bill("save", 10_000, anchor=date(2026, 12, 1), type="transfer", category="transfer")
    stated = inputs(
        accounts=(account("broker", "brokerage", growth=Decimal(0)), account("checking", "checking")),
        snapshots=(held("broker", 0), held("checking", 100_000)),
        flows=(replace(saving, from_account="checking", to_account="broker"),),
    )
    found = walk(stated, 3)
    assert found.months[1].moves == {"contributions": 10_000}
    assert found.months[2].net_worth == 100_000


def test_deferrals_and_match_go_to_their_account() -> None:
    stated = okafor(
        accounts=(account("checking", "checking"), account("k", "traditional_401k", growth=Decimal(0))),
        snapshots=(held("checking", 0), held("k", 0)),
        deductions=(
            Deduction(
                "d", "job", "traditional_401k", percent=Decimal("0.09"), target_account="k",
                match=(MatchTier(Decimal(1), Decimal("0.03")), MatchTier(Decimal("0.5"), Decimal("0.05"), annual_cap=12_000)),
            ),
        ),
    )  # fmt: skip
    found = walk(stated, 3)
    assert month(found, "2026-11")["employer_contribution"] == 30_000
    assert month(found, "2026-12")["employer_contribution"] == 30_000
    assert month(found, "2027-01")["employer_contribution"] == 30_750 + 10_250
    assert month(found, "2026-11")["k"] == 90_000 + 30_000


def test_a_deduction_without_an_account_is_spent() -> None:
    stated = okafor(deductions=(Deduction("d", "job", "health_insurance", amount=21_240),))
    assert month(walk(stated, 1), "2026-11")["health_insurance"] == -21_240


def test_carrying_costs_fall_on_the_first_and_sum_to_the_year() -> None:
    home = account("home", "primary_residence", property_tax=100_000, answered_on=TODAY, growth=Decimal(0))
    stated = inputs(
        accounts=(account("checking", "checking"), home),
        snapshots=(held("checking", 0), held("home", 1)),
        assumptions=(Assumption("inflation", Decimal(0)),),
    )
    found = walk(stated, 14)
    taxes = [-row.components["property_tax"] for row in found.months[2:]]
    assert sum(taxes) == 100_000
    assert set(taxes) == {8_333, 8_334}


def test_the_measures_look_back_over_the_window() -> None:
    stated = okafor(
        accounts=(account("auto", "auto_loan"), account("checking", "checking")),
        snapshots=(held("auto", 1_000_000), held("checking", 500_000)),
        loan_terms=(loan("auto", "0", 50_000),),
    )
    first, second = walk(stated, 2).months
    assert (first.dscr, first.liquidity_months, first.savings_rate) == (None, None, Decimal("0.7771"))
    assert second.debt_service == 50_000
    free = first.income - first.taxes + second.income - second.taxes - second.spending
    assert second.dscr == Decimal(free / 50_000).quantize(Decimal("0.0001"))
    average = (second.spending + 50_000) / 2
    assert second.liquidity_months == Decimal(second.liquid / average).quantize(Decimal("0.0001"))


def test_a_household_without_cash_is_refused() -> None:
    with pytest.raises(Refused, match="no cash account"):
        project(inputs(accounts=(), snapshots=(), income_sources=(job(),)), RULES, TODAY, 12)


def test_a_balance_beyond_the_limit_is_an_error_and_no_wrap() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"), account("fund", "brokerage", growth=Decimal(10))),
        snapshots=(held("checking", 0), held("fund", 99_999_999_999)),
    )
    with pytest.raises(Refused, match="passes"):
        project(stated, RULES, TODAY, 960)


@settings(max_examples=40, deadline=None)
@given(any_inputs())
def test_a_projection_opens_with_todays_books(stated: Inputs) -> None:
    index = InputsIndex(stated)
    books, _ = books_at(index, RULES, household_assumptions(RULES, ()), TODAY)
    assert project(stated, RULES, TODAY, 1).opening == books


@settings(max_examples=40, deadline=None)
@given(any_inputs())
def test_paycheck_lines_sum_to_zero(stated: Inputs) -> None:
    generated = generate(InputsIndex(stated), RULES, TODAY)
    for source in {flow.paycheck for flow in generated.flows if flow.paycheck}:
        lines = [
            flow for flow in generated.flows if flow.paycheck == source and flow.category != "employer_contribution"
        ]
        gross = sum(flow.amount for flow in lines if flow.kind == "gross")
        assert gross == sum(flow.amount for flow in lines if flow.kind != "gross")
    assert len({(flow.source, flow.kind) for flow in generated.flows}) == len(generated.flows)
    assert generate(InputsIndex(stated), RULES, TODAY) == generated


def test_inactive_accounts_are_left_out() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"), Account("old", "Old", "savings", active=False)),
        snapshots=(held("checking", 5), held("old", 7)),
    )
    assert walk(stated, 1).months[0].accounts == {"checking": 5}
