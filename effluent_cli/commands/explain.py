"""``effluent explain``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import Refresh, RequireFresh, caller
from effluent_cli.commands.shared import Shared
from effluent_cli.domain.periods import parse_month
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.reports import explaining as drawing
from effluent_cli.services import explaining


def explain(
    shared: Shared,
    month: Annotated[str, typer.Argument(help="Which month, YYYY-MM.", metavar="MONTH", show_default=False)],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Whose month: a scenario's, the baseline's, or live.", metavar="SCENARIO")
    ] = "baseline",
    line: Annotated[
        str | None,
        typer.Option("--line", help="Follow one account, or all of one name.", metavar="NAME", show_default=False),
    ] = None,
    refresh: Refresh = False,
    require_fresh: RequireFresh = False,
) -> Answer:
    """Say what a month of the projection is made of, line by line.

    Each line has the record it comes from, the figures that made it and the rule they follow; together they are the month's
    change of net worth, to the cent. --line follows an account from its opening to its closing balance, or one category, move
    or column: income, groceries, taxes, contributions.

    Examples:
        effluent explain 2027-04
        effluent explain 2027-04 --line taxes
        effluent explain 2027-01 --line checking
        effluent explain 2027-01 --scenario part-time
        effluent explain 2026-12 --line market_growth --json
    """
    wanted = _month(month)
    file = shared.one_household()
    report, today, warnings = explaining.explained(
        file,
        caller(shared, "explain"),
        wanted,
        scenario=scenario,
        line=line,
        refresh=refresh,
        require_fresh=require_fresh,
    )
    return Answer(
        "explain",
        report,
        lambda: drawing.explained(report),
        lambda: drawing.records(report),
        warnings=warnings,
        household=file.slug,
        as_of=today,
    )


def _month(stated: str) -> int:
    """Return the month in ``stated``. InvalidInput for what is none."""
    if len(stated) == 7 and stated.isascii():
        try:
            return parse_month(stated)
        except ValueError:
            pass
    raise InvalidInput(
        f"MONTH {stated!r}: not a month: write YYYY-MM",
        problems=(Problem("MONTH", stated, "not a month: write YYYY-MM"),),
    )
