"""Answers as csv and JSON Lines."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_origin

from effluent_cli.domain.codec import encode
from effluent_cli.domain.findings import Finding
from effluent_cli.reports.documents import json_text, schema_id, warning_list

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t")


def main_list(data: object) -> str | None:
    """Return the name of the field that holds the answer's rows: the first that is a tuple of dataclasses, if any."""
    found = _list_of(data)
    return None if found is None else found[0]


def _list_of(data: object) -> tuple[str, tuple[str, ...]] | None:
    """Return the name of the field that holds the answer's rows, and the names of a row's own fields."""
    if not is_dataclass(data):
        return None
    for field in fields(data):
        if get_origin(field.type) is tuple and is_dataclass(row := get_args(field.type)[0]):
            return field.name, tuple(each.name for each in fields(row))
    return None


def csv_text(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return csv with a header; a text cell that a spreadsheet would take for a formula gets a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def default_records(data: object) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows of the data's main list, or the data itself as one row where it has none."""
    plain, found = encode(data), _list_of(data)
    rows = plain_rows(plain, None if found is None else found[0])
    header = tuple(dict.fromkeys(key for row in rows for key in row)) or (found or ("", ()))[1]
    return header, cells(header, rows)


def cells(header: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return rows of plain JSON values as csv cells, in the order of the header."""
    return [tuple(_cell(row.get(key)) for key in header) for row in rows]


def plain_rows(plain: dict[str, Any], name: str | None) -> list[dict[str, Any]]:
    """Return the encoded rows of the main list ``name``, or the whole as the only row."""
    return list(plain[name]) if name else [plain]


def jsonl_text(
    command: str, data: object, *, household: str | None, as_of: date | None, warnings: Iterable[Finding]
) -> str:
    """Return a header line, a line for each row of the main list, and a summary line with the rest of the data.

    A row stands under a key of its own, because records have a ``type`` too.
    """
    plain = encode(data)
    name = main_list(data)
    header = {
        "type": "header",
        "schema": schema_id(command),
        "household": household,
        "as_of": as_of.isoformat() if as_of else None,
    }
    rows = [{"type": "row", "row": row} for row in plain.pop(name)] if name else []
    summary = {"type": "summary", "data": plain, "warnings": warning_list(warnings)}
    return "".join(json_text(line) for line in (header, *rows, summary))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json_text(value).rstrip("\n") if isinstance(value, dict | list) else str(value)


def _harmless(cell: str) -> str:
    # The csv module quotes a cell for its line feeds, not for its carriage returns.
    cell = cell.replace("\r", "\n")
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
