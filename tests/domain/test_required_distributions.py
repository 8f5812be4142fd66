"""Required distributions against the tables and examples of IRS Publication 590-B."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.required_distributions import (
    beneficiary_period,
    emptied_by,
    first_year,
    owner_period,
    required,
    starting_age_months,
)
from effluent_cli.rules.loader import long_lived

LAW = long_lived().distributions


@pytest.mark.parametrize(
    ("birth", "age", "year"),
    [
        (date(1949, 6, 30), 70.5, 2019),
        (date(1949, 7, 1), 72, 2021),
        (date(1950, 12, 31), 72, 2022),
        (date(1951, 1, 1), 73, 2024),
        (date(1959, 12, 31), 73, 2032),
        (date(1960, 1, 1), 75, 2035),
        (date(1960, 2, 29), 75, 2035),
    ],
)
def test_when_distributions_begin(birth: date, age: float, year: int) -> None:
    assert starting_age_months(LAW, birth) == age * 12
    assert first_year(LAW, birth) == year


@pytest.mark.parametrize(
    ("age", "period"),
    [(72, "27.4"), (73, "26.5"), (75, "24.6"), (84, "16.8"), (100, "6.4"), (107, "4.1"), (120, "2.0"), (125, "2.0")],
)
def test_the_uniform_lifetime_table(age: int, period: str) -> None:
    assert owner_period(LAW, date(1950, 6, 1), 1950 + age) == Decimal(period)


@pytest.mark.parametrize(
    ("owner", "spouse", "period"),
    [(75, 60, "28.3"), (72, 20, "65.1"), (75, 64, "25.3"), (75, 65, "24.6"), (75, 80, "24.6"), (72, 10, "65.1")],
)
def test_a_much_younger_spouse_takes_the_joint_table(owner: int, spouse: int, period: str) -> None:
    assert owner_period(LAW, date(2030 - owner, 6, 1), 2030, date(2030 - spouse, 1, 1)) == Decimal(period)


def test_the_joint_table_is_complete_and_never_shorter_than_the_uniform_one() -> None:
    for owner in range(72, 121):
        row = LAW.joint_life[owner]
        assert len(row) == owner - 11 - 20 + 1
        assert list(row) == sorted(row, reverse=True)
        assert row[-1] >= LAW.uniform_lifetime[owner]


def test_the_tables_descend_with_age() -> None:
    for table in (LAW.uniform_lifetime, LAW.single_life):
        periods = [table[age] for age in sorted(table)]
        assert periods == sorted(periods, reverse=True)
        assert sorted(table) == list(range(min(table), 121))


def test_a_distribution_to_the_cent() -> None:
    owner = date(1951, 3, 15)
    assert required(LAW, owner, 2023, 50_000_000) == 0
    assert required(LAW, owner, 2024, 50_000_000) == 1_886_792
    assert required(LAW, owner, 2025, 10_000_000) == 392_157
    assert required(LAW, owner, 2025, -1) == 0


def test_a_beneficiary_counts_down_and_a_spouse_looks_up_anew() -> None:
    heir = date(1975, 8, 1)
    assert beneficiary_period(LAW, heir, 2026, 2026) == Decimal("35.3")
    assert beneficiary_period(LAW, heir, 2026, 2030) == Decimal("31.3")
    assert beneficiary_period(LAW, heir, 2026, 2030, recalculated=True) == Decimal("31.6")
    assert beneficiary_period(LAW, date(1936, 1, 1), 2026, 2040) == 1
    assert emptied_by(2025) == 2035


def test_an_owner_too_young_for_the_tables_is_told() -> None:
    with pytest.raises(ValueError, match="begins at the age of 72"):
        owner_period(LAW, date(1990, 1, 1), 2026)


@given(st.integers(0, 10**12), st.dates(date(1940, 1, 1), date(1990, 1, 1)), st.integers(2026, 2110))
def test_a_distribution_is_a_part_of_the_balance(balance: int, birth: date, year: int) -> None:
    found = required(LAW, birth, year, balance)
    assert 0 <= found <= balance
    assert found <= required(LAW, birth, year + 1, balance) or year < first_year(LAW, birth)
