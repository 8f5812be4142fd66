"""Changes and plans as values."""

from decimal import Decimal

import pytest

from effluent_cli.domain import records
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Assumption, Snapshot, Step
from tests.households import TODAY, held

RATE = Assumption("inflation", Decimal("0.03"))


def test_a_change_is_named_by_its_record_whichever_side_there_is() -> None:
    assert Change(None, RATE).subject == Change(RATE, None).subject == "assumption:inflation"
    assert Change(None, held("checking", 1)).subject == f"snapshot:checking:{TODAY}"
    with pytest.raises(ValueError, match="without a record"):
        _ = Change(None, None).record


def test_only_changes_of_inputs_touch_them() -> None:
    assert Plan((Change(None, RATE),)).touches_inputs
    assert not Plan((Change(None, Step("welcome", "completed")),)).touches_inputs


def test_plans_add_up_and_queue_each_event_once() -> None:
    one = Plan((Change(None, RATE),), ("flows_changed", "accounts_changed"))
    two = Plan((), ("accounts_changed", "time_passed"))
    assert (one + two).events == ("flows_changed", "accounts_changed", "time_passed")
    assert bool(one)
    assert bool(two)
    assert not Plan()


def test_records_load_by_name_and_nothing_else_does() -> None:
    assert records.Snapshot is Snapshot
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = records.Nothing
