"""What is added up by year and month is what the ledger comes to, entry by entry; a debt alone is as in the ledger."""

from datetime import date, timedelta
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.books import opened_books
from effluent_cli.domain.entries import DEBIT, Entry
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.ledger import Ledger, MonthFlows
from effluent_cli.domain.month_plans import MonthPlan, month_plans
from effluent_cli.domain.overlay import Overlay
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import last_day, month_of
from effluent_cli.domain.projection import project
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.schedule import schedule
from effluent_cli.domain.tax_facts import added
from effluent_cli.domain.timetable import timetable
from tests.bench.households import household
from tests.domain.test_settlement import everything
from tests.households import RULES, TODAY, account, any_inputs, debts, held, inputs

MONTHS = 40


def compare(stated: Inputs, as_of: date) -> None:
    """Hold each month's plan against the entries of the timetable, posted one by one in the order of their days."""
    index = InputsIndex(stated)
    rates = household_assumptions(RULES, stated.assumptions)
    opened = opened_books(index, RULES, rates, as_of)
    end = last_day(month_of(as_of) + MONTHS)
    payroll = Payroll(index, RULES, rates)
    certain = schedule(Receipts(index, RULES, rates, payroll), rates, opened, as_of, end, payroll=payroll, line=None)
    owed = {key: opened.balances[key].balance for key in index.debts}
    ledger = Ledger(index, {**dict.fromkeys(index.assets, 0), **owed}, {}, rates, opened.standing)
    entries = timetable(index, RULES, rates, as_of + timedelta(days=1), end, payroll=payroll)
    by_month = {month: list(found) for month, found in groupby(entries, lambda entry: month_of(entry.day))}
    for plan in month_plans(index, opened, certain, as_of, month_of(end), rates):
        posted(ledger, by_month.get(plan.month, []), plan)


def posted(ledger: Ledger, entries: list[Entry], plan: MonthPlan) -> None:
    flows = MonthFlows()
    ledger.balances.update(dict.fromkeys(ledger.index.assets, 0))
    ledger.out_of, ledger.facts, ledger.cash = {}, [], 0
    for day, found in groupby(entries, lambda entry: entry.day):
        for entry in found:
            ledger.post(entry, flows)
        flows.see_cash(ledger.cash, day.toordinal())
    assert plan.columns == flows.columns
    assert plan.components == flows.components
    assert plan.moves == flows.moves
    assert plan.deltas == {key: ledger.balances[key] for key in ledger.index.assets if ledger.balances[key]}
    assert plan.debts == {key: ledger.balances[key] for key in ledger.index.debts}
    assert plan.out_of == ledger.out_of
    assert plan.facts == added(ledger.facts)
    assert [(tuple(stretch.dips()), stretch.total) for stretch in plan.stretches] == [(tuple(flows.dips), ledger.cash)]


@settings(max_examples=60, deadline=None)
@given(any_inputs(), st.sampled_from((TODAY, date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 15))))
def test_households_of_any_shape(stated: Inputs, as_of: date) -> None:
    compare(stated, as_of)


def test_a_whole_household_and_a_large_one() -> None:
    compare(everything(), TODAY)
    compare(household(), TODAY)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(("primary_mortgage", "auto_loan", "student_loan_federal", "credit_card", "heloc")), st.data())
def test_a_debt_is_the_same_alone_and_in_the_ledger(kind: str, data: st.DataObject) -> None:
    terms = data.draw(debts("debt", kind))
    stated = inputs(
        accounts=(
            account("checking", "checking", primary=True),
            account("debt", kind, property="home" if kind == "primary_mortgage" else None),
            # With a cost that its escrow pays a mortgage is left to the ledger anyway, without one it is not.
            account("home", "primary_residence", property_tax=data.draw(st.none() | st.just(300_000))),
        ),
        snapshots=(held("checking", 10_000_000), held("debt", data.draw(st.integers(0, 40_000_000))), held("home", 1)),
        **{"card_terms" if kind in ("credit_card", "heloc") else "loan_terms": (terms,)},
    )
    # An entry of nothing on the debt leaves the debt to the ledger.
    touched = Overlay(entries=(Entry(date(2030, 1, 1), DEBIT, "touched", (("debt", 0),)),))
    assert project(stated, RULES, TODAY, 120).months == project(stated, RULES, TODAY, 120, touched).months
