"""``effluent income …``."""

from typing import TYPE_CHECKING, Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day, rate
from effluent_cli.reports import earning
from effluent_cli.services import income

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Source = Annotated[str, typer.Argument(help="The source's id.", metavar="SOURCE", show_default=False)]
Money = str | None
Salary = Annotated[Money, typer.Option("--annual-salary", help="A year's gross.", metavar="A")]
Hourly = Annotated[Money, typer.Option("--hourly-rate", help="What an hour pays (w2_hourly).", metavar="A")]
Hours = Annotated[int | None, typer.Option("--annual-hours", help="Hours a year (w2_hourly).", metavar="N")]
Raise = Annotated[
    Money, typer.Option("--raise", help="Each January, 0.03 or 3% (default: salary growth).", metavar="R")
]
Start = Annotated[Money, typer.Option("--start", help="First day on which it may pay.", metavar="D")]
End = Annotated[Money, typer.Option("--end", help="Last day on which it may pay.", metavar="D")]
WorkState = Annotated[Money, typer.Option("--work-state", help="Where the work is done, two letters.", metavar="ST")]
Expenses = Annotated[Money, typer.Option("--expected-expenses", help="A business's, a year.", metavar="A")]
Estimated = Annotated[Money, typer.Option("--estimated-payment", help="One quarter's estimated tax.", metavar="A")]
Contribution = Annotated[Money, typer.Option("--retirement-contribution", help="A business's, a year.", metavar="A")]
ContributionInto = Annotated[Money, typer.Option("--retirement-account", help="Where that goes.", metavar="ACCOUNT")]


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
    name: Annotated[str, typer.Option("--name", help="Who pays.", metavar="N", show_default=False)],
    member: Annotated[str, typer.Option("--member", help="Who earns it.", metavar="M", show_default=False)],
    type_: Annotated[
        str, typer.Option("--type", help="w2, w2_hourly, self_employed, rental …", metavar="T", show_default=False)
    ],
    pay_frequency: Annotated[
        str,
        typer.Option(
            "--pay-frequency", help="weekly, biweekly, semimonthly, monthly.", metavar="F", show_default=False
        ),
    ],
    pay_date: Annotated[str, typer.Option("--pay-date", help="Any real pay date.", metavar="D", show_default=False)],
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
    id_: Annotated[Money, typer.Option("--id", help="Its id (default: made from the name).", metavar="ID")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add an income source.

    Examples:
        effluent income add --name Flat --member ana --type rental --annual-salary 9600 --pay-frequency monthly --pay-date 2026-12-01
    """  # noqa: E501  # an example stands on one line
    stated = income.IncomeFields(
        name=name,
        member=member,
        type=type_,
        pay_frequency=pay_frequency,
        pay_date=day(pay_date, "--pay-date"),
        annual_amount=_amount(annual_salary, "--annual-salary"),
        hourly_rate=_amount(hourly_rate, "--hourly-rate"),
        annual_hours=annual_hours,
        raise_rate=_rate(raise_),
        start=_day(start, "--start"),
        end=_day(end_, "--end"),
        work_state=work_state,
        expected_expenses=_amount(expected_expenses, "--expected-expenses"),
        estimated_payment=_amount(estimated_payment, "--estimated-payment"),
        retirement_contribution=_amount(retirement_contribution, "--retirement-contribution"),
        retirement_account=retirement_account,
    )
    file = shared.one_household()
    who = caller(shared, "income add", dry_run=dry_run)
    return edited("income-add", file, income.add(file, who, stated, id_), dry_run)


def edit(
    shared: Shared,
    source: Source,
    name: Annotated[Money, typer.Option("--name", help="Who pays.", metavar="N")] = None,
    member: Annotated[Money, typer.Option("--member", help="Who earns it.", metavar="M")] = None,
    type_: Annotated[Money, typer.Option("--type", help="w2, w2_hourly, self_employed …", metavar="T")] = None,
    pay_frequency: Annotated[Money, typer.Option("--pay-frequency", help="weekly, biweekly …", metavar="F")] = None,
    pay_date: Annotated[Money, typer.Option("--pay-date", help="Any real pay date.", metavar="D")] = None,
    annual_salary: Salary = None,
    hourly_rate: Hourly = None,
    annual_hours: Hours = None,
    raise_: Raise = None,
    start: Start = None,
    end_: End = None,
    work_state: WorkState = None,
    ytd_on: Annotated[
        Money, typer.Option("--ytd-on", help="Day of the pay stub (default: today).", metavar="D")
    ] = None,
    ytd_gross: Annotated[Money, typer.Option("--ytd-gross", help="Gross this year.", metavar="A")] = None,
    ytd_federal_withheld: Annotated[
        Money, typer.Option("--ytd-federal-withheld", help="Federal income tax withheld this year.", metavar="A")
    ] = None,
    ytd_social_security_wages: Annotated[
        Money, typer.Option("--ytd-social-security-wages", help="Social Security wages this year.", metavar="A")
    ] = None,
    ytd_medicare_wages: Annotated[
        Money, typer.Option("--ytd-medicare-wages", help="Medicare wages this year.", metavar="A")
    ] = None,
    ytd_state_withheld: Annotated[
        Money, typer.Option("--ytd-state-withheld", help="State income tax withheld this year.", metavar="A")
    ] = None,
    ytd_deferrals: Annotated[Money, typer.Option("--ytd-deferrals", help="Deferred this year.", metavar="A")] = None,
    expected_expenses: Expenses = None,
    estimated_payment: Estimated = None,
    retirement_contribution: Contribution = None,
    retirement_account: ContributionInto = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change an income source: new pay, a raise, a stub's figures.

    Examples:
        effluent income edit ana-acme --annual-salary 151000
        effluent income edit ana-acme --ytd-gross 131100 --ytd-federal-withheld 14720.10 --ytd-on 2026-11-20
    """
    stated = income.IncomeFields(
        name=name,
        member=member,
        type=type_,
        pay_frequency=pay_frequency,
        pay_date=_day(pay_date, "--pay-date"),
        annual_amount=_amount(annual_salary, "--annual-salary"),
        hourly_rate=_amount(hourly_rate, "--hourly-rate"),
        annual_hours=annual_hours,
        raise_rate=_rate(raise_),
        start=_day(start, "--start"),
        end=_day(end_, "--end"),
        work_state=work_state,
        ytd_on=_day(ytd_on, "--ytd-on"),
        ytd_gross=_amount(ytd_gross, "--ytd-gross"),
        ytd_federal_withheld=_amount(ytd_federal_withheld, "--ytd-federal-withheld"),
        ytd_social_security_wages=_amount(ytd_social_security_wages, "--ytd-social-security-wages"),
        ytd_medicare_wages=_amount(ytd_medicare_wages, "--ytd-medicare-wages"),
        ytd_state_withheld=_amount(ytd_state_withheld, "--ytd-state-withheld"),
        ytd_deferrals=_amount(ytd_deferrals, "--ytd-deferrals"),
        expected_expenses=_amount(expected_expenses, "--expected-expenses"),
        estimated_payment=_amount(estimated_payment, "--estimated-payment"),
        retirement_contribution=_amount(retirement_contribution, "--retirement-contribution"),
        retirement_account=retirement_account,
    )
    file = shared.one_household()
    who = caller(shared, "income edit", dry_run=dry_run)
    return edited("income-edit", file, income.change(file, who, source, stated), dry_run)


def end(
    shared: Shared,
    source: Source,
    on: Annotated[Money, typer.Option("--on", help="The last day (default: today).", metavar="DATE")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """End an income source on a day.

    Examples:
        effluent income end luis-clinic --on 2027-02-28
    """
    file = shared.one_household()
    who = caller(shared, "income end", dry_run=dry_run)
    return edited("income-end", file, income.end(file, who, source, _day(on, "--on")), dry_run)


def _amount(text: str | None, option: str) -> int | None:
    return amount(text, option) if text is not None else None


def _day(text: str | None, option: str) -> "date | None":
    return day(text, option) if text is not None else None


def _rate(text: str | None) -> "Decimal | None":
    return rate(text, "--raise") if text is not None else None
