"""Each person's room this year: limit, so far, planned, left, and when it is reached."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import month_text
from effluent_cli.domain.records import Deduction, Inputs, MatchTier, Member
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.used_limits import LimitRow, Used, used_limits
from tests.households import NGOZI, RULES, TODAY, account, bill, job, okafor

OBI = Member("obi", "Obi Okafor", "spouse", date(1970, 6, 1))
ADA = Member("ada", "Ada Okafor", "child", date(2020, 6, 1))


def used(stated: Inputs, as_of: date = TODAY) -> Used:
    index = InputsIndex(stated)
    return used_limits(index, Payroll(index, RULES, household_assumptions(RULES, ())), as_of)


def row(stated: Inputs, kind: str, member: str = "ngozi", as_of: date = TODAY) -> LimitRow:
    return next(each for each in used(stated, as_of).rows if (each.kind, each.member) == (kind, member))


def deduct(kind: str, source: str = "job", **more: Any) -> Deduction:
    return Deduction(f"{source}-{kind}".replace("_", "-"), source, kind, **more)


def test_a_limit_that_is_reached_in_october() -> None:
    match = (MatchTier(Decimal(1), Decimal("0.05")),)
    stated = okafor(
        income_sources=(job(salary=24_000_000),),
        deductions=(deduct("traditional_401k", percent=Decimal("0.135"), match=match),),
    )
    found = row(stated, "elective_deferral")
    assert (found.limit, found.so_far, found.planned, found.room) == (2_450_000, 2_450_000, 2_450_000, 0)
    assert found.reached is not None
    assert month_text(found.reached) == "2026-10"
    early = row(stated, "elective_deferral", as_of=date(2026, 3, 31))
    assert (early.so_far, early.planned, early.reached) == (810_000, 2_450_000, found.reached)
    additions = row(stated, "annual_additions")
    assert (additions.source, additions.planned) == ("job", 2_450_000 + 920_000)
    assert (additions.room, additions.reached) == (7_200_000 - 3_370_000, None)


def test_everyone_who_works_has_room_also_where_nothing_is_put_away() -> None:
    rows = used(okafor(members=(ADA, NGOZI, OBI))).rows
    assert [(each.member, each.kind, each.room) for each in rows] == [
        ("ngozi", "elective_deferral", 2_450_000),
        ("ngozi", "ira", 750_000),
        ("ngozi", "health_fsa", 340_000),
        ("ngozi", "dependent_care_fsa", 750_000),
        ("obi", "ira", 860_000),
    ]
    assert all(each.document and each.basis == "reckoned" and each.reached is None for each in rows)


def test_a_stub_is_the_basis_of_what_went_in_so_far() -> None:
    source = job(ytd_on=date(2026, 8, 31), ytd_gross=8_000_000, ytd_deferrals=1_234_567)
    found = row(
        okafor(income_sources=(source,), deductions=(deduct("traditional_401k", amount=100_000),)),
        "elective_deferral",
    )
    assert (found.basis, found.so_far, found.planned) == ("stub", 1_234_567 + 200_000, 1_234_567 + 400_000)


def test_spouses_see_what_the_other_uses_of_the_family_limit() -> None:
    stated = okafor(
        members=(NGOZI, OBI),
        income_sources=(job("a"), replace(job("b"), member="obi")),
        withholdings=(),
        deductions=(deduct("hsa", "a", amount=40_000), deduct("hsa", "b", amount=20_000)),
    )
    first, second = row(stated, "hsa"), row(stated, "hsa", "obi")
    assert (first.limit, first.planned, first.used_by_others, first.room) == (875_000, 480_000, 140_000, 255_000)
    assert (second.limit, second.catch_up, second.planned) == (975_000, 100_000, 240_000)
    assert (second.used_by_others, second.room) == (480_000, 255_000)


def test_a_limit_that_both_use_up_is_reached_for_both() -> None:
    stated = okafor(
        members=(ADA, NGOZI, OBI),
        income_sources=(job("a"), replace(job("b"), member="obi")),
        withholdings=(),
        deductions=(deduct("fsa_dependent", "a", amount=50_000), deduct("fsa_dependent", "b", amount=50_000)),
    )
    for member in ("ngozi", "obi"):
        found = row(stated, "dependent_care_fsa", member)
        assert (found.planned + found.used_by_others, found.room) == (750_000, 0)
        assert found.reached is not None
        assert month_text(found.reached) in ("2026-07", "2026-08")


def test_moving_more_than_the_limit_is_shown_and_told() -> None:
    accounts = (account("checking", "checking", primary=True), account("ira", "roth_ira", owner="ngozi"))
    saving = bill(
        "saving", 70_000, anchor=date(2026, 1, 1), type="transfer", category="transfer", from_account="checking",
        to_account="ira",
    )  # fmt: skip
    found = used(okafor(accounts=accounts, flows=(saving,)))
    ira = next(each for each in found.rows if each.kind == "ira")
    assert (ira.planned, ira.room) == (840_000, -90_000)
    assert ira.reached is not None
    assert month_text(ira.reached) == "2026-11"
    (warning,) = found.findings
    assert (warning.code, warning.subject) == ("limit_exceeded", "member:ngozi")
    assert "900.00 more than the ira limit" in warning.message


@pytest.mark.parametrize(("salary", "codes"), [(24_000_000, ["catch_up_roth_only"]), (14_000_000, [])])
def test_a_catch_up_that_must_be_roth_is_told(salary: int, codes: list[str]) -> None:
    stated = okafor(
        members=(replace(NGOZI, date_of_birth=date(1970, 1, 1)),),
        income_sources=(job(salary=salary),),
        deductions=(deduct("traditional_401k", percent=Decimal("0.5")),),
    )
    found = used(stated)
    assert [each.code for each in found.findings] == codes
    assert row(stated, "elective_deferral").catch_up_roth_only == bool(codes)
    warned = [each.code for each in generate(InputsIndex(stated), RULES, TODAY).findings]
    assert ("catch_up_roth_only" in warned) == bool(codes)


def test_the_flow_of_a_stopped_deduction_shows_nothing_in_the_next_paycheck() -> None:
    stated = okafor(
        income_sources=(job(salary=24_000_000),), deductions=(deduct("traditional_401k", percent=Decimal("0.135")),)
    )
    lines = {flow.kind: flow.amount for flow in generate(InputsIndex(stated), RULES, TODAY).flows if flow.paycheck}
    assert lines.pop("gross") == sum(lines.values()) == 2_000_000
    assert lines["deduction-job-traditional-401k"] == 0
