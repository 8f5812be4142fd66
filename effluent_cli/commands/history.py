"""``effluent history``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import chosen
from effluent_cli.services import history as service


def history(
    shared: Shared,
    record: Annotated[
        str | None, typer.Argument(help="A record's id, or kind:id (default: every change).", metavar="[RECORD]")
    ] = None,
) -> Answer:
    """List what was changed, by whom, when, before and after.

    Examples:
        effluent history
        effluent history checking
    """
    file = shared.one_household()
    report, today = service.history(file, caller(shared, "history"), record)
    return Answer("history", report, lambda: chosen.history(report), household=file.slug, as_of=today)
