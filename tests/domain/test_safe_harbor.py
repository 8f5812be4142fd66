"""Estimated payments by last year's tax: four of them, on their days, counted in the year they are for (IRC 6654(d)(1)(B))."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Inputs
from tests.domain.test_many_paths import compare, old_and_short
from tests.domain.test_projection import walk
from tests.domain.test_settlement import FLAT, consulting, year
from tests.domain.test_withdrawals import settings
from tests.households import account, bill, held, inputs, job

CHOSEN = settings(estimated_tax="safe_harbor")


def alone(gross: int, **parts: object) -> Inputs:
    given = {
        "income_sources": (consulting(gross, raise_rate=Decimal(0)),),
        "assumptions": FLAT,
        "snapshots": (held("checking", 50_000_000),),
        "settings": CHOSEN,
        **parts,
    }
    return inputs(**given)


def paid(found: Projection) -> dict[str, int]:
    return {
        f"{row.month // 12}-{row.month % 12 + 1:02d}": -row.components["estimated_tax"]
        for row in found.months
        if row.components.get("estimated_tax")
    }


def total(found: Projection, number: int) -> int:
    liable = year(found, number).liability
    assert liable is not None
    return liable["total"] or 0


def test_last_years_tax_is_paid_in_four_parts_from_the_first_known_year_on() -> None:
    found = walk(alone(6_000_000), 17)
    whole = total(found, 2026)
    assert whole > 1_000_000
    assert list(paid(found)) == ["2027-04", "2027-06", "2027-09", "2028-01"]
    assert sum(paid(found).values()) == whole
    assert max(paid(found).values()) - min(paid(found).values()) <= 1
    assert (year(found, 2026).paid, year(found, 2027).paid) == (0, whole)
    assert year(found, 2027).settlement == total(found, 2027) - whole
    assert [each.code for each in found.findings if each.subject == "tax"] == ["estimates_unknown"]
    assert paid(walk(replace(alone(6_000_000), settings=()), 28)) == {}


def test_a_high_income_pays_a_tenth_more_the_year_after() -> None:
    found = walk(alone(30_000_000), 15)
    assert year(found, 2027).paid is not None
    whole = total(found, 2026)
    # AGI of 300,000.00 less half of the self-employment tax is above 150,000.00.
    assert year(found, 2027).paid == (whole * 11 + 5) // 10
    low = walk(alone(15_500_000), 15)
    # 155,000.00 less half of 21,900.73 is 144,049.63: below.
    assert year(low, 2027).paid == total(low, 2026)


def test_what_a_job_withholds_is_taken_off_first() -> None:
    stated = alone(2_000_000, income_sources=(job(salary=6_000_000, raise_rate=Decimal(0)), consulting(2_000_000)))
    found = walk(stated, 15)
    assert year(found, 2027).paid == total(found, 2026) - year(found, 2027).withheld > 0
    # Below 1,000.00 nobody pays estimates: a job that withholds what it owes leaves cents.
    covered = walk(alone(0, income_sources=(job(salary=6_000_000, raise_rate=Decimal(0)),)), 15)
    assert paid(covered) == {}


@pytest.mark.parametrize("by", ["source", "flow"])
def test_what_is_stated_stands_and_nothing_is_reckoned_beside_it(by: str) -> None:
    stated = alone(6_000_000)
    if by == "source":
        stated = replace(stated, income_sources=(consulting(estimated_payment=100_000),))
    else:
        hand = bill("hand", 100_000, "annually", date(2026, 4, 15), category="estimated_tax")
        stated = replace(stated, flows=(hand,))
    found = walk(stated, 15)
    assert sum(paid(found).values()) == (500_000 if by == "source" else 100_000)
    (finding,) = (each for each in found.findings if each.subject == "tax")
    assert (finding.code, ("work" if by == "source" else "hand") in finding.message) == ("estimates_stated", True)


def test_every_path_pays_by_its_own_tax() -> None:
    compare(old_and_short(estimated_tax="safe_harbor"), 40)


def test_cash_that_a_payment_lacks_is_drawn_for_it() -> None:
    stated = alone(
        6_000_000,
        accounts=(account("checking", "checking", primary=True), account("fund", "brokerage", growth=Decimal(0))),
        snapshots=(held("checking", 100_000), held("fund", 20_000_000)),
        flows=(bill("living", 500_000, anchor=date(2026, 12, 10)),),
    )
    found = walk(stated, 12)
    april = next(row for row in found.months if row.month == 2027 * 12 + 3)
    assert (april.moves["taxable_withdrawal"] > 0, found.first_shortfall) == (True, None)
