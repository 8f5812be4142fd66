"""Jobs and businesses over time: new ones, raises, W-4s, deductions, the figures of a real stub."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from effluent_cli.domain.records import Flow, MatchTier
from effluent_cli.errors import EffluentError, InvalidInput, NotFound, Refused, UsageProblem
from effluent_cli.services import (
    account_editing,
    baseline,
    deductions,
    flows,
    income,
    overriding,
    projecting,
    regenerate,
    withholding,
)
from effluent_cli.services.deductions import DeductionFields, parse_match
from effluent_cli.services.income import IncomeFields
from effluent_cli.services.withholding import W4Fields
from effluent_cli.store.household import HouseholdFile
from tests.households import TODAY, account, bill, held, job, okafor
from tests.services.stored import caller, later, stored

JOB = IncomeFields(
    name="Library",
    member="ngozi",
    type="w2",
    pay_frequency="monthly",
    pay_date=date(2027, 3, 31),
    annual_amount=6_000_000,
    start=date(2027, 3, 1),
)


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(
        tmp_path,
        okafor(
            accounts=(account("checking", "checking", primary=True), account("k", "traditional_401k")),
            snapshots=(held("checking", 500_000), held("k", 0)),
        ),
    )


def refused(error: type[EffluentError], words: str, act: Callable[[], object]) -> None:
    with pytest.raises(error, match=words):
        act()


def months(file: HouseholdFile, today: date = TODAY, number: int = 24) -> dict[str, dict[str, int]]:
    report, _, _ = projecting.projected(file, later(1, today=today), months=number, refresh=True)
    return {f"{row.month // 12}-{row.month % 12 + 1:02d}": row.components for row in report.months}


def lines(file: HouseholdFile, source: str = "job") -> dict[str, int]:
    rows = flows.listed(file, caller(), ended=False)[0].flows
    return {row.kind or "": row.amount for row in rows if row.source == source and row.system}


def test_a_new_job_in_march_with_a_raise_in_july(file: HouseholdFile) -> None:
    income.end(file, caller(), "job", date(2027, 2, 28))
    added, _ = income.add(file, caller(), JOB, None)
    assert (added.id, added.result) == ("library", "added")
    found = months(file)
    assert [found[month].get("salary") for month in ("2027-02", "2027-03", "2027-04")] == [1_025_000, 500_000, 500_000]
    july = date(2027, 7, 1)
    raised, _ = income.change(file, later(2, today=july), "library", IncomeFields(annual_amount=6_600_000))
    assert {change.field for change in raised.changes} == {"annual_amount"}
    assert months(file, july)["2027-07"]["salary"] == 550_000
    assert months(file, july)["2028-01"]["salary"] == 563_750


def test_the_list_and_one_source(file: HouseholdFile) -> None:
    (row,) = income.listed(file, caller())[0].sources
    assert (row.id, row.annual, row.next_date) == ("job", 12_000_000, date(2026, 11, 30))
    assert income.show(file, caller(), "job")[0].source.name == "Lone Star Freight"
    refused(NotFound, "no income source", lambda: income.show(file, caller(), "gone"))


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"type": "wages"}, "none of"),
        ({"pay_frequency": "daily"}, "none of"),
        ({"annual_amount": 0}, "above zero"),
        ({"annual_amount": -5}, "zero or more"),
        ({"type": "w2_hourly"}, "hourly job has"),
        ({"type": "w2_hourly", "annual_amount": None}, "hourly job needs"),
        ({"type": "w2_hourly", "annual_amount": None, "hourly_rate": 1_000, "annual_hours": 9_000}, "8784"),
        ({"hourly_rate": 1_000}, "by the hour"),
        ({"work_state": "XX"}, "none of"),
        ({"end": date(2027, 2, 1)}, "end before it starts"),
        ({"ytd_gross": 1, "ytd_on": date(2027, 1, 1)}, "not come yet"),
        ({"expected_expenses": 1}, "only a self_employed"),
        ({"type": "self_employed", "ytd_gross": 1}, "pay stub"),
        ({"type": "self_employed", "retirement_contribution": 5}, "into which account"),
        ({"name": "\x07"}, "invisible"),
    ],
)
def test_sources_that_cannot_be(file: HouseholdFile, stated: dict[str, object], words: str) -> None:
    wrong = replace(JOB, **stated)  # type: ignore[arg-type]  # wrong on purpose
    refused(InvalidInput, words, lambda: income.add(file, caller(), wrong, None))


def test_sources_that_name_what_is_not_there(file: HouseholdFile) -> None:
    refused(NotFound, "no member", lambda: income.add(file, caller(), replace(JOB, member="nobody"), None))
    business = replace(JOB, type="self_employed", retirement_contribution=5, retirement_account="gone")
    refused(NotFound, "no account", lambda: income.add(file, caller(), business, None))
    refused(Refused, "already", lambda: income.add(file, caller(), JOB, "job"))
    refused(NotFound, "no income source", lambda: income.end(file, caller(), "gone", None))
    income.add(file, caller(), JOB, None)
    refused(InvalidInput, "cannot end before", lambda: income.end(file, caller(), "library", TODAY))


def test_figures_of_a_stub_set_the_year_to_date(file: HouseholdFile) -> None:
    stub = IncomeFields(ytd_gross=18_400_000, ytd_federal_withheld=3_000_000)
    done, _ = income.change(file, caller(), "job", stub)
    assert {change.field for change in done.changes} == {"ytd_on", "ytd_gross", "ytd_federal_withheld"}
    baseline.refresh(file, later(1))
    assert lines(file)["social_security_tax"] == 3_100


def test_a_business_pays_its_expenses_its_estimates_and_its_pension(file: HouseholdFile) -> None:
    business = replace(
        JOB,
        name="Studio",
        type="self_employed",
        start=None,
        pay_date=date(2026, 11, 30),
        annual_amount=3_000_000,
        expected_expenses=240_001,
        estimated_payment=90_000,
        retirement_contribution=600_000,
        retirement_account="k",
    )
    income.add(file, caller(), business, None)
    found = months(file)
    expenses = [-parts["business_other"] for month, parts in found.items() if month.startswith("2027")]
    assert sum(expenses) == 246_001
    assert found["2026-12"]["business_other"] == -20_000
    assert found["2027-01"]["estimated_tax"] == -90_000
    assert [month for month, parts in found.items() if "estimated_tax" in parts and month < "2027-12"] == [
        "2027-01",
        "2027-04",
        "2027-06",
        "2027-09",
    ]
    kinds = lines(file, "studio")
    assert kinds["retirement_contribution"] == 50_000
    assert {kind for kind in kinds if kind.startswith("estimated")} == {
        "estimated_tax_april",
        "estimated_tax_june",
        "estimated_tax_september",
        "estimated_tax_january",
    }
    with file.reading() as books:
        assert sum(each.kind == "retirement_contribution" for each in books.system_flows()) == 1


def test_expected_expenses_stand_back_behind_flows_of_their_own(tmp_path: Path) -> None:
    business = replace(job(), type="self_employed", expected_expenses=240_000)
    paper: Flow = bill("paper", 5_000, category="business_supplies", source="job")
    file = stored(tmp_path, okafor(income_sources=(business,), withholdings=(), flows=(paper,)))
    report, _ = regenerate.regenerate(file, caller())
    (finding,) = report.findings
    assert (finding.code, "2,400.00" in finding.message, "paper" in finding.message) == ("counted_once", True, True)
    assert "expected_expenses" not in lines(file)


def test_a_w4_is_handed_in_and_changed(tmp_path: Path) -> None:
    file = stored(tmp_path, okafor(withholdings=()))
    assert [row.given for row in withholding.listed(file, caller())[0].withholdings] == [False]
    done, _ = withholding.change(file, caller(), "job", W4Fields(step2_checkbox=True, step4c_extra=2_500))
    assert done.result == "added"
    baseline.refresh(file, later(1))
    # 120,000 − 8,050 … at 24 % over 60,900: (120,000 − 108,938) at 32 % over 20,512.00, twelve times a year, and 25.00.
    assert lines(file)["federal_income_tax"] == 200_432 + 2_500
    form, _ = withholding.show(file, caller(), "job")
    assert (form.given, form.step2_checkbox, form.filing_status) == (True, True, "single")
    assert withholding.change(file, caller(), "job", W4Fields(step4c_extra=2_500))[0].result == "unchanged"
    assert withholding.change(file, caller(), "job", W4Fields(step4c_extra=0))[0].result == "changed"
    refused(InvalidInput, "zero or more", lambda: withholding.change(file, caller(), "job", W4Fields(step3_credits=-1)))
    refused(InvalidInput, "none of", lambda: withholding.change(file, caller(), "job", W4Fields(filing_status="x")))
    refused(NotFound, "no income source", lambda: withholding.show(file, caller(), "gone"))


def test_only_a_w2_job_has_a_w4_and_deductions(tmp_path: Path) -> None:
    file = stored(tmp_path, okafor(income_sources=(replace(job(), type="rental"),), withholdings=()))
    refused(Refused, "no W-2 job", lambda: withholding.change(file, caller(), "job", W4Fields(step4c_extra=1)))
    dues = DeductionFields(amount=100)
    refused(Refused, "no W-2 job", lambda: deductions.add(file, caller(), "job", "union_dues", dues, None))


def test_extra_state_tax_is_withheld_where_the_state_taxes_wages(tmp_path: Path) -> None:
    texas = stored(tmp_path / "tx", okafor())
    withholding.change(texas, caller(), "job", W4Fields(state_extra=5_000))
    baseline.refresh(texas, later(1))
    assert "state_income_tax" not in lines(texas)
    oregon = stored(tmp_path / "or", okafor(income_sources=(job(work_state="OR"),)))
    withholding.change(oregon, caller(), "job", W4Fields(state_extra=5_000))
    baseline.refresh(oregon, later(1))
    assert (lines(oregon)["state_income_tax"], lines(oregon)["net_pay"]) == (5_000, 777_083 - 5_000)


def test_deductions_are_added_changed_and_removed(file: HouseholdFile) -> None:
    saving = DeductionFields(percent=Decimal("0.08"), target_account="k", match=parse_match(["100%:3%", "50%:5%"]))
    added, _ = deductions.add(file, caller(), "job", "traditional_401k", saving, None)
    assert added.id == "job-traditional-401k"
    baseline.refresh(file, later(1))
    assert (lines(file)["deduction-job-traditional-401k"], lines(file)["employer_contribution"]) == (80_000, 40_000)
    deductions.change(file, caller(), added.id, DeductionFields(amount=10_000), ["match"])
    (row,) = deductions.listed(file, caller())[0].deductions
    assert (row.amount, row.percent, row.match) == (10_000, None, ())
    assert deductions.remove(file, caller(), added.id)[0].result == "removed"
    assert deductions.listed(file, caller())[0].deductions == ()
    refused(NotFound, "no deduction", lambda: deductions.remove(file, caller(), added.id))


@pytest.mark.parametrize(
    ("kind", "stated", "words"),
    [
        ("mystery", DeductionFields(amount=1), "none of"),
        ("hsa", DeductionFields(), "an amount per paycheck"),
        ("hsa", DeductionFields(amount=1, percent=Decimal("0.1")), "exclude each other"),
        ("hsa", DeductionFields(amount=0), "above zero"),
        ("hsa", DeductionFields(percent=Decimal("1.5")), "at most 100 %"),
        ("union_dues", DeductionFields(amount=1, target_account="k"), "paid out"),
        ("union_dues", DeductionFields(amount=1, match=(MatchTier(Decimal(1), Decimal("0.1")),)), "nothing is matched"),
    ],
)
def test_deductions_that_cannot_be(file: HouseholdFile, kind: str, stated: DeductionFields, words: str) -> None:
    refused(InvalidInput, words, lambda: deductions.add(file, caller(), "job", kind, stated, None))


def test_a_saving_goes_where_it_may(file: HouseholdFile) -> None:
    wrong = DeductionFields(amount=1, target_account="k")
    refused(Refused, "goes into a hsa", lambda: deductions.add(file, caller(), "job", "hsa", wrong, None))
    gone = DeductionFields(amount=1, target_account="gone")
    refused(NotFound, "no account", lambda: deductions.add(file, caller(), "job", "hsa", gone, None))


@pytest.mark.parametrize("text", ["50%", "150%:6%", "50%:120%", "0:6%", "half:6%"])
def test_a_match_that_cannot_be(text: str) -> None:
    refused(InvalidInput, "--match", lambda: parse_match([text]))


def test_tiers_reach_further_each_time() -> None:
    assert parse_match(["1:0.03", "50%:5%"]) == (
        MatchTier(Decimal(1), Decimal("0.03")),
        MatchTier(Decimal("0.5"), Decimal("0.05")),
    )
    refused(InvalidInput, "further", lambda: parse_match(["50%:6%", "25%:6%"]))


def test_a_stubs_figure_stands_in_and_survives_regeneration(file: HouseholdFile) -> None:
    done, _ = overriding.override(file, caller(), "job--federal-income-tax", 150_000, clear=False)
    assert (done.result, done.changes[2].after) == ("added", "1500.00")
    assert lines(file)["federal_income_tax"] == 146_417
    for _ in range(2):
        regenerate.regenerate(file, caller())
        found = lines(file)
        assert (found["federal_income_tax"], found["net_pay"]) == (150_000, 777_083 - 3_583)
        assert found["gross"] == sum(amount for kind, amount in found.items() if kind != "gross")
    shown = {row.kind: row.overridden for row in flows.listed(file, caller(), ended=False)[0].flows if row.system}
    assert [kind for kind, overridden in shown.items() if overridden] == ["federal_income_tax"]
    assert months(file)["2027-05"]["federal_income_tax"] == -150_000
    assert overriding.override(file, caller(), "job--federal-income-tax", 151_000, clear=False)[0].result == "changed"
    assert overriding.override(file, caller(), "job--federal-income-tax", None, clear=True)[0].result == "removed"
    assert overriding.override(file, caller(), "job--federal-income-tax", None, clear=True)[0].result == "unchanged"
    baseline.refresh(file, later(2))
    assert lines(file)["federal_income_tax"] == 146_417


def test_an_overridden_gross_carries_the_rest_with_it(file: HouseholdFile) -> None:
    overriding.override(file, caller(), "job--gross", 900_000, clear=False)
    regenerate.regenerate(file, caller())
    found = lines(file)
    assert (found["gross"], found["social_security_tax"]) == (900_000, 55_800)


def test_the_receipts_of_another_source_can_be_overridden(tmp_path: Path) -> None:
    file = stored(tmp_path, okafor(income_sources=(replace(job(), type="other"),), withholdings=()))
    overriding.override(file, caller(), "job--income", 950_000, clear=False)
    regenerate.regenerate(file, caller())
    assert lines(file) == {"income": 950_000}
    assert months(file)["2026-12"]["other_income"] == 950_000


def test_what_takes_no_figure_from_a_stub(file: HouseholdFile) -> None:
    def put(flow: str, amount: int | None = 1, *, clear: bool = False) -> None:
        overriding.override(file, caller(), flow, amount, clear=clear)

    refused(Refused, "net pay follows", lambda: put("job--net-pay"))
    refused(Refused, "a flow of your own", lambda: put("rent"))
    refused(NotFound, "no flow", lambda: put("gone"))
    refused(InvalidInput, "zero or more", lambda: put("job--gross", -1))
    refused(UsageProblem, "not both", lambda: put("job--gross", 1, clear=True))
    refused(UsageProblem, "not both", lambda: put("job--gross", None))


def test_a_new_raise_or_other_hours_leave_the_pay_of_today(file: HouseholdFile) -> None:
    then = date(2028, 2, 10)
    before = months(file, then)["2028-03"]["salary"]
    income.change(file, later(2, today=then), "job", IncomeFields(raise_rate=Decimal("0.025")))
    assert months(file, then)["2028-03"]["salary"] == before


def test_an_account_that_a_business_saves_into_cannot_be_closed(file: HouseholdFile) -> None:
    business = replace(JOB, type="self_employed", retirement_contribution=600_000, retirement_account="k")
    income.add(file, caller(), business, None)
    refused(Refused, "used by income library", lambda: account_editing.close(file, caller(), "k"))


def test_expected_expenses_return_when_the_flows_of_their_own_end(tmp_path: Path) -> None:
    business = replace(job(), type="self_employed", expected_expenses=240_000)
    paper: Flow = bill("paper", 5_000, category="business_supplies", source="job", end=date(2027, 2, 28))
    file = stored(tmp_path, okafor(income_sources=(business,), withholdings=(), flows=(paper,)))
    found = months(file)
    assert ("business_supplies" in found["2027-02"], "business_other" in found["2027-02"]) == (True, False)
    assert ("business_supplies" in found["2027-03"], found["2027-03"]["business_other"]) == (False, -20_500)


def test_a_paycheck_that_loses_more_than_it_holds_is_found(file: HouseholdFile) -> None:
    deductions.add(file, caller(), "job", "garnishment", DeductionFields(amount=5_000_000), None)
    report, _ = regenerate.regenerate(file, caller())
    assert [finding.code for finding in report.findings] == ["negative_net_pay"]
