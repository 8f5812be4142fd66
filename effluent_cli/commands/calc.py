"""``effluent calc …``."""

from collections.abc import Callable, Generator, Iterable
from typing import Annotated, Any

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.shared import Shared
from effluent_cli.errors import InvalidInput, Problem, UsageProblem
from effluent_cli.reports import calculations
from effluent_cli.services import calculators
from effluent_cli.services.json_lines import lines_at

PARTIAL = 5

Input = Annotated[
    str | None,
    typer.Option("--input", help="JSON Lines to answer, in place of flags; - reads standard input.", metavar="FILE|-"),
]
Trace = Annotated[bool, typer.Option("--trace", help="With --input: each answer with its steps and their sources.")]


def amount_option(flag: str, help: str) -> Any:
    """Return the option of an amount."""
    return typer.Option(flag, help=help, metavar="A", show_default=False)


def paycheck(
    shared: Shared,  # noqa: ARG001  # every command is handed the shared options
    tax_year: Annotated[
        str | None, typer.Option("--tax-year", help="Calendar year of the pay date.", metavar="Y")
    ] = None,
    pay_frequency: Annotated[
        str | None,
        typer.Option(
            "--pay-frequency",
            help="weekly, biweekly, semimonthly, monthly, quarterly, semiannual, annual or daily.",
            metavar="F",
        ),
    ] = None,
    gross: Annotated[str | None, amount_option("--gross", "Gross pay of the paycheck.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Work state, such as TX.", metavar="ST")] = None,
    filing_status: Annotated[
        str | None, typer.Option("--filing-status", help="As on Form W-4 (default: single).", metavar="S")
    ] = None,
    step2: Annotated[bool | None, typer.Option("--step2/--no-step2", help="The box in step 2 of Form W-4.")] = None,
    step3: Annotated[str | None, amount_option("--step3", "Form W-4, step 3: credits a year.")] = None,
    step4a: Annotated[str | None, amount_option("--step4a", "Form W-4, step 4(a): other income a year.")] = None,
    step4b: Annotated[str | None, amount_option("--step4b", "Form W-4, step 4(b): deductions a year.")] = None,
    step4c: Annotated[
        str | None, amount_option("--step4c", "Form W-4, step 4(c): extra withholding a paycheck.")
    ] = None,
    deduction: Annotated[
        list[str] | None,
        typer.Option(
            "--deduction", help="A deduction per paycheck, such as hsa=150; may be repeated.", metavar="KIND=A"
        ),
    ] = None,
    ytd_social_security: Annotated[
        str | None, amount_option("--ytd-social-security", "Social Security wages of the year before this paycheck.")
    ] = None,
    ytd_medicare: Annotated[
        str | None, amount_option("--ytd-medicare", "Medicare wages of the year before this paycheck.")
    ] = None,
    supplemental: Annotated[
        str | None, amount_option("--supplemental", "Supplemental wages beside the gross: a bonus, a commission.")
    ] = None,
    supplemental_method: Annotated[
        str | None,
        typer.Option(
            "--supplemental-method", help="flat or aggregate withholding on them (default: flat).", metavar="M"
        ),
    ] = None,
    ytd_supplemental: Annotated[
        str | None, amount_option("--ytd-supplemental", "Supplemental wages of the year before this paycheck.")
    ] = None,
    input_: Input = None,
    trace: Trace = False,
) -> Answer | Lines:
    """Work out a paycheck, from gross to net pay.

    Federal income tax by IRS Publication 15-T, Worksheet 1A. State income tax is exact where a state has none; elsewhere it is
    not modelled yet, and the answer says so. Supplemental wages bear 22 %, and 37 % above a million dollars in the year.

    With --input each line is a document such as {"id": "1", "tax_year": 2026, "pay_frequency": "monthly", "gross": "10000"};
    a bad line is answered in its place, with exit code 5 at the end.

    Examples:
        effluent calc paycheck --tax-year 2026 --pay-frequency monthly --gross 10000 --state TX
        effluent calc paycheck --tax-year 2026 --pay-frequency biweekly --gross 5700 --step2 --deduction hsa=150
        effluent calc paycheck --tax-year 2026 --pay-frequency biweekly --gross 3000 --supplemental 10000
        effluent calc paycheck --input - --trace
    """
    stated = {
        "tax_year": tax_year,
        "pay_frequency": pay_frequency,
        "gross": gross,
        "state": state,
        "w4.filing_status": filing_status,
        "w4.step2_checkbox": step2,
        "w4.step3_credits": step3,
        "w4.step4a_other_income": step4a,
        "w4.step4b_deductions": step4b,
        "w4.step4c_extra": step4c,
        "ytd.social_security_wages": ytd_social_security,
        "ytd.medicare_wages": ytd_medicare,
        "ytd.supplemental": ytd_supplemental,
        "supplemental": supplemental,
        "supplemental_method": supplemental_method,
        **_deductions(deduction or []),
    }
    if input_ is not None:
        return line_answers(input_, stated, calculators.paycheck_lines, trace=trace)
    report = calculators.paycheck_of_flags(stated)
    return Answer(
        "calc-paycheck",
        report,
        lambda: calculations.paycheck(report),
        lambda: calculations.paycheck_records(report),
        warnings=calculators.paycheck_warnings(report, state),
    )


def loan(
    shared: Shared,  # noqa: ARG001  # every command is handed the shared options
    principal: Annotated[str | None, amount_option("--principal", "The amount borrowed.")] = None,
    rate: Annotated[str | None, typer.Option("--rate", help="Yearly rate: 0.0599 or 5.99%.", metavar="R")] = None,
    term_months: Annotated[str | None, typer.Option("--term-months", help="Term in months.", metavar="N")] = None,
    payment: Annotated[str | None, amount_option("--payment", "The regular payment (default: reckoned).")] = None,
    extra: Annotated[str | None, amount_option("--extra", "Extra principal with every payment.")] = None,
    first_payment: Annotated[
        str | None, typer.Option("--first-payment", help="Date of payment 1.", metavar="D")
    ] = None,
    payment_rounding: Annotated[
        str | None,
        typer.Option("--payment-rounding", help="half_up, up, half_even or none (default: half_up).", metavar="R"),
    ] = None,
    interest_rounding: Annotated[str | None, typer.Option("--interest-rounding", help="The same.", metavar="R")] = None,
    balance_rounding: Annotated[
        str | None, typer.Option("--balance-rounding", help="The same; none carries everything unrounded.", metavar="R")
    ] = None,
    payments_per_year: Annotated[
        str | None, typer.Option("--payments-per-year", help="Payments a year (default: 12).", metavar="N")
    ] = None,
    compounding: Annotated[
        str | None,
        typer.Option("--compounding", help="monthly, semi_annual or annual (default: per payment).", metavar="C"),
    ] = None,
    amortization_months: Annotated[
        str | None, typer.Option("--amortization-months", help="Longer than the term: a balloon is left.", metavar="N")
    ] = None,
    day_count: Annotated[
        str | None, typer.Option("--day-count", help="30/360, actual/360 or actual/365 (default: 30/360).", metavar="D")
    ] = None,
    rate_change: Annotated[
        list[str] | None,
        typer.Option(
            "--rate-change",
            help="A new rate from a payment on, such as 61=7.2%; ,keep leaves the payment as it is, ,cap=1.075 caps its rise.",
            metavar="N=R",
        ),
    ] = None,
    input_: Input = None,
    trace: Trace = False,
) -> Answer | Lines:
    """Work out a loan's payment and its amortisation.

    The last payment of the term clears what is left. Amounts are rounded half-up to the cent unless stated otherwise.

    With --input each line is a document such as {"id": "1", "principal": "300000", "annual_rate": 0.0599, "term_months": 360};
    a bad line is answered in its place, with exit code 5 at the end.

    Examples:
        effluent calc loan --principal 300000 --rate 5.99% --term-months 360
        effluent calc loan --principal 200000 --rate 5.7% --term-months 360 --rate-change 61=7.2% --json
        effluent calc loan --input -
    """
    stated = {
        "principal": principal,
        "annual_rate": rate,
        "term_months": term_months,
        "payment": payment,
        "extra_principal": extra,
        "first_payment": first_payment,
        "payment_rounding": payment_rounding,
        "interest_rounding": interest_rounding,
        "balance_rounding": balance_rounding,
        "payments_per_year": payments_per_year,
        "compounding": compounding,
        "amortization_months": amortization_months,
        "day_count": day_count,
        "rate_changes": [_rate_change(text) for text in rate_change] if rate_change else None,
    }
    if input_ is not None:
        return line_answers(input_, stated, calculators.loan_lines, trace=trace)
    report = calculators.loan_of_flags(stated)
    return Answer("calc-loan", report, lambda: calculations.loan(report), lambda: calculations.loan_records(report))


def line_answers(
    path: str, stated: dict[str, Any], answers: Callable[..., Generator[str, None, int]], **options: bool
) -> Lines:
    """Return the answers to the lines at ``path``; UsageProblem where flags of one calculation are stated as well."""
    if any(value is not None for value in stated.values()):
        raise UsageProblem("--input and the flags of one calculation exclude each other")
    return Lines(_counted(answers(lines_at(path), **options)))


def _counted(answers: Generator[str, None, int]) -> Generator[str, None, int]:
    """Pass the answers on and return the exit code: partial where lines were bad."""
    bad = yield from answers
    return PARTIAL if bad else 0


def _deductions(stated: Iterable[str]) -> dict[str, str]:
    """Return deductions by the path of the input document; InvalidInput for what is not KIND=AMOUNT, or stated twice."""
    found: dict[str, str] = {}
    for text in stated:
        kind, sign, amount = text.partition("=")
        path = f"deductions.{kind}"
        if not sign or not kind or "." in kind or path in found:
            raise misstated("--deduction", text, "write KIND=AMOUNT, each kind once")
        found[path] = amount
    return found


def _rate_change(text: str) -> dict[str, object]:
    """Return ``61=7.2%,keep,cap=1.075`` as a rate change of the input document."""
    start, _, rest = text.partition("=")
    rate, *options = rest.split(",")
    change: dict[str, object] = {"from_payment": start, "annual_rate": rate}
    for option in options:
        if option == "keep":
            change["recast"] = False
        elif option.startswith("cap="):
            change["payment_cap_factor"] = option.removeprefix("cap=")
        else:
            raise misstated("--rate-change", text, "write PAYMENT=RATE, then ,keep or ,cap=FACTOR")
    return change


def misstated(flag: str, text: str, message: str) -> InvalidInput:
    """Return the error of an option whose text is not of its form."""
    """Return the error about what ``flag`` was given."""
    return InvalidInput(f"{flag} {text!r}: {message}", problems=(Problem(flag, text, message),))
