"""Figures that follow from others: the largest Social Security tax, the largest earned income credit, withholding tables.

A file that prints them is checked against this; a year without them gets them from here.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from effluent_cli.domain.tax_year import WITHHOLDING_COLUMN
from effluent_cli.rules.shaping import by_status

COLUMNS = tuple(dict.fromkeys(WITHHOLDING_COLUMN.values()))
CENT = Decimal("0.01")
DOLLAR = Decimal(1)

Values = Mapping[str, Any]
"""Figures by path (``income_tax.rates``), as a file states them."""
Rows = list[tuple[Decimal, Decimal, Decimal]]


def largest_tax(values: Values) -> Decimal:
    """Return the Social Security tax on the whole wage base."""
    return Decimal(values["social_security.wage_base"] * values["social_security.rate"])


def max_credits(values: Values) -> list[Decimal]:
    """Return the largest earned income credits: rate × earned income amount to the dollar, as the Rev. Proc. prints them."""
    pairs = zip(values["eitc.earned_income_amount"], values["eitc.phase_in_rate"], strict=True)
    return [_rounded(amount * rate, DOLLAR) for amount, rate in pairs]


def standard_rows(values: Values, column: str) -> Rows:
    """Return the rows of a column: threshold = standard deduction − line 1g + bracket limit; bases by the rates."""
    start = Decimal(values["withholding.standard_deduction"][column] - values["withholding.line_1g"][column])
    limits, bases, percents = _schedule(values, column)
    return [(Decimal(0),) * 3, *zip([start + limit for limit in limits], bases, percents, strict=True)]


def step2_rows(values: Values, column: str) -> Rows:
    """Return the rows with step 2 checked: half of standard deduction, limits and amounts, without line 1g."""
    start = Decimal(values["withholding.standard_deduction"][column])
    limits, bases, percents = _schedule(values, column)
    thresholds = [_rounded((start + limit) / 2, DOLLAR) for limit in limits]
    return [(Decimal(0),) * 3, *zip(thresholds, [_rounded(base / 2, CENT) for base in bases], percents, strict=True)]


def _schedule(values: Values, column: str) -> tuple[list[Decimal], list[Decimal], list[Decimal]]:
    """Return the lower end of each bracket, the tax at it and its rate in percent."""
    rates = values["income_tax.rates"]
    limits = [Decimal(0), *map(Decimal, by_status(values["income_tax.upper_limits"])[column])]
    bases = [Decimal(0)]
    for (lower, upper), rate in zip(pairwise(limits), rates, strict=False):
        bases.append(bases[-1] + (upper - lower) * rate)
    return limits, bases, [rate * 100 for rate in rates]


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)


def _table_amounts(values: Values) -> dict[str, Any]:
    amounts = by_status(values["standard_deduction.amount"])
    return {column: amounts[column] for column in COLUMNS}


FOLLOWING: Mapping[str, Callable[[Values], Any]] = {
    "social_security.largest_tax": largest_tax,
    "eitc.max_credit": max_credits,
    "withholding.standard_deduction": _table_amounts,
    "withholding.standard": lambda values: {column: standard_rows(values, column) for column in COLUMNS},
    "withholding.step2": lambda values: {column: step2_rows(values, column) for column in COLUMNS},
}
"""What a figure is in a year for which no file states it, by path; one may need those before it."""
