"""Whether an open file is whole: its schema, its pages, its references, and every row of it by the rules of its column.

SQLite's own checks do not notice a byte that flipped within a value; the rules of the columns notice some of those. What the
values mean to each other is looked at by ``doctor``, not here.
"""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from effluent_cli.domain.slugs import invisible
from effluent_cli.errors import DamagedFile, EffluentError
from effluent_cli.store import migrate
from effluent_cli.store.columns import DAMAGE, columns, decoder, encoded
from effluent_cli.store.failures import known

if TYPE_CHECKING:
    from effluent_cli.domain.records import Record
    from effluent_cli.store.read import Books

MOST = 20
"""How many complaints of SQLite's are worth repeating."""


class Flaw(NamedTuple):
    """One thing that no file of ours has; ``code`` is stable for scripts."""

    code: str
    detail: str


def file_flaws(connection: sqlite3.Connection, folder: str, version: int) -> Iterator[Flaw]:
    """Yield what is wrong with an open file of that version, the schema first: with another one nothing else is looked at.

    Never raises for the file's own trouble.
    """
    other = list(_collected("schema", lambda: _schema_flaws(connection, folder, version)))
    yield from other
    if not other:
        yield from _collected("integrity", lambda: _integrity_flaws(connection))


def journal_flaws(connection: sqlite3.Connection) -> Iterator[Flaw]:
    """Yield whether the file keeps another journal than the one that loses no acknowledged commit."""
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "delete":
        yield Flaw("journal_mode", f"its journal is {mode}, not delete")


def _schema_flaws(connection: sqlite3.Connection, folder: str, version: int) -> Iterator[Flaw]:
    """Yield where the schema is not, to the letter, that of a file of ours."""
    ours = {entry[:2]: entry for entry in migrate.layout(folder, version)}
    theirs = {entry[:2]: entry for entry in migrate.layout_of(connection)}
    for kind, name in sorted(ours.keys() | theirs.keys()):
        if ours.get((kind, name)) != theirs.get((kind, name)):
            how = "lacks" if (kind, name) not in theirs else "has changed" if (kind, name) in ours else "has a foreign"
            yield Flaw("schema", f"its schema {how} {kind} {name}")


def row_flaws(books: "Books") -> Iterator[Flaw]:
    """Yield for each kind of row, in a file of the newest version, the first one that no correct file holds."""
    from effluent_cli.domain.records import RECORD_TYPES

    for record_type in RECORD_TYPES:
        yield from _unreadable(partial(books.records, record_type.KIND))
    for read in (books.household, books.revision, books.rolls_at, books.last_processed_at):
        yield from _unreadable(read)
    yield from _unreadable(lambda: _read_audit(books))
    yield from _unreadable(lambda: _read_baseline(books))


def checked(record: "Record") -> None:
    """Raise one of ``columns.DAMAGE`` for a record that its table would not hold."""
    decoder(record.KIND)(tuple(encoded(record).values()))


def wrong_fields(record: "Record") -> Iterator[str]:
    """Yield the fields of a record whose values their columns would not hold."""
    for column in columns(record.KIND):
        value = getattr(record, column.name)
        if value is None:
            continue
        try:
            stored = value if column.into is None else column.into(value)
            if column.out is not None:
                column.out(stored)
        except DAMAGE:
            yield column.name


def _integrity_flaws(connection: sqlite3.Connection) -> Iterator[Flaw]:
    for (verdict,) in connection.execute(f"PRAGMA integrity_check({MOST})").fetchall():
        if verdict != "ok":
            yield Flaw("integrity", str(verdict))
    yield from _length_flaws(connection)
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
        yield Flaw("foreign_key", f"a row of {table} belongs to no row of {parent}")


def _length_flaws(connection: sqlite3.Connection) -> Iterator[Flaw]:
    """Yield whether the file ends within a page: SQLite reads zeros there, and does not miss what a long value ended with."""
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    for _, name, path in connection.execute("PRAGMA database_list").fetchall():
        if name == "main" and path and (over := Path(path).stat().st_size % size):
            yield Flaw("integrity", f"its last page is cut short: {over} of {size} bytes")


def _read_audit(books: "Books") -> None:
    for entry in books.audit():
        if holds_invisible((entry.user, entry.command, entry.subject, entry.before, entry.after)):
            raise DamagedFile("its audit log holds a character that cannot be shown")


def _read_baseline(books: "Books") -> None:
    import json

    from effluent_cli.domain.codec import decode
    from effluent_cli.domain.consistency import records_of
    from effluent_cli.domain.records import Inputs

    try:
        for baseline in books.records("baseline"):
            for record in records_of(decode(Inputs, json.loads(baseline.inputs))):
                checked(record)
    except DAMAGE as error:
        raise DamagedFile(f"baseline.inputs: {error}") from error


def holds_invisible(value: Any) -> bool:
    """Return whether a text anywhere in plain JSON values holds a character that a screen would obey instead of showing."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and any(invisible(line) is not None for line in each.split("\n")):
            return True
        if isinstance(each, dict):
            waiting.extend((*each.keys(), *each.values()))
        elif isinstance(each, list | tuple):
            waiting.extend(each)
    return False


def _unreadable(read: Callable[[], object]) -> Iterator[Flaw]:
    def reading() -> Iterator[Flaw]:
        read()
        return iter(())

    return _collected("row", reading)


def _collected(code: str, look: Callable[[], Iterator[Flaw]]) -> Iterator[Flaw]:
    """Yield what ``look`` finds, and the error that stops it as one more flaw."""
    try:
        yield from look()
    except EffluentError as error:
        yield Flaw(code, getattr(error, "detail", "") or error.message)
    except Exception as error:
        shown = known(error, "")
        if shown is None:
            raise
        yield Flaw(code, getattr(shown, "detail", "") or shown.message)
