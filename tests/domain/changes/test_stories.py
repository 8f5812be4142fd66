"""The stories of a scenario at the level of the engine, each with its figures by hand: rates nought, the law of 2026."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from effluent_cli.domain.amortisation import Loan, amortise
from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import CardTerms, Inputs, Member, Withholding
from tests.domain.changes.applying import FLAT, FROZEN, after, asked, by_month, row
from tests.domain.test_settlement import calculated
from tests.households import HOUSEHOLD, NGOZI, account, bill, held, inputs, job, loan

END = date(2026, 10, 31)
RENT = bill("rent", 200_000, category="rent")


def household(**more: Any) -> Inputs:
    """Ngozi earns 120,000.00 a year, paid on the last day of the month; rent of 2,000.00 on the 1st; 60,000.00 of cash."""
    given = {
        "accounts": (account("checking", "checking", primary=True), account("savings", "savings")),
        "snapshots": (held("checking", 3_000_000), held("savings", 3_000_000)),
        "income_sources": (job(pay_date=END),),
        "withholdings": (Withholding("job", "single"),),
        "flows": (RENT,),
        "assumptions": FLAT,
        "settings": FROZEN,
        **more,
    }
    return inputs(**given)


def owner() -> Inputs:
    """The same in a house of 400,000.00 bought for 300,000.00, with 250,000.00 owed on it at 6.5 %, and escrow of 500.00."""
    house = account("house", "primary_residence", cost_basis=30_000_000, property_tax=480_000, insurance=120_000)
    terms = loan("mortgage", "0.065", 158_000, last_payment_on=date(2056, 11, 9), escrow=50_000)
    return household(
        accounts=(
            account("checking", "checking", primary=True),
            house,
            account("mortgage", "primary_mortgage", property="house"),
        ),
        snapshots=(held("checking", 3_000_000), held("house", 40_000_000), held("mortgage", 25_000_000)),
        loan_terms=(terms,),
        flows=(),
    )


def total(found: Projection, year: int = 2027) -> int:
    """Return the whole tax of a year."""
    liability = next(each.liability for each in found.years if each.year == year)
    assert liability is not None
    return liability["total"] or 0


def test_a_mortgage_is_refinanced_with_the_closing_costs_rolled_in() -> None:
    values: dict[str, Any] = {
        "account": "mortgage",
        "rate": Decimal("0.05"),
        "term_months": 360,
        "closing_costs": 450_000,
    }
    found = after(owner(), asked("refinance", date(2027, 2, 9), roll_in=True, **values), months=64)
    # At 6.5 % ÷ 12 on 250,000.00: 1,354.17 of interest and 225.83 of principal in December, and so on three times.
    owed = 25_000_000
    for _ in range(3):
        owed += (owed * 65 + 6_000) // 12_000 - 158_000
    assert row(found, "2027-02").accounts["mortgage"] == owed + 450_000 == 25_381_882
    # From March on it is the schedule of ``calc loan --principal 253,818.82 --rate 5% --term-months 360``.
    schedule = amortise(Loan(owed + 450_000, Decimal("0.05"), 360))
    assert schedule.payment == 136_255
    shown = [each.accounts["mortgage"] for each in found.months[4:64]]
    assert shown == [each.balance for each in schedule.schedule[:60]]
    assert by_month(found, "mortgage_interest", "2027-03", 60) == [-each.interest for each in schedule.schedule[:60]]
    # Against the baseline: the costs at once, then interest saved; the escrow is what it was.
    base = after(owner(), months=64)
    assert row(found, "2027-02").net_worth - row(base, "2027-02").net_worth == -450_000
    assert (
        by_month(found, "property_tax", "2027-03", 60)
        == by_month(base, "property_tax", "2027-03", 60)
        == [-40_000] * 60
    )
    saved = sum(a.interest - b.interest for a, b in zip(base.months, found.months, strict=True))
    assert saved > 450_000


def test_the_house_is_sold_its_mortgage_repaid_and_rent_paid_instead() -> None:
    sale = asked("sell_asset", date(2027, 2, 20), account="house", sale_price=42_000_000, selling_costs=2_520_000)
    rent = asked("add_expense", date(2027, 3, 1), amount=220_000, frequency="monthly", category="rent", key="c2")
    found, base = after(owner(), sale, rent, months=16), after(owner(), months=16)
    owed = row(base, "2027-02").accounts["mortgage"]
    # 420,000 − 25,200 − what is owed after the payment of the 9th.
    assert row(found, "2027-02").accounts["checking"] - row(base, "2027-02").accounts["checking"] == 39_480_000 - owed
    assert row(found, "2027-02").components["valuation"] == 2_000_000
    march = row(found, "2027-03")
    assert (march.assets, march.liabilities) == (march.accounts["checking"], 0)
    assert (march.spending, march.interest, march.debt_service) == (220_000, 0, 0)
    assert row(base, "2027-03").spending == 50_000
    # 94,800.00 of gain are free: the year's tax is that on the wages.
    wages = calculated({"tax_year": 2026, "filing_status": "single", "primary": {"age": 30, "wages": "120000"}})
    assert total(found) == wages.total


def test_the_job_is_lost_for_six_months_with_benefits() -> None:
    on, until = date(2027, 3, 1), date(2027, 8, 31)
    lost = asked("remove_income", on, until, flow="job")
    benefit = asked(
        "add_income", date(2027, 3, 15), until, amount=240_000, frequency="monthly", category="unemployment", key="c2"
    )
    found = after(household(), lost, benefit, months=19)
    assert by_month(found, "salary", "2027-02", 8) == [1_000_000, *[0] * 6, 1_000_000]
    assert by_month(found, "unemployment", "2027-02", 8) == [0, *[240_000] * 6, 0]
    # 2,400 of benefits less 2,000 of rent: checking gains 400 a month.
    cash = [row(found, f"2027-{number:02d}").accounts["checking"] for number in range(4, 9)]
    settled = by_month(found, "tax_settlement", "2027-04", 1)[0]
    assert cash[0] - row(found, "2027-03").accounts["checking"] == 40_000 + settled
    assert [b - a for a, b in pairwise(cash)] == [40_000] * 4
    # The year: 60,000 of wages and 14,400 of benefits, of which nothing was withheld.
    expected = calculated(
        {
            "tax_year": 2026,
            "filing_status": "single",
            "primary": {"age": 30, "wages": "60000"},
            "income": {"pension": "14400"},
        }
    )
    assert total(found) == expected.total
    # 74,400 − 16,100 = 58,300: 1,240 + 12 % of 38,000 + 22 % of 7,900.
    assert expected.total == 124_000 + 456_000 + 173_800
    base = after(household(), months=19)
    # Payroll taxes of 7.65 % of 60,000 are saved, and the income tax of 45,600 at 22 %.
    lost_income = 6 * (1_000_000 - 240_000)
    assert base.months[-1].net_worth - found.months[-1].net_worth == (
        lost_income - 6 * 76_500 - (total(base) - total(found))
    )
    assert total(base) - total(found) == 4_560_000 * 22 // 100


def test_the_second_earner_works_part_time_for_a_year() -> None:
    bo = Member("bo", "Bo", "spouse", date(1988, 7, 1))
    second = replace(job("second", 6_000_000, pay_date=END), member="bo")
    stated = household(
        household=replace(HOUSEHOLD, filing_status="married_jointly"),
        members=(bo, NGOZI),
        income_sources=(job(pay_date=END), second),
        withholdings=(Withholding("job", "married_jointly"), Withholding("second", "married_jointly")),
    )
    change = asked("modify_income", date(2027, 1, 1), date(2027, 12, 31), flow="second", amount=200_000)
    found, base = after(stated, change, months=19), after(stated, months=19)
    assert by_month(found, "salary", "2026-12", 14) == [1_500_000, *[1_200_000] * 12, 1_500_000]
    # 36,000 less are earned: 7.65 % of it and 12 % (joint taxable income of 147,800 lies in the 22 % band above 100,800).
    assert total(base) == 2_480_00 + (10_080_000 - 2_480_000) * 12 // 100 + (14_780_000 - 10_080_000) * 22 // 100
    assert total(base) - total(found) == 3_600_000 * 22 // 100
    difference = base.months[-1].net_worth - found.months[-1].net_worth
    assert difference == 3_600_000 - 12 * 22_950 - 792_000


def test_a_home_is_bought_with_a_loan_and_the_rent_ends() -> None:
    on = date(2027, 2, 15)
    buying = (
        asked(
            "add_debt",
            on,
            principal=32_000_000,
            rate=Decimal("0.06"),
            term_months=360,
            account_type="primary_mortgage",
            key="c1",
        ),
        asked("add_asset", on, value=36_000_000, account_type="primary_residence", funded_from="checking", key="c2"),
        asked("lump_sum_expense", on, amount=300_000, category="home_improvement", key="c3"),
        asked("remove_expense", date(2027, 3, 1), flow="rent", key="c4"),
        asked("add_expense", date(2027, 3, 1), amount=45_000, frequency="monthly", category="property_tax", key="c5"),
    )
    stated = household(snapshots=(held("checking", 8_000_000), held("savings", 3_000_000)))
    found, base = after(stated, *buying), after(stated)
    february = row(found, "2027-02")
    # 40,000.00 down and 3,000.00 for the painter.
    assert row(base, "2027-02").accounts["checking"] - february.accounts["checking"] == 4_300_000
    assert (february.accounts["c2"], february.accounts["c1"]) == (36_000_000, 32_000_000)
    assert row(base, "2027-02").net_worth - february.net_worth == 300_000
    # Cash does not dip by the whole price: the loan is there first.
    assert found.first_shortfall is None
    assert february.lowest_cash > 0
    # 320,000 at 0.5 %: 1,600.00 of interest in a payment of 1,918.56.
    schedule = amortise(Loan(32_000_000, Decimal("0.06"), 360))
    assert (schedule.payment, schedule.schedule[0].interest) == (191_856, 160_000)
    assert [each.accounts["c1"] for each in found.months[4:12]] == [each.balance for each in schedule.schedule[:8]]
    march = row(found, "2027-03")
    assert (march.components["mortgage_interest"], march.components["property_tax"]) == (-160_000, -45_000)
    assert "rent" not in march.components
    # What the month costs: 450 + 1,918.56 in place of 2,000.00.
    assert march.net_flow - row(base, "2027-03").net_flow == 200_000 - 45_000 - 191_856


def test_the_card_is_paid_off() -> None:
    card = CardTerms("visa", Decimal("0.24"), 15, "fixed", fixed_payment=10_000)
    stated = household(
        accounts=(*household().accounts, account("visa", "credit_card")),
        snapshots=(*household().snapshots, held("visa", 500_000)),
        card_terms=(card,),
    )
    base = after(stated)
    # 2 % a month on 5,000.00 is the payment itself: it never ends.
    assert {each.accounts["visa"] for each in base.months} == {500_000}
    found = after(stated, asked("payoff_debt", date(2027, 2, 20), account="visa"))
    assert row(found, "2027-02").accounts["visa"] == 0
    assert by_month(found, "card_interest", "2027-01", 4) == [-10_000, -10_000, 0, 0]
    assert row(found, "2027-02").moves["card_principal"] == 500_000
    assert row(found, "2027-02").net_worth == row(base, "2027-02").net_worth
    # Eight due dates from March to October, 100.00 each.
    assert found.months[-1].net_worth - base.months[-1].net_worth == 8 * 10_000
    faster = after(stated, asked("payoff_debt", date(2027, 2, 20), account="visa", extra_monthly=120_000))
    # 5,000 − 1,200 = 3,800; + 76 − 100 − 1,200 = 2,576; + 51.52 − 100 − 1,200 = 1,327.52; + 26.55 − 100 − 1,200 = 54.07.
    assert [each.accounts["visa"] for each in faster.months[3:8]] == [380_000, 257_600, 132_752, 5_407, 0]
