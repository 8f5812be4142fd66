"""``restore``: what comes back, what is asked, and what is refused without a trace."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.guarantees.holding import contents, unchanged
from tests.running import EXAMPLES, Cli

ESCAPES = "\x1b[31mred\x1b[0m"


@pytest.fixture
def kept(rivera: Cli) -> Cli:
    """The Rivera household, a backup of it beside the home, and a change since."""
    rivera("backup", "kept.db")
    rivera("account", "set-balance", "checking", "5")
    return rivera


def test_a_household_comes_back_as_it_was_and_what_it_replaces_is_kept(kept: Cli) -> None:
    changed = kept("export", "json").stdout
    data = kept.json("restore", "kept.db", "--yes")
    assert (data["slug"], data["revision"], data["replaced"], data["migrated_from"]) == ("rivera", 1, True, None)
    assert data["freshness"]["fresh"]
    assert kept.json("account", "show", "checking")["snapshots"] != []
    assert [run["kind"] for run in kept.json("runs", "list")["runs"]][-1] in ("restore", "onboard")
    assert "restore" in {run["kind"] for run in kept.json("runs", "list")["runs"]}
    kept("doctor")
    kept("restore", data["backup"], "--yes")
    assert kept("export", "json").stdout == changed


def test_it_comes_back_where_there_is_none_without_a_question(kept: Cli) -> None:
    kept("household", "delete", "--yes")
    data = kept.json("restore", "kept.db")
    assert (data["replaced"], data["backup"]) == (False, None)
    assert kept.json("status")["fresh"]
    other = Cli(kept.home.parent / "elsewhere")
    assert other.json("restore", str(kept.home.parent / "kept.db"))["slug"] == "rivera"
    modes = {stat.filemode(path.stat().st_mode) for path in (other.home / "households").iterdir()}
    assert modes == {"-rw-------"}


def test_nobody_is_asked_and_nothing_is_changed_without_a_terminal_or_by_a_dry_run(kept: Cli) -> None:
    with unchanged(kept.home.parent):
        error = kept("restore", "kept.db", "--json", expect=2).error
        assert "--yes" in error["hint"]
        dry = kept.json("restore", "kept.db", "--dry-run")
    assert (dry["revision"], dry["replaced"], dry["backup"]) == (1, True, None)


def test_another_household_than_the_one_named_is_refused(kept: Cli) -> None:
    with unchanged(kept.home.parent):
        error = kept("restore", "kept.db", "-H", "okafor", "--yes", "--json", expect=4).error
        assert (error["code"], error["hint"]) == ("other_household", "to restore that one: -H rivera")
        kept.within(EFFLUENT_HOUSEHOLD="okafor")("restore", "kept.db", "--yes", expect=4)
    kept.within(EFFLUENT_HOUSEHOLD="okafor")("restore", "kept.db", "--yes", "-H", "rivera")


def wal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")


def as_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")


def sparse(path: Path) -> None:
    os.truncate(path, 300 * 1024 * 1024)


def fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link(path: Path) -> None:
    path.rename(path.with_name("true.db"))
    path.symlink_to("true.db")


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def journal(path: Path) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE household (slug, name)")
        other.commit()


ODD: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "wal": (wal, 4, "WAL mode"),
    "newer": (as_newer, 78, "newer effluent"),
    "huge": (sparse, 4, "larger than"),
    "pipe": (fifo, 4, "a pipe"),
    "folder": (folder, 4, "a directory"),
    "link": (link, 4, "a symbolic link"),
    "device": (device, 4, "a symbolic link"),
    "cut": (cut, 4, "cannot be restored"),
    "journal": (journal, 4, "lies beside it"),
    "empty": (lambda path: path.write_bytes(b""), 4, "it is empty"),
    "text": (lambda path: path.write_text("Dear diary,\n" * 500), 4, "not a household"),
    "header": (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(4080)), 4, "cannot be restored"),
    "foreign": (foreign, 4, "not a household"),
    "gone": (lambda path: path.unlink(), 2, "there is no file"),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_backup_is_one_clear_error(kept: Cli, odd: str) -> None:
    harm, code, words = ODD[odd]
    harm(kept.home.parent / "kept.db")
    before = contents(kept.home)
    result = kept("restore", "kept.db", "--yes", "--json", expect=code)
    assert words in result.error["message"]
    assert "\n" not in result.error["message"]
    assert contents(kept.home) == before


TAMPERED = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM member; END",
    "view": "CREATE VIEW v AS SELECT load_extension('x')",
    "table": "CREATE TABLE extra (x)",
    "index": "CREATE INDEX i ON account (name)",
    "no index": "DROP INDEX one_household",
    "column": "ALTER TABLE account ADD COLUMN extra TEXT",
    "check": (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'BETWEEN 1 AND 200', 'BETWEEN 1 AND 999')"
    ),
    "escape in a name": f"UPDATE account SET name = '{ESCAPES}' WHERE id = 'checking'",
    "bidi in a name": "UPDATE member SET name = '\u202egnitseretni' WHERE id = 'ana'",
    "escape in a note": f"UPDATE account SET notes = 'a\n{ESCAPES}' WHERE id = 'checking'",
    "escape in the audit log": f"UPDATE audit SET user = '{ESCAPES}'",
    "escape in a recorded name": "UPDATE audit SET after = json_set(after, '$.name', char(27)) WHERE subject = 'member:ana'",
    "escape in the baseline": "UPDATE baseline SET inputs = json_set(inputs, '$.household.name', 'a' || char(27))",
    "slug": "UPDATE household SET slug = '../../etc'",
    "two households": "DROP INDEX one_household; INSERT INTO household VALUES ('b', 'B', NULL, NULL, 'UTC', 'USD')",
    "orphan": "PRAGMA foreign_keys = OFF; DELETE FROM account WHERE id = 'checking'",
    "no household": "DELETE FROM household",
    "no meta": "DELETE FROM meta",
    "blob": "UPDATE account SET name = CAST(x'ff41' AS TEXT) WHERE id = 'checking'",
    "amount": "UPDATE snapshot SET balance = 999999999999999999",
    "pickle": "UPDATE account SET allocation = 'cos\nsystem\n(S''true''\ntR.' WHERE id = 'checking'",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_file_that_was_tampered_with_is_refused(kept: Cli, how: str) -> None:
    path = kept.home.parent / "kept.db"
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        for statement in TAMPERED[how].split("; "):
            if statement != "END":
                other.execute(statement + ("; END" if "BEGIN" in statement and "TRIGGER" in statement else ""))
        other.commit()
    before = contents(kept.home.parent)
    assert path.read_bytes() != whole
    error = kept("restore", "kept.db", "--yes", "--json", expect=4).error
    assert error["code"] == "not_restorable"
    assert "\x1b" not in error["message"]
    assert contents(kept.home.parent) == before


def test_a_damaged_household_is_put_aside_and_replaced(kept: Cli) -> None:
    live = kept.home / "households" / "rivera.db"
    for harm in (b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 9000, live.read_bytes()[:50_000]):
        live.write_bytes(harm)
        live.with_name("rivera.db-journal").write_bytes(b"what was left")
        data = kept.json("restore", "kept.db", "--yes")
        aside = Path(data["backup"])
        assert (data["replaced"], aside.read_bytes()) == (True, harm)
        assert stat.filemode(aside.stat().st_mode) == "-rw-------"
        assert not live.with_name("rivera.db-journal").exists()
        assert kept.json("status")["revision"] == 1
        assert "restore" in {run["kind"] for run in kept.json("runs", "list")["runs"]}
    kept("doctor")


def test_a_present_household_of_a_newer_effluent_is_never_touched(kept: Cli) -> None:
    as_newer(kept.home / "households" / "rivera.db")
    with unchanged(kept.home):
        kept("restore", "kept.db", "--yes", expect=78)


def test_the_backup_that_is_restored_is_not_the_one_that_makes_room(kept: Cli) -> None:
    first = kept.json("restore", "kept.db", "--yes")["backup"]
    for _ in range(12):
        kept("restore", first, "--yes")
        os.utime(first, (1, 1))
    assert Path(first).exists()
    assert len(list((kept.home / "backups").iterdir())) == 11


def test_a_file_of_the_first_version_is_brought_up(kept: Cli) -> None:
    from effluent_cli.store import migrate

    old = kept.home.parent / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as first:
        migrate._run(first, migrate.MIGRATIONS, 0, 1)
        first.execute("INSERT INTO household VALUES ('older', 'Older', NULL, 'TX', 'UTC', 'USD')")
    data = kept.json("restore", "old.db")
    assert (data["slug"], data["migrated_from"]) == ("older", 1)
    with closing(sqlite3.connect(old)) as same:
        assert same.execute("PRAGMA user_version").fetchone() == (1,)


def test_restored_text_is_shown_harmlessly_wherever_it_bypassed_the_checks(kept: Cli) -> None:
    live = kept.home / "households" / "rivera.db"
    kept("event", "add", "manual_refresh")
    with closing(sqlite3.connect(live)) as other:
        other.execute(
            "UPDATE event SET status = 'dead', last_error = ? WHERE status = 'pending'", (ESCAPES + "\u202e",)
        )
        other.execute("UPDATE audit SET command = ?", (ESCAPES + "\u202e",))
        other.commit()
    for line in ("event list", "history", "doctor", "status"):
        for form in ("plain", "table"):
            shown = kept(*line.split(), "-o", form, expect=None)
            assert not {"\x1b", "\u202e"} & set(shown.stdout + shown.stderr), (line, shown)


def test_restoring_into_a_home_with_another_household_leaves_that_alone(kept: Cli) -> None:
    shutil.copy(EXAMPLES / "okafor.toml", kept.home.parent)
    kept("onboard", "--answers", "okafor.toml")
    before = (kept.home / "households" / "okafor.db").read_bytes()
    kept("restore", "kept.db", "--yes")
    assert (kept.home / "households" / "okafor.db").read_bytes() == before
