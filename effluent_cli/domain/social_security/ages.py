"""When an age is attained, when full retirement age is, and what claiming before or after it does to a benefit.

The agency's rule: an age is attained on the day before the birthday (20 CFR 404.2(c)(4)), so that a person born on the 1st
attains it in the month before, and one born on 1 January in the year before. Months are numbered as in ``periods``.
"""

from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from effluent_cli.domain.law.benefits import BenefitFormula, DelayedCredit, RetirementAge
from effluent_cli.domain.periods import month_of

Row = TypeVar("Row", RetirementAge, DelayedCredit)


def legal_birth(birth: date) -> date:
    """Return the day by which the agency counts ages: the day before the day of birth."""
    return birth - timedelta(days=1)


def attained_month(birth: date, months: int) -> int:
    """Return the month in which an age of ``months`` is attained."""
    return month_of(legal_birth(birth)) + months


def eligibility_year(formula: BenefitFormula, birth: date) -> int:
    """Return the year in which 62 is attained."""
    return attained_month(birth, formula.earliest_months) // 12


def full_retirement_months(formula: BenefitFormula, birth: date) -> int:
    """Return full retirement age in months."""
    return _row_of(formula.retirement_ages, birth).months


def survivor_retirement_months(formula: BenefitFormula, birth: date) -> int:
    """Return full retirement age in months for a widow's or widower's benefit."""
    return _row_of(formula.survivor_ages, birth).months


def full_retirement_month(formula: BenefitFormula, birth: date) -> int:
    """Return the month in which full retirement age is attained."""
    return attained_month(birth, full_retirement_months(formula, birth))


def _row_of(rows: tuple[Row, ...], birth: date) -> Row:
    return rows[bisect_right(rows, legal_birth(birth).year, key=lambda row: row.born_from) - 1]


def first_month(formula: BenefitFormula, birth: date) -> int:
    """Return the first month of entitlement: the first throughout which the person is 62 (20 CFR 404.311)."""
    month = attained_month(birth, formula.earliest_months)
    # Who is born on the 2nd attains 62 on the 1st; who is born on the 1st, on the last day of the month before.
    return month if legal_birth(birth).day == 1 else month + 1


def early_factor(formula: BenefitFormula, months: int) -> Fraction:
    """Return the part of a worker's benefit that is left when it is claimed ``months`` (≥ 0) early."""
    return _reduced(formula, months, formula.early_first)


def spouse_factor(formula: BenefitFormula, months: int) -> Fraction:
    """Return the part of a spouse's benefit that is left when it is claimed ``months`` (≥ 0) early."""
    return _reduced(formula, months, formula.spouse_early_first)


def _reduced(formula: BenefitFormula, months: int, first: tuple[int, int]) -> Fraction:
    near = min(months, formula.early_first_months)
    return 1 - near * Fraction(*first) - (months - near) * Fraction(*formula.early_more)


def delayed_months(formula: BenefitFormula, birth: date, month: int) -> int:
    """Return the months of delayed retirement credits of a person who claims (or dies) in ``month``; none past 70."""
    latest = attained_month(birth, formula.delayed_until_months)
    return max(0, min(month, latest) - full_retirement_month(formula, birth))


def delayed_factor(formula: BenefitFormula, birth: date, months: int) -> Fraction:
    """Return what ``months`` of delayed retirement credits multiply a benefit with."""
    return 1 + months * Fraction(*_row_of(formula.delayed_credits, birth).per_month)


def claim_factor(formula: BenefitFormula, birth: date, month: int, *, not_paid: int = 0) -> Fraction:
    """Return what claiming in ``month`` multiplies the primary insurance amount with.

    ``not_paid`` are months before full retirement age that the earnings test left without a whole benefit: from that age on
    they no longer count as early (20 CFR 404.412).
    """
    early = full_retirement_month(formula, birth) - month
    if early > 0:
        return early_factor(formula, max(0, early - not_paid))
    return delayed_factor(formula, birth, delayed_months(formula, birth, month))


def survivor_factor(formula: BenefitFormula, birth: date, month: int) -> Fraction:
    """Return the part of a widow's or widower's benefit that is left when it is claimed in ``month``.

    The reduction at 60 is the same for every year of birth, spread evenly over the months to full retirement age.
    """
    months = survivor_retirement_months(formula, birth)
    span = months - formula.survivor_earliest_months
    early = attained_month(birth, months) - month
    return 1 - Fraction(*formula.survivor_reduction) * Fraction(min(max(0, early), span), span)
