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
