"""``effluent member …``."""

from datetime import date
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, day
from effluent_cli.commands.stating import Clear, NewId, argument, option
from effluent_cli.reports.drawing import Block
from effluent_cli.services import members

Member = Annotated[str, argument("MEMBER", "The member's id.")]
Birth = Annotated[date | None, option("--date-of-birth", "Drives credits and benefits.", "D", day)]
Blind = Annotated[bool | None, typer.Option("--blind/--not-blind", help="Whether blind, for the standard deduction.")]
Employment = Annotated[
    str | None,
    option("--employment-status", "employed_w2, self_employed, both, unemployed, retired, student.", "S"),
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
    name: Annotated[str, option("--name", "The name.", "N")],
    relationship: Annotated[str, option("--relationship", "self, spouse, partner, child or dependent.", "R")],
    date_of_birth: Birth = None,
    blind: Blind = None,
    employment_status: Employment = None,
    id_: NewId = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add a member to the household.

    Examples:
        effluent member add --name "Noa" --relationship child --date-of-birth 2026-11-02
    """
    stated = members.MemberFields(name, relationship, date_of_birth, blind, employment_status)
    file = shared.one_household()
    who = caller(shared, "member add", dry_run=dry_run)
    return edited("member-add", file, members.add(file, who, stated, id_), dry_run)


def edit(
    shared: Shared,
    member: Member,
    name: Annotated[str | None, option("--name", "The name.", "N")] = None,
    relationship: Annotated[str | None, option("--relationship", "To the household's self.", "R")] = None,
    date_of_birth: Birth = None,
    blind: Blind = None,
    employment_status: Employment = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change what is known of a member.

    Examples:
        effluent member edit ana --employment-status both
        effluent member edit mia --clear date-of-birth
    """
    stated = members.MemberFields(name, relationship, date_of_birth, blind, employment_status)
    file = shared.one_household()
    who = caller(shared, "member edit", dry_run=dry_run)
    return edited("member-edit", file, members.change(file, who, member, stated, clear or ()), dry_run)


def remove(shared: Shared, member: Member, dry_run: DryRun = False) -> Answer:
    """Remove a member who has no income or account left.

    Examples:
        effluent member remove mia
    """
    file = shared.one_household()
    who = caller(shared, "member remove", dry_run=dry_run)
    return edited("member-remove", file, members.remove(file, who, member), dry_run)
