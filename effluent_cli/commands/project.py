"""``effluent project``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import Refresh, RequireFresh, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.errors import InvalidInput, NotFound, Problem
from effluent_cli.reports import outlook
from effluent_cli.services import projecting

INTERVALS = ("month", "year")
HORIZON = str(projecting.HORIZON)


def project(
    shared: Shared,
    scenario: Annotated[
        str, typer.Argument(help="What to project; only the baseline so far.", metavar="[SCENARIO]", show_default=False)
    ] = "baseline",
    months: Annotated[str, typer.Option("--months", help="How many months, 1 to 960.", metavar="N")] = HORIZON,
    every: Annotated[
        str | None,
        typer.Option("--every", help="A row per month or per year (text: year, else month).", metavar="month|year"),
    ] = None,
    real: Annotated[bool, typer.Option("--real", help="Amounts in today's money; JSON adds months_real.")] = False,
    chart: Annotated[bool, typer.Option("--chart", help="Text: draw net worth over the years.")] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep the answer, to be read with: effluent runs show.")] = False,
    refresh: Refresh = False,
    require_fresh: RequireFresh = False,
) -> Answer:
    """Project the household month by month.

    The projection opens with today's books and is worked out from the records as they were when events were last processed;
    it says so when they have changed since. Of tax it knows what the records say: a gain counts as held for more than a year,
    dividends as ordinary income but for the assumption qualified_dividend_share.

    Examples:
        effluent project
        effluent project --months 24 --every month
        effluent project --real --chart
        effluent project --refresh --json
        effluent project --save
    """
    if scenario != "baseline":
        raise NotFound(f"there is no scenario {scenario!r}", hint="effluent project baseline")
    number = whole(months, "--months", 1, projecting.LONGEST)
    if every not in (None, *INTERVALS):
        raise InvalidInput(f"--every {every!r}: month or year", problems=(Problem("--every", every, "month or year"),))
    text = shared.output in ("table", "plain")
    file = shared.one_household()
    report, today, warnings = projecting.projected(
        file,
        caller(shared, "project"),
        months=number,
        every=every or ("year" if text and number > 24 else "month"),
        real=real,
        refresh=refresh,
        require_fresh=require_fresh,
        save=save,
    )
    return Answer(
        "project",
        report,
        lambda: outlook.projection(report, real=real, chart=chart),
        lambda: outlook.records(report, real=real),
        warnings=warnings,
        household=file.slug,
        as_of=today,
    )
