"""``effluent scenario …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, key
from effluent_cli.commands.stating import Clear, NewId, argument, option
from effluent_cli.errors import UsageProblem
from effluent_cli.reports import scenarios as drawn
from effluent_cli.services import adopting, scenario_editing, scenario_merging, scenarios


def named(text: str, flag: str) -> str:
    """Return a scenario's id as stated, the baseline's name in any case; InvalidInput naming ``flag`` if it can be none."""
    return text.lower() if text.lower() == "baseline" else key(text, flag)


Scenario = Annotated[str, argument("SCENARIO", "The scenario's id.", named)]
Parent = Annotated[str | None, option("--parent", "The scenario that it stands on.", "S", named)]


def create(
    shared: Shared,
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME", show_default=False)],
    parent: Parent = None,
    id_: NewId = None,
    dry_run: DryRun = False,
) -> Answer:
    """Make a scenario: a set of changes to try out.

    It stands on the baseline, or on another scenario, whose changes it takes over and may replace.

    Examples:
        effluent scenario create "Part time"
        effluent scenario create "Part time and a smaller car" --id smaller --parent part-time
    """
    file = shared.one_household()
    who = caller(shared, "scenario create", dry_run=dry_run)
    return edited("scenario-create", file, scenario_editing.create(file, who, name, parent, id_), dry_run)


def list_(
    shared: Shared,
    all_: Annotated[bool, typer.Option("--all", help="Also those that are archived.")] = False,
) -> Answer:
    """List the scenarios.

    Examples:
        effluent scenario list
        effluent scenario list --all
    """
    file = shared.one_household()
    report, today = scenarios.listed(file, caller(shared, "scenario list"), everything=all_)
    return Answer("scenario-list", report, lambda: drawn.listed(report), household=file.slug, as_of=today)


def show(shared: Shared, scenario: Scenario) -> Answer:
    """Show a scenario: its changes, and which replaces which.

    Examples:
        effluent scenario show part-time
    """
    file = shared.one_household()
    report, today = scenarios.shown(file, caller(shared, "scenario show"), scenario)
    return Answer("scenario-show", report, lambda: drawn.shown(report), household=file.slug, as_of=today)


def edit(
    shared: Shared,
    scenario: Scenario,
    name: Annotated[str | None, option("--name", "What it is called from now on.", "TEXT")] = None,
    parent: Parent = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Rename a scenario, or have it stand on another.

    Examples:
        effluent scenario edit part-time --name "Ana works half"
        effluent scenario edit smaller --clear parent
    """
    file = shared.one_household()
    who = caller(shared, "scenario edit", dry_run=dry_run)
    done = scenario_editing.edit_scenario(file, who, scenario, name, parent, clear or ())
    return edited("scenario-edit", file, done, dry_run)


def archive(
    shared: Shared,
    scenario: Scenario,
    restore: Annotated[bool, typer.Option("--restore", help="Take it up again.")] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Put a scenario away, or take it up again.

    An archived one is not listed and takes no changes; what stands on it goes on counting it.

    Examples:
        effluent scenario archive part-time
        effluent scenario archive part-time --restore
    """
    file = shared.one_household()
    who = caller(shared, "scenario archive", dry_run=dry_run)
    return edited("scenario-archive", file, scenario_editing.archive(file, who, scenario, restored=restore), dry_run)


def merge(
    shared: Shared,
    source: Annotated[str, argument("FROM", "The scenario whose changes are copied.", named)],
    target: Annotated[str, argument("INTO", "The scenario that they are copied into.", named)],
    replace: Annotated[bool, typer.Option("--replace", help="Where both set the same, take that of FROM.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Where both set the same, keep that of INTO.")] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Copy what a scenario comes to into another one.

    Changes that are switched off or replaced are not copied, and none that INTO has already.

    Examples:
        effluent scenario merge part-time smaller
        effluent scenario merge part-time smaller --replace --dry-run
    """
    if replace and keep:
        raise UsageProblem("--replace and --keep exclude each other")
    file = shared.one_household()
    who = caller(shared, "scenario merge", dry_run=dry_run)
    resolution: scenario_merging.Resolution | None = "replace" if replace else "keep" if keep else None
    report, today = scenario_merging.merge(file, who, source, target, resolution)
    return Answer(
        "scenario-merge", report, lambda: drawn.merged(report, dry_run=dry_run), household=file.slug, as_of=today
    )


def adopt(
    shared: Shared,
    scenario: Scenario,
    partial: Annotated[
        bool, typer.Option("--partial", help="Adopt what can be adopted and leave the rest in the scenario; exits 5.")
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Make what a scenario tries out the household's own records.

    All of it or nothing: from then on the baseline is projected as the scenario was. Flows, income that no job pays, transfers
    towards a debt and rates from now on become records; what happens on a day to come, and shocks, do not. What is adopted is
    switched off in the scenario, which is archived when nothing is left. Undo takes it back.

    Examples:
        effluent scenario adopt smaller --dry-run
        effluent scenario adopt smaller
    """
    file = shared.one_household()
    who = caller(shared, "scenario adopt", dry_run=dry_run)
    report, today = adopting.adopt(file, who, scenario, partial=partial)
    return Answer(
        "scenario-adopt",
        report,
        lambda: drawn.adopted(report, dry_run=dry_run),
        household=file.slug,
        as_of=today,
        exit_code=5 if report.left else 0,
    )
