"""``effluent calc tax``."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.calc import Input, Trace, amount_option, line_answers, misstated
from effluent_cli.commands.shared import Shared
from effluent_cli.reports import tax_return
from effluent_cli.services import tax_calculator

LISTS = ("credits.aotc_expenses", "primary.other_wages", "spouse.other_wages")
"""Paths that take several amounts, parted by commas."""


def tax(
    shared: Shared,  # noqa: ARG001  # every command is handed the shared options
    tax_year: Annotated[str | None, typer.Option("--tax-year", help="Calendar year.", metavar="Y")] = None,
    filing_status: Annotated[
        str | None,
        typer.Option(
            "--filing-status",
            help="single, married_jointly, married_separately, head_of_household or qualifying_surviving_spouse.",
            metavar="S",
        ),
    ] = None,
    state: Annotated[str | None, typer.Option("--state", help="State of residence, such as TX.", metavar="ST")] = None,
    age: Annotated[str | None, typer.Option("--age", help="Age at the end of the year.", metavar="N")] = None,
    wages: Annotated[str | None, amount_option("--wages", "Gross wages.")] = None,
    spouse_age: Annotated[str | None, typer.Option("--spouse-age", help="The same of the spouse.", metavar="N")] = None,
    spouse_wages: Annotated[str | None, amount_option("--spouse-wages", "Gross wages of the spouse.")] = None,
    dependent: Annotated[
        list[str] | None,
        typer.Option("--dependent", help="A dependant's age; may be repeated.", metavar="AGE"),
    ] = None,
    deduction: Annotated[
        str | None, typer.Option("--deduction", help="standard, itemized or best (default: best).", metavar="KIND")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="Any other figure by its path in the document, such as income.interest=500; may be repeated.",
            metavar="PATH=VALUE",
        ),
    ] = None,
    tax_table: Annotated[
        bool, typer.Option("--tax-table", help="Look tax on less than 100,000 up in the printed Tax Table.")
    ] = False,
    input_: Input = None,
    trace: Trace = False,
) -> Answer | Lines:
    """Work out a year's federal tax, from income to what is owed.

    Exact to the cent by the rate schedules. State income tax is exact where a state has none; elsewhere it is not modelled yet,
    and the answer says so. The marginal rate is the part that federal taxes take of 100.00 more of income such as a pension.

    With --input each line is a document such as {"id": "1", "tax_year": 2026, "filing_status": "single", "primary": {"age": 40,
    "wages": "85000"}}; a bad line is answered in its place, with exit code 5 at the end.

    Examples:
        effluent calc tax --tax-year 2026 --filing-status single --age 40 --wages 85000 --state TX
        effluent calc tax --tax-year 2026 --filing-status head_of_household --age 35 --wages 60000 --dependent 4
        effluent calc tax --tax-year 2025 --filing-status single --age 67 --set income.pension=40000 --tax-table
        effluent calc tax --input - --trace
    """
    stated: dict[str, Any] = {
        "tax_year": tax_year,
        "filing_status": filing_status,
        "state": state,
        "primary.age": age,
        "primary.wages": wages,
        "spouse.age": spouse_age,
        "spouse.wages": spouse_wages,
        "dependents": [{"age": each} for each in dependent] if dependent else None,
        "deduction": deduction,
    }
    stated |= _set(set_ or [], {path for path, value in stated.items() if value is not None})
    if input_ is not None:
        return line_answers(input_, stated, tax_calculator.tax_lines, trace=trace, table=tax_table)
    report = tax_calculator.tax_of_flags(stated, table=tax_table)
    return Answer(
        "calc-tax",
        report,
        lambda: tax_return.tax(report),
        lambda: tax_return.tax_records(report),
        warnings=tax_calculator.tax_warnings(report, state, int(tax_year or 0)),
    )


def _set(texts: Iterable[str], taken: set[str]) -> dict[str, object]:
    """Return what ``--set`` states by the path of the input document; InvalidInput for what is not PATH=VALUE, or twice."""
    found: dict[str, object] = {}
    for text in texts:
        path, sign, value = text.partition("=")
        if not sign or not path or path in found or path in taken or not all(path.split(".")):
            raise misstated("--set", text, "write PATH=VALUE, each path once")
        if path in LISTS:
            found[path] = value.split(",")
        else:
            found[path] = {"true": True, "false": False}.get(value, value)
    return found
