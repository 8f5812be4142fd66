"""Accounts and balances as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import is_debt
from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import day, dry, money, name, percent, text

if TYPE_CHECKING:
    from effluent_cli.services.account_showing import AccountShow
    from effluent_cli.services.accounts import AccountList, BalanceSet


def accounts(report: AccountList) -> tuple[Block, ...]:
    """Draw the list, assets before debts, and what they come to."""
    if not report.accounts:
        return (Text(("No accounts yet.",)),)
    rows = tuple(
        (row.id, name(row.name), text(row.type), money(row.balance), day(row.snapshot_on)) for row in report.accounts
    )
    assets = sum(row.balance for row in report.accounts if not is_debt(row.type))
    debts = sum(row.balance for row in report.accounts if is_debt(row.type))
    columns = (
        Column("id", key=True),
        Column("name"),
        Column("type"),
        Column("balance", right=True),
        Column("recorded"),
    )
    totals = (("Assets", money(assets)), ("Debts", money(debts)), ("Net worth", money(assets - debts)))
    return Table(columns, rows), Facts(totals)


def account(report: AccountShow) -> tuple[Block, ...]:
    """Draw one account, its terms and its recorded balances."""
    pairs = [
        ("Account", report.id),
        ("Type", text(report.type)),
        ("Owner", name(report.owner)),
        ("Institution", name(report.institution)),
        ("Balance", money(report.balance)),
        ("Recorded", f"{money(report.recorded)} on {day(report.snapshot_on)}"),
        ("Brought forward", money(report.brought_forward)),
    ]
    pairs += _particulars(report)
    columns = (Column("date"), Column("balance", right=True))
    history = tuple((day(each.on), money(each.balance)) for each in report.snapshots)
    return Facts(tuple(pairs), name(report.name)), *_terms(report), Table(columns, history, "Recorded balances")


def _particulars(report: AccountShow) -> list[tuple[str, str]]:
    """Return what is stated of the account beside its balance, without what nobody stated."""
    stated = (
        ("Last four digits", report.last_four),
        ("Pay lands in it", "yes" if report.primary else None),
        ("Yield or growth a year", report.growth is not None and percent(report.growth)),
        ("Cost basis", report.cost_basis is not None and money(report.cost_basis)),
        ("Invested in", ", ".join(f"{text(each.asset_class)} {percent(each.share)}" for each in report.allocation)),
        ("Share owned", report.ownership_share is not None and percent(report.ownership_share)),
        ("Rent", report.rent is not None and f"{money(report.rent)} {text(report.rent_frequency)}"),
        ("Property tax a year", report.property_tax is not None and money(report.property_tax)),
        ("Insurance a year", report.insurance is not None and money(report.insurance)),
        ("HOA fees a year", report.hoa is not None and money(report.hoa)),
        ("Secured on", report.property),
        ("Secures", ", ".join(report.secures)),
        ("Equity", report.equity is not None and money(report.equity)),
        ("Loan to value", report.loan_to_value is not None and percent(report.loan_to_value)),
        ("Notes", report.notes),
        ("Active", None if report.active else "no"),
    )
    return [(label, value) for label, value in stated if value]


def _terms(report: AccountShow) -> tuple[Block, ...]:
    if report.loan_terms is not None:
        loan = report.loan_terms
        pairs = [
            ("Rate", percent(loan.rate)),
            ("Payment a month", money(loan.payment)),
            ("Payment day", str(loan.payment_day)),
            ("Last payment", day(loan.last_payment_on)),
        ]
        return (Facts(tuple(pairs), "Loan terms"),)
    if report.card_terms is not None:
        card = report.card_terms
        pairs = [
            ("Rate", percent(card.rate)),
            ("Pays", text(card.payment_rule)),
            ("Payment day", str(card.payment_day)),
            ("Limit", money(card.limit)),
        ]
        return (Facts(tuple(pairs), "Card terms"),)
    return ()


def balance_set(report: BalanceSet, *, dry_run: bool) -> tuple[Block, ...]:
    """Say what was recorded."""
    if report.result == "unchanged":
        line = f"{report.id} stood at {money(report.balance)} on {day(report.on)} already; nothing changed"
        return (Text((line,)),)
    was = f" (was {money(report.previous)})" if report.previous is not None else ""
    return (Text((dry(f"{report.id}: {money(report.balance)} on {day(report.on)}{was}", dry_run),)),)
