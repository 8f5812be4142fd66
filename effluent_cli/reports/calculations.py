"""The answers of ``calc`` as text and csv."""

from effluent_cli.domain.money import money_text
from effluent_cli.domain.trace import TraceLine
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import count, money
from effluent_cli.services.calculators import TracedLoan, TracedPaycheck

Records = tuple[tuple[str, ...], list[tuple[str, ...]]]

AMOUNT = Column("amount", right=True)
FIRST_ROWS = 12


def paycheck(report: TracedPaycheck) -> tuple[Block, ...]:
    """Draw a paycheck as a stub has it, then the steps behind it, a source where it differs from the line above."""
    stub = Table((Column("line"), AMOUNT), tuple((line, money(cents)) for line, cents in _stub(report)), "Paycheck")
    return stub, steps(report.trace)


def steps(trace: tuple[TraceLine, ...]) -> Table:
    """Draw the steps, a source where it differs from the line above."""
    above = ("", *(each.source for each in trace))
    rows = tuple(
        (each.line, each.value, "" if each.source == source else each.source)
        for each, source in zip(trace, above, strict=False)
    )
    columns = (Column("step"), Column("value", right=True), Column("source"))
    return Table(columns, rows, "How it was worked out")


def paycheck_records(report: TracedPaycheck) -> Records:
    """Return the lines of the stub as csv rows."""
    return ("line", "amount"), [(line, "" if cents is None else money_text(cents)) for line, cents in _stub(report)]


def _stub(report: TracedPaycheck) -> list[tuple[str, int | None]]:
    return [
        ("gross", report.gross),
        *([("of it supplemental", report.supplemental)] if report.supplemental is not None else []),
        ("pre-tax deductions", report.pretax_deductions),
        ("federal income tax", report.federal_income_tax),
        ("Social Security", report.social_security),
        ("Medicare", report.medicare),
        ("Additional Medicare", report.additional_medicare),
        ("state income tax", report.state.income_tax),
        *report.state.other.items(),
        ("after-tax deductions", report.aftertax_deductions),
        ("net pay", report.net_pay),
    ]


def loan(report: TracedLoan) -> tuple[Block, ...]:
    """Draw what a loan costs, and its schedule: the first year, then every twelfth payment and the last."""
    facts = Facts(
        (
            ("Payment", money(report.payment)),
            ("Payments", str(report.number_of_payments)),
            ("Last payment", money(report.last_payment)),
            ("Interest in all", money(report.total_interest)),
            ("Balloon after the term", money(report.balloon)),
        ),
        "Loan",
    )
    shown = [
        row
        for row in report.schedule
        if row.n <= FIRST_ROWS or row.n % FIRST_ROWS == 0 or row.n == report.number_of_payments
    ]
    columns = tuple(Column(name, right=True) for name in ("n", "payment", "interest", "principal", "balance"))
    rows = tuple(
        (str(row.n), money(row.payment), money(row.interest), money(row.principal), money(row.balance)) for row in shown
    )
    blocks: list[Block] = [facts, Table(columns, rows, "Schedule")]
    left_out = len(report.schedule) - len(shown)
    if left_out:
        blocks.append(Text((f"{count(left_out, 'payment')} not shown: --json and -o csv have them all.",)))
    return tuple(blocks)


def loan_records(report: TracedLoan) -> Records:
    """Return the whole schedule as csv rows."""
    header = ("n", "payment", "interest", "principal", "balance")
    return header, [
        (
            str(row.n),
            money_text(row.payment),
            money_text(row.interest),
            money_text(row.principal),
            money_text(row.balance),
        )
        for row in report.schedule
    ]
