"""``effluent process-events``."""

import sys
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.errors import Busy
from effluent_cli.reports import state
from effluent_cli.services import processing


def process_events(
    shared: Shared,
    limit: Annotated[str | None, typer.Option("--limit", help="At most this many events.", metavar="N")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Bring every household up to date; made for cron.

    Takes the households one after the other; one that is busy is left for the next time, one that fails does not stop the
    others (exit 5). Says nothing when all went well and nobody watches. A line for your crontab:
    `* * * * * effluent process-events`

    Examples:
        effluent process-events
        effluent process-events --json
    """
    most = whole(limit, "--limit", 1, 999_999_999) if limit is not None else None
    files, skipped = shared.every_household(named=shared.named, otherwise=0.0, opened=False)
    who = caller(shared, "process-events", dry_run=dry_run, patience=0.0)
    report = processing.process(files, shared.home, who, limit=most)
    busy = [each for each in report.households if each.result == "busy"]
    at_work = [each for each in report.households if each.result != "idle"]
    if busy and len(busy) == len(at_work):
        raise Busy(f"every household with something due is busy: {', '.join(each.slug for each in busy)}")
    failed = any(each.result == "failed" for each in report.households)
    # Cron mails whatever is printed: success is silent unless somebody watches.
    news = failed or shared.verbose or sys.stdout.isatty()
    return Answer(
        "process-events",
        report,
        lambda: state.processed(report) if news else (),
        warnings=skipped,
        exit_code=5 if failed else 0,
    )
