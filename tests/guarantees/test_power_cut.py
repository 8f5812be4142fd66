"""A power cut loses no acknowledged commit and leaves no half of one, after whatever step of a real command it comes."""

from pathlib import Path

import pytest

from tests.guarantees.cut_scenes import SCENES, cut_everywhere, onboarding
from tests.guarantees.power_cuts import cuts
from tests.guarantees.recording import why_not

needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())


@needs_strace
@pytest.mark.parametrize("name", SCENES)
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, name: str) -> None:
    tally = cut_everywhere(name, tmp_path, seeds=1, every=9)
    assert tally.clean, (tally.lost, tally.trouble[:3])
    assert tally.tried >= 12
    assert tally.acknowledged > 0


@needs_strace
def test_the_simulation_sees_a_sync_that_is_missing(tmp_path: Path) -> None:
    before, steps, slug = onboarding(tmp_path)
    unsynced = [step for step in steps if step.what != "sync"]
    assert not cuts(before, unsynced, slug, tmp_path, seeds=4, every=9).clean
