"""``effluent undo``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, Yes, caller, confirm
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.reports import runs as drawn
from effluent_cli.services import undoing


def undo(
    shared: Shared,
    batch: Annotated[
        str | None,
        typer.Argument(help="Which batch, as history numbers them (default: the newest).", metavar="[BATCH]"),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> Answer:
    """Undo what one command changed.

    A batch is all that one command changed, or one sitting of onboarding. An undo is a batch too: undoing it brings back what
    it took away. A backup is made first. Undoing the batch that made the household deletes it; that asks first, and what
    brings it back is its backup.

    Examples:
        effluent undo --dry-run
        effluent undo
    """
    number = whole(batch, "BATCH", 1, 999_999_999) if batch is not None else None
    file = shared.one_household()
    foreseen, _ = undoing.undo(file, caller(shared, "undo", dry_run=True), number)
    if foreseen.household_removed and not (yes or dry_run):
        confirm(shared, f"undo the onboarding of {file.slug} and delete the household with it")
    report, today = undoing.undo(file, caller(shared, "undo", dry_run=dry_run), foreseen.undid.batch)
    return Answer(
        "undo",
        report,
        lambda: drawn.undone(file.slug, report, dry_run=dry_run),
        household=file.slug,
        as_of=today,
    )
