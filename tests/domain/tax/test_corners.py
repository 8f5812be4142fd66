"""Corners of the law by name. Amounts are worked out by hand beside each assertion."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.money import half_up
from effluent_cli.domain.paycheck import YearToDate, reckon
from effluent_cli.domain.tax.ages import age_at_year_end, age_for_tax
from effluent_cli.domain.tax.given import Business, Credited, Expenses, Income, Paid, Person
from effluent_cli.domain.withholding import W4
from effluent_cli.rules.loader import tax_year
from tests.returns import K, given, owed

SEPARATE, JOINT, SURVIVING = "married_separately", "married_jointly", "qualifying_surviving_spouse"


def test_zero_wages() -> None:
    found = owed()
    assert (found.above.agi, found.taxable.income, found.total) == (0, 0, 0)


def test_credits_over_the_tax_are_not_paid_out_unless_refundable() -> None:
    found = owed(wages=20 * K, credits=Credited(other_nonrefundable=5 * K))
    assert found.regular.tax == 39_000, "(20,000 − 16,100) at 10 %"
    assert (found.credits.other, found.income_tax) == (39_000, 0)


def test_200_000_is_crossed() -> None:
    assert owed(wages=200 * K).additional_medicare == 0
    assert owed(wages=201 * K).additional_medicare == 900
    joint = owed(JOINT, wages=240 * K, income=Income(self_employment_spouse=20 * K))
    # 250,000 − 240,000 of wages leaves 10,000; net earnings are 18,470.
    assert joint.additional_medicare == half_up(9 * 847_000, 1000)
    assert owed(SURVIVING, wages=240 * K).additional_medicare == 36_000, "not the joint threshold"
    assert owed(SEPARATE, wages=130 * K).additional_medicare == 4_500


def test_two_employers_over_the_wage_base_and_the_excess_comes_back() -> None:
    found = owed(wages=150 * K, other_wages=(100 * K,))
    (earner,) = found.above.earners
    assert [form.box3 for form in earner.forms] == [150 * K, 100 * K]
    assert earner.excess_social_security == 1_550_000 - 1_143_900, "6.2 % of 250,000 less the largest tax of 2026"
    assert found.above.agi == 250 * K
    one = owed(wages=250 * K)
    assert one.above.earners[0].excess_social_security == 0
    assert one.total == found.total, "what comes back is no part of the liability"


def test_wages_use_up_the_wage_base_before_a_business_does() -> None:
    found = owed(wages=180 * K, income=Income(self_employment=20 * K))
    # 92.35 % of 20,000 = 18,470; 184,500 − 180,000 = 4,500 at 12.4 %; 18,470 at 2.9 %.
    assert found.self_employment == 55_800 + 53_563
    assert found.above.adjustments.self_employment == half_up(109_363, 2)
    assert owed(income=Income(self_employment=43_300)).self_employment == 0, "net earnings of 399.88"
    assert owed(income=Income(self_employment=43_400)).self_employment == 6_132, "15.3 % of 400.80, each rate rounded"
    assert owed(income=Income(self_employment=-10 * K)).self_employment == 0


@pytest.mark.parametrize(
    ("born", "year", "for_tax", "on_31_december"),
    [
        (date(1961, 1, 1), 2025, 65, 64),
        (date(1961, 1, 2), 2025, 64, 64),
        (date(1960, 12, 31), 2025, 65, 65),
        (date(2009, 1, 1), 2025, 17, 16),
    ],
)
def test_a_birthday_on_1_january(born: date, year: int, for_tax: int, on_31_december: int) -> None:
    assert (age_for_tax(born, year), age_at_year_end(born, year)) == (for_tax, on_31_december)


@pytest.mark.parametrize(("age", "taxed"), [(49, 0), (50, 0), (59, 0), (60, 0), (63, 0), (64, 0)])
def test_deferrals_up_to_the_limit_of_each_age_escape_tax(age: int, taxed: int) -> None:
    limit = 24_500 + (11_250 if 60 <= age <= 63 else 8_000 if age >= 50 else 0)
    within = owed(age=age, wages=200 * K, traditional_401k=limit * 100)
    beyond = owed(age=age, wages=200 * K, traditional_401k=(limit + 1_000) * 100)
    assert within.above.agi == 200 * K - limit * 100
    assert within.above.earners[0].excess_deferral == taxed
    assert beyond.above.agi == within.above.agi


def test_65_brings_more_deduction_for_each_of_both() -> None:
    assert owed(age=64).taxable.amount == 1_610_000
    assert owed(age=65, blind=True).taxable.amount == 1_610_000 + 2 * 205_000
    both = owed(JOINT, age=65, spouse=Person(age=70))
    assert both.taxable.amount == 3_220_000 + 2 * 165_000
    assert both.taxable.further.senior == 1_200_000


def test_the_deduction_for_seniors_falls_for_each_person_alone() -> None:
    found = owed(JOINT, age=70, wages=200 * K, spouse=Person(age=68))
    assert found.taxable.further.senior == 2 * (600_000 - 300_000), "6 % of 50,000 each"
    no_number = owed(JOINT, age=70, wages=100 * K, spouse=Person(age=68, work_ssn=False))
    assert no_number.taxable.further.senior == 600_000
    assert owed(SEPARATE, age=70, wages=50 * K).taxable.further.senior == 0
    assert owed(age=70, wages=50 * K, year=2029).taxable.further.senior == 0, "it ended with 2028"


def test_tips_and_overtime_fall_by_whole_steps_and_car_loans_by_begun_ones() -> None:
    found = owed(wages=15_200_100, qualified_tips=30 * K, qualified_overtime=20 * K, car_loan_interest=11 * K)
    assert found.taxable.further.tips == 2_500_000 - 2 * 10_000, "2,001 over 150,000"
    assert found.taxable.further.overtime == 1_250_000 - 2 * 10_000
    assert owed(wages=10_200_100, car_loan_interest=11 * K).taxable.further.car_loan == 1_000_000 - 3 * 20_000
    apart = owed(SEPARATE, wages=90 * K, qualified_tips=5 * K, qualified_overtime=5 * K, car_loan_interest=K)
    assert (apart.taxable.further.tips, apart.taxable.further.overtime, apart.taxable.further.car_loan) == (0, 0, K)
    joint = owed(JOINT, wages=100 * K, qualified_overtime=20 * K, spouse=Person(age=40, wages=50 * K))
    assert joint.taxable.further.overtime == 2_000_000, "a joint return may have 25,000"


def test_the_child_credit_of_a_surviving_spouse_has_no_joint_threshold() -> None:
    assert owed(SURVIVING, wages=240 * K, dependents=(5,)).credits.child == 220_000 - 40 * 5_000
    assert owed(JOINT, wages=240 * K, dependents=(5,)).credits.child == 220_000


def test_the_child_credit_loses_50_for_each_step_begun() -> None:
    assert owed(wages=20_000_100, dependents=(16, 17)).credits.child == 270_000 - 5_000


def test_a_parent_without_a_number_valid_for_work_has_the_smaller_credit_only() -> None:
    found = owed(wages=60 * K, work_ssn=False, dependents=(5, 8))
    assert (found.credits.child, found.credits.child_refundable, found.credits.earned_income) == (100_000, 0, 0)


def test_three_children_may_count_social_security_taxes_in_place_of_earnings() -> None:
    # 15 % of (10,000 − 2,500) = 1,125; 7.65 % of 10,000 = 765 less the earned income credit of 4,500: the former.
    assert owed("head_of_household", wages=10 * K, dependents=(1, 2, 3)).credits.child_refundable == 112_500
    # No earned income credit with so much interest: 7.65 % of 2,400 = 183.60, while 2,400 earns nothing of its own.
    rich = owed("head_of_household", wages=240_000, dependents=(1, 2, 3), income=Income(interest=13 * K))
    assert rich.credits.child_refundable == 18_360


def test_the_refundable_part_of_the_child_credit() -> None:
    found = owed("head_of_household", wages=30 * K, dependents=(1, 18))
    assert found.regular.tax == 58_500, "(30,000 − 24,150) at 10 %"
    assert found.credits.child == 58_500
    assert found.credits.child_refundable == 170_000, "of 2,700 − 585, at most 1,700 for one child"


def test_the_earned_income_credit() -> None:
    plateau = owed("head_of_household", wages=20 * K, dependents=(3, 4, 18))
    assert plateau.credits.earned_income == 823_100
    # Little is earned, much else comes in: the phase-out lowers the largest credit, not the one earned.
    pensioner = owed("head_of_household", wages=10 * K, dependents=(3, 4), income=Income(pension=25 * K))
    assert pensioner.credits.earned_income == min(400_000, 731_600 - half_up(2106 * 1_111_000, 10_000))
    assert owed(wages=8 * K).credits.earned_income == 61_200
    assert owed(wages=8 * K, age=24).credits.earned_income == 0
    assert owed(wages=8 * K, age=65).credits.earned_income == 0
    assert owed(JOINT, wages=8 * K, age=70, spouse=Person(age=64)).credits.earned_income == 61_200
    over = Income(interest=1_220_100)
    assert owed("head_of_household", wages=20 * K, dependents=(3,), income=over).credits.earned_income == 0


def test_separate_returns_have_the_earned_income_credit_only_apart_and_with_a_child() -> None:
    assert owed(SEPARATE, wages=15 * K, dependents=(3,)).credits.earned_income == 0
    assert owed(SEPARATE, wages=15 * K, dependents=(3,), lived_apart=True).credits.earned_income == 442_700
    assert owed(SEPARATE, wages=8 * K, lived_apart=True).credits.earned_income == 0


def test_separate_returns_lose_what_needs_a_joint_one() -> None:
    found = owed(
        SEPARATE,
        wages=40 * K,
        dependents=(3,),
        adjustments=Paid(student_loan_interest=K),
        credits=Credited(
            child_care_expenses=3 * K, aotc_expenses=(4 * K,), adoption_expenses=5 * K, adoption_children=1
        ),
    )
    assert (found.above.adjustments.student_loan, found.credits.care, found.credits.opportunity) == (0, 0, 0)
    assert (found.credits.opportunity_refundable, found.credits.adoption_refundable) == (0, 0)
    assert found.credits.child == 220_000


def test_benefits_of_who_lives_with_a_spouse_but_files_separately() -> None:
    benefits: dict[str, Any] = {"age": 70, "social_security": 20 * K, "income": Income(pension=5 * K)}
    assert owed(SEPARATE, **benefits).above.taxable_benefits == 85 * 15_000, "85 % of 15,000 of provisional income"
    assert owed(SEPARATE, lived_apart=True, **benefits).above.taxable_benefits == 0


@pytest.mark.parametrize(
    ("pension", "taxed"),
    [
        (15_000, 0),
        (20_000, 250_000),  # half of 30,000 − 25,000
        (30_000, 960_000),  # 85 % of 40,000 − 34,000, and half of 9,000
        (90_000, 1_700_000),  # 85 % of all
    ],
)
def test_benefits_of_a_single_person(pension: int, taxed: int) -> None:
    found = owed(age=70, social_security=20 * K, income=Income(pension=pension * 100))
    assert found.above.taxable_benefits == taxed


def test_a_capital_loss_counts_up_to_its_limit() -> None:
    loss = Income(long_term_gains=-9 * K, short_term_gains=2 * K, interest=10 * K)
    assert owed(income=loss).above.agi == 700_000
    assert owed(SEPARATE, income=loss).above.agi == 850_000


def test_gains_stack_on_ordinary_income() -> None:
    found = owed(wages=5_555_000, income=Income(long_term_gains=20 * K, short_term_gains=-5 * K))
    # 15,000 of net long-term gain on 39,450: 10,000 of it up to 49,450 is free, 5,000 bears 15 %.
    assert (found.regular.ordinary, found.regular.at_zero, found.regular.at_fifteen) == (3_945_000, 10 * K, 5 * K)
    assert found.regular.tax == 124_000 + half_up(12 * (3_945_000 - 1_240_000), 100) + 75_000


def test_dividends_are_as_on_form_1099() -> None:
    assert owed(income=Income(ordinary_dividends=6 * K, qualified_dividends=4 * K)).above.agi == 6 * K
    assert owed(income=Income(qualified_dividends=4 * K)).above.agi == 4 * K, "the whole is no less than its part"


def test_losses_from_rent() -> None:
    loss = Income(rental=-30 * K)
    assert owed(wages=90 * K, income=loss).above.passive == -25 * K
    assert owed(wages=120 * K, income=loss).above.passive == -15 * K
    assert owed(wages=150 * K, income=loss).above.passive == 0
    assert owed(SEPARATE, wages=40 * K, income=loss).above.passive == 0
    assert owed(SEPARATE, wages=40 * K, income=loss, lived_apart=True).above.passive == -1_250_000
    assert owed(wages=90 * K, income=Income(rental=10 * K, passive_business=-30 * K)).above.passive == 0
    assert owed(wages=90 * K, income=Income(rental=-30 * K, passive_business=20 * K)).above.passive == -10 * K


def test_student_loan_interest_phases_out() -> None:
    paid = Paid(student_loan_interest=3 * K)
    assert owed(wages=80 * K, adjustments=paid).above.adjustments.student_loan == 250_000
    assert owed(wages=91 * K, adjustments=paid).above.adjustments.student_loan == 150_000, "6,000 of 15,000 over"
    assert owed(wages=100 * K, adjustments=paid).above.adjustments.student_loan == 0
    assert owed(JOINT, wages=190 * K, adjustments=paid).above.adjustments.student_loan == 125_000


def test_the_ira_deduction_of_who_defers_at_work_phases_out() -> None:
    paid = Paid(ira_deduction=9 * K)
    assert owed(wages=85 * K, adjustments=paid).above.adjustments.ira == 750_000, "no plan at work: the year's limit"
    assert owed(age=50, wages=85 * K, adjustments=paid).above.adjustments.ira == 860_000
    covered = owed(wages=90 * K, traditional_401k=4 * K, adjustments=paid)
    assert covered.above.adjustments.ira == 375_000, "86,000 is half of the way from 81,000 to 91,000"
    nearly = owed(wages=9_490_000, traditional_401k=4 * K, adjustments=paid)
    assert nearly.above.adjustments.ira == 20_000, "at least 200 until it is gone"
    assert owed(wages=95 * K, traditional_401k=4 * K, adjustments=paid).above.adjustments.ira == 0
    assert owed(wages=3 * K, adjustments=paid).above.adjustments.ira == 3 * K, "no more than is earned"
    spouse = Person(age=40, wages=10 * K)
    joint = owed(JOINT, wages=246 * K, traditional_401k=4 * K, spouse=spouse, adjustments=paid)
    assert joint.above.adjustments.ira == 0
    joint = owed(JOINT, wages=241 * K, traditional_401k=4 * K, spouse=spouse, adjustments=paid)
    assert joint.above.adjustments.ira == 375_000, "the spouse who takes part in no plan, at 247,000"


def test_state_and_local_taxes() -> None:
    taxes: dict[str, Any] = {"itemized": Expenses(property_tax=50 * K), "deduction": "itemized"}
    for year, wages, most in (
        (2025, 500_000, 40_000),
        (2025, 510_000, 37_000),
        (2025, 600_000, 10_000),
        (2025, 900_000, 10_000),
        (2026, 505_000, 40_400),
        (2026, 515_000, 37_400),
        (2030, 100_000, 10_000),
    ):
        found = owed(year=year, wages=wages * 100, **taxes)
        assert found.taxable.items is not None
        assert found.taxable.items.taxes == most * 100, (year, wages)
    separate = owed(SEPARATE, wages=262_500 * 100, **taxes)
    assert separate.taxable.items is not None
    assert separate.taxable.items.taxes == 1_870_000, "half of 40,400 − 30 % of 10,000"


def test_gifts_mortgages_and_medical_expenses() -> None:
    found = owed(
        wages=100 * K,
        deduction="itemized",
        itemized=Expenses(
            mortgage_interest=40 * K,
            mortgage_debt=1000 * K,
            mortgage_insurance=2 * K,
            charity_cash=70 * K,
            charity_noncash=9 * K,
            medical=8 * K,
        ),
    )
    items = found.taxable.items
    assert items is not None
    assert items.mortgage == 30 * K, "750,000 of 1,000,000"
    assert items.mortgage_insurance == 2 * K
    assert items.charity == 60 * K - 50_000, "60 % of AGI leaves nothing to property; the floor is 0.5 %"
    assert items.medical == 50_000
    assert owed(year=2025, wages=100 * K, itemized=Expenses(mortgage_insurance=2 * K)).taxable.kind == "standard"
    over = owed(wages=10_250_000, deduction="itemized", itemized=Expenses(mortgage_insurance=2 * K)).taxable.items
    assert over is not None
    assert over.mortgage_insurance == 140_000, "2,500 over 100,000: three tenths are lost"


def test_the_limit_in_the_highest_bracket() -> None:
    expenses = Expenses(mortgage_interest=37 * K)
    inside = owed(wages=659 * K, deduction="itemized", itemized=expenses)
    assert inside.taxable.reduction == half_up(2 * (65_900_000 - 64_060_000), 37), "what exceeds 640,600"
    beyond = owed(wages=900 * K, deduction="itemized", itemized=expenses)
    assert (beyond.taxable.reduction, beyond.taxable.amount) == (2 * K, 35 * K)
    assert owed(wages=900 * K, year=2025, deduction="itemized", itemized=expenses).taxable.reduction == 0


def test_cash_gifts_beside_the_standard_deduction_from_2026_on() -> None:
    gifts = Expenses(charity_cash=3 * K, charity_noncash=3 * K)
    assert owed(wages=60 * K, itemized=gifts).taxable.charity == 100_000
    assert owed(JOINT, wages=60 * K, itemized=gifts).taxable.charity == 200_000
    assert owed(wages=60 * K, itemized=gifts, year=2025).taxable.charity == 0
    assert owed(wages=60 * K, itemized=gifts, deduction="itemized").taxable.charity == 0


def test_business_income() -> None:
    simple = owed(income=Income(self_employment=100 * K))
    half = simple.above.adjustments.self_employment
    assert simple.taxable.qbi == half_up(100 * K - half - 1_610_000, 5), "limited to 20 % of taxable income before it"
    service = Business(specified_service=True)
    assert owed(wages=400 * K, income=Income(self_employment=100 * K), qbi=service).taxable.qbi == 0
    limited = owed(wages=400 * K, income=Income(self_employment=100 * K), qbi=Business(w2_wages=30 * K))
    assert limited.taxable.qbi == 15 * K, "half of wages"
    basis = Business(w2_wages=10 * K, property_basis=400 * K)
    assert owed(wages=400 * K, income=Income(self_employment=100 * K), qbi=basis).taxable.qbi == 1_250_000
    least = owed(wages=60 * K, income=Income(self_employment=150_000))
    assert least.taxable.qbi == 40_000, "20 % of 1,500 less half of the tax is below the minimum of 2026"
    assert owed(wages=60 * K, income=Income(self_employment=150_000), year=2025).taxable.qbi < 40_000


def test_a_service_business_inside_the_phase_in() -> None:
    # Taxable income before it 239,250: half of the way from 201,750 to 276,750.
    found = owed(wages=23_925_000 + 1_610_000 - 50 * K, qbi=Business(other_income=50 * K, specified_service=True),
                 income=Income(active_business=50 * K))  # fmt: skip
    # Half of 50,000 at 20 % = 5,000, and of that half again, because there are no wages.
    assert found.taxable.qbi == 250_000


def test_the_alternative_minimum_tax() -> None:
    found = owed(wages=50 * K, income=Income(long_term_gains=2000 * K))
    # AMTI 2,050,000, no exemption left; 50,000 at 26 %, gains as in the regular tax; regular ordinary income 33,900.
    assert found.amt == 1_300_000 - (124_000 + half_up(12 * (3_390_000 - 1_240_000), 100))
    separate = owed(SEPARATE, wages=50 * K, income=Income(long_term_gains=2000 * K))
    assert separate.amt > found.amt, "a separate return adds its exemption back"
    assert owed(wages=400 * K).amt == 0


def test_net_investment_income() -> None:
    income = Income(interest=10 * K, rental=5 * K, passive_business=5 * K, active_business=50 * K, pension=10 * K)
    assert owed(wages=120 * K, income=income).niit == 0
    assert owed(wages=130 * K, income=income).niit == 38_000, "MAGI is 10,000 over"
    assert owed(wages=200 * K, income=income).niit == 76_000, "20,000 of investments, not the active business"
    assert owed(SURVIVING, wages=160 * K, income=income).niit == 0


def test_care_in_both_years() -> None:
    care: dict[str, Any] = {"dependents": (3, 5), "credits": Credited(child_care_expenses=8 * K)}
    assert owed("head_of_household", 2025, wages=60 * K, **care).credits.care == 120_000, "20 % of 6,000"
    assert owed("head_of_household", 2026, wages=60 * K, **care).credits.care == 210_000, "35 %"
    assert owed("head_of_household", 2026, wages=80 * K, **care).credits.care == 192_000, (
        "three steps begun over 75,000"
    )
    assert owed("head_of_household", 2026, wages=150 * K, **care).credits.care == 120_000
    spouse = Person(age=40, wages=2 * K)
    assert owed(JOINT, 2026, wages=158 * K, spouse=spouse, **care).credits.care == 64_000, "2,000 at 32 %"
    assert owed(JOINT, wages=60 * K, **care).credits.care == 0, "the spouse earned nothing"
    old: dict[str, Any] = {"dependents": (13,), "credits": Credited(child_care_expenses=3 * K)}
    assert owed("head_of_household", wages=60 * K, **old).credits.care == 0


def test_the_american_opportunity_credit() -> None:
    students = Credited(aotc_expenses=(5 * K, 3 * K))
    found = owed(wages=70 * K, credits=students)
    assert (found.credits.opportunity, found.credits.opportunity_refundable) == (285_000, 190_000)
    half = owed(wages=85 * K, credits=Credited(aotc_expenses=(4 * K,)))
    assert (half.credits.opportunity, half.credits.opportunity_refundable) == (75_000, 50_000)
    assert owed(wages=90 * K, credits=students).credits.opportunity == 0


def test_adoption_is_partly_paid_out_and_stands_before_what_of_the_child_credit_could_be() -> None:
    expenses = Credited(adoption_expenses=20 * K, adoption_children=1)
    poor = owed("head_of_household", wages=24 * K, dependents=(4,), credits=expenses)
    assert (poor.credits.adoption, poor.credits.adoption_refundable) == (0, 512_000)
    some = owed("head_of_household", wages=44_150 * 100, dependents=(4,), credits=expenses)
    assert some.regular.tax == 177_000 + 12 * 2_300 * 100 // 100
    # Of the child credit of 2,200 only 500 could not be paid out: it goes first, adoption next, the rest is paid out.
    assert some.credits.child == 50_000
    assert some.credits.adoption == some.regular.tax - 50_000
    assert some.credits.child_refundable == 170_000
    assert owed(wages=305_080 * 100, credits=expenses).credits.adoption_refundable == 0


def test_the_printed_tax_table() -> None:
    exact, table = owed(wages=4_160_000), owed(wages=4_160_000, tax_table=True)
    assert exact.taxable.income == 2_550_000
    assert exact.regular.tax == 281_200
    assert table.regular.tax == 281_500, "the row from 25,500 to 25,550, at 25,525"
    assert owed(wages=1_610_499, tax_table=True).regular.tax == 0
    assert owed(wages=1_610_500, tax_table=True).regular.tax == 100
    assert owed(wages=116_100 * 100, tax_table=True).regular.tax == owed(wages=116_100 * 100).regular.tax


def test_withholding_of_2025_as_printed_and_liability_as_enacted_leave_a_refund() -> None:
    law = tax_year(2025)
    check = reckon(
        tax_year=law,
        periods=12,
        gross=1_000_000,
        state="TX",
        w4=W4("single"),
        deductions=(),
        ytd=YearToDate(),
    )
    found = owed(year=2025, wages=12_000_000)
    refund = 12 * check.federal_income_tax - found.income_tax
    # The standard deduction of the tables is 750 smaller than the law's; at 24 % on top of 22 %, within rounding.
    assert abs(refund - half_up(75_000 * 24, 100)) <= 1_500
    assert refund > 0


def test_a_return_of_2027_has_projected_law_and_no_expiry_yet() -> None:
    found = owed(year=2027, age=66, wages=60 * K)
    assert given(year=2027).tax_year.projected
    assert found.taxable.further.senior == 600_000
    assert Decimal(found.taxable.amount).scaleb(-2) > 18_150
