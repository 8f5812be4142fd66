"""Rows from one file into another of the same schema: what a restore stores of a file from elsewhere."""

from sqlite3 import Connection

from effluent_cli.store import failpoints
from effluent_cli.store.failures import damaged

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


def refill(target: Connection, source: Connection, slug: str) -> None:
    """Replace every row of ``target`` by those of ``source``, inside the transaction that is open on ``target``.

    Both have the schema of the newest version. Each row passes the checks of its table on its way in. Raises DamagedFile when
    the file is not whole afterwards, sqlite3.Error.
    """
    tables = [name for (name,) in target.execute(_TABLES).fetchall()]
    for table in tables:
        target.execute(f'DELETE FROM "{table}"')
    failpoints.reach("emptied")
    for table in tables:
        cursor = source.execute(f'SELECT * FROM "{table}"')
        names = ", ".join(f'"{column[0]}"' for column in cursor.description)
        marks = ", ".join("?" for _ in cursor.description)
        target.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', cursor.fetchall())
    failpoints.reach("refilled")
    # Whoever restores has reason to doubt the old pages, which these rows now share.
    verdict = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise damaged(slug, str(verdict))
