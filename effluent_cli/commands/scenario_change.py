"""``effluent scenario change …``."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.scenario import Scenario
from effluent_cli.commands.shared import Shared, day, key
from effluent_cli.commands.stating import argument, counted, option
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.reports import scenarios as drawn
from effluent_cli.services import scenario_editing, scenarios

ChangeId = Annotated[str, argument("CHANGE", "The change's id.")]
Keys = Annotated[
    list[str] | None,
    typer.Argument(
        help="What the type takes: effluent scenario change types.", metavar="KEY=VALUE...", show_default=False
    ),
]
Until = Annotated[date | None, option("--until", "Last day (default: for good).", "DATE", day)]
Order = Annotated[int | None, option("--order", "Its place among the scenario's changes.", "N", counted(0, 1_000_000))]


def add(
    shared: Shared,
    scenario: Scenario,
    type_: Annotated[str, typer.Argument(help="Such as add_expense or refinance.", metavar="TYPE", show_default=False)],
    on: Annotated[date, option("--on", "First day, in the present month or later.", "DATE", day)],
    keys: Keys = None,
    until: Until = None,
    disabled: Annotated[bool, typer.Option("--disabled", help="Switched off: it counts for nothing yet.")] = False,
    order: Order = None,
    id_: Annotated[str | None, option("--id", "Its id (default: made from the type).", "ID", key)] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add a change to a scenario.

    Examples:
        effluent scenario change add part-time modify_income --on 2027-01-01 flow=ana-acme amount=3100
        effluent scenario change add part-time add_expense --on 2027-03-01 amount=90 frequency=monthly category=hobbies
    """
    stated = scenario_editing.ChangeFields(on, until, not disabled, order, keys_of(keys or ()))
    file = shared.one_household()
    who = caller(shared, "scenario change add", dry_run=dry_run)
    done = scenario_editing.add_change(file, who, scenario, type_, stated, id_)
    return edited("scenario-change-add", file, done, dry_run)


def list_(shared: Shared, scenario: Scenario) -> Answer:
    """List a scenario's own changes, in order.

    Examples:
        effluent scenario change list part-time
    """
    file = shared.one_household()
    report, today = scenarios.changes_of(file, caller(shared, "scenario change list"), scenario)
    return Answer("scenario-change-list", report, lambda: drawn.changes(report), household=file.slug, as_of=today)


def edit(
    shared: Shared,
    scenario: Scenario,
    change: ChangeId,
    keys: Keys = None,
    on: Annotated[date | None, option("--on", "Another first day.", "DATE", day)] = None,
    until: Until = None,
    enable: Annotated[bool | None, typer.Option("--enable/--disable", help="Have it count, or not.")] = None,
    order: Order = None,
    clear: Annotated[list[str] | None, option("--clear", "Empty a key, or until, again. Repeatable.", "KEY")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change a change: its days, its keys, whether it counts.

    Examples:
        effluent scenario change edit part-time hobby amount=120
        effluent scenario change edit part-time hobby --disable
    """
    stated = scenario_editing.ChangeFields(on, until, enable, order, keys_of(keys or ()))
    file = shared.one_household()
    who = caller(shared, "scenario change edit", dry_run=dry_run)
    done = scenario_editing.edit_change(file, who, scenario, change, stated, clear or ())
    return edited("scenario-change-edit", file, done, dry_run)


def remove(shared: Shared, scenario: Scenario, change: ChangeId, dry_run: DryRun = False) -> Answer:
    """Take a change out of a scenario.

    Examples:
        effluent scenario change remove part-time hobby
    """
    file = shared.one_household()
    who = caller(shared, "scenario change remove", dry_run=dry_run)
    done = scenario_editing.remove_change(file, who, scenario, change)
    return edited("scenario-change-remove", file, done, dry_run)


def types(
    shared: Shared,  # noqa: ARG001  # every command takes it
    type_: Annotated[
        str | None, typer.Argument(help="One type, with all that it takes.", metavar="TYPE", show_default=False)
    ] = None,
) -> Answer:
    """List the types of change, or what one of them takes.

    Examples:
        effluent scenario change types
        effluent scenario change types refinance
    """
    report = scenarios.types(type_)
    return Answer("scenario-change-types", report, lambda: drawn.types(report, whole=type_ is not None))


def keys_of(texts: Sequence[str]) -> dict[str, str]:
    """Return the texts by key of arguments written ``key=value``. InvalidInput for another form, or a key given twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        message = "write key=value" if not (equals and name) else "is given twice" if name in found else ""
        if message:
            raise InvalidInput(f"{name or text!r}: {message}", problems=(Problem(name, text, message),))
        found[name] = value
    return found
