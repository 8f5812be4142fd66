"""Publication 15-T, Worksheet 1A."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.catalog import FILING_STATUSES
from effluent_cli.domain.tax_year import WITHHOLDING_COLUMN, TaxYear
from effluent_cli.domain.withholding import W4, WORKSHEET_PERIODS, withheld, worksheet_1a
from effluent_cli.rules.loader import tax_year

Y2026 = tax_year(2026)

AMOUNTS = st.integers(0, 3_000_000)
W4S = st.builds(
    W4,
    filing_status=st.sampled_from(FILING_STATUSES),
    step2_checkbox=st.booleans(),
    step3_credits=AMOUNTS,
    step4a_other_income=AMOUNTS,
    step4b_deductions=AMOUNTS,
    step4c_extra=st.integers(0, 50_000),
)
YEARS = st.sampled_from([tax_year(2025), Y2026])
PERIODS = st.sampled_from(tuple(WORKSHEET_PERIODS.values()))


def test_each_line_of_the_worksheet() -> None:
    # Biweekly 3,423.40, single, step 2 checked, 4,400 of credits, 100 extra.
    sheet = worksheet_1a(
        Y2026, 26, W4("single", step2_checkbox=True, step3_credits=440_000, step4c_extra=10_000), 342_340
    )
    assert (sheet.line_1a, sheet.line_1c, sheet.line_1e) == (342_340, 8_900_840, 8_900_840)
    assert (sheet.line_1g, sheet.line_1h, sheet.line_1i) == (0, 0, 8_900_840)
    assert (sheet.line_2b, sheet.line_2c, sheet.line_2d) == (6_090_000, 898_300, 24)
    assert sheet.line_2g == 157_290_160, "15,729.016 in hundredths of a cent"
    assert (sheet.line_2h, sheet.line_3a, sheet.line_3b) == (60_496, 440_000, 16_923)
    assert (sheet.line_3c, sheet.line_4a, sheet.line_4b) == (43_573, 10_000, 53_573)


@pytest.mark.parametrize(
    ("status", "allowance"),
    [
        ("single", 860_000),
        ("married_separately", 860_000),
        ("head_of_household", 860_000),
        ("married_jointly", 1_290_000),
        ("qualifying_surviving_spouse", 1_290_000),
    ],
)
def test_line_1g_by_status_and_none_with_step_2(status: str, allowance: int) -> None:
    assert worksheet_1a(Y2026, 12, W4(status), 500_000).line_1g == allowance
    assert worksheet_1a(Y2026, 12, W4(status, step2_checkbox=True), 500_000).line_1g == 0


def test_a_wage_exactly_at_a_threshold_belongs_to_the_higher_row() -> None:
    at = worksheet_1a(Y2026, 1, W4("single"), 1_990_000 + 860_000)
    below = worksheet_1a(Y2026, 1, W4("single"), 1_990_000 + 860_000 - 1)
    assert (at.line_2d, below.line_2d) == (12, 10)
    assert at.line_4b == 124_000


def test_the_tax_is_rounded_once_half_up() -> None:
    # 10 % of 0.05 a year is half a cent.
    assert withheld(Y2026, 1, W4("single"), 750_000 + 860_000 + 5) == 1
    assert withheld(Y2026, 1, W4("single"), 750_000 + 860_000 + 4) == 0
    # Lines 2h and 3b rounded by themselves would give 1,054.81.
    line = W4("single", step2_checkbox=True, step3_credits=220_000)
    assert withheld(Y2026, 12, line, 711_480) == 105_480


def test_extra_withholding_is_taken_even_from_wages_below_the_tables() -> None:
    assert withheld(Y2026, 52, W4("married_jointly", step3_credits=440_000, step4c_extra=10_000), 30_768) == 10_000
    assert withheld(Y2026, 52, W4("single", step4c_extra=2_500), 0) == 2_500


def test_no_wages_and_no_extra_bear_nothing() -> None:
    assert withheld(Y2026, 26, W4("single"), 0) == 0


def test_credits_over_the_tax_leave_nothing_and_are_not_paid_out() -> None:
    sheet = worksheet_1a(Y2026, 12, W4("head_of_household", step3_credits=660_000), 300_000)
    assert sheet.line_2g < 100 * sheet.line_3a
    assert (sheet.line_3c, sheet.line_4b) == (0, 0)


def test_credits_over_the_tax_do_not_eat_the_extra_of_step_4c() -> None:
    sheet = worksheet_1a(Y2026, 12, W4("head_of_household", step3_credits=660_000, step4c_extra=7_500), 300_000)
    assert (sheet.line_3c, sheet.line_4b) == (0, 7_500)


def test_the_wage_of_a_millionaire_reaches_the_last_row() -> None:
    assert worksheet_1a(Y2026, 12, W4("single"), 100_000_000).line_2d == 37


@given(YEARS, PERIODS, W4S, st.integers(0, 20_000_000))
def test_it_agrees_with_the_worksheet_in_fractions(year: TaxYear, periods: int, w4: W4, wages: int) -> None:
    column = WITHHOLDING_COLUMN[w4.filing_status]
    table = (year.withholding.step2 if w4.step2_checkbox else year.withholding.standard)[column]
    line_1g = 0 if w4.step2_checkbox else year.withholding.line_1g[column]
    line_1i = max(0, wages * periods + w4.step4a_other_income - w4.step4b_deductions - line_1g)
    row = max(index for index, start in enumerate(table.starts) if start <= line_1i)
    line_2g = table.bases[row] + Fraction(table.percents[row], 100) * (line_1i - table.starts[row])
    line_3c = max(Fraction(0), line_2g / periods - Fraction(w4.step3_credits, periods))
    exact = line_3c + w4.step4c_extra
    assert abs(withheld(year, periods, w4, wages) - exact) <= Fraction(1, 2)


@given(YEARS, PERIODS, W4S, st.integers(0, 20_000_000), st.integers(0, 1_000_000))
def test_more_pay_never_withholds_less_and_never_more_than_37_percent_of_it(
    year: TaxYear, periods: int, w4: W4, wages: int, more: int
) -> None:
    rise = withheld(year, periods, w4, wages + more) - withheld(year, periods, w4, wages)
    # Printed step 2 thresholds are whole dollars: at a half dollar the table itself steps back by a few cents a year.
    assert -20 <= rise <= Fraction(37, 100) * more + 20


@given(W4S, st.integers(0, 2_000_000))
def test_26_equal_paychecks_come_to_the_annual_amount_within_half_a_cent_each(w4: W4, wages: int) -> None:
    sheet = worksheet_1a(Y2026, 26, w4, wages)
    annual = max(Fraction(sheet.line_2g, 100) - w4.step3_credits, Fraction(0)) + 26 * w4.step4c_extra
    assert abs(26 * sheet.line_4b - annual) <= 13
