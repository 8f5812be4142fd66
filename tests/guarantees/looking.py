"""A look into a household's file from outside, past the product: what it holds, whether it is whole, and how to spoil it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

RUN_ID = re.compile(r"\br[0-9a-f]{12}\b")


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a query finds in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def content(path: Path) -> str:
    """Return everything that a file holds as text, equal for equal content and "" where there is none; fail unless it is whole.

    What no two executions have in common, a run's id and process, is left out. Whoever looks first rolls a journal back that
    was left behind, as the product does.
    """
    if not path.exists():
        return ""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        lines = [f"version {connection.execute('PRAGMA user_version').fetchone()[0]}"]
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        ).fetchall():
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            shown = [at for at, column in enumerate(cursor.description) if column[0] != "pid"]
            found = (f"{name} {[row[at] for at in shown]}" for row in cursor.fetchall())
            lines += sorted(RUN_ID.sub("run-id", line) for line in found)
    return "\n".join(lines)


def spoil(path: Path, *statements: str) -> None:
    """Change a file as another program might, without effluent's checks and past its door."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
