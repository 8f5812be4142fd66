"""A look into a household's file from outside, past the product: what it holds, whether it is whole, and how to spoil it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a query finds in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def content(path: Path) -> str:
    """Return everything that a file holds as text, equal for equal content; fail unless it is whole.

    Whoever looks first rolls a journal back that was left behind, as the product does.
    """
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return "\n".join(connection.iterdump())


def spoil(path: Path, *statements: str) -> None:
    """Change a file as another program might, without effluent's checks and past its door."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
