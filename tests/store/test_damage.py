"""Files that are not as they were left: a clear error or a correct answer, never a traceback, never a silent rewrite."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from effluent_cli.domain.codec import encode
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, Inputs, Member, Snapshot
from effluent_cli.errors import DamagedFile, EffluentError, NoHousehold
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.guarantees.harming import HARMS
from tests.households import NOW
from tests.store.conftest import through
from tests.store.samples import DERIVED, FULL, WHAT_IF, put

COPIES = 300
SEED = 20261125


@pytest.fixture
def whole(okafor: HouseholdFile) -> bytes:
    """Return the bytes of a file that holds something of every kind, on many pages."""
    with okafor.reading() as books:
        stated = books.inputs()
    put(okafor, Change(stated.snapshots[0], None), Change(stated.accounts[0], None))
    put(okafor, *(Change(None, record) for record in (*FULL[1:], *WHAT_IF, *DERIVED)))
    for n in range(40):
        more = (Account(f"a{n}", f"Account {n}", "savings", notes="x" * 300), Snapshot(f"a{n}", NOW.date(), 100, NOW))
        put(okafor, *(Change(None, record) for record in more), events=("accounts_changed",))
    return okafor.path.read_bytes()


def read_all(file: HouseholdFile) -> Inputs:
    """Read whatever can be read, and show it."""
    file.exists()
    with file.reading() as books:
        inputs = books.inputs()
        books.system_flows()
        books.what_if()
        books.steps()
        books.events(open_only=False)
        books.baseline()
        books.revision()
        books.rolls_at()
        books.last_processed_at()
    encode(inputs)
    return inputs


def write_something(file: HouseholdFile) -> None:
    """Put a change through the door that touches most of what a write touches."""
    with through(file) as books:
        inputs = books.inputs()
        first = inputs.accounts[0]
        changes = (Change(first, replace(first, name="New")), Change(None, Member("new", "New", "child")))
        books.apply(Plan(changes, ("accounts_changed",)))
        books.mark(last_processed_at=NOW)


def outcome(action: Callable[[HouseholdFile], object], file: HouseholdFile) -> int:
    """Return 0, or the exit code of a clear error; anything else fails the test."""
    try:
        action(file)
    except EffluentError as error:
        refused = error
    else:
        return 0
    assert "\n" not in refused.message
    assert refused.exit_code in (3, 4, 78)
    return refused.exit_code


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_copy_is_a_clear_error_or_a_correct_answer(
    home: Home, whole: bytes, harm: Callable[[bytes, random.Random], bytes]
) -> None:
    chance = random.Random(f"{SEED} {harm.__name__}")  # noqa: S311  # the same harm every time
    file = home.household("okafor")
    outcomes = []
    for _ in range(COPIES // 4):
        copy = harm(whole, chance)
        file.path.write_bytes(copy)
        codes = [outcome(read_all, file)]
        assert file.path.read_bytes() == copy, "reading rewrote the file"
        codes.append(outcome(write_something, file))
        assert codes[1] == 0 or file.path.read_bytes() == copy, "a refused write changed the file"
        for name in os.listdir(home.households):
            if name not in ("okafor.db", "okafor.db.lock"):
                (home.households / name).unlink()
        outcomes.append(tuple(codes))
    assert len(set(outcomes)) > 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NoHousehold),
        (b"\0", DamagedFile),
        (b"\0" * 4096, DamagedFile),
        (b"SQLite format 3\0", DamagedFile),
        (b"SQLite format 3\0" + b"\x10\0" * 40, DamagedFile),
        (b"SQLite format 3\0" + b"\0" * 5000, DamagedFile),
        (b"Dear diary,\n" * 500, DamagedFile),
        (b"\x7fELF" + b"\0" * 10_000, DamagedFile),
        (b"\xde\xad\xbe\xef" * 4096, DamagedFile),
    ],
    ids=range(9),
)
def test_what_is_no_household_is_refused_and_left_alone(home: Home, content: bytes, error: type[EffluentError]) -> None:
    file = home.household("okafor")
    file.path.write_bytes(content)
    for door in (file.reading(), through(file)):
        with pytest.raises(error), door:
            pass
    assert file.path.read_bytes() == content
    assert file.exists() == (error is DamagedFile)
    if error is DamagedFile:
        with pytest.raises(error), through(file, create=True):
            pass
        assert file.path.read_bytes() == content


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_another_programs_database_is_refused_and_left_alone(home: Home, journal: str) -> None:
    file = home.household("okafor")
    with closing(sqlite3.connect(file.path)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
        other.execute("CREATE TABLE household (slug, name)")
        other.execute("INSERT INTO household VALUES ('okafor', 'not ours')")
        other.commit()
    before = file.path.read_bytes()
    for door in (file.reading(), through(file), through(file, create=True)):
        with pytest.raises(DamagedFile, match="it is not a household of effluent"), door:
            pass
    assert file.path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET type = 'spaceship'",
        "UPDATE account SET id = '../x' WHERE id = 'a1'",
        "UPDATE account SET growth = 'NaN'",
        "UPDATE account SET growth = '11'",
        "UPDATE account SET growth = 'x'",
        "UPDATE account SET active = 7",
        "UPDATE account SET cost_basis = 999999999999999999",
        "UPDATE account SET last_four = 'abcd'",
        "UPDATE account SET name = ''",
        "UPDATE account SET name = CAST(x'ff41' AS TEXT)",
        "UPDATE snapshot SET \"on\" = '2026-02-30'",
        "UPDATE snapshot SET \"on\" = '1066-10-14'",
        "UPDATE snapshot SET recorded_at = 'noon'",
        "UPDATE snapshot SET recorded_at = '2026-11-23'",
        "UPDATE deduction SET \"match\" = '[1]'",
        "UPDATE deduction SET \"match\" = '{'",
        'UPDATE deduction SET "match" = \'[{"rate": "99", "up_to": "1"}]\'',
        'UPDATE deduction SET "match" = \'[{"colour": "red"}]\'',
        "UPDATE deduction SET \"match\" = '[{}]'",
        "UPDATE deduction SET \"match\" = '7'",
        "UPDATE loan_terms SET payment_day = 0",
        "UPDATE event SET type = 'party'",
        "UPDATE baseline SET mode = 'x'",
        "UPDATE step SET status = ''",
        "UPDATE system_flow SET frequency = 'hourly'",
        "UPDATE meta SET rolls_at = 'soon'",
        "UPDATE meta SET revision = -1",
        "DELETE FROM meta",
        "DROP INDEX one_household; INSERT INTO household VALUES ('two', 'Two', NULL, NULL, 'UTC', 'USD')",
    ],
)
def test_a_value_that_no_check_would_let_in_is_found_on_reading(
    okafor: HouseholdFile, whole: bytes, statement: str
) -> None:
    with closing(sqlite3.connect(okafor.path)) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        for part in statement.split("; "):
            other.execute(part)
        other.commit()
    assert okafor.path.read_bytes() != whole
    with pytest.raises(DamagedFile, match="the file of household okafor is damaged: ") as caught:
        read_all(okafor)
    assert caught.value.hint == "restore a backup of this household"
