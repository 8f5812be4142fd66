"""A year's tax: what it is made of, when it is settled, and that it is the tax of ``calc tax`` on the year's own totals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Assumption, Deduction, IncomeSource, Inputs, Member
from effluent_cli.domain.settlement import TaxedYear
from effluent_cli.domain.tax.liability import Liability, liability
from effluent_cli.services.tax_inputs import tax_input
from tests.domain.test_projection import month, walk
from tests.domain.test_withdrawals import born, settings, still
from tests.households import HOUSEHOLD, TODAY, account, bill, held, inputs, job, loan, okafor

FLAT = (Assumption("inflation", Decimal(0)),)


def consulting(gross: int = 6_000_000, **more: Any) -> IncomeSource:
    day = date(2026, 1, 20)
    return IncomeSource(
        "work", "ngozi", "Consulting", "self_employed", "monthly", day, annual_amount=gross, stated_on=TODAY, **more
    )


def year(found: Projection, number: int) -> TaxedYear:
    return next(each for each in found.years if each.year == number)


def calculated(document: dict[str, Any]) -> Liability:
    """What ``calc tax`` says."""
    return liability(tax_input(document, line=False, table=False)[1])


def settled(found: Projection) -> dict[int, int]:
    return {row.month: row.components["tax_settlement"] for row in found.months if row.components.get("tax_settlement")}


def test_a_refund_comes_in_the_month_of_the_setting() -> None:
    over = job(ytd_on=date(2026, 10, 31), ytd_gross=10_000_000, ytd_federal_withheld=1_500_000)
    stated = okafor(income_sources=(over,))
    # 17,570.00 is owed (see test_tax_years); 15,000.00 and twice 1,464.17 are withheld.
    refund = 1_500_000 + 2 * 146_417 - 1_757_000
    found = walk(stated, 8)
    assert settled(found) == {2027 * 12 + 3: refund}
    assert month(found, "2027-04")["tax_settlement"] == refund == -year(found, 2026).settlement  # type: ignore[operator]  # it is settled
    later = walk(replace(stated, settings=settings(refund_month="6")), 8)
    assert settled(later) == {2027 * 12 + 5: refund}
    assert year(later, 2026).settlement_month == 2027 * 12 + 5


def test_a_balance_is_due_on_the_fifteenth_of_april_and_may_be_what_cash_lacks() -> None:
    stated = inputs(
        snapshots=(held("checking", 500_000),),
        income_sources=(consulting(),),
        flows=(bill("living", 500_000, category="groceries", anchor=date(2026, 12, 25)),),
    )
    found = walk(stated, 8)
    owed = year(found, 2026).settlement or 0
    assert owed > 0
    april = next(row for row in found.months if row.month == 2027 * 12 + 3)
    assert found.first_shortfall is not None
    assert (found.first_shortfall.on, april.lowest_on) == (date(2027, 4, 15), date(2027, 4, 15))


def test_a_business_owes_both_taxes_and_its_january_payment_counts_for_the_year_before() -> None:
    stated = inputs(
        income_sources=(consulting(expected_expenses=1_200_000, estimated_payment=200_000),),
        assumptions=FLAT,
        snapshots=(held("checking", 10_000_000),),
    )
    found = walk(stated, 18)
    first = year(found, 2026)
    # Profit 48,000.00; 92.35 % of it, 44,328.00, at 15.3 %: 6,782.18 of self-employment tax.
    assert first.liability is not None
    assert first.liability["self_employment_tax"] == 678_218
    expected = calculated(
        {"tax_year": 2026, "filing_status": "single", "primary": {"age": 29}, "income": {"self_employment": "48000.00"}}
    )
    assert first.liability["total"] == expected.total
    assert first.paid == 4 * 200_000
    assert first.settlement == expected.total - 800_000
    # The payment of January 2026 was for 2025.
    assert year(found, 2027).paid == 4 * 200_000


def everything() -> Inputs:
    """Pay, deductions, dividends, a house with its costs and mortgage, a student loan, gifts, a child."""
    return inputs(
        household=replace(HOUSEHOLD, filing_status="head_of_household"),
        members=(Member("ada", "Ada", "child", date(2015, 5, 5)), *born(date(1980, 6, 1))),
        accounts=(
            account("checking", "checking", primary=True, growth=Decimal("0.02")),
            still("fund", "brokerage", cost_basis=1_000_000),
            account("home", "primary_residence", property_tax=1_200_000, answered_on=TODAY),
            account("house-loan", "primary_mortgage", property="home"),
            account("plan", "traditional_401k"),
            account("study", "student_loan_federal"),
        ),
        snapshots=(
            held("checking", 2_000_000),
            held("fund", 9_000_000),
            held("home", 60_000_000),
            held("house-loan", 45_000_000),
            held("plan", 8_000_000),
            held("study", 2_500_000),
        ),
        loan_terms=(loan("house-loan", "0.0675", 310_000), loan("study", "0.055", 30_000)),
        income_sources=(
            job(salary=15_000_000),
            IncomeSource("div", "ngozi", "Fund", "investment", "monthly", date(2026, 11, 5), annual_amount=360_000),
        ),
        deductions=(
            Deduction("d1", "job", "traditional_401k", percent=Decimal("0.1"), target_account="plan"),
            Deduction("d2", "job", "health_insurance", amount=40_000),
        ),
        flows=(
            bill("gifts", 60_000, category="charitable"),
            bill("living", 720_000),
            bill("care", 50_000, category="childcare"),
        ),
    )


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"household": replace(HOUSEHOLD, filing_status=None)}, "no filing status"),
        ({"members": (Member("ngozi", "Ngozi Okafor", "self"),)}, "date of birth of Ngozi Okafor"),
        ({"members": (Member("ngozi", "Ngozi Okafor", "partner", date(1990, 1, 1)),)}, "self"),
        (
            {
                "household": replace(HOUSEHOLD, filing_status="married_separately"),
                "members": (*born(date(1990, 1, 1)), Member("bo", "Bo", "spouse", date(1990, 1, 1))),
            },
            "separate returns",
        ),
    ],
)
def test_a_year_that_cannot_be_taxed_honestly_is_not(parts: dict[str, Any], why: str) -> None:
    found = walk(okafor(**parts), 8)
    assert {each.liability for each in found.years} == {None}
    assert settled(found) == {}
    warning = next(each for each in found.findings if each.code == "tax_not_reckoned")
    assert why in warning.message


def test_money_taken_early_bears_its_penalty_in_the_years_tax() -> None:
    stated = inputs(
        members=born(date(1990, 1, 1)),
        accounts=(still("checking", "checking"), still("hsa", "hsa"), still("ira", "traditional_ira")),
        snapshots=(held("checking", 0), held("hsa", 500_000), held("ira", 1_000_000)),
        flows=(bill("living", 100_000, anchor=date(2027, 1, 10), start=date(2027, 1, 1), end=date(2027, 12, 31)),),
        settings=settings(early_withdrawals="on", withdrawal_order="cash,taxable,hsa,tax_deferred,roth"),
        assumptions=FLAT,
    )
    liable = year(walk(stated, 16), 2027).liability
    assert liable is not None
    # 5,000.00 out of the HSA at 20 %, 7,000.00 out of the IRA at 10 %; 12,000.00 is below the standard deduction.
    assert (liable["tax_penalty"], liable["total"]) == (100_000 + 70_000, 170_000)


def test_a_conversion_is_income_without_a_penalty() -> None:
    flow = bill("convert", 5_000_000, "once", date(2027, 3, 1), type="transfer", category="transfer")
    stated = okafor(
        accounts=(still("checking", "checking"), still("ira", "traditional_ira"), still("roth", "roth_ira")),
        snapshots=(held("checking", 500_000), held("ira", 5_000_000), held("roth", 0)),
        flows=(replace(flow, from_account="ira", to_account="roth"),),
    )
    plain = year(walk(replace(stated, flows=()), 16), 2027).liability
    liable = year(walk(stated, 16), 2027).liability
    assert plain is not None
    assert liable is not None
    assert liable["tax_penalty"] == 0
    # All of it falls into the brackets of 22 and 24 percent.
    assert 0.22 * 5_000_000 < (liable["total"] or 0) - (plain["total"] or 0) < 0.24 * 5_000_000


def test_an_inherited_sum_is_no_income_and_a_finding_says_that_it_is_taken_so() -> None:
    inherited = bill("aunt", 20_000_000, "once", date(2027, 5, 5), type="income", category="other_income")
    stated = okafor(assumptions=FLAT)
    plain, found = walk(stated, 30), walk(replace(stated, flows=(*stated.flows, inherited)), 30)
    assert [each.liability for each in found.years] == [each.liability for each in plain.years]
    assert found.months[-1].net_worth - plain.months[-1].net_worth == 20_000_000
    assert "income_untaxed" in {each.code for each in found.findings}


def test_a_household_may_keep_the_law_of_a_year() -> None:
    senior = okafor(members=born(date(1950, 1, 2)), income_sources=(job(salary=6_000_000),), assumptions=FLAT)
    ended, kept = (
        year(walk(replace(senior, settings=stated), 40), 2029).liability for stated in ((), settings(law_year="2026"))
    )
    assert ended is not None
    assert kept is not None
    # The deduction for seniors, 6,000.00 in the bracket of 12 %, is for 2025 to 2028.
    assert (ended["total"] or 0) - (kept["total"] or 0) == 72_000


@pytest.mark.parametrize(("category", "penalty"), [("prescriptions", 0), ("groceries", 20_000)])
def test_an_hsa_pays_for_medical_care_without_tax(category: str, penalty: int) -> None:
    stated = inputs(
        members=born(date(1990, 1, 1)),
        accounts=(still("checking", "checking"), still("hsa", "hsa")),
        snapshots=(held("checking", 100_000), held("hsa", 500_000)),
        flows=(bill("care", 100_000, "once", date(2027, 3, 1), category=category, from_account="hsa"),),
        assumptions=FLAT,
    )
    found = walk(stated, 15)
    liable = year(found, 2027).liability
    assert liable is not None
    assert liable["tax_penalty"] == penalty
    assert found.months[-1].accounts["hsa"] == 400_000


def test_social_security_withheld_twice_comes_back_but_not_what_nobody_withheld() -> None:
    two = (job(salary=15_000_000), job("second", salary=10_000_000))
    # 250,000.00 of wages against a base of 184,500.00 in 2026, each employer by itself below it.
    found = walk(okafor(income_sources=two), 3)
    # Twelve times 6.2 % of 12,500.00 and of 8,333.33, each rounded as paid, less 6.2 % of the base.
    assert year(found, 2026).paid == 12 * 77_500 + 12 * 51_667 - 1_143_900
    tips = bill("tips", 1_000_000, category="tips", type="income")
    single = okafor(income_sources=(job(salary=24_000_000),))
    assert year(walk(replace(single, flows=(*single.flows, tips)), 3), 2026).paid == 0


@pytest.mark.parametrize(("medicare", "liable"), [(26_000_000, 81_000), (19_000_000, 18_000)])
def test_additional_medicare_goes_by_the_wages_of_the_pay_stub(medicare: int, liable: int) -> None:
    paid = job(
        salary=18_000_000,
        ytd_on=date(2026, 10, 31),
        ytd_gross=26_000_000,
        ytd_federal_withheld=5_000_000,
        ytd_social_security_wages=18_450_000,
        ytd_medicare_wages=medicare,
    )
    bonus = bill("past", 3_000_000, "once", date(2026, 3, 15), category="bonus", type="income", source="job")
    for flows in ((), (bonus,)):
        first = year(walk(okafor(income_sources=(paid,), flows=flows), 8), 2026)
        assert first.liability is not None
        # 0.9 % of what the stub and two months of 15,000.00 come to above 200,000.00; up to the stub it is withheld on the
        # stub's wages, and a bonus that it contains adds nothing.
        assert first.liability["additional_medicare_tax"] == liable
        assert first.withheld == 5_000_000 + 2 * 266_117 + liable


def test_what_is_deducted_at_one_job_leaves_what_another_withheld_for_social_security() -> None:
    two = (job(salary=18_600_000), job("second", salary=9_600_000))
    stated = okafor(income_sources=two, deductions=(Deduction("d", "second", "health_insurance", amount=50_000),))
    # The first job withholds the most there is, 6.2 % of 184,500.00; so all of the second's comes back: 6.2 % of 90,000.00.
    assert year(walk(stated, 3), 2026).paid == 558_000


def test_medicare_premiums_of_the_running_year_are_medical_costs_from_january_on() -> None:
    pension = IncomeSource("p", "ngozi", "Pension", "retirement", "monthly", date(2026, 1, 5), annual_amount=6_000_000)
    stated = inputs(
        members=born(date(1950, 1, 2)),
        income_sources=(replace(pension, stated_on=TODAY),),
        flows=(bill("clinic", 300_000, category="medical_expenses", start=date(2026, 1, 1)),),
        snapshots=(held("checking", 9_000_000),),
    )
    liable = year(walk(stated, 4), 2026).liability
    assert liable is not None
    document = {
        "tax_year": 2026,
        "filing_status": "single",
        "primary": {"age": 76},
        "income": {"pension": "60000.00"},
        # 12 × 3,000.00 and 12 × 202.90.
        "itemized": {"medical": "38434.80"},
    }
    assert liable["total"] == calculated(document).total


@pytest.mark.parametrize(
    ("plan", "deducted"),
    [("sep_ira", 600_000), ("traditional_401k", 600_000), ("traditional_ira", 600_000), ("roth_401k", 0)],
)
def test_what_an_owner_puts_away_for_retirement_comes_off_the_return(plan: str, deducted: int) -> None:
    stated = inputs(
        accounts=(account("checking", "checking", primary=True), still("plan", plan)),
        income_sources=(
            consulting(expected_expenses=1_200_000, retirement_contribution=600_000, retirement_account="plan"),
        ),
        assumptions=FLAT,
        snapshots=(held("checking", 10_000_000), held("plan", 0)),
    )
    found = year(walk(stated, 2), 2026).liability
    document = {"tax_year": 2026, "filing_status": "single", "primary": {"age": 29}}
    paid = {
        "sep_ira": ("primary", {"sep": "6000", "age": 29}),
        "traditional_401k": ("primary", {"solo_401k": "6000", "age": 29}),
    }
    given = dict([paid.get(plan, ("adjustments", {"ira_deduction": "6000"} if deducted else {}))])
    expected = calculated({**document, "income": {"self_employment": "48000.00"}, **given})
    plain = calculated({**document, "income": {"self_employment": "48000.00"}})
    assert found is not None
    assert plain.above.agi - expected.above.agi == deducted
    assert found["total"] == expected.total <= plain.total


def test_before_the_day_when_tax_is_due_last_years_is_said_to_be_left_out_unless_a_flow_states_it() -> None:
    def codes(stated: Inputs, day: date) -> set[str]:
        return {each.code for each in walk(stated, 5, day).findings}

    assert "last_year_left_out" in codes(okafor(), date(2027, 4, 14))
    assert "last_year_left_out" not in codes(okafor(), date(2027, 4, 15))
    owed = bill("owed", 123_456, "once", date(2027, 4, 15), category="tax_settlement")
    stated = okafor(flows=(owed,))
    assert "last_year_left_out" not in codes(stated, date(2027, 2, 1))
    april = next(row for row in walk(stated, 5, date(2027, 2, 1)).months if row.month % 12 == 3)
    assert april.components["tax_settlement"] == -123_456
    # It is last year's tax, and nothing that is paid towards this one's.
    assert year(walk(stated, 14, date(2027, 2, 1)), 2027).paid == 0
