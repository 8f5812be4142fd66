"""G8: the direct path takes the same lock: a regeneration by hand waits no longer than it was told, and changes nothing."""

from tests.guarantees.holding import held, unchanged
from tests.running import Cli
from tests.stopwatch import Stopwatch


def test_regenerating_a_held_household_is_busy_within_a_second(rivera: Cli) -> None:
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        watch = Stopwatch()
        result = rivera("flows", "regenerate", "--wait", "0.3", expect=75)
        assert 0.3 < watch.seconds < 1
    assert result.stdout == ""
    assert "in use by another effluent (pid" in result.stderr
    assert rivera.json("flows", "regenerate")["result"] == "unchanged"


def test_reading_needs_no_lock(rivera: Cli) -> None:
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        lock = rivera.json("status", "--wait", "0")["lock"]
        assert lock["held"]
        assert lock["by"].startswith("pid ")
        assert lock["by"].endswith(", hold, since 2026-11-23T08:00:00Z")
        assert rivera.json("flows", "list")["flows"]
        assert rivera("flows", "regenerate", "--dry-run", "--wait", "0").exit_code == 0
    assert rivera.json("status")["lock"] == {"held": False, "by": None}
