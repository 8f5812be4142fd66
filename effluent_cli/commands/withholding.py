"""``effluent withholding …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount
from effluent_cli.commands.stating import Clear, argument, counted, option
from effluent_cli.reports import earning
from effluent_cli.services import withholding

Source = Annotated[str, argument("SOURCE", "The job's id.")]


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
        str | None, option("--filing-status", "single, married_jointly, head_of_household …", "S")
    ] = None,
    step2: Annotated[bool | None, typer.Option("--step2/--no-step2", help="The checkbox of step 2.")] = None,
    step3: Annotated[int | None, option("--step3", "Credits a year, in place of the two counts.", "A", amount)] = None,
    children: Annotated[int | None, option("--children", "Step 3 by count: children.", "N", counted(0, 99))] = None,
    other_dependents: Annotated[
        int | None, option("--other-dependents", "Step 3 by count: other dependents.", "N", counted(0, 99))
    ] = None,
    step4a: Annotated[int | None, option("--step4a", "Other income a year.", "A", amount)] = None,
    step4b: Annotated[int | None, option("--step4b", "Deductions a year.", "A", amount)] = None,
    step4c: Annotated[int | None, option("--step4c", "Extra per paycheck.", "A", amount)] = None,
    state_extra: Annotated[int | None, option("--state-extra", "Extra state tax per paycheck.", "A", amount)] = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change the W-4 of a job, or hand one in.

    Examples:
        effluent withholding edit ana-acme --no-step2 --step4c 40
        effluent withholding edit ana-acme --children 2 --clear step4c
    """
    stated = withholding.W4Fields(
        filing_status=filing_status,
        step2_checkbox=step2,
        step3_credits=step3,
        step3_children=children,
        step3_other_dependents=other_dependents,
        step4a_other_income=step4a,
        step4b_deductions=step4b,
        step4c_extra=step4c,
        state_extra=state_extra,
    )
    file = shared.one_household()
    who = caller(shared, "withholding edit", dry_run=dry_run)
    return edited("withholding-edit", file, withholding.change(file, who, source, stated, clear or ()), dry_run)
