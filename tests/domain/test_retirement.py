"""Retiring: a bridge from savings, Roth against traditional, required payouts, Medicare and its cliff, a long life."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Deduction, IncomeSource, Inputs, Member
from tests.domain.test_projection import month, walk
from tests.domain.test_settlement import FLAT, year
from tests.domain.test_withdrawals import born, moved, still
from tests.households import TODAY, account, bill, held, inputs, job


def benefit(first: date, monthly: int, **more: Any) -> IncomeSource:
    return IncomeSource(
        "ss", "ngozi", "Benefit", "social_security", "monthly", first,
        annual_amount=12 * monthly, start=first, stated_on=TODAY, raise_rate=Decimal(0), **more,
    )  # fmt: skip


def test_retiring_at_62_on_savings_until_a_benefit_at_67() -> None:
    stated = inputs(
        members=born(date(1964, 11, 20)),
        accounts=(still("checking", "checking"), still("fund", "brokerage", cost_basis=30_000_000)),
        snapshots=(held("checking", 0), held("fund", 60_000_000)),
        flows=(bill("living", 400_000, anchor=date(2026, 12, 10)),),
        income_sources=(benefit(date(2031, 12, 9), 300_000),),
        assumptions=FLAT,
    )
    found = walk(stated, 74)
    # 4,000.00 a month from December 2026 to November 2031, and from November 2029, at 65, the premium of 202.90.
    bridged = month(found, "2031-11")["fund"]
    assert bridged == 60_000_000 - 60 * 400_000 - 25 * 20_290
    # From then on the benefit leaves 1,000.00 and the premium to be drawn.
    assert month(found, "2032-12")["fund"] == bridged - 13 * (100_000 + 20_290)
    # Half of what is sold is gain, less than what no tax is owed on; so no year owes anything.
    assert {each.liability["total"] for each in found.years if each.liability is not None} == {0}
    assert found.first_shortfall is None


def taxed_bridge(sold: int, benefits: int) -> int:
    """The tax of a single year on what is sold at four fifths gain, and on benefits of which 85 % are taxed; law of 2026."""
    gains = sold - round(sold / 5)
    deduction = 1_610_000 + (205_000 if benefits else 0)
    ordinary = max(0, benefits * 85 // 100 - deduction)
    taxed = gains - max(0, deduction - benefits * 85 // 100)
    # Of what is left nothing is due up to 49,450.00 with what else there is, and 15 % above; 10 % of 12,400.00, 12 % above.
    above = max(0, taxed + ordinary - 4_945_000)
    return (
        round(above * 15 / 100) + round(min(ordinary, 1_240_000) / 10) + round(max(0, ordinary - 1_240_000) * 12 / 100)
    )


def test_a_bridge_out_of_gains_is_taxed_and_its_tax_is_drawn_too() -> None:
    stated = inputs(
        members=born(date(1964, 11, 20)),
        accounts=(still("checking", "checking"), still("fund", "brokerage", cost_basis=40_000_000)),
        snapshots=(held("checking", 0), held("fund", 200_000_000)),
        flows=(bill("living", 1_000_000, anchor=date(2027, 1, 10), start=date(2027, 1, 1)),),
        income_sources=(benefit(date(2031, 12, 9), 300_000),),
        assumptions=FLAT,
    )
    found = walk(stated, 86)
    # 2027: 120,000.00 sold, 96,000.00 of it gain; less 16,100.00 are 79,900.00, and 15 % of the 30,450.00 above 49,450.00.
    assert taxed_bridge(12_000_000, 0) == 456_750
    tax, fund = 0, 200_000_000
    for number in (2027, 2028):
        sold = 12 * 1_000_000 + tax
        fund, tax = fund - sold, taxed_bridge(sold, 0)
        assert month(found, f"{number}-12")["fund"] == fund
        liable = year(found, number)
        assert liable.liability is not None
        assert (liable.liability["total"], liable.settlement) == (tax, tax)
        assert month(found, f"{number + 1}-04")["tax_settlement"] == -tax
    # 2032, a whole year of benefits of 36,000.00: 30,600.00 of them are taxed, because gains alone are above 34,000.00.
    before = year(found, 2031).settlement or 0
    sold = 12 * (1_000_000 - 300_000 + 20_290) + before
    assert month(found, "2031-12")["fund"] - month(found, "2032-12")["fund"] == sold
    liable = year(found, 2032)
    assert liable.liability is not None
    assert liable.liability["total"] == taxed_bridge(sold, 3_600_000)
    assert found.first_shortfall is None


def saver(kind: str, plan: str, months_of_work: date) -> Inputs:
    return inputs(
        members=born(date(1966, 1, 2)),
        accounts=(still("checking", "checking"), account("plan", plan, growth=Decimal("0.06"))),
        snapshots=(held("checking", 0), held("plan", 0)),
        income_sources=(job(salary=9_600_000, end=months_of_work, raise_rate=Decimal(0)),),
        deductions=(Deduction("d", "job", kind, amount=50_000, target_account="plan"),),
        assumptions=FLAT,
    )


def test_roth_or_traditional_over_thirty_years() -> None:
    end = date(2056, 11, 30)
    roth = walk(saver("roth_401k", "roth_401k", end), 361)
    traditional = walk(saver("traditional_401k", "traditional_401k", end), 361)
    # The same goes in and grows, so the plans hold the same; 500.00 × 361 at 6 % a year.
    assert roth.months[-1].accounts["plan"] == traditional.months[-1].accounts["plan"]
    monthly = 1.06 ** (1 / 12)
    assert roth.months[-1].accounts["plan"] == pytest.approx(50_000 * (monthly**361 - 1) / (monthly - 1), rel=0.003)
    # 96,000.00 less 16,100.00 is 29,500.00 into the bracket of 22 %: each year's 6,000.00 saves 1,320.00.
    for number in range(2027, 2056):
        paid, saved = (year(each, number).liability for each in (roth, traditional))
        assert paid is not None
        assert saved is not None
        assert (paid["total"] or 0) - (saved["total"] or 0) == 132_000
    # In cash by the end: what less was withheld from November 2026 on, and what the settlements made of it.
    cash = {each: each_found.months[-1].accounts["checking"] for each, each_found in (("t", traditional), ("r", roth))}
    taxes = {each: sum(row.taxes for row in found.months) for each, found in (("t", traditional), ("r", roth))}
    assert cash["t"] - cash["r"] == taxes["r"] - taxes["t"] > 29 * 132_000


def thirty_years(plan: str, saved: int, taken: int, pension: int) -> Projection:
    """Saving each month of thirty years from 2026 on, a pension from 2057, and a sum taken out in 2058, taxed by April 2059."""
    out = bill("out", taken, "once", date(2058, 5, 5), type="transfer", category="transfer")
    later = IncomeSource(
        "pension", "ngozi", "Pension", "retirement", "monthly", date(2057, 1, 5),
        annual_amount=pension, start=date(2057, 1, 1), stated_on=TODAY, raise_rate=Decimal(0),
    )  # fmt: skip
    working = saver(plan, plan, date(2056, 11, 30))
    return walk(
        replace(
            working,
            members=born(date(1990, 1, 2)),
            income_sources=(*working.income_sources, *((later,) if pension else ())),
            deductions=tuple(replace(each, amount=saved) for each in working.deductions),
            flows=(replace(out, from_account="plan", to_account="checking"),),
        ),
        390,
    )


@pytest.mark.parametrize(
    ("pension", "ahead"),
    [
        # 80,000.00 less 18,150.00 are in the bracket of 22 %, as the savings were: of 20,000.00 15,600.00 are left.
        (8_000_000, 0),
        # No pension: 20,000.00 less 18,150.00, at 10 %, leaves 19,815.00.
        (0, 1_981_500 - 1_560_000),
        # 150,000.00 less 18,150.00 are in the bracket of 24 %: 15,200.00 are left.
        (15_000_000, 1_520_000 - 1_560_000),
    ],
)
def test_the_same_gross_saved_is_the_same_after_tax_where_the_rates_are(pension: int, ahead: int) -> None:
    # 500.00 before tax or, at 22 %, 390.00 after it; out of the plans 20,000.00 or 78 % of it.
    traditional = thirty_years("traditional_401k", 50_000, 2_000_000, pension)
    roth = thirty_years("roth_401k", 39_000, 1_560_000, pension)
    end = [each.months[-1].accounts for each in (traditional, roth)]
    assert end[1]["plan"] == pytest.approx(0.78 * end[0]["plan"], abs=361)
    assert end[0]["checking"] - end[1]["checking"] == ahead


def test_what_is_drawn_from_a_roth_is_free_and_from_a_traditional_plan_is_income() -> None:
    living = bill("living", 500_000, anchor=date(2027, 1, 10), start=date(2027, 1, 1))
    totals = {}
    for kind in ("traditional_ira", "roth_ira"):
        stated = inputs(
            members=born(date(1962, 12, 1)),
            accounts=(still("checking", "checking"), still("pot", kind)),
            snapshots=(held("checking", 0), held("pot", 90_000_000)),
            flows=(living,),
            assumptions=FLAT,
        )
        liable = year(walk(stated, 16), 2027).liability
        assert liable is not None
        totals[kind] = liable["total"]
    # 60,000.00 and the premiums of November and December, from 65 on, less 16,100.00, 2,050.00 for 65, and 6,000.00 for seniors
    # leave 36,255.80: 10 % of 12,400.00 and 12 % of the rest.
    assert totals == {"roth_ira": 0, "traditional_ira": 410_270}


def test_payouts_are_required_from_75_on() -> None:
    stated = inputs(
        members=born(date(1960, 3, 1)),
        accounts=(still("checking", "checking"), still("ira", "traditional_ira"), still("roth", "roth_ira")),
        snapshots=(held("checking", 100_000_000), held("ira", 24_600_000), held("roth", 24_600_000)),
        assumptions=FLAT,
    )
    found = walk(stated, 124)
    payouts = {
        row.month: row.moves["required_distribution"] for row in found.months if "required_distribution" in row.moves
    }
    # 246,000.00 ÷ 24.6 in the year of the 75th birthday, 236,000.00 ÷ 23.7 in the next.
    assert payouts == {parse_month("2035-12"): 1_000_000, parse_month("2036-12"): 995_781}
    assert found.months[-1].accounts["roth"] == 24_600_000
    liable = year(found, 2035).liability
    assert liable is not None
    assert liable["total"] == 0


@pytest.mark.parametrize(
    ("birth", "first"), [(date(1955, 3, 1), 2028), (date(1959, 12, 31), 2032), (date(1960, 1, 1), 2035)]
)
def test_payouts_begin_at_73_for_those_born_before_1960(birth: date, first: int) -> None:
    stated = inputs(
        members=born(birth),
        accounts=(still("checking", "checking"), still("ira", "traditional_ira")),
        snapshots=(held("checking", 100_000_000), held("ira", 65_190_000)),
        assumptions=FLAT,
    )
    found = walk(stated, 124)
    paid = [row for row in found.months if "required_distribution" in row.moves]
    assert paid[0].month == parse_month(f"{first}-12")
    # 651,900.00 ÷ 26.5 in the year of the 73rd birthday, ÷ 24.6 in that of the 75th.
    assert paid[0].moves["required_distribution"] == (2_460_000 if first < 2035 else 2_650_000)
    # 627,300.00 ÷ 25.5 at 74; it is income: less 16,100.00 and 2,050.00 there are 6,450.00 at 10 %.
    if first < 2035:
        assert paid[1].moves["required_distribution"] == 2_460_000
        liable = year(found, first + 1).liability
        assert liable is not None
        assert liable["total"] == 64_500


@pytest.mark.parametrize(("monthly", "paid"), [(50_000, 400_000), (100_000, None)])
def test_what_was_taken_out_earlier_this_year_counts_towards_this_years_payout(monthly: int, paid: int | None) -> None:
    flow = bill("out", monthly, type="transfer", category="transfer")
    stated = inputs(
        members=born(date(1952, 3, 5)),
        accounts=(still("checking", "checking"), still("ira", "traditional_ira")),
        snapshots=(held("checking", 1_000_000), held("ira", 25_500_000)),
        flows=(replace(flow, from_account="ira", to_account="checking"),),
    )
    # 255,000.00 ÷ 25.5 at 74, less twelve times 500.00, eleven of them before today; twelve times 1,000.00 are enough.
    assert walk(stated, 2).months[1].moves.get("required_distribution") == paid


@pytest.mark.parametrize(
    ("kind", "owner", "paid"),
    [
        # Two of 246,000.00 each must pay 10,000.00 each in 2035, and one of them pays 12,000.00.
        ("traditional_ira", None, 800_000),
        ("sep_ira", "ngozi", 800_000),
        ("traditional_401k", None, 1_000_000),
        ("traditional_ira", "bo", 1_000_000),
    ],
)
def test_what_one_ira_pays_counts_for_the_others_of_the_same_person(kind: str, owner: str | None, paid: int) -> None:
    flow = bill("out", 1_200_000, "once", date(2035, 5, 5), type="transfer", category="transfer")
    stated = inputs(
        members=(Member("bo", "Bo", "partner", date(1960, 3, 1)), *born(date(1960, 3, 1))),
        accounts=(
            still("checking", "checking"),
            still("first", "traditional_ira"),
            still("second", kind, owner=owner),
        ),
        snapshots=(held("checking", 100_000_000), held("first", 24_600_000), held("second", 24_600_000)),
        flows=(replace(flow, from_account="first", to_account="checking"),),
        assumptions=FLAT,
    )
    december = next(row for row in walk(stated, 111).months if row.month == parse_month("2035-12"))
    assert december.moves["required_distribution"] == paid
    assert december.accounts["first"] == 24_600_000 - 1_200_000


def test_what_was_drawn_counts_towards_what_is_required_and_a_job_puts_its_plan_off() -> None:
    living = bill("living", 60_000, anchor=date(2035, 1, 10), start=date(2035, 1, 1))
    stated = inputs(
        members=born(date(1960, 3, 1)),
        accounts=(still("checking", "checking"), still("plan", "traditional_401k")),
        snapshots=(held("checking", 2_100_000), held("plan", 24_600_000)),
        flows=(living,),
        assumptions=FLAT,
    )
    found = walk(stated, 112)
    drawn = sum(moved(found, "tax_deferred_withdrawal")[98:])
    assert drawn > 0
    year_drawn = sum(row.moves.get("tax_deferred_withdrawal", 0) for row in found.months if row.month // 12 == 2035)
    start = month(found, "2034-12")["plan"]
    assert month(found, "2035-12")["required_distribution"] == round(start / 24.6) - year_drawn
    working = replace(
        stated,
        income_sources=(job(salary=1_200_000),),
        deductions=(Deduction("d", "job", "traditional_401k", amount=1, target_account="plan"),),
    )
    assert "required_distribution" not in {name for row in walk(working, 112).months for name in row.moves}


def retired(gain: int) -> Projection:
    sold = bill("sale", gain, "once", date(2028, 7, 7), type="income", category="capital_gains")
    return walk(
        inputs(
            members=born(date(1955, 1, 2)),
            snapshots=(held("checking", 90_000_000),),
            flows=(sold,) if gain else (),
            assumptions=FLAT,
        ),
        62,
    )


def test_the_premium_jumps_two_years_after_an_income_one_cent_above_the_limit() -> None:
    at, above = retired(10_900_000), retired(10_900_001)
    premiums = {number: -month(above, f"{number}-05")["health_insurance"] for number in range(2027, 2032)}
    # 2026: 202.90 a month; above 109,000.00 for a single person 81.20 more, and 14.50 for Part D.
    assert premiums == {2027: 20_290, 2028: 20_290, 2029: 20_290, 2030: 20_290 + 8_120 + 1_450, 2031: 20_290}
    assert -month(at, "2030-05")["health_insurance"] == 20_290


@pytest.mark.parametrize(("more", "surcharge"), [(0, 0), (1, 8_120 + 1_450)])
def test_a_conversion_raises_the_premium_two_years_later_and_only_then(more: int, surcharge: int) -> None:
    flow = bill("convert", 10_900_000 + more, "once", date(2028, 7, 7), type="transfer", category="transfer")
    stated = inputs(
        members=born(date(1956, 1, 2)),
        accounts=(still("checking", "checking"), still("ira", "traditional_ira"), still("roth", "roth_ira")),
        snapshots=(held("checking", 90_000_000), held("ira", 20_000_000), held("roth", 0)),
        flows=(replace(flow, from_account="ira", to_account="roth"),),
        assumptions=FLAT,
    )
    found = walk(stated, 62)
    # A single person's 109,000.00 are below the limit, a cent more is above it; the payouts of 2029 are not.
    for number in range(2027, 2032):
        expected = 20_290 + (surcharge if number == 2030 else 0)
        months = [row for row in found.months if row.month // 12 == number]
        assert {-row.components["health_insurance"] for row in months} == {expected}, number


def test_a_premium_waits_for_65_and_for_the_end_of_a_job_of_ones_own() -> None:
    spouse = Member("bo", "Bo", "spouse", date(1962, 5, 20))
    stated = inputs(
        members=(*born(date(1955, 1, 2)), spouse),
        income_sources=(job(end=date(2027, 3, 31)),),
        household=replace(inputs().household, filing_status="married_jointly"),
        assumptions=FLAT,
    )
    found = walk(stated, 9)
    paid = [-row.components.get("health_insurance", 0) // 20_290 for row in found.months]
    assert paid == [0, 0, 0, 0, 0, 1, 2, 2, 2]
    assert "medicare_reckoned" in {each.code for each in found.findings}


def test_eighty_years_add_up_month_by_month() -> None:
    stated = inputs(
        members=born(date(1990, 6, 1)),
        accounts=(
            account("checking", "checking", primary=True),
            account("fund", "brokerage"),
            account("ira", "traditional_ira"),
        ),
        snapshots=(held("checking", 500_000), held("fund", 20_000_000), held("ira", 30_000_000)),
        income_sources=(job(salary=9_000_000, end=date(2055, 6, 30)),),
        flows=(bill("living", 450_000),),
    )
    found = walk(stated, 960)
    assert len(found.months) == 960
    assert found.years[-2].liability is not None
    assert "required_distribution" in {name for row in found.months for name in row.moves}
