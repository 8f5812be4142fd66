"""The answer of ``calc tax`` as text and csv."""

from effluent_cli.domain.money import money_text
from effluent_cli.reports.drawing import Block, Column, Facts, Table
from effluent_cli.reports.words import money, percent, text
from effluent_cli.services.tax_calculator import TracedTax

Records = tuple[tuple[str, ...], list[tuple[str, ...]]]


def tax(report: TracedTax) -> tuple[Block, ...]:
    """Draw the lines of the return that are not zero, then the steps, a source where it differs from the line above."""
    rows = tuple((line, money(cents)) for line, cents, always in _lines(report) if cents or always)
    columns = (Column("line"), Column("amount", right=True))
    above = ("", *(each.source for each in report.trace))
    steps = tuple(
        (each.line, each.value, "" if each.source == source else each.source)
        for each, source in zip(report.trace, above, strict=False)
    )
    return (
        Table(columns, rows, "Federal tax of the year"),
        Facts((("Marginal rate", percent(report.marginal_rate)), ("State income tax", money(report.state.tax)))),
        Table((Column("step"), Column("value", right=True), Column("source")), steps, "How it was worked out"),
    )


def tax_records(report: TracedTax) -> Records:
    """Return the lines of the return as csv rows, zeros included."""
    return ("line", "amount"), [(line, money_text(cents)) for line, cents, _ in _lines(report)]


def _lines(report: TracedTax) -> list[tuple[str, int, bool]]:
    """Return each line, its amount, and whether it is drawn even where it is zero."""
    return [
        ("adjusted gross income", report.agi, True),
        ("taxable Social Security, in it", report.taxable_social_security, False),
        (f"{report.deduction.kind} deduction", report.deduction.amount, True),
        ("deduction for seniors", report.senior_deduction, False),
        ("deduction for tips", report.tips_deduction, False),
        ("deduction for overtime", report.overtime_deduction, False),
        ("deduction for car loan interest", report.car_loan_interest_deduction, False),
        ("gifts beside the standard deduction", report.nonitemizer_charity_deduction, False),
        ("qualified business income deduction", report.qbi_deduction, False),
        ("taxable income", report.taxable_income, True),
        ("tax before credits", report.tax_before_credits, True),
        ("alternative minimum tax", report.amt, False),
        ("credits for children and dependants", report.child_credits_nonrefundable, False),
        ("child credit, paid out", report.child_credit_refundable, False),
        ("earned income credit", report.earned_income_credit, False),
        *((f"{text(name)} credit", cents, False) for name, cents in report.other_credits.items()),
        ("tax on net investment income", report.niit, False),
        ("income tax after credits", report.income_tax_net, True),
        ("Additional Medicare Tax", report.additional_medicare_tax, False),
        ("self-employment tax", report.self_employment_tax, False),
        ("total federal tax", report.total_federal, True),
        ("excess Social Security tax, returned", report.excess_social_security, False),
    ]
