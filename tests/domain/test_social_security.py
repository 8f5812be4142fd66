"""Social Security benefits: the agency's own examples and tables, its rules at their edges, and what must always hold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.law.benefits import WageHistory
from effluent_cli.domain.periods import month_text, parse_month
from effluent_cli.domain.social_security import ages
from effluent_cli.domain.social_security.benefit import benefit, cost_of_living, portions
from effluent_cli.domain.social_security.earnings import averaged, computation_years, credits_earned
from effluent_cli.domain.social_security.family import Claimant, spouse_monthly, survivor_monthly
from effluent_cli.domain.social_security.law import BenefitLaw
from effluent_cli.domain.social_security.working import excess_earnings, months_not_paid, paid_after
from effluent_cli.rules.loader import long_lived, tax_year

TABLES = long_lived()
FORMULA = TABLES.formula
LAW = BenefitLaw(FORMULA, TABLES.wages, Decimal("0.025"), Decimal("0.025"))
BORN_1960 = date(1960, 6, 15)


@pytest.mark.parametrize(
    ("year", "points"),
    [(1984, (267, 1612)), (1990, (356, 2145)), (2000, (531, 3202)), (2010, (761, 4586)), (2020, (960, 5785)),
     (2024, (1174, 7078)), (2025, (1226, 7391)), (2026, (1286, 7749)), (2027, (1340, 8077))],
)  # fmt: skip
def test_bend_points_as_published(year: int, points: tuple[int, int]) -> None:
    assert LAW.bend_points(year) == points


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_figures_of_the_year_follow_from_the_wage_index(year: int) -> None:
    published = tax_year(year)
    assert tuple(point // 100 for point in published.benefits.bend_points) == LAW.bend_points(year)
    assert published.benefits.earnings_test == LAW.exempt_earnings(year)
    assert published.benefits.earnings_test_full_retirement_year == LAW.exempt_earnings_of_last_year(year)
    assert published.benefits.quarter_of_coverage == LAW.quarter_of_coverage(year)
    assert published.social_security.wage_base == LAW.wage_base(year)
    assert published.benefits.cola == LAW.cola(year - 1)


def test_wage_bases_follow_the_index_where_the_formula_holds() -> None:
    wages = WageHistory(**{**vars(LAW.wages), "wage_base": {1994: 6_060_000}})
    unpublished = replace(LAW, wages=wages)
    for year in (*range(1995, 2010), *range(2012, 2016), *range(2017, 2028)):
        assert unpublished.wage_base(year) == LAW.wage_base(year), year


def test_a_year_to_come_is_carried_forward() -> None:
    assert LAW.average_wage(2025) == 7_280_033
    assert LAW.average_wage(2027) == 7_648_585
    assert LAW.wage_base(2028) == 19_710_000
    assert LAW.published(2027)
    assert not LAW.published(2028)
    assert LAW.cola(2030) == Decimal("0.025")
    assert replace(LAW, wage_growth=Decimal("-0.2")).wage_base(2035) == 19_230_000


@pytest.mark.parametrize(
    ("birth", "months"),
    [(date(1937, 6, 1), 780), (date(1938, 1, 1), 780), (date(1938, 1, 2), 782), (date(1942, 12, 31), 790),
     (date(1943, 1, 2), 792), (date(1954, 7, 1), 792), (date(1955, 1, 1), 792), (date(1955, 1, 2), 794),
     (date(1957, 3, 3), 798), (date(1959, 12, 31), 802), (date(1960, 1, 1), 802), (date(1960, 1, 2), 804)],
)  # fmt: skip
def test_full_retirement_age(birth: date, months: int) -> None:
    assert ages.full_retirement_months(FORMULA, birth) == months


@pytest.mark.parametrize(
    ("birth", "eligible", "first"),
    [
        (date(1964, 5, 2), 2026, "2026-05"),
        (date(1964, 5, 1), 2026, "2026-05"),
        (date(1964, 5, 3), 2026, "2026-06"),
        (date(1964, 5, 31), 2026, "2026-06"),
        (date(1964, 1, 1), 2025, "2026-01"),
        (date(1964, 1, 2), 2026, "2026-01"),
    ],
)
def test_eligibility_and_the_first_month(birth: date, eligible: int, first: str) -> None:
    assert ages.eligibility_year(FORMULA, birth) == eligible
    assert month_text(ages.first_month(FORMULA, birth)) == first


def test_an_age_is_attained_the_day_before_the_birthday() -> None:
    assert month_text(ages.attained_month(date(1961, 1, 1), 65 * 12)) == "2025-12"
    assert month_text(ages.attained_month(date(1961, 1, 2), 65 * 12)) == "2026-01"
    assert month_text(ages.full_retirement_month(FORMULA, date(1960, 3, 1))) == "2027-02"


@pytest.mark.parametrize(
    ("birth", "claim", "factor"),
    [
        (date(1960, 1, 2), "2022-01", "0.70"),
        (date(1955, 1, 2), "2017-01", Fraction(89, 120)),
        (date(1943, 1, 2), "2005-01", "0.75"),
        (date(1960, 1, 2), "2024-01", "0.80"),
        (date(1960, 1, 2), "2026-12", Fraction(179, 180)),
        (date(1960, 1, 2), "2027-01", "1"),
        (date(1960, 1, 2), "2028-01", "1.08"),
        (date(1960, 1, 2), "2030-01", "1.24"),
        (date(1960, 1, 2), "2033-01", "1.24"),
        (date(1943, 1, 2), "2013-01", "1.32"),
        (date(1937, 1, 2), "2007-01", "1.325"),
        (date(1924, 12, 31), "1994-12", "1.15"),
    ],
)
def test_claiming_early_and_late(birth: date, claim: str, factor: str | Fraction) -> None:
    assert ages.claim_factor(FORMULA, birth, parse_month(claim)) == Fraction(factor)


def test_months_without_pay_count_as_early_no_longer() -> None:
    claim = parse_month("2022-07")
    assert ages.claim_factor(FORMULA, BORN_1960, claim) == Fraction("0.7") + Fraction(1, 240)
    assert ages.claim_factor(FORMULA, BORN_1960, claim, not_paid=23) == Fraction("0.8")
    assert ages.claim_factor(FORMULA, BORN_1960, claim, not_paid=99) == 1


def test_earnings_are_capped_indexed_and_the_highest_35_count() -> None:
    record = dict.fromkeys(range(1980, 2026), 99999999)
    found = averaged(LAW, 2024, record, before=2024)
    assert found.capped == frozenset(range(1980, 2024))
    assert found.indexed[2023] == LAW.wage_base(2023)
    assert found.indexed[2000] == round(7_620_000 * Decimal("63795.13") / Decimal("32154.82"))
    assert len(found.counted) == 35
    assert found.aime == 13_100


def test_few_years_are_averaged_over_35_all_the_same() -> None:
    found = averaged(LAW, 2024, {2023: 4_200_000, 1950: 4_200_000, 2024: 4_200_000}, before=2024)
    assert (found.counted, found.aime) == ((2023,), 100)
    assert averaged(LAW, 2024, {}, before=2024).aime == 0
    assert (computation_years(LAW, 1991), computation_years(LAW, 1984)) == (35, 28)


def test_credits_of_a_record() -> None:
    assert credits_earned(LAW, {2026: 189_000, 2025: 181_000 * 3, 1970: 20_000, 2027: 10**9}, 2027) == 1 + 3 + 4


def test_the_formula_rounds_down_to_the_dime() -> None:
    assert portions(LAW, 10_683, (960, 5785)) == (86_400, 154_400, 73_470)
    assert portions(LAW, 500, (960, 5785)) == (45_000, 0, 0)


def test_increases_run_from_the_december_of_eligibility_to_the_month_of_the_claim() -> None:
    def of(month: str) -> list[tuple[int, int]]:
        return [(each.year, each.pia) for each in cost_of_living(LAW, 100_000, 2023, parse_month(month))]

    assert of("2023-11") == []
    assert of("2023-12") == [(2023, 103_200)]
    assert of("2024-11") == [(2023, 103_200)]
    assert of("2025-01") == [(2023, 103_200), (2024, 105_780)]


def test_a_benefit_with_delay_and_with_assumed_years() -> None:
    record = dict.fromkeys(range(1985, 2030), 6000000)
    published = benefit(LAW, date(1959, 1, 2), record, parse_month("2025-11"))
    late = benefit(LAW, date(1959, 1, 2), record, parse_month("2026-11"))
    assert (published.early_months, published.factor, published.projected) == (0, Fraction(1), False)
    assert (late.early_months, late.factor, late.projected) == (-12, Fraction("1.08"), False)
    assert late.monthly == late.pia * 108 // 10_000
    assert benefit(LAW, date(1970, 1, 2), record, parse_month("2037-01")).projected


@given(st.integers(0, 300), st.dates(date(1930, 1, 1), date(1990, 1, 1)))
def test_waiting_a_month_never_lowers_the_factor(wait: int, birth: date) -> None:
    month = ages.first_month(FORMULA, birth) + wait
    now, later = (ages.claim_factor(FORMULA, birth, each) for each in (month, month + 1))
    assert Fraction(7, 10) <= now <= later <= Fraction(133, 100)


@given(
    st.dictionaries(st.integers(1975, 2030), st.integers(0, 30_000_000)), st.integers(1975, 2030), st.integers(1, 10**7)
)
def test_more_earnings_never_lower_a_benefit(record: dict[int, int], year: int, more: int) -> None:
    claim = parse_month("2031-01")
    before = benefit(LAW, date(1964, 1, 2), record, claim)
    after = benefit(LAW, date(1964, 1, 2), {**record, year: record.get(year, 0) + more}, claim)
    assert before.monthly <= after.monthly
    assert before.pia % 10 == 0
    assert len(before.earnings.counted) <= 35


class TestFamily:
    def test_a_spouse_without_a_record(self) -> None:
        spouse = Claimant(BORN_1960, 0, None)
        at = ages.full_retirement_month(FORMULA, BORN_1960)
        assert spouse_monthly(FORMULA, 200_000, spouse, at) == 1_000
        assert spouse_monthly(FORMULA, 200_000, spouse, at + 24) == 1_000
        assert spouse_monthly(FORMULA, 200_000, spouse, at - 36) == 750
        assert spouse_monthly(FORMULA, 200_000, spouse, at - 60) == 650

    def test_a_spouse_with_a_record_of_her_own_is_topped_up(self) -> None:
        at = ages.full_retirement_month(FORMULA, BORN_1960)
        assert spouse_monthly(FORMULA, 200_000, Claimant(BORN_1960, 60_000, at), at) == 1_000
        assert spouse_monthly(FORMULA, 200_000, Claimant(BORN_1960, 60_000, at - 60), at) == 820
        assert spouse_monthly(FORMULA, 200_000, Claimant(BORN_1960, 150_000, at), at) == 1_500
        assert spouse_monthly(FORMULA, 200_000, Claimant(BORN_1960, 60_000, None), at) == 400

    def test_a_widow_is_paid_what_he_was(self) -> None:
        worker = date(1955, 1, 2)
        retired = ages.full_retirement_month(FORMULA, worker)
        widow, at = date(1962, 1, 2), parse_month("2029-01")
        assert survivor_monthly(FORMULA, Claimant(worker, 200_000, retired), at, widow, at) == 2_000
        assert survivor_monthly(FORMULA, Claimant(worker, 200_000, retired + 12), at, widow, at) == 2_160
        assert survivor_monthly(FORMULA, Claimant(worker, 200_000, None), retired + 24, widow, at) == 2_320
        assert survivor_monthly(FORMULA, Claimant(worker, 200_000, None), retired - 24, widow, at) == 2_000

    def test_the_limit_of_a_widow_whose_husband_claimed_early(self) -> None:
        worker, at = date(1960, 1, 2), parse_month("2030-01")
        widow = date(1962, 1, 2)
        at_62 = Claimant(worker, 200_000, parse_month("2022-01"))
        at_66 = Claimant(worker, 200_000, parse_month("2026-01"))
        assert survivor_monthly(FORMULA, at_62, at, widow, at) == 1_650
        assert survivor_monthly(FORMULA, at_66, at, widow, at) == 1_866
        assert survivor_monthly(FORMULA, at_62, parse_month("2022-06"), widow, parse_month("2022-06")) == 1_463

    @pytest.mark.parametrize(("claim", "monthly"), [("2022-01", 1_430), ("2025-07", 1_715), ("2029-01", 2_000)])
    def test_a_widows_reduction_fades_from_60(self, claim: str, monthly: int) -> None:
        dead = Claimant(date(1950, 1, 2), 200_000, None)
        at = parse_month(claim)
        assert survivor_monthly(FORMULA, dead, parse_month("2012-01"), date(1962, 1, 2), at) == monthly

    def test_a_widows_full_retirement_age(self) -> None:
        found = {year: ages.survivor_retirement_months(FORMULA, date(year, 6, 1)) for year in (1939, 1945, 1957, 1962)}
        assert found == {1939: 780, 1945: 792, 1957: 794, 1962: 804}


class TestWorking:
    """The agency's own examples of the earnings test, with the amounts of 2026."""

    RETIRED = parse_month("2026-08")

    def test_a_dollar_of_two_before_and_of_three_in_the_year_of_full_retirement_age(self) -> None:
        later = parse_month("2030-01")
        assert excess_earnings(LAW, 2026, later, 2_448_000) == 0
        assert excess_earnings(LAW, 2026, later, 3_200_001) == 376_000
        assert excess_earnings(LAW, 2026, self.RETIRED, 6_816_000) == 100_000
        assert excess_earnings(LAW, 2027, self.RETIRED, 99_000_000) == 0

    def test_whole_months_go_first(self) -> None:
        benefits = (100_000,) * 12
        paid = paid_after(benefits, 250_000)
        assert paid == (0, 0, 50_000, *(100_000,) * 9)
        assert months_not_paid(benefits, paid) == 3
        assert sum(paid_after(benefits, 10**9)) == 0
