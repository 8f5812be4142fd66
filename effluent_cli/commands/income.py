"""``effluent income …``."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day, key, month, rate
from effluent_cli.commands.stating import Clear, NewId, argument, counted, option
from effluent_cli.domain.periods import LAST_DAY
from effluent_cli.domain.records import Earned
from effluent_cli.domain.social_security.law import FIRST_INDEXED_YEAR
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.reports import earning
from effluent_cli.services import income

Source = Annotated[str, argument("SOURCE", "The source's id.")]
Money = int | None
Day = date | None
Salary = Annotated[Money, option("--annual-salary", "A year's gross.", "A", amount)]
Hourly = Annotated[Money, option("--hourly-rate", "What an hour pays (w2_hourly).", "A", amount)]
Hours = Annotated[int | None, option("--annual-hours", "Hours a year (w2_hourly).", "N", counted(1, 8784))]
Raise = Annotated[Decimal | None, option("--raise", "Each January, 0.03 or 3% (default: salary growth).", "R", rate)]
Start = Annotated[Day, option("--start", "First day on which it may pay.", "D", day)]
End = Annotated[Day, option("--end", "Last day on which it may pay.", "D", day)]
WorkState = Annotated[str | None, option("--work-state", "Where the work is done, two letters.", "ST")]
Expenses = Annotated[Money, option("--expected-expenses", "A business's, a year.", "A", amount)]
Estimated = Annotated[Money, option("--estimated-payment", "One quarter's estimated tax.", "A", amount)]
Contribution = Annotated[Money, option("--retirement-contribution", "A business's, a year.", "A", amount)]
ContributionInto = Annotated[str | None, option("--retirement-account", "Where that goes.", "ACCOUNT", key)]
ClaimMonth = Annotated[
    Money,
    option("--claim", "Social Security: the month it is claimed for, the first of the benefit.", "YYYY-MM", month),
]
FullAgeBenefit = Annotated[
    Money, option("--full-age-benefit", "A month's at full retirement age, by today's statement.", "A", amount)
]
Earnings = Annotated[
    list[str] | None,
    option("--earnings", "Or the record: of a year, or each of a range (2000-2025=60000). Repeatable.", "YEAR=A"),
]


def list_(shared: Shared) -> Answer:
    """List the income sources.

    Examples:
        effluent income list
    """
    file = shared.one_household()
    report, today = income.listed(file, caller(shared, "income list"))
    return Answer("income-list", report, lambda: earning.sources(report), household=file.slug, as_of=today)


def show(shared: Shared, source: Source) -> Answer:
    """Show one income source.

    Examples:
        effluent income show ana-acme
    """
    file = shared.one_household()
    report, today = income.show(file, caller(shared, "income show"), source)
    return Answer("income-show", report, lambda: earning.source(report), household=file.slug, as_of=today)


def add(
    shared: Shared,
    name: Annotated[str, option("--name", "Who pays.", "N")],
    member: Annotated[str, option("--member", "Who earns it.", "M", key)],
    type_: Annotated[str, option("--type", "w2, w2_hourly, self_employed, rental …", "T")],
    pay_frequency: Annotated[str, option("--pay-frequency", "weekly, biweekly, semimonthly, monthly.", "F")],
    pay_date: Annotated[date, option("--pay-date", "Any real pay date.", "D", day)],
    annual_salary: Salary = None,
    hourly_rate: Hourly = None,
    annual_hours: Hours = None,
    raise_: Raise = None,
    start: Start = None,
    end_: End = None,
    work_state: WorkState = None,
    expected_expenses: Expenses = None,
    estimated_payment: Estimated = None,
    retirement_contribution: Contribution = None,
    retirement_account: ContributionInto = None,
    claim: ClaimMonth = None,
    full_age_benefit: FullAgeBenefit = None,
    earnings: Earnings = None,
    id_: NewId = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add an income source.

    Social Security to come states the month of its claim and the benefit at full retirement age, or the record of earnings, to
    which the household's own pay of later years is added; the first payment is in the month after the claim's.

    Examples:
        effluent income add --name "Social Security" --member ana --type social_security --claim 2051-10 --full-age-benefit 2900 --pay-frequency monthly --pay-date 2026-12-09
        effluent income add --name Flat --member ana --type rental --annual-salary 9600 --pay-frequency monthly --pay-date 2026-12-01
    """  # noqa: E501  # an example stands on one line
    stated = income.IncomeFields(
        name=name,
        member=member,
        type=type_,
        pay_frequency=pay_frequency,
        pay_date=pay_date,
        annual_amount=annual_salary,
        hourly_rate=hourly_rate,
        annual_hours=annual_hours,
        raise_rate=raise_,
        start=start,
        end=end_,
        work_state=work_state,
        expected_expenses=expected_expenses,
        estimated_payment=estimated_payment,
        retirement_contribution=retirement_contribution,
        retirement_account=retirement_account,
        claim=claim,
        full_age_benefit=full_age_benefit,
        earnings=_record(earnings),
    )
    file = shared.one_household()
    who = caller(shared, "income add", dry_run=dry_run)
    return edited("income-add", file, income.add(file, who, stated, id_), dry_run)


def edit(
    shared: Shared,
    source: Source,
    name: Annotated[str | None, option("--name", "Who pays.", "N")] = None,
    member: Annotated[str | None, option("--member", "Who earns it.", "M", key)] = None,
    type_: Annotated[str | None, option("--type", "w2, w2_hourly, self_employed …", "T")] = None,
    pay_frequency: Annotated[str | None, option("--pay-frequency", "weekly, biweekly …", "F")] = None,
    pay_date: Annotated[Day, option("--pay-date", "Any real pay date.", "D", day)] = None,
    annual_salary: Salary = None,
    hourly_rate: Hourly = None,
    annual_hours: Hours = None,
    raise_: Raise = None,
    start: Start = None,
    end_: End = None,
    work_state: WorkState = None,
    ytd_on: Annotated[Day, option("--ytd-on", "Day of the pay stub (default: today).", "D", day)] = None,
    ytd_gross: Annotated[Money, option("--ytd-gross", "Gross this year.", "A", amount)] = None,
    ytd_federal_withheld: Annotated[
        Money, option("--ytd-federal-withheld", "Federal income tax withheld this year.", "A", amount)
    ] = None,
    ytd_social_security_wages: Annotated[
        Money, option("--ytd-social-security-wages", "Social Security wages this year.", "A", amount)
    ] = None,
    ytd_medicare_wages: Annotated[
        Money, option("--ytd-medicare-wages", "Medicare wages this year.", "A", amount)
    ] = None,
    ytd_state_withheld: Annotated[
        Money, option("--ytd-state-withheld", "State income tax withheld this year.", "A", amount)
    ] = None,
    ytd_deferrals: Annotated[Money, option("--ytd-deferrals", "Deferred this year.", "A", amount)] = None,
    expected_expenses: Expenses = None,
    estimated_payment: Estimated = None,
    retirement_contribution: Contribution = None,
    retirement_account: ContributionInto = None,
    claim: ClaimMonth = None,
    full_age_benefit: FullAgeBenefit = None,
    earnings: Earnings = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change an income source: new pay, a raise, a stub's figures.

    The pay of another type of work takes the place of the old: hours and their rate, or a salary.

    Examples:
        effluent income edit ana-acme --annual-salary 151000
        effluent income edit luis-clinic --type w2 --annual-salary 88000
        effluent income edit ana-acme --clear raise
        effluent income edit ana-acme --ytd-gross 131100 --ytd-federal-withheld 14720.10 --ytd-on 2026-11-20
    """
    stated = income.IncomeFields(
        name=name,
        member=member,
        type=type_,
        pay_frequency=pay_frequency,
        pay_date=pay_date,
        annual_amount=annual_salary,
        hourly_rate=hourly_rate,
        annual_hours=annual_hours,
        raise_rate=raise_,
        start=start,
        end=end_,
        work_state=work_state,
        ytd_on=ytd_on,
        ytd_gross=ytd_gross,
        ytd_federal_withheld=ytd_federal_withheld,
        ytd_social_security_wages=ytd_social_security_wages,
        ytd_medicare_wages=ytd_medicare_wages,
        ytd_state_withheld=ytd_state_withheld,
        ytd_deferrals=ytd_deferrals,
        expected_expenses=expected_expenses,
        estimated_payment=estimated_payment,
        retirement_contribution=retirement_contribution,
        retirement_account=retirement_account,
        claim=claim,
        full_age_benefit=full_age_benefit,
        earnings=_record(earnings),
    )
    file = shared.one_household()
    who = caller(shared, "income edit", dry_run=dry_run)
    return edited("income-edit", file, income.change(file, who, source, stated, clear or ()), dry_run)


def end(
    shared: Shared,
    source: Source,
    on: Annotated[Day, option("--on", "The last day (default: today).", "DATE", day)] = None,
    dry_run: DryRun = False,
) -> Answer:
    """End an income source on a day.

    Examples:
        effluent income end luis-clinic --on 2027-02-28
    """
    file = shared.one_household()
    who = caller(shared, "income end", dry_run=dry_run)
    return edited("income-end", file, income.end(file, who, source, on), dry_run)


def _record(stated: list[str] | None) -> tuple[Earned, ...] | None:
    """Return a record of earnings in the order of its years; a range states each of its years. InvalidInput otherwise."""
    found: dict[int, int] = {}
    for text in stated or ():
        years, sign, money = text.partition("=")
        first, _, last = years.partition("-")
        if not sign or not (_is_year(first) and _is_year(last or first)) or first > (last or first):
            raise _misstated(
                "--earnings", text, f"write YEAR=AMOUNT or FROM-TO=AMOUNT, years from {FIRST_INDEXED_YEAR} on"
            )
        cents = amount(money, "--earnings")
        if cents < 0:
            raise _misstated("--earnings", text, "an amount of zero or more")
        for year in range(int(first), int(last or first) + 1):
            if year in found:
                raise _misstated("--earnings", text, f"{year} is stated twice")
            found[year] = cents
    return tuple(Earned(year, found[year]) for year in sorted(found)) or None


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and FIRST_INDEXED_YEAR <= int(text) <= LAST_DAY.year


def _misstated(flag: str, text: str, message: str) -> InvalidInput:
    return InvalidInput(f"{flag} {text!r}: {message}", problems=(Problem(flag, text, message),))
