"""``effluent doctor``."""

import sys
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import keeping
from effluent_cli.services.doctor.checking import Progress
from effluent_cli.services.doctor.checking import doctor as looked_at


def doctor(
    shared: Shared,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend.")] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Check every household to the last row, and mend what is safe.

    Exits 1 when a finding is an error. --fix takes the rights of others away, removes leftovers and makes what follows from the
    records anew; for the rest each finding names the next command.

    Examples:
        effluent doctor
        effluent doctor --fix
    """
    files, skipped = shared.every_household(named=shared.named)
    who = caller(shared, "doctor", dry_run=dry_run)
    report, exit_code = looked_at(shared.store(), files, skipped, who, fix=fix, progress=_progress(shared))
    return Answer(
        "doctor",
        report,
        lambda: keeping.checked(report, dry_run=dry_run),
        lambda: keeping.finding_records(report),
        household=shared.named,
        exit_code=exit_code,
    )


def _progress(shared: Shared) -> Progress:
    """Return what tells a person at a terminal how far it is; nobody else is told."""
    shows = shared.output in ("table", "plain") and not shared.quiet and sys.stderr.isatty()

    def tell(slug: str, number: int, count: int) -> None:
        if shows and count > 1:
            sys.stderr.write(f"\r\x1b[Kchecking {slug} ({number} of {count})" + ("\r\x1b[K" if number == count else ""))
            sys.stderr.flush()

    return tell
