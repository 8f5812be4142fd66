"""``effluent member …``."""

from datetime import date
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, day
from effluent_cli.reports.drawing import Block
from effluent_cli.services import members

Member = Annotated[str, typer.Argument(help="The member's id.", metavar="MEMBER", show_default=False)]
Relationship = Annotated[
    str,
    typer.Option("--relationship", help="self, spouse, partner, child or dependent.", metavar="R", show_default=False),
]
Birth = Annotated[str | None, typer.Option("--date-of-birth", help="Drives credits and benefits.", metavar="D")]
Blind = Annotated[bool | None, typer.Option("--blind/--not-blind", help="Whether blind, for the standard deduction.")]
Employment = Annotated[
    str | None,
    typer.Option(
        "--employment-status", help="employed_w2, self_employed, both, unemployed, retired, student.", metavar="S"
    ),
]


def list_(shared: Shared) -> Answer:
    """List the members of the household.

    Examples:
        effluent member list
    """
    file = shared.one_household()
    report, today = members.listed(file, caller(shared, "member list"))

    def blocks() -> tuple[Block, ...]:
        from effluent_cli.reports.state import member_table

        return (member_table(report.members),)

    return Answer("member-list", report, blocks, household=file.slug, as_of=today)


def add(
    shared: Shared,
    name: Annotated[str, typer.Option("--name", help="The name.", metavar="N", show_default=False)],
    relationship: Relationship,
    date_of_birth: Birth = None,
    blind: Blind = None,
    employment_status: Employment = None,
    id_: Annotated[str | None, typer.Option("--id", help="The id (default: made from the name).", metavar="ID")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add a member to the household.

    Examples:
        effluent member add --name "Noa" --relationship child --date-of-birth 2026-11-02
    """
    stated = members.MemberFields(name, relationship, _birth(date_of_birth), blind, employment_status)
    file = shared.one_household()
    return edited(
        "member-add", file, members.add(file, caller(shared, "member add", dry_run=dry_run), stated, id_), dry_run
    )


def edit(
    shared: Shared,
    member: Member,
    name: Annotated[str | None, typer.Option("--name", help="The name.", metavar="N")] = None,
    relationship: Annotated[
        str | None, typer.Option("--relationship", help="To the household's self.", metavar="R")
    ] = None,
    date_of_birth: Birth = None,
    blind: Blind = None,
    employment_status: Employment = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change what is known of a member.

    Examples:
        effluent member edit ana --employment-status both
    """
    stated = members.MemberFields(name, relationship, _birth(date_of_birth), blind, employment_status)
    file = shared.one_household()
    who = caller(shared, "member edit", dry_run=dry_run)
    return edited("member-edit", file, members.change(file, who, member, stated), dry_run)


def remove(shared: Shared, member: Member, dry_run: DryRun = False) -> Answer:
    """Remove a member who has no income or account left.

    Examples:
        effluent member remove mia
    """
    file = shared.one_household()
    who = caller(shared, "member remove", dry_run=dry_run)
    return edited("member-remove", file, members.remove(file, who, member), dry_run)


def _birth(text: str | None) -> date | None:
    return day(text, "--date-of-birth") if text is not None else None
