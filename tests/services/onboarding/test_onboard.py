from datetime import date
from pathlib import Path
from typing import Any

import pytest

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Flow, Inputs, Snapshot
from effluent_cli.errors import InvalidInput, Refused, UsageProblem
from effluent_cli.services.onboarding.gathering import gathered
from effluent_cli.services.onboarding.report import FlowCounts, RecordCounts
from effluent_cli.services.onboarding.stating import recalled
from tests.households import NOW
from tests.services.onboarding.sittings import OKAFOR, RIVERA, TODAY, Desk, tables

LATER = date(2026, 12, 23)
OWN = Flow("gym", "Gym", "expense", "gym_fitness", 500, "monthly", TODAY, stated_on=TODAY)
"""A flow that another command made."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def on_record(desk: Desk, *changes: Change, slug: str = "okafor") -> None:
    """Make changes as another command would."""
    with desk.home.household(slug).writing(wait=5, command="edit", user="tester", now=NOW) as books:
        books.apply(Plan(changes, ("accounts_changed",)))


@pytest.mark.parametrize(("answers", "slug", "records"), [(OKAFOR, "okafor", 6), (RIVERA, "rivera", 35)])
def test_the_examples_load_and_the_same_again_changes_nothing_on_any_later_day(
    desk: Desk, answers: str, slug: str, records: int
) -> None:
    first = desk(tables(answers))
    assert first.result == "changed"
    assert first.records == RecordCounts(records, 0, 0, 0)
    assert first.progress.percent == 100
    assert first.flows.unchanged == 0
    assert first.baseline is not None
    stated = desk.inputs(slug)
    for day in (TODAY, TODAY, LATER, LATER, date(2027, 3, 1)):
        again = desk(tables(answers), day)
        assert again.result == "unchanged"
        assert again.records == RecordCounts(0, 0, records, 0)
        assert again.revision == first.revision
        assert again.flows.generated == first.flows.generated
        assert not again.changes
        assert desk.inputs(slug) == stated


def test_the_same_answers_write_nothing_where_all_is_fresh_and_refresh_what_is_not(desk: Desk) -> None:
    first = desk(tables(OKAFOR))
    path = desk.home.household("okafor").path
    before = path.read_bytes()
    assert desk(tables(OKAFOR)).flows == FlowCounts(first.flows.generated, first.flows.generated)
    assert path.read_bytes() == before
    on_record(desk, Change(None, OWN))
    with desk.home.household("okafor").reading() as books:
        assert books.events()
    assert desk(tables(OKAFOR)).result == "unchanged"
    with desk.home.household("okafor").reading() as books:
        assert not books.events()


def test_a_dry_run_foresees_what_the_sitting_then_does(desk: Desk, tmp_path: Path) -> None:
    foreseen = desk(tables(RIVERA), dry_run=True)
    assert not (tmp_path / "home").exists()
    done = desk(tables(RIVERA))
    assert (foreseen.records, foreseen.flows, foreseen.baseline) == (done.records, done.flows, done.baseline)
    assert (foreseen.changes, foreseen.findings) == (done.changes, done.findings)


def test_changing_one_salary_changes_that_source_and_nothing_else(desk: Desk) -> None:
    desk(tables(RIVERA))
    before = desk.inputs("rivera")
    report = desk(tables(RIVERA.replace("148200.00", "151000.00")), LATER)
    assert report.records == RecordCounts(0, 1, 34, 0)
    assert [(each.kind, each.id) for each in report.changes] == [("income_source", "ana-acme")]
    after = desk.inputs("rivera")
    changed = {source.id: source for source in after.income_sources if source not in before.income_sources}
    assert list(changed) == ["ana-acme"]
    assert changed["ana-acme"].annual_amount == 151_000_00
    assert changed["ana-acme"].stated_on == LATER
    assert after.flows == before.flows
    assert after.accounts == before.accounts


def test_only_some_steps_may_be_answered_again_and_the_others_are_left_alone(desk: Desk) -> None:
    desk(tables(RIVERA))
    before = desk.inputs("rivera")
    utility = {"name": "Electricity", "category": "electricity", "amount": "180.00", "frequency": "monthly"}
    report = desk({"utilities": [utility]}, slug="rivera")
    assert [(each.id, each.outcome) for each in report.changes] == [
        ("electricity", "updated"),
        ("internet", "deactivated"),
    ]
    after = desk.inputs("rivera")
    assert after.accounts == before.accounts
    assert {flow.id: flow.active for flow in after.flows if flow.origin == "utilities"} == {
        "electricity": True,
        "internet": False,
    }


def test_what_comes_back_is_the_same_record_again(desk: Desk) -> None:
    desk(tables(RIVERA))
    desk(tables(RIVERA, vehicles=[]))
    report = desk(tables(RIVERA), LATER)
    assert [(each.id, each.outcome) for each in report.changes] == [("subaru", "updated")]
    assert [snapshot.on for snapshot in desk.inputs("rivera").snapshots if snapshot.account == "subaru"] == [TODAY]


def test_records_that_commands_made_are_never_touched(desk: Desk) -> None:
    desk(tables(OKAFOR))
    own = Flow("groceries-2", "Groceries", "expense", "groceries", 500, "weekly", TODAY, stated_on=TODAY)
    on_record(desk, Change(None, own))
    desk(tables(OKAFOR, food={"groceries": "0"}))
    flows = {flow.id: flow for flow in desk.inputs().flows}
    assert flows["groceries-2"] == own
    assert not flows["groceries"].active


def test_an_id_that_a_command_gave_cannot_be_taken_by_an_answer(desk: Desk) -> None:
    desk(tables(OKAFOR))
    on_record(desk, Change(None, OWN))
    with pytest.raises(Refused) as refused:
        desk(tables(OKAFOR, utilities=[{"id": "gym", "category": "trash", "amount": "5"}]))
    assert refused.value.problems[0].path == "utilities[0].id"


def test_a_newer_balance_stands_against_the_same_answer_and_against_an_older_one(desk: Desk) -> None:
    desk(tables(OKAFOR))
    on_record(desk, Change(None, Snapshot("checking", date(2026, 12, 1), 777_00, NOW)))
    assert desk(tables(OKAFOR), LATER).result == "unchanged"
    report = desk(tables(OKAFOR.replace("5000.00", "4000.00")), LATER)
    assert "newer_balance_stands" in {finding.code for finding in report.findings}
    balances = {snapshot.on: snapshot.balance for snapshot in desk.inputs().snapshots}
    assert balances == {date(2026, 11, 23): 4000_00, date(2026, 12, 1): 777_00}


def test_another_households_answers_are_refused_unless_it_is_named(desk: Desk) -> None:
    desk(tables(OKAFOR))
    others = {
        "name": OKAFOR.replace('name = "Okafor"', 'name = "Adeyemi"'),
        "self": OKAFOR.replace("ngozi", "ada").replace("Ngozi", "Ada"),
    }
    for answers in others.values():
        with pytest.raises(Refused) as refused:
            desk(tables(answers))
        assert (refused.value.code, refused.value.exit_code) == ("other_household", 4)
    assert desk(tables(others["name"]), slug="okafor").records.updated == 1
    assert desk.inputs().household.name == "Adeyemi"


def test_a_household_is_named_by_option_answer_or_its_name(desk: Desk) -> None:
    unnamed = OKAFOR.replace('slug = "okafor"\n', "")
    assert desk(tables(OKAFOR), slug="copy").slug == "copy"
    assert desk(tables(unnamed)).slug == "okafor"
    for name, slug in (
        ("田中", "household-1"),
        ("佐藤", "household-2"),
        ("田中", "household-1"),
        ("CON", "household-3"),
    ):
        assert desk(tables(unnamed.replace('name = "Okafor"', f'name = "{name}"'))).slug == slug
    assert desk.home.slugs()[0] == ("copy", "household-1", "household-2", "household-3", "okafor")


def test_answers_without_a_household_are_about_the_only_one(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk({"food": {"groceries": "1"}})
    assert "household_info" in {problem.path for problem in refused.value.problems}
    desk(tables(OKAFOR))
    assert desk({"food": {"groceries": "1"}}).slug == "okafor"
    desk(tables(OKAFOR), slug="copy")
    with pytest.raises(UsageProblem, match="copy, okafor"):
        desk({"food": {"groceries": "1"}})


def test_until_stops_after_a_step_and_a_later_sitting_goes_on(desk: Desk) -> None:
    report = desk(tables(RIVERA), until="income_sources")
    assert (report.next_step, report.baseline) == ("business_expenses", None)
    assert report.progress.completed == 5
    assert report.flows.generated > 0
    assert not desk.inputs("rivera").accounts
    deductions = desk(tables(RIVERA), until="pretax_deductions")
    assert [finding.severity for finding in deductions.findings if finding.code == "broken_link"] == ["warning"] * 3
    rest = desk(tables(RIVERA))
    assert rest.next_step is None
    assert rest.baseline is not None
    assert rest.progress.percent == 100


def test_the_steps_that_must_be_answered_are_those_before_until(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk(tables(OKAFOR, members=None, bank_accounts=None), until="income_sources")
    assert [problem.path for problem in refused.value.problems] == ["members", "income_sources[0].member"]


def test_a_broken_link_refuses_the_last_step_and_nothing_is_written(desk: Desk) -> None:
    desk(tables(RIVERA))
    before = desk.stored("rivera")
    with pytest.raises(Refused) as refused:
        desk({"retirement": []}, slug="rivera")
    assert refused.value.exit_code == 4
    assert any("ana-401k-account" in problem.message for problem in refused.value.problems)
    assert desk.stored("rivera") == before


def test_an_unfinished_household_whose_last_step_is_refused_leaves_no_file(desk: Desk) -> None:
    sole = {"source": "job", "type": "hsa", "amount": "50.00", "target_account": "nowhere"}
    with pytest.raises(InvalidInput):
        desk(tables(OKAFOR, pretax_deductions=[sole]))
    assert desk.home.slugs() == ((), ())


def test_starting_afresh_replaces_all_answers_but_not_what_commands_made(desk: Desk) -> None:
    desk(tables(RIVERA), until="credit_cards", slug="home")
    on_record(desk, Change(None, OWN), slug="home")
    report = desk(tables(OKAFOR), slug="home", fresh=True)
    inputs = desk.inputs("home")
    assert {account.id for account in inputs.accounts if account.active} == {"checking"}
    assert OWN in inputs.flows
    assert report.next_step is None


def test_starting_a_complete_household_afresh_needs_its_name(desk: Desk) -> None:
    desk(tables(OKAFOR))
    with pytest.raises(Refused) as refused:
        desk(tables(OKAFOR), fresh=True)
    assert refused.value.code == "fresh_start"
    assert desk(tables(OKAFOR), fresh=True, slug="okafor").result == "unchanged"


def test_steps_that_do_not_apply_are_marked_and_come_back_when_they_do(desk: Desk) -> None:
    desk(tables(OKAFOR))
    steps = {step.name: step.status for step in desk.stored().steps}
    assert steps["business_expenses"] == "not_applicable"
    assert steps["withholding"] == "completed"
    gig = {"id": "gig", "name": "Gig", "type": "self_employed", "annual_gross": "5000", "pay_frequency": "monthly"}
    report = desk(tables(OKAFOR, income_sources=[{**gig, "pay_date": TODAY}]))
    steps = {step.name: step.status for step in desk.stored().steps}
    assert (steps["business_expenses"], steps["withholding"]) == ("completed", "not_applicable")
    assert report.progress.not_applicable == 2


def test_personal_property_a_business_and_lines_of_credit_can_be_answered(desk: Desk) -> None:
    more: dict[str, Any] = {
        "personal_property": [{"name": "Sloop", "type": "boat", "value": "9000", "annual_appreciation_percent": "-6"}],
        "business_ownership": [{"name": "Bakery", "ownership_percent": "40", "value": "85000"}],
        "other_debts": [
            {"name": "Line", "type": "heloc", "balance": "100", "rate_percent": "8", "payment": "50"},
            {"name": "Brother", "type": "family_loan", "balance": "1200", "rate_percent": "0", "term_months": "12"},
        ],
        "credit_cards": [{"name": "Visa", "balance": "500", "rate_percent": "20", "payment_rule": "full"}],
    }
    desk(tables(OKAFOR, **more))
    inputs = desk.inputs()
    accounts = {account.id: account for account in inputs.accounts}
    assert (accounts["sloop"].type, str(accounts["sloop"].growth)) == ("boat", "-0.06")
    assert (accounts["bakery"].type, str(accounts["bakery"].ownership_share)) == ("business_equity", "0.4")
    terms = {each.account: each for each in inputs.card_terms}
    assert (terms["line"].payment_rule, terms["line"].fixed_payment) == ("fixed", 50_00)
    assert terms["visa"].payment_rule == "full"
    assert [(each.account, each.payment) for each in inputs.loan_terms] == [("brother", 100_00)]


def test_a_debt_that_becomes_a_line_of_credit_changes_its_terms(desk: Desk) -> None:
    debt = {"id": "x", "name": "X", "balance": "100", "rate_percent": "8", "payment": "50"}
    desk(tables(OKAFOR, other_debts=[{**debt, "type": "personal_loan"}]))
    desk(tables(OKAFOR, other_debts=[{**debt, "type": "personal_loc"}]))
    inputs = desk.inputs()
    assert (len(inputs.loan_terms), len(inputs.card_terms)) == (0, 1)


def restated(inputs: Inputs) -> dict[str, Any]:
    """The answers that the records themselves imply."""
    return recalled(inputs)


@pytest.mark.parametrize(("answers", "slug"), [(OKAFOR, "okafor"), (RIVERA, "rivera")])
def test_stating_the_records_on_file_again_changes_nothing(desk: Desk, answers: str, slug: str) -> None:
    desk(tables(answers))
    assert desk(restated(desk.inputs(slug)), LATER).result == "unchanged"


def test_a_setting_alone_changes_one_answer_on_record(desk: Desk) -> None:
    desk(tables(RIVERA))
    answers = gathered(desk.home, None, ("income_sources.ana-acme.annual_salary=151000",), "rivera")
    report = desk(answers, LATER, slug="rivera")
    assert [(each.id, each.outcome) for each in report.changes] == [("ana-acme", "updated")]


def test_a_setting_changes_an_answer_of_the_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "okafor.toml"
    file.write_text(OKAFOR, encoding="utf-8")
    answers = gathered(
        desk.home, str(file), ("food.groceries=500", "vehicles[0].name=Van", "vehicles[0].value=9000"), None
    )
    desk(answers)
    inputs = desk.inputs()
    assert {flow.id: flow.amount for flow in inputs.flows}["groceries"] == 500_00
    assert "van" in {account.id for account in inputs.accounts}
