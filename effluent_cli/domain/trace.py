"""How a result was reached: one line per step with its value and the document that the step follows."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from effluent_cli.domain.amortisation import Amortisation, Loan, level, periodic_rate
from effluent_cli.domain.money import money_shown, money_text, percent_shown, rate_text
from effluent_cli.domain.paycheck import Paycheck, YearToDate
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.domain.withholding import W4, worksheet_1a

WAGE_BASES = "IRC 125, 132(f), 402(e)(3), 3121(a); IRS Publication 15-B"
STATED = "as stated"
ANNUITY = "principal * i / (1 - (1 + i)^-n)"


@dataclass(frozen=True)
class TraceLine:
    """One step: what it is, its value (a decimal string), where the rule stands."""

    line: str
    value: str
    source: str


def paycheck_trace(tax_year: TaxYear, periods: int, w4: W4, ytd: YearToDate, check: Paycheck) -> tuple[TraceLine, ...]:
    """Return the steps from gross to net pay of a paycheck reckoned from the same figures."""
    amounts: list[tuple[str, int, str]] = [
        ("gross", check.gross, STATED),
        ("pre-tax deductions", check.pretax_deductions, STATED),
        ("after-tax deductions", check.aftertax_deductions, STATED),
        ("federal taxable wages", check.federal_taxable_wages, WAGE_BASES),
    ]
    lines = [TraceLine(line, money_text(cents), source) for line, cents, source in amounts]
    extra = check.supplemental
    lines.extend(_worksheet_lines(tax_year, periods, w4, check.federal_taxable_wages - extra.wages))
    if extra.wages:
        lines.extend(_supplemental_lines(tax_year, check))
    lines.extend(_fica_lines(tax_year, ytd, check))
    if check.state.income_tax is not None:
        lines.append(TraceLine("state income tax", money_text(check.state.income_tax), "the state taxes no wages"))
    lines.append(TraceLine("net pay", money_text(check.net_pay), "gross less deductions and taxes"))
    return tuple(lines)


def _worksheet_lines(tax_year: TaxYear, periods: int, w4: W4, wages: int) -> list[TraceLine]:
    sheet = worksheet_1a(tax_year, periods, w4, wages)
    source = tax_year.sources["withholding.standard"]
    rows: list[tuple[str, str]] = [
        ("1a taxable wages this period", money_text(sheet.line_1a)),
        ("1b pay periods a year", str(sheet.line_1b)),
        ("1c annual wages", money_text(sheet.line_1c)),
        ("1d Form W-4, step 4(a)", money_text(sheet.line_1d)),
        ("1e annual wages with other income", money_text(sheet.line_1e)),
        ("1f Form W-4, step 4(b)", money_text(sheet.line_1f)),
        ("1g unless step 2 is checked", money_text(sheet.line_1g)),
        ("1h to be subtracted", money_text(sheet.line_1h)),
        ("1i adjusted annual wage", money_text(sheet.line_1i)),
        ("2b row of the table begins at", money_text(sheet.line_2b)),
        ("2c tentative amount of the row", money_text(sheet.line_2c)),
        ("2d rate of the row", rate_text(Decimal(sheet.line_2d).scaleb(-2))),
        ("2g tentative annual tax", rate_text(Decimal(sheet.line_2g).scaleb(-4))),
        ("2h tentative tax this period", money_text(sheet.line_2h)),
        ("3a Form W-4, step 3", money_text(sheet.line_3a)),
        ("3b credits this period", money_text(sheet.line_3b)),
        ("3c tax after credits", money_text(sheet.line_3c)),
        ("4a Form W-4, step 4(c)", money_text(sheet.line_4a)),
        ("4b federal income tax withheld", money_text(sheet.line_4b)),
    ]
    return [TraceLine(line, value, source) for line, value in rows]


def _supplemental_lines(tax_year: TaxYear, check: Paycheck) -> list[TraceLine]:
    extra, law = check.supplemental, tax_year.supplemental
    source = tax_year.sources["supplemental.flat_rate"]
    way = (
        f"at {percent_shown(law.flat_rate)}" if extra.method == "flat" else "with the regular wages, less their own tax"
    )
    rows = [
        ("supplemental wages", extra.wages, WAGE_BASES),
        (f"tax on supplemental wages, {way}", extra.tax_below, source),
        (f"supplemental wages over {money_shown(law.over)} in the year", extra.over, source),
        (f"tax on those at {percent_shown(law.over_rate)}", extra.tax_over, tax_year.sources["supplemental.over_rate"]),
        ("federal income tax withheld in all", check.federal_income_tax, source),
    ]
    return [TraceLine(line, money_text(cents), each) for line, cents, each in rows]


def _fica_lines(tax_year: TaxYear, ytd: YearToDate, check: Paycheck) -> list[TraceLine]:
    social_security, rate = tax_year.sources["social_security.wage_base"], tax_year.sources["social_security.rate"]
    medicare = tax_year.sources["medicare.rate"]
    rows: list[tuple[str, int, str]] = [
        ("Social Security and Medicare wages", check.medicare_wages, WAGE_BASES),
        ("Social Security wage base", tax_year.social_security.wage_base, social_security),
        ("Social Security wages before this paycheck", ytd.social_security_wages, social_security),
        ("Social Security wages of this paycheck", check.social_security_wages, social_security),
        ("Social Security tax", check.social_security, rate),
        ("Medicare tax", check.medicare, medicare),
        ("Additional Medicare Tax withheld on wages over", tax_year.medicare.additional_withheld_over, medicare),
        ("Medicare wages before this paycheck", ytd.medicare_wages, medicare),
        ("Additional Medicare Tax", check.additional_medicare, medicare),
    ]
    return [TraceLine(line, money_text(cents), source) for line, cents, source in rows]


def loan_trace(loan: Loan, schedule: Amortisation) -> tuple[TraceLine, ...]:
    """Return the steps from a loan's terms to its payment."""
    with localcontext(prec=28):
        rate = periodic_rate(loan, loan.annual_rate)
        exact = level(Decimal(loan.principal), rate, loan.amortised_over).scaleb(-2)
        rounded = STATED if loan.payment is not None else f"rounded {loan.payment_rounding}"
        rows = (
            ("payments of the term", str(loan.payments), "term_months * payments_per_year / 12"),
            ("payments that would amortise the loan", str(loan.amortised_over), "amortization_months, else the term"),
            ("rate per payment period", rate_text(rate), f"compounded {loan.compounding or 'once per payment'}"),
            ("level payment, unrounded", rate_text(exact.quantize(Decimal("1E-10"))), ANNUITY),
            ("regular payment", money_text(schedule.payment), rounded),
            ("payments made", str(schedule.number_of_payments), "the schedule"),
            ("interest paid", money_text(schedule.total_interest), "the schedule"),
        )
    return tuple(TraceLine(*row) for row in rows)
