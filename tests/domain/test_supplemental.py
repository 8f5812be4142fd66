"""Supplemental wages: the two methods of Publication 15, section 7, and the million-dollar line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.paycheck import Paycheck, Supplement, YearToDate, reckon
from effluent_cli.domain.supplemental import METHODS, supplemental_tax
from effluent_cli.domain.withholding import W4, withheld
from effluent_cli.rules.loader import tax_year

Y2026 = tax_year(2026)
MILLION = 100_000_000
SINGLE = W4("single")


def pay(gross: int, extra: int, method: str = "flat", *, before: int = 0, w4: W4 = SINGLE, hsa: int = 0) -> Paycheck:
    return reckon(
        tax_year=Y2026,
        periods=26,
        gross=gross,
        state="TX",
        w4=w4,
        deductions=(("hsa", hsa),) if hsa else (),
        ytd=YearToDate(supplemental=before),
        supplement=Supplement(extra, method),
    )


def test_flat_is_22_percent_whatever_the_w4_says() -> None:
    for w4 in (W4("single"), W4("married_jointly", step3_credits=500_000, step4b_deductions=900_000)):
        check = pay(300_000, 1_000_000, w4=w4)
        assert check.supplemental.tax == 220_000
        assert check.federal_income_tax == withheld(Y2026, 26, w4, 300_000) + 220_000


def test_aggregate_is_what_one_payment_would_bear() -> None:
    w4 = W4("head_of_household", step3_credits=220_000, step4c_extra=5_000)
    check = pay(300_000, 1_000_000, "aggregate", w4=w4)
    assert check.federal_income_tax == withheld(Y2026, 26, w4, 1_300_000)
    assert check.supplemental.tax == withheld(Y2026, 26, w4, 1_300_000) - withheld(Y2026, 26, w4, 300_000)


@pytest.mark.parametrize(
    ("before", "extra", "below", "over"),
    [
        (0, MILLION, MILLION, 0),
        (0, MILLION + 1, MILLION, 1),
        (MILLION - 300_000, 1_000_000, 300_000, 700_000),
        (MILLION, 1_000_000, 0, 1_000_000),
        (2 * MILLION, 1_000_000, 0, 1_000_000),
    ],
)
def test_the_million_is_crossed_inside_a_payment(before: int, extra: int, below: int, over: int) -> None:
    found = pay(300_000, extra, before=before).supplemental
    assert (found.below, found.over) == (below, over)
    assert found.tax == below * 22 // 100 + (over * 37 + 50) // 100
    assert pay(300_000, extra, "aggregate", before=before).supplemental.tax_over == found.tax_over


def test_a_bonus_on_its_own_check_takes_no_steps_of_the_w4() -> None:
    w4 = W4("single", step4a_other_income=90_000_000, step4c_extra=10_000)
    assert pay(0, 1_000_000, w4=w4).federal_income_tax == 220_000


def test_it_bears_social_security_and_medicare_and_counts_in_the_gross() -> None:
    check = pay(300_000, 1_000_000)
    assert (check.gross, check.social_security_wages, check.medicare_wages) == (1_300_000, 1_300_000, 1_300_000)
    taxes = check.federal_income_tax + check.social_security + check.medicare
    assert check.net_pay == 1_300_000 - taxes


def test_deductions_come_off_the_regular_wages_first() -> None:
    assert pay(300_000, 100_000, hsa=300_000).supplemental.wages == 100_000
    left = pay(300_000, 100_000, hsa=350_000)
    assert (left.supplemental.wages, left.federal_taxable_wages, left.supplemental.tax) == (50_000, 50_000, 11_000)
    assert left.federal_income_tax == 11_000


def test_there_are_two_methods() -> None:
    with pytest.raises(ValueError, match="no method 'best'"):
        supplemental_tax(Y2026, 26, W4("single"), regular=0, wages=1, method="best", before=0)


@given(st.integers(0, 2_000_000), st.integers(0, 300_000_000), st.sampled_from(METHODS), st.integers(0, 200_000_000))
def test_the_parts_add_up(gross: int, extra: int, method: str, before: int) -> None:
    found = pay(gross, extra, method, before=before).supplemental
    assert found.below + found.over == found.wages == extra
    assert 0 <= found.tax == found.tax_below + found.tax_over <= extra * 37 // 100 + 1
