"""Amounts of one path and of many: the same cents, and never a NumPy number where an int went in."""

import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain import amounts, money
from effluent_cli.domain.amounts import Amount

CENTS = st.integers(-(10**14), 10**14)
PATHS = st.lists(CENTS, min_size=1, max_size=6)
RATES = st.decimals(Decimal("-0.99"), Decimal(10), places=10)


def vector(values: list[int]) -> Amount:
    return np.array(values, dtype=np.int64)


def same(found: Amount, expected: list[int]) -> None:
    assert found.dtype == np.int64
    assert found.tolist() == expected


@given(PATHS, CENTS)
def test_least_most_and_positive_path_by_path(values: list[int], other: int) -> None:
    same(amounts.least(vector(values), other), [min(value, other) for value in values])
    same(amounts.most(other, vector(values)), [max(value, other) for value in values])
    same(amounts.positive(vector(values)), [amounts.positive(value) for value in values])


@given(PATHS, CENTS)
def test_choose_and_anywhere(values: list[int], other: int) -> None:
    below = vector(values) < other
    same(amounts.choose(below, vector(values), other), [min(value, other) for value in values])
    assert amounts.anywhere(below) is any(value < other for value in values)
    assert amounts.anywhere(values[0] < other) is (values[0] < other)


@given(PATHS, st.floats(-1, 1))
def test_growth_rounds_as_money_does(values: list[int], factor: float) -> None:
    same(amounts.grown(vector(values), factor), [money.grown(value, factor) for value in values])
    same(amounts.grown(values[0], np.array([factor] * 3)), [money.grown(values[0], factor)] * 3)


@given(PATHS, RATES, st.integers(1, 12))
def test_a_share_is_exact_however_large(values: list[int], rate: Decimal, parts: int) -> None:
    same(amounts.share(vector(values), rate, parts), [money.share(value, rate, parts) for value in values])


@given(st.lists(st.tuples(st.integers(0, 10**14), st.floats(-1, 1), CENTS), min_size=1, max_size=6))
def test_a_part_is_the_same_alone_and_among_others(stated: list[tuple[int, float, int]]) -> None:
    rows = [(int(whole * fraction), of, whole) for whole, fraction, of in stated]
    columns = [vector(list(column)) for column in zip(*rows, strict=True)]
    same(amounts.part(*columns), [amounts.part(*row) for row in rows])


@pytest.mark.parametrize(("factor", "cents"), [(0.5, 1), (-0.5, -1), (0.49, 0), (1.5, 2)])
def test_halves_go_away_from_zero(factor: float, cents: int) -> None:
    assert amounts.grown(1, factor) == cents
    same(amounts.grown(vector([1, -1]), factor), [cents, -cents])


def test_a_part_of_millions_does_not_wrap() -> None:
    whole, basis = 9 * 10**13, 6 * 10**13
    same(amounts.part(vector([3 * 10**13]), basis, whole), [amounts.part(3 * 10**13, basis, whole)])
    assert amounts.part(3 * 10**13, basis, whole) == pytest.approx(2 * 10**13, rel=1e-12)
    assert amounts.part(5, 1, 0) == 0


def test_each_hands_plain_numbers_to_a_rule() -> None:
    def rule(one: int, other: int) -> int:
        assert type(one) is type(other) is int
        return one * other

    same(amounts.each(rule, vector([1, 2, 3]), 10), [10, 20, 30])
    assert amounts.each(rule, 4, 5) == 20


def test_one_path_gives_plain_numbers() -> None:
    found = (
        amounts.least(1, 2),
        amounts.positive(-1),
        amounts.choose(True, 3, 4),
        amounts.grown(100, 0.1),
        amounts.part(10, 1, 3),
        amounts.share(100, Decimal("0.1")),
    )
    assert {type(value) for value in found} == {int}


def test_one_path_never_loads_numpy() -> None:
    program = (
        "import sys; from effluent_cli.domain import amounts as a; a.grown(a.least(1, 2), .5); a.part(1, 2, 3);"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
