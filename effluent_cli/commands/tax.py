"""``effluent tax …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import caller
from effluent_cli.commands.shared import Shared, rate, whole
from effluent_cli.reports import tax_limits, tax_rules
from effluent_cli.services.tax_limits import limit_list
from effluent_cli.services.tax_rules import rule_list

FIRST, LAST = 1900, 2200


def limits(shared: Shared) -> Answer:
    """Show how much each person may still put away this year.

    401(k) and the like over all employers, health savings accounts, IRAs, flexible spending accounts: the limit of the year
    with the catch-up of the age, what went in so far (reckoned from the paychecks since January, or from a pay stub), what is
    planned by 31 December, the room that leaves, and the month in which a limit is reached and the deduction stops.

    Examples:
        effluent tax limits
        effluent tax limits --as-of 2027-03-31 -o csv
    """
    file = shared.one_household()
    report, today, findings = limit_list(file, caller(shared, "tax limits"))
    return Answer(
        "tax-limits",
        report,
        lambda: tax_limits.limits(report),
        warnings=findings,
        household=file.slug,
        as_of=today,
    )


def rules(
    shared: Shared,
    year: Annotated[
        str | None, typer.Argument(help="The calendar year (default: this one).", metavar="YEAR", show_default=False)
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", help="One group of figures, such as eitc.", metavar="GROUP")
    ] = None,
    inflation: Annotated[
        str | None,
        typer.Option("--inflation", help="Indexes what is not published yet (default: effluent's own).", metavar="R"),
    ] = None,
    wage_growth: Annotated[
        str | None,
        typer.Option("--wage-growth", help="Indexes the wage base and bend points (default: inflation).", metavar="R"),
    ] = None,
    law_year: Annotated[
        str | None,
        typer.Option("--law-year", help="Freeze the law of that year in real terms; nothing ends.", metavar="YEAR"),
    ] = None,
) -> Answer:
    """List the federal figures of a year and their sources.

    What is not published yet is the newest law, indexed, and marked as projected. A directory named by EFFLUENT_RULES may
    hold rule files of your own, such as us/federal/2026.toml, that stand in place of the packaged ones.

    Examples:
        effluent tax rules 2026 --group standard_deduction
        effluent tax rules 2030 --inflation 3% --json
        effluent tax rules 2026 -o csv
    """
    today = shared.as_of or shared.now.date()
    report = rule_list(
        today.year if year is None else whole(year, "YEAR", FIRST, LAST),
        group=group,
        inflation=None if inflation is None else rate(inflation, "--inflation"),
        wage_growth=None if wage_growth is None else rate(wage_growth, "--wage-growth"),
        law_year=None if law_year is None else whole(law_year, "--law-year", FIRST, LAST),
    )
    return Answer("tax-rules", report, lambda: tax_rules.rules(report), lambda: tax_rules.records(report))
