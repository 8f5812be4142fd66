"""Rates that vary: by month, by expense category, and what they do to amounts, to the law and to growth."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.money import compounded, deflated
from effluent_cli.domain.projection import project
from effluent_cli.domain.rates import Rates, Spell
from effluent_cli.domain.records import Assumption
from effluent_cli.rules import loader
from tests.households import RULES, account, bill, held, inputs

JANUARY_2027 = 2027 * 12
AS_OF = date(2026, 12, 31)


def rates(*spells: Spell, **steady: str) -> Rates:
    return Rates({"inflation": Decimal("0.02"), **{name: Decimal(value) for name, value in steady.items()}}, spells)


@given(st.integers(-(10**9), 10**9), st.decimals("-0.5", "0.5", places=4), st.integers(0, 40))
def test_a_steady_rate_compounds_each_january(cents: int, rate: Decimal, years: int) -> None:
    assert Rates({"inflation": rate}).compounded(cents, "inflation", 2026, 2026 + years) == compounded(
        cents, rate, years
    )
    assert Rates({"inflation": rate}).deflated(cents, 5, 5 + years) == deflated(cents, rate, years)


def test_a_spell_of_whole_years_steps_by_its_own_rate() -> None:
    # 6 % in 2027 and 2028, 2 % before and after: 100.00 of 2026 are 102 (2027), 108.12, 114.6072, 116.899344 (2030).
    spelled = rates(Spell("inflation", JANUARY_2027, JANUARY_2027 + 23, Decimal("0.06")))
    assert [spelled.compounded(10_000, "inflation", 2026, year) for year in range(2026, 2031)] == [
        10_000, 10_200, 10_812, 11_461, 11_690,
    ]  # fmt: skip


def test_a_spell_of_part_of_a_year_counts_by_its_months() -> None:
    # Three months at 6 %, nine at 2 %: the year's rate is 3 %.
    spelled = rates(Spell("inflation", JANUARY_2027 + 3, JANUARY_2027 + 5, Decimal("0.06")))
    assert spelled.in_year("inflation", 2027) == Decimal("0.03")
    assert spelled.compounded(10_000, "inflation", 2027, 2028) == 10_300
    assert spelled.varying("inflation", 2030) == ((2027, Decimal("0.03")),)


def test_of_two_spells_that_overlap_the_later_one_holds() -> None:
    first, second = Spell("inflation", 10, None, Decimal("0.05")), Spell("inflation", 12, 13, Decimal("0.07"))
    found = [rates(first, second).in_month("inflation", month) for month in range(9, 15)]
    assert found == [Decimal(each) for each in ("0.02", "0.05", "0.05", "0.07", "0.07", "0.05")]


def test_money_of_a_month_is_deflated_month_by_month() -> None:
    spelled = rates(Spell("inflation", 12, 23, Decimal("0.10")))
    # A year at 2 %, then one at 10 %: 112.20 are 100.00 again.
    assert spelled.deflated(11_220, 0, 24) == 10_000


def test_law_is_indexed_by_the_inflation_of_each_year() -> None:
    usual, third = Decimal("0.02"), ((2028, Decimal("0.10")),)
    plain = loader.tax_year(2028, usual, usual).social_security.wage_base
    assert loader.tax_year(2028, usual, usual, None, (third, third)).social_security.wage_base == plain
    after = loader.tax_year(2029, usual, usual, None, (third, third)).social_security.wage_base
    assert after > loader.tax_year(2029, usual, usual).social_security.wage_base
    standard = [
        loader.tax_year(2029, usual, usual, None, varying).standard_deduction.amount["single"]
        for varying in ((third, ()), ((), third))
    ]
    assert standard[0] > standard[1] == loader.tax_year(2029, usual, usual).standard_deduction.amount["single"]


def test_a_price_grows_by_the_inflation_of_its_own_category() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"),),
        snapshots=(held("checking", 10**9),),
        flows=(
            bill("doctor", 10_000, anchor=date(2026, 12, 5), category="medical_expenses"),
            bill("food", 10_000, anchor=date(2026, 12, 5), category="groceries"),
        ),
        assumptions=(
            Assumption("inflation", Decimal("0.02")),
            Assumption("inflation_medical_expenses", Decimal("0.06")),
        ),
    )
    rows = project(stated, RULES, AS_OF, 26).months
    assert [rows[month].components["medical_expenses"] for month in (1, 12, 13, 25)] == [
        -10_600,
        -10_600,
        -11_236,
        -11_910,
    ]
    assert [rows[month].components["groceries"] for month in (1, 13, 25)] == [-10_200, -10_404, -10_612]
    without = project(replace(stated, assumptions=stated.assumptions[:1]), RULES, AS_OF, 26).months
    assert without[25].components["medical_expenses"] == -10_612
