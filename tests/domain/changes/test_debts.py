"""Debts that are taken out, altered, refinanced and paid off, and rates that rise: payments and interest by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Assumption, CardTerms, Inputs
from tests.domain.changes.applying import FLAT, after, asked, by_month, refused, row
from tests.households import account, held, inputs, loan

ACCOUNTS = (
    account("auto", "auto_loan"),
    account("checking", "checking", primary=True),
    account("fund", "brokerage"),
    account("house", "primary_residence"),
    account("mortgage", "primary_mortgage", property="house"),
    account("visa", "credit_card"),
)


def indebted(**more: Any) -> Inputs:
    """12,000.00 on a car at 6 % (1,000.00 on the 9th), a mortgage at nought until 2036, and 1,000.00 on a card at 12 %."""
    given = {
        "accounts": ACCOUNTS,
        "snapshots": (
            held("auto", 1_200_000),
            held("checking", 10_000_000),
            held("fund", 1_000_000),
            held("house", 50_000_000),
            held("mortgage", 24_000_000),
            held("visa", 100_000),
        ),
        "loan_terms": (
            loan("auto", "0.06", 100_000, day=9),
            loan("mortgage", "0", 200_000, day=9, last_payment_on=date(2036, 11, 9)),
        ),
        "card_terms": (CardTerms("visa", Decimal("0.12"), 15, "fixed", fixed_payment=10_000),),
        "assumptions": FLAT,
        **more,
    }
    return inputs(**given)


def owed(found: Projection, debt: str, first: str, count: int) -> list[int]:
    """Return what is owed at the end of so many months."""
    return [each.accounts[debt] for each in found.months[row(found, first).month - found.first :][:count]]


def test_a_loan_is_paid_out_and_paid_back_over_its_term() -> None:
    change = asked("add_debt", date(2027, 1, 15), principal=600_000, rate=Decimal(0), term_months=6)
    found = after(indebted(), change)
    assert owed(found, "c1", "2026-12", 8) == [0, 600_000, 500_000, 400_000, 300_000, 200_000, 100_000, 0]
    assert row(found, "2027-01").moves["borrowed"] == 600_000
    base = after(indebted())
    assert row(found, "2027-01").accounts["checking"] - row(base, "2027-01").accounts["checking"] == 600_000
    assert found.opening_net_worth == base.opening_net_worth
    assert row(found, "2027-08").net_worth == row(base, "2027-08").net_worth


def test_a_loan_with_interest_a_payment_of_its_own_and_another_account() -> None:
    change = asked(
        "add_debt",
        date(2027, 1, 31),
        principal=1_200_000,
        rate=Decimal("0.12"),
        term_months=3,
        payment=100_000,
        proceeds_to="fund",
        account_type="family_loan",
    )
    found = after(indebted(), change)
    assert row(found, "2027-01").accounts["fund"] == 2_200_000
    # 1 % a month: 12,000 + 120 − 1,000 = 11,120; + 111.20 − 1,000 = 10,231.20; + 102.31 is paid in the third, the last.
    assert owed(found, "c1", "2027-01", 4) == [1_200_000, 1_112_000, 1_023_120, 0]
    interest = [-row(found, month).components["loan_interest"] for month in ("2027-02", "2027-03", "2027-04")]
    base = after(indebted())
    before = [-row(base, month).components["loan_interest"] for month in ("2027-02", "2027-03", "2027-04")]
    assert [a - b for a, b in zip(interest, before, strict=True)] == [12_000, 11_120, 10_231]


def test_a_debt_is_altered_from_the_next_due_date_to_that_of_the_last_day() -> None:
    change = asked("modify_debt", date(2027, 1, 9), date(2027, 3, 9), account="mortgage", rate=Decimal("0.12"))
    found = after(indebted(), change)
    # The due date on the day itself is the old rule's; those of February and March bear 1 % of what is owed, to within
    # what the payment, reckoned anew, pays off.
    interest = by_month(found, "mortgage_interest", "2027-01", 4)
    assert interest[0] == interest[3] == 0
    assert interest[1] == -(24_000_000 - 2 * 200_000) // 100
    after_january, after_february = owed(found, "mortgage", "2027-01", 2)
    # 118 payments are left after January.
    assert after_january - after_february == level_payment(after_january, Decimal("0.12"), 118) + interest[1]
    assert interest[2] == -((after_february + 50) // 100)
    # Afterwards nought again, over the 116 that are left.
    after_march, after_april = owed(found, "mortgage", "2027-03", 2)
    assert after_march - after_april == level_payment(after_march, Decimal(0), 116)
    shorter = after(indebted(), change._replace(until=date(2027, 3, 8)))
    assert by_month(shorter, "mortgage_interest", "2027-03", 1) == [0]


def test_another_payment_lasts_and_then_the_contracts_comes_back() -> None:
    change = asked("modify_debt", date(2027, 1, 10), date(2027, 3, 9), account="mortgage", payment=500_000)
    paid = [
        before - now
        for before, now in zip(
            owed(after(indebted(), change), "mortgage", "2026-12", 5),
            owed(after(indebted(), change), "mortgage", "2027-01", 5),
            strict=True,
        )
    ]
    assert paid == [200_000, 500_000, 500_000, 200_000, 200_000]


def test_another_term_has_the_payment_reckoned_anew() -> None:
    change = asked("modify_debt", date(2027, 1, 10), account="mortgage", term_months=20)
    found = after(indebted(), change, months=24)
    # 240,000.00 − two payments of 2,000.00 = 236,000.00, in twenty payments of 11,800.00, the last in September 2028.
    assert owed(found, "mortgage", "2027-01", 2) == [23_600_000, 23_600_000 - 1_180_000]
    assert owed(found, "mortgage", "2028-08", 2) == [1_180_000, 0]


def test_a_card_gets_another_rate_and_payment() -> None:
    change = asked("modify_debt", date(2027, 1, 15), account="visa", rate=Decimal("0.24"), payment=20_000)
    found = after(indebted(), change)
    # 1,000 + 10 − 100 = 910; + 9.10 − 100 = 819.10 on 15 January, still by the old terms; + 2 % = 16.38, − 200.
    assert owed(found, "visa", "2026-12", 3) == [91_000, 81_910, 81_910 + 1_638 - 20_000]


def test_a_balloon_keeps_its_long_amortisation() -> None:
    # 240,000.00 over thirty years at nought is 666.67 a month, due in 2036.
    terms = loan("mortgage", "0", 66_667, last_payment_on=date(2036, 11, 9), term_months=120, amortization_months=360)
    stated = indebted(loan_terms=(terms,))
    change = asked("modify_debt", date(2026, 12, 9), account="mortgage", rate=Decimal("0.06"))
    found = after(stated, change)
    first, second = owed(found, "mortgage", "2026-12", 2)
    # 119 payments are left of the term and 240 after it.
    interest = -by_month(found, "mortgage_interest", "2027-01", 1)[0]
    assert first - second == level_payment(first, Decimal("0.06"), 359) - interest


def test_the_escrow_of_a_debt_that_is_altered_goes_on_as_it_has_grown() -> None:
    terms = loan("mortgage", "0", 200_000, last_payment_on=date(2036, 11, 9), escrow=50_000)
    prices = tuple(replace(each, value=Decimal("0.1")) if each.name == "inflation" else each for each in FLAT)
    stated = indebted(loan_terms=(terms,), assumptions=prices)
    change = asked("refinance", date(2028, 3, 1), account="mortgage", rate=Decimal(0), term_months=200)
    found = after(stated, change, months=28)
    # 500.00 of 2026, 550.00 in 2027, 605.00 in 2028 before and after, 665.50 in 2029.
    assert by_month(found, "property_tax", "2027-12", 5) == [-55_000, *[-60_500] * 4]
    assert by_month(found, "property_tax", "2029-01", 1) == [-66_550]


def test_a_loan_is_refinanced_with_costs_in_cash_or_rolled_in() -> None:
    values: dict[str, Any] = {
        "account": "mortgage",
        "rate": Decimal("0.12"),
        "term_months": 360,
        "closing_costs": 400_000,
    }
    paid = after(indebted(), asked("refinance", date(2027, 1, 9), **values))
    assert by_month(paid, "closing_costs", "2026-12", 3) == [0, -400_000, 0]
    # Two payments of 2,000.00 are made; 236,000.00 at 1 % over 360 months.
    assert owed(paid, "mortgage", "2027-01", 1) == [23_600_000]
    payment = level_payment(23_600_000, Decimal("0.12"), 360)
    assert owed(paid, "mortgage", "2027-02", 1) == [23_600_000 + 236_000 - payment]
    rolled = after(indebted(), asked("refinance", date(2027, 1, 9), roll_in=True, **values))
    assert owed(rolled, "mortgage", "2027-01", 1) == [24_000_000]
    assert row(rolled, "2027-01").net_worth == row(paid, "2027-01").net_worth
    payment = level_payment(24_000_000, Decimal("0.12"), 360)
    assert owed(rolled, "mortgage", "2027-02", 1) == [24_000_000 + 240_000 - payment]


def test_a_debt_is_paid_off_after_what_falls_due_on_the_day() -> None:
    found = after(indebted(), asked("payoff_debt", date(2027, 1, 9), account="auto"))
    # 12,000 + 60 − 1,000 = 11,060.00 in December; on 9 January 55.30 of interest, and all of it is paid.
    assert owed(found, "auto", "2026-12", 2) == [1_106_000, 0]
    assert by_month(found, "loan_interest", "2026-12", 3) == [-6_000, -5_530, 0]
    assert row(found, "2027-01").moves["loan_principal"] == 1_106_000


def test_a_debt_is_paid_faster_by_a_sum_by_an_amount_a_month_or_both() -> None:
    more = asked("payoff_debt", date(2027, 1, 20), date(2027, 3, 20), account="mortgage", extra_monthly=100_000)
    base = owed(after(indebted()), "mortgage", "2027-01", 4)
    assert [a - b for a, b in zip(base, owed(after(indebted(), more), "mortgage", "2027-01", 4), strict=True)] == [
        100_000,
        200_000,
        300_000,
        300_000,
    ]
    both = asked("payoff_debt", date(2027, 1, 20), account="visa", extra_monthly=50_000, lump_sum=20_000)
    # 819.10 after the payment of January, − 200 − 500 = 119.10; + 1.19 − 100 = 20.29 in February, and that is paid.
    assert owed(after(indebted(), both), "visa", "2027-01", 3) == [11_910, 0, 0]
    # Never more than is owed.
    lump = asked("payoff_debt", date(2027, 1, 20), account="visa", lump_sum=9_000_000)
    assert owed(after(indebted(), lump), "visa", "2027-01", 1) == [0]
    assert row(after(indebted(), lump), "2027-01").moves["card_principal"] == 10_000 - 910 + 81_910


def test_rates_rise_for_those_concerned_while_it_lasts() -> None:
    def interest(component: str, **values: Any) -> list[int]:
        change = asked("adjust_interest_rates", date(2027, 1, 20), date(2027, 3, 19), points=Decimal("0.12"), **values)
        return [-amount for amount in by_month(after(indebted(), change), component, "2027-01", 4)]

    # The card: 819.10, 12 points more for the due dates of 15 February and March: 16.38; 735.48 → 14.71; 650.19 → 6.50.
    assert interest("card_interest") == interest("card_interest", applies_to="cards") == [910, 1_638, 1_471, 650]
    assert interest("card_interest", applies_to="auto")[1] == 819
    assert interest("mortgage_interest") == interest("mortgage_interest", applies_to="variable") == [0, 0, 0, 0]
    # 236,000.00 at 1 % in February.
    assert interest("mortgage_interest", applies_to="mortgage")[:2] == [0, 236_000]
    assert interest("mortgage_interest", applies_to="all")[:2] == [0, 236_000]


def test_a_variable_rate_rises_with_its_margin_and_stops_at_its_ceiling() -> None:
    terms = loan(
        "auto",
        "0.06",
        100_000,
        rate_index="index_prime",
        rate_margin=Decimal("0.02"),
        rate_ceiling=Decimal("0.09"),
        next_reset_on=date(2027, 3, 1),
        reset_months=12,
    )
    stated = indebted(loan_terms=(terms,), assumptions=(*FLAT, Assumption("index_prime", Decimal("0.05"))))

    def rates(points: str) -> list[Decimal]:
        found = after(stated, asked("adjust_interest_rates", date(2026, 12, 9), points=Decimal(points)))
        pairs = zip(owed(found, "auto", "2026-12", 4), by_month(found, "loan_interest", "2027-01", 4), strict=True)
        return [round(Decimal(-interest * 12) / balance, 3) for balance, interest in pairs]

    # One point on 6 %; from the reset of March the index and the margin, 7 %, and the point.
    assert rates("0.01") == [Decimal("0.070"), Decimal("0.070"), Decimal("0.080"), Decimal("0.080")]
    assert rates("0.05") == [Decimal("0.090")] * 4


def test_of_two_agreements_about_one_debt_the_later_of_the_order_has_the_last_word() -> None:
    first = asked("modify_debt", date(2026, 12, 20), account="mortgage", rate=Decimal("0.12"))
    second = asked("modify_debt", date(2027, 1, 20), account="mortgage", rate=Decimal("0.06"), key="c2")
    found = by_month(after(indebted(), first, second), "mortgage_interest", "2027-01", 1)
    assert found == [-238_000]
    both = after(indebted(), first, second)
    assert by_month(both, "mortgage_interest", "2027-02", 1) == [
        -((owed(both, "mortgage", "2027-01", 1)[0] * 5 + 500) // 1000)
    ]
    other = after(indebted(), second, first)
    assert by_month(other, "mortgage_interest", "2027-02", 1) == [
        -((owed(other, "mortgage", "2027-01", 1)[0] + 50) // 100)
    ]
    # A shock comes on top of what was agreed before it.
    shock = asked("adjust_interest_rates", date(2027, 1, 20), points=Decimal("0.12"), applies_to="all", key="c3")
    dear = after(indebted(), first, shock)
    assert by_month(dear, "mortgage_interest", "2027-02", 1)[0] == pytest.approx(
        -owed(dear, "mortgage", "2027-01", 1)[0] * 0.02, abs=1
    )


def test_a_loan_of_the_scenarios_own_can_be_altered_and_paid_off() -> None:
    new = asked("add_debt", date(2027, 1, 15), principal=600_000, rate=Decimal(0), term_months=6)
    gone = asked("payoff_debt", date(2027, 3, 15), account="c1", key="c2")
    assert owed(after(indebted(), new, gone), "c1", "2027-01", 3) == [600_000, 500_000, 0]
    dear = asked("modify_debt", date(2027, 2, 15), account="c1", rate=Decimal("0.12"), key="c2")
    assert (
        row(after(indebted(), new, dear), "2027-03").interest - row(after(indebted(), new), "2027-03").interest == 5_000
    )
    early = gone._replace(on=date(2027, 1, 14))
    assert "taken out only later" in refused(indebted(), new, early)
    # A shock from before its time has no say in its rate.
    shock = asked("adjust_interest_rates", date(2027, 1, 1), points=Decimal("0.12"), applies_to="all", key="c3")
    found = after(indebted(), new, shock)
    assert owed(found, "c1", "2027-01", 2) == [600_000, 500_000]


def test_what_cannot_be_applied_is_refused() -> None:
    stated = indebted(loan_terms=(loan("auto", "0.06", 100_000),))
    cases: list[tuple[str, dict[str, Any]]] = [
        ("payoff_debt", {}),
        ("modify_debt", {"rate": Decimal(0)}),
        ("refinance", {"rate": Decimal(0), "term_months": 9}),
    ]
    for kind, values in cases:
        assert "checking is no debt" in refused(stated, asked(kind, account="checking", **values))
        assert "none is no debt" in refused(stated, asked(kind, account="none", **values))
    assert "no terms of mortgage" in refused(stated, asked("modify_debt", account="mortgage", rate=Decimal(0)))
    assert "no loan with terms" in refused(stated, asked("refinance", account="visa", rate=Decimal(0), term_months=9))
    assert "it has no term" in refused(stated, asked("modify_debt", account="visa", term_months=9))
    assert "no debt with terms" in refused(
        stated, asked("adjust_interest_rates", points=Decimal(0), applies_to="house")
    )
    new: dict[str, Any] = {"principal": 1, "rate": Decimal(0), "term_months": 9}
    assert "no loan that is paid out at once" in refused(stated, asked("add_debt", account_type="credit_card", **new))
    assert "house is primary_residence" in refused(stated, asked("add_debt", proceeds_to="house", **new))
    assert "visa is no asset" in refused(stated, asked("add_debt", proceeds_to="visa", **new))


def test_what_the_scenario_has_paid_off_by_then_is_not_altered_in_silence() -> None:
    terms: dict[str, Any] = {"rate": Decimal("0.03"), "term_months": 24}
    payoff = asked("payoff_debt", date(2027, 3, 1), account="mortgage")
    sale = asked("sell_asset", date(2027, 3, 1), account="house")
    for paid in (payoff, sale):
        for kind in ("refinance", "modify_debt"):
            late = asked(kind, date(2027, 3, 1), account="mortgage", key="c2", **terms)
            told = refused(indebted(), paid, late)
            assert (
                f"({kind}) cannot be applied: account: the scenario leaves nothing of mortgage from 2027-03-01" in told
            )
            after(indebted(), paid, late._replace(on=date(2027, 2, 28)))
    # A card may be charged again, and a sum towards a debt leaves some of it.
    later = date(2027, 4, 1)
    card = payoff._replace(values={"account": "visa"})
    after(indebted(), card, asked("modify_debt", later, account="visa", payment=1, key="c2"))
    some = payoff._replace(values={"account": "auto", "lump_sum": 100})
    after(indebted(), some, asked("refinance", later, account="auto", key="c2", **terms))
