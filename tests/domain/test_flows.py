"""System flows and what is found odd about the data they come from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from effluent_cli.domain.flows import Generated, flow_id, generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.records import CardTerms, Deduction, Household, Inputs, MatchTier, Withholding
from tests.households import RULES, TODAY, account, bill, held, inputs, job, loan, okafor


def made(stated: Inputs, day: date = TODAY) -> Generated:
    return generate(InputsIndex(stated), RULES, day)


def amounts(stated: Inputs, day: date = TODAY) -> dict[str, int]:
    return {flow.kind: flow.amount for flow in made(stated, day).flows}


def codes(stated: Inputs) -> list[str]:
    return [finding.code for finding in made(stated).findings]


def test_the_lines_of_a_paycheck() -> None:
    assert amounts(okafor()) == {
        "gross": 1_000_000,
        "federal_income_tax": 146_417,
        "social_security_tax": 62_000,
        "medicare_tax": 14_500,
        "net_pay": 777_083,
    }
    flows = {flow.kind: flow for flow in made(okafor()).flows}
    assert flows["net_pay"].to_account == "checking"
    assert {flow.paycheck for flow in flows.values()} == {"job"}
    assert flows["gross"].id == "job--gross"


def test_the_flow_shows_the_next_paycheck_past_the_wage_base() -> None:
    stated = okafor(income_sources=(job(salary=30_000_000),))
    assert amounts(stated, date(2026, 3, 1))["social_security_tax"] == 155_000
    assert amounts(stated, date(2026, 12, 1))["social_security_tax"] == 0
    assert amounts(stated, date(2026, 12, 1))["additional_medicare_tax"] == 22_500


def test_figures_of_a_pay_stub_take_the_place_of_what_came_before() -> None:
    stub = job(ytd_on=date(2026, 10, 31), ytd_gross=18_400_000, ytd_federal_withheld=3_000_000)
    assert amounts(okafor(income_sources=(stub,)))["social_security_tax"] == 3_100


def test_a_source_that_has_ended_has_no_flows() -> None:
    assert made(okafor(income_sources=(job(end=date(2026, 11, 15)),))).flows == ()


def test_a_deferral_is_a_transfer_and_its_match_stands_outside_the_sum() -> None:
    stated = okafor(
        accounts=(account("checking", "checking"), account("k", "traditional_401k")),
        snapshots=(held("checking", 0), held("k", 0)),
        deductions=(
            Deduction("d", "job", "traditional_401k", percent=Decimal("0.1"), target_account="k",
                      match=(MatchTier(Decimal("0.5"), Decimal("0.06")),)),
            Deduction("u", "job", "union_dues", amount=5_000),
        ),
    )  # fmt: skip
    flows = {flow.kind: flow for flow in made(stated).flows}
    assert (flows["deduction-d"].type, flows["deduction-d"].to_account, flows["deduction-d"].amount) == (
        "transfer",
        "k",
        100_000,
    )
    assert (flows["employer_contribution"].type, flows["employer_contribution"].amount) == ("income", 30_000)
    assert (flows["deduction-u"].type, flows["deduction-u"].category) == ("expense", "union_dues")


def test_two_matched_deductions_have_two_lines() -> None:
    tier = (MatchTier(Decimal(1), Decimal("0.02")),)
    stated = okafor(
        accounts=(account("checking", "checking"), account("k", "traditional_401k"), account("r", "roth_401k")),
        snapshots=(held("checking", 0), held("k", 0), held("r", 0)),
        deductions=(
            Deduction("a", "job", "traditional_401k", percent=Decimal("0.02"), target_account="k", match=tier),
            Deduction("b", "job", "roth_401k", percent=Decimal("0.02"), target_account="r", match=tier),
        ),
    )
    kinds = {flow.kind: flow.to_account for flow in made(stated).flows if flow.category == "employer_contribution"}
    assert kinds == {"employer_contribution": "k", "employer_contribution-b": "r"}


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("self_employed", "self_employment"),
        ("rental", "rental_income"),
        ("social_security", "social_security"),
        ("other", "other_income"),
    ],
)
def test_other_sources_go_straight_to_checking(kind: str, category: str) -> None:
    (flow,) = made(inputs(income_sources=(replace(job(), type=kind),))).flows
    assert (flow.kind, flow.category, flow.amount, flow.to_account, flow.paycheck) == (
        "income",
        category,
        1_000_000,
        "checking",
        None,
    )


def test_an_hourly_source() -> None:
    hourly = job(frequency="semimonthly", pay_date=date(2026, 11, 15))
    hourly = replace(hourly, type="w2_hourly", annual_amount=None, hourly_rate=4_150, annual_hours=1_560)
    assert amounts(okafor(income_sources=(hourly,)))["gross"] == 269_750


def debt(payment: int = 41_200) -> Inputs:
    return inputs(
        accounts=(account("auto", "auto_loan"), account("checking", "checking")),
        snapshots=(held("auto", 873_012), held("checking", 1)),
        loan_terms=(loan("auto", "0.0549", payment, last_payment_on=date(2028, 10, 9)),),
    )


def test_a_debt_has_a_payment_until_it_is_paid_off() -> None:
    (flow,) = made(debt()).flows
    assert (flow.kind, flow.amount, flow.to_account, flow.end) == ("payment", 41_200, "auto", date(2028, 10, 9))
    assert made(replace(debt(), snapshots=(held("auto", 0), held("checking", 1)))).flows == ()


def test_a_card_at_the_minimum_says_when_it_ends_and_what_it_costs() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"), account("visa", "credit_card")),
        snapshots=(held("checking", 0), held("visa", 341_290)),
        card_terms=(CardTerms("visa", Decimal("0.2249"), 18, minimum_percent=Decimal("0.02"), minimum_floor=3_500),),
    )
    (finding,) = made(stated).findings
    assert finding.code == "pays_minimum_only"
    assert "2083-07" in finding.message
    assert "28,229.94" in finding.message
    never = replace(stated.card_terms[0], minimum_percent=Decimal("0.01"), minimum_floor=0)
    assert "never" in made(replace(stated, card_terms=(never,))).findings[0].message


def test_a_property_cost_is_counted_once() -> None:
    home = account("home", "primary_residence", property_tax=648_000, answered_on=TODAY)
    stated = inputs(accounts=(account("checking", "checking"), home), snapshots=(held("checking", 0), held("home", 1)))
    assert amounts(stated) == {"property_tax": 54_000}
    paid = replace(stated, flows=(bill("county", 50_000, category="property_tax"),))
    assert amounts(paid) == {}
    (finding,) = made(paid).findings
    assert (finding.code, finding.severity) == ("counted_once", "info")
    assert "500.00" in finding.message
    assert "6,480.00" in finding.message


def test_a_flow_for_another_property_does_not_cover_this_one() -> None:
    homes = tuple(account(key, "primary_residence", hoa=12_000, answered_on=TODAY) for key in ("cabin", "home"))
    stated = inputs(
        accounts=(homes[0], account("checking", "checking"), homes[1]),
        snapshots=(held("checking", 0), held("home", 1), held("cabin", 1)),
        flows=(bill("dues", 1_000, category="hoa_fees", property="cabin"), bill("loose", 1_000, category="hoa_fees")),
    )
    assert [flow.source for flow in made(stated).flows] == ["home"]


@pytest.mark.parametrize(
    ("stated", "code", "subject"),
    [
        (okafor(income_sources=(job(salary=0),)), "zero_pay", "income_source:job"),
        (okafor(members=()), "broken_link", "income_source:job"),
        (
            okafor(deductions=(Deduction("d", "job", "hsa", amount=1, target_account="gone"),)),
            "broken_link",
            "income_source:job",
        ),
        (okafor(deductions=(Deduction("d", "gone", "hsa", amount=1),)), "broken_link", "deduction:d"),
        (okafor(withholdings=(Withholding("gone", "single"),)), "broken_link", "withholding:gone"),
        (okafor(flows=(bill("x", 1, from_account="gone"),)), "broken_link", "flow:x"),
        (okafor(flows=(bill("x", 1, source="gone"),)), "broken_link", "flow:x"),
        (okafor(accounts=(account("checking", "checking", owner="gone"),)), "broken_link", "account:checking"),
        (okafor(accounts=(account("checking", "checking", property="gone"),)), "broken_link", "account:checking"),
        (replace(debt(), loan_terms=()), "debt_without_rate", "account:auto"),
    ],
)
def test_data_that_cannot_be_right_is_an_error_that_names_it(stated: Inputs, code: str, subject: str) -> None:
    errors = [finding for finding in made(stated).findings if finding.severity == "error"]
    assert [(finding.code, finding.subject) for finding in errors] == [(code, subject)]
    assert made(stated).broken == {subject.split(":")[1]}


def test_a_missing_w4_and_a_state_that_is_not_modelled_are_warnings() -> None:
    assert codes(okafor()) == []
    assert codes(okafor(withholdings=())) == ["w4_assumed"]
    assert codes(okafor(household=Household("o", "O", "single", "CA"))) == ["state_tax_not_modelled"]
    assert codes(okafor(income_sources=(job(work_state="OR"),))) == ["state_tax_not_modelled"]


def test_long_ids_are_shortened_and_stay_unlike() -> None:
    one, other = flow_id("a" * 63, "gross"), flow_id("a" * 63, "net_pay")
    assert len(one) == len(other) == 63
    assert one != other
