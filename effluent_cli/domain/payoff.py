"""Paying several debts off with one sum a month: by the highest rate first (avalanche) or the smallest balance (snowball).

Every debt is paid by its own terms. The extra sum, and the largest payment that each debt already paid off asked for, go to one
debt after the other on their due dates; what is left of them goes to the next one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from effluent_cli.domain.debt_path import LONGEST, DebtWalk, Owed, Payoff
from effluent_cli.domain.due import current_rate
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.loan_rules import clears, forborne
from effluent_cli.domain.money import BALANCE_LIMIT, Cents
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms

Method = Literal["avalanche", "snowball"]


@frozen
class PaidOff:
    """One debt of a strategy: the date of its last payment, and its interest until then (cents)."""

    debt: str
    on: date
    interest: Cents


@frozen
class Strategy:
    """Where a strategy leads: debts in the order in which they are paid off, and the whole; None where it never ends."""

    debts: tuple[PaidOff, ...]
    whole: Payoff


@dataclass
class _Debt:
    key: str
    walk: DebtWalk
    opening: int
    interest: int = 0
    asked: int = 0
    paid_on: date | None = None


def strategy(
    index: InputsIndex, owed: Mapping[str, Owed], as_of: date, rates: Rates, method: Method, extra: int
) -> Strategy:
    """Pay the debts of ``owed`` off after ``as_of`` with ``extra`` cents a month beside their own payments."""
    debts = [
        _Debt(key, DebtWalk(terms, each.balance, each.standing, as_of, rates), each.balance)
        for key, each in owed.items()
        if each.balance > 0 and (terms := index.loans.get(key) or index.cards.get(key)) is not None
    ]
    spare = 0
    for month in range(LONGEST + 1):
        living = [debt for debt in debts if debt.paid_on is None]
        if not living:
            return _ended(debts, month)
        if any(debt.walk.owed > BALANCE_LIMIT for debt in living):
            break
        spare += extra + sum(debt.asked for debt in debts if debt.paid_on is not None)
        spare = _month(living, spare, method, rates)
    return Strategy(_order(debts), Payoff(None, None, None))


def _month(living: list[_Debt], spare: int, method: Method, rates: Rates) -> int:
    """Pass one due date of every living debt; return what is left of ``spare`` cents."""
    targets = sorted((debt for debt in living if not _resting(debt)), key=lambda debt: _rank(debt, method, rates))
    for debt in sorted(living, key=lambda each: (each.walk.day, each.key)):
        target = next((each for each in targets if each.paid_on is None), None)
        extra = spare if debt is target else 0
        before = debt.walk.owed
        due = debt.walk.step(extra)
        debt.interest += due.interest
        whole = before + due.interest
        by_terms = whole if _clears(debt, due.on) else min(due.regular, whole)
        spare -= due.payment - by_terms
        debt.asked = max(debt.asked, 0 if _pays_all(debt) else due.regular)
        if due.balance <= 0:
            debt.paid_on = due.on
    return spare


def _rank(debt: _Debt, method: Method, rates: Rates) -> tuple[Decimal | int, int, str]:
    if method == "snowball":
        return debt.opening, 0, debt.key
    return -current_rate(debt.walk.terms, debt.walk.day, rates), debt.opening, debt.key


def _resting(debt: _Debt) -> bool:
    return isinstance(debt.walk.terms, LoanTerms) and forborne(debt.walk.terms, debt.walk.day)


def _clears(debt: _Debt, day: date) -> bool:
    return isinstance(debt.walk.terms, LoanTerms) and clears(debt.walk.terms, day)


def _pays_all(debt: _Debt) -> bool:
    """Whether a debt asks for its whole balance at once: that frees no monthly payment."""
    return isinstance(debt.walk.terms, CardTerms) and debt.walk.terms.payment_rule == "full"


def _order(debts: list[_Debt]) -> tuple[PaidOff, ...]:
    done = [PaidOff(debt.key, debt.paid_on, debt.interest) for debt in debts if debt.paid_on is not None]
    return tuple(sorted(done, key=lambda each: (each.on, each.debt)))


def _ended(debts: list[_Debt], months: int) -> Strategy:
    order = _order(debts)
    interest = sum(debt.interest for debt in debts)
    return Strategy(order, Payoff(months, order[-1].on if order else None, interest))
