"""``effluent event …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.reports import state
from effluent_cli.reports.drawing import Block
from effluent_cli.services import events


def add(
    shared: Shared,
    type_: Annotated[
        str, typer.Argument(help="Such as accounts_changed or manual_refresh.", metavar="TYPE", show_default=False)
    ],
    dry_run: DryRun = False,
) -> Answer:
    """Queue a note that something changed.

    Examples:
        effluent event add manual_refresh
    """
    file = shared.one_household()
    report, today = events.add(file, caller(shared, "event add", dry_run=dry_run), type_)
    return Answer("event-add", report, lambda: state.event_added(report), household=file.slug, as_of=today)


def list_(
    shared: Shared,
    all_: Annotated[bool, typer.Option("--all", help="Also those that have been processed.")] = False,
) -> Answer:
    """List the notes that are still open.

    Examples:
        effluent event list
        effluent event list --all
    """
    file = shared.one_household()
    report, today = events.listed(file, caller(shared, "event list"), everything=all_)
    return Answer("event-list", report, lambda: state.events(report), household=file.slug, as_of=today)


def show(
    shared: Shared,
    event: Annotated[str, typer.Argument(help="Its number.", metavar="EVENT", show_default=False)],
) -> Answer:
    """Show one note, open or not.

    Examples:
        effluent event show 1
    """
    number = whole(event, "EVENT", 1, 999_999_999)
    file = shared.one_household()
    report, today = events.show(file, caller(shared, "event show"), number)
    return Answer("event-show", report, lambda: state.event(report), household=file.slug, as_of=today)


def cancel(
    shared: Shared,
    event: Annotated[str, typer.Argument(help="Its number.", metavar="EVENT", show_default=False)],
    dry_run: DryRun = False,
) -> Answer:
    """Close a note without processing it.

    Examples:
        effluent event cancel 6
    """
    number = whole(event, "EVENT", 1, 999_999_999)
    file = shared.one_household()
    report, today = events.cancel(file, caller(shared, "event cancel", dry_run=dry_run), number)

    def blocks() -> tuple[Block, ...]:
        return state.event_cancelled(report, dry_run=dry_run)

    return Answer("event-cancel", report, blocks, household=file.slug, as_of=today)


def retry(
    shared: Shared,
    event: Annotated[
        str | None, typer.Argument(help="Its number (default: every failed one).", metavar="[EVENT]")
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Make a failed note due again.

    Examples:
        effluent event retry
    """
    number = whole(event, "EVENT", 1, 999_999_999) if event is not None else None
    file = shared.one_household()
    report, today = events.retry(file, caller(shared, "event retry", dry_run=dry_run), number)
    return Answer("event-retry", report, lambda: state.retried(report), household=file.slug, as_of=today)
