"""Paychecks under change, by hand: a job of 10,000.00 a month, paid on the last day, by the law of 2026."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Deduction, Flow, IncomeSource, Inputs, MatchTier, Member, Override, Withholding
from tests.domain.changes.applying import FLAT, FROZEN, after, asked, by_month, refused, row
from tests.households import NGOZI, TODAY, account, bill, held, inputs, job

END = date(2026, 10, 31)
"""A pay date that makes the job pay on the last day of each month."""


def earning(**more: Any) -> Inputs:
    """120,000.00 a year, 5 % of it before tax into a plan, of which the employer matches half."""
    match = (MatchTier(Decimal("0.5"), Decimal("0.05")),)
    plan = Deduction("d401", "job", "traditional_401k", percent=Decimal("0.05"), target_account="plan", match=match)
    given = {
        "accounts": (
            account("checking", "checking", primary=True),
            account("hsa", "hsa", owner="ngozi"),
            account("house", "primary_residence"),
            account("plan", "traditional_401k", owner="ngozi", growth=Decimal(0)),
            account("savings", "savings"),
        ),
        "snapshots": (held("checking", 2_000_000), held("savings", 100_000)),
        "income_sources": (job(pay_date=END),),
        "withholdings": (Withholding("job", "single"),),
        "deductions": (plan,),
        "assumptions": FLAT,
        "settings": FROZEN,
        **more,
    }
    return inputs(**given)


def changes_of(found: Projection, key: str, first: str, count: int) -> list[int]:
    """Return by how much an account changes in so many months."""
    at = row(found, first).month - found.first
    months = found.months[at - 1 : at + count]
    return [b.accounts[key] - a.accounts[key] for a, b in pairwise(months)]


def test_more_is_deferred_while_it_lasts_and_the_employer_matches_up_to_the_same() -> None:
    change = asked("modify_401k", date(2027, 2, 28), date(2027, 3, 31), fraction=Decimal("0.08"))
    found = after(earning(), change)
    # 500 + 250 of match; 800 + 250 from the paycheck of 28 February to that of 31 March.
    assert changes_of(found, "plan", "2027-01", 4) == [75_000, 105_000, 105_000, 75_000]
    ended = after(earning(), asked("modify_401k", date(2027, 2, 28), date(2027, 3, 31), fraction=Decimal(0)))
    assert changes_of(ended, "plan", "2027-01", 4) == [75_000, 0, 0, 75_000]


@pytest.mark.parametrize("said", [{"percent": Decimal("0.03")}, {"amount": 30_000}])
def test_what_is_deferred_keeps_its_proportions(said: dict[str, Any]) -> None:
    thrice = {key: value * 3 for key, value in said.items()}
    both = (
        Deduction("before", "job", "traditional_401k", target_account="plan", **thrice),
        Deduction("roth", "job", "roth_401k", target_account="roth", **said),
    )
    accounts = tuple(sorted((*earning().accounts, account("roth", "roth_401k")), key=lambda each: each.id))
    found = after(earning(deductions=both, accounts=accounts), asked("modify_401k", fraction=Decimal("0.08")))
    assert changes_of(found, "plan", "2027-02", 1) == [60_000]
    assert changes_of(found, "roth", "2027-02", 1) == [20_000]


def test_the_limit_of_the_year_is_one_whatever_changes_within_it() -> None:
    change = asked("modify_401k", date(2027, 7, 1), fraction=Decimal("0.5"))
    found = after(earning(), change, months=15)
    # 500 × 6 = 3,000; then 5,000 × 4 = 20,000 and the 1,500 that are left of 24,500 in November. Half of 5 % of pay is
    # matched with every deferral.
    assert changes_of(found, "plan", "2027-06", 7) == [75_000, *[525_000] * 4, 175_000, 0]


def test_the_wage_base_of_the_year_is_one_whatever_changes_within_it() -> None:
    change = asked("modify_income", date(2027, 3, 1), date(2027, 11, 30), flow="job", amount=3_000_000)
    found = after(earning(), change, months=15)
    taxed = by_month(found, "social_security_tax", "2027-01", 12)
    # 184,500 in 2026: 2 × 10,000 + 5 × 30,000 by July leave 14,500 for August; nothing after, the old pay of December included.
    assert taxed == [-62_000] * 2 + [-186_000] * 5 + [-89_900] + [0] * 4
    assert row(found, "2027-12").income == 1_000_000 + 25_000


def test_an_hsa_gets_an_amount_or_a_fraction_of_each_paycheck() -> None:
    by_amount = after(earning(), asked("modify_hsa", date(2027, 2, 1), date(2027, 2, 28), amount=20_000))
    assert changes_of(by_amount, "hsa", "2027-01", 3) == [0, 20_000, 0]
    # Before income tax and FICA both.
    assert by_month(by_amount, "social_security_tax", "2027-01", 2) == [-62_000, -60_760]
    by_fraction = after(earning(), asked("modify_hsa", fraction=Decimal("0.01"), source="job"))
    assert changes_of(by_fraction, "hsa", "2027-02", 1) == [10_000]


def test_more_is_withheld_and_comes_back_with_the_return() -> None:
    change = asked("modify_withholding", date(2027, 1, 1), date(2027, 12, 31), extra_per_paycheck=10_000)
    base, found = after(earning(), months=20), after(earning(), change, months=20)
    for month in (1, 12):
        name = f"2027-{month:02d}"
        assert row(found, name).taxes - row(base, name).taxes == 10_000
    assert row(found, "2028-01").taxes == row(base, "2028-01").taxes
    assert row(found, "2028-04").taxes - row(base, "2028-04").taxes == -120_000
    assert found.months[-1].net_worth == base.months[-1].net_worth


def test_more_is_withheld_on_top_of_what_the_rules_give_where_a_stub_stated_the_tax() -> None:
    stub = (Override("job", "federal_income_tax", 99_999, TODAY), Override("job", "deduction-d401", 44_444, TODAY))
    plain, stated = earning(), earning(overrides=stub)
    change = asked("modify_withholding", date(2027, 2, 1), date(2027, 2, 28), extra_per_paycheck=10_000)
    found = after(stated, change)
    reckoned = by_month(after(plain), "federal_income_tax", "2027-02", 1)[0]
    assert by_month(found, "federal_income_tax", "2027-01", 3)[::2] == [-99_999, -99_999]
    # Of the stub's smaller deferral 22 % more is withheld.
    more = (50_000 - 44_444) * 22 // 100
    assert by_month(found, "federal_income_tax", "2027-02", 1)[0] == pytest.approx(reckoned - more - 10_000, abs=100)
    deferred = after(stated, asked("modify_401k", date(2027, 2, 1), date(2027, 2, 28), fraction=Decimal("0.08")))
    assert changes_of(deferred, "plan", "2027-01", 3) == [44_444 + 22_222, 105_000, 44_444 + 22_222]


def test_a_deduction_takes_another_amount_where_it_is_taken_else_at_the_best_paid_job() -> None:
    second = job("second", 6_000_000, pay_date=END)
    health = Deduction("care", "second", "health_insurance", amount=10_000)
    stated = earning(income_sources=(job(pay_date=END), second))
    change = asked("modify_deductions", date(2027, 2, 1), date(2027, 2, 28), kind="health_insurance", amount=15_000)
    with_it = after(replace(stated, deductions=(health, *stated.deductions)), change)
    assert by_month(with_it, "health_insurance", "2027-01", 3) == [-10_000, -15_000, -10_000]
    without = after(stated, change)
    assert by_month(without, "health_insurance", "2027-01", 3) == [0, -15_000, 0]
    # Off the pay of 10,000.00: Social Security of both jobs is 930.00 less 6.2 % of 150.00.
    assert by_month(without, "social_security_tax", "2027-02", 1) == [-93_000 + 930]
    # A job that is gone by then is nobody's best paid.
    gone = after(stated, asked("remove_income", date(2027, 1, 1), flow="job", key="c0"), change)
    assert by_month(gone, "health_insurance", "2027-02", 1) == [-15_000]


def test_an_employee_becomes_self_employed_and_back() -> None:
    extra = Flow("extra", "Extra", "income", "bonus", 500_000, "monthly", END, source="job")
    change = asked("switch_employment_type", date(2027, 1, 1), date(2027, 12, 31), source="job", to="self_employed")
    found = after(earning(flows=(extra,)), change, months=20)
    assert by_month(found, "salary", "2026-12", 2) == [1_000_000, 0]
    assert by_month(found, "self_employment", "2026-12", 14) == [0, *[1_000_000] * 12, 0]
    assert by_month(found, "bonus", "2026-12", 2) == [500_000, 0]
    assert by_month(found, "bonus", "2028-01", 1) == by_month(found, "bonus", "2026-12", 1)
    assert changes_of(found, "plan", "2027-01", 12) == [0] * 12
    assert row(found, "2027-06").taxes == 0
    liability = found.years[1].liability
    assert liability is not None
    # 92.35 % of 120,000 is 110,820; × 15.3 % = 16,955.46.
    assert liability["self_employment_tax"] == 1_695_546
    # 120,000 − 8,477.73 (half of it) − 16,100 = 95,422.27; 20 % of that (QBI) is 19,084.45: 76,337.82 of taxable income.
    # 1,240 + 12 % of 38,000 + 22 % of (76,337.82 − 50,400).
    assert liability["income_tax"] == pytest.approx(124_000 + 456_000 + (7_633_782 - 5_040_000) * 22 // 100, abs=100)


def test_somebody_self_employed_becomes_an_employee() -> None:
    shop = IncomeSource(
        "shop", "ngozi", "Shop", "self_employed", "monthly", END, annual_amount=12_000_000, stated_on=TODAY,
        expected_expenses=1_200_000, estimated_payment=300_000,
    )  # fmt: skip
    stated = earning(income_sources=(shop,), withholdings=(), deductions=())
    change = asked("switch_employment_type", date(2027, 1, 1), source="shop", to="w2")
    found = after(stated, change, months=16)
    assert by_month(found, "salary", "2027-01", 12) == [1_000_000] * 12
    assert by_month(found, "business_other", "2026-12", 2) == [-100_000, 0]
    assert by_month(found, "social_security_tax", "2027-01", 12) == [-62_000] * 12
    # The estimate of January for 2026 fell on a day after the switch; none is paid any more.
    assert by_month(found, "estimated_tax", "2027-01", 12) == [0] * 12
    liability = found.years[1].liability
    assert liability is not None
    # 120,000 − 16,100 = 103,900: 1,240 + 4,560 + 22 % of 53,500.
    assert (liability["self_employment_tax"], liability["income_tax"]) == (0, 124_000 + 456_000 + 1_177_000)


def test_a_switch_takes_the_pay_that_there_is_then() -> None:
    stated = earning(income_sources=(job(pay_date=END, raise_rate=Decimal("0.1")),))
    less = asked("modify_income", date(2027, 3, 1), date(2027, 3, 31), flow="job", amount=300_000)
    out = asked("remove_income", date(2027, 4, 1), date(2027, 4, 30), flow="job", key="c2")
    switch = asked("switch_employment_type", date(2027, 2, 1), source="job", to="self_employed", key="c3")
    found = after(stated, less, out, switch, months=16)
    # 10,000 a month, a tenth more each January.
    assert by_month(found, "salary", "2027-01", 2) == [1_100_000, 0]
    assert by_month(found, "self_employment", "2027-01", 5) == [0, 1_100_000, 300_000, 0, 1_100_000]
    assert by_month(found, "self_employment", "2028-01", 1) == [1_210_000]
    # What is asked for after the switch is asked of the business.
    again = after(stated, switch, less, months=16)
    assert by_month(again, "self_employment", "2027-02", 3) == [1_100_000, 300_000, 1_100_000]


def test_a_plan_may_be_drawn_on_when_its_job_is_lost_at_55() -> None:
    old = replace(NGOZI, date_of_birth=date(1971, 1, 31))
    stated = earning(
        members=(old,),
        snapshots=(held("checking", 0), held("plan", 10_000_000), held("savings", 0)),
        flows=(bill("food", 500_000),),
    )
    lost = asked("remove_income", date(2027, 2, 1), flow="job")
    found = after(stated, lost)
    assert row(found, "2027-04").moves["tax_deferred_withdrawal"] > 0
    assert found.first_shortfall is None
    # Terms that only change are no separation.
    raised = after(stated, asked("modify_income", date(2027, 2, 1), flow="job", amount=100_000))
    assert all("tax_deferred_withdrawal" not in each.moves for each in raised.months)
    assert raised.first_shortfall is not None


def test_estimates_take_the_place_of_what_was() -> None:
    shop = IncomeSource(
        "shop", "ngozi", "Shop", "self_employed", "monthly", END, annual_amount=12_000_000, stated_on=TODAY,
        expected_expenses=1_200_000, estimated_payment=300_000,
    )  # fmt: skip
    flows = (
        bill("ink", 5_000, category="business_other", source="shop"),
        bill("quarter", 100_000, "quarterly", date(2026, 1, 15), category="estimated_tax"),
    )
    stated = earning(income_sources=(shop,), deductions=(), withholdings=(), flows=flows)
    change = asked("set_quarterly_estimates", date(2027, 4, 15), date(2027, 9, 14), amount=700_000)
    found = after(stated, change, months=16)
    paid = by_month(found, "estimated_tax", "2027-01", 13)
    assert paid == [-400_000, 0, 0, -700_000, 0, -700_000, 0, 0, -300_000, -100_000, 0, 0, -400_000]
    # The expenses of the business stay those of its own flows, and are counted once.
    assert by_month(found, "business_other", "2027-01", 12) == [-5_000] * 12
    none = after(stated, asked("set_quarterly_estimates", date(2027, 4, 15), amount=0), months=16)
    assert by_month(none, "estimated_tax", "2027-04", 10) == [0] * 10


def test_savings_move_in_place_of_the_transfers_that_there_were() -> None:
    def move(key: str, amount: int, source: str) -> Flow:
        given: dict[str, Any] = {"type": "transfer", "category": "transfer", "from_account": source}
        return bill(key, amount, to_account="savings", **given)

    stated = earning(flows=(move("rollover", 1_000, "plan"), move("save", 10_000, "checking")))
    change = asked("set_savings_transfer", date(2027, 2, 15), date(2027, 4, 14), amount=25_000, target="savings")
    # On 1 February still the old one; on 15 February and March the new; on 1 May the old again. The 15th of April is over.
    assert changes_of(after(stated, change), "savings", "2027-01", 5) == [11_000, 36_000, 26_000, 1_000, 11_000]
    ended = after(stated, asked("set_savings_transfer", date(2027, 2, 1), amount=0, target="savings"))
    assert changes_of(ended, "savings", "2027-01", 2) == [11_000, 1_000]


def test_what_cannot_be_applied_is_refused() -> None:
    partner = Member("ada", "Ada", "partner", date(1990, 1, 1))
    stated = earning(members=(partner, NGOZI))
    jobless = earning(income_sources=(), deductions=(), withholdings=())
    cases: list[tuple[str, dict[str, Any]]] = [
        ("modify_401k", {"fraction": Decimal("0.1")}),
        ("modify_hsa", {"amount": 100}),
        ("modify_withholding", {"extra_per_paycheck": 100}),
        ("modify_deductions", {"kind": "health_insurance", "amount": 100}),
    ]
    for kind, values in cases:
        assert "no job that pays wages" in refused(jobless, asked(kind, **values))
        assert "nothing is no job" in refused(stated, asked(kind, source="nothing", **values))
    bare = earning(accounts=(account("checking", "checking"),), deductions=())
    assert "no account for hsa" in refused(bare, asked("modify_hsa", amount=100))
    assert "no account for traditional_401k" in refused(bare, asked("modify_401k", fraction=Decimal("0.1")))
    assert "nothing is no job or business" in refused(
        stated, asked("switch_employment_type", source="nothing", to="w2")
    )
    assert "job is w2 already" in refused(stated, asked("switch_employment_type", source="job", to="w2"))
    for target, why in (("nothing", "no asset"), ("house", "nobody saves"), ("checking", "lands anyway")):
        assert why in refused(stated, asked("set_savings_transfer", amount=100, target=target))
