"""``effluent setting …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import chosen
from effluent_cli.services import choices


def list_(shared: Shared) -> Answer:
    """List the household's choices and what they mean.

    Examples:
        effluent setting list
    """
    file = shared.one_household()
    report, today = choices.settings(file, caller(shared, "setting list"))
    return Answer("setting-list", report, lambda: chosen.settings(report), household=file.slug, as_of=today)


def set_(
    shared: Shared,
    name: Annotated[str, typer.Argument(help="Such as auto_refresh.", metavar="NAME", show_default=False)],
    value: Annotated[str, typer.Argument(help="What it shall be.", metavar="VALUE", show_default=False)],
    dry_run: DryRun = False,
) -> Answer:
    """Make a choice in place of the default.

    Examples:
        effluent setting set auto_refresh on
    """
    file = shared.one_household()
    who = caller(shared, "setting set", dry_run=dry_run)
    return edited("setting-set", file, choices.set_setting(file, who, name, value), dry_run)
