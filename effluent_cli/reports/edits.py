"""What an edit did, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effluent_cli.reports.drawing import Block, Column, Table, Text
from effluent_cli.reports.words import NOTHING, dry

if TYPE_CHECKING:
    from effluent_cli.services.editing import Edited


SAID = {
    "flows-override": "takes the figure of the stub",
    "income-end": "ends",
    "account-close": "closed",
    "flows-skip": "leaves one day out",
    "assumption-reset": "back to its default",
    "assumption-set": "set",
    "setting-set": "set",
}
"""What a command did, where added, changed or removed would be the wrong word."""


def edited(report: Edited, *, command: str, dry_run: bool) -> tuple[Block, ...]:
    """Draw what was added, changed or removed, and the fields that differ."""
    if report.result == "unchanged":
        return (Text((f"{report.id}: nothing changed",)),)
    done = dry(f"{report.id} {_said(command, report.result)}", dry_run)
    if report.result == "removed" or not report.changes:
        return (Text((done,)),)
    news = [(each.field.replace("_", " "), plain(each.before), plain(each.after)) for each in report.changes]
    if report.result == "added":
        columns = (Column("field"), Column("value"))
        return Text((done,)), Table(columns, tuple((field, after) for field, _, after in news))
    return Text((done,)), Table((Column("field"), Column("before"), Column("after")), tuple(news))


def _said(command: str, result: str) -> str:
    if (command, result) == ("flows-override", "removed"):
        return "takes the reckoned figure again"
    return SAID.get(command, result)


def plain(value: Any) -> str:
    """Return a field's JSON value as a person reads it."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _several(value)
    return _object(value) if isinstance(value, dict) else str(value)


def _object(value: dict[str, Any]) -> str:
    if "asset_class" in value:
        return f"{value['asset_class'].replace('_', ' ')} {value['share']}"
    if value.keys() == {"key", "value"}:
        return f"{value['key']}={value['value']}"
    return ", ".join(f"{name.replace('_', ' ')} {plain(item)}" for name, item in value.items() if item is not None)


def _several(items: list[Any]) -> str:
    first, last = items[0], items[-1]
    if isinstance(first, dict) and "year" in first and len(items) > 1:
        return f"{len(items)} years, {first['year']} to {last['year']}"
    return "; ".join(plain(item) for item in items)
