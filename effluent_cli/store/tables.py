"""The tables of a household's file as SQLModel classes: the schema of record, which the migrations must add up to.

Each kind of record is a table of its own name, its columns those of the dataclass. SQLite checks types (STRICT), bounds and
enumerations; nothing reads through these classes.
"""

from functools import cache
from typing import Any, cast

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, SchemaItem
from sqlmodel import Field, SQLModel

from effluent_cli.domain.records import PARTS, RECORD_TYPES
from effluent_cli.store import bounds, columns
from effluent_cli.store.bounds import Bound, between, text_of

_STRICT = {"sqlite_strict": True}
_DIALECT = sqlite.dialect()
_QUOTED = _DIALECT.identifier_preparer.quote


def _check(table: str, column: str, bound: Bound) -> CheckConstraint:
    return CheckConstraint(bound.sql.format(column=_QUOTED(column)), name=f"{table}.{column}")


class Meta(SQLModel, table=True):
    """The one row about the file itself: its revision, the instant its month turns, when events were last processed."""

    __tablename__ = "meta"
    __table_args__ = (
        _check("meta", "id", between(1, 1)),
        _check("meta", "revision", between(0, 2**53)),
        _check("meta", "rolls_at", bounds.INSTANT),
        _check("meta", "last_processed_at", bounds.INSTANT),
        _STRICT,
    )
    id: int = Field(sa_column=Column(Integer, primary_key=True))
    revision: int = Field(sa_column=Column(Integer, nullable=False))
    rolls_at: str | None = Field(sa_column=Column(Text))
    last_processed_at: str | None = Field(sa_column=Column(Text))


class Audit(SQLModel, table=True):
    """One changed input: who, by which command, when, and the record before and after as canonical JSON.

    ``batch`` counts commands, ``undoes`` names the batch that this one turns round, and ``version`` is the version of the
    file then: records of another layout cannot be brought back.
    """

    __tablename__ = "audit"
    __table_args__ = (
        _check("audit", "command", text_of(1000, shortest=0)),
        _check("audit", "user", text_of(1000, shortest=0)),
        _check("audit", "at", bounds.INSTANT),
        CheckConstraint('"before" IS NOT NULL OR "after" IS NOT NULL', name="audit.change"),
        _STRICT,
    )
    id: int = Field(sa_column=Column(Integer, primary_key=True))
    batch: int = Field(sa_column=Column(Integer, nullable=False))
    user: str = Field(sa_column=Column(Text, nullable=False))
    command: str = Field(sa_column=Column(Text, nullable=False))
    at: str = Field(sa_column=Column(Text, nullable=False))
    subject: str = Field(sa_column=Column(Text, nullable=False))
    before: str | None = Field(sa_column=Column(Text))
    after: str | None = Field(sa_column=Column(Text))
    undoes: int | None = Field(sa_column=Column(Integer))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("1")))


def _column(kind: str, column: columns.Column) -> Column[Any]:
    whole = PARTS.get(f"{kind}.{column.name}")
    # Checked at COMMIT, so that a plan may list its changes in any order.
    parts = [ForeignKey(f"{whole}.id", deferrable=True, initially="DEFERRED")] if whole else []
    sql_type = Integer if column.sql_type == "INTEGER" else Text
    return Column(sql_type, *parts, primary_key=column.key, nullable=column.optional)


def _extras(kind: str) -> tuple[SchemaItem, ...]:
    """Return what belongs to a table beside its columns: rules over several of them, and indexes."""
    if kind == "household":
        return (Index("one_household", text("(1)"), unique=True),)
    if kind == "event":
        due = "status NOT IN ('pending', 'failed') OR next_attempt_at IS NOT NULL"
        return CheckConstraint(due, name="event.due"), Index("event_due", "status", "next_attempt_at")
    if kind == "run":
        ended = "(status = 'running') = (finished_at IS NULL)"
        return CheckConstraint(ended, name="run.ended"), Index("run_running", "status", "started_at")
    return ()


def _row_class(kind: str) -> type[SQLModel]:
    """Return the SQLModel class of a kind of record."""
    record_type, shape = columns.record_type(kind), columns.columns(kind)
    checks = [_check(kind, column.name, column.bound) for column in shape if column.bound is not None]
    # A text key as the table's own order saves an index; long texts (an inputs copy, a result) would not suit that.
    options = {**_STRICT, "sqlite_with_rowid": kind in ("event", "baseline", "run")}
    types = {"INTEGER": int, "TEXT": str}
    namespace: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": record_type.__doc__,
        "__tablename__": kind,
        "__table_args__": (*checks, *_extras(kind), options),
        "__annotations__": {column.name: types[column.sql_type] | None for column in shape},
        "model_config": {"defer_build": True},
        **{column.name: Field(sa_column=_column(kind, column)) for column in shape},
    }
    metaclass: Any = type(SQLModel)
    return cast("type[SQLModel]", metaclass(f"{record_type.__name__}Row", (SQLModel,), namespace, table=True))


def _table(row_class: type[SQLModel]) -> Table:
    return cast("Table", row_class.__dict__["__table__"])


META = _table(Meta)
AUDIT = _table(Audit)


@cache
def table(kind: str) -> Table:
    """Return the table of a kind of record. Made when it is first asked for: all of them take 5 × ``python -c pass``."""
    return _table(_row_class(kind))


def make_all() -> None:
    """Make the tables of every kind of record."""
    for record_type in RECORD_TYPES:
        table(record_type.KIND)


def schema() -> list[str]:
    """Return the SQL that lays out an empty file: what all migrations together must amount to."""
    make_all()
    tables = sorted(SQLModel.metadata.sorted_tables, key=lambda table: (bool(table.foreign_keys), table.name))
    creations: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    creations += [
        CreateIndex(index) for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return [str(creation.compile(dialect=_DIALECT)).strip() for creation in creations]
