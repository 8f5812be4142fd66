"""Dividends of taxable investments: part of the return, taxed in their year, cost of what they buy; the balance stays."""

from datetime import date
from decimal import Decimal

import pytest

from effluent_cli.domain.money import half_up
from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Assumption, IncomeSource, Inputs
from effluent_cli.domain.settlement import TaxedYear
from tests.domain.test_many_paths import compare, old_and_short
from tests.domain.test_projection import month, walk
from tests.domain.test_settlement import calculated, year
from tests.households import account, bill, held, inputs

NAMES = {"paid": "dividend_yield", "qualified": "qualified_dividend_share"}


def rates(**values: str) -> tuple[Assumption, ...]:
    return tuple(
        sorted((Assumption(NAMES[name], Decimal(value)) for name, value in values.items()), key=lambda each: each.name)
    )


def fund(growth: str = "0.06", kind: str = "brokerage", **parts: object) -> Inputs:
    """A fund of 1,000,000.00 that cost 400,000.00, and cash that earns nothing."""
    given = {
        "accounts": (
            account("checking", "checking", primary=True),
            account("fund", kind, growth=Decimal(growth), cost_basis=40_000_000),
        ),
        "snapshots": (held("checking", 20_000_000), held("fund", 100_000_000)),
        **parts,
    }
    return inputs(**given)


def total(found: TaxedYear) -> int:
    assert found.liability is not None
    return found.liability["total"] or 0


def returned(found: Projection, number: int, name: str) -> int:
    return sum(row.components.get(name, 0) for row in found.months if row.month // 12 == number)


def test_the_return_splits_and_the_balance_stays() -> None:
    plain, paying = walk(fund(), 3), walk(fund(assumptions=rates(paid="0.02")), 3)
    for one, other in zip(plain.months, paying.months, strict=True):
        assert one.accounts["fund"] == other.accounts["fund"]
        assert one.returns == other.returns
    december = month(paying, "2026-12")
    opening = paying.months[0].accounts["fund"]
    # 1.02^(1/12) − 1 = 0.16515813 % of the month's opening balance.
    assert december["dividends"] == round(opening * 0.0016515813)
    assert december["dividends"] + december["market_growth"] == month(plain, "2026-12")["market_growth"]


def tax_of(dividends: int, qualified: int, gains: int = 0) -> int:
    """What ``calc tax`` says of 2027."""
    amounts = {"ordinary_dividends": dividends, "qualified_dividends": qualified, "long_term_gains": gains}
    income = {name: str(Decimal(cents) / 100) for name, cents in amounts.items()}
    return calculated({"tax_year": 2027, "filing_status": "single", "primary": {"age": 30}, "income": income}).total


@pytest.mark.parametrize("share", ["0", "0.75", "1"])
def test_dividends_are_income_of_their_year_and_the_qualified_part_is_taxed_as_gains_are(share: str) -> None:
    found = walk(fund(assumptions=rates(paid="0.05", qualified=share)), 15)
    paid = returned(found, 2027, "dividends")
    assert 4_900_000 < paid < 5_300_000
    assert total(year(found, 2027)) == tax_of(paid, half_up(paid * int(Decimal(share) * 100), 100))
    # What is qualified lies within the bracket of no tax on gains, the rest below the standard deduction.
    assert (total(year(found, 2027)) == 0) == (share != "0")


def test_dividends_that_are_typed_in_are_qualified_alike() -> None:
    flow = bill("fund-pays", 1_000_000, "quarterly", date(2027, 3, 1), category="dividends", type="income")
    source = IncomeSource("div", "ngozi", "Fund", "investment", "monthly", date(2026, 12, 5), annual_amount=1_200_000)
    stated = inputs(flows=(flow,), income_sources=(source,), assumptions=rates(qualified="0.5"))
    assert total(year(walk(stated, 15), 2027)) == tax_of(5_200_000, 2_600_000)


def test_what_is_paid_and_kept_is_no_gain_again_when_it_is_sold() -> None:
    sale = bill("house", 90_000_000, "once", date(2027, 12, 20), from_account="fund")
    found = walk(fund(flows=(sale,), assumptions=rates(paid="0.04")), 15)
    before = [row for row in found.months if row.month < 2027 * 12 + 11]
    basis = 40_000_000 + sum(row.components["dividends"] for row in before)
    gain = 90_000_000 - half_up(90_000_000 * basis, before[-1].accounts["fund"])
    assert total(year(found, 2027)) == tax_of(returned(found, 2027, "dividends"), 0, gain)


def test_no_more_is_paid_than_is_returned_and_nothing_is_taxed_within_a_plan() -> None:
    still = walk(fund(growth="0", assumptions=rates(paid="0.02")), 3)
    assert returned(still, 2026, "dividends") == 0
    slow = walk(fund(growth="0.01", assumptions=rates(paid="0.02")), 3)
    assert returned(slow, 2026, "dividends") > 0 == returned(slow, 2026, "market_growth")
    for kind in ("traditional_ira", "crypto"):
        assert returned(walk(fund(kind=kind, assumptions=rates(paid="0.02")), 3), 2026, "dividends") == 0


def test_every_path_pays_its_own() -> None:
    stated = old_and_short()
    more = (Assumption("dividend_yield", Decimal("0.02")), Assumption("qualified_dividend_share", Decimal("0.5")))
    compare(inputs(**{**vars(stated), "household": stated.household, "assumptions": (*stated.assumptions, *more)}), 40)
