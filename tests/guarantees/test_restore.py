"""A restore that dies, at every named point of it: the household is the whole old one or the whole new one.

And a household whose writer died over a half-written file, with its journal still hot, restored over.
"""

import shutil
from pathlib import Path

import pytest

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Household
from effluent_cli.errors import Refused
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.guarantees import workers
from tests.guarantees.killing import works
from tests.guarantees.workers import (
    NOW,
    SLUG,
    add,
    add_and_spill,
    founded,
    restore,
    restore_and_die,
    restored,
    started,
)

HEALTHY = (
    "locked",
    "begun",
    "copied",
    "kept",
    "emptied",
    "refilled",
    "changed",
    "applied",
    "written",
    "committed",
    "closing",
)
DAMAGED = ("locked", "built", "set-aside", "replacing", "replaced")
HARM = b"SQLite format 3\0" + bytes(9000)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a backup of the household with two accounts, which has three more since."""
    file = founded(tmp_path / "home")
    log = tmp_path / "acknowledged"
    add(tmp_path / "home", "old", 2, log)
    saved = file.save(str(tmp_path / "kept.db"), now=NOW)
    add(tmp_path / "home", "new", 3, log)
    return Path(saved.path)


def accounts(file: HouseholdFile) -> set[str]:
    """Return the accounts of a household that is whole."""
    assert file.flaws() == ()
    with file.reading() as books:
        inputs = books.inputs()
        assert {snapshot.account for snapshot in inputs.snapshots} == {each.id for each in inputs.accounts}
        return {account.id for account in inputs.accounts}


OLD = {"old-0", "old-1", "new-0", "new-1", "new-2"}
NEW = {"old-0", "old-1"}


@pytest.mark.parametrize("point", HEALTHY)
def test_a_restore_dies_over_a_healthy_household(tmp_path: Path, kept: Path, point: str) -> None:
    home = tmp_path / "home"
    file = Home(home).household(SLUG)
    process = started(restore_and_die, home, kept, point)
    process.join()
    assert process.exitcode == -9
    assert accounts(file) == (NEW if point in ("committed", "closing") else OLD)
    restore(home, kept)
    assert accounts(file) == NEW
    works(home, "next")


@pytest.mark.parametrize("point", DAMAGED)
def test_a_restore_dies_over_a_damaged_household(tmp_path: Path, kept: Path, point: str) -> None:
    home = tmp_path / "home"
    file = Home(home).household(SLUG)
    file.path.write_bytes(HARM)
    process = started(restore_and_die, home, kept, point)
    process.join()
    assert process.exitcode == -9
    if point == "replaced":
        assert accounts(file) == NEW
    else:
        assert file.path.read_bytes() == HARM
    restore(home, kept)
    assert accounts(file) == NEW
    works(home, "next")
    assert sorted(path.name for path in file.path.parent.iterdir()) == ["okafor.db", "okafor.db.lock"]


def test_a_restore_where_there_was_none_dies_and_leaves_none_or_a_whole_one(tmp_path: Path, kept: Path) -> None:
    home = tmp_path / "home"
    file = Home(home).household(SLUG)
    for point in ("locked", "begun", "emptied", "refilled", "applied", "written", "committed"):
        file.path.unlink()
        started(restore_and_die, home, kept, point).join()
        assert file.exists() == (point == "committed")
        restore(home, kept)
        assert accounts(file) == NEW


def test_a_household_whose_journal_is_hot_is_restored_over_and_nothing_is_lost(tmp_path: Path, kept: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "spilled"
    file = Home(home).household(SLUG)
    process = started(add_and_spill, home, "big", log)
    while not log.exists():
        process.join(0.005)
    process.kill()
    process.join()
    assert file.path.with_name("okafor.db-journal").stat().st_size > 0
    backup = restore(home, kept)
    assert accounts(file) == NEW
    assert not file.path.with_name("okafor.db-journal").exists()
    # What the dead writer had not committed is gone, and what others had is in the backup.
    assert backup is not None
    assert accounts(HouseholdFile(SLUG, Path(backup))) == OLD


def test_a_hot_journal_beside_a_file_that_is_damaged_does_not_reach_the_new_one(tmp_path: Path, kept: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "spilled"
    file = Home(home).household(SLUG)
    process = started(add_and_spill, home, "big", log)
    while not log.exists():
        process.join(0.005)
    process.kill()
    process.join()
    journal = file.path.with_name("okafor.db-journal")
    hot = journal.read_bytes()
    file.path.write_bytes(HARM)
    restore(home, kept)
    assert accounts(file) == NEW
    assert not journal.exists()
    # The journal was not what broke it: played back or put aside, it is never left beside the new file.
    assert hot
    works(home, "next")


def test_readers_see_the_old_household_or_the_new_one_while_it_is_restored(tmp_path: Path, kept: Path) -> None:
    home = tmp_path / "home"
    file = Home(home).household(SLUG)
    process = started(workers.restore_often, home, kept, 20)
    seen = set()
    while process.is_alive():
        with file.reading() as books:
            seen.add(frozenset(account.id for account in books.inputs().accounts))
    assert process.exitcode == 0
    assert seen <= {frozenset(OLD), frozenset(NEW)}


def test_a_household_made_meanwhile_is_not_replaced_without_leave(tmp_path: Path, kept: Path) -> None:

    home = tmp_path / "home"
    shutil.rmtree(home)
    founded(home)
    file = Home(home).household(SLUG)
    with file.writing(wait=5, command="x", user="x", now=NOW) as books:
        before = books.household()
        books.apply(Plan((Change(before, Household(SLUG, "Made meanwhile")),)))
    with pytest.raises(Refused, match="there is a household okafor already"):
        restored(home, kept, replace=False)
    with file.reading() as books:
        assert books.household().name == "Made meanwhile"
