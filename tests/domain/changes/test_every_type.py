"""What holds of every type of change, alone and with others: nothing is lost, nothing is repeated, nothing lies behind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from effluent_cli.domain.change_types import CHANGE_TYPES
from effluent_cli.domain.changes import APPLY
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.overlay import NONE
from effluent_cli.domain.projection import Course, Projection, project
from effluent_cli.errors import Refused
from tests.domain.changes.applying import after, asked, made
from tests.domain.changes.everything import HOUSEHOLDS, VALUES, family, several_changes
from tests.households import RULES, TODAY

MONTHS = 15
FAMILY = family()
BASE = project(FAMILY, RULES, TODAY, MONTHS)
ON = date(2027, 2, 9)


def test_every_type_is_tried() -> None:
    assert set(VALUES) == set(APPLY) == set(CHANGE_TYPES)


@pytest.mark.parametrize("kind", sorted(APPLY))
def test_a_change_does_something_from_its_month_on_and_nothing_before_and_twice_is_once(kind: str) -> None:
    change = asked(kind, ON, **VALUES[kind])
    found = after(FAMILY, change, months=MONTHS)
    assert {key: found.opening[key] for key in BASE.opening} == BASE.opening
    assert found.opening_net_worth == BASE.opening_net_worth
    shown = [(each.net_worth, each.moves, *(each.accounts[key] for key in BASE.opening)) for each in found.months]
    before = [(each.net_worth, each.moves, *(each.accounts[key] for key in BASE.opening)) for each in BASE.months]
    # What January puts away has an eye on what February needs; nothing else of it knows what comes.
    assert shown[:2] == before[:2]
    assert found.months[2].net_worth == BASE.months[2].net_worth
    assert shown[3:] != before[3:]
    assert made(FAMILY, [change, change]) == made(FAMILY, [change])
    assert after(FAMILY, change, change, months=MONTHS) == found


def test_without_a_change_everything_is_as_it_was() -> None:
    records, overlay = made(FAMILY, [])
    assert (records, overlay) == (FAMILY, NONE)
    assert project(records, RULES, TODAY, MONTHS, overlay) == BASE


@pytest.mark.parametrize("kind", sorted(APPLY))
def test_what_is_over_by_today_changes_nothing(kind: str) -> None:
    until = TODAY if CHANGE_TYPES[kind].lasts else None
    values = {key: value for key, value in VALUES[kind].items() if key not in ("months", "extra_monthly")}
    found = after(FAMILY, asked(kind, TODAY - timedelta(days=20), until, **values), months=MONTHS)
    if kind in ("add_asset", "add_debt"):
        # An account that was opened before today and that the books do not know is one without anything in it.
        assert all(each.accounts["c1"] == 0 for each in found.months)
        assert [each.net_worth for each in found.months] == [each.net_worth for each in BASE.months]
    elif kind.startswith("override_"):
        # Rates hold for whole months, this one among them.
        assert found.opening == BASE.opening
    else:
        assert found.months == BASE.months


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("modify_expense", {"flow": "food", "frequency": "biweekly"}),
        ("modify_income", {"flow": "support", "amount": 40_000}),
        ("modify_401k", {"fraction": Decimal("0.06")}),
        ("modify_deductions", {"kind": "health_insurance", "amount": 12_000}),
        ("adjust_total_income", {"fraction": Decimal(0)}),
        ("adjust_total_expenses", {"fraction": Decimal(0)}),
    ],
)
def test_a_change_to_what_is_so_already_changes_nothing(kind: str, values: dict[str, Any]) -> None:
    found = after(FAMILY, asked(kind, date(2027, 2, 9), date(2027, 10, 9), **values), months=MONTHS)
    assert found.months == BASE.months


@pytest.mark.parametrize("kind", sorted(APPLY))
def test_paths_of_a_vector_are_the_paths_alone(kind: str) -> None:
    records, overlay = made(FAMILY, [asked(kind, ON, **VALUES[kind])], 9)
    many = {"brokerage": np.array((6_000_000, 25_000_000)), "checking": np.array((-800_000, 9_000_000))}
    together = list(Course(records, RULES, TODAY, 9, overlay=overlay, opening=many).states())
    for path in (0, 1):
        opening = {key: int(each[path]) for key, each in many.items()}
        alone = list(Course(records, RULES, TODAY, 9, overlay=overlay, opening=opening).states())
        for state, one in zip(together, alone, strict=True):
            assert {key: int(np.broadcast_to(each, 2)[path]) for key, each in state.balances.items()} == one.balances


def tried(who: str, changes: list[Asked]) -> Projection | None:
    """Project under changes that fit; None where one does not."""
    try:
        return after(HOUSEHOLDS[who], *changes, months=MONTHS)
    except Refused as refusal:
        if refusal.code not in ("change_not_applicable", "not_enough"):
            raise
        event(f"refused: {refusal.code}")
        return None


@given(st.sampled_from(sorted(HOUSEHOLDS)), several_changes())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_nothing_is_lost_under_any_changes(who: str, changes: tuple[Asked, ...]) -> None:
    found = tried(who, list(changes))
    assume(found is not None)
    assert found is not None
    base = project(HOUSEHOLDS[who], RULES, TODAY, 1)
    assert found.opening_net_worth == base.opening_net_worth
