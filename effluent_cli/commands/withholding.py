"""``effluent withholding …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount
from effluent_cli.reports import earning
from effluent_cli.services import withholding

Source = Annotated[str, typer.Argument(help="The job's id.", metavar="SOURCE", show_default=False)]


def list_(shared: Shared) -> Answer:
    """List the W-4 of every job.

    Examples:
        effluent withholding list
    """
    file = shared.one_household()
    report, today = withholding.listed(file, caller(shared, "withholding list"))
    return Answer("withholding-list", report, lambda: earning.forms(report), household=file.slug, as_of=today)


def show(shared: Shared, source: Source) -> Answer:
    """Show the W-4 of one job.

    Examples:
        effluent withholding show ana-acme
    """
    file = shared.one_household()
    report, today = withholding.show(file, caller(shared, "withholding show"), source)
    return Answer("withholding-show", report, lambda: earning.form(report), household=file.slug, as_of=today)


def edit(
    shared: Shared,
    source: Source,
    filing_status: Annotated[
        str | None, typer.Option("--filing-status", help="single, married_jointly, head_of_household …", metavar="S")
    ] = None,
    step2: Annotated[bool | None, typer.Option("--step2/--no-step2", help="The checkbox of step 2.")] = None,
    step3: Annotated[str | None, typer.Option("--step3", help="Credits a year.", metavar="A")] = None,
    step4a: Annotated[str | None, typer.Option("--step4a", help="Other income a year.", metavar="A")] = None,
    step4b: Annotated[str | None, typer.Option("--step4b", help="Deductions a year.", metavar="A")] = None,
    step4c: Annotated[str | None, typer.Option("--step4c", help="Extra per paycheck.", metavar="A")] = None,
    state_extra: Annotated[
        str | None, typer.Option("--state-extra", help="Extra state tax per paycheck.", metavar="A")
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change the W-4 of a job, or hand one in.

    Examples:
        effluent withholding edit ana-acme --no-step2 --step4c 40
    """
    stated = withholding.W4Fields(
        filing_status=filing_status,
        step2_checkbox=step2,
        step3_credits=_amount(step3, "--step3"),
        step4a_other_income=_amount(step4a, "--step4a"),
        step4b_deductions=_amount(step4b, "--step4b"),
        step4c_extra=_amount(step4c, "--step4c"),
        state_extra=_amount(state_extra, "--state-extra"),
    )
    file = shared.one_household()
    who = caller(shared, "withholding edit", dry_run=dry_run)
    return edited("withholding-edit", file, withholding.change(file, who, source, stated), dry_run)


def _amount(text: str | None, option: str) -> int | None:
    return amount(text, option) if text is not None else None
