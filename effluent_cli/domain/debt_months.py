"""A debt that only its own due dates touch, followed from month to month without entries: by the very rules of ``due``.

A loan whose rate and payment never change is reckoned here in integers alone; ``tests/domain/test_month_plans.py`` holds it
against the ledger.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

from effluent_cli.domain.catalog import GROUP_OF, INTEREST_CATEGORY, PRINCIPAL_MOVE
from effluent_cli.domain.due import Standing, card_charge, card_due, loan_due
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import checked_balance
from effluent_cli.domain.loan_rules import escrow_on, is_steady
from effluent_cli.domain.money import rounded
from effluent_cli.domain.periods import day_in, days_in, month_of
from effluent_cli.domain.pieces import COLUMNS, COMPONENTS, FACTS, Piece, Sheets, add
from effluent_cli.domain.property_costs import escrow_parts
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms
from effluent_cli.domain.tax_facts import escrow_fact, interest_fact

DueMonth: TypeAlias = tuple[int, int, int, int, int, int]
"""One month of a debt (cents): the day of the month of its payment, what it charges, what of the payment is principal, the
payment, the escrow, and what is left to pay."""


class DebtMonths:
    """One debt with terms from the month of ``as_of`` on; ``owed`` is not below zero."""

    def __init__(self, index: InputsIndex, debt: str, standing: Standing, owed: int, as_of: date, rates: Rates) -> None:
        group = GROUP_OF[index.debts[debt].type]
        self.debt = debt
        self._index = index
        self._desk = index.cash_desk
        self._interest, self._principal = INTEREST_CATEGORY[group], PRINCIPAL_MOVE[group]
        what = interest_fact(index, debt)
        self._fact = (what, "") if what is not None else None
        self._escrowed = 0, Piece((), 0)
        loan = index.loans.get(debt)
        self._months = (
            _loan_months(debt, loan, standing, owed, as_of, rates)
            if loan is not None
            else _card_months(debt, index.cards[debt], standing, owed, as_of)
        )

    def post(self, sheets: Sheets, cash: list[int], owed: dict[str, int]) -> bool:
        """Add the next month to its sums, its cash by day and what is owed at its end; False where nothing follows any more."""
        due = next(self._months, None)
        if due is None:
            return False
        day, interest, principal, payment, escrow, owed[self.debt] = due
        columns, components, moves, deltas, _, facts = sheets
        if interest:
            columns["interest"] = columns.get("interest", 0) - interest
            components[self._interest] = components.get(self._interest, 0) - interest
            if self._fact is not None:
                facts[self._fact] = facts.get(self._fact, 0) + interest
        if principal:
            moves[self._principal] = moves.get(self._principal, 0) + principal
        if escrow:
            add(sheets, self._escrow(escrow), 1)
        if paid := payment + escrow:
            deltas[self._desk] = deltas.get(self._desk, 0) - paid
            cash[day - 1] -= paid
        return True

    def _escrow(self, escrow: int) -> Piece:
        """Return what the bills come to that a due date's escrow pays: the same for a whole year."""
        if self._escrowed[0] != escrow:
            adds: list[tuple[int, Any, int]] = []
            for category, amount in escrow_parts(self._index, self.debt, escrow):
                adds += (COLUMNS, "spending", -amount), (COMPONENTS, category, -amount)
                if (what := escrow_fact(self._index, self.debt, category)) is not None:
                    adds.append((FACTS, (what, ""), amount))
            self._escrowed = escrow, Piece(tuple(adds), 0)
        return self._escrowed[1]


def _loan_months(  # which debt, on which terms, from where, at which rates
    debt: str, terms: LoanTerms, standing: Standing, owed: int, as_of: date, rates: Rates
) -> Iterator[DueMonth]:
    month, begun = month_of(as_of), max(as_of, terms.origination or as_of)
    while day_in(month, terms.payment_day) <= begun:
        yield 1, 0, 0, 0, 0, owed
        month += 1
    if is_steady(terms):
        yield from _steady_months(debt, terms, standing, owed, month, rates)
        return
    while owed > 0:
        day = day_in(month, terms.payment_day)
        due = loan_due(terms, owed, standing, day, rates)
        standing = due.standing
        owed = checked_balance(debt, owed + due.interest) - due.payment
        yield day.day, due.interest, due.payment - due.interest, due.payment, due.escrow, owed
        month += 1


def _steady_months(  # which debt, on which terms, from where and when, at which rates
    debt: str, terms: LoanTerms, standing: Standing, owed: int, month: int, rates: Rates
) -> Iterator[DueMonth]:
    number, rule = terms.payment_day, terms.interest_rounding
    numerator, denominator = terms.rate.as_integer_ratio()
    denominator *= 12
    agreed = (terms.payment if standing.payment is None else standing.payment) + terms.extra_principal
    clearing = month_of(terms.last_payment_on) if terms.last_payment_on is not None else None
    escrow, escrow_of = 0, 0
    while owed > 0:
        if escrow_of != month // 12:
            escrow_of = month // 12
            escrow = escrow_on(terms, day_in(month, number), rates)
        interest = rounded(owed * numerator, denominator, rule)
        owed = checked_balance(debt, owed + interest)
        payment = owed if agreed > owed or (clearing is not None and month >= clearing) else agreed
        owed -= payment
        yield (
            number if number <= 28 else min(number, days_in(month)),
            interest,
            payment - interest,
            payment,
            escrow,
            owed,
        )
        month += 1


def _card_months(debt: str, terms: CardTerms, standing: Standing, owed: int, as_of: date) -> Iterator[DueMonth]:
    month = month_of(as_of)
    while owed:
        charged = principal = payment = 0
        for day, falls_due in _card_days(terms, month):
            if day <= as_of:
                continue
            if not falls_due:
                interest, standing = card_charge(terms, owed, standing, day)
            else:
                due = card_due(terms, owed, standing, day)
                interest, payment, principal = due.interest, due.payment, due.payment - due.interest - standing.charged
                standing = due.standing
            owed = checked_balance(debt, owed + interest) - (payment if falls_due else 0)
            charged += interest
        yield day_in(month, terms.payment_day).day, charged, principal, payment, 0, owed
        month += 1


def _card_days(terms: CardTerms, month: int) -> list[tuple[date, bool]]:
    """Return the statement day (False) and the due date (True) of a month; on one day the statement comes first."""
    days = [(day_in(month, terms.payment_day), True)]
    if terms.statement_day is not None:
        days.append((day_in(month, terms.statement_day), False))
    return sorted(days)
