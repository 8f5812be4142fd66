"""A couple that files separately: two returns, each of its own, and half of what is nobody's; the years give the sums."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.projection import Projection
from effluent_cli.domain.records import Assumption, Inputs, Member
from tests.domain.test_many_paths import compare
from tests.domain.test_projection import walk
from tests.domain.test_settlement import calculated, settled, year
from tests.domain.test_withdrawals import settings
from tests.households import HOUSEHOLD, account, bill, held, inputs, job

NGOZI = Member("ngozi", "Ngozi", "self", date(1980, 6, 1))
EMEKA = Member("emeka", "Emeka", "spouse", date(1981, 6, 1))
STILL = Decimal(0)


def couple(**parts: Any) -> Inputs:
    """Ngozi earns 120,000.00, Emeka 39,600.00; they live in Florida."""
    given = {
        "household": replace(HOUSEHOLD, filing_status="married_separately", state="FL"),
        "members": (EMEKA, NGOZI),
        "income_sources": (
            replace(job("his", salary=3_960_000), member="emeka", raise_rate=STILL),
            replace(job("hers", salary=12_000_000), raise_rate=STILL),
        ),
        "snapshots": (held("checking", 20_000_000),),
        **parts,
    }
    return inputs(**given)


def one(wages: str, age: int, **more: Any) -> int:
    """The tax of one of them in 2026."""
    document = {"tax_year": 2026, "filing_status": "married_separately", "primary": {"age": age, "wages": wages}}
    return calculated({**document, **more}).total


def total(found: Projection, number: int = 2026) -> int:
    liable = year(found, number).liability
    assert liable is not None
    return liable["total"] or 0


def test_each_pays_on_the_own_wages_and_each_return_is_settled_by_itself() -> None:
    found = walk(couple(), 8)
    hers, his = one("120000", 46), one("39600", 45)
    assert total(found) == hers + his
    joint = calculated(
        {
            "tax_year": 2026,
            "filing_status": "married_jointly",
            "primary": {"age": 46, "wages": "120000"},
            "spouse": {"age": 45, "wages": "39600"},
        }
    )
    assert total(found) > joint.total
    assert year(found, 2026).settlement == hers + his - year(found, 2026).withheld
    assert "tax_not_reckoned" not in {each.code for each in found.findings}


def test_one_gets_a_refund_while_the_other_owes() -> None:
    over = replace(
        job("his", salary=3_960_000), member="emeka", ytd_on=date(2026, 10, 31), ytd_gross=3_300_000,
        ytd_federal_withheld=1_500_000,
    )  # fmt: skip
    under = replace(
        job("hers", salary=12_000_000), ytd_on=date(2026, 10, 31), ytd_gross=10_000_000, ytd_federal_withheld=0
    )
    found = walk(couple(income_sources=(over, under), settings=settings(refund_month="6")), 9)
    paid = settled(found)
    assert list(paid) == [2027 * 12 + 3, 2027 * 12 + 5]
    assert paid[2027 * 12 + 3] < 0 < paid[2027 * 12 + 5]
    assert -sum(paid.values()) == year(found, 2026).settlement


@pytest.mark.parametrize("owner", [None, "ngozi", "emeka"])
def test_what_an_account_brings_is_its_owners_or_half_each(owner: str | None) -> None:
    stated = couple(
        accounts=(
            account("checking", "checking", primary=True),
            replace(account("fund", "brokerage", growth=STILL, cost_basis=0), owner=owner),
        ),
        snapshots=(held("checking", 20_000_000), held("fund", 10_000_000)),
        flows=(bill("house", 4_000_000, "once", date(2026, 12, 3), from_account="fund"),),
    )
    parts = {None: ("20000", "20000"), "ngozi": ("40000", "0"), "emeka": ("0", "40000")}[owner]
    hers = one("120000", 46, income={"long_term_gains": parts[0]})
    his = one("39600", 45, income={"long_term_gains": parts[1]})
    assert total(walk(stated, 3)) == hers + his


def test_both_itemize_or_neither() -> None:
    gifts = bill("gifts", 200_000, category="charitable", start=date(2026, 1, 1), member="ngozi")
    found = total(walk(couple(flows=(gifts,)), 3))
    itemized = {"itemized": {"charity_cash": "24000"}}
    alike = one("120000", 46, deduction="itemized", **itemized) + one("39600", 45, deduction="itemized")
    plain = one("120000", 46, deduction="standard", **itemized) + one("39600", 45, deduction="standard")
    assert found == min(alike, plain)
    # Each choosing for itself would come out lower, and is not allowed: IRC 63(c)(6)(A).
    assert found > one("120000", 46, **itemized) + one("39600", 45)


def test_children_go_with_self() -> None:
    child = Member("ada", "Ada", "child", date(2015, 5, 5))
    found = total(walk(couple(members=(child, EMEKA, NGOZI)), 3))
    assert found == one("120000", 46, dependents=[{"age": 11}]) + one("39600", 45)


def test_where_income_is_divided_by_law_no_return_is_made_up() -> None:
    found = walk(couple(household=replace(HOUSEHOLD, filing_status="married_separately", state="TX")), 3)
    (warning,) = (each for each in found.findings if each.code == "tax_not_reckoned")
    assert "TX divides the income of a couple" in warning.message
    assert year(found, 2026).liability is None


def test_the_safe_harbour_goes_by_each_ones_own_tax() -> None:
    business = replace(job("hers", salary=12_000_000), type="self_employed", raise_rate=STILL)
    flat = (Assumption("inflation", STILL),)
    stated = couple(income_sources=(business,), settings=settings(estimated_tax="safe_harbor"), assumptions=flat)
    found = walk(stated, 15)
    whole = total(found)
    # 120,000.00 less half of her self-employment tax is above 75,000.00: a tenth more.
    assert year(found, 2027).paid == (whole * 11 + 5) // 10


def test_every_path_files_its_own_two_returns() -> None:
    stated = couple(
        accounts=(
            account("checking", "checking", primary=True, growth=Decimal("0.02")),
            replace(account("fund", "brokerage", cost_basis=1_000_000), owner="emeka"),
            replace(account("ira", "traditional_ira"), owner="ngozi"),
        ),
        snapshots=(held("checking", 500_000), held("fund", 30_000_000), held("ira", 20_000_000)),
        flows=(bill("living", 1_500_000),),
    )
    compare(stated, 40)
