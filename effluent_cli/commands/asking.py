"""From the shared options to the caller that a service is told about."""

import os
from typing import Annotated

import typer

from effluent_cli.commands.shared import Shared
from effluent_cli.services.caller import Caller

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Process waiting events first, so that the answer is current.")
]
RequireFresh = Annotated[bool, typer.Option("--require-fresh", help="Exit 6 rather than answer from a stale baseline.")]


def caller(shared: Shared, command: str, *, dry_run: bool = False, patience: float | None = None) -> Caller:
    """Return who asks: ``command`` is the command's words, ``patience`` the default of ``--wait`` in seconds."""
    wait = shared.patience() if patience is None else shared.patience(patience)
    return Caller(command, user_name(), shared.now, wait, shared.today_for, dry_run)


def user_name() -> str:
    """Return the login name for the audit log, or the number of a user without one."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
