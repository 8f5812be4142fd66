"""Balances read and recorded."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from effluent_cli.domain.records import CardTerms
from effluent_cli.errors import InvalidInput, NotFound
from effluent_cli.services import account_showing, accounts
from effluent_cli.services.accounts import BalanceSet
from effluent_cli.store.household import HouseholdFile
from tests.households import TODAY, account, held, inputs, loan
from tests.services.stored import caller, stored


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(
        tmp_path,
        inputs(
            accounts=(
                account("auto", "auto_loan"),
                account("checking", "checking", primary=True),
                account("fund", "brokerage"),
                account("visa", "credit_card"),
            ),
            snapshots=(held("auto", 873_012), held("checking", 500_000), held("fund", 100), held("visa", 5_000)),
            loan_terms=(loan("auto", "0.0549", 41_200),),
            card_terms=(CardTerms("visa", Decimal("0.2"), 5, "full"),),
        ),
    )


def record(file: HouseholdFile, key: str, cents: int, on: date | None = None, *, dry_run: bool = False) -> BalanceSet:
    return accounts.set_balance(file, caller(dry_run=dry_run), key, cents, on)[0]


def test_the_list_has_every_account_debts_positive_in_the_order_of_the_types(file: HouseholdFile) -> None:
    report, today, warnings = accounts.listed(file, caller())
    assert [(row.id, row.balance) for row in report.accounts] == [
        ("checking", 500_000),
        ("fund", 100),
        ("visa", 5_000),
        ("auto", 873_012),
    ]
    assert (today, warnings) == (TODAY, ())


def test_a_balance_is_recorded_corrected_and_left_alone(file: HouseholdFile) -> None:
    yesterday = TODAY - timedelta(days=1)
    first = record(file, "checking", 1_000, yesterday)
    assert (first.result, first.previous) == ("recorded", None)
    second = record(file, "checking", 2_000, yesterday)
    assert (second.result, second.previous, second.revision) == ("corrected", 1_000, first.revision + 1)
    third = record(file, "checking", 2_000, yesterday)
    assert (third.result, third.revision) == ("unchanged", second.revision)
    shown, _, _ = account_showing.show(file, caller(), "checking")
    assert [(each.on, each.balance) for each in shown.snapshots] == [(TODAY, 500_000), (yesterday, 2_000)]


def test_cash_may_be_overdrawn_and_nothing_else_may(file: HouseholdFile) -> None:
    assert record(file, "checking", -1_250).balance == -1_250
    with pytest.raises(InvalidInput, match="positive amount owed"):
        record(file, "auto", -1)
    with pytest.raises(InvalidInput, match="cannot hold less than nothing"):
        record(file, "fund", -1)


def test_a_balance_to_come_is_refused(file: HouseholdFile) -> None:
    with pytest.raises(InvalidInput, match="has not come yet"):
        record(file, "checking", 1, TODAY + timedelta(days=1))


def test_an_unknown_account_is_not_found(file: HouseholdFile) -> None:
    with pytest.raises(NotFound):
        record(file, "nope", 1)
    with pytest.raises(NotFound):
        account_showing.show(file, caller(), "nope")


def test_a_debt_shows_its_terms(file: HouseholdFile) -> None:
    auto, _, _ = account_showing.show(file, caller(), "auto")
    assert auto.loan_terms is not None
    assert (auto.group, auto.loan_terms.payment, auto.card_terms) == ("instalment", 41_200, None)
    visa, _, _ = account_showing.show(file, caller(), "visa")
    assert visa.card_terms is not None


def test_an_inactive_account_can_still_be_shown(tmp_path: Path) -> None:
    old = replace(account("old", "savings"), active=False)
    file = stored(
        tmp_path,
        inputs(
            accounts=(account("checking", "checking"), old, replace(old, id="older")),
            snapshots=(held("checking", 1), held("old", 77)),
        ),
    )
    assert account_showing.show(file, caller(), "old")[0].balance == 77
    assert account_showing.show(file, caller(), "older")[0].balance == 0
    assert [row.id for row in accounts.listed(file, caller())[0].accounts] == ["checking"]
