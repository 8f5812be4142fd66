"""``effluent backup``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, Force, caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import keeping
from effluent_cli.services import backing_up


def backup(
    shared: Shared,
    file_: Annotated[
        str | None,
        typer.Argument(
            help="Where to (default: a new file in EFFLUENT_HOME/backups).", metavar="[FILE]", show_default=False
        ),
    ] = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> Answer:
    """Save the household to a file, whole and checked.

    Others may go on reading and writing it meanwhile. The file is one that restore takes, and only you can read it.

    Examples:
        effluent backup
        effluent backup rivera-before-the-move.db
    """
    file = shared.one_household()
    report = backing_up.backup(file, caller(shared, "backup", dry_run=dry_run), file_, force=force)
    return Answer("backup", report, lambda: keeping.backed_up(report, file.slug), household=file.slug)
