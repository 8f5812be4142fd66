"""Income and spending that are added, altered and ended, worked out by hand: rates are nought, so that amounts stay."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.records import Assumption, Flow, IncomeSource, Inputs, Override, Skip, Withholding
from tests.domain.changes.applying import FLAT, FROZEN, asked, by_month, made, refused, row
from tests.domain.changes.applying import after as applied
from tests.households import NGOZI, TODAY, bill, inputs, job


def income(key: str, amount: int, **more: object) -> Flow:
    """A monthly income on the 5th."""
    given = {"type": "income", "category": "child_support_received", "anchor": date(2026, 11, 5), **more}
    return bill(key, amount, **given)  # type: ignore[arg-type]


def plain(**more: object) -> Inputs:
    """10,000.00 in checking; 1,000.00 of support on the 5th, rent of 800.00 on the 1st, food of 300.00 on the 10th."""
    flows = (
        bill("food", 30_000, anchor=date(2026, 11, 10)),
        bill("rent", 80_000, category="rent"),
        income("support", 100_000),
    )
    return inputs(**{"assumptions": FLAT, "flows": flows, **more})


def pension(**more: object) -> IncomeSource:
    """12,000.00 a year, paid on the 20th."""
    given = {"annual_amount": 1_200_000, "stated_on": TODAY, **more}
    return IncomeSource("annuity", "ngozi", "Annuity", "retirement", "monthly", date(2026, 11, 20), **given)  # type: ignore[arg-type]


def test_income_is_added_from_its_day_to_its_last_day_both_inclusive() -> None:
    change = asked("add_income", date(2027, 1, 15), date(2027, 3, 15), amount=50_000, frequency="monthly")
    # Due on the 15th: January, February and, on the last day itself, March.
    assert by_month(applied(plain(), change), "other_income", "2026-12", 5) == [0, 50_000, 50_000, 50_000, 0]
    shorter = change._replace(until=date(2027, 3, 14))
    assert by_month(applied(plain(), shorter), "other_income", "2026-12", 5) == [0, 50_000, 50_000, 0, 0]


def test_added_income_is_taxed_by_its_category_or_as_it_is_said() -> None:
    # From 1 January 2027 5,000.00 a month: 60,000.00 in the year.
    def total(**values: Any) -> int:
        change = asked("add_income", date(2027, 1, 1), amount=500_000, frequency="monthly", **values)
        found = applied(plain(settings=FROZEN), change, months=16).years[1].liability
        assert found is not None
        return found["total"] or 0

    assert total() == 0
    # 60,000 − 16,100 = 43,900: 10 % of 12,400 and 12 % of 31,500 = 1,240 + 3,780.
    assert total(category="unemployment") == total(tax_treatment="ordinary") == 502_000
    # A gain of 43,900 after the deduction lies below 49,450: nothing.
    assert total(tax_treatment="capital_gain") == 0
    assert total(category="unemployment", tax_treatment="none") == 0


def test_an_expense_is_added_and_grows_with_the_prices_of_its_category() -> None:
    dearer = (*FLAT, Assumption("inflation_childcare", Decimal("0.10")))
    change = asked("add_expense", date(2027, 12, 1), amount=100_000, frequency="monthly", category="childcare")
    found = applied(plain(assumptions=dearer), change, months=16)
    # Stated in money of December 2027: a tenth more in January 2028.
    assert by_month(found, "childcare", "2027-11", 3) == [0, -100_000, -110_000]


def test_a_flow_of_a_change_takes_no_other_flows_place() -> None:
    stated = plain(flows=(bill("c1", 10_000),))
    change = asked("add_expense", date(2027, 2, 1), amount=5_000, frequency="monthly", category="groceries")
    assert by_month(applied(stated, change), "groceries", "2027-01", 2) == [-10_000, -15_000]


def test_sums_come_in_and_go_out_once() -> None:
    came = asked("lump_sum_income", date(2027, 2, 10), amount=700_000)
    went = asked("lump_sum_expense", date(2027, 2, 10), amount=200_000, key="c2")
    found = applied(plain(), came, went, months=16)
    assert by_month(found, "other_income", "2027-01", 3) == [0, 700_000, 0]
    assert by_month(found, "miscellaneous", "2027-01", 3) == [0, -200_000, 0]
    taxed = asked("lump_sum_income", date(2027, 2, 10), amount=6_000_000, tax_treatment="ordinary")
    liability = applied(plain(settings=FROZEN), taxed, months=16).years[1].liability
    assert liability is not None
    assert liability["total"] == 502_000


def test_an_income_is_altered_while_the_change_lasts() -> None:
    change = asked("modify_income", date(2027, 1, 5), date(2027, 3, 4), flow="support", amount=150_000)
    found = applied(plain(), change)
    # The 5th of January is the first day, the 4th of March the last: the 5th of March is the old amount again.
    assert by_month(found, "child_support_received", "2026-12", 4) == [100_000, 150_000, 150_000, 100_000]
    longer = applied(plain(), change._replace(until=date(2027, 3, 5)))
    assert by_month(longer, "child_support_received", "2027-03", 2) == [150_000, 100_000]


def test_another_frequency_counts_from_the_day_of_the_change() -> None:
    change = asked("modify_income", date(2027, 1, 8), flow="support", frequency="quarterly")
    found = applied(plain(), change)
    # The 5th of January is still the old rule's; then the 8th of January, April and July.
    assert by_month(found, "child_support_received", "2027-01", 7) == [200_000, 0, 0, 100_000, 0, 0, 100_000]


def test_what_a_source_brings_is_altered_and_keeps_its_raises_before_and_after() -> None:
    stated = plain(income_sources=(pension(raise_rate=Decimal("0.10")),))
    change = asked("modify_income", date(2028, 2, 1), date(2028, 4, 30), flow="annuity", amount=50_000)
    found = applied(stated, change, months=30)
    assert by_month(found, "pension", "2026-12", 2) == [100_000, 110_000]
    # 1,000.00 × 1.1² in 2028, then 500.00 of the change, then × 1.1² again, and × 1.1³ in 2029.
    assert by_month(found, "pension", "2028-01", 5) == [121_000, 50_000, 50_000, 50_000, 121_000]
    assert by_month(found, "pension", "2029-01", 1) == [133_100]


def test_a_source_that_is_scaled_keeps_its_raises() -> None:
    stated = plain(income_sources=(pension(raise_rate=Decimal("0.10")),), flows=())
    change = asked("adjust_total_income", date(2028, 2, 1), date(2028, 2, 29), fraction=Decimal("-0.5"))
    assert by_month(applied(stated, change, months=30), "pension", "2028-01", 3) == [121_000, 60_500, 121_000]


def test_a_benefit_that_is_still_to_be_claimed_may_become_an_amount() -> None:
    old = replace(NGOZI, date_of_birth=date(1965, 3, 10))
    amounts = {"annual_amount": None, "claim": parse_month("2027-04"), "full_age_benefit": 200_000}
    claim = replace(pension(**amounts), type="social_security")
    stated = plain(members=(old,), income_sources=(claim,), flows=(), settings=FROZEN)
    # 62 and a month on 10 April 2027, 59 months early: 36 × 5/9 % and 23 × 5/12 % less, 70.4166 % of 2,000.00 in whole dollars.
    base = applied(stated)
    assert by_month(base, "social_security", "2027-04", 2) == [0, 140_800]
    change = asked("modify_income", date(2027, 2, 1), date(2027, 6, 30), flow="annuity", amount=100_000)
    assert by_month(applied(stated, change), "social_security", "2027-04", 4) == [0, 100_000, 100_000, 140_800]
    gone = asked("remove_income", date(2027, 6, 1), date(2027, 6, 30), flow="annuity")
    assert by_month(applied(stated, gone), "social_security", "2027-05", 3) == [140_800, 0, 140_800]
    half = asked("adjust_total_income", date(2027, 6, 1), fraction=Decimal("-0.5"))
    assert applied(stated, half).months == base.months
    assert "by its claim" in refused(stated, asked("modify_income", flow="annuity", frequency="weekly"))


def test_a_figure_of_a_stub_gives_way_to_a_change_of_pay_and_only_to_it() -> None:
    stub = (Override("annuity", "income", 104_000, TODAY),)
    stated = plain(income_sources=(pension(),), overrides=stub, flows=())
    altered = asked("modify_income", date(2027, 2, 1), date(2027, 2, 28), flow="annuity", amount=50_000)
    assert by_month(applied(stated, altered), "pension", "2027-01", 3) == [104_000, 50_000, 104_000]
    halved = asked("adjust_total_income", date(2027, 2, 1), date(2027, 2, 28), fraction=Decimal("-0.5"))
    assert by_month(applied(stated, halved), "pension", "2027-01", 3) == [104_000, 52_000, 104_000]
    gone = asked("remove_income", date(2027, 2, 1), date(2027, 2, 28), flow="annuity")
    assert by_month(applied(stated, gone), "pension", "2027-01", 3) == [104_000, 0, 104_000]


def test_a_gross_of_a_stub_gives_way_to_a_change_of_the_jobs_pay() -> None:
    stated = plain(
        income_sources=(job(salary=1_200_000),),
        withholdings=(Withholding("job", "single"),),
        overrides=(Override("job", "gross", 104_000, TODAY), Override("job", "federal_income_tax", 7_000, TODAY)),
    )
    altered = asked("modify_income", date(2027, 2, 1), date(2027, 2, 28), flow="job", amount=50_000)
    found = applied(stated, altered)
    assert by_month(found, "salary", "2027-01", 3) == [104_000, 50_000, 104_000]
    # 500.00 a month is below what is withheld from; the stub's tax was that of the stub's pay.
    assert by_month(found, "federal_income_tax", "2027-01", 3) == [-7_000, 0, -7_000]
    halved = asked("adjust_total_income", date(2027, 2, 1), date(2027, 2, 28), fraction=Decimal("-0.5"))
    assert by_month(applied(stated, halved), "salary", "2027-01", 3) == [104_000, 52_000, 104_000]


def test_an_income_ends_with_what_its_job_pays_on_top_and_comes_back() -> None:
    extra = income("extra", 20_000, category="bonus", source="job", anchor=date(2026, 11, 30))
    stated = plain(income_sources=(job(salary=1_200_000),), flows=(extra,))
    change = asked("remove_income", date(2027, 1, 30), date(2027, 2, 28), flow="job")
    found = applied(stated, change)
    # Paid on the 30th, in February on the last day: neither 30 January nor 28 February.
    assert by_month(found, "salary", "2026-12", 4) == [100_000, 0, 0, 100_000]
    assert by_month(found, "bonus", "2026-12", 4) == [20_000, 0, 0, 20_000]
    named = asked("remove_income", date(2027, 1, 30), date(2027, 2, 28), flow="job--net-pay")
    assert applied(stated, named).months == found.months


def test_an_expense_is_altered_and_ended() -> None:
    cheaper = asked("modify_expense", date(2027, 1, 10), date(2027, 2, 9), flow="food", amount=20_000)
    assert by_month(applied(plain(), cheaper), "groceries", "2026-12", 3) == [-30_000, -20_000, -30_000]
    ended = asked("remove_expense", date(2027, 1, 10), date(2027, 2, 10), flow="food")
    assert by_month(applied(plain(), ended), "groceries", "2026-12", 4) == [-30_000, 0, 0, -30_000]


def test_skips_of_a_flow_that_is_altered_stay_with_their_days() -> None:
    skipped = (Skip("food", date(2027, 1, 10)), Skip("food", date(2027, 3, 10)), Skip("food", date(2027, 5, 10)))
    change = asked("modify_expense", date(2027, 2, 1), date(2027, 4, 30), flow="food", amount=20_000)
    found = applied(plain(skips=skipped), change)
    assert by_month(found, "groceries", "2027-01", 6) == [0, -20_000, 0, -20_000, 0, -30_000]


def test_all_income_is_scaled_or_gets_an_amount_on_top() -> None:
    stated = plain(income_sources=(job(salary=1_200_000), pension()))
    half = asked("adjust_total_income", date(2027, 2, 1), date(2027, 2, 28), fraction=Decimal("-0.25"))
    found = applied(stated, half)
    assert [each.income for each in found.months[2:5]] == [300_000, 225_000, 300_000]
    more = asked("adjust_total_income", date(2027, 2, 1), date(2027, 2, 28), amount=10_000)
    assert [each.income for each in applied(stated, more).months[2:5]] == [300_000, 310_000, 300_000]


def test_all_spending_or_that_of_a_category_is_scaled_or_gets_an_amount_on_top() -> None:
    def spent(**values: Any) -> list[int]:
        change = asked("adjust_total_expenses", date(2027, 2, 1), date(2027, 2, 28), **values)
        return [each.spending for each in applied(plain(), change).months[2:5]]

    assert spent(fraction=Decimal("0.10")) == [110_000, 121_000, 110_000]
    assert spent(fraction=Decimal("0.10"), category="rent") == [110_000, 118_000, 110_000]
    assert spent(amount=5_000) == spent(amount=5_000, category="hobbies") == [110_000, 115_000, 110_000]


def test_taxes_and_interest_paid_by_hand_are_no_spending_to_be_scaled() -> None:
    stated = plain(flows=(bill("tax", 10_000, category="estimated_tax"), bill("food", 30_000)))
    found = applied(stated, asked("adjust_total_expenses", fraction=Decimal("0.5")))
    assert (row(found, "2027-02").taxes, row(found, "2027-02").spending) == (10_000, 45_000)


def test_later_changes_of_the_order_have_the_last_word() -> None:
    first = asked("modify_expense", date(2027, 1, 1), flow="food", amount=20_000)
    second = asked("modify_expense", date(2027, 2, 1), date(2027, 2, 28), flow="food", amount=40_000, key="c2")
    assert by_month(applied(plain(), first, second), "groceries", "2027-01", 3) == [-20_000, -40_000, -20_000]
    assert by_month(applied(plain(), second, first), "groceries", "2027-01", 3) == [-20_000, -20_000, -20_000]
    # What is ended for a while stays ended so long, whatever is altered after.
    gone = asked("remove_expense", date(2027, 1, 1), date(2027, 2, 28), flow="food", key="c3")
    assert by_month(applied(plain(), gone, second), "groceries", "2027-01", 3) == [0, 0, -30_000]
    # A flow of the scenario's own can be altered like any other.
    new = asked("add_expense", date(2027, 1, 1), amount=10_000, frequency="monthly", category="pet_food", key="c4")
    more = asked("modify_expense", date(2027, 2, 1), flow="c4", amount=15_000, key="c5")
    assert by_month(applied(plain(), new, more), "pet_food", "2027-01", 2) == [-10_000, -15_000]


def test_what_was_removed_for_good_by_then_is_not_altered_in_silence() -> None:
    stated = plain(income_sources=(job(), pension()))
    for removed, altered, flow, named in (
        ("remove_expense", "modify_expense", "food", "food"),
        ("remove_income", "modify_income", "support", "support"),
        ("remove_income", "modify_income", "job", "job--net-pay"),
    ):
        gone = asked(removed, date(2027, 3, 1), flow=flow)
        told = refused(stated, gone, asked(altered, date(2027, 3, 1), flow=named, amount=1, key="c2"))
        assert f"the change c2 ({altered}) cannot be applied: flow: the scenario leaves nothing of {flow} from" in told
        applied(stated, gone, asked(altered, date(2027, 2, 28), flow=named, amount=10_000, key="c2"))


def test_what_cannot_be_applied_is_refused() -> None:
    stated = plain(income_sources=(job(), pension()))
    assert "there is no income 'nothing'" in refused(stated, asked("modify_income", flow="nothing", amount=1))
    assert "rent is no income" in refused(stated, asked("remove_income", flow="rent"))
    assert "there is no expense 'nothing'" in refused(stated, asked("remove_expense", flow="nothing"))
    assert "support is no expense" in refused(stated, asked("modify_expense", flow="support", amount=1))
    for flow in ("job", "annuity"):
        change = asked("modify_income", flow=flow, frequency="quarterly")
        assert "weekly, biweekly, semimonthly or monthly" in refused(stated, change)
    assert "nothing is spent" in refused(
        stated, asked("adjust_total_expenses", fraction=Decimal("0.1"), category="hobbies")
    )
    bare = replace(stated, income_sources=(), flows=())
    assert "has no income" in refused(bare, asked("adjust_total_income", fraction=Decimal("0.1")))


def test_a_change_that_stands_twice_counts_once() -> None:
    change = asked("add_income", amount=50_000, frequency="monthly")
    assert made(plain(), [change, change]) == made(plain(), [change])
