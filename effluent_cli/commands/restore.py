"""``effluent restore``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, Yes, caller, confirm
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import keeping
from effluent_cli.services import restoring


def restore(
    shared: Shared,
    file: Annotated[str, typer.Argument(help="A backup.", metavar="FILE", show_default=False)],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> Answer:
    """Bring a household back from a backup.

    It comes back under the name that the file has for it. All of the file is checked before anything is touched; a household
    that is there is saved first and then replaced.

    Examples:
        effluent restore rivera.db --yes
        effluent restore rivera.db --dry-run
    """
    who = caller(shared, "restore", dry_run=dry_run)
    with restoring.checked(file, shared.household, who) as copy:
        home = shared.store()
        present = home.household(copy.slug).exists()
        if present and not yes and not dry_run:
            confirm(shared, f"replace household {copy.slug} by that of {file}, of revision {copy.books.revision()}")
        report, today = restoring.restore(home, copy, who, replace=yes or present)
    return Answer(
        "restore",
        report,
        lambda: keeping.restored(report, dry_run=dry_run),
        warnings=report.findings,
        household=report.slug,
        as_of=today,
    )
