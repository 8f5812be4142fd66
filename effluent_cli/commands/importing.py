"""``effluent import …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import keeping
from effluent_cli.services.exchange import read_document
from effluent_cli.services.importing import import_document


def json_(
    shared: Shared,
    file: Annotated[str, typer.Argument(help="A document of export json; - reads standard input.", metavar="FILE")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what a household of that name states, after a backup.")
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Make or replace a household from an exported document.

    All of the document is checked first. The household comes under its own name, or under that of -H. The same document again
    changes nothing.

    Examples:
        effluent import json rivera.json
        effluent import json rivera.json --household copy
    """
    document = read_document(file)
    who = caller(shared, "import json", dry_run=dry_run)
    report, today = import_document(shared.store(), document, who, named=shared.named, replacing=replace)
    return Answer(
        "import-json",
        report,
        lambda: keeping.imported(report, dry_run=dry_run),
        warnings=tuple(each for each in report.findings if each.severity != "info"),
        household=report.slug,
        as_of=today,
    )
