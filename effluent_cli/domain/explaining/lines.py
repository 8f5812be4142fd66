"""What an explained line is, and the words that several kinds of lines share."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.money import Cents, money_shown, percent_shown
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.trace import TraceLine

MOVE = "moves"
"""The column of what merely moves."""


@dataclass(frozen=True)
class Line:
    """One line of a month (cents, signed as its effect on net worth; of a move the sum moved).

    ``on`` is None for what has no day of its own. ``record`` is ``kind:id`` of what it comes from, ``rule`` where its rule
    stands or what it follows, ``figures`` how the amount came about. ``paycheck`` is the job whose paycheck it is a line of.
    """

    on: date | None
    column: str
    name: str
    amount: Cents
    record: str
    title: str
    rule: str
    figures: str
    paycheck: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class Paycheck:
    """One paycheck: gross = deductions + taxes + net pay, which lands ``into`` an account; ``trace`` is how it was reckoned."""

    on: date
    record: str
    title: str
    gross: Cents
    deductions: Cents
    taxes: Cents
    net_pay: Cents
    into: str
    trace: tuple[TraceLine, ...]


def stepped(amount: int, name: str, stated: int, year: int, rates: Rates) -> str:
    """Return in words how an amount stated in one year steps up each January by a rate of the household's."""
    if year <= stated:
        return money_shown(amount)
    if rates.varying(name, year):
        return f"{money_shown(amount)} of {stated}, grown by {name} each January"
    return grown_by(amount, name, rates[name], year - stated)


def grown_by(amount: int, name: str, rate: Decimal, years: int) -> str:
    """Return ``1,000.00 x (1 + 2.5 % inflation)^2``."""
    return f"{money_shown(amount)} x {one_plus(rate, name)}^{years}"


def one_plus(rate: Decimal, name: str = "") -> str:
    """Return ``(1 + 2.5 % inflation)``, ``(1 - 15 %)``."""
    named = f" {name.replace('_', ' ')}" if name else ""
    return f"(1 {'-' if rate < 0 else '+'} {percent_shown(abs(rate))}{named})"
