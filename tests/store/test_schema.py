"""The layout of a file: the migrations together amount to the SQLModel metadata, and that to the record classes."""

import re
import sqlite3
from contextlib import closing
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from effluent_cli.domain.records import PARTS, RECORD_TYPES, Record
from effluent_cli.entry import _IDLE
from effluent_cli.store import migrate, tables
from effluent_cli.store.columns import BOUNDS, LINKS, columns


def clauses(sql: str | None) -> frozenset[str]:
    """Return the clauses of a CREATE statement, whatever their order, spacing and quoting: columns and constraints."""
    words = re.sub(r"\s*([(),])\s*", r"\1", " ".join((sql or "").replace('"', "").split()))
    head, _, body = words.partition("(")
    depth, cuts = 0, [-1]
    for at, character in enumerate(body):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            cuts.append(at)
    return frozenset([head, *(body[a + 1 : b] for a, b in pairwise([*cuts, len(body)]))])


def layout(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return everything that the schema of a file says, by the name of table or index."""
    with closing(connection):
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {name: clauses(sql) for name, sql in rows}


def migrated() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate.create(connection, migrate.MIGRATIONS)
    return connection


def test_the_migrations_amount_to_the_metadata() -> None:
    declared = sqlite3.connect(":memory:")
    for statement in tables.schema():
        declared.execute(statement)
    # Where this fails after a change to a record: write the next migration; print_layout.py shows where it must lead.
    assert layout(migrated()) == layout(declared)


def test_the_comparison_sees_a_difference_and_no_order() -> None:
    assert clauses("CREATE TABLE a (x TEXT,\n  y INTEGER) STRICT") != clauses(
        "CREATE TABLE a (x TEXT, z INTEGER) STRICT"
    )
    assert clauses("CREATE TABLE a (x CHECK (x IN (1, 2)))") != clauses("CREATE TABLE a (x CHECK (x IN (1, 3)))")
    assert clauses("CREATE TABLE a (x TEXT, CHECK (x > 1))") == clauses("CREATE TABLE a\n(x TEXT,CHECK ( x > 1 ))")


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda kind: kind.KIND)
def test_every_record_has_its_table_with_its_fields_and_key(record_type: type[Record]) -> None:
    with closing(migrated()) as connection:
        rows = connection.execute(f"PRAGMA table_info({record_type.KIND})").fetchall()
        (strict,) = connection.execute(
            "SELECT strict FROM pragma_table_list WHERE name = ?", (record_type.KIND,)
        ).fetchone()
    assert [row[1] for row in rows] == [field.name for field in fields(record_type)]
    assert [row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5]] == list(record_type.KEY)
    optional = {column.name for column in columns(record_type.KIND) if column.optional}
    assert {row[1] for row in rows if not row[3]} == optional
    assert strict == 1


def test_every_table_of_bounds_speaks_of_columns_that_exist() -> None:
    known = {f"{record_type.KIND}.{field.name}" for record_type in RECORD_TYPES for field in fields(record_type)}
    assert set(BOUNDS) <= known
    assert set(PARTS) <= known
    assert {name.partition(".")[2] for name in known} >= LINKS
    numbers = {
        f"{kind.KIND}.{column.name}"
        for kind in RECORD_TYPES
        for column in columns(kind.KIND)
        if column.sql_type == "INTEGER"
    }
    assert {name for name in numbers if _bound(name) is None} == set()


def _bound(name: str) -> object:
    kind, _, field = name.partition(".")
    return next(column.bound for column in columns(kind) if column.name == field)


def test_a_file_says_what_it_is() -> None:
    with closing(migrated()) as connection:
        header = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        assert header == [0x45464C55, len(list(Path(migrate.MIGRATIONS).glob("*.sql")))]
        assert connection.execute("SELECT * FROM meta").fetchall() == [(1, 0, None, None)]


def test_the_idle_question_of_cron_uses_the_index() -> None:
    present = {"slug": "okafor", "now": "", "rules": ""}
    with closing(migrated()) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {_IDLE}", present)]
    searched = [step for step in plan if " event " in step]
    assert len(searched) == 3
    assert all("USING COVERING INDEX event_due" in step for step in searched)
