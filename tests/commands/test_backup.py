"""``backup``: a copy that is whole, private, and never laid over something else."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Setting
from effluent_cli.store import backups
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.guarantees.holding import unchanged
from tests.households import NOW
from tests.running import Cli, command


def revision_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
        number: int = copy.execute("SELECT revision FROM meta").fetchone()[0]
    return number


def test_a_backup_is_whole_private_and_named(rivera: Cli) -> None:
    data = rivera.json("backup")
    path = Path(data["path"])
    assert path.parent == rivera.home / "backups"
    assert (data["bytes"], data["revision"]) == (path.stat().st_size, revision_in(path))
    assert stat.filemode(path.stat().st_mode) == "-rw-------"
    again = rivera.json("backup")["path"]
    assert again != data["path"]
    os.umask(old := os.umask(0))
    try:
        os.umask(0)
        named = rivera.json("backup", "mine.db")["path"]
    finally:
        os.umask(old)
    assert (named, stat.filemode(os.stat(named).st_mode)) == (str(rivera.home.parent / "mine.db"), "-rw-------")


def test_nothing_is_overwritten_unasked(rivera: Cli) -> None:
    mine = rivera.home.parent / "mine.db"
    mine.write_text("precious")
    with unchanged(rivera.home.parent):
        error = rivera("backup", "mine.db", "--json", expect=4).error
        rivera("backup", "mine.db", "--dry-run", expect=4)
        rivera("backup", "other.db", "--dry-run")
    assert (error["code"], error["hint"]) == ("target_exists", "add --force to replace it")
    rivera("backup", "mine.db", "--force")
    assert revision_in(mine) == 1


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    "target", ["link.db", "dangling.db", "folder", "pipe", "none/x.db", "home/households/x.db", "hot.db"]
)
def test_what_may_not_be_written_is_refused_and_left(rivera: Cli, target: str, force: tuple[str, ...]) -> None:
    beside = rivera.home.parent
    (beside / "precious").write_text("precious")
    (beside / "link.db").symlink_to("precious")
    (beside / "dangling.db").symlink_to("nowhere")
    (beside / "folder").mkdir()
    (beside / "hot.db-journal").write_text("of another file")
    os.mkfifo(beside / "pipe")
    with unchanged(beside):
        assert rivera("backup", target, *force, "--json", expect=4).error["code"] in (
            "target_refused",
            "no_such_folder",
            "journal_left",
        )
    assert not (beside / "nowhere").exists()
    assert not list(beside.glob(".effluent-*"))


def test_a_household_that_is_not_whole_is_not_saved(rivera: Cli) -> None:
    with closing(sqlite3.connect(rivera.home / "households" / "rivera.db")) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute("UPDATE account SET growth = '11' WHERE id = 'checking'")
        other.commit()
    with unchanged(rivera.home.parent):
        error = rivera("backup", "mine.db", "--json", expect=4).error
    assert error["code"] == "damaged_file"


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv[1:2] = []
from effluent_cli.entry import main
sys.exit(main())
"""


def limited(cli: Cli, most: int, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command whose files may not grow beyond ``most`` bytes: the disk is full there."""
    # Nor may a compiled module be cut off, which later runs would load.
    environment = {**cli.environment(), "PYTHONDONTWRITEBYTECODE": "1"}
    line = [sys.executable, "-c", LIMITED, str(most), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, cwd=cli.home.parent)


@pytest.mark.parametrize("most", [0, 4096, 50_000, 100_000])
def test_a_full_disk_leaves_no_backup_and_says_so(rivera: Cli, most: int) -> None:
    with unchanged(rivera.home.parent):
        done = limited(rivera, most, "backup", "mine.db")
    assert (done.returncode, "Traceback" in done.stderr) == (4, False)
    assert done.stderr.startswith("error: ")


def test_a_full_disk_stops_a_restore_and_an_import_and_leaves_the_old_state(rivera: Cli) -> None:
    rivera("backup", "mine.db")
    rivera("export", "json", "mine.json")
    rivera("account", "set-balance", "checking", "5")
    before = rivera.json("account", "show", "checking")
    for most in (4096, 50_000, 100_000, 160_000):
        for line in (("restore", "mine.db", "--yes"), ("import", "json", "mine.json", "--replace")):
            done = limited(rivera, most, *line)
            assert (done.returncode, "Traceback" in done.stderr) == (4, False), (most, line, done)
            assert rivera.json("account", "show", "checking") == before
    assert rivera("doctor").exit_code == 0


def test_the_newest_ten_automatic_backups_stay_and_no_file_that_a_person_named(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    cli = Cli(home.path)
    cli("onboard", "--answers", str(Path(__file__).parent.parent / "examples" / "okafor.toml"))
    file = home.household("okafor")
    folder = home.backups
    for name in ("okafor-mine.db", "okafor-20200101T000000Z.db", "other-20200101T000000Z-undo.db"):
        (folder / name).write_text("named by a person, or another household's")
    (folder / "okafor-20200101T000000Z-undo.db").symlink_to("/nonexistent")
    kept = sorted(path.name for path in folder.iterdir())
    made = [_changed_after_a_copy(file, NOW + timedelta(days=number)) for number in range(14)]
    # The clock goes back: the copy just made stays nevertheless.
    made.append(_changed_after_a_copy(file, datetime(2001, 1, 1, tzinfo=UTC)))
    os.utime(made[-1], (1, 1))
    last = _changed_after_a_copy(file, datetime(2002, 1, 1, tzinfo=UTC))
    left = sorted(path.name for path in folder.iterdir())
    automatic = [name for name in left if name not in kept]
    assert len(automatic) == backups.KEPT
    assert Path(last).name in automatic
    assert set(kept) <= set(left)


def _changed_after_a_copy(file: HouseholdFile, now: datetime) -> str:
    with file.writing(wait=5, command="x", user="x", now=now, backup="undo") as books:
        before = next((each for each in books.settings() if each.name == "cash_buffer"), None)
        books.apply(Plan((Change(before, Setting("cash_buffer", f"{now.year}{now.day}.00")),)))
        assert books.backup is not None
        return books.backup


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("okafor-20261123T080000Z-undo.db", "okafor"),
        ("okafor-20261123T080000Z-deleted-12.db", "okafor"),
        ("okafor-version-1.db", "okafor"),
        ("okafor-version-1-2.db", "okafor"),
        ("a-version-1-version-2.db", "a-version-1"),
        ("a-version-version-1.db", "a-version"),
        ("a--20261123T080000Z-restore.db", "a-"),
        ("okafor-20261123T080000Z.db", None),
        ("okafor-20261123T080000Z-damaged.db", None),
        ("okafor-20261123T080000Z-mine.db", None),
        ("okafor-version-1.db.bak", None),
        (".okafor-version-1.db", None),
    ],
)
def test_a_backups_name_tells_whose_it_is(name: str, slug: str | None) -> None:
    assert backups.slug_of(name) == slug


def test_a_backup_beside_a_loop_of_writers_is_of_one_moment(rivera: Cli) -> None:
    loop = (
        "import subprocess, sys\n"
        "for n in range(10**6):\n"
        "    subprocess.run([*sys.argv[1:], 'account', 'set-balance', 'checking', str(n)], stdout=-3)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", loop, *command()], env=rivera.environment())
    try:
        revisions = [rivera.json("backup", "0.db")["revision"]]
        # At least six, and until the writer has got in between them.
        while len(revisions) < 6 or (revisions[-1] == revisions[0] and len(revisions) < 60):
            revisions.append(rivera.json("backup", f"{len(revisions)}.db")["revision"])
    finally:
        writer.kill()
        writer.wait()
    assert revisions == sorted(revisions)
    assert revisions[-1] > revisions[0]
    for number, revision in enumerate(revisions):
        assert revision_in(rivera.home.parent / f"{number}.db") == revision
    rivera("process-events", "--wait", "10")
    rivera("restore", "5.db", "--yes", "--wait", "10")
    assert rivera("doctor").exit_code == 0
