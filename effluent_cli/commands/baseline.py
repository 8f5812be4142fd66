"""``effluent baseline …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.reports import comparing, state
from effluent_cli.services import baseline, baseline_diff, projecting
from effluent_cli.services.reading import staleness_warning

HORIZON = str(projecting.HORIZON)


def show(shared: Shared) -> Answer:
    """Show what the baseline was made from.

    Examples:
        effluent baseline show
    """
    file = shared.one_household()
    report, course = baseline.show(file, caller(shared, "baseline show"))
    return Answer(
        "baseline-show",
        report,
        lambda: state.baseline(report),
        warnings=staleness_warning(course.freshness),
        household=file.slug,
        as_of=course.as_of,
    )


def refresh(shared: Shared, dry_run: DryRun = False) -> Answer:
    """Work the baseline out anew.

    System flows are regenerated and every open event is processed with it. A baseline that is current stays as it is, and so
    does a pinned one, whatever becomes of the live one behind it.

    Examples:
        effluent baseline refresh
    """
    file = shared.one_household()
    report, today, findings = baseline.refresh(file, caller(shared, "baseline refresh", dry_run=dry_run))
    return Answer(
        "baseline-refresh",
        report,
        lambda: state.baseline_refreshed(report, dry_run=dry_run),
        warnings=tuple(finding for finding in findings if finding.severity == "warning"),
        household=file.slug,
        as_of=today,
    )


def pin(shared: Shared, dry_run: DryRun = False) -> Answer:
    """Keep the baseline as it is, whatever is edited from now on.

    Every answer is drawn from it until it is unpinned, and says so once the household has moved on. A pin is no change of the
    household: the audit log does not have it, and undo leaves it alone.

    Examples:
        effluent baseline pin
    """
    file = shared.one_household()
    report, course = baseline.pin(file, caller(shared, "baseline pin", dry_run=dry_run))
    return Answer(
        "baseline-pin",
        report,
        lambda: comparing.pinned(report, dry_run=dry_run),
        warnings=staleness_warning(course.freshness),
        household=file.slug,
        as_of=course.as_of,
    )


def unpin(shared: Shared, dry_run: DryRun = False) -> Answer:
    """Let the baseline follow the household again.

    Examples:
        effluent baseline unpin
    """
    file = shared.one_household()
    report, today = baseline.unpin(file, caller(shared, "baseline unpin", dry_run=dry_run))
    return Answer(
        "baseline-unpin",
        report,
        lambda: comparing.pinned(report, dry_run=dry_run),
        household=file.slug,
        as_of=today,
    )


def diff(
    shared: Shared,
    months: Annotated[str, typer.Option("--months", help="How many months, 1 to 960.", metavar="N")] = HORIZON,
) -> Answer:
    """Say how far the household has moved from its pin, and why.

    The net worth of the last month, live less pinned, by drivers that sum to it, and by the edits that lie between, each with
    what it adds on top of those before it.

    Examples:
        effluent baseline diff
        effluent baseline diff --months 24
    """
    number = whole(months, "--months", 1, projecting.LONGEST)
    file = shared.one_household()
    report, today, warnings = baseline_diff.diff(file, caller(shared, "baseline diff"), months=number)
    return Answer(
        "baseline-diff",
        report,
        lambda: comparing.baseline_diff(report),
        warnings=warnings,
        household=file.slug,
        as_of=today,
        exit_code=0 if report.drivers.status == "ok" else 5,
    )
