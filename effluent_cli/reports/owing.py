"""Debts as text: what is owed, on what terms, and what paying more would save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effluent_cli.reports.drawing import Block, Column, Facts, Table, Text
from effluent_cli.reports.words import NOTHING, count, day, money, month, name, percent, text

if TYPE_CHECKING:
    from effluent_cli.domain.records import CardTerms, LoanTerms
    from effluent_cli.services.debts import DebtList, DebtPayoff, DebtRow, DebtShow, Outcome, StrategyRow

NEVER = "never"


def debts(report: DebtList) -> tuple[Block, ...]:
    """Draw the list, and what all debts come to."""
    if not report.debts:
        return (Text(("No debts.",)),)
    columns = (
        Column("id", key=True),
        Column("balance", right=True),
        Column("rate", right=True),
        Column("payment", right=True),
        Column("next due"),
        Column("paid off"),
        Column("interest left", right=True),
    )
    rows = tuple(
        (
            row.id,
            money(row.balance),
            percent(row.rate),
            money(row.payment),
            day(row.next_due),
            _until(row),
            NEVER if row.never else money(row.interest_left),
        )
        for row in report.debts
    )
    owed = sum(row.balance for row in report.debts)
    paid = sum((row.payment or 0) + (row.escrow or 0) for row in report.debts)
    return Table(columns, rows), Facts((("Owed", money(owed)), ("Next payments, with escrow", money(paid))))


def _until(row: DebtRow) -> str:
    if row.never:
        return NEVER
    return "now" if row.balance <= 0 else month(row.payoff)


def debt(report: DebtShow) -> tuple[Block, ...]:
    """Draw one debt: where it stands, its terms, its next due dates."""
    row = report.debt
    pairs = [
        ("Debt", row.id),
        ("Type", text(row.type)),
        ("Owed", money(row.balance)),
        ("Rate", percent(row.rate)),
        ("Next payment", f"{money(row.payment)} on {day(row.next_due)}" if row.next_due else NOTHING),
        ("Paid off", _until(row)),
        ("Interest left", NEVER if row.never else money(row.interest_left)),
    ]
    loan, card = report.loan_terms, report.card_terms
    terms = _loan(loan) if loan is not None else _card(card) if card is not None else ()
    columns = (
        Column("due"),
        *(Column(each, right=True) for each in ("payment", "interest", "principal", "escrow", "left")),
    )
    rows = tuple(
        (day(each.on), *map(money, (each.payment, each.interest, each.principal, each.escrow, each.balance)))
        for each in report.due
    )
    schedule = (Table(columns, rows, "Next due dates"),) if rows else ()
    return Facts(tuple(pairs), name(row.name)), *((Facts(terms, "Terms"),) if terms else ()), *schedule


def _loan(terms: LoanTerms) -> tuple[tuple[str, str], ...]:
    pairs = [
        ("Payment a month", f"{money(terms.payment)}{'' if terms.payment_given else ' (reckoned)'}"),
        ("Payment day", str(terms.payment_day)),
        ("Last payment", day(terms.last_payment_on)),
    ]
    if terms.original_balance is not None or terms.origination is not None:
        pairs.append(("Borrowed", f"{money(terms.original_balance)} on {day(terms.origination)}"))
    if terms.term_months is not None:
        pairs.append(("Term", count(terms.term_months, "month")))
    if terms.extra_principal:
        pairs.append(("Extra principal", money(terms.extra_principal)))
    if terms.escrow:
        pairs.append(("Escrow a month", money(terms.escrow)))
    if terms.interest_only_until:
        pairs.append(("Interest only until", day(terms.interest_only_until)))
    if terms.amortization_months:
        pairs.append(("Amortised over", count(terms.amortization_months, "month")))
    if terms.rate_index:
        bounds = f"from {percent(terms.rate_floor)} to {percent(terms.rate_ceiling)}"
        every = f", every {count(terms.reset_months, 'month')}" if terms.reset_months else ""
        pairs.append(("Variable rate", f"{text(terms.rate_index)} + {percent(terms.rate_margin)}, {bounds}"))
        pairs.append(("Next reset", f"{day(terms.next_reset_on)}{every}"))
    if terms.forbearance_from:
        pairs.append(("Forbearance", f"{day(terms.forbearance_from)} to {day(terms.forbearance_until)}"))
    if terms.payment_rounding != "half_up" or terms.interest_rounding != "half_up":
        pairs.append(("Rounding", f"payment {text(terms.payment_rounding)}, interest {text(terms.interest_rounding)}"))
    return tuple(pairs)


def _card(terms: CardTerms) -> tuple[tuple[str, str], ...]:
    pairs = [("Pays", text(terms.payment_rule)), ("Payment day", str(terms.payment_day))]
    if terms.payment_rule == "fixed":
        pairs.append(("Fixed payment", money(terms.fixed_payment)))
    if terms.payment_rule == "minimum":
        added = " and the interest" if terms.minimum_adds_interest else ""
        words = f"{percent(terms.minimum_percent)} of the balance{added}, at least {money(terms.minimum_floor or 0)}"
        pairs.append(("Minimum", words))
    if terms.statement_day is not None:
        pairs.append(("Statement day", str(terms.statement_day)))
    if terms.promotional_rate is not None:
        pairs.append(("Promotional rate", f"{percent(terms.promotional_rate)} until {day(terms.promotional_until)}"))
    if terms.limit is not None:
        pairs.append(("Limit", money(terms.limit)))
    return tuple(pairs)


def payoff(report: DebtPayoff) -> tuple[Block, ...]:
    """Draw what an extra sum changes: for one debt, or for all by avalanche and snowball."""
    columns = (
        Column(""),
        Column("months", right=True),
        Column("paid off"),
        Column("interest", right=True),
        Column("saved", right=True),
    )
    rows = [_outcome("as it is", report.now, report.now)]
    more = f"with {money(report.extra)} more" if report.extra else "with nothing more"
    if report.with_extra is not None:
        rows.append(_outcome(more, report.with_extra, report.now))
    strategies = (("avalanche", report.avalanche), ("snowball", report.snowball))
    named = [(words, each) for words, each in strategies if each is not None]
    rows.extend(_outcome(f"{words}, {more}", each.outcome, report.now) for words, each in named)
    blocks: list[Block] = [Table(columns, tuple(rows), report.debt or "All debts")]
    blocks.extend(_order(words, each) for words, each in named if each.order)
    return tuple(blocks)


def _outcome(words: str, outcome: Outcome, now: Outcome) -> tuple[str, ...]:
    if outcome.months is None:
        return words, NEVER, NEVER, NEVER, NOTHING
    known = now.interest is not None and outcome.interest is not None
    saved = money((now.interest or 0) - (outcome.interest or 0)) if known and outcome is not now else NOTHING
    return words, str(outcome.months), month(outcome.payoff), money(outcome.interest), saved


def _order(words: str, strategy: StrategyRow) -> Block:
    rows = tuple((each.debt, month(each.month), money(each.interest)) for each in strategy.order)
    return Table(
        (Column("debt", key=True), Column("paid off"), Column("interest", right=True)),
        rows,
        f"{words.capitalize()}: in this order",
    )
