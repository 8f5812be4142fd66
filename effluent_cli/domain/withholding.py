"""Federal income tax withheld from one paycheck: IRS Publication 15-T, Worksheet 1A (percentage method, automated payroll).

Everything is reckoned exactly in integers and rounded once, half-up to the cent, where the tax of the pay period is final
(lines 2h and 3b are not rounded by themselves).
"""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, half_up
from effluent_cli.domain.tax_year import WITHHOLDING_COLUMN, TaxYear

WORKSHEET_PERIODS: dict[str, int] = {
    "weekly": 52,
    "biweekly": 26,
    "semimonthly": 24,
    "monthly": 12,
    "quarterly": 4,
    "semiannual": 2,
    "annual": 1,
    "daily": 260,
}
"""Pay periods a year by frequency: Publication 15-T, table 3."""


@frozen
class W4:
    """Form W-4 (2020 or later). Steps 3, 4a and 4b are cents a year, ``step4c_extra`` cents per pay period."""

    filing_status: str
    step2_checkbox: bool = False
    step3_credits: Cents = 0
    step4a_other_income: Cents = 0
    step4b_deductions: Cents = 0
    step4c_extra: Cents = 0


class Worksheet(NamedTuple):
    """Worksheet 1A filled in, by its line numbers; cents, but for ``line_1b`` (periods) and ``line_2d`` (percent).

    ``line_2f`` and ``line_2g`` are hundredths of a cent, so that they are whole; ``line_2h``, ``line_3b`` and ``line_3c`` are
    shown half-up to the cent, while ``line_4b`` is reckoned from the exact figures.
    """

    line_1a: int
    line_1b: int
    line_1c: int
    line_1d: int
    line_1e: int
    line_1f: int
    line_1g: int
    line_1h: int
    line_1i: int
    line_2b: int
    line_2c: int
    line_2d: int
    line_2f: int
    line_2g: int
    line_2h: int
    line_3a: int
    line_3b: int
    line_3c: int
    line_4a: int
    line_4b: int


def worksheet_1a(tax_year: TaxYear, periods: int, w4: W4, wages: int) -> Worksheet:
    """Return Worksheet 1A for ``wages`` (taxable wages of the pay period, cents, not negative)."""
    column = WITHHOLDING_COLUMN[w4.filing_status]
    printed = tax_year.withholding
    table = (printed.step2 if w4.step2_checkbox else printed.standard)[column]
    annual = wages * periods
    with_other = annual + w4.step4a_other_income
    allowance = 0 if w4.step2_checkbox else printed.line_1g[column]
    less = w4.step4b_deductions + allowance
    adjusted = max(0, with_other - less)
    row = bisect_right(table.starts, adjusted) - 1
    start, base, percent = table.starts[row], table.bases[row], table.percents[row]
    part = percent * (adjusted - start)
    tentative = 100 * base + part
    # The one rounding of the worksheet: (2g − 3a) ÷ periods, half-up to the cent.
    after_credits = half_up(max(0, tentative - 100 * w4.step3_credits), 100 * periods)
    return Worksheet(
        line_1a=wages,
        line_1b=periods,
        line_1c=annual,
        line_1d=w4.step4a_other_income,
        line_1e=with_other,
        line_1f=w4.step4b_deductions,
        line_1g=allowance,
        line_1h=less,
        line_1i=adjusted,
        line_2b=start,
        line_2c=base,
        line_2d=percent,
        line_2f=part,
        line_2g=tentative,
        line_2h=half_up(tentative, 100 * periods),
        line_3a=w4.step3_credits,
        line_3b=half_up(w4.step3_credits, periods),
        line_3c=after_credits,
        line_4a=w4.step4c_extra,
        line_4b=after_credits + w4.step4c_extra,
    )


@lru_cache(maxsize=4096)
def withheld(tax_year: TaxYear, periods: int, w4: W4, wages: int) -> int:
    """Return the federal income tax (cents) to withhold from ``wages``: line 4b of Worksheet 1A, remembered."""
    return worksheet_1a(tax_year, periods, w4, wages).line_4b
