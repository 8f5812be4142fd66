"""``effluent export …``."""

from collections.abc import Generator
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.asking import Force, caller
from effluent_cli.commands.shared import Shared
from effluent_cli.errors import UsageProblem
from effluent_cli.reports import keeping
from effluent_cli.services import exporting


def json_(
    shared: Shared,
    file_: Annotated[str, typer.Argument(help="Where to; - prints it.", metavar="[FILE]", show_default=False)] = "-",
    history: Annotated[bool, typer.Option("--history", help="With every change that was ever recorded.")] = False,
    force: Force = False,
) -> Answer | Lines:
    """Write everything the household stated as one document.

    import json makes the same household of it again. What effluent works out itself is left out. Only you can read the file.

    Examples:
        effluent export json
        effluent export json rivera.json
    """
    if shared.output in ("jsonl", "csv"):
        raise UsageProblem(f"export json prints one JSON document, not {shared.output}")
    file = shared.one_household()
    exported, today = exporting.document(file, caller(shared, "export json"), history=history)
    answer = Answer("export-json", exported, tuple, household=file.slug, as_of=today)
    if file_ == "-":
        if force:
            raise UsageProblem("--force goes with a FILE")
        return Lines(_printed(_text(answer)))
    written = exporting.write_document(file, exported, file_, _text(answer), force=force)
    return answer._replace(data=written, blocks=lambda: keeping.exported(written, file.slug))


def csv_(
    shared: Shared,
    kind: Annotated[
        str | None, typer.Argument(help="Print this kind of record alone.", metavar="[KIND]", show_default=False)
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="A new directory (default: SLUG-csv in this one).", metavar="DIR")
    ] = None,
    force: Force = False,
) -> Answer | Lines:
    """Write each kind of record as a csv file.

    A text that a spreadsheet would take for a formula gets a leading apostrophe. Only you can read the files.

    Examples:
        effluent export csv --to rivera-tables
        effluent export csv snapshot
    """
    file = shared.one_household()
    who = caller(shared, "export csv")
    if kind is not None:
        if to is not None or force or shared.output in ("json", "jsonl"):
            raise UsageProblem("export csv KIND prints csv, and goes with no --to, no --force and no other form")
        tables, _ = exporting.tables(file, who, kind)
        return Lines(_printed(_csv(tables[kind])))
    tables, today = exporting.tables(file, who, None)
    report = exporting.write_tables(
        file,
        f"{file.slug}-csv" if to is None else to,
        {name: _csv(rows) for name, rows in tables.items()},
        {name: len(rows) for name, (_, rows) in tables.items()},
        force=force,
    )
    return Answer("export-csv", report, lambda: keeping.csv_exported(report), household=file.slug, as_of=today)


def _text(answer: Answer) -> str:
    from effluent_cli.reports.documents import envelope, json_text

    document = envelope(
        answer.command, answer.data, household=answer.household, as_of=answer.as_of, warnings=answer.warnings
    )
    return json_text(document)


def _csv(table: exporting.Rows) -> str:
    from effluent_cli.reports.machine import cells, csv_text

    header, rows = table
    return csv_text(header, cells(header, rows))


def _printed(text: str) -> Generator[str, None, int]:
    yield text
    return 0
