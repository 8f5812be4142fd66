"""``effluent household …``."""

from typing import Annotated

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, Yes, caller, confirm, edited
from effluent_cli.commands.shared import Shared
from effluent_cli.commands.stating import option
from effluent_cli.reports import state
from effluent_cli.reports.drawing import Block
from effluent_cli.services import households


def list_(shared: Shared) -> Answer:
    """List the households of this home.

    Examples:
        effluent household list
    """
    files, skipped = shared.every_household(named=shared.named)
    report, findings = households.listed(files)
    return Answer(
        "household-list",
        report,
        lambda: state.households(report, unreadable=bool(findings)),
        warnings=skipped + findings,
    )


def show(shared: Shared) -> Answer:
    """Show the household, its members and how much is on record.

    Examples:
        effluent household show
    """
    file = shared.one_household()
    report, today = households.show(file, caller(shared, "household show"))
    return Answer("household-show", report, lambda: state.household(report), household=file.slug, as_of=today)


def edit(
    shared: Shared,
    name: Annotated[str | None, option("--name", "Its name; the slug stays.", "N")] = None,
    filing_status: Annotated[
        str | None, option("--filing-status", "single, married_jointly, married_separately …", "S")
    ] = None,
    state_: Annotated[str | None, option("--state", "State of residence, two letters.", "ST")] = None,
    time_zone: Annotated[str | None, option("--time-zone", "Such as America/Chicago.", "ZONE")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change the household itself: a new name, a move, a marriage.

    Examples:
        effluent household edit --state TX --time-zone America/Chicago
    """
    from effluent_cli.services import household_editing

    stated = household_editing.HouseholdFields(name, filing_status, state_, time_zone)
    file = shared.one_household()
    who = caller(shared, "household edit", dry_run=dry_run)
    return edited("household-edit", file, household_editing.change(file, who, stated), dry_run)


def delete(
    shared: Shared,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> Answer:
    """Delete a household, after a backup of it.

    Examples:
        effluent household delete --yes
    """
    from effluent_cli.services import household_editing

    file = shared.one_household()
    if not yes and not dry_run:
        confirm(shared, f"delete household {file.slug}")
    report = household_editing.delete(file, caller(shared, "household delete", dry_run=dry_run))

    def blocks() -> tuple[Block, ...]:
        return state.household_deleted(report)

    return Answer("household-delete", report, blocks, household=file.slug)
