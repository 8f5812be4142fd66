"""``effluent flows …``."""

from datetime import date
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day, key
from effluent_cli.commands.stating import Clear, NewId, argument, option
from effluent_cli.reports import recurring
from effluent_cli.services import flows

Flow = Annotated[str, argument("FLOW", "The flow's id.")]
Property = Annotated[str | None, option("--property", "The property that it is for.", "ACCOUNT", key)]
Business = Annotated[
    str | None, option("--source", "The job that pays a bonus; the business or rental of an expense.", "SOURCE", key)
]


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
    name: Annotated[str, option("--name", "What it is called.", "TEXT")],
    type_: Annotated[str, option("--type", "income, expense or transfer.", "TEXT")],
    amount_: Annotated[int, option("--amount", "Each time, above zero.", "A", amount)],
    frequency: Annotated[
        str, option("--frequency", "once, weekly, biweekly, semimonthly, monthly … annually.", "TEXT")
    ],
    category: Annotated[str | None, option("--category", "Such as rent or bonus; a transfer has none.", "C")] = None,
    start: Annotated[date | None, option("--start", "First day, and the anchor (default: today).", "D", day)] = None,
    end: Annotated[date | None, option("--end", "Last day on which it may fall.", "D", day)] = None,
    from_account: Annotated[str | None, option("--from", "Paid from (default: checking).", "ACCOUNT", key)] = None,
    to_account: Annotated[str | None, option("--to", "Paid into (default: checking).", "ACCOUNT", key)] = None,
    member: Annotated[str | None, option("--member", "Whose it is.", "MEMBER", key)] = None,
    property_: Property = None,
    source: Business = None,
    separate: Annotated[
        bool, typer.Option("--separate", help="A transfer to a debt comes on top of the payment by its terms.")
    ] = False,
    id_: NewId = None,
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
        amount=amount_,
        frequency=frequency,
        start=start,
        end=end,
        from_account=from_account,
        to_account=to_account,
        member=member,
        property=property_,
        source=source,
        separate=separate,
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
    name: Annotated[str | None, option("--name", "What it is called.", "TEXT")] = None,
    category: Annotated[str | None, option("--category", "Such as rent or bonus.", "C")] = None,
    amount_: Annotated[int | None, option("--amount", "Each time, above zero.", "A", amount)] = None,
    frequency: Annotated[str | None, option("--frequency", "once, weekly … annually.", "TEXT")] = None,
    start: Annotated[date | None, option("--start", "First day, and the anchor.", "D", day)] = None,
    end_: Annotated[date | None, option("--end", "Last day on which it may fall.", "D", day)] = None,
    from_account: Annotated[str | None, option("--from", "Paid from.", "ACCOUNT", key)] = None,
    to_account: Annotated[str | None, option("--to", "Paid into.", "ACCOUNT", key)] = None,
    member: Annotated[str | None, option("--member", "Whose it is.", "MEMBER", key)] = None,
    property_: Property = None,
    source: Business = None,
    separate: Annotated[
        bool | None,
        typer.Option("--separate/--not-separate", help="Whether a transfer to a debt comes on top of its payment."),
    ] = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change a flow of your own.

    Examples:
        effluent flows edit groceries --amount 465
        effluent flows edit groceries --end 2027-06-30
        effluent flows edit groceries --clear end
    """
    from effluent_cli.services import flow_editing

    stated = flow_editing.FlowFields(
        name=name,
        category=category,
        amount=amount_,
        frequency=frequency,
        start=start,
        end=end_,
        from_account=from_account,
        to_account=to_account,
        member=member,
        property=property_,
        source=source,
        separate=separate,
    )
    file = shared.one_household()
    who = caller(shared, "flows edit", dry_run=dry_run)
    return edited("flows-edit", file, flow_editing.change(file, who, flow, stated, clear or ()), dry_run)


def override(
    shared: Shared,
    flow: Flow,
    amount_: Annotated[int | None, argument("AMOUNT", "The figure on the stub.", amount)] = None,
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

    file = shared.one_household()
    who = caller(shared, "flows override", dry_run=dry_run)
    return edited("flows-override", file, overriding.override(file, who, flow, amount_, clear=clear), dry_run)


def skip(
    shared: Shared,
    flow: Flow,
    on: Annotated[date | None, option("--on", "The day to leave out (default: the next).", "DATE", day)] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Leave one occurrence of a flow of your own out.

    Examples:
        effluent flows skip groceries
    """
    from effluent_cli.services import flow_editing

    file = shared.one_household()
    who = caller(shared, "flows skip", dry_run=dry_run)
    return edited("flows-skip", file, flow_editing.skip(file, who, flow, on), dry_run)


def end(
    shared: Shared,
    flow: Flow,
    on: Annotated[date | None, option("--on", "The last day (default: today).", "DATE", day)] = None,
    dry_run: DryRun = False,
) -> Answer:
    """End a flow of your own on a day.

    Examples:
        effluent flows end groceries --on 2027-06-30
    """
    file = shared.one_household()
    report, today = flows.end(file, caller(shared, "flows end", dry_run=dry_run), flow, on)
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
