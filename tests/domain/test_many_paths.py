"""One engine: each path of a vector is, in every month and account, the very path that is walked alone."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.accounts import MonthState
from effluent_cli.domain.amounts import Amount
from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS
from effluent_cli.domain.projection import Course, project
from effluent_cli.domain.records import Inputs, Setting
from tests.domain.test_settlement import everything
from tests.domain.test_withdrawals import born, line, still
from tests.domain.test_withdrawals import settings as stated_settings
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, job

PATHS = 4
MARKETS = (0.0, 0.35, -0.4, 1.3)
"""How far the growth of each path strays from what is expected, the first one not at all."""


def market(path: int, account: str, month: int) -> float:
    """A path's factor: the same whenever it is asked for."""
    return 1.0 + MARKETS[path] * 0.2 * math.sin(month * (len(account) + 2) + path)


def course(stated: Inputs, months: int, path: int | None, scale: tuple[int, ...]) -> list[MonthState]:
    """One path (or all of them together), whose opening balances are multiplied by its scale."""
    debts = {each.id for each in stated.accounts if GROUP_OF[each.type] in LIABILITY_GROUPS}
    books = {key: each.balance for key, each in project(stated, RULES, TODAY, 1).opening.items() if key not in debts}

    def alone(account: str, month: int) -> float:
        return market(path or 0, account, month)

    def together(account: str, month: int) -> Amount:
        return np.array([market(each, account, month) for each in range(PATHS)])

    opening = {
        key: balance * scale[path] if path is not None else np.array([balance * each for each in scale], dtype=np.int64)
        for key, balance in books.items()
    }
    chance: Callable[[str, int], Amount] = together if path is None else alone
    return list(Course(stated, RULES, TODAY, months, opening=opening, chance=chance).states())


def place(amount: Amount, path: int) -> int:
    return int(np.broadcast_to(amount, PATHS)[path])


def same(many: Mapping[str, Amount], one: Mapping[str, Amount], path: int) -> None:
    for name in {*many, *one}:
        assert type(one.get(name, 0)) is int, name
        assert place(many.get(name, 0), path) == one.get(name, 0), name


def compare(stated: Inputs, months: int, scale: tuple[int, ...] = (1, 2, 0, 3)) -> None:
    many = course(stated, months, None, scale)
    for path in range(PATHS):
        for together, alone in zip(many, course(stated, months, path, scale), strict=True):
            same(together.balances, alone.balances, path)
            same(together.components, alone.components, path)
            same(together.columns, alone.columns, path)
            same(together.moves, alone.moves, path)
            for name in ("opening_cash", "closing_cash", "lowest_cash", "lowest_on"):
                assert place(getattr(together, name), path) == getattr(alone, name), name


def one_vector_path(stated: Inputs, months: int) -> None:
    """Fail unless a course of one vector path is the projection in all that a month comes to."""
    alone = project(stated, RULES, TODAY, months)
    opening = {key: np.array([each.balance]) for key, each in alone.opening.items()}
    debts = {each.id for each in stated.accounts if GROUP_OF[each.type] in LIABILITY_GROUPS}
    opening = {key: balance for key, balance in opening.items() if key not in debts}
    states = Course(stated, RULES, TODAY, months, opening=opening, chance=lambda _account, _month: np.ones(1)).states()
    for row, state in zip(alone.months, states, strict=True):
        for amounts, expected in (
            (state.balances, row.accounts),
            (state.components, row.components),
            (state.moves, row.moves),
        ):
            found = {key: int(np.broadcast_to(amount, 1)[0]) for key, amount in amounts.items()}
            assert {key: amount for key, amount in found.items() if amount or key in expected} == expected, row.month
        for name in ("opening_cash", "closing_cash", "lowest_cash"):
            assert np.broadcast_to(getattr(state, name), 1).tolist() == [getattr(row, name)], name
        assert np.broadcast_to(state.lowest_on, 1).tolist() == [row.lowest_on.toordinal()]


def old_and_short(**values: str) -> Inputs:
    """Somebody of 72 with every kind of account, who spends more than comes in, and may borrow."""
    return inputs(
        members=born(date(1954, 3, 3)),
        accounts=(
            account("checking", "checking", primary=True, growth=Decimal("0.01")),
            account("fund", "brokerage", cost_basis=2_000_000),
            account("heloc", "heloc"),
            account("hsa", "hsa"),
            account("ira", "traditional_ira"),
            account("roth", "roth_ira", cost_basis=500_000),
            account("savings", "savings", growth=Decimal("0.03")),
        ),
        snapshots=(
            held("checking", 300_000),
            held("fund", 4_000_000),
            held("heloc", 0),
            held("hsa", 200_000),
            held("ira", 9_000_000),
            held("roth", 1_000_000),
            held("savings", 400_000),
        ),
        card_terms=(line(limit=3_000_000, statement_day=3),),
        flows=(bill("living", 380_000, anchor=date(2026, 12, 10)),),
        settings=stated_settings(borrow_line="heloc", cash_buffer="1500.00", **values),
    )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"surplus_account": "fund"},
        {"withdrawal_order": "taxable,cash,roth,hsa,tax_deferred", "surplus_account": "savings"},
    ],
)
def test_a_path_is_the_same_alone_and_among_others_whatever_is_drawn(values: dict[str, str]) -> None:
    compare(old_and_short(**values), 150)


def test_early_withdrawals_and_a_whole_household_with_its_tax() -> None:
    compare(everything(), 150)
    young = replace(old_and_short(early_withdrawals="on"), members=born(date(1990, 1, 1)), income_sources=(job(),))
    compare(replace(young, flows=(bill("living", 980_000, anchor=date(2026, 12, 10)),)), 100)


def test_large_balances_do_not_wrap() -> None:
    stated = inputs(
        accounts=(still("checking", "checking"), still("fund", "brokerage", cost_basis=80_000_000_000)),
        snapshots=(held("checking", 0), held("fund", 300_000_000_000)),
        flows=(bill("living", 90_000_000, anchor=date(2026, 12, 10)),),
    )
    compare(stated, 30, (1, 30, 100, 7))


@settings(max_examples=15, deadline=None)
@given(any_inputs(), st.booleans())
def test_households_of_any_shape(stated: Inputs, early: bool) -> None:
    choices = Setting("cash_buffer", "100.00"), Setting("early_withdrawals", "on" if early else "off")
    compare(replace(stated, settings=choices), 26)


@settings(max_examples=15, deadline=None)
@given(any_inputs())
def test_no_volatility_is_the_projection(stated: Inputs) -> None:
    found = project(stated, RULES, TODAY, 26)
    one = np.ones(3)
    states = Course(stated, RULES, TODAY, 26, chance=lambda _account, _month: one).states()
    for row, state in zip(found.months, states, strict=True):
        for key, balance in row.accounts.items():
            assert np.broadcast_to(state.balances[key], 3).tolist() == [balance] * 3
