"""A loan's schedule with everything a contract may say: roundings, payment frequency, compounding, calendar, rate changes.

It stands apart from ``domain.debt``, which has the few primitives that a projection needs for a plain monthly loan.

Amounts inside are cents as Decimals with sixty digits. Before a figure is rounded, what is smaller than 10⁻²⁰ of a cent is
dropped, so that an exact half, or a whole cent, is seen as one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from typing import Literal, NamedTuple

from effluent_cli.domain.money import BALANCE_LIMIT, Cents, Rate
from effluent_cli.domain.periods import add_months
from effluent_cli.errors import InvalidInput, Problem

Rounding = Literal["half_up", "up", "half_even", "none"]
Compounding = Literal["monthly", "semi_annual", "annual"]
DayCount = Literal["30/360", "actual/360", "actual/365"]

ROUNDINGS: dict[str, str] = {"half_up": ROUND_HALF_UP, "up": ROUND_UP, "half_even": ROUND_HALF_EVEN}
COMPOUNDINGS: dict[str, int] = {"monthly": 12, "semi_annual": 2, "annual": 1}
"""How often a year the quoted rate is compounded."""
DAYS_OF_YEAR: dict[str, int] = {"actual/360": 360, "actual/365": 365}
PERIOD_DAYS: dict[int, int] = {26: 14, 52: 7}

DIGITS = 60
NOISE = Decimal("1E-20")
CENT = Decimal(1)


@dataclass(frozen=True)
class RateChange:
    """From payment number ``from_payment`` on (1 is the first) the loan bears ``annual_rate``.

    ``recast`` works out the payment anew over what is left of the amortisation; with ``payment_cap_factor`` the new payment
    is at most that many times the one before.
    """

    from_payment: int
    annual_rate: Rate
    recast: bool = True
    payment_cap_factor: Rate | None = None


@dataclass(frozen=True)
class Loan:
    """What a loan contract says. Amounts in cents, rates fractions a year; ``payment`` None has it reckoned.

    ``amortization_months`` longer than ``term_months`` leaves a balloon. ``compounding`` None compounds once per payment.
    ``balance_rounding`` ``none``, and any actual day count, carry payment, interest and balance unrounded and round only
    what is shown.
    """

    principal: Cents
    annual_rate: Rate
    term_months: int
    payment: Cents | None = None
    extra_principal: Cents = 0
    first_payment: date | None = None
    payment_rounding: Rounding = "half_up"
    interest_rounding: Rounding = "half_up"
    balance_rounding: Rounding = "half_up"
    payments_per_year: int = 12
    compounding: Compounding | None = None
    amortization_months: int | None = None
    day_count: DayCount = "30/360"
    rate_changes: tuple[RateChange, ...] = ()

    @property
    def payments(self) -> int:
        """How many payments the term holds."""
        return self.term_months * self.payments_per_year // 12

    @property
    def amortised_over(self) -> int:
        """How many payments would amortise the loan."""
        return (self.amortization_months or self.term_months) * self.payments_per_year // 12

    @property
    def carries(self) -> bool:
        """Whether amounts are carried unrounded."""
        return self.balance_rounding == "none" or self.day_count in DAYS_OF_YEAR


@dataclass(frozen=True)
class Instalment:
    """Payment number ``n``, as shown: ``principal`` = payment − interest, ``balance`` what is left after it."""

    n: int
    payment: Cents
    interest: Cents
    principal: Cents
    balance: Cents


@dataclass(frozen=True)
class Amortisation:
    """A loan's schedule. ``payment`` is the first regular one without extra principal; ``balloon`` is due after the term."""

    payment: Cents
    number_of_payments: int
    total_interest: Cents
    last_payment: Cents
    balloon: Cents
    schedule: tuple[Instalment, ...]


class _Step(NamedTuple):
    regular: Decimal
    payment: Decimal
    interest: Decimal
    balance: Decimal


def amortise(loan: Loan) -> Amortisation:
    """Return the loan's schedule.

    Interest accrues on the balance for each period; a payment pays it and lowers the balance; extra principal comes with
    every regular payment; the last payment of the term clears what is left, unless a longer amortisation leaves a balloon.
    So a payment below the interest ends as well: the balance grows until the last payment clears it. Raises InvalidInput
    for terms that contradict each other and for a balance that grows beyond 10¹⁴ cents.
    """
    check(loan)
    with localcontext(prec=DIGITS):
        steps = list(_steps(loan))
        rows = tuple(_shown(loan, number, step) for number, step in enumerate(steps, 1))
        interest = sum((step.interest for step in steps), Decimal(0))
        return Amortisation(
            payment=_cents(steps[0].regular, loan.payment_rounding),
            number_of_payments=len(rows),
            total_interest=_cents(interest, loan.interest_rounding),
            last_payment=rows[-1].payment,
            balloon=rows[-1].balance,
            schedule=rows,
        )


def check(loan: Loan) -> None:
    """Raise InvalidInput, with every problem, where the terms contradict each other."""
    problems = [Problem(path, getattr(loan, path), message) for path, message in _contradictions(loan)]
    if problems:
        words = "; ".join(f"{problem.path} {problem.message}" for problem in problems)
        raise InvalidInput(words, problems=tuple(problems))


def _contradictions(loan: Loan) -> Iterator[tuple[str, str]]:
    amortised = loan.term_months if loan.amortization_months is None else loan.amortization_months
    for path, months in (("term_months", loan.term_months), ("amortization_months", amortised)):
        if months * loan.payments_per_year % 12 and getattr(loan, path) is not None:
            yield path, f"is no whole number of payments at {loan.payments_per_year} a year"
    if amortised < loan.term_months:
        yield "amortization_months", "must not be shorter than term_months"
    starts = [change.from_payment for change in loan.rate_changes]
    if starts != sorted(set(starts)):
        yield "rate_changes", "must stand in the order of from_payment, one for each"
    if loan.day_count in DAYS_OF_YEAR:
        yield from _calendar_contradictions(loan)


def _calendar_contradictions(loan: Loan) -> Iterator[tuple[str, str]]:
    if loan.first_payment is None:
        yield "first_payment", f"is needed for day_count {loan.day_count}"
    if 12 % loan.payments_per_year and loan.payments_per_year not in PERIOD_DAYS:
        yield "payments_per_year", f"must be 1, 2, 3, 4, 6, 12, 26 or 52 for day_count {loan.day_count}"
    if loan.compounding is not None and COMPOUNDINGS[loan.compounding] != loan.payments_per_year:
        yield "compounding", f"must agree with payments_per_year for day_count {loan.day_count}"


def level(balance: Decimal, rate: Decimal, payments: int) -> Decimal:
    """Return the payment that amortises ``balance`` at ``rate`` per period: balance × i ÷ (1 − (1 + i)^−payments)."""
    if not rate:
        return balance / payments
    growth = (1 + rate) ** payments
    return balance * rate * growth / (growth - 1)


def periodic_rate(loan: Loan, annual_rate: Decimal) -> Decimal:
    """Return the rate per payment period: (1 + rate ÷ k)^(k ÷ payments a year) − 1 where it is compounded k times a year."""
    times = COMPOUNDINGS[loan.compounding] if loan.compounding else loan.payments_per_year
    if times == loan.payments_per_year:
        return annual_rate / times
    return (1 + annual_rate / times) ** (Decimal(times) / loan.payments_per_year) - 1


def _steps(loan: Loan) -> Iterator[_Step]:
    balance, annual_rate = Decimal(loan.principal), loan.annual_rate
    rate = periodic_rate(loan, annual_rate)
    changes = {change.from_payment: change for change in loan.rate_changes}
    regular = None if loan.payment is None else Decimal(loan.payment)
    last = loan.payments if loan.amortised_over == loan.payments else None
    for number, days in enumerate(_days(loan), 1):
        change = changes.get(number)
        if change is not None:
            annual_rate = change.annual_rate
            rate = periodic_rate(loan, annual_rate)
        if regular is None or (change is not None and change.recast):
            regular = _recast(loan, level(balance, rate, loan.amortised_over - number + 1), regular, change)
        accrued = rate if days is None else annual_rate * days / DAYS_OF_YEAR[loan.day_count]
        interest = _rounded(loan, balance * accrued, loan.interest_rounding)
        whole = balance + interest
        due = regular + loan.extra_principal
        if number == last or due >= whole:
            due = whole
        balance = _rounded(loan, whole - due, loan.balance_rounding)
        if balance > BALANCE_LIMIT:
            raise InvalidInput("the balance passes 1,000,000,000,000.00", code="balance_out_of_range")
        yield _Step(regular, due, interest, balance)
        if not _cents(balance, "half_up"):
            return


def _recast(loan: Loan, payment: Decimal, before: Decimal | None, change: RateChange | None) -> Decimal:
    if before is not None and change is not None and change.payment_cap_factor is not None:
        payment = min(payment, before * change.payment_cap_factor)
    return _rounded(loan, payment, loan.payment_rounding)


def _days(loan: Loan) -> Iterator[int | None]:
    """Yield the days of each period, None where every period counts alike. The first one begins a period before its payment."""
    if loan.day_count not in DAYS_OF_YEAR or loan.first_payment is None:
        for _ in range(loan.payments):
            yield None
        return
    before = _due(loan, loan.first_payment, -1)
    for index in range(loan.payments):
        due = _due(loan, loan.first_payment, index)
        yield (due - before).days
        before = due


def _due(loan: Loan, first: date, index: int) -> date:
    if loan.payments_per_year in PERIOD_DAYS:
        return first + timedelta(days=PERIOD_DAYS[loan.payments_per_year] * index)
    return add_months(first, 12 // loan.payments_per_year * index)


def _shown(loan: Loan, number: int, step: _Step) -> Instalment:
    payment = _cents(step.payment, loan.payment_rounding)
    interest = _cents(step.interest, loan.interest_rounding)
    return Instalment(number, payment, interest, payment - interest, _cents(step.balance, loan.balance_rounding))


def _rounded(loan: Loan, value: Decimal, rounding: Rounding) -> Decimal:
    """Return what the loan carries on: the value itself, or whole cents."""
    value = value.quantize(NOISE)
    return value if loan.carries or rounding == "none" else value.quantize(CENT, ROUNDINGS[rounding])


def _cents(value: Decimal, rounding: Rounding) -> int:
    """Return what is shown, where nothing else is said half-up."""
    return int(value.quantize(NOISE).quantize(CENT, ROUNDINGS.get(rounding, ROUND_HALF_UP)))
