"""Every line of a month is there, sums to the month, and says by which rule and figures it came about."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.changes import compiled
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.explaining.lines import Line
from effluent_cli.domain.explaining.month import Explanation, explanation, followed
from effluent_cli.domain.explaining.paychecks import year_to_date
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_text, parse_money
from effluent_cli.domain.overlay import NONE, Overlay
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import month_of, parse_month
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import (
    Assumption,
    CardTerms,
    Deduction,
    IncomeSource,
    Inputs,
    MatchTier,
    Member,
    Override,
    Setting,
    Withholding,
)
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.tracing import traced
from effluent_cli.errors import Refused
from tests.domain.test_tracing import choices
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, job, loan, okafor

FIRST = month_of(TODAY)


def told(stated: Inputs, text: str, as_of: date = TODAY, overlay: Overlay = NONE) -> Explanation:
    """The explanation of a month, which must be the row that ``project`` has for it."""
    month = traced(stated, RULES, as_of, parse_month(text), overlay)
    found = explanation(month)
    row = project(stated, RULES, as_of, parse_month(text) - month_of(as_of) + 1, overlay).months[-1]
    assert found.closing == row.net_worth
    assert found.closing - found.opening == sum(line.amount for line in found.lines)
    assert summed(found.lines) == row.components
    assert summed(found.moves) == row.moves
    signs = {"income": 1, "taxes": -1, "spending": -1, "interest": -1, "returns": 1, "adjustments": 1}
    for column, sign in signs.items():
        assert sum(line.amount for line in found.lines if line.column == column) == sign * getattr(row, column)
    for check in found.paychecks:
        assert check.gross == check.deductions + check.taxes + check.net_pay
    for key, opening in month.opening.items():
        one = followed(month, key)
        assert (one.opening, one.closing) == (opening, row.accounts[key])
        assert opening + sum(change.amount for change in one.changes) == one.closing
    assert all(line.rule and line.figures and line.record and line.title for line in (*found.lines, *found.moves))
    return found


def summed(lines: Iterable[Line]) -> dict[str, int]:
    total: dict[str, int] = {}
    for line in lines:
        total[line.name] = total.get(line.name, 0) + line.amount
    return {name: total[name] for name in sorted(total)}


def figures(found: Explanation, name: str) -> list[str]:
    return [line.figures for line in (*found.lines, *found.moves) if line.name == name]


def rule(found: Explanation, name: str) -> str:
    return next(line.rule for line in (*found.lines, *found.moves) if line.name == name)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_month_of_any_household_is_explained_whole(data: st.DataObject) -> None:
    stated = data.draw(choices(data.draw(any_inputs())))
    with suppress(Refused):
        month = traced(stated, RULES, TODAY, FIRST + data.draw(st.integers(0, 20)))
        found = explanation(month)
        assert found.closing - found.opening == sum(line.amount for line in found.lines)
        for key in month.opening:
            followed(month, key)


FAMILY = okafor(
    accounts=(
        account("car", "auto_loan"),
        account("card", "credit_card"),
        account("checking", "checking", primary=True),
        account("fund", "brokerage", growth=Decimal("0.06")),
        account("home", "primary_residence", property_tax=600_000, stated_on=TODAY),
        account("plan", "traditional_401k"),
    ),
    snapshots=(
        held("car", 1_200_000), held("card", 240_000), held("checking", 500_000), held("fund", 5_000_000),
        held("home", 40_000_000), held("plan", 3_000_000),
    ),
    loan_terms=(loan("car", "0.06", 30_000),),
    card_terms=(CardTerms("card", Decimal("0.24"), 18, payment_rule="fixed", fixed_payment=20_000, statement_day=3),),
    deductions=(
        Deduction("d", "job", "traditional_401k", percent=Decimal("0.06"), target_account="plan",
                  match=(MatchTier(Decimal("0.5"), Decimal("0.06")),)),
    ),
)  # fmt: skip


@pytest.mark.parametrize("number", range(36))
def test_every_month_of_three_years_is_the_row_that_project_has(number: int) -> None:
    month = FIRST + number
    told(FAMILY, f"{month // 12}-{month % 12 + 1:02d}")


def test_a_paychecks_taxes_name_the_row_of_the_table_the_rate_and_the_wages() -> None:
    found = told(okafor(), "2026-11")
    # Publication 15-T, 2026, standard table, single: 120,000.00 less 8,600.00 on line 1g lie above 57,900.00.
    (income_tax,) = figures(found, "federal_income_tax")
    assert income_tax.endswith("(5,800.00 + 22 % of (111,400.00 - 57,900.00)) / 12")
    assert "standard table, single, row from 57,900.00" in rule(found, "federal_income_tax")
    assert figures(found, "social_security_tax") == ["6.2 % of 10,000.00"]
    assert figures(found, "medicare_tax") == ["1.45 % of 10,000.00"]
    assert figures(found, "salary") == ["120,000.00 a year, in 12 pay periods"]
    (check,) = found.paychecks
    assert (check.into, check.net_pay) == ("checking", 777_083)
    assert check.trace[-1].value == "7770.83"


def test_a_raise_and_a_dearer_bill_say_how_often_they_rose() -> None:
    found = told(okafor(income_sources=(job(raise_rate=Decimal("0.03")),)), "2028-02")
    assert figures(found, "salary") == ["120,000.00 a year: 120,000.00 x (1 + 3 % raise)^2, in 12 pay periods"]
    assert figures(found, "rent") == ["1,650.00 x (1 + 2.5 % inflation)^2 monthly"]


def test_where_the_wage_base_is_reached_its_rest_is_told() -> None:
    rich = okafor(income_sources=(job(salary=30_000_000),))
    # 25,000.00 a month: after seven months 175,000.00 of the 184,500.00 of 2026 are used, in August 9,500.00 are left.
    found = told(replace(rich, snapshots=(held("checking", 0, date(2026, 7, 31)),)), "2026-08", date(2026, 7, 31))
    assert figures(found, "social_security_tax") == [
        "6.2 % of 9,500.00: the wage base of 184,500.00 less 175,000.00 before"
    ]


def test_what_a_job_paid_before_is_what_its_paychecks_were_reckoned_with() -> None:
    bonus = bill("bonus", 5_000_000, "annually", date(2026, 6, 15), type="income", category="bonus", source="job")
    stub: dict[str, Any] = {"ytd_on": date(2026, 5, 10), "ytd_gross": 9_000_000}
    for more in ({}, stub):
        stated = okafor(income_sources=(job(salary=36_000_000, frequency="biweekly", **more),), flows=(bonus,))
        index = InputsIndex(stated)
        rates = household_assumptions(RULES, ())
        payroll = Payroll(index, RULES, rates)
        paid = payroll.year(2026)
        for run, flow in [*((run, None) for run in paid.runs["job"]), *((run, bonus) for run in paid.bonuses["bonus"])]:
            before = year_to_date(payroll, run, flow)
            law = paid.tax_year
            left = max(0, law.social_security.wage_base - before.social_security_wages)
            assert run.check.social_security_wages == min(run.check.medicare_wages, left)
            over = law.medicare.additional_withheld_over
            above = max(0, before.medicare_wages + run.check.medicare_wages - max(over, before.medicare_wages))
            assert run.check.additional_medicare == round(above * 0.009)


def test_interest_growth_and_a_payment_say_what_they_are_reckoned_on() -> None:
    found = told(FAMILY, "2026-12")
    assert figures(found, "loan_interest") == ["12,000.00 x 6 % / 12"]
    assert figures(found, "loan_principal") == ["a payment of 300.00 less interest of 60.00"]
    assert figures(found, "card_interest") == ["2,400.00 x 24 % / 12"]
    assert figures(found, "card_principal") == ["a fixed payment of 200.00 less interest of 48.00"]
    growth = next(line for line in found.lines if line.record == "account:fund")
    # 50,000.00 on 23 November, and seven days of thirty of it.
    assert growth.figures.startswith("50,056.")
    assert growth.figures.endswith(" x ((1 + 6 %)^(1/12) - 1); its own rate")
    first = next(line for line in told(FAMILY, "2026-11").lines if line.record == "account:fund")
    assert first.figures == "50,000.00 x ((1 + 6 %)^(1/12) - 1) x 7/30 days; its own rate"
    assert figures(found, "property_tax") == ["a twelfth of 6,000.00 a year, on the 1st"]
    assert figures(found, "contributions") == ["traditional 401k, before tax: 600.00 = 6 % of 10,000.00, into plan"]
    assert figures(found, "employer_contribution") == [
        "the employer adds 50 % of what is deferred up to 6 % of pay, into plan"
    ]


def test_a_debt_is_followed_by_interest_and_payments() -> None:
    one = followed(traced(FAMILY, RULES, TODAY, parse_month("2026-12")), "car")
    assert (one.opening, one.closing) == (1_200_000, 1_176_000)
    assert [(change.name, change.amount) for change in one.changes] == [("loan_interest", 6_000), ("payment", -30_000)]
    card = followed(traced(FAMILY, RULES, TODAY, parse_month("2026-12")), "card")
    assert [(str(change.on), change.name, change.amount) for change in card.changes] == [
        ("2026-12-03", "card_interest", 4_800),
        ("2026-12-18", "payment", -20_000),
    ]


def test_december_works_the_year_out_and_april_settles_it() -> None:
    december, april = told(FAMILY, "2027-12"), told(FAMILY, "2028-04")
    assert december.tax is not None
    assert april.tax is not None
    assert (december.tax.year, april.tax.year) == (2027, 2027)
    steps = {step.line: step.value for step in december.tax.steps}
    assert {step.line: step.value for step in april.tax.steps} == steps
    (settled,) = (line for line in april.lines if line.name == "tax_settlement")
    assert settled.amount == -(december.tax.taxed_year.settlement or 0) != 0
    assert money_text(-settled.amount) == steps["= due (below zero: comes back)"]
    assert told(FAMILY, "2028-05").tax is None


def test_a_shortage_says_what_it_was_drawn_by_and_a_required_distribution_its_divisor() -> None:
    old = Member("ngozi", "Ngozi Okafor", "self", date(1950, 3, 1))
    stated = inputs(
        members=(old,),
        accounts=(account("checking", "checking", primary=True), account("ira", "traditional_ira", growth=Decimal(0))),
        snapshots=(held("checking", 10_000), held("ira", 10_000_000)),
        flows=(bill("rent", 100_000, category="rent"),),
        settings=(Setting("cash_buffer", "50.00"),),
    )
    drawn = told(stated, "2027-03")
    (figure,) = figures(drawn, "tax_deferred_withdrawal")
    assert figure.startswith("to keep cash at 50.00 on its lowest day")
    december = told(replace(stated, flows=()), "2027-12")
    # At 77 the Uniform Lifetime Table has 22.9 years.
    (figure,) = figures(december, "required_distribution")
    assert "on 31 December before / 22.9" in figure


def test_a_line_of_credit_is_explained_and_followed() -> None:
    line = CardTerms("heloc", Decimal("0.09"), 20, payment_rule="fixed", fixed_payment=5_000, limit=2_000_000)
    stated = inputs(
        accounts=(account("checking", "checking", primary=True), account("heloc", "heloc")),
        snapshots=(held("checking", 10_000), held("heloc", 100_000)),
        card_terms=(line,),
        flows=(bill("rent", 100_000, category="rent"), bill("way", 3_000, type="transfer", category="transfer",
                                                             from_account="checking", to_account="heloc")),
        settings=(Setting("borrow_line", "heloc"),),
    )  # fmt: skip
    found = told(stated, "2027-02")
    (figure,) = figures(found, "borrowed")
    assert figure == "to keep cash at 0.00, up to the limit of 20,000.00"
    assert figures(found, "card_interest") == ["9 % / 12 of the balance after the last payment"]


def test_a_flow_named_as_a_job_is_told_from_it() -> None:
    gift = bill("job", 5_000, "monthly", date(2026, 11, 30), type="income", category="other_income")
    found = told(okafor(flows=(gift,)), "2026-11")
    assert {(line.record, line.name) for line in found.lines if line.column == "income"} == {
        ("flow:job", "other_income"),
        ("income_source:job", "salary"),
    }


def test_a_figure_of_a_stub_says_so() -> None:
    figure = Override("job", "federal_income_tax", 140_000, TODAY)
    found = told(okafor(overrides=(figure,)), "2026-11")
    assert rule(found, "federal_income_tax") == "the figure of a pay stub: flows override"


def test_what_the_w4_asks_for_is_told() -> None:
    stated = okafor(withholdings=(Withholding("job", "single", step2_checkbox=True, step4c_extra=2_500),))
    found = told(stated, "2026-11")
    assert "step 2 table" in rule(found, "federal_income_tax")
    assert figures(found, "federal_income_tax")[0].endswith(", and 25.00 extra")


def asked(key: str, kind: str, on: date, until: date | None = None, **values: Any) -> Asked:
    return Asked(key, kind, on, until, values)


CHANGES = (
    asked("boat", "lump_sum_expense", date(2026, 12, 5), amount=150_000, category="hobbies"),
    asked("won", "lump_sum_income", date(2026, 12, 6), amount=200_000),
    asked("rise", "modify_income", date(2027, 1, 1), flow="job", amount=1_100_000),
    asked("less", "modify_expense", date(2027, 1, 1), date(2027, 6, 30), flow="groceries", amount=30_000),
    asked("anew", "refinance", date(2027, 1, 20), account="car", rate=Decimal("0.03"), term_months=48,
          closing_costs=40_000, roll_in=True),
    asked("crash", "adjust_investment_value", date(2027, 1, 3), fraction=Decimal("-0.2"), recovery_months=36),
    asked("loan", "add_debt", date(2026, 12, 12), principal=500_000, rate=Decimal("0.08"), term_months=24),
    asked("faster", "payoff_debt", date(2026, 12, 15), account="card", extra_monthly=10_000),
    asked("gold", "add_asset", date(2026, 12, 9), value=100_000, account_type="jewelry", funded_from="checking"),
    asked("worth", "modify_asset", date(2027, 2, 9), account="home", value=45_000_000),
    asked("sale", "sell_asset", date(2027, 3, 9), account="home", sale_price=46_000_000, selling_costs=2_000_000),
    asked("dear", "override_inflation", date(2027, 1, 1), rate=Decimal("0.06")),
)  # fmt: skip


@pytest.mark.parametrize(
    "text", ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-12", "2028-04"]
)
def test_a_month_under_changes_is_explained_whole(text: str) -> None:
    rates = household_assumptions(RULES, FAMILY.assumptions)
    stated, overlay = compiled(FAMILY, CHANGES, rates, TODAY, date(2030, 12, 31))
    found = told(stated, text, overlay=overlay)
    records = {line.name: line.record for line in (*found.lines, *found.moves)}
    if text == "2026-12":
        assert (records["hobbies"], records["purchases"], records["borrowed"]) == (
            "change:boat", "account:gold", "change:loan",
        )  # fmt: skip
    if text == "2027-01":
        assert records["groceries"] == "flow:groceries"
        assert figures(found, "closing_costs") == ["400.00, added to what is owed"]
        assert any("for a shock to values" in figure for figure in figures(found, "market_growth"))
    if text == "2027-03":
        assert figures(found, "sales") == ["460,000.00 from home to checking"]
        assert figures(found, "selling_costs") == ["20,000.00 off the price"]


def test_what_a_change_pays_towards_a_debt_says_how_much_and_which_change_it_is() -> None:
    stated = inputs(
        accounts=(account("auto", "auto_loan"), account("checking", "checking", primary=True)),
        snapshots=(held("auto", 1_200_000), held("checking", 5_000_000)),
        loan_terms=(loan("auto", "0", 40_000),),
    )
    day = date(2026, 12, 20)
    sums: dict[str, Any] = {"lump_sum": 100_000, "extra_monthly": 20_000}
    for values, expected in (
        ({}, ["all that is owed, from checking"]),
        (sums, ["200.00 from checking, never more than is owed", "1,000.00 from checking, never more than is owed"]),
    ):
        rates = household_assumptions(RULES, stated.assumptions)
        change = asked("plan.off-auto", "payoff_debt", day, account="auto", **values)
        paid, overlay = compiled(stated, [change], rates, TODAY, date(2027, 12, 31))
        found = [line for line in told(paid, "2026-12", overlay=overlay).moves if line.on == day]
        assert [line.figures for line in found] == expected
        assert {(line.record, line.title) for line in found} == {("change:plan.off-auto", "Auto")}


def test_an_amount_that_stays_as_it_was_set_is_not_told_to_rise_with_prices() -> None:
    rates = household_assumptions(RULES, FAMILY.assumptions)
    change = asked("plan.estimates", "set_quarterly_estimates", date(2027, 1, 1), amount=100_000)
    stated, overlay = compiled(FAMILY, [change], rates, TODAY, date(2029, 12, 31))
    found = told(stated, "2029-04", overlay=overlay)
    assert figures(found, "estimated_tax") == ["1,000.00 annually"]
    assert rule(found, "estimated_tax") == "a change of the scenario, on its day"


def test_medicare_premiums_tell_whose_they_are_and_of_what_income() -> None:
    couple = (
        Member("ngozi", "Ngozi Okafor", "self", date(1955, 3, 1)),
        Member("uche", "Uche Okafor", "spouse", date(1956, 3, 1)),
    )
    stated = inputs(members=couple, snapshots=(held("checking", 5_000_000),))
    found = told(stated, "2027-03")
    (line,) = (line for line in found.lines if line.name == "health_insurance")
    assert line.title == "Medicare of Ngozi Okafor, Uche Okafor"
    each = parse_money(line.figures.partition("Part B ")[2].partition(" ")[0])
    assert line.amount == -2 * each
    assert line.figures.endswith("by an income of 0.00 in 2025")


def test_dividends_and_estimated_payments_say_what_they_follow() -> None:
    business = IncomeSource("shop", "ngozi", "Shop", "self_employed", "monthly", date(2026, 11, 28),
                            annual_amount=12_000_000, stated_on=TODAY)  # fmt: skip
    stated = okafor(
        income_sources=(business,),
        withholdings=(),
        accounts=(account("checking", "checking", primary=True), account("fund", "brokerage")),
        snapshots=(held("checking", 50_000_000), held("fund", 5_000_000)),
        settings=(Setting("estimated_tax", "safe_harbor"),),
        assumptions=(Assumption("dividend_yield", Decimal("0.02")),),
    )
    found = told(stated, "2028-04")
    (line,) = (line for line in found.lines if line.name == "estimated_tax")
    assert (str(line.on), line.title) == ("2028-04-15", "estimated tax of 2028")
    assert "owed for 2027" in line.figures
    assert rule(found, "dividends") == "assumption dividend_yield"
    assert told(stated, "2028-01").lines[0].column == "income"
    (last,) = (line for line in told(stated, "2028-01").lines if line.name == "estimated_tax")
    assert last.title == "estimated tax of 2027"
