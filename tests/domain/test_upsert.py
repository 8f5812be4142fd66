from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.answers import Answers, BalanceAnswer, CardAnswer, LoanAnswer, Stated
from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.inputs_after import inputs_after
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import (
    Account,
    Deduction,
    Flow,
    IncomeSource,
    Inputs,
    LoanTerms,
    Member,
    Snapshot,
    Withholding,
)
from effluent_cli.domain.upsert import Run, Upserted, upsert
from effluent_cli.errors import Refused

DAY = date(2026, 11, 23)
LATER = date(2026, 12, 23)
JOB = IncomeSource(
    "job", "", "Lone Star", "w2", "monthly", date(2026, 11, 30), annual_amount=12_000_000, origin="income_sources"
)
LOAN = Account("loan", "Loan", "auto_loan", origin="other_debts")
BILL = Flow("", "Power", "expense", "electricity", 10_000, "monthly", date(1900, 1, 1), origin="utilities")


def run(on: date = DAY) -> Run:
    return Run("okafor", "America/Chicago", on, datetime(on.year, on.month, on.day, 9, tzinfo=UTC))


def step(name: str, *stated: Stated) -> Answers:
    return Answers(steps={name: stated})


def account(name: str, balance: int, on: date | None = None, key: str = "", kind: str = "savings") -> Stated:
    return Stated("x", Account(key, name, kind, origin="bank_accounts"), BalanceAnswer(balance, on))


def applied(answers: Answers, inputs: Inputs | None = None, on: date = DAY) -> tuple[Inputs, Upserted]:
    done = upsert(answers, inputs, run(on))
    return inputs_after(inputs, done.plan), done


def changed(done: Upserted) -> list[tuple[str, str]]:
    return [(each.id, each.outcome) for each in done.records if each.outcome != "unchanged"]


# --- Snapshots: an answer takes the date of the run that first gave it, and the same value again writes none.


def test_an_answer_without_a_date_takes_that_of_the_run_that_first_gave_it() -> None:
    inputs, _ = applied(step("bank_accounts", account("Pot", 500)))
    assert [(each.on, each.balance) for each in inputs.snapshots] == [(DAY, 500)]
    again, done = applied(step("bank_accounts", account("Pot", 500)), inputs, LATER)
    assert again == inputs
    assert not done.plan
    later, _ = applied(step("bank_accounts", account("Pot", 600)), inputs, LATER)
    assert [(each.on, each.balance) for each in later.snapshots] == [(DAY, 500), (LATER, 600)]


def test_a_date_that_is_stated_later_for_the_same_value_is_a_new_balance() -> None:
    inputs, _ = applied(step("bank_accounts", account("Pot", 500, DAY)))
    later, _ = applied(step("bank_accounts", account("Pot", 500, LATER)), inputs, LATER)
    assert [each.on for each in later.snapshots] == [DAY, LATER]
    assert applied(step("bank_accounts", account("Pot", 500)), later, LATER)[0] == later


def test_a_balance_of_the_same_day_set_by_a_command_stands_against_the_same_answer() -> None:
    inputs, _ = applied(step("bank_accounts", account("Pot", 500, DAY)))
    corrected = replace(inputs, snapshots=(Snapshot("pot", DAY, 777, datetime(2026, 11, 23, 20, tzinfo=UTC)),))
    assert applied(step("bank_accounts", account("Pot", 500, DAY)), corrected, LATER)[0] == corrected
    assert applied(step("bank_accounts", account("Pot", 500)), corrected, LATER)[0] == corrected
    other, _ = applied(step("bank_accounts", account("Pot", 501, DAY)), corrected, LATER)
    assert [each.balance for each in other.snapshots] == [501]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 60), st.integers(0, 9)), min_size=1, max_size=12)
)
def test_no_answer_ever_removes_or_replaces_a_newer_balance(sittings: list[tuple[int, int | None, int]]) -> None:
    inputs: Inputs | None = None
    today = DAY
    for amount, on, wait in sittings:
        today += timedelta(days=wait)
        before = inputs
        stated = None if on is None else DAY + timedelta(days=on)
        inputs, _ = applied(step("bank_accounts", account("Pot", amount, stated)), before, today)
        written = stated or today
        newer = {each for each in (before.snapshots if before else ()) if each.on > written}
        assert newer <= set(inputs.snapshots)


# --- Loan terms: a payment is reckoned once, and anew only when what it follows from is stated anew.


def loan(balance: int, answer: LoanAnswer, on: date | None = None) -> Answers:
    return step("other_debts", Stated("other_debts[0]", LOAN, BalanceAnswer(balance, on), answer))


LEFT = LoanAnswer(Decimal("0.06"), 9, term_months=24)


def test_months_left_run_from_the_balances_date() -> None:
    inputs, _ = applied(loan(1_000_000, LEFT))
    terms = inputs.loan_terms[0]
    assert terms.payment == level_payment(1_000_000, Decimal("0.06"), 24)
    assert (terms.payment_given, terms.entered_on, terms.last_payment_on) == (False, DAY, date(2028, 11, 9))
    early, _ = applied(loan(1_000_000, LEFT, date(2026, 11, 8)))
    assert early.loan_terms[0].last_payment_on == date(2028, 10, 9)


def test_the_same_terms_again_keep_the_payment_and_the_end() -> None:
    inputs, _ = applied(loan(1_000_000, LEFT))
    agreed = replace(inputs, loan_terms=(replace(inputs.loan_terms[0], payment=44_444),))
    assert applied(loan(1_000_000, LEFT), agreed, LATER)[0] == agreed
    moved = Snapshot("loan", LATER, 900_000, datetime(2026, 12, 23, tzinfo=UTC))
    newer = replace(agreed, snapshots=(*agreed.snapshots, moved))
    assert applied(loan(1_000_000, LEFT), newer, LATER)[0] == newer


@pytest.mark.parametrize(
    ("balance", "answer", "payment"),
    [
        (1_000_000, replace(LEFT, rate=Decimal("0.07")), level_payment(1_000_000, Decimal("0.07"), 24)),
        (1_000_000, replace(LEFT, term_months=36), level_payment(1_000_000, Decimal("0.06"), 36)),
        (900_000, LEFT, level_payment(900_000, Decimal("0.06"), 24)),
        (1_000_000, replace(LEFT, payment=50_000), 50_000),
    ],
)
def test_terms_stated_anew_are_reckoned_anew(balance: int, answer: LoanAnswer, payment: int) -> None:
    inputs, _ = applied(loan(1_000_000, LEFT))
    later, _ = applied(loan(balance, answer), inputs, LATER)
    assert later.loan_terms[0].payment == payment
    assert later.loan_terms[0].entered_on == LATER


def test_an_original_term_runs_from_the_origination_whatever_the_balance() -> None:
    answer = LoanAnswer(
        Decimal("0.03875"), 1, term_months=360, original_balance=42_500_000, origination=date(2020, 8, 1)
    )
    inputs, _ = applied(loan(37_196_318, answer))
    terms = inputs.loan_terms[0]
    assert (terms.payment, terms.last_payment_on) == (1_998_51, date(2050, 8, 1))
    later, _ = applied(loan(37_000_000, answer), inputs, LATER)
    assert later.loan_terms == inputs.loan_terms


def test_odd_loans_are_found_and_still_recorded() -> None:
    over = LoanAnswer(Decimal("0.05"), 1, 20_000, 12, 1_000_000, date(2020, 1, 1))
    inputs, done = applied(loan(500_000, over))
    assert [finding.code for finding in done.findings] == ["term_is_over"]
    assert inputs.loan_terms[0].last_payment_on is None
    _, done = applied(loan(500_000, replace(LEFT, original_balance=1_000_000)))
    assert [finding.code for finding in done.findings] == ["term_is_months_left"]


def test_a_debts_terms_follow_its_kind() -> None:
    inputs, _ = applied(loan(1_000_000, LEFT))
    card = Stated("x", replace(LOAN, type="heloc"), BalanceAnswer(1_000_000), CardAnswer(Decimal("0.08"), 5, "full"))
    later, done = applied(step("other_debts", card), inputs)
    assert not later.loan_terms
    assert [terms.payment_rule for terms in later.card_terms] == ["full"]
    assert changed(done) == [("loan", "updated")]


# --- Flows and sources: the anchor, and the day on which an amount was stated.


def test_an_amount_without_a_date_falls_on_the_first_and_stays_there() -> None:
    answers = step("utilities", Stated("x", BILL, dated=False))
    inputs, _ = applied(answers)
    assert (inputs.flows[0].id, inputs.flows[0].anchor, inputs.flows[0].stated_on) == ("power", date(2026, 11, 1), DAY)
    assert applied(answers, inputs, LATER)[0] == inputs
    dated = step("utilities", Stated("x", replace(BILL, anchor=date(2027, 1, 10))))
    moved, _ = applied(dated, inputs, LATER)
    assert (moved.flows[0].anchor, moved.flows[0].stated_on) == (date(2027, 1, 10), DAY)
    back, _ = applied(answers, moved, LATER)
    assert back.flows[0].anchor == date(2026, 12, 1)


def test_an_amount_stated_anew_is_dated_anew() -> None:
    inputs, _ = applied(
        Answers(steps={"income_sources": (Stated("x", JOB),), "utilities": (Stated("y", BILL, dated=False),)})
    )
    raised = Answers(
        steps={
            "income_sources": (Stated("x", replace(JOB, annual_amount=13_000_000)),),
            "utilities": (Stated("y", replace(BILL, category="natural_gas"), dated=False),),
        }
    )
    later, _ = applied(raised, inputs, LATER)
    assert later.income_sources[0].stated_on == LATER
    assert later.flows[0].stated_on == DAY


def test_the_members_and_the_households_particulars_fill_what_is_not_said() -> None:
    answers = Answers(
        {"name": "Okafor", "time_zone": None, "filing_status": "single", "state": "TX"},
        {
            "members": (Stated("m", Member("", "Ngozi", "self", origin="members")),),
            "income_sources": (Stated("s", JOB),),
            "withholding": (Stated("w", Withholding("job", "", origin="withholding")),),
        },
    )
    inputs, done = applied(answers)
    assert (inputs.household.name, inputs.household.time_zone) == ("Okafor", "America/Chicago")
    assert inputs.income_sources[0].member == "ngozi"
    assert inputs.withholdings[0].filing_status == "single"
    assert set(done.plan.events) == {"household_changed", "flows_changed", "taxes_changed"}


def test_the_first_checking_account_is_the_primary_one_unless_one_is_flagged() -> None:
    plain = [account("Pot", 1), account("Main", 1, kind="checking"), account("Other", 1, kind="checking")]
    inputs, _ = applied(step("bank_accounts", *plain))
    assert [each.id for each in inputs.accounts if each.primary] == ["main"]
    other = Account("", "Other", "checking", primary=True, origin="bank_accounts")
    flagged = [*plain[:2], replace(plain[2], record=other)]
    later, _ = applied(step("bank_accounts", *flagged), inputs)
    assert [each.id for each in later.accounts if each.primary] == ["other"]


# --- Identity: ids are stable, and nobody else's record is touched.


def test_two_of_one_name_are_two_records_and_stay_so() -> None:
    twice = step("bank_accounts", account("Pot", 1), account("Pot", 2))
    inputs, _ = applied(twice)
    assert [(each.account, each.balance) for each in inputs.snapshots] == [("pot", 1), ("pot-2", 2)]
    assert applied(twice, inputs, LATER)[0] == inputs


def test_a_derived_id_avoids_every_id_in_use() -> None:
    command = Change(None, Account("pot", "Something", "savings"))
    inputs, _ = applied(Answers({"name": "Okafor"}))
    inputs = inputs_after(inputs, Plan((command,)))
    later, _ = applied(step("bank_accounts", account("Pot", 1), account("Cash", 1, key="pot-2")), inputs)
    assert {each.id for each in later.accounts} == {"pot", "pot-2", "pot-3"}
    assert next(each for each in later.accounts if each.id == "pot").origin == "command"


@pytest.mark.parametrize("origin", ["command", "investments"])
def test_an_id_of_anothers_record_is_refused(origin: str) -> None:
    inputs, _ = applied(Answers({"name": "Okafor"}))
    inputs = inputs_after(inputs, Plan((Change(None, Account("pot", "Pot", "savings", origin=origin)),)))
    with pytest.raises(Refused) as refused:
        upsert(step("bank_accounts", account("Pot", 1, key="pot")), inputs, run())
    assert refused.value.problems[0].path == "x.id"


def test_an_account_may_move_between_steps_that_are_both_answered() -> None:
    inputs, _ = applied(step("bank_accounts", account("Pot", 1, key="pot")))
    moved = replace(account("Pot", 1, key="pot"), record=Account("pot", "Pot", "brokerage", origin="investments"))
    later, done = applied(Answers(steps={"bank_accounts": (), "investments": (moved,)}), inputs)
    assert [(each.id, each.origin, each.active) for each in later.accounts] == [("pot", "investments", True)]
    assert changed(done) == [("pot", "updated")]


NAMES = st.sampled_from(["Pot", "Main", "Käse", "田中", "pot", "CON", "[usd]"])
ACCOUNTS = st.builds(
    account,
    NAMES,
    st.integers(0, 3),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    st.just(""),
    st.sampled_from(["checking", "savings"]),
)
FLOWS = st.builds(
    lambda name, amount, frequency, dated: Stated(
        "f", replace(BILL, name=name, amount=amount, frequency=frequency, anchor=date(2026, 11, 7)), dated=dated
    ),
    NAMES,
    st.integers(1, 3),
    st.sampled_from(["weekly", "monthly", "annually"]),
    st.booleans(),
)
DEBTS = st.builds(
    lambda name, balance, on, answer: Stated("d", replace(LOAN, id="", name=name), BalanceAnswer(balance, on), answer),
    NAMES,
    st.integers(0, 10**6),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    st.builds(
        LoanAnswer,
        st.decimals(Decimal(0), Decimal("0.3"), places=3),
        st.integers(1, 31),
        st.none() | st.integers(1, 10**5),
        st.integers(1, 400),
        st.none() | st.integers(1, 10**6),
        st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1)),
        st.integers(0, 100),
    ),
)
DEDUCTIONS = st.builds(
    lambda kind, amount: Stated("p", Deduction("", "job", kind, amount=amount, origin="pretax_deductions")),
    st.sampled_from(["hsa", "union_dues", "other_pretax"]),
    st.integers(1, 3),
)
ANSWERS = st.builds(
    lambda steps: Answers({"name": "Okafor"}, {name: tuple(each) for name, each in steps.items()}),
    st.fixed_dictionaries(
        {},
        optional={
            "bank_accounts": st.lists(ACCOUNTS, max_size=4),
            "utilities": st.lists(FLOWS, max_size=4),
            "other_debts": st.lists(DEBTS, max_size=3),
            "pretax_deductions": st.lists(DEDUCTIONS, max_size=3),
        },
    ),
)


@given(st.lists(ANSWERS, min_size=1, max_size=4), st.integers(0, 90))
@settings(max_examples=150)
def test_the_same_answers_again_change_nothing_on_any_later_day(sittings: list[Answers], wait: int) -> None:
    inputs: Inputs | None = None
    for answers in sittings:
        inputs, _ = applied(answers, inputs)
    again, done = applied(sittings[-1], inputs, DAY + timedelta(days=wait))
    assert again == inputs
    assert not done.plan
    assert not changed(done)


@given(ANSWERS, ANSWERS)
@settings(max_examples=100)
def test_a_present_step_replaces_its_own_records_and_an_absent_one_is_left_alone(
    first: Answers, second: Answers
) -> None:
    before, _ = applied(first)
    after, done = applied(second, before, LATER)
    for name in ("accounts", "flows", "deductions"):
        old = {each.id: each for each in getattr(before, name)}
        new = {each.id: each for each in getattr(after, name)}
        assert old.keys() <= new.keys()
        for key, record in new.items():
            if record.origin not in second.steps:
                assert record == old[key]
        for origin, stated in second.steps.items():
            mine = [each for each in new.values() if each.origin == origin and each.active]
            if mine:
                assert len(mine) == len(stated)
    created = [each for each in done.records if each.outcome == "created"]
    assert len(created) + len(before.accounts) + len(before.flows) + len(before.deductions) == len(
        after.accounts
    ) + len(after.flows) + len(after.deductions)


@given(st.lists(ACCOUNTS, min_size=1, max_size=4), st.data())
def test_ids_stay_when_answers_are_shuffled_taken_out_and_put_back(answers: list[Stated], data: st.DataObject) -> None:
    distinct = list({each.record.name: each for each in answers if isinstance(each.record, Account)}.values())
    inputs, _ = applied(step("bank_accounts", *distinct))
    ids = {each.name: each.id for each in inputs.accounts}
    kept = data.draw(st.permutations(distinct))[: data.draw(st.integers(0, len(distinct)))]
    fewer, _ = applied(step("bank_accounts", *kept), inputs)
    assert {each.id for each in fewer.accounts if each.active} == {ids[each.record.name] for each in kept}  # type: ignore[union-attr]  # accounts
    whole, _ = applied(step("bank_accounts", *data.draw(st.permutations(distinct))), fewer, LATER)
    assert {each.name: each.id for each in whole.accounts if each.active} == ids


def test_terms_survive_in_the_type_they_were_given() -> None:
    inputs, _ = applied(loan(1_000, LEFT))
    assert isinstance(inputs.loan_terms[0], LoanTerms)
