"""Loan schedules: roundings, frequencies, compounding, calendars, rate changes, balloons."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.amortisation import Amortisation, Loan, RateChange, amortise, periodic_rate
from effluent_cli.domain.debt import level_payment, period_interest
from effluent_cli.domain.money import BALANCE_LIMIT, half_up
from effluent_cli.domain.trace import loan_trace
from effluent_cli.errors import InvalidInput


def loan(principal: int, rate: str, term_months: int, **terms: Any) -> Loan:
    return Loan(principal, Decimal(rate), term_months, **terms)


def conserves(found: Amortisation, principal: int) -> bool:
    repaid = sum(row.principal for row in found.schedule)
    interest = sum(row.interest for row in found.schedule)
    return repaid + found.balloon == principal and interest == found.total_interest


def test_a_plain_loan_ends_with_an_odd_payment() -> None:
    found = amortise(loan(1_500_000, "0.045", 36))
    assert (found.payment, found.number_of_payments, found.last_payment) == (44_620, 36, 44_635)
    assert found.schedule[-1].balance == found.balloon == 0


def test_the_car_loan_of_a_stated_payment_ends_in_its_23rd_month() -> None:
    found = amortise(loan(873_012, "0.0549", 23, payment=41_200))
    assert (found.number_of_payments, found.last_payment) == (23, 13_997)
    longer = amortise(loan(873_012, "0.0549", 60, payment=41_200))
    assert longer.schedule == found.schedule, "paid off is paid off, whatever the term"


def test_extra_principal_shortens_the_loan_and_stands_in_each_payment() -> None:
    found = amortise(loan(18_000_000, "0.06875", 360, extra_principal=20_000))
    assert (found.payment, found.schedule[0].payment, found.number_of_payments) == (118_247, 138_247, 240)
    assert found.last_payment == 117_415


def test_no_interest() -> None:
    found = amortise(loan(100, "0", 3))
    assert [row.payment for row in found.schedule] == [33, 33, 34]
    assert found.total_interest == 0


def test_a_single_payment() -> None:
    found = amortise(loan(10_000, "0.12", 1))
    assert (found.payment, found.last_payment, found.total_interest) == (10_100, 10_100, 100)


@pytest.mark.parametrize(
    ("rounding", "payment"), [("half_up", 21_307), ("up", 21_307), ("half_even", 21_307), ("none", 21_307)]
)
def test_payment_roundings(rounding: Any, payment: int) -> None:
    assert amortise(loan(1_795_000, "0.075", 120, payment_rounding=rounding)).payment == payment


def test_up_leaves_whole_cents_alone() -> None:
    assert amortise(loan(10_000, "0", 4, payment_rounding="up")).payment == 2_500
    assert amortise(loan(10_000, "0.12", 1, payment_rounding="up")).payment == 10_100
    assert amortise(loan(10_001, "0", 4, payment_rounding="up")).payment == 2_501


def test_half_even_and_half_up_differ_at_the_half() -> None:
    # 4.50 at 1 % a period and 5.50 at 1 %: 4.5 and 5.5 cents of interest.
    even = {"payments_per_year": 1, "payment": 1, "interest_rounding": "half_even"}
    assert [amortise(loan(cents, "0.01", 24, **even)).schedule[0].interest for cents in (450, 550)] == [4, 6]
    up = {"payments_per_year": 1, "payment": 1}
    assert [amortise(loan(cents, "0.01", 24, **up)).schedule[0].interest for cents in (450, 550)] == [5, 6]
    raised = {"payments_per_year": 1, "payment": 1, "interest_rounding": "up"}
    assert amortise(loan(401, "0.01", 24, **raised)).schedule[0].interest == 5


def test_unrounded_interest_with_a_rounded_balance() -> None:
    found = amortise(loan(100_000, "0.07", 12, interest_rounding="none"))
    assert found.schedule[0].interest == 583
    assert found.schedule[0].balance == half_up(100_000 * 12 * 100 + 100_000 * 7 - found.payment * 1200, 1200)
    assert found.schedule[-1].balance == 0


def test_an_unrounded_payment_with_rounded_interest() -> None:
    found = amortise(loan(56_300, "0.12", 5, payment_rounding="none"))
    assert [row.payment for row in found.schedule] == [11_600, 11_600, 11_600, 11_600, 11_601]


def test_everything_carried_unrounded_is_rounded_when_it_is_shown() -> None:
    found = amortise(loan(56_300, "0.12", 5, balance_rounding="none"))
    assert [(row.interest, row.principal, row.balance) for row in found.schedule] == [
        (563, 11_037, 45_263),
        (453, 11_147, 34_116),
        (341, 11_259, 22_857),
        (229, 11_371, 11_485),
        (115, 11_485, 0),
    ]
    assert found.last_payment == 11_600
    assert found.total_interest == 1_700, "not the 17.01 of the rounded rows"


def test_carried_amounts_leave_no_payment_of_nothing_behind() -> None:
    exact = amortise(loan(10_000, "0", 400, payment=33, balance_rounding="none"))
    assert exact.number_of_payments == 304
    assert exact.last_payment == 1


@pytest.mark.parametrize(
    ("per_year", "term", "payments"), [(1, 144, 12), (2, 12, 2), (4, 36, 12), (24, 12, 24), (26, 12, 26), (52, 12, 52)]
)
def test_payments_per_year(per_year: int, term: int, payments: int) -> None:
    found = amortise(loan(2_000_000, "0.08", term, payments_per_year=per_year))
    assert found.number_of_payments == payments
    assert found.payment == level_payment(2_000_000, Decimal("0.08"), payments, per_year)


def test_compounding() -> None:
    # The Canadian Interest Act, section 6: quoted half-yearly, paid monthly.
    canadian = loan(30_000_000, "0.05", 300, compounding="semi_annual")
    assert amortise(canadian).payment == 174_481
    assert abs((1 + periodic_rate(canadian, Decimal("0.05"))) ** 12 - Decimal("1.050625")) < Decimal("1E-20")
    effective = loan(1_000_000, "0.12", 12, compounding="annual")
    assert abs((1 + periodic_rate(effective, Decimal("0.12"))) ** 12 - Decimal("1.12")) < Decimal("1E-20")
    monthly = loan(1_000_000, "0.12", 12, compounding="monthly", payments_per_year=4)
    assert abs(periodic_rate(monthly, Decimal("0.12")) - Decimal("0.030301")) < Decimal("1E-20")
    assert amortise(loan(1_000_000, "0.12", 12, compounding="monthly")) == amortise(loan(1_000_000, "0.12", 12))


def test_a_balloon_is_what_a_longer_amortisation_leaves() -> None:
    found = amortise(loan(20_000_000, "0.06", 84, amortization_months=360))
    whole = amortise(loan(20_000_000, "0.06", 360))
    assert found.payment == whole.payment
    assert found.number_of_payments == 84
    assert found.balloon == found.schedule[-1].balance == whole.schedule[83].balance
    assert found.last_payment == found.payment
    assert conserves(found, 20_000_000)
    assert amortise(loan(20_000_000, "0.06", 84, amortization_months=84)).balloon == 0


def test_a_commercial_loan_by_actual_days() -> None:
    # Fannie Mae's structured adjustable-rate example: 25 million at 5.5 %, ten of thirty years, first payment 1 January 2019.
    found = amortise(
        loan(
            2_500_000_000, "0.055", 120, amortization_months=360, day_count="actual/360", first_payment=date(2019, 1, 1)
        )
    )
    assert found.payment == 14_194_725
    assert found.balloon == 2_088_550_583


def test_actual_days_of_each_period() -> None:
    terms = {"payment": 1_000, "first_payment": date(2028, 1, 31)}
    rows = amortise(loan(36_500_000, "0.10", 4, day_count="actual/365", **terms)).schedule
    # 31 December to 31 January, to 29 February, to 31 March.
    assert rows[0].interest == 310_000
    assert rows[1].interest == half_up((36_500_000 + 310_000 - 1_000) * 29, 3_650)
    thirty = amortise(loan(36_500_000, "0.10", 4, **terms)).schedule
    assert thirty[0].interest == half_up(36_500_000, 120), "30/360 looks at no calendar"


@pytest.mark.parametrize(("per_year", "days"), [(52, 7), (26, 14), (4, 92), (1, 365)])
def test_actual_days_of_other_periods(per_year: int, days: int) -> None:
    terms = {"payment": 1, "payments_per_year": per_year, "day_count": "actual/360", "first_payment": date(2027, 1, 1)}
    assert amortise(loan(36_000_000, "0.10", 24, **terms)).schedule[0].interest == 10_000 * days


def test_a_rate_change_recasts_the_payment() -> None:
    found = amortise(loan(20_000_000, "0.057", 360, rate_changes=(RateChange(61, Decimal("0.072")),)))
    assert (found.schedule[59].payment, found.schedule[60].payment) == (116_080, 133_416)
    assert found.payment == 116_080
    assert conserves(found, 20_000_000)


def test_regulation_z_sample_h_14() -> None:
    """10,000 over thirty years, the index at 14.41 % and a margin of 3 points; published are the balances after each year.

    The rate may fall by 2 points a year, which binds in the second and the fourth, and by 5 in all, which binds from the fifth.
    The payment is reckoned anew each year.
    """
    rates = [Decimal(rate) for rate in ("0.1741", "0.1541", "0.1517", "0.1317", *["0.1241"] * 11)]
    changes = tuple(RateChange(12 * year + 1, rate) for year, rate in enumerate(rates) if year)
    found = amortise(loan(1_000_000, "0.1741", 360, rate_changes=changes))
    assert found.payment == 14_590
    assert [found.schedule[12 * years - 1].balance for years in (1, 2, 3, 4, 5, 15)] == [
        998_937,
        996_966,
        994_551,
        990_370,
        984_894,
        870_037,
    ]
    assert conserves(found, 1_000_000)
    # The recast payments by the annuity formula, reckoned here in exact fractions.
    for year, rate in enumerate(rates):
        opening = found.schedule[12 * year - 1].balance if year else 1_000_000
        assert found.schedule[12 * year].payment == annuity(opening, Fraction(rate) / 12, 360 - 12 * year)


def annuity(principal: int, rate: Fraction, payments: int) -> int:
    return int(principal * rate / (1 - (1 + rate) ** -payments) + Fraction(1, 2))


def test_a_rate_change_without_recast_leaves_the_payment() -> None:
    change = RateChange(13, Decimal("0.12"), recast=False)
    found = amortise(loan(1_000_000, "0.06", 60, rate_changes=(change,)))
    assert found.schedule[12].payment == found.payment
    assert found.schedule[12].interest == period_interest(found.schedule[11].balance, Decimal("0.12"))
    assert found.last_payment > found.payment


def test_a_capped_payment_may_fall_short_of_the_interest() -> None:
    change = RateChange(13, Decimal("0.18"), payment_cap_factor=Decimal("1.075"))
    found = amortise(loan(6_500_000, "0.10", 360, rate_changes=(change,)))
    capped = found.schedule[12]
    assert capped.payment == half_up(found.payment * 1_075, 1_000)
    assert capped.principal < 0
    assert capped.balance > found.schedule[11].balance
    assert conserves(found, 6_500_000)
    loose = RateChange(13, Decimal("0.18"), payment_cap_factor=Decimal(2))
    assert amortise(loan(6_500_000, "0.10", 360, rate_changes=(loose,))).schedule[12].payment < 2 * found.payment


def test_a_rate_change_at_the_first_payment_and_beyond_the_term() -> None:
    plain = amortise(loan(1_000_000, "0.12", 12))
    from_the_start = loan(
        1_000_000, "0.06", 12, rate_changes=(RateChange(1, Decimal("0.12")), RateChange(40, Decimal("0.5")))
    )
    assert amortise(from_the_start) == plain


def test_a_stated_payment_yields_to_a_recast() -> None:
    found = amortise(loan(1_000_000, "0.06", 60, payment=19_500, rate_changes=(RateChange(13, Decimal("0.08")),)))
    assert found.payment == 19_500
    assert found.schedule[12].payment == level_payment(found.schedule[11].balance, Decimal("0.08"), 48)


def test_a_payment_below_the_interest_ends_with_the_term() -> None:
    found = amortise(loan(1_000_000, "0.24", 12, payment=10_000))
    assert [row.balance for row in found.schedule[:2]] == [1_010_000, 1_020_200]
    assert found.schedule[-1].payment == found.last_payment > 1_000_000
    assert found.schedule[-1].balance == 0
    assert conserves(found, 1_000_000)


def test_interest_only_is_a_payment_of_the_interest() -> None:
    found = amortise(loan(1_200_000, "0.06", 24, payment=6_000))
    assert {row.principal for row in found.schedule[:-1]} == {0}
    assert found.last_payment == 1_206_000


def test_a_balance_that_grows_without_end_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="passes") as refused:
        amortise(loan(BALANCE_LIMIT // 1_000, "9", 1_200, payment=1))
    assert refused.value.code == "balance_out_of_range"


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        ({"payments_per_year": 26}, "term_months"),
        ({"payments_per_year": 4, "term_months": 12, "amortization_months": 13}, "amortization_months"),
        ({"amortization_months": 6}, "amortization_months"),
        ({"day_count": "actual/360"}, "first_payment"),
        (
            {"day_count": "actual/360", "first_payment": date(2027, 1, 1), "payments_per_year": 24, "term_months": 12},
            "payments_per_year",
        ),
        ({"day_count": "actual/365", "first_payment": date(2027, 1, 1), "compounding": "annual"}, "compounding"),
        ({"rate_changes": (RateChange(5, Decimal(0)), RateChange(3, Decimal(0)))}, "rate_changes"),
        ({"rate_changes": (RateChange(5, Decimal(0)), RateChange(5, Decimal(0)))}, "rate_changes"),
    ],
)
def test_terms_that_contradict_each_other(terms: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        amortise(loan(1_000_000, "0.06", **{"term_months": 7, **terms}))
    assert path in [problem.path for problem in refused.value.problems]


def test_compounding_that_agrees_with_the_payments_may_stand_beside_actual_days() -> None:
    terms = {"day_count": "actual/365", "first_payment": date(2027, 1, 1)}
    assert amortise(loan(1_000_000, "0.06", 12, compounding="monthly", **terms)) == amortise(
        loan(1_000_000, "0.06", 12, **terms)
    )


@given(
    st.integers(1, 10**10),
    st.decimals(0, Decimal("0.4"), places=4),
    st.integers(1, 120),
    st.integers(0, 50_000),
    st.sampled_from(["half_up", "up", "half_even"]),
)
@settings(max_examples=60)
def test_a_rounded_schedule_conserves_principal_and_ends(
    principal: int, rate: Decimal, term: int, extra: int, rounding: Any
) -> None:
    terms = {"payment_rounding": rounding, "interest_rounding": rounding, "balance_rounding": rounding}
    found = amortise(loan(principal, str(rate), term, extra_principal=extra, **terms))
    assert conserves(found, principal)
    assert found.schedule[-1].balance == 0
    assert found.number_of_payments == len(found.schedule) <= term
    assert [row.n for row in found.schedule] == list(range(1, len(found.schedule) + 1))
    assert all(row.payment == row.interest + row.principal for row in found.schedule)


@given(st.integers(1, 10**10), st.decimals(0, Decimal("0.4"), places=4), st.integers(1, 120), st.integers(0, 50_000))
@settings(max_examples=60)
def test_it_agrees_with_whole_cents_reckoned_step_by_step(principal: int, rate: Decimal, term: int, extra: int) -> None:
    found = amortise(loan(principal, str(rate), term, extra_principal=extra))
    assert [(row.payment, row.interest, row.balance) for row in found.schedule] == list(
        whole_cents(principal, rate, term, extra)
    )


def whole_cents(principal: int, rate: Decimal, term: int, extra: int) -> Iterator[tuple[int, int, int]]:
    payment, balance, number = level_payment(principal, rate, term), principal, 0
    while balance:
        number += 1
        interest = period_interest(balance, rate)
        paid = balance + interest if number == term else min(balance + interest, payment + extra)
        balance += interest - paid
        yield paid, interest, balance


def test_the_trace_of_a_loan() -> None:
    terms = loan(30_000_000, "0.0599", 360)
    values = {line.line: line.value for line in loan_trace(terms, amortise(terms))}
    assert values["payments of the term"] == "360"
    assert values["rate per payment period"].startswith("0.0049916666")
    assert values["level payment, unrounded"] == "1796.7232718904"
    assert values["regular payment"] == "1796.72"
    stated = loan(30_000_000, "0.0599", 360, payment=200_000)
    assert [line.source for line in loan_trace(stated, amortise(stated)) if line.line == "regular payment"] == [
        "as stated"
    ]
