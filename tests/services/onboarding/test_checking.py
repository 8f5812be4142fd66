from dataclasses import fields
from pathlib import Path

import pytest

from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.onboarding.checking import check_tables
from effluent_cli.services.onboarding.models import MODEL_OF
from tests.services.onboarding.sittings import OKAFOR, RIVERA, Desk, tables

JOB = """
[[income_sources]]
id = "job"
name = "Lone Star Freight"
type = "w2"
annual_salary = "120000.00"
pay_frequency = "monthly"
pay_date = 2026-11-30
"""


def problems(tmp_path: Path, text: str, until: str | None = None) -> dict[str, str]:
    """What is wrong with answers, by path; nothing may have been written."""
    desk = Desk(tmp_path / "home")
    with pytest.raises(InvalidInput) as refused:
        desk(tables(text), until=until)
    assert not (tmp_path / "home").exists()
    assert refused.value.exit_code == 2
    return {problem.path: problem.message for problem in refused.value.problems}


STUDENT = '[[student_loans]]\nname = "A"\nbalance = 5\nrate_percent = 3\npayment = 1\n'


def wrong(extra: str) -> dict[str, str]:
    """What is wrong with single items of some answers, by path."""
    found = check_tables(tables(extra))
    return {problem.path: problem.message for problem in found.problems}


@pytest.mark.parametrize(
    ("answers", "path", "says"),
    [
        ('[household_info]\nname = "A"\ncolour = "x"', "household_info.colour", "unknown key"),
        ('[household_info]\nnmae = "A"', "household_info.nmae", "did you mean name?"),
        ('[household_info]\nslug = "a"', "household_info.name", "needed"),
        ('[household_info]\nname = "A"\ncurrency = "EUR"', "household_info.currency", "choose from USD"),
        ("[[household_info]]\nname = 'A'", "household_info", "must be a table"),
        ("[members]\nname = 'A'", "members", "must be a list of tables: [[members]]"),
        ("members = ['A']", "members[0]", "must be a table"),
        ("[food]\nbeer = 5", "food.beer", "unknown key"),
        ("[snacks]\nbeer = 5", "snacks", "unknown step"),
        ("[review]\nx = 1", "review", "unknown step"),
        ("[housing_expenses]\nhoa = 1\nhoa_fees = 2", "housing_expenses.hoa_fees", "stands twice"),
        (JOB + "hourly_rate = 20", "income_sources[0].hourly_rate", "does not apply where type is w2"),
        (
            JOB.replace("annual_salary", "start=2020-01-01 #"),
            "income_sources[0].annual_salary",
            "needed where type is w2",
        ),
        (JOB + "start = 2026-02-01\nend = 2026-01-01", "income_sources[0].end", "ends before it starts"),
        (JOB + 'ytd_gross = "5"', "income_sources[0].ytd_on", "needed with ytd_gross"),
        (JOB + "federal_withholding_percent = 5", "income_sources[0].federal_withholding_percent", "not yet"),
        (
            '[[withholding]]\nsource = "job"\nstep3_credits = 5\nstep3_children = 1',
            "withholding[0].step3_credits",
            "not both",
        ),
        ('[[pretax_deductions]]\nsource = "job"\ntype = "hsa"', "pretax_deductions[0].amount", "needed: an amount"),
        (
            '[[pretax_deductions]]\nsource = "job"\ntype = "hsa"\namount = 5\ngross_percent = 5',
            "pretax_deductions[0].gross_percent",
            "not both",
        ),
        (
            '[[pretax_deductions]]\nsource = "job"\ntype = "union_dues"\namount = 5\ntarget_account = "x"',
            "pretax_deductions[0].target_account",
            "does not apply where type is union_dues",
        ),
        (
            '[[pretax_deductions]]\nsource = "j"\ntype = "hsa"\namount=5\nmatch=[{rate_percent=50,up_to_pay_percent=101}]',
            "pretax_deductions[0].match[0].up_to_pay_percent",
            "at most 100",
        ),
        (
            '[[pretax_deductions]]\nsource = "j"\ntype = "hsa"\namount = 5\nmatch = [{ up_to_pay_percent = 6 }]',
            "pretax_deductions[0].match[0].rate_percent",
            "needed",
        ),
        (
            '[[pretax_deductions]]\nsource = "j"\ntype = "hsa"\namount = 5\nmatch = "all"',
            "pretax_deductions[0].match",
            "must be a list of tables",
        ),
        ('[[bank_accounts]]\nname = "A"\nbalance = 5\ntype = "hsa"', "bank_accounts[0].type", "choose from"),
        (
            '[[bank_accounts]]\nname = "A"\nbalance = 5\ntype = "savings"\nprimary = true',
            "bank_accounts[0].primary",
            "does not apply where type is savings",
        ),
        ('[[investments]]\nname = "A"\nbalance = 5\nallocation = 1', "investments[0].allocation", "must be a table"),
        (
            '[[investments]]\nname = "A"\nbalance = 5\nallocation = { us_stocks_percent = 60, bonds_percent = 30 }',
            "investments[0].allocation",
            "come to 90 %, and must come to 100 %",
        ),
        (
            '[[investments]]\nname = "A"\nbalance = 5\nallocation = { gold_percent = 100 }',
            "investments[0].allocation",
            "is none of us_stocks_percent",
        ),
        (
            '[[business_ownership]]\nname = "A"\nvalue = 5\nownership_percent = 0',
            "business_ownership[0].ownership_percent",
            "above zero",
        ),
        ('[[mortgages]]\nname = "A"\nbalance = 5\nrate_percent = 3', "mortgages[0].payment", "needed: the payment"),
        (
            '[[mortgages]]\nname = "A"\nbalance = 5\nrate_percent = 3\npayment = 1\nescrow = 5',
            "mortgages[0].escrow",
            "pays the tax and insurance of a property: name it",
        ),
        (
            STUDENT + "origination_date = 2020-01-01\ninterest_only_until = 2019-12-31",
            "student_loans[0].interest_only_until",
            "is over before the loan began",
        ),
        (
            STUDENT + "origination_date = 2020-01-01\nmaturity_date = 2019-12-31",
            "student_loans[0].maturity_date",
            "is over before the loan began",
        ),
        (
            STUDENT + "term_months = 12\nmaturity_date = 2030-12-31",
            "student_loans[0].maturity_date",
            "a second time",
        ),
        (
            STUDENT + "forbearance_from = 2027-03-01\nforbearance_until = 2027-02-01",
            "student_loans[0].forbearance_until",
            "ends before it starts",
        ),
        (
            STUDENT + "forbearance_from = 2027-03-01",
            "student_loans[0].forbearance_until",
            "needed where",
        ),
        (
            STUDENT + "margin_percent = 2",
            "student_loans[0].index",
            "needed with margin_percent",
        ),
        (
            STUDENT + 'index = "index_sofr"\nnext_reset_on = 2027-01-01\nfloor_percent = 5\nceiling_percent = 4',
            "student_loans[0].ceiling_percent",
            "below the floor",
        ),
        (
            STUDENT + "term_months = 60\namortization_months = 48",
            "student_loans[0].amortization_months",
            "shorter than the term",
        ),
        (
            STUDENT + "amortization_months = 48",
            "student_loans[0].term_months",
            "needed where the amortisation",
        ),
        (
            '[[credit_cards]]\nname = "A"\nbalance = 5\nrate_percent = 3\npromotional_rate_percent = 0',
            "credit_cards[0].promotional_until",
            "needed where promotional_rate_percent",
        ),
        (
            '[[credit_cards]]\nname = "A"\nbalance = 5\nrate_percent = 3\npayment_rule = "full"\nminimum_plus_interest = true',
            "credit_cards[0].minimum_plus_interest",
            "does not apply where payment_rule is full",
        ),
        ('[[credit_cards]]\nname = "A"\nbalance = -5\nrate_percent = 3', "credit_cards[0].balance", "zero or more"),
        ('[[credit_cards]]\nname = "A"\nbalance = 5', "credit_cards[0].rate_percent", "needed"),
        (
            '[[credit_cards]]\nname = "A"\nbalance = 5\nrate_percent = 5500',
            "credit_cards[0].rate_percent",
            "at most 1000",
        ),
        (
            '[[credit_cards]]\nname = "A"\nbalance = 5\nrate_percent = 5\npayment_rule = "fixed"',
            "credit_cards[0].payment",
            "needed where payment_rule is fixed",
        ),
        (
            '[[credit_cards]]\nname = "A"\nbalance = 5\nrate_percent = 5\npayment_rule = "full"\nminimum_percent = 2',
            "credit_cards[0].minimum_percent",
            "does not apply where payment_rule is full",
        ),
        (
            '[[credit_cards]]\nname = "A"\nbalance = 5\nrate_percent = 5\nminimum_percent = 0\nminimum_floor = 0',
            "credit_cards[0].minimum_percent",
            "never pays the debt",
        ),
        (
            '[[other_debts]]\nname = "A"\nbalance = 5\nrate_percent = 5\ntype = "credit_card"',
            "other_debts[0].type",
            "unknown",
        ),
        (
            '[[other_debts]]\nname = "A"\nbalance = 5\nrate_percent = 5\ntype = "heloc"\nterm_months = 12',
            "other_debts[0].term_months",
            "does not apply where type is heloc",
        ),
        (
            '[[other_debts]]\nname = "A"\nbalance = 5\nrate_percent = 5\ntype = "auto_loan"\npayment = 5\nlimit = 5',
            "other_debts[0].limit",
            "does not apply where type is auto_loan",
        ),
        ('[[utilities]]\ncategory = "rent"\namount = 5', "utilities[0].category", "unknown"),
        (
            '[[utilities]]\ncategory = "trash"\namount = 5\nfrequency = "once"',
            "utilities[0].next_date",
            "needed where frequency is once",
        ),
        ('[[utilities]]\ncategory = "trash"\namount = 5\nid = "a--b"', "utilities[0].id", "two hyphens"),
        ('[[other_expenses]]\ncategory = "loan_interest"\namount = 5', "other_expenses[0].category", "unknown"),
    ],
)
def test_one_mistake_is_named_by_its_path(answers: str, path: str, says: str) -> None:
    found = wrong(answers)
    assert list(found) == [path]
    assert says in found[path]


def test_a_contradiction_is_found_beside_another_mistake_in_the_same_item() -> None:
    found = wrong(JOB.replace("monthly", "fortnightly") + "start = 2026-02-01\nend = 2026-01-01")
    assert set(found) == {"income_sources[0].pay_frequency", "income_sources[0].end"}


@pytest.mark.parametrize(
    ("answers", "path", "says"),
    [
        (OKAFOR.replace("[tax_filing]", "[food2]").partition("[food2]")[0], "tax_filing", "needed: [tax_filing]"),
        (OKAFOR.replace('member = "ngozi"', 'member = "nobody"'), "income_sources[0].member", "no member of this id"),
        (OKAFOR.replace('"self"', '"spouse"'), "members", "exactly one member is self, and none is"),
        (OKAFOR + '\n[[members]]\nname = "B"\nrelationship = "self"', "members[1].relationship", "exactly one"),
        (OKAFOR + '\n[[members]]\nid = "ngozi"\nname = "B"\nrelationship = "child"', "members[1].id", "duplicate id"),
        (
            OKAFOR + '\n[[investments]]\nid = "checking"\nname = "B"\nbalance = 5',
            "investments[0].id",
            "duplicate id: bank_accounts[0].id",
        ),
        (
            OKAFOR + '\n[[bank_accounts]]\nname = "B"\nbalance = 5\nprimary = true\n[[bank_accounts]]\nname = "C"\n'
            "balance = 5\nprimary = true",
            "bank_accounts[2].primary",
            "only one account is primary",
        ),
        (OKAFOR + '\n[[withholding]]\nsource = "nope"', "withholding[0].source", "no income source of this id"),
        (
            OKAFOR + '\n[[withholding]]\nsource = "job"\n[[withholding]]\nsource = "job"',
            "withholding[1].source",
            "has a W-4 already",
        ),
        (
            OKAFOR.replace('"w2"', '"other"').replace("annual_salary", "annual_gross")
            + '\n[[withholding]]\nsource = "job"',
            "withholding[0].source",
            "its type is other",
        ),
        (
            OKAFOR + '\n[[business_expenses]]\nsource = "job"\ncategory = "business_travel"\namount = 5',
            "business_expenses[0].source",
            "its type is w2",
        ),
        (
            OKAFOR + '\n[[pretax_deductions]]\nsource = "job"\ntype = "hsa"\namount = 5\ntarget_account = "nope"',
            "pretax_deductions[0].target_account",
            "no account of this id",
        ),
        (
            OKAFOR + '\n[[pretax_deductions]]\nsource = "job"\ntype = "hsa"\namount = 5\ntarget_account = "checking"',
            "pretax_deductions[0].target_account",
            "goes to a hsa account, not to a checking",
        ),
        (
            OKAFOR + '\n[[mortgages]]\nname = "M"\nbalance = 5\nrate_percent = 3\npayment = 1\nproperty = "checking"',
            "mortgages[0].property",
            "is no property: its type is checking",
        ),
        (
            OKAFOR.replace("[[bank_accounts]]", "[[investments]]").replace('"checking"\nb', '"brokerage"\nb'),
            "bank_accounts",
            "needed",
        ),
    ],
)
def test_answers_that_do_not_fit_together_are_named_by_path(tmp_path: Path, answers: str, path: str, says: str) -> None:
    found = problems(tmp_path, answers)
    assert says in found[path]


def test_no_income_source_at_all_is_refused(tmp_path: Path) -> None:
    answers = OKAFOR[: OKAFOR.index("[[income_sources]]")] + OKAFOR[OKAFOR.index("[[bank_accounts]]") :]
    assert problems(tmp_path, "income_sources = []\n" + answers.partition("\n\n")[2]) == {
        "income_sources": "at least one income source is needed"
    }


EIGHT = (
    RIVERA.replace('name = "Rivera"', 'name = "Riv\\u0007era"')
    .replace("1986-04-12", "1885-04-12")
    .replace('"biweekly"', '"fortnightly"')
    .replace('annual_gross = "18000.00"', 'annual_gross = "1e3"')
    .replace('target_account = "family-hsa"', 'target_account = "nowhere"')
    .replace('id = "savings"', 'id = "checking"')
    .replace('rate_percent = "22.49"', 'rate_percent = "5500"')
    .replace('name = "Internet"', 'provider = "Internet"')
)


def test_eight_different_mistakes_are_listed_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    assert set(problems(tmp_path, EIGHT)) == {
        "household_info.name",
        "members[0].date_of_birth",
        "income_sources[0].pay_frequency",
        "income_sources[2].annual_gross",
        "pretax_deductions[2].target_account",
        "bank_accounts[1].id",
        "credit_cards[0].rate_percent",
        "utilities[1].provider",
    }


def test_a_problem_repeats_the_value_as_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        Desk(tmp_path / "home")(tables(EIGHT))
    given = {problem.path: problem.value for problem in refused.value.problems}
    assert given["members[0].date_of_birth"] == "1885-04-12"
    assert given["income_sources[2].annual_gross"] == "1e3"


def test_one_mistake_is_not_repeated_at_the_references_to_it() -> None:
    answers = tables(OKAFOR.replace('relationship = "self"', 'relationship = "boss"'))
    assert [problem.path for problem in check_tables(answers).problems] == ["members[0].relationship"]


def test_a_long_value_is_cut() -> None:
    found = check_tables({"household_info": {"name": "x" * 100_000}}).problems
    assert isinstance(found[0], Problem)
    assert len(str(found[0].value)) < 300


def test_every_field_of_a_record_that_an_answer_can_fill_has_a_question() -> None:
    derived = {"origin", "active", "stated_on", "answered_balance", "answered_on", "to_account", "type", "name", "id"}
    derived |= {"separate", "tax_treatment"}  # of transfers and of income flows, and onboarding asks for neither
    filled = {
        (model.RECORD, each.fills) for model in MODEL_OF.values() for each in model.questions() if each.of == "record"
    }
    for record in {model.RECORD for model in MODEL_OF.values()}:
        names = {field.name for field in fields(record)} - derived
        assert names <= {name for kind, name in filled if kind is record}, record
