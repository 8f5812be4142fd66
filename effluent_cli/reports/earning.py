"""Income sources, W-4s and deductions as text."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING

from effluent_cli.domain.periods import month_text
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import day, money, name, percent, text

if TYPE_CHECKING:
    from effluent_cli.domain.records import MatchTier
    from effluent_cli.services.deductions import DeductionList
    from effluent_cli.services.income import IncomeList, IncomeShow
    from effluent_cli.services.withholding import W4List, W4Row


def sources(report: IncomeList) -> tuple[Block, ...]:
    """Draw the sources."""
    if not report.sources:
        return (Text(("No income sources yet.",)),)
    columns = (
        Column("id", key=True),
        Column("name"),
        Column("type"),
        Column("a year", right=True),
        Column("paid"),
        Column("next"),
    )
    rows = tuple(
        (row.id, name(row.name), text(row.type), money(row.annual), text(row.pay_frequency), day(row.next_date))
        for row in report.sources
    )
    return (Table(columns, rows),)


def source(report: IncomeShow) -> tuple[Block, ...]:
    """Draw one source: everything that is stated of it."""
    left_out = ("id", "name", "origin", "annual_amount")
    pairs = [("Income source", report.source.id), ("A year", money(report.annual)), ("Next", day(report.next_date))]
    pairs += [
        (each.name.replace("_", " ").capitalize(), _shown(each.name, value))
        for each in fields(report.source)
        if each.name not in left_out and (value := getattr(report.source, each.name)) not in (None, ())
    ]
    return (Facts(tuple(pairs), name(report.source.name)),)


def _shown(field: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "claim" and isinstance(value, int):
        return month_text(value)
    if isinstance(value, tuple):
        return f"{len(value)} years, {value[0].year} to {value[-1].year}"
    if isinstance(value, int) and field != "annual_hours":
        return money(value)
    return percent(value) if isinstance(value, Decimal) else str(value)


def forms(report: W4List) -> tuple[Block, ...]:
    """Draw the W-4s, a line each."""
    if not report.withholdings:
        return (Text(("No W-2 jobs yet.",)),)
    columns = (
        Column("job", key=True),
        Column("filing status"),
        Column("2"),
        Column("3", right=True),
        Column("4a", right=True),
        Column("4b", right=True),
        Column("4c", right=True),
        Column("state", right=True),
    )
    rows = tuple(
        (
            row.source,
            text(row.filing_status) + ("" if row.given else " (assumed)"),
            "yes" if row.step2_checkbox else "no",
            _step3(row),
            money(row.step4a_other_income),
            money(row.step4b_deductions),
            money(row.step4c_extra),
            money(row.state_extra),
        )
        for row in report.withholdings
    )
    return (Table(columns, rows),)


def form(report: W4Row) -> tuple[Block, ...]:
    """Draw one W-4."""
    pairs = (
        ("Given", "yes" if report.given else "no: the household's filing status and nothing else"),
        ("Filing status", text(report.filing_status)),
        ("Step 2 checkbox", "yes" if report.step2_checkbox else "no"),
        ("Step 3", _step3(report)),
        ("Step 4a, other income", money(report.step4a_other_income)),
        ("Step 4b, deductions", money(report.step4b_deductions)),
        ("Step 4c, extra each paycheck", money(report.step4c_extra)),
        ("State, extra each paycheck", money(report.state_extra)),
    )
    return (Facts(pairs, f"W-4 for {report.source}"),)


def _step3(row: W4Row) -> str:
    if row.step3_credits is not None:
        return money(row.step3_credits)
    people = [(row.step3_children, "ch."), (row.step3_other_dependents, "dep.")]
    return " + ".join(f"{number} {word}" for number, word in people if number) or money(0)


def deductions(report: DeductionList) -> tuple[Block, ...]:
    """Draw the deductions."""
    if not report.deductions:
        return (Text(("Nothing is deducted.",)),)
    columns = (
        Column("id", key=True),
        Column("job", key=True),
        Column("type"),
        Column("amount", right=True),
        Column("into", key=True),
        Column("match"),
    )
    rows = tuple(
        (
            row.id,
            row.source,
            text(row.type),
            money(row.amount) if row.amount is not None else percent(row.percent),
            name(row.target_account),
            ", ".join(_tier(tier) for tier in row.match),
        )
        for row in report.deductions
    )
    return (Table(columns, rows),)


def _tier(tier: MatchTier) -> str:
    return f"{percent(tier.rate)}:{percent(tier.up_to)}".replace(" ", "")
