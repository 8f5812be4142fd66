"""``effluent compare``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import Refresh, RequireFresh, caller
from effluent_cli.commands.shared import Shared, whole
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.reports import comparing as drawing
from effluent_cli.services import comparing, projecting

INTERVALS = ("month", "year")
HORIZON = str(projecting.HORIZON)


def compare(
    shared: Shared,
    scenarios: Annotated[
        list[str],
        typer.Argument(
            help="Two to six; the first is what the others are set against.", metavar="A B [C…]", show_default=False
        ),
    ],
    months: Annotated[str, typer.Option("--months", help="How many months, 1 to 960.", metavar="N")] = HORIZON,
    every: Annotated[
        str | None,
        typer.Option("--every", help="A row per month or per year (text: year, else month).", metavar="month|year"),
    ] = None,
    chart: Annotated[bool, typer.Option("--chart", help="Text: draw net worth side by side.")] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep the answer, to be read with: effluent runs show.")] = False,
    refresh: Refresh = False,
    require_fresh: RequireFresh = False,
) -> Answer:
    """Compare courses, and say what makes the difference.

    The drivers of a difference sum to it, to the cent. While the baseline is pinned, live is what it would be unpinned.

    Examples:
        effluent compare baseline part-time
        effluent compare baseline live --months 24 --every month --chart
        effluent compare baseline live --json
        effluent compare baseline live --save
    """
    names = comparing.checked_names(scenarios)
    number = whole(months, "--months", 1, projecting.LONGEST)
    if every not in (None, *INTERVALS):
        raise InvalidInput(f"--every {every!r}: month or year", problems=(Problem("--every", every, "month or year"),))
    text = shared.output in ("table", "plain")
    file = shared.one_household()
    report, today, warnings = comparing.compared(
        file,
        caller(shared, "compare"),
        names,
        months=number,
        every=every or ("year" if text and number > 24 else "month"),
        refresh=refresh,
        require_fresh=require_fresh,
        save=save,
    )
    return Answer(
        "compare",
        report,
        lambda: drawing.compared(report, chart=chart),
        lambda: drawing.compared_records(report),
        warnings=warnings,
        household=file.slug,
        as_of=today,
        exit_code=0 if report.explained else 5,
    )
