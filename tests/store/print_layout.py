"""Prints the SQL that lays out an empty file: ``python -m tests.store.print_layout``.

Until the first release it is ``migrations/0001_first.sql`` itself; afterwards it shows where the next migration must lead.
"""

import re
import sys

from effluent_cli.store import tables

HEAD = """\
-- The first layout of a household's file: one table for each kind of record, the audit log, and one row about the file.
"""
FIRST_ROW = "INSERT INTO meta (id, revision) VALUES (1, 0);\n"


def layout() -> str:
    """Return the script, one blank line between statements."""
    parts = []
    for statement in tables.schema():
        lines = "\n".join(line.rstrip().replace("\t", "    ") for line in statement.splitlines())
        parts.append(re.sub(r"\n\) ?\n (WITHOUT ROWID,\n )?STRICT", lambda found: _options(found[1]), lines) + ";\n")
    return "\n".join([HEAD, *parts, FIRST_ROW])


def _options(without_rowid: str | None) -> str:
    return "\n) WITHOUT ROWID, STRICT" if without_rowid else "\n) STRICT"


if __name__ == "__main__":
    sys.stdout.write(layout())
