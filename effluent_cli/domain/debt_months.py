"""A debt that only its own due dates touch, followed from month to month without entries: by the very rules of ``due``.

A loan whose rate and payment never change is reckoned here in integers alone; ``tests/domain/test_month_plans.py`` holds it
against the ledger.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from effluent_cli.domain.catalog import GROUP_OF, INTEREST_CATEGORY, PRINCIPAL_MOVE
from effluent_cli.domain.due import Standing, card_charge, card_due, loan_due
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import checked_balance
from effluent_cli.domain.loan_rules import clears, escrow_on, is_steady
from effluent_cli.domain.money import rounded
from effluent_cli.domain.periods import day_in, month_of
from effluent_cli.domain.pieces import COLUMNS, COMPONENTS, DELTAS, FACTS, MOVES, Piece, Sheets, add
from effluent_cli.domain.property_costs import escrow_parts
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms
from effluent_cli.domain.tax_facts import escrow_fact, interest_fact


class DueMonth(NamedTuple):
    """One month of a debt (cents): the day of the month of its payment, what it charges and is paid, what is left to pay."""

    day: int
    interest: int
    principal: int
    payment: int
    escrow: int
    owed: int


class DebtMonths:
    """One debt with terms from the month of ``as_of`` on; ``owed`` is not below zero."""

    def __init__(self, index: InputsIndex, debt: str, standing: Standing, owed: int, as_of: date, rates: Rates) -> None:
        group = GROUP_OF[index.debts[debt].type]
        self.debt = debt
        self._index = index
        what = interest_fact(index, debt)
        charged: tuple[tuple[int, Any, int], ...] = (
            (COLUMNS, "interest", -1),
            (COMPONENTS, INTEREST_CATEGORY[group], -1),
        )
        self._interest = Piece(charged if what is None else (*charged, (FACTS, (what, ""), 1)), 0)
        self._principal = Piece(((MOVES, PRINCIPAL_MOVE[group], 1),), 0)
        self._payment = Piece(((DELTAS, index.cash_desk, -1),), 0)
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
        if interest:
            add(sheets, self._interest, interest)
        if principal:
            add(sheets, self._principal, principal)
        if escrow:
            add(sheets, self._escrow(escrow), 1)
        if payment or escrow:
            add(sheets, self._payment, payment + escrow)
            cash[day] -= payment + escrow
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
        yield DueMonth(1, 0, 0, 0, 0, owed)
        month += 1
    steady = is_steady(terms)
    numerator, denominator = terms.rate.as_integer_ratio()
    agreed = (terms.payment if standing.payment is None else standing.payment) + terms.extra_principal
    escrow, escrow_of = 0, 0
    while owed > 0:
        day = day_in(month, terms.payment_day)
        if not steady:
            due = loan_due(terms, owed, standing, day, rates)
            interest, payment, escrow, standing = due.interest, due.payment, due.escrow, due.standing
        else:
            if escrow_of != day.year:
                escrow, escrow_of = escrow_on(terms, day, rates), day.year
            interest = rounded(owed * numerator, denominator * 12, terms.interest_rounding)
            payment = owed + interest if clears(terms, day) else min(agreed, owed + interest)
        owed = checked_balance(debt, owed + interest) - payment
        yield DueMonth(day.day, interest, payment - interest, payment, escrow, owed)
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
        yield DueMonth(day_in(month, terms.payment_day).day, charged, principal, payment, 0, owed)
        month += 1


def _card_days(terms: CardTerms, month: int) -> list[tuple[date, bool]]:
    """Return the statement day (False) and the due date (True) of a month; on one day the statement comes first."""
    days = [(day_in(month, terms.payment_day), True)]
    if terms.statement_day is not None:
        days.append((day_in(month, terms.statement_day), False))
    return sorted(days)
