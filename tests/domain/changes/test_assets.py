"""What is bought, valued anew and sold, and markets that fall, by hand: nothing grows but what is said to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Flow, Holding, IncomeSource, Inputs
from effluent_cli.errors import Refused
from tests.domain.changes.applying import FLAT, FROZEN, after, asked, by_month, made, refused, row
from tests.households import TODAY, account, bill, held, inputs, loan

HOME = account("home", "primary_residence", cost_basis=20_000_000, property_tax=1_200_000, insurance=240_000)


def owner(*others: Any, home: Any = HOME, **more: Any) -> Inputs:
    """An owner of a home worth 500,000.00 with 100,000.00 owed on it, a fund of 10,000.00 bought for 4,000.00, and a car."""
    accounts = (
        account("car", "vehicle"),
        account("checking", "checking", primary=True),
        account("fund", "brokerage", cost_basis=400_000, growth=Decimal(0)),
        home,
        account("ira", "traditional_ira"),
        account("mortgage", "primary_mortgage", property="home"),
        account("pension", "pension"),
        *others,
    )
    worth = {"car": 1_000_000, "checking": 5_000_000, "fund": 1_000_000, "home": 50_000_000, "ira": 2_000_000}
    given = {
        "accounts": tuple(sorted(accounts, key=lambda each: each.id)),
        "snapshots": tuple(held(key, value) for key, value in {**worth, "mortgage": 10_000_000}.items()),
        "loan_terms": (loan("mortgage", "0", 100_000, day=9, escrow=30_000),),
        "assumptions": FLAT,
        "settings": FROZEN,
        **more,
    }
    return inputs(**given)


def total(found: Projection, year: int = 2027) -> int:
    """Return the whole tax of a year."""
    liability = next(each.liability for each in found.years if each.year == year)
    assert liability is not None
    return liability["total"] or 0


def test_a_thing_is_bought_from_cash_or_comes_as_a_gift() -> None:
    change = asked("add_asset", date(2027, 2, 28), value=3_000_000, account_type="boat", funded_from="checking")
    bought, base = after(owner(), change), after(owner())
    assert [each.accounts["c1"] for each in bought.months[2:5]] == [0, 3_000_000, 3_000_000]
    assert row(bought, "2027-02").moves["purchases"] == 3_000_000
    assert row(bought, "2027-02").accounts["checking"] == row(base, "2027-02").accounts["checking"] - 3_000_000
    assert [each.net_worth for each in bought.months] == [each.net_worth for each in base.months]
    given = after(owner(), asked("add_asset", date(2027, 2, 28), value=3_000_000))
    assert by_month(given, "valuation", "2027-01", 3) == [0, 3_000_000, 0]


def test_what_an_investment_pays_for_realises_its_part_of_the_gain() -> None:
    change = asked("add_asset", date(2027, 2, 1), value=500_000, funded_from="fund")
    income = bill("wages", 5_000_000, "once", date(2027, 1, 10), type="income", category="unemployment")
    stated = owner(flows=(income,))
    found = after(stated, change, months=16)
    assert (row(found, "2027-02").accounts["fund"], row(found, "2027-02").accounts["c1"]) == (500_000, 500_000)
    # 60 % of 5,000.00 is gain. 50,000 − 16,100 = 33,900 of ordinary income, and the gain below 49,450: nothing more.
    assert total(found) == total(after(stated, months=16)) == 124_000 + (3_390_000 - 1_240_000) * 12 // 100
    ira = after(stated, change._replace(values={"value": 500_000, "funded_from": "ira"}), months=16)
    # From an IRA before 59½ 5,000.00 are income at 12 % and bear 10 % more.
    assert total(ira) == total(found) + 60_000 + 50_000


def test_a_purchase_beyond_what_an_investment_holds_is_refused() -> None:
    with pytest.raises(Refused, match=r"fund holds 10,000\.00") as found:
        after(owner(), asked("add_asset", value=1_000_001, funded_from="fund"))
    assert found.value.code == "not_enough"


def test_a_thing_is_valued_anew() -> None:
    found = after(owner(), asked("modify_asset", date(2027, 2, 28), account="home", value=45_000_000))
    assert [each.accounts["home"] for each in found.months[2:5]] == [50_000_000, 45_000_000, 45_000_000]
    assert by_month(found, "valuation", "2027-01", 3) == [0, -5_000_000, 0]
    growing = owner(home=replace(HOME, growth=Decimal("0.12")))
    found = after(growing, asked("modify_asset", date(2027, 2, 28), account="home", value=45_000_000), months=16)
    assert row(found, "2028-02").accounts["home"] == pytest.approx(45_000_000 * 1.12, abs=20)


def test_a_home_is_sold_with_its_mortgage_and_what_it_costs_and_brings() -> None:
    flows = (
        bill("dues", 10_000, category="hoa_fees"),
        bill("mend", 20_000, category="home_maintenance", property="home", anchor=date(2026, 11, 20)),
        bill("food", 30_000),
    )
    change = asked("sell_asset", date(2027, 2, 9), account="home", sale_price=40_000_000, selling_costs=2_000_000)
    found = after(owner(flows=flows), change)
    # The payment of the 9th is made, with its escrow; then 97,000.00 are repaid. 400,000 − 20,000 − 97,000.
    assert row(found, "2027-01").accounts["mortgage"] == 9_800_000
    sold = row(found, "2027-02")
    assert (sold.accounts["home"], sold.accounts["mortgage"]) == (0, 0)
    assert sold.accounts["checking"] - row(found, "2027-01").accounts["checking"] == (
        40_000_000 - 2_000_000 - 9_700_000 - 100_000 - 30_000 - 10_000 - 30_000
    )
    assert (sold.moves["sales"], sold.moves["mortgage_principal"]) == (40_000_000, 9_800_000)
    assert sold.components["valuation"] == -10_000_000
    # Property tax and insurance were in the escrow; dues and repairs ended on the day itself.
    assert by_month(found, "hoa_fees", "2027-01", 3) == [-10_000, -10_000, 0]
    assert by_month(found, "home_maintenance", "2027-01", 3) == [-20_000, 0, 0]
    assert row(found, "2027-03").components == {"groceries": -30_000}
    # 380,000 − 200,000 of gain are free (IRC 121).
    assert total(after(owner(flows=flows), change, months=16)) == 0


def test_without_the_escrow_carrying_costs_are_paid_until_the_day_before() -> None:
    stated = owner(loan_terms=(loan("mortgage", "0", 100_000, day=9),))
    first = after(stated, asked("sell_asset", date(2027, 2, 1), account="home"))
    assert by_month(first, "property_tax", "2027-01", 3) == [-100_000, 0, 0]
    second = after(stated, asked("sell_asset", date(2027, 2, 2), account="home"))
    assert by_month(second, "homeowners_insurance", "2027-01", 3) == [-20_000, -20_000, 0]


def test_rent_of_the_only_property_ends_with_it_however_it_is_stated() -> None:
    let = replace(HOME, type="rental_property", rent=150_000)
    rental = IncomeSource(
        "rent", "ngozi", "Rent", "rental", "monthly", date(2026, 11, 5), annual_amount=1_800_000, stated_on=TODAY
    )
    flow = Flow("let", "Let", "income", "rental_income", 150_000, "monthly", date(2026, 11, 5))
    change = asked("sell_asset", date(2027, 2, 5), account="home")
    for stated in (
        owner(home=let, loan_terms=()),
        owner(home=let, loan_terms=(), income_sources=(rental,)),
        owner(home=let, loan_terms=(), flows=(flow,)),
    ):
        on_the_first = 150_000 if not stated.income_sources and not stated.flows else 0
        assert by_month(after(stated, change), "rental_income", "2027-01", 3) == [150_000, on_the_first, 0]
    # Of two properties either may be what brings it.
    other = account("cabin", "vacation_property")
    two = owner(other, home=let, loan_terms=(), income_sources=(rental,))
    assert by_month(after(two, change), "rental_income", "2027-03", 1) == [150_000]


def test_an_investment_is_sold_up_to_an_amount_and_a_thing_with_the_debts_that_are_named() -> None:
    change = asked("sell_asset", date(2027, 2, 1), account="fund", sale_price=400_000, selling_costs=1_000)
    found = after(owner(), change)
    assert row(found, "2027-02").accounts["fund"] == 600_000
    assert by_month(found, "selling_costs", "2027-02", 1) == [-1_000]
    whole = after(owner(), change._replace(values={"account": "fund"}))
    assert row(whole, "2027-02").accounts["fund"] == 0
    with pytest.raises(Refused, match="less than") as error:
        after(owner(), change._replace(values={"account": "fund", "sale_price": 1_000_001}))
    assert error.value.code == "not_enough"
    kept = after(owner(), asked("sell_asset", account="home", repay=[]))
    assert row(kept, "2027-02").accounts["mortgage"] == 9_700_000
    named = after(owner(), asked("sell_asset", account="car", repay=["mortgage"]))
    assert row(named, "2027-02").accounts["mortgage"] == 0


def test_the_costs_of_selling_an_investment_come_off_its_gain() -> None:
    wages = bill("wages", 10_000_000, "once", date(2027, 1, 10), type="income", category="unemployment")
    stated = owner(flows=(wages,))
    change = asked("sell_asset", date(2027, 2, 1), account="fund", sale_price=400_000, selling_costs=100_000)
    before, costly = after(stated, months=16), after(stated, change, months=16)
    free = after(stated, change._replace(values={"account": "fund", "sale_price": 400_000}), months=16)
    # 60 % of 4,000.00 is gain, taxed at 15 % above 49,450 of income; the costs of 1,000.00 take 150.00 off its tax.
    assert total(free) - total(before) == 240_000 * 15 // 100
    assert total(costly) - total(before) == (240_000 - 100_000) * 15 // 100


def test_what_was_bought_before_it_is_sold_cost_its_price() -> None:
    wages = bill("wages", 10_000_000, "once", date(2027, 1, 10), type="income", category="unemployment")
    stated = owner(flows=(wages,))
    buying = asked(
        "add_asset", date(2027, 2, 1), value=1_000_000, account_type="vacation_property", funded_from="checking"
    )
    selling = asked("sell_asset", date(2027, 3, 1), account="c1", sale_price=1_400_000, key="c2")
    found = after(stated, buying, selling, months=16)
    assert total(found) - total(after(stated, months=16)) == 400_000 * 15 // 100
    assert "account:c1" not in {each.subject for each in found.findings}
    # What is there already has no price but the one that is stated.
    cabin = owner(account("cabin", "vacation_property"))
    named = after(cabin, asked("sell_asset", date(2027, 3, 1), account="cabin"))
    assert ("basis_assumed", "account:cabin") in {(each.code, each.subject) for each in named.findings}


def test_a_sale_of_today_or_before_is_in_the_books_or_never_was() -> None:
    records, overlay = made(owner(), [asked("sell_asset", TODAY, account="home")])
    assert (records, overlay.deals, overlay.entries, overlay.sold) == (owner(), (), (), {})


def fallen(*, months: int = 41, **values: Any) -> dict[str, list[int]]:
    """Return what accounts hold at the ends of months under a fall of February 2027."""
    stocks = (Holding("us_stocks", Decimal("0.5")), Holding("cash", Decimal("0.5")))
    home = replace(HOME, property_tax=None, insurance=None)
    stated = owner(account("mixed", "brokerage", allocation=stocks), account("saved", "hsa"), home=home, loan_terms=())
    more = (*stated.snapshots, held("mixed", 1_000_000), held("saved", 1_000_000), held("pension", 1_000_000))
    change = asked("adjust_investment_value", date(2027, 2, 14), **{"fraction": Decimal("-0.2"), **values})
    found = after(replace(stated, snapshots=more), change, months=months)
    return {key: [each.accounts[key] for each in found.months] for key in found.months[0].accounts}


def test_markets_fall_and_come_back() -> None:
    for_ever = fallen()
    assert for_ever["fund"][2:5] == [1_000_000, 800_000, 800_000]
    assert for_ever["ira"][3] == 1_600_000
    # Half of it is cash, which does not fall; an HSA is all cash unless it is said otherwise, a pension is a promise.
    assert for_ever["mixed"][3] == 900_000
    assert for_ever["saved"][3] == for_ever["pension"][3] == 1_000_000
    assert for_ever["home"][3] == 50_000_000
    back = fallen(recovery_months=36)
    # After 18 of 36 months the root of what is missing: 1,000,000 × √0.8.
    assert back["fund"][3 + 18] == pytest.approx(894_427, abs=20)
    assert back["fund"][3 + 36] == pytest.approx(1_000_000, abs=20)
    assert back["fund"][3 + 37] == back["fund"][3 + 36]


def test_a_fall_may_be_of_one_account_or_of_an_asset_class() -> None:
    one = fallen(applies_to="saved")
    assert (one["saved"][3], one["fund"][3]) == (800_000, 1_000_000)
    # The default of a taxable account is three fifths of American stocks, of an IRA a half; mixed says a half.
    stocks = fallen(applies_to="us_stocks")
    assert (stocks["fund"][3], stocks["ira"][3], stocks["mixed"][3]) == (880_000, 1_800_000, 900_000)


def test_a_fall_that_has_happened_is_in_todays_books() -> None:
    change = asked("adjust_investment_value", TODAY, fraction=Decimal("-0.2"), recovery_months=12)
    assert after(owner(), change).months == after(owner()).months


def test_what_cannot_be_applied_is_refused() -> None:
    cases: list[tuple[str, dict[str, Any]]] = [("modify_asset", {"value": 1}), ("sell_asset", {})]
    for kind, values in cases:
        assert "nothing is no asset" in refused(owner(), asked(kind, account="nothing", **values))
        assert "mortgage is no asset" in refused(owner(), asked(kind, account="mortgage", **values))
        assert "checking" in refused(owner(), asked(kind, account="checking", **values))
    assert "nobody buys" in refused(owner(), asked("sell_asset", account="ira"))
    assert "home is no debt" in refused(owner(), asked("sell_asset", account="car", repay=["home"]))
    assert "mortgage is no asset" in refused(owner(), asked("add_asset", value=1, funded_from="mortgage"))
    for payer in ("home", "pension", "car"):
        assert "where the money lands" in refused(owner(), asked("add_asset", value=1, funded_from=payer))
    for kind in ("savings", "auto_loan", "credit_card"):
        assert "nothing that is bought" in refused(owner(), asked("add_asset", value=1, account_type=kind))
    fall = asked("adjust_investment_value", fraction=Decimal("-0.2"), applies_to="real_estate")
    assert "no investment is real_estate" in refused(owner(), fall)


def test_nothing_is_sold_twice_nor_before_it_is_bought_nor_valued_when_it_is_gone() -> None:
    sale = asked("sell_asset", date(2027, 3, 1), account="home")
    assert "is sold on 2027-03-01" in refused(owner(), sale, sale._replace(id="c2", on=date(2027, 2, 1)))
    value = asked("modify_asset", date(2027, 3, 1), account="home", value=1, key="c2")
    assert "is sold on 2027-03-01" in refused(owner(), sale, value)
    assert "valued anew after it is sold" in refused(owner(), value._replace(on=date(2027, 3, 2)), sale)
    after(owner(), value._replace(on=date(2027, 2, 28)), sale)
    new = asked("add_asset", date(2027, 3, 1), value=100, key="c3")
    assert "bought only on 2027-03-01" in refused(
        owner(), new, asked("sell_asset", date(2027, 2, 1), account="c3", key="c4")
    )
    found = after(owner(), new, asked("sell_asset", date(2027, 4, 1), account="c3", key="c4"))
    assert row(found, "2027-04").accounts["c3"] == 0
