"""A record of earnings goes on with what the household's own jobs and businesses will have paid before the claim."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.records import Earned, IncomeSource, Inputs
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.social_security.benefit import benefit
from tests.domain.test_settlement import FLAT, consulting
from tests.domain.test_withdrawals import born
from tests.households import RULES, TODAY, bill, inputs, job

CLAIM = 2046 * 12 + 6
"""Born on 15 July 1979, 67 is attained in July 2046."""


def claimed(*work: IncomeSource, earnings: tuple[Earned, ...] = (Earned(2019, 3_000_000),), **parts: Any) -> Inputs:
    own = IncomeSource(
        "ss", "ngozi", "Benefit", "social_security", "monthly", date(2026, 12, 9), claim=CLAIM, earnings=earnings,
        stated_on=TODAY,
    )  # fmt: skip
    given = {"members": born(date(1979, 7, 15)), "assumptions": FLAT, "income_sources": (*work, own), **parts}
    return inputs(**given)


def receipts(stated: Inputs) -> tuple[Receipts, IncomeSource]:
    index = InputsIndex(stated)
    return Receipts(index, RULES, household_assumptions(RULES, stated.assumptions)), index.sources["ss"]


def record(stated: Inputs) -> dict[int, int]:
    found, source = receipts(stated)
    return found.record(source)


def test_own_pay_counts_from_the_year_before_it_was_stated_to_the_one_before_the_claim() -> None:
    found = record(claimed(job(salary=12_000_000, raise_rate=Decimal(0))))
    assert sorted(found) == [2019, *range(2025, 2046)]
    assert {found[year] for year in range(2025, 2046)} == {12_000_000}
    newer = record(claimed(job(salary=12_000_000), earnings=(Earned(2026, 1),)))
    assert (newer[2026], min(year for year in newer if year > 2026)) == (1, 2027)
    ended = record(claimed(job(salary=12_000_000, end=date(2030, 6, 30))))
    assert (ended[2030], ended[2031]) == (6_000_000, 0)
    assert record(claimed(replace(job(), member="emeka")))[2030] == 0


def test_a_business_counts_by_its_profit() -> None:
    # 48,000.00 and 54,000.00, of each 92.35 %.
    assert record(claimed(consulting(expected_expenses=1_200_000)))[2030] == 4_432_800
    costs = bill("tools", 50_000, category="business_software", source="work")
    assert record(claimed(consulting(expected_expenses=1_200_000), flows=(costs,)))[2030] == 4_986_900
    loss = bill("tools", 900_000, category="business_software", source="work")
    assert record(claimed(consulting(), flows=(loss,)))[2030] == 0


def test_the_benefit_is_that_of_the_whole_record_raised_each_january() -> None:
    found, source = receipts(claimed(job(salary=6_000_000)))
    whole = benefit(found.benefit_law, date(1979, 7, 15), found.record(source), CLAIM)
    assert found.on(source, date(2046, 8, 9)) == whole.monthly * 100 > 0
    risen, of_it = receipts(replace(claimed(job(salary=6_000_000)), assumptions=()))
    first = risen.on(of_it, date(2046, 12, 9))
    assert first == risen.on(of_it, date(2046, 8, 9))
    # The increase of December is in what January brings: 2.5 %, but for the dime and the dollar.
    assert 0 <= first * 1.025 - risen.on(of_it, date(2047, 1, 9)) < 250
