"""From the shared options to the caller that a service is told about."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from effluent_cli import clock
from effluent_cli.commands.answer import Answer
from effluent_cli.commands.shared import Shared
from effluent_cli.errors import Refused, UsageProblem
from effluent_cli.reports.drawing import Block
from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from datetime import date

    from effluent_cli.services.editing import Edited
    from effluent_cli.store.household import HouseholdFile

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Process waiting events first, so that the answer is current.")
]
RequireFresh = Annotated[bool, typer.Option("--require-fresh", help="Exit 6 rather than answer from a stale baseline.")]


def caller(shared: Shared, command: str, *, dry_run: bool = False, patience: float | None = None) -> Caller:
    """Return who asks: ``command`` is the command's words, ``patience`` the default of ``--wait`` in seconds."""
    wait = shared.patience() if patience is None else shared.patience(patience)
    return Caller(command, user_name(), shared.now, wait, shared.today_for, dry_run, clock.now)


def confirm(shared: Shared, deed: str) -> None:
    """Ask whether ``deed`` is meant, such as ``delete household rivera``, of which a backup is made first.

    UsageProblem where nobody can be asked, Refused for any answer but yes.
    """
    if not shared.interactive:
        raise UsageProblem(f"nobody can be asked here whether to {deed}", hint="add --yes if you mean it")
    sys.stderr.write(f"{deed[0].upper()}{deed[1:]}? A backup is made first. [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Refused("nothing was changed", code="declined", hint="")


def user_name() -> str:
    """Return the login name for the audit log, or the number of a user without one."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def edited(command: str, file: "HouseholdFile", done: "tuple[Edited, date]", dry_run: bool) -> Answer:
    """Return the answer of a command that added, changed or removed one record."""
    report, today = done

    def blocks() -> tuple[Block, ...]:
        from effluent_cli.reports.edits import edited as drawn

        return drawn(report, command=command, dry_run=dry_run)

    return Answer(command, report, blocks, household=file.slug, as_of=today)
