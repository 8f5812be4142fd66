"""Answers files: from a path or standard input to plain tables, or one clear line about why not.

TOML and JSON are told apart by trying: a document that begins with ``{`` is JSON. Numbers with a fraction keep the text they
were written in (``FloatText``), so that no amount passes through a float.
"""

import json
import sys
import tomllib
from typing import Any, BinaryIO

from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.onboarding.kinds import FloatText

SCHEMA = "effluent.answers/1"
LONGEST = 5 * 1024 * 1024
"""No answers file is read beyond this many bytes."""
DEEPEST = 8
"""Answers are a table of lists of tables; anything much deeper is no answers file."""

Plain = dict[str, Any]


def read_answers(path: str) -> Plain:
    """Return the tables of an answers file by step; ``-`` reads standard input.

    Raises InvalidInput: unreadable, a directory, empty, larger than ``LONGEST``, neither TOML nor JSON, or of another schema.
    """
    named = "standard input" if path == "-" else path
    tables = parse_answers(_bytes(path, named), named)
    schema = tables.pop("schema", SCHEMA)
    if schema != SCHEMA:
        raise _unusable(named, f"its schema is not {SCHEMA}", "schema", schema)
    return tables


def parse_answers(content: bytes, named: str) -> Plain:
    """Return the tables in the bytes of a document called ``named``. Raises InvalidInput."""
    if b"\0" in content:
        raise _unusable(named, "is not text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unusable(named, "is not text in UTF-8") from None
    if not text.strip():
        raise _unusable(named, "is empty")
    try:
        tables = _parsed(text)
    except RecursionError:
        raise _unusable(named, "is nested too deeply") from None
    except ValueError as error:
        kind = "JSON" if text.lstrip().startswith("{") else "TOML"
        raise _unusable(named, f"is not {kind}: {_one_line(str(error))}") from None
    if not isinstance(tables, dict):
        raise _unusable(named, "must hold a table for each step")
    if _depth(tables) > DEEPEST:
        raise _unusable(named, "is nested too deeply")
    return tables


def _parsed(text: str) -> Any:
    if text.lstrip().startswith("{"):
        return json.loads(text, parse_float=FloatText, parse_constant=FloatText, object_pairs_hook=_unique)
    return tomllib.loads(text, parse_float=FloatText)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one table")
    return table


def _bytes(path: str, named: str) -> bytes:
    try:
        if path == "-":
            if sys.stdin is None:
                raise _unusable(named, "is closed")
            return _bounded(sys.stdin.buffer, named)
        with open(path, "rb") as file:
            return _bounded(file, named)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no file can have this name"
        raise _unusable(named, f"cannot be read: {reason.lower()}") from None


def _bounded(file: BinaryIO, named: str) -> bytes:
    content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise _unusable(named, f"is larger than {LONGEST // 1024 // 1024} MB")
    return content


def _depth(value: Any) -> int:
    """Return how deeply lists and tables nest, without recursion."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        deepest = max(deepest, depth)
        children = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        waiting.extend((child, depth + 1) for child in children)
    return deepest


def _one_line(text: str) -> str:
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= 160 else f"{line[:160]}…"


def _unusable(named: str, reason: str, path: str = "--answers", value: object = None) -> InvalidInput:
    message = f"--answers {_one_line(named)} {reason}"
    return InvalidInput(
        message, code="answers_file", problems=(Problem(path, named if value is None else value, reason),)
    )
