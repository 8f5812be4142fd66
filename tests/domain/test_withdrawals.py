"""Short of the buffer, and above it: what is drawn, when it may be, what is borrowed, and where a surplus goes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.holdings import Holdings
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.projection import Course, Projection
from effluent_cli.domain.records import Account, CardTerms, Deduction, Inputs, Member, Setting
from effluent_cli.domain.withdrawals import Pots
from tests.domain.test_projection import month, walk
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, job

STILL = Decimal(0)


def still(key: str, kind: str, **more: Any) -> Account:
    """An account that does not grow."""
    return account(key, kind, growth=STILL, **more)


def born(day: date) -> tuple[Member, ...]:
    return (Member("ngozi", "Ngozi Okafor", "self", day),)


def spending(*accounts: tuple[Account, int], monthly: int = 100_000, **parts: Any) -> Inputs:
    """A household that lives on what it has: checking of 1,500.00, and spending on the 10th of each month."""
    stated = (still("checking", "checking", primary=True), *(each for each, _ in accounts))
    return inputs(
        accounts=tuple(sorted(stated, key=lambda each: each.id)),
        snapshots=(held("checking", 150_000), *(held(each.id, balance) for each, balance in accounts)),
        flows=(bill("living", monthly, anchor=date(2026, 12, 10), stated_on=date(2099, 1, 1)),),
        **parts,
    )


def settings(**values: str) -> tuple[Setting, ...]:
    return tuple(Setting(name, value) for name, value in sorted(values.items()))


def moved(found: Projection, name: str) -> list[int]:
    return [row.moves.get(name, 0) for row in found.months]


def test_investments_are_sold_for_what_the_lowest_day_lacks() -> None:
    stated = spending((still("fund", "brokerage"), 250_000))
    found = walk(stated, 6)
    # 1,500.00 pays December; January lacks 500.00, February 1,000.00, March 1,000.00; April finds nothing left.
    assert moved(found, "taxable_withdrawal") == [0, 0, 50_000, 100_000, 100_000, 0]
    assert month(found, "2027-03")["fund"] == 0
    assert found.months[2].lowest_cash == 0
    assert found.first_shortfall is not None
    assert (found.first_shortfall.on, found.first_shortfall.amount) == (date(2027, 4, 10), 100_000)
    assert month(found, "2027-04")["checking"] == -100_000


def test_the_buffer_is_kept_as_long_as_there_is_something_to_draw_on() -> None:
    found = walk(spending((still("fund", "brokerage"), 10_000_000), settings=settings(cash_buffer="2000.00")), 4)
    assert moved(found, "taxable_withdrawal") == [50_000, 100_000, 100_000, 100_000]
    assert {row.lowest_cash for row in found.months[1:]} == {200_000}


def test_what_grows_in_a_month_is_not_there_when_cash_is_short() -> None:
    fund = account("fund", "brokerage", growth=Decimal("0.12"))
    found = walk(spending((fund, 100_000), monthly=500_000), 2)
    assert moved(found, "taxable_withdrawal")[1] == found.months[0].accounts["fund"]
    assert found.months[1].accounts["fund"] == found.months[1].components["market_growth"] > 0


def test_a_falling_market_leaves_less_to_sell_and_never_less_than_nothing() -> None:
    fund = account("fund", "brokerage", growth=Decimal("-0.9"))
    found = walk(spending((fund, 100_000), monthly=500_000), 3)
    assert found.months[1].accounts["fund"] == found.months[2].accounts["fund"] == 0


@pytest.mark.parametrize(
    ("kind", "birth", "free"),
    [
        ("traditional_ira", date(1967, 10, 31), "2027-04"),
        ("roth_ira", date(1967, 8, 1), "2027-02"),
        ("hsa", date(1962, 2, 14), "2027-02"),
    ],
)
def test_retirement_money_waits_for_the_owners_age(kind: str, birth: date, free: str) -> None:
    found = walk(spending((still("pot", kind), 10_000_000), members=born(birth)), 8)
    names = {name for row in found.months for name in row.moves}
    assert len(names) == 1
    first = next(row.month for row in found.months if row.moves)
    assert first == parse_month(free)
    assert found.first_shortfall is not None
    assert found.first_shortfall.on == date(2027, 1, 10)
    assert next(row.closing_cash for row in found.months if row.month == first) == 0


def test_a_shortfall_at_45_is_no_raided_401k() -> None:
    stated = spending((still("plan", "traditional_401k"), 50_000_000), members=born(date(1981, 11, 1)))
    found = walk(stated, 12)
    assert {row.accounts["plan"] for row in found.months} == {50_000_000}
    assert found.first_shortfall is not None
    # 1,500.00 pays 1,000.00 in December and half of January's; from then on 1,000.00 more is lacking each month.
    assert (found.first_shortfall.on, found.first_shortfall.amount) == (date(2027, 1, 10), 50_000)
    assert [row.closing_cash for row in found.months[1:5]] == [50_000, -50_000, -150_000, -250_000]
    assert not any(row.moves for row in found.months)
    raided = walk(replace(stated, settings=settings(early_withdrawals="on")), 12)
    assert raided.first_shortfall is None
    assert moved(raided, "tax_deferred_withdrawal")[2:4] == [50_000, 100_000]


def test_who_leaves_a_job_at_55_may_draw_on_its_plan_and_nobody_on_that_of_a_present_one() -> None:
    deduction = Deduction("d", "job", "traditional_401k", percent=Decimal("0.01"), target_account="plan")
    leaving = job(end=date(2027, 1, 31), pay_date=date(2026, 11, 30), salary=120_000)
    stated = spending(
        (still("plan", "traditional_401k"), 10_000_000),
        members=born(date(1972, 12, 1)),
        income_sources=(leaving,),
        deductions=(deduction,),
    )
    found = walk(stated, 6)
    draws = moved(found, "tax_deferred_withdrawal")
    assert draws[:3] == [0, 0, 0]
    assert draws[3] > 0
    younger = walk(replace(stated, members=born(date(1973, 1, 2))), 6)
    assert moved(younger, "tax_deferred_withdrawal") == [0] * 6
    staying = replace(stated, income_sources=(replace(leaving, end=None),), members=born(date(1950, 1, 2)))
    staying = replace(staying, settings=settings(early_withdrawals="on"))
    assert moved(walk(staying, 6), "tax_deferred_withdrawal") == [0] * 6


def test_an_employer_bars_only_the_plan_that_its_paychecks_pay_into() -> None:
    stated = spending((still("old", "traditional_401k"), 1), (still("pot", "roth_ira"), 1), income_sources=(job(),))
    stated = replace(stated, deductions=(Deduction("d", "job", "roth_ira", amount=1, target_account="pot"),))
    pots = Pots(InputsIndex(stated)).all
    assert not pots["old"].locked(parse_month("2027-01"))
    assert not pots["pot"].locked(parse_month("2027-01"))


def test_the_order_is_the_households_own() -> None:
    accounts = (still("fund", "brokerage"), 10_000_000), (still("ira", "traditional_ira"), 10_000_000)
    stated = spending(*accounts, members=born(date(1965, 1, 1)))
    assert moved(walk(stated, 4), "tax_deferred_withdrawal") == [0] * 4
    other = replace(stated, settings=settings(withdrawal_order="cash,tax_deferred,taxable,roth,hsa"))
    assert moved(walk(other, 4), "tax_deferred_withdrawal") == [0, 0, 50_000, 100_000]


def test_savings_are_cash_and_fill_checking_unless_something_comes_before_cash() -> None:
    accounts = (still("savings", "savings"), 300_000), (still("fund", "brokerage"), 10_000_000)
    stated = spending(*accounts)
    found = walk(stated, 6)
    assert [row.accounts["savings"] for row in found.months] == [300_000, 300_000, 250_000, 150_000, 50_000, 0]
    assert [row.accounts["checking"] for row in found.months][2:] == [0, 0, 0, 0]
    assert moved(found, "taxable_withdrawal") == [0, 0, 0, 0, 0, 50_000]
    first = replace(stated, settings=settings(withdrawal_order="taxable,cash,tax_deferred,roth,hsa"))
    assert moved(walk(first, 4), "taxable_withdrawal") == [0, 0, 50_000, 100_000]
    assert {row.accounts["savings"] for row in walk(first, 4).months} == {300_000}


def line(**more: Any) -> CardTerms:
    given: dict[str, Any] = {"payment_rule": "minimum", "minimum_percent": Decimal("0.02"), "limit": 180_000, **more}
    return CardTerms("heloc", Decimal("0.12"), 20, **given)


def test_the_line_is_drawn_last_and_up_to_its_limit() -> None:
    stated = spending((account("heloc", "heloc"), 0), card_terms=(line(),), settings=settings(borrow_line="heloc"))
    found = walk(stated, 5)
    # On the 20th: February pays 10.00 on 500.00 owed, 5.00 of it interest; March 30.10 on 1,505.00, 15.05 of it interest.
    # February lacks 1,010.00; in March the limit of 1,800.00 leaves 310.05 to borrow.
    assert moved(found, "borrowed") == [0, 0, 50_000, 101_000, 31_005]
    assert [row.accounts["heloc"] for row in found.months] == [0, 0, 50_000, 150_500, 180_000]
    assert [row.interest for row in found.months] == [0, 0, 0, 500, 1_505]
    assert [row.debt_service for row in found.months] == [0, 0, 0, 1_000, 3_010]
    assert found.first_shortfall is not None
    assert (found.first_shortfall.on, found.first_shortfall.amount) == (date(2027, 3, 10), 68_995)
    assert month(found, "2027-03")["checking"] == -72_005


def test_the_line_is_followed_as_any_other_revolving_debt() -> None:
    more = bill("extra", 40_000, anchor=date(2026, 12, 5), type="transfer", category="transfer", end=date(2027, 3, 1))
    flows = (
        bill("shoes", 7_531, anchor=date(2026, 12, 7), from_account="heloc"),
        replace(more, from_account="checking", to_account="heloc"),
        replace(more, id="cash", from_account="heloc", to_account="checking", amount=11_111, anchor=date(2026, 12, 15)),
    )
    for terms in (
        line(limit=10**9),
        line(limit=10**9, statement_day=3, minimum_adds_interest=True),
        line(payment_rule="full"),
    ):
        stated = inputs(
            accounts=(account("checking", "checking"), account("heloc", "heloc")),
            snapshots=(held("checking", 90_000_000), held("heloc", 92_345)),
            flows=flows,
            card_terms=(replace(terms, limit=10**9),),
        )
        named = replace(stated, settings=settings(borrow_line="heloc"))
        assert walk(named, 30).months == walk(stated, 30).months


def test_a_line_without_a_limit_is_not_borrowed_on_and_a_finding_says_so() -> None:
    stated = spending(
        (account("heloc", "heloc"), 0), card_terms=(line(limit=None),), settings=settings(borrow_line="heloc")
    )
    found = walk(stated, 4)
    assert moved(found, "borrowed") == [0] * 4
    assert [finding.code for finding in found.findings] == ["setting_unfit"]


def test_a_surplus_goes_away_at_the_months_end_but_for_what_the_next_month_needs() -> None:
    stated = spending((still("fund", "brokerage"), 0), settings=settings(surplus_account="fund", cash_buffer="100.00"))
    found = walk(stated, 3)
    # Of 1,500.00 the buffer keeps 100.00 and December needs 1,000.00.
    assert moved(found, "surplus") == [40_000, 0, 0]
    assert moved(found, "taxable_withdrawal") == [0, 0, 40_000]
    assert [row.closing_cash for row in found.months] == [110_000, 10_000, -50_000]


def test_a_surplus_into_savings_leaves_savings_alone() -> None:
    day = date(2026, 12, 28)
    pay = bill("pay", 300_000, anchor=day, start=day, type="income", category="other_income")
    stated = spending((still("savings", "savings"), 500_000), settings=settings(surplus_account="savings"))
    found = walk(replace(stated, flows=(*stated.flows, pay)), 3)
    assert moved(found, "surplus") == [50_000, 200_000, 200_000]
    assert [row.accounts["checking"] for row in found.months] == [100_000, 100_000, 100_000]


def test_a_surplus_into_a_fund_takes_nothing_out_of_savings() -> None:
    accounts = (still("savings", "savings"), 500_000), (still("fund", "brokerage"), 0)
    found = walk(spending(*accounts, settings=settings(surplus_account="fund")), 2)
    assert moved(found, "surplus") == [50_000, 0]
    assert found.months[1].accounts["savings"] == 500_000


@pytest.mark.parametrize(("basis", "codes"), [(None, ["basis_assumed"]), (0, []), (7, [])])
def test_a_basis_that_nobody_stated_is_assumed_aloud(basis: int | None, codes: list[str]) -> None:
    found = walk(spending((still("fund", "brokerage", cost_basis=basis), 5)), 1)
    assert [finding.code for finding in found.findings] == codes


def holdings(stated: Inputs, months: int) -> Holdings:
    """The holdings after some months."""
    course = Course(stated, RULES, TODAY, months)
    for _ in course.states():
        pass
    return course.accounts.holdings


def test_what_is_sold_realises_gain_in_the_proportion_of_the_account() -> None:
    stated = spending((still("fund", "brokerage", cost_basis=4_000_000), 10_000_000))
    held_now = holdings(stated, 4)
    # 500.00 and 1,000.00 are drawn; six tenths of it are gain.
    assert held_now.year.gains == 90_000
    assert held_now.basis["fund"] == 4_000_000 - 60_000


def test_money_paid_in_is_basis_and_money_spent_out_of_a_fund_is_a_sale() -> None:
    buying = bill("buy", 10_000, anchor=date(2027, 1, 1), type="transfer", category="transfer", start=date(2027, 1, 1))
    spent = bill("roof", 55_000, "once", date(2027, 1, 20), from_account="fund", category="home_improvement")
    flows = (replace(buying, from_account="checking", to_account="fund"), spent)
    stated = replace(spending((still("fund", "brokerage", cost_basis=45_000), 100_000)), flows=flows)
    held_now = holdings(stated, 3)
    assert held_now.year.gains == 27_500
    assert held_now.basis["fund"] == 45_000 + 10_000 - 27_500


def test_roth_contributions_come_out_first_and_earnings_bear_the_penalty() -> None:
    stated = spending(
        (still("roth", "roth_ira", cost_basis=120_000), 1_000_000),
        members=born(date(1990, 1, 1)),
        settings=settings(early_withdrawals="on"),
    )
    held_now = holdings(stated, 4)
    assert (held_now.year.drawn["roth"], held_now.basis["roth"]) == (150_000, 0)
    assert held_now.year.distributions == held_now.year.early == 30_000
    of_age = holdings(replace(stated, members=born(date(1965, 1, 1))), 4)
    assert (of_age.year.drawn["roth"], of_age.year.distributions, of_age.year.early) == (150_000, 0, 0)


def test_an_hsa_drawn_before_65_bears_its_own_penalty() -> None:
    stated = spending(
        (still("hsa", "hsa"), 1_000_000), members=born(date(1990, 1, 1)), settings=settings(early_withdrawals="on")
    )
    year = holdings(stated, 4).year
    assert (year.distributions, year.early, year.early_hsa) == (150_000, 0, 150_000)


def test_cash_below_zero_today_is_no_shortfall_where_it_can_be_made_up() -> None:
    stated = spending((still("fund", "brokerage"), 10_000_000))
    stated = replace(stated, snapshots=(held("checking", -70_000), held("fund", 10_000_000)))
    found = walk(stated, 2)
    assert found.first_shortfall is None
    assert (found.months[0].lowest_cash, found.months[0].lowest_on) == (-70_000, date(2026, 11, 24))
    assert moved(found, "taxable_withdrawal") == [70_000, 100_000]


def test_another_debt_may_pay_on_the_line() -> None:
    paid = bill("switch", 30_000, anchor=date(2026, 12, 5), type="transfer", category="transfer")
    stated = spending(
        (account("card", "credit_card"), 0),
        (account("heloc", "heloc"), 100_000),
        card_terms=(CardTerms("card", STILL, 25, payment_rule="fixed", fixed_payment=1), line(limit=10**9)),
        settings=settings(borrow_line="heloc"),
    )
    stated = replace(stated, flows=(*stated.flows, replace(paid, from_account="card", to_account="heloc")))
    december = walk(stated, 2).months[1]
    # 700.00 are left on the 20th: 7.00 of interest, 14.00 paid.
    assert december.accounts["heloc"] == 70_000 + 700 - 1_400
    assert december.accounts["card"] == 29_999
    assert december.moves == {"card_principal": 30_000 + 700 + 1}


@st.composite
def stated_choices(draw: st.DrawFn) -> tuple[Inputs, tuple[Member, ...]]:
    """A household of any shape and age with any settings that bear on cash."""
    stated: Inputs = draw(any_inputs())
    cards = [replace(each, limit=draw(st.integers(0, 10_000_000))) for each in stated.card_terms]
    spare = [each.id for each in stated.accounts if GROUP_OF[each.type] in ("cash", "investment")][1:]
    order = ["cash", "taxable", "tax_deferred", "roth", "hsa"]
    chosen = settings(
        cash_buffer=f"{draw(st.integers(0, 20_000))}.00",
        withdrawal_order=",".join(draw(st.permutations(order))),
        early_withdrawals=draw(st.sampled_from(("on", "off"))),
        borrow_line=draw(st.sampled_from(["none", *(each.account for each in cards)])),
        surplus_account=draw(st.sampled_from(["none", *spare])),
        refund_month=str(draw(st.integers(1, 12))),
    )
    spent = bill("much", draw(st.integers(0, 2_000_000)), anchor=date(2026, 12, 3))
    members = born(draw(st.dates(date(1945, 1, 1), date(2000, 1, 1))))
    return replace(stated, card_terms=tuple(cards), settings=chosen, flows=(*stated.flows, spent)), members


@hypothesis_settings(max_examples=60, deadline=None)
@given(stated_choices(), st.integers(1, 40))
def test_every_cent_is_accounted_for_whatever_is_drawn(chosen: tuple[Inputs, tuple[Member, ...]], months: int) -> None:
    # Who they are counts from the opening on: ages decide what paychecks since the last balance could put away.
    stated = replace(chosen[0], members=chosen[1])
    found = walk(stated, months)
    assert found.opening_net_worth == walk(stated, 1).opening_net_worth
    assert walk(stated, 40).months[:months] == found.months
