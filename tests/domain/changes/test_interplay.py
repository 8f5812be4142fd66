"""Changes that meet each other, and what else there is of the same thing: each counts once, and the later has the say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from effluent_cli.domain.explaining.paychecks import STUB_FIGURE
from effluent_cli.domain.records import Deduction, Inputs, MatchTier, Override, Withholding
from tests.domain.changes.applying import FLAT, FROZEN, after, asked, by_month, made, row
from tests.domain.test_explaining import told
from tests.domain.test_settlement import calculated
from tests.households import TODAY, account, bill, held, inputs, job, loan

END = date(2026, 10, 31)
HOME = account("home", "primary_residence", insurance=120_000, property_tax=240_000, hoa=60_000, stated_on=TODAY)
RAISED = asked("modify_income", date(2027, 3, 1), date(2027, 9, 30), flow="job", amount=2_000_000)


def housed(**more: Any) -> Inputs:
    """A home with costs of 100.00, 200.00 and 50.00 a month, on which money may be owed."""
    given = {
        "accounts": (
            account("checking", "checking", primary=True),
            HOME,
            account("mortgage", "primary_mortgage", property="home"),
        ),
        "snapshots": (held("checking", 5_000_000), held("home", 30_000_000)),
        "loan_terms": (loan("mortgage", "0", 100_000),),
        "assumptions": FLAT,
        "settings": FROZEN,
        **more,
    }
    return inputs(**given)


def working(**more: Any) -> Inputs:
    """A job of 10,000.00 a month that defers a tenth, half of which is matched."""
    match = (MatchTier(Decimal("0.5"), Decimal("0.10")),)
    given = {
        "accounts": (
            account("checking", "checking", primary=True),
            account("plan", "traditional_401k", growth=Decimal(0)),
        ),
        "snapshots": (held("checking", 5_000_000),),
        "income_sources": (job(pay_date=END),),
        "withholdings": (Withholding("job", "single"),),
        "deductions": (
            Deduction("d", "job", "traditional_401k", percent=Decimal("0.10"), target_account="plan", match=match),
        ),
        "assumptions": FLAT,
        "settings": FROZEN,
        **more,
    }
    return inputs(**given)


@pytest.mark.parametrize("until", [None, date(2027, 3, 31)])
def test_a_cost_that_is_removed_does_not_come_back_as_that_of_the_property(until: date | None) -> None:
    stated = housed(flows=(bill("cover", 15_000, category="homeowners_insurance"),))
    # The flow counts, the cost stated of the home does not.
    assert by_month(after(stated), "homeowners_insurance", "2027-01", 1) == [-15_000]
    found = after(stated, asked("remove_expense", date(2027, 2, 1), until, flow="cover"))
    back = 0 if until is None else -15_000
    assert by_month(found, "homeowners_insurance", "2027-01", 4) == [-15_000, 0, 0, back]
    assert by_month(found, "hoa_fees", "2027-01", 2) == [-5_000, -5_000]
    altered = after(stated, asked("modify_expense", date(2027, 2, 1), until, flow="cover", amount=20_000))
    assert by_month(altered, "homeowners_insurance", "2027-01", 3) == [-15_000, -20_000, -20_000]


def test_rent_that_is_removed_does_not_come_back_as_that_of_the_property() -> None:
    let = replace(HOME, type="rental_property", rent=100_000)
    flow = bill("let", 90_000, type="income", category="rental_income")
    stated = housed(accounts=(account("checking", "checking", primary=True), let), loan_terms=(), flows=(flow,))
    found = after(stated, asked("remove_income", date(2027, 2, 1), date(2027, 2, 28), flow="let"))
    assert by_month(found, "rental_income", "2027-01", 3) == [90_000, 0, 90_000]
    gone = after(stated, asked("remove_income", date(2027, 2, 1), flow="let"))
    assert by_month(gone, "rental_income", "2027-01", 3) == [90_000, 0, 0]


def test_an_escrow_ends_with_the_sale_and_not_with_a_refinancing() -> None:
    stated = housed(
        snapshots=(held("checking", 5_000_000), held("home", 30_000_000), held("mortgage", 10_000_000)),
        loan_terms=(loan("mortgage", "0", 100_000, escrow=36_000),),
    )
    new = asked("refinance", date(2027, 2, 1), account="mortgage", rate=Decimal(0), term_months=100)
    sale = asked("sell_asset", date(2027, 4, 1), account="home", key="c2")
    found = after(stated, new, sale)
    # Of 360.00 two thirds are tax, as of what is stated: 240.00 and 120.00.
    assert by_month(found, "property_tax", "2027-01", 4) == [-24_000, -24_000, -24_000, 0]
    assert by_month(found, "hoa_fees", "2027-03", 2) == [-5_000, 0]
    assert row(found, "2027-04").liabilities == 0
    # Paid off, the mortgage leaves tax and insurance to be paid by hand: 200.00 and 100.00.
    paid = after(stated, asked("payoff_debt", date(2027, 2, 20), account="mortgage"))
    assert by_month(paid, "property_tax", "2027-02", 2) == [-24_000, -20_000]
    assert by_month(paid, "homeowners_insurance", "2027-02", 2) == [-12_000, -10_000]


def test_a_job_altered_within_the_year_is_one_job_to_the_law() -> None:
    found = after(working(), RAISED, months=20)
    # 2 + 3 months at 10,000 and 7 at 20,000: 190,000. The wage base of 184,500 is reached in December.
    social = by_month(found, "social_security_tax", "2027-01", 12)
    assert social == [-62_000] * 2 + [-124_000] * 7 + [-62_000, -62_000, -27_900]
    # Deferred: 1,000 × 2, 2,000 × 7 and 1,000 × 3 = 19,000, below 24,500; half as much is matched.
    plan = row(found, "2027-12").accounts["plan"] - row(found, "2026-12").accounts["plan"]
    assert plan == 1_900_000 * 3 // 2
    liability = found.years[1].liability
    assert liability is not None
    person = {"age": 30, "wages": "190000", "traditional_401k": "19000"}
    assert liability["total"] == calculated({"tax_year": 2026, "filing_status": "single", "primary": person}).total


def test_two_changes_of_one_job_hold_together() -> None:
    more = asked("modify_401k", date(2027, 2, 1), date(2027, 4, 30), fraction=Decimal("0.20"), key="c2")
    health = asked("modify_deductions", date(2027, 4, 1), kind="health_insurance", amount=10_000, key="c3")
    found = after(working(), RAISED, more, health)
    plan = [row(found, f"2027-{number:02d}").accounts["plan"] for number in range(1, 7)]
    # 2,000 + 500; 4,000 + 1,000 twice; 2,000 + 1,000 again.
    assert [b - a for a, b in pairwise(plan)] == [250_000, 500_000, 500_000, 300_000, 300_000]
    assert by_month(found, "health_insurance", "2027-03", 3) == [0, -10_000, -10_000]
    assert after(working(), health, more, RAISED).months == found.months
    # A later change of the same has the say: 9,000 in April, and what was changed before around it.
    april = asked("modify_income", date(2027, 4, 1), date(2027, 4, 30), flow="job", amount=900_000, key="c4")
    assert by_month(after(working(), RAISED, april), "salary", "2027-03", 3) == [2_000_000, 900_000, 2_000_000]
    assert by_month(after(working(), april, RAISED), "salary", "2027-03", 3) == [2_000_000] * 3
    # A fraction is of what there is by then.
    half = asked("adjust_total_income", date(2027, 4, 1), date(2027, 4, 30), fraction=Decimal("-0.5"), key="c5")
    assert by_month(after(working(), RAISED, half), "salary", "2027-03", 3) == [2_000_000, 1_000_000, 2_000_000]
    assert by_month(after(working(), half, RAISED), "salary", "2027-03", 3) == [2_000_000] * 3


def test_pay_stated_with_raises_goes_on_from_the_year_of_the_change() -> None:
    stated = working(income_sources=(job(pay_date=END, raise_rate=Decimal("0.10")),), deductions=())
    change = asked("modify_income", date(2027, 6, 1), flow="job", amount=2_000_000)
    found = after(stated, change, months=28)
    assert by_month(found, "salary", "2027-05", 2) == [1_100_000, 2_000_000]
    assert by_month(found, "salary", "2028-01", 1) == [2_200_000]
    assert by_month(found, "salary", "2029-01", 1) == [2_420_000]


def test_a_change_begun_before_today_holds_from_tomorrow_and_leaves_the_year_so_far_alone() -> None:
    change = asked("modify_income", date(2026, 3, 1), date(2026, 12, 31), flow="job", amount=2_000_000)
    found, base = after(working(), change, months=20), after(working(), months=20)
    assert found.opening == base.opening
    assert by_month(found, "salary", "2026-11", 3) == [2_000_000, 2_000_000, 1_000_000]
    liability = found.years[0].liability
    assert liability is not None
    # Ten months at 10,000 as on record, two at 20,000: 140,000, of which a tenth is deferred.
    person = {"age": 29, "wages": "140000", "traditional_401k": "14000"}
    assert liability["total"] == calculated({"tax_year": 2026, "filing_status": "single", "primary": person}).total


def test_terms_of_a_debt_begun_before_today_hold_from_tomorrow() -> None:
    stated = housed(snapshots=(held("checking", 5_000_000), held("home", 30_000_000), held("mortgage", 10_000_000)))
    change = asked("modify_debt", date(2026, 8, 1), account="mortgage", rate=Decimal("0.12"))
    assert by_month(after(stated, change), "mortgage_interest", "2026-12", 1) == [-100_000]
    over = change._replace(until=TODAY)
    assert after(stated, over).months == after(stated).months


def test_an_explanation_names_the_stub_only_where_its_figure_counts() -> None:
    stub = (Override("job", "federal_income_tax", 150_000, TODAY), Override("job", "gross", 1_040_000, TODAY))
    records, overlay = made(working(overrides=stub), [RAISED])
    as_stated, raised = (told(records, month, overlay=overlay) for month in ("2027-02", "2027-03"))
    assert [line.amount for line in as_stated.lines if line.rule == STUB_FIGURE] == [-150_000]
    assert [line.amount for line in raised.lines if line.rule == STUB_FIGURE] == []
