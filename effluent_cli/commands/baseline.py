"""``effluent baseline …``."""

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import state
from effluent_cli.services import baseline
from effluent_cli.services.reading import staleness_warning


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

    System flows are regenerated and every open event is processed with it. A baseline that is current stays as it is.

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
