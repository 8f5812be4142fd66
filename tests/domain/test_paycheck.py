"""One paycheck, and a year of them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.catalog import DEDUCTION_BASES, FILING_STATUSES, STATES
from effluent_cli.domain.money import parse_money, share
from effluent_cli.domain.paycheck import Paycheck, YearToDate, above, reckon
from effluent_cli.domain.trace import paycheck_trace
from effluent_cli.domain.withholding import W4
from effluent_cli.rules.loader import tax_year

Y2026 = tax_year(2026)
BASE = Y2026.social_security.wage_base
OVER = Y2026.medicare.additional_withheld_over
NEW = YearToDate()


def pay(gross: int, *deductions: tuple[str, int], ytd: YearToDate = NEW, **changed: Any) -> Paycheck:
    given: dict[str, Any] = {"tax_year": Y2026, "periods": 12, "state": "TX", "w4": W4("single"), **changed}
    return reckon(gross=gross, deductions=deductions, ytd=ytd, **given)


def lines(check: Paycheck) -> int:
    taxes = check.federal_income_tax + check.social_security + check.medicare + check.additional_medicare
    state = (check.state.income_tax or 0) + sum(check.state.other.values())
    return check.pretax_deductions + check.aftertax_deductions + taxes + state + check.net_pay


def test_ten_thousand_a_month_in_texas_nets_7770_83() -> None:
    check = pay(1_000_000)
    assert (check.federal_income_tax, check.social_security, check.medicare) == (146_417, 62_000, 14_500)
    assert check.additional_medicare == 0
    assert check.net_pay == 777_083


def test_the_wage_base_is_crossed_inside_a_paycheck() -> None:
    crossing = pay(1_000_000, ytd=YearToDate(social_security_wages=BASE - 300_000))
    assert (crossing.social_security_wages, crossing.social_security) == (300_000, 18_600)
    assert crossing.medicare_wages == 1_000_000
    after = pay(1_000_000, ytd=YearToDate(social_security_wages=BASE))
    assert (after.social_security_wages, after.social_security) == (0, 0)
    beyond = pay(1_000_000, ytd=YearToDate(social_security_wages=BASE + 1))
    assert beyond.social_security == 0


def test_additional_medicare_is_crossed_inside_a_paycheck() -> None:
    crossing = pay(1_000_000, ytd=YearToDate(medicare_wages=OVER - 400_000))
    assert crossing.additional_medicare == share(600_000, Decimal("0.009")) == 5_400
    assert pay(1_000_000, ytd=YearToDate(medicare_wages=OVER - 1_000_000)).additional_medicare == 0
    assert pay(1_000_000, ytd=YearToDate(medicare_wages=OVER)).additional_medicare == 9_000


def test_additional_medicare_is_withheld_over_200000_whatever_the_status() -> None:
    joint = pay(1_000_000, ytd=YearToDate(medicare_wages=OVER), w4=W4("married_jointly"))
    assert joint.additional_medicare == 9_000


@pytest.mark.parametrize(("before", "wages", "part"), [(0, 5, 0), (8, 5, 3), (10, 5, 5), (12, 5, 5), (10, 0, 0)])
def test_the_part_above_a_threshold(before: int, wages: int, part: int) -> None:
    assert above(before, wages, 10) == part


@pytest.mark.parametrize(
    ("kind", "federal", "fica"),
    [
        ("traditional_401k", 900_000, 1_000_000),
        ("hsa", 900_000, 900_000),
        ("health_insurance", 900_000, 900_000),
        ("roth_401k", 1_000_000, 1_000_000),
        ("garnishment", 1_000_000, 1_000_000),
    ],
)
def test_which_wages_a_deduction_lowers(kind: str, federal: int, fica: int) -> None:
    check = pay(1_000_000, (kind, 100_000))
    assert (check.federal_taxable_wages, check.medicare_wages) == (federal, fica)
    assert check.pretax_deductions + check.aftertax_deductions == 100_000
    assert bool(check.pretax_deductions) == (federal < 1_000_000)


def test_a_kind_may_come_twice() -> None:
    assert pay(1_000_000, ("hsa", 1_000), ("hsa", 2_000)).pretax_deductions == 3_000


def test_deductions_larger_than_the_pay_leave_no_wages_and_a_negative_net() -> None:
    check = pay(100_000, ("hsa", 150_000))
    assert (check.federal_taxable_wages, check.medicare_wages, check.social_security_wages) == (0, 0, 0)
    assert check.net_pay == -50_000
    assert lines(check) == check.gross


def test_extra_withholding_larger_than_the_pay_leaves_a_negative_net() -> None:
    check = pay(5_000, w4=W4("single", step4c_extra=10_000))
    assert check.federal_income_tax == 10_000
    assert check.net_pay == 5_000 - 10_000 - 310 - 73


def test_no_pay_no_taxes() -> None:
    assert pay(0).net_pay == 0


def test_states() -> None:
    assert pay(1_000_000, state="WY").state.status == "full"
    assert (pay(1_000_000, state="TX").state.income_tax, pay(1_000_000, state="TX").state.wages) == (0, 0)
    for state in ("CA", None):
        unmodelled = pay(1_000_000, state=state).state
        assert (unmodelled.status, unmodelled.wages, unmodelled.income_tax, unmodelled.other) == (
            "none",
            None,
            None,
            {},
        )


CHECKS = {
    "gross": st.integers(0, 60_000_000),
    "deductions": st.lists(st.tuples(st.sampled_from(tuple(DEDUCTION_BASES)), st.integers(0, 500_000)), max_size=4),
    "status": st.sampled_from(FILING_STATUSES),
    "step2": st.booleans(),
    "extra": st.integers(0, 100_000),
    "periods": st.sampled_from([1, 2, 4, 12, 24, 26, 52, 260]),
    "state": st.sampled_from([None, *STATES]),
    "before": st.integers(0, 50_000_000),
}


@given(**CHECKS)
def test_the_lines_of_any_paycheck_sum_to_its_gross(
    gross: int,
    deductions: list[tuple[str, int]],
    status: str,
    step2: bool,
    extra: int,
    periods: int,
    state: str | None,
    before: int,
) -> None:
    check = pay(
        gross,
        *deductions,
        periods=periods,
        state=state,
        w4=W4(status, step2_checkbox=step2, step4c_extra=extra),
        ytd=YearToDate(before, before),
    )
    assert lines(check) == check.gross == gross
    assert 0 <= check.social_security_wages <= check.medicare_wages <= gross
    assert 0 <= check.federal_taxable_wages <= check.medicare_wages
    assert check.social_security == share(check.social_security_wages, Decimal("0.062"))


@given(st.lists(st.integers(0, 9_000_000), min_size=1, max_size=30))
def test_however_a_year_is_split_it_bears_the_same_social_security_and_additional_medicare_wages(
    grosses: list[int],
) -> None:
    social_security, additional, total, before = 0, 0, 0, NEW
    for gross in grosses:
        check = pay(gross, ytd=before)
        total += gross
        additional += above(before.medicare_wages, check.medicare_wages, OVER)
        social_security += check.social_security_wages
        before = YearToDate(before.social_security_wages + check.social_security_wages, total)
    assert social_security == min(total, BASE)
    assert additional == max(0, total - OVER)


def test_a_year_of_high_pay_bears_the_largest_social_security_tax() -> None:
    paid, before = 0, NEW
    for month in range(1, 13):
        check = pay(4_000_000, ytd=before)
        paid += check.social_security
        before = YearToDate(before.social_security_wages + check.social_security_wages, 4_000_000 * month)
    assert paid == parse_money("11439.00")


def test_the_trace_tells_every_step_with_its_source() -> None:
    before = YearToDate(BASE - 300_000, OVER - 400_000)
    w4 = W4("single")
    check = pay(1_000_000, ytd=before, w4=w4)
    trace = paycheck_trace(Y2026, 12, w4, before, check)
    values = {line.line: line.value for line in trace}
    assert values["1i adjusted annual wage"] == "111400.00"
    assert values["2d rate of the row"] == "0.22"
    assert values["2g tentative annual tax"] == "17570"
    assert values["4b federal income tax withheld"] == "1464.17"
    assert values["Social Security wages of this paycheck"] == "3000.00"
    assert values["Additional Medicare Tax"] == "54.00"
    assert values["net pay"] == "8136.83" if check.net_pay == 813_683 else str(check.net_pay / 100)
    assert all(line.source for line in trace)
    assert "state income tax" in values
    of_california = pay(1_000_000, state="CA")
    assert "state income tax" not in {line.line for line in paycheck_trace(Y2026, 12, w4, NEW, of_california)}
