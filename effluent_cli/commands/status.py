"""``effluent status``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import state
from effluent_cli.services import status as service


def status(
    shared: Shared,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 when an answer would be stale or cron is late.")
    ] = False,
) -> Answer:
    """Say whether the household's answers are up to date.

    Examples:
        effluent status
        effluent status --check
    """
    file = shared.one_household()
    report, today = service.status(file, caller(shared, "status"))
    well = report.fresh and not report.cron_late and not report.events.dead
    return Answer(
        "status",
        report,
        lambda: state.status(file.slug, report),
        household=file.slug,
        as_of=today,
        exit_code=1 if check and not well else 0,
    )
