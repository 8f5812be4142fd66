"""What lies at the path of a lock is ours or refused, by every command; a path through a link meets the same lock."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guarantees.holding import held, unchanged
from tests.guarantees.warm import WarmCli, answers
from tests.running import EXAMPLES
from tests.store.test_lock import dangling, folder, foreign, hard_link, link, pipe

Attack = Callable[[Path, Path], None]
ATTACKS = [link, dangling, folder, pipe, hard_link, foreign]
REFUSED = [
    "event add manual_refresh -H rivera",
    "flows regenerate -H rivera",
    "baseline refresh -H rivera",
    f"onboard --answers {EXAMPLES / 'okafor.toml'}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_command_refuses_what_is_no_lock_of_ours_and_leaves_it(rivera: WarmCli, attack: Attack) -> None:
    precious = rivera.home.parent / "precious"
    precious.write_bytes(b"x" * 20)
    answers(rivera, "event add manual_refresh")
    for slug in ("rivera", "okafor"):
        lock = rivera.home / "households" / f"{slug}.db.lock"
        lock.unlink(missing_ok=True)
        attack(lock, precious)
    with unchanged(rivera.home):
        start = time.monotonic()
        for answer in answers(rivera, *(f"{line} --json --wait 1" for line in REFUSED)):
            assert (answer.exit_code, answer.stdout) == (4, ""), answer
            assert answer.error["code"] == "lock_refused"
        (tick,) = answers(rivera, "process-events --json")
        assert (tick.exit_code, tick.data["households"][0]["result"]) == (5, "failed")
        assert "is not effluent's lock file" in tick.data["households"][0]["error"]
        assert all(answer.exit_code == 0 for answer in answers(rivera, "status -H rivera", "flows list -H rivera"))
        assert time.monotonic() - start < 10
    assert precious.read_bytes() == b"x" * 20


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_ticks_own_lock_harms_nothing_that_lies_there(rivera: WarmCli, attack: Attack) -> None:
    precious = rivera.home.parent / "precious"
    precious.write_bytes(b"x" * 20)
    answers(rivera, "event add manual_refresh")
    lock = rivera.home / "process-events.lock"
    lock.unlink(missing_ok=True)
    attack(lock, precious)
    (tick,) = answers(rivera, "process-events --json")
    # What can be locked without a word written into it is as good as our own.
    assert tick.exit_code in (0, 4)
    assert "Traceback" not in tick.stderr
    assert precious.read_bytes() == b"x" * 20
    if attack is foreign:
        assert lock.read_text() == "my tax return\n"


def test_a_path_through_a_link_meets_the_same_lock(rivera: WarmCli) -> None:
    other = rivera.home.parent / "elsewhere"
    other.mkdir()
    (other / "home").symlink_to(rivera.home)
    through_link = WarmCli(other / "home", rivera.as_of)
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        (busy,) = answers(through_link, "event add manual_refresh --wait 0 --json")
        assert (busy.exit_code, busy.error["code"]) == (75, "busy")
    assert answers(through_link, "event add manual_refresh --wait 0")[0].exit_code == 0
    os.rename(rivera.home / "households", rivera.home / "real")
    (rivera.home / "households").symlink_to("real")
    with held(other / "home", "rivera"):
        assert answers(rivera, "event add manual_refresh --wait 0")[0].exit_code == 75


def test_a_household_that_is_a_link_is_nobodys(rivera: WarmCli) -> None:
    file = rivera.home / "households" / "rivera.db"
    (rivera.home / "households" / "alias.db").symlink_to(file)
    with unchanged(rivera.home):
        for line in ("status -H alias", "event add manual_refresh -H alias", "household delete --yes -H alias"):
            assert answers(rivera, line)[0].exit_code == 3
        (tick,) = answers(rivera, "process-events --json")
    assert [each["code"] for each in tick.document["warnings"]] == ["entry_skipped"]
    assert [each["slug"] for each in tick.data["households"]] == ["rivera"]
