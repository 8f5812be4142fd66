"""Medicare premiums against the published amounts of 2026 and the rules of the income-related adjustment."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.medicare import first_month, income_year, premiums
from effluent_cli.domain.medicare_cover import Insured
from effluent_cli.domain.periods import month_text
from effluent_cli.rules.loader import tax_year

LAW = tax_year(2026).medicare_premiums


@pytest.mark.parametrize(
    ("status", "magi", "part_b", "part_d"),
    [
        ("single", 0, "202.90", "0.00"),
        ("single", -50_000, "202.90", "0.00"),
        ("single", 109_000, "202.90", "0.00"),
        ("single", 109_000.01, "284.10", "14.50"),
        ("head_of_household", 137_000.01, "405.80", "37.50"),
        ("single", 171_000.01, "527.50", "60.40"),
        ("single", 499_999.99, "649.20", "83.30"),
        ("single", 500_000, "689.90", "91.00"),
        ("married_jointly", 218_000, "202.90", "0.00"),
        ("married_jointly", 218_000.01, "284.10", "14.50"),
        ("married_jointly", 749_999.99, "649.20", "83.30"),
        ("married_jointly", 750_000, "689.90", "91.00"),
        ("qualifying_surviving_spouse", 109_000.01, "284.10", "14.50"),
        ("married_separately", 109_000, "202.90", "0.00"),
        ("married_separately", 109_000.01, "649.20", "83.30"),
        ("married_separately", 391_000, "689.90", "91.00"),
    ],
)
def test_premiums_of_2026(status: str, magi: float, part_b: str, part_d: str) -> None:
    found = premiums(LAW, status, round(magi * 100))
    assert (found.part_b, found.part_d_extra) == (cents(part_b), cents(part_d))
    assert found.part_b - found.part_b_extra == 20_290


def test_who_lived_apart_all_year_takes_the_tiers_of_a_single_person() -> None:
    assert premiums(LAW, "married_separately", 11_000_000, lived_apart=True) == premiums(LAW, "single", 11_000_000)


def test_the_year_that_counts_and_the_first_month() -> None:
    assert income_year(2026) == 2024
    assert month_text(first_month(date(1961, 5, 2))) == "2026-05"
    assert month_text(first_month(date(1961, 5, 1))) == "2026-04"


JOBS = st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40))), max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 40), JOBS, st.integers(0, 50))
def test_the_next_premium_is_due_in_the_first_month_without_a_job(
    first: int, jobs: list[tuple[int, int | None]], since: int
) -> None:
    insured = Insured("ana", "Ana", first, tuple(jobs))
    assert insured.next_due(since) == next((month for month in range(since, 100) if insured.pays(month)), None)


def cents(text: str) -> int:
    return int(text.replace(".", ""))
