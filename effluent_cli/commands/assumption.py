"""``effluent assumption …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import chosen
from effluent_cli.services import choices

Name = Annotated[str, typer.Argument(help="Such as inflation or return_us_stocks.", metavar="NAME", show_default=False)]


def list_(shared: Shared) -> Answer:
    """List the rates that the projection assumes.

    Examples:
        effluent assumption list
    """
    file = shared.one_household()
    report, today = choices.assumptions(file, caller(shared, "assumption list"))
    return Answer("assumption-list", report, lambda: chosen.assumptions(report), household=file.slug, as_of=today)


def set_(
    shared: Shared,
    name: Name,
    value: Annotated[str, typer.Argument(help="A year's rate, 0.03 or 3%.", metavar="VALUE", show_default=False)],
    dry_run: DryRun = False,
) -> Answer:
    """State a rate in place of the default.

    inflation_CATEGORY is the inflation of one expense category, such as inflation_medical_expenses; the others go by inflation.

    Examples:
        effluent assumption set inflation 3%
        effluent assumption set inflation_medical_expenses 5.5%
    """
    file = shared.one_household()
    who = caller(shared, "assumption set", dry_run=dry_run)
    return edited("assumption-set", file, choices.set_assumption(file, who, name, value), dry_run)


def reset(shared: Shared, name: Name, dry_run: DryRun = False) -> Answer:
    """Return to the default of a rate.

    Examples:
        effluent assumption reset inflation
    """
    file = shared.one_household()
    who = caller(shared, "assumption reset", dry_run=dry_run)
    return edited("assumption-reset", file, choices.reset_assumption(file, who, name), dry_run)
