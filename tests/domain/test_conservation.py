"""Conservation: not a cent appears or disappears, in any month, in households of the shapes that people live in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.books import books_at
from effluent_cli.domain.catalog import ACCOUNT_TYPES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.yearly import yearly
from tests.domain.test_many_paths import compare, one_vector_path
from tests.domain.test_projection import walk
from tests.domain.test_withdrawals import still
from tests.households import RULES, TODAY, held, inputs
from tests.shapes import SHAPES, Shape, lived_in

of_every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


@of_every_shape
@settings(max_examples=20, deadline=None)
@given(st.data(), st.integers(1, 130))
def test_every_cent_of_every_month(shape: Shape, data: st.DataObject, months: int) -> None:
    stated = data.draw(lived_in(shape))
    found = walk(stated, months)
    books, _ = books_at(InputsIndex(stated), RULES, household_assumptions(RULES, stated.assumptions), TODAY)
    assert found.opening == books


@of_every_shape
@settings(max_examples=10, deadline=None)
@given(st.data(), st.integers(1, 40))
def test_the_rows_of_years_are_those_of_their_months_added_up(shape: Shape, data: st.DataObject, months: int) -> None:
    found = walk(data.draw(lived_in(shape)), months)
    before = found.opening_net_worth
    for row in yearly(found.months):
        rows = [each for each in found.months if each.month // 12 == row.month // 12]
        for name in ("income", "taxes", "spending", "interest", "returns", "adjustments", "debt_service", "net_flow"):
            assert getattr(row, name) == sum(getattr(each, name) for each in rows), name
        for name in ("components", "moves"):
            kinds = {key for each in rows for key in getattr(each, name)}
            assert getattr(row, name) == {key: sum(getattr(each, name).get(key, 0) for each in rows) for key in kinds}
        assert (row.opening_cash, row.closing_cash) == (rows[0].opening_cash, rows[-1].closing_cash)
        low = min(each.lowest_cash for each in rows)
        assert (row.lowest_cash, row.lowest_on) in {(low, each.lowest_on) for each in rows if each.lowest_cash == low}
        assert (row.accounts, row.net_worth, row.month) == (rows[-1].accounts, rows[-1].net_worth, rows[-1].month)
        change = row.income - row.taxes - row.spending - row.interest + row.returns + row.adjustments
        assert change == sum(row.components.values()) == row.net_worth - before
        before = row.net_worth


@of_every_shape
@settings(max_examples=5, deadline=None)
@given(st.data())
def test_a_path_among_others_and_a_vector_of_one_are_the_path_alone(shape: Shape, data: st.DataObject) -> None:
    stated = data.draw(lived_in(shape))
    one_vector_path(stated, 40)
    compare(stated, 20)


def test_all_rates_zero_and_no_flows_nothing_moves_in_an_account_of_any_type() -> None:
    kept = [still(kind.replace("_", "-"), kind) for kind in ACCOUNT_TYPES]
    stated = inputs(
        accounts=tuple(sorted(kept, key=lambda each: each.id)),
        snapshots=tuple(held(each.id, 1_000_003 + number) for number, each in enumerate(kept)),
    )
    found = walk(stated, 240)
    opening = {key: each.balance for key, each in found.opening.items()}
    assert all(row.accounts == opening for row in found.months)
    assert not any(row.components or row.moves for row in found.months)
