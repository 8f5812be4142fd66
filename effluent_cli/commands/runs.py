"""``effluent runs …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.reports import runs as drawn
from effluent_cli.services import runs as service

KEPT = str(service.KEPT)


def list_(shared: Shared) -> Answer:
    """List the work that was carried out on the household.

    Examples:
        effluent runs list
    """
    file = shared.one_household()
    report, today = service.listed(file, caller(shared, "runs list"))
    return Answer("runs-list", report, lambda: drawn.runs(report), household=file.slug, as_of=today)


def show(
    shared: Shared,
    run: Annotated[
        str | None, typer.Argument(help="Its id, as runs list shows it (default: the newest).", metavar="[ID]")
    ] = None,
) -> Answer:
    """Show one run: when it ran and what came of it.

    Examples:
        effluent runs show
    """
    file = shared.one_household()
    report, today = service.show(file, caller(shared, "runs show"), run)
    return Answer("runs-show", report, lambda: drawn.run(report), household=file.slug, as_of=today)


def prune(
    shared: Shared,
    keep: Annotated[str, typer.Option("--keep", help="How many of the newest runs stay.", metavar="N")] = KEPT,
    dry_run: DryRun = False,
) -> Answer:
    """Take the results of old runs away.

    What is running and the newest result of each kind stay whatever their number; an id that was pruned is answered as
    expired.

    Examples:
        effluent runs prune
        effluent runs prune --keep 10
    """
    number = whole(keep, "--keep", 0, 999_999_999)
    file = shared.one_household()
    report, today = service.prune(file, caller(shared, "runs prune", dry_run=dry_run), number)
    return Answer("runs-prune", report, lambda: drawn.pruned(report, dry_run=dry_run), household=file.slug, as_of=today)
