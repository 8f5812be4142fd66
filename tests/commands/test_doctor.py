"""``doctor``: every kind of harm is found and named, what is safe is mended, and nothing else is touched."""

import json
import os
import random
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.guarantees.harming import flipped, header_flipped, torn, truncated
from tests.guarantees.holding import contents, held, unchanged
from tests.running import EXAMPLES, Cli


def looked_at(cli: Cli, *more: str) -> tuple[int, Any]:
    """Return the exit code and the data of a look; it says all on stdout, whatever it finds."""
    result = cli("doctor", *more, "--json", expect=None)
    assert result.exit_code in (0, 1, 5), result
    assert result.stderr == ""
    return result.exit_code, result.data


def codes(data: Any, severity: str = "") -> set[str]:
    return {each["code"] for each in data["findings"] if severity in ("", each["severity"])}


def tampered(cli: Cli, *statements: str) -> None:
    """Change the Rivera household behind effluent's back."""
    with closing(sqlite3.connect(cli.home / "households" / "rivera.db")) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            other.execute(statement)
        other.commit()


def test_nothing_is_there_and_nothing_is_made(cli: Cli) -> None:
    assert looked_at(cli) == (0, {"households": [], "findings": [], "fixed": []})
    assert looked_at(cli, "--fix")[0] == 0
    assert not cli.home.exists()
    cli("doctor", "-H", "nobody", expect=3)


def test_a_household_that_is_well_has_no_finding_and_nothing_is_written(rivera: Cli) -> None:
    lines = (
        "account set-balance checking 5",
        "income edit ana-acme --raise 3%",
        "flows regenerate",
        "process-events",
        "undo",
        "process-events",
        "flows skip groceries",
    )
    for line in lines:
        rivera(*line.split())
        with unchanged(rivera.home):
            code, data = looked_at(rivera)
            assert (code, data["findings"]) == (0, []), line
            assert looked_at(rivera, "--fix") == (0, data)
    for day in ("2026-11-30", "2026-12-05", "2027-03-01"):
        assert not codes(looked_at(rivera.on(day))[1], "error")
        rivera.on(day)("flows", "regenerate")
        assert not codes(looked_at(rivera.on(day))[1], "error")
        assert not codes(looked_at(rivera.on("2027-03-04"))[1], "error")


FOUND: dict[str, tuple[str, tuple[str, ...]]] = {
    "schema": ("schema", ("CREATE TABLE extra (x)",)),
    "trigger": ("schema", ("CREATE TRIGGER t AFTER INSERT ON account BEGIN SELECT 1; END",)),
    "foreign key": ("foreign_key", ("DELETE FROM income_source WHERE id = 'ana-acme'",)),
    "value": ("row", ("UPDATE account SET growth = '11' WHERE id = 'checking'",)),
    "name": ("row", ("UPDATE member SET name = 'a' || char(27) WHERE id = 'ana'",)),
    "allocation": (
        "odd_value",
        ('UPDATE account SET allocation = \'[{"asset_class":"gold","share":"1"}]\' WHERE id = \'ana-401k-account\'',),
    ),
    "setting": ("odd_value", ("INSERT INTO setting VALUES ('colour', 'red')",)),
    "assumption": ("odd_value", ("INSERT INTO assumption VALUES ('colour', '0.1')",)),
    "step": ("odd_value", ("INSERT INTO step VALUES ('party', 'completed')",)),
    "link": ("broken_link", ("UPDATE income_source SET member = 'nobody' WHERE id = 'ana-acme'",)),
    "flow": ("flows_differ", ("UPDATE system_flow SET amount = amount + 1 WHERE kind = 'net_pay'",)),
    "flow gone": ("flows_differ", ("DELETE FROM system_flow WHERE kind = 'gross'",)),
    "flow twice": (
        "duplicate_flow",
        (
            """INSERT INTO system_flow SELECT id || '-2', source, kind, name, type, category, amount, frequency, anchor,
            start, "end", from_account, to_account, member, paycheck FROM system_flow WHERE kind = 'gross'""",
        ),
    ),
    "baseline": ("baseline_damaged", ("UPDATE baseline SET fingerprint = 'x'",)),
    "baseline's copy": (
        "baseline_damaged",
        ("UPDATE baseline SET inputs = replace(inputs, 'Rivera', 'Riverb')",),
    ),
    "no baseline": ("baseline_missing", ("DELETE FROM baseline",)),
    "revision": ("revision", ("UPDATE meta SET revision = 0",)),
    "baseline's revision": ("baseline_revision", ("UPDATE baseline SET revision = 99",)),
    "audited record": ("audit", ("UPDATE snapshot SET balance = balance + 1 WHERE account = 'checking'",)),
    "audit log": ("audit", ("UPDATE audit SET after = json_set(after, '$.name', 'B') WHERE subject = 'member:ana'",)),
    "unaudited record": ("audit", ("INSERT INTO member SELECT 'eve', 'Eve', 'child', NULL, 0, NULL, 'command', 1",)),
    "time zone": ("unknown_time_zone", ("UPDATE household SET time_zone = 'Mars/Olympus'",)),
    "newer": ("too_new", ("PRAGMA user_version = 99",)),
    "other program": ("damaged_file", ("PRAGMA application_id = 7",)),
    "balance": (
        "not_reckoned",
        (
            "UPDATE snapshot SET balance = 100000000000000 WHERE account = 'checking'",
            "UPDATE snapshot SET \"on\" = '2026-01-01' WHERE account = 'checking'",
        ),
    ),
}
MENDED = {"flow", "flow gone", "flow twice", "baseline", "baseline's copy", "no baseline", "baseline's revision"}


@pytest.mark.parametrize("harm", FOUND)
def test_harm_is_found_and_what_follows_from_the_inputs_is_mended(rivera: Cli, harm: str) -> None:
    code, statements = FOUND[harm]
    zone = rivera if harm != "time zone" else rivera.on(None)
    if harm == "balance":
        rivera("income", "edit", "ana-acme", "--annual-salary", "9000000000")
    tampered(rivera, *statements)
    with unchanged(rivera.home):
        exit_code, data = looked_at(zone)
        dry = looked_at(zone, "--fix", "--dry-run")
    assert (exit_code, code in codes(data, "error")) == (1, True), data
    assert all(each["fix"] for each in data["findings"])
    assert data["households"][0]["findings"] == data["findings"]
    before = contents(rivera.home)
    exit_code, after = looked_at(zone, "--fix")
    assert {each["code"] for each in dry[1]["fixed"]} == {each["code"] for each in after["fixed"]}
    if harm in MENDED:
        assert (exit_code, after["findings"]) == (0, [])
        assert code in {each["code"] for each in after["fixed"]}
        assert rivera.json("status")["fresh"]
    else:
        assert (exit_code, code in codes(after, "error")) == (1, True)
        assert contents(rivera.home) == before


def test_the_journal_is_set_back_through_the_door(rivera: Cli) -> None:
    tampered(rivera, "PRAGMA journal_mode = WAL")
    assert codes(looked_at(rivera)[1], "warning") == {"journal_mode"}
    assert looked_at(rivera, "--fix") == (
        0,
        {
            "households": [{"slug": "rivera", "findings": []}],
            "findings": [],
            "fixed": [{"code": "journal_mode", "subject": "rivera", "message": "its journal is wal, not delete"}],
        },
    )


def test_rights_and_leftovers_are_mended_and_foreign_entries_only_named(rivera: Cli) -> None:
    rivera("backup")
    households, backups = rivera.home / "households", rivera.home / "backups"
    households.chmod(0o755)
    (households / "rivera.db").chmod(0o644)
    (households / "rivera.db.lock").chmod(0o666)
    next(backups.iterdir()).chmod(0o640)
    for path in (
        backups / ".rivera-version-1.part",
        households / ".effluent-x.part",
        rivera.home / "drafts" / "a.json.7",
    ):
        path.write_text("left by a crash")
        path.chmod(0o600)
        os.utime(path, (1, 1))
    (backups / ".effluent-at-work.part").write_text("just now")
    (backups / ".effluent-at-work.part").chmod(0o600)
    (households / "notes.txt").write_text("mine")
    (households / "gone.db-journal").write_text("whose?")
    (households / "link.db").symlink_to("rivera.db")
    (households / "folder.db").mkdir()
    code, data = looked_at(rivera)
    assert code == 0
    subjects = {(each["code"], each["subject"]) for each in data["findings"]}
    assert subjects == {
        ("mode", "households/"),
        ("mode", "households/rivera.db"),
        ("mode", "households/rivera.db.lock"),
        ("mode", f"backups/{next(path.name for path in backups.glob('rivera-2*'))}"),
        ("leftover", "backups/.rivera-version-1.part"),
        ("leftover", "households/.effluent-x.part"),
        ("leftover", "drafts/a.json.7"),
        ("foreign_entry", "households/notes.txt"),
        ("foreign_entry", "households/gone.db-journal"),
        ("entry_skipped", "link.db"),
        ("entry_skipped", "folder.db"),
    }
    code, data = looked_at(rivera, "--fix")
    assert (code, len(data["fixed"])) == (0, 7)
    assert codes(data) == {"foreign_entry", "entry_skipped"}
    assert {stat.filemode(path.lstat().st_mode) for path in (households, households / "rivera.db")} == {
        "drwx------",
        "-rw-------",
    }
    assert (backups / ".effluent-at-work.part").exists()
    assert (households / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("lock", ["link", "folder", "text"])
def test_a_lock_that_is_none_of_ours_is_an_error(rivera: Cli, lock: str) -> None:
    path = rivera.home / "households" / "rivera.db.lock"
    path.unlink()
    if lock == "link":
        path.symlink_to("/etc/passwd")
    elif lock == "folder":
        path.mkdir()
    else:
        path.write_text("not a lock")
    code, data = looked_at(rivera)
    assert (code, "lock_refused" in codes(data, "error")) == (1, True)


def test_the_clock_a_late_cron_and_dead_events_are_warnings(rivera: Cli) -> None:
    tampered(rivera, "UPDATE baseline SET refreshed_at = '2190-01-01T00:00:00.000000Z'")
    rivera("event", "add", "manual_refresh")
    rivera("event", "add", "flows_changed")
    tampered(
        rivera,
        "UPDATE event SET status = 'dead', last_error = 'x: y', next_attempt_at = NULL WHERE type = 'manual_refresh'",
        "UPDATE event SET next_attempt_at = '2000-01-01T00:00:00.000000Z' WHERE type = 'flows_changed' AND status = 'pending'",
    )
    code, data = looked_at(rivera)
    assert (code, codes(data, "warning")) == (0, {"clock", "cron_late", "dead_event"})


def test_many_automatic_backups_are_named(rivera: Cli) -> None:
    for number in range(11):
        (rivera.home / "backups" / f"gone-20260101T0000{number:02d}Z-undo.db").touch(0o600)
    code, data = looked_at(rivera)
    assert (code, [(each["code"], each["subject"]) for each in data["findings"]]) == (0, [("many_backups", "gone")])


def test_a_held_household_is_looked_at_and_mended_once_it_is_free(rivera: Cli) -> None:
    tampered(rivera, "DELETE FROM baseline")
    (rivera.home / "households" / "rivera.db").chmod(0o644)
    with held(rivera.home, "rivera"):
        assert looked_at(rivera)[0] == 1
        code, data = looked_at(rivera, "--fix", "--wait", "0")
        assert (code, [each["code"] for each in data["fixed"]]) == (5, ["mode"])
        assert rivera("doctor", "--fix", "--wait", "0", "--json", expect=75).error["code"] == "busy"
    assert looked_at(rivera, "--fix")[0] == 0


@pytest.mark.parametrize("harm", [flipped, header_flipped, truncated, torn])
def test_whatever_is_damaged_gives_findings_and_the_other_households_go_on(
    rivera: Cli, harm: Callable[[bytes, random.Random], bytes]
) -> None:
    rivera("backup")
    rivera("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    live = rivera.home / "households" / "rivera.db"
    whole = live.read_bytes()
    chance = random.Random(f"doctor {harm.__name__}")  # noqa: S311  # the same harm every time
    for _ in range(6):
        copy = harm(whole, chance)
        live.write_bytes(copy)
        _, data = looked_at(rivera)
        assert live.read_bytes() == copy
        by_slug = {each["slug"]: each["findings"] for each in data["households"]}
        assert by_slug["okafor"] == []
        if harm in (truncated, torn):
            assert "error" in {each["severity"] for each in by_slug["rivera"]}
            assert any("effluent restore /" in each["fix"] for each in by_slug["rivera"])


def test_a_file_that_lacks_its_last_bytes_is_damaged_whatever_stood_in_them(rivera: Cli) -> None:
    live = rivera.home / "households" / "rivera.db"
    whole = live.read_bytes()
    for missing in (1, 356, 4095):
        live.write_bytes(whole[:-missing])
        code, data = looked_at(rivera)
        assert code == 1
        assert "error" in {each["severity"] for each in data["findings"]}


def test_it_fits_eighty_columns_and_every_form(rivera: Cli) -> None:
    tampered(rivera, "UPDATE system_flow SET amount = amount + 1 WHERE kind = 'net_pay'")
    shown = rivera("doctor", expect=1).stdout
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert rivera("doctor", "-o", "csv", expect=1).stdout.splitlines()[0] == "code,severity,subject,message,fix"
    lines = [json.loads(line) for line in rivera("doctor", "-o", "jsonl", expect=1).stdout.splitlines()]
    assert [line["type"] for line in lines] == ["header", "row", "summary"]
    assert Path(rivera.home).exists()


def test_the_inflation_of_a_category_is_no_odd_value(rivera: Cli) -> None:
    rivera("assumption", "set", "inflation_medical_expenses", "5.5%")
    found = rivera.json("doctor")["findings"]
    assert "odd_value" not in {each["code"] for each in found}
