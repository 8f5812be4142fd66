"""``effluent flows …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day
from effluent_cli.reports import recurring
from effluent_cli.services import flows

Flow = Annotated[str, typer.Argument(help="The flow's id.", metavar="FLOW", show_default=False)]


def list_(
    shared: Shared,
    ended: Annotated[bool, typer.Option("--ended", help="Also those that have run out.")] = False,
) -> Answer:
    """List the recurring flows.

    Your own come first, then those generated from income sources, debts and properties. The lines of one paycheck sum up:
    gross pay equals deductions, taxes and net pay.

    Examples:
        effluent flows list
        effluent flows list --json
    """
    file = shared.one_household()
    report, today = flows.listed(file, caller(shared, "flows list"), ended=ended)
    return Answer("flows-list", report, lambda: recurring.flows(report), household=file.slug, as_of=today)


def add(
    shared: Shared,
    name: Annotated[str, typer.Option("--name", help="What it is called.", show_default=False)],
    type_: Annotated[str, typer.Option("--type", help="income, expense or transfer.", show_default=False)],
    amount_: Annotated[str, typer.Option("--amount", help="Each time, above zero.", metavar="A", show_default=False)],
    frequency: Annotated[
        str,
        typer.Option(
            "--frequency", help="once, weekly, biweekly, semimonthly, monthly … annually.", show_default=False
        ),
    ],
    category: Annotated[
        str | None, typer.Option("--category", help="Such as rent or bonus; a transfer has none.", metavar="C")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", help="First day, and the anchor (default: today).", metavar="D")
    ] = None,
    end: Annotated[str | None, typer.Option("--end", help="Last day on which it may fall.", metavar="D")] = None,
    from_account: Annotated[
        str | None, typer.Option("--from", help="Paid from (default: checking).", metavar="ACCOUNT")
    ] = None,
    to_account: Annotated[
        str | None, typer.Option("--to", help="Paid into (default: checking).", metavar="ACCOUNT")
    ] = None,
    member: Annotated[str | None, typer.Option("--member", help="Whose it is.", metavar="MEMBER")] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="The job that pays a bonus, commission or overtime.", metavar="SOURCE"),
    ] = None,
    separate: Annotated[
        bool, typer.Option("--separate", help="A transfer to a debt comes on top of the payment by its terms.")
    ] = False,
    id_: Annotated[str | None, typer.Option("--id", help="Its id (default: made from the name).", metavar="ID")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add a recurring flow of your own.

    A bonus, a commission or overtime with --source is gross pay of that job: Social Security, Medicare and federal tax on
    supplemental wages are withheld from it. Without --source the amount lands as it is.

    Examples:
        effluent flows add --name Gym --type expense --category gym_fitness --amount 45 --frequency monthly
        effluent flows add --name Bonus --type income --category bonus --amount 2500 --frequency once --source ana-acme
    """
    new = flows.NewFlow(
        id=id_,
        name=name,
        type=type_,
        category=category,
        amount=amount(amount_, "--amount"),
        frequency=frequency,
        start=day(start, "--start") if start is not None else None,
        end=day(end, "--end") if end is not None else None,
        from_account=from_account,
        to_account=to_account,
        member=member,
        separate=separate,
        source=source,
    )
    file = shared.one_household()
    report, today = flows.add(file, caller(shared, "flows add", dry_run=dry_run), new)
    return Answer(
        "flows-add", report, lambda: recurring.added(report, dry_run=dry_run), household=file.slug, as_of=today
    )


def show(shared: Shared, flow: Flow) -> Answer:
    """Show one flow and the days on which it falls next.

    Examples:
        effluent flows show groceries
    """
    from effluent_cli.services import flow_editing

    file = shared.one_household()
    report, today = flow_editing.show(file, caller(shared, "flows show"), flow)
    return Answer("flows-show", report, lambda: recurring.flow(report), household=file.slug, as_of=today)


def edit(
    shared: Shared,
    flow: Flow,
    name: Annotated[str | None, typer.Option("--name", help="What it is called.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Such as rent or bonus.", metavar="C")] = None,
    amount_: Annotated[str | None, typer.Option("--amount", help="Each time, above zero.", metavar="A")] = None,
    frequency: Annotated[str | None, typer.Option("--frequency", help="once, weekly … annually.")] = None,
    start: Annotated[str | None, typer.Option("--start", help="First day, and the anchor.", metavar="D")] = None,
    end_: Annotated[str | None, typer.Option("--end", help="Last day on which it may fall.", metavar="D")] = None,
    from_account: Annotated[str | None, typer.Option("--from", help="Paid from.", metavar="ACCOUNT")] = None,
    to_account: Annotated[str | None, typer.Option("--to", help="Paid into.", metavar="ACCOUNT")] = None,
    member: Annotated[str | None, typer.Option("--member", help="Whose it is.", metavar="MEMBER")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change a flow of your own.

    Examples:
        effluent flows edit groceries --amount 465
    """
    from effluent_cli.services import flow_editing

    stated = flow_editing.FlowFields(
        name=name,
        category=category,
        amount=amount(amount_, "--amount") if amount_ is not None else None,
        frequency=frequency,
        start=day(start, "--start") if start is not None else None,
        end=day(end_, "--end") if end_ is not None else None,
        from_account=from_account,
        to_account=to_account,
        member=member,
    )
    file = shared.one_household()
    who = caller(shared, "flows edit", dry_run=dry_run)
    return edited("flows-edit", file, flow_editing.change(file, who, flow, stated), dry_run)


def override(
    shared: Shared,
    flow: Flow,
    amount_: Annotated[
        str | None, typer.Argument(help="The figure on the stub.", metavar="[AMOUNT]", show_default=False)
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Return to the figure that is reckoned.")] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Put a figure from a real pay stub in place of a generated one.

    It holds for every paycheck from today on, in the plan too, and regeneration keeps it. Net pay follows.

    Examples:
        effluent flows override ana-acme--federal-income-tax 655.20
        effluent flows override ana-acme--federal-income-tax --clear
    """
    from effluent_cli.services import overriding

    cents = amount(amount_, "AMOUNT") if amount_ is not None else None
    file = shared.one_household()
    who = caller(shared, "flows override", dry_run=dry_run)
    return edited("flows-override", file, overriding.override(file, who, flow, cents, clear=clear), dry_run)


def skip(
    shared: Shared,
    flow: Flow,
    on: Annotated[
        str | None, typer.Option("--on", help="The day to leave out (default: the next).", metavar="DATE")
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Leave one occurrence of a flow of your own out.

    Examples:
        effluent flows skip groceries
    """
    from effluent_cli.services import flow_editing

    when = day(on, "--on") if on is not None else None
    file = shared.one_household()
    who = caller(shared, "flows skip", dry_run=dry_run)
    return edited("flows-skip", file, flow_editing.skip(file, who, flow, when), dry_run)


def end(
    shared: Shared,
    flow: Flow,
    on: Annotated[str | None, typer.Option("--on", help="The last day (default: today).", metavar="DATE")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """End a flow of your own on a day.

    Examples:
        effluent flows end groceries --on 2027-06-30
    """
    when = day(on, "--on") if on is not None else None
    file = shared.one_household()
    report, today = flows.end(file, caller(shared, "flows end", dry_run=dry_run), flow, when)
    return Answer(
        "flows-end", report, lambda: recurring.ended(report, dry_run=dry_run), household=file.slug, as_of=today
    )


def regenerate_(
    shared: Shared,
    partial: Annotated[
        bool, typer.Option("--partial", help="Keep the old flows of a source with an error, renew the others; exits 5.")
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Work the system flows out anew from the records.

    Unchanged records change nothing. An error in the records refuses the whole, and the flows stay as they were.

    Examples:
        effluent flows regenerate
        effluent flows regenerate --dry-run
    """
    from effluent_cli.services import regenerate

    file = shared.one_household()
    report, today = regenerate.regenerate(file, caller(shared, "flows regenerate", dry_run=dry_run), partial=partial)
    return Answer(
        "flows-regenerate",
        report,
        lambda: recurring.regenerated(report, dry_run=dry_run),
        household=file.slug,
        as_of=today,
        exit_code=5 if report.result == "partial" else 0,
    )
