"""What a tick and a wait may cost, in the short form: fewer households and fewer rounds under the same bounds."""

from pathlib import Path

from tests.guarantees import measuring


def test_one_due_household_among_many_costs_little_more_than_one(tmp_path: Path) -> None:
    tally = measuring.many_households(tmp_path, 150)
    assert tally.clean, tally


def test_ten_thousand_events_are_coalesced_in_two_seconds(tmp_path: Path) -> None:
    tally = measuring.many_events(tmp_path, 10_000)
    assert tally.clean, tally


def test_a_tick_holds_the_door_for_a_moment(tmp_path: Path) -> None:
    tally = measuring.door_held(tmp_path)
    assert tally.clean, tally


def test_an_idle_tick_writes_nothing(tmp_path: Path) -> None:
    tally = measuring.idle(tmp_path, 2)
    assert tally.clean, tally


def test_eight_loaded_writers_wait_their_turn(tmp_path: Path) -> None:
    # How long a turn is depends on what else the machine does; how many turns one waits does not.
    tally = measuring.queued(tmp_path, 12, limit=5.0)
    assert tally.clean, tally
