"""``effluent schema``: the JSON Schema of every document."""

from collections.abc import Generator
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.shared import Shared
from effluent_cli.commands.table import COMMANDS, document_name
from effluent_cli.errors import InvalidInput
from effluent_cli.reports.drawing import Text


@dataclass(frozen=True)
class SchemaNames:
    """The names of the documents in the order of the help, ``error`` last."""

    names: tuple[str, ...]


def schema(
    shared: Shared,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The document, such as flows-list.", show_default=False)
    ] = None,
) -> Answer | Lines:
    """Print the JSON Schema of a document, or list them.

    Examples:
        effluent schema
        effluent schema flows-list
    """
    if name is not None:
        return Lines(_printed(schema_of(name), indented=shared.output != "jsonl"))
    names = (*_reports(), "error")
    return Answer(
        "schema", SchemaNames(names), lambda: (Text(names),), lambda: (("name",), [(each,) for each in names])
    )


def _reports() -> dict[str, str]:
    return {document_name(words): command.report for words, command in COMMANDS.items() if command.report is not None}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of the document ``name``; InvalidInput if there is none."""
    from effluent_cli.reports.documents import document_schema, error_schema

    if name == "error":
        return error_schema()
    report = _reports().get(name)
    if report is None:
        from difflib import get_close_matches

        near = get_close_matches(name, (*_reports(), "error"), n=1)
        raise InvalidInput(
            f"there is no document {name!r}",
            hint=f"effluent schema {near[0]}" if near else "effluent schema lists them",
        )
    module, kind = report.split(":")
    return document_schema(name, getattr(import_module(f"effluent_cli.{module}"), kind))


def _printed(document: dict[str, Any], *, indented: bool) -> Generator[str, None, int]:
    from effluent_cli.reports.documents import json_text

    yield json_text(document, indented=indented)
    return 0
