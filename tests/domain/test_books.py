"""Balances brought forward from their snapshots to today."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.books import Balance, books_at
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import household_assumptions
from tests.households import RULES, TODAY, account, any_inputs, bill, held, inputs, loan, okafor


def at(stated: Inputs, day: date = TODAY) -> dict[str, Balance]:
    return both(stated, day)[0]


def both(stated: Inputs, day: date = TODAY) -> tuple[dict[str, Balance], tuple[Finding, ...]]:
    return books_at(InputsIndex(stated), RULES, household_assumptions(RULES, ()), day)


def test_a_balance_of_today_stands_as_recorded() -> None:
    assert at(okafor())["checking"] == Balance(500_000, TODAY, 0, 500_000)


def test_a_snapshot_from_33_days_ago_is_brought_forward() -> None:
    old = TODAY - timedelta(days=33)
    found, findings = both(okafor(snapshots=(held("checking", 500_000, old),)))
    paid, spent = 777_083, 165_000 + 42_000
    assert found["checking"] == Balance(500_000, old, paid - spent, 500_000 + paid - spent)
    assert findings == ()


def test_older_than_35_days_is_an_estimate_that_says_so() -> None:
    _, findings = both(okafor(snapshots=(held("checking", 500_000, TODAY - timedelta(days=36)),)))
    assert [finding.code for finding in findings] == ["balances_estimated"]


def test_what_falls_on_the_snapshot_day_is_in_it_and_what_falls_today_counts() -> None:
    stated = inputs(
        snapshots=(held("checking", 100_000, date(2026, 11, 1)),),
        flows=(bill("rent", 10_000, anchor=date(2026, 11, 1)), bill("food", 500, "once", TODAY)),
    )
    assert at(stated)["checking"].balance == 99_500


def test_the_latest_snapshot_on_or_before_the_day_counts() -> None:
    stated = inputs(snapshots=(held("checking", 1, date(2026, 11, 1)), held("checking", 2, date(2026, 11, 20))))
    assert at(stated, date(2026, 11, 19))["checking"].balance == 1
    assert at(stated, date(2026, 11, 20))["checking"].balance == 2


def test_before_the_first_balance_that_balance_stands_in_and_says_so() -> None:
    found, findings = both(inputs(), date(2026, 11, 2))
    assert found["checking"] == Balance(500_000, TODAY, 0, 500_000)
    assert [finding.code for finding in findings] == ["balances_estimated"]


def test_an_account_without_any_balance_is_zero_and_says_so() -> None:
    found, findings = both(inputs(snapshots=()))
    assert found["checking"] == Balance(None, None, 0, 0)
    assert [finding.code for finding in findings] == ["balance_missing"]


def test_a_loan_payment_moves_each_side_from_its_own_snapshot() -> None:
    stated = inputs(
        accounts=(account("auto", "auto_loan"), account("checking", "checking")),
        snapshots=(held("auto", 1_000_000, date(2026, 11, 1)), held("checking", 500_000, date(2026, 11, 15))),
        loan_terms=(loan("auto", "0.06", 50_000, day=9),),
    )
    found = at(stated)
    assert found["auto"].balance == 1_000_000 + 5_000 - 50_000
    assert found["checking"].balance == 500_000
    late_debt = inputs(
        accounts=stated.accounts,
        snapshots=(held("auto", 1_000_000, date(2026, 11, 15)), held("checking", 500_000, date(2026, 11, 1))),
        loan_terms=stated.loan_terms,
    )
    found = at(late_debt)
    assert found["auto"].balance == 1_000_000
    assert found["checking"].balance == 450_000


def test_savings_interest_covers_every_day_once() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"), account("savings", "savings", growth=Decimal("0.06"))),
        snapshots=(held("checking", 0), held("savings", 1_000_000, date(2026, 10, 16))),
    )
    monthly = 1.06 ** (1 / 12) - 1
    october = round(1_000_000 * monthly * 15 / 31)
    november = round((1_000_000 + october) * monthly * 23 / 30)
    assert at(stated)["savings"].brought_forward == october + november


def test_markets_do_not_move_the_books() -> None:
    stated = inputs(
        accounts=(account("checking", "checking"), account("fund", "brokerage", growth=Decimal("0.5"))),
        snapshots=(held("checking", 0), held("fund", 1_000_000, date(2026, 9, 1))),
    )
    assert at(stated)["fund"].brought_forward == 0


def test_years_before_the_first_rules_are_estimated_by_them() -> None:
    found, findings = both(okafor(snapshots=(held("checking", 0, date(2024, 12, 31)),)))
    assert found["checking"].balance > 0
    assert findings[0].code == "balances_estimated"


@settings(max_examples=40, deadline=None)
@given(any_inputs(), st.integers(0, 20))
def test_recorded_plus_brought_forward_is_the_balance(stated: Inputs, later: int) -> None:
    day = TODAY + timedelta(days=later)
    for each in at(stated, day).values():
        assert (each.recorded or 0) + each.brought_forward == each.balance
    assert project(stated, RULES, day, 1).opening == at(stated, day)
