"""``effluent calc social-security``."""

from collections.abc import Iterable
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.calc import Input, Trace, line_answers, misstated
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import benefits
from effluent_cli.services import benefit_calculator


def social_security(
    shared: Shared,  # noqa: ARG001  # every command is handed the shared options
    birth_date: Annotated[str | None, typer.Option("--birth-date", help="Date of birth.", metavar="D")] = None,
    earnings: Annotated[
        list[str] | None,
        typer.Option(
            "--earnings",
            help="Covered earnings of a year, or of each year of a range, such as 1999=41000 or 2000-2025=60000.",
            metavar="YEAR=A",
        ),
    ] = None,
    claim_month: Annotated[
        str | None, typer.Option("--claim-month", help="First month of the benefit.", metavar="YYYY-MM")
    ] = None,
    wage_growth: Annotated[
        str | None,
        typer.Option("--wage-growth", help="Growth of wages not published yet (default: 2.5%).", metavar="R"),
    ] = None,
    inflation: Annotated[
        str | None, typer.Option("--inflation", help="Increases of benefits to come (default: 2.5%).", metavar="R")
    ] = None,
    input_: Input = None,
    trace: Trace = False,
) -> Answer | Lines:
    """Work out a Social Security retirement benefit.

    The 35 highest years, indexed to the average wage of the year of 60, make the average; the bend points of the year of 62
    make the primary insurance amount; each December raises it; the month of the claim decides what part is paid. Earnings
    count up to each year's contribution and benefit base, and up to the year before the claim.

    With --input each line is a document such as {"id": "1", "birth_date": "1964-01-02", "earnings": {"2025": "90000"},
    "claim_month": "2031-01"}; a bad line is answered in its place, with exit code 5 at the end.

    Examples:
        effluent calc social-security --birth-date 1964-01-02 --earnings 1989-2025=60000 --claim-month 2031-01
        effluent calc social-security --birth-date 1970-05-20 --earnings 1995-2036=75000 --claim-month 2037-06 --wage-growth 3%
        effluent calc social-security --input - --trace
    """
    stated = {
        "birth_date": birth_date,
        "claim_month": claim_month,
        "wage_growth": wage_growth,
        "inflation": inflation,
        **_earnings(earnings or []),
    }
    if input_ is not None:
        return line_answers(input_, stated, benefit_calculator.benefit_lines, trace=trace)
    report = benefit_calculator.benefit_of_flags(stated)
    return Answer(
        "calc-social-security",
        report,
        lambda: benefits.benefit(report),
        lambda: benefits.records(report),
        warnings=benefit_calculator.benefit_warnings(report),
    )


def _earnings(stated: Iterable[str]) -> dict[str, str]:
    """Return earnings by the path of the input document; a range of years states each of them. InvalidInput for what is not."""
    found: dict[str, str] = {}
    for text in stated:
        years, sign, amount = text.partition("=")
        for path in _paths_of(years):
            if not sign or path in found:
                raise misstated("--earnings", text, "write YEAR=AMOUNT or FROM-TO=AMOUNT, each year once")
            found[path] = amount
    return found


def _paths_of(years: str) -> list[str]:
    first, _, last = years.partition("-")
    spans = all(year.isascii() and year.isdigit() and len(year) == 4 for year in (first, last)) and first <= last
    # What is no range stays as it was written: the reader of the document says what is wrong with it.
    return [f"earnings.{year}" for year in range(int(first), int(last) + 1)] if spans else [f"earnings.{years}"]
