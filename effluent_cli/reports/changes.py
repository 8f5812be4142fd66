"""One changed record as lines: made, removed, or which fields differ."""

from __future__ import annotations

from typing import Any

from effluent_cli.reports.edits import plain


def change_lines(record: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    """Return a line that says what became of the record, and an indented one for each field that differs."""
    if before is None or after is None:
        return [f"{record}  {'made' if before is None else 'removed'}"]
    differences = [(name, before.get(name), new) for name, new in after.items() if before.get(name) != new]
    return [
        f"{record}  changed",
        *(f"    {name.replace('_', ' ')}: {plain(old)} -> {plain(new)}" for name, old, new in differences),
    ]
