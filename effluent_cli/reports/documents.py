"""The documents around every answer, warning and error in JSON, and their JSON Schemas."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from effluent_cli.domain.codec import encode, json_schema
from effluent_cli.domain.findings import Finding
from effluent_cli.errors import EffluentError, Problem

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_WARNINGS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"code": _TEXT, "message": _TEXT, "fix": _TEXT},
        "required": ["code", "message", "fix"],
        "additionalProperties": False,
    },
}
_PROBLEMS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"path": _TEXT, "value": {}, "message": _TEXT},
        "required": ["path", "value", "message"],
        "additionalProperties": False,
    },
}


def schema_id(command: str) -> str:
    """Return the name and version of a command's document."""
    return f"effluent.{command}/1"


def envelope(
    command: str, data: object, *, household: str | None, as_of: date | None, warnings: Iterable[Finding]
) -> dict[str, Any]:
    """Return the document of an answer as plain JSON values; ``data`` is a frozen dataclass."""
    return {
        "schema": schema_id(command),
        "household": household,
        "as_of": as_of.isoformat() if as_of else None,
        "data": encode(data),
        "warnings": warning_list(warnings),
    }


def warning_list(warnings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as ``warnings[]`` shows them."""
    return [{"code": one.code, "message": one.message, "fix": one.fix} for one in warnings]


def error_document(error: EffluentError) -> dict[str, Any]:
    """Return the one document that stderr carries when a command failed in a JSON mode."""
    return {
        "schema": schema_id("error"),
        "error": {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "exit_code": error.exit_code,
            "problems": [_problem(problem) for problem in error.problems],
        },
    }


def json_text(document: object, *, indented: bool = False) -> str:
    """Return one JSON document with a closing newline: on one line, or indented for a person at a terminal."""
    if indented:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def document_schema(name: str, report: type) -> dict[str, Any]:
    """Return the JSON Schema of a command's document, envelope included; ``report`` is the dataclass of its ``data``."""
    properties = {
        "schema": {"const": schema_id(name)},
        "household": {"type": ["string", "null"]},
        "as_of": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "data": json_schema(report),
        "warnings": _WARNINGS,
    }
    return _whole(name, properties)


def error_schema() -> dict[str, Any]:
    """Return the JSON Schema of the error document."""
    members: dict[str, Any] = {
        "code": _TEXT,
        "message": _TEXT,
        "hint": _TEXT,
        "exit_code": {"type": "integer"},
        "problems": _PROBLEMS,
    }
    error = {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}
    return _whole("error", {"schema": {"const": schema_id("error")}, "error": error})


def _whole(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": DRAFT,
        "title": schema_id(name),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _problem(problem: Problem) -> dict[str, object]:
    plain: Sequence[type] = (str, int, bool, type(None))
    value = problem.value if type(problem.value) in plain else str(problem.value)
    return {"path": problem.path, "value": value, "message": problem.message}
