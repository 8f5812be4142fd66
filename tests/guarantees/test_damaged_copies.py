"""A damaged file is a clear error or a correct answer to every command, never a traceback and never silently rewritten."""

from pathlib import Path

from tests.guarantees.harming import harmed
from tests.guarantees.scenes import ready


def test_a_damaged_copy_is_a_clear_error_or_a_correct_answer(tmp_path: Path) -> None:
    tally = harmed(ready(tmp_path / "ready"), tmp_path / "harmed", 24, seed=20261123)
    assert tally.clean, tally
    answered, refused = (int(word) for word in tally.note.split() if word.isdigit())
    assert answered > 20
    assert refused > 20
