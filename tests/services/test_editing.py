"""Records added, changed and removed one at a time, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from effluent_cli.errors import EffluentError, InvalidInput, NotFound, Refused
from effluent_cli.services import (
    account_editing,
    account_showing,
    accounts,
    choices,
    flow_editing,
    history,
    household_editing,
    members,
    projecting,
)
from effluent_cli.services.account_editing import OpeningBalance
from effluent_cli.services.account_fields import AccountFields
from effluent_cli.services.editing import Edited
from effluent_cli.services.flow_editing import FlowFields
from effluent_cli.services.household_editing import HouseholdFields
from effluent_cli.services.members import MemberFields
from effluent_cli.store.household import HouseholdFile
from tests.households import TODAY, account, bill, held, okafor
from tests.services.stored import caller, later, stored


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(
        tmp_path,
        okafor(
            accounts=(account("checking", "checking", primary=True), account("savings", "savings")),
            snapshots=(held("checking", 500_000), held("savings", 100_000)),
        ),
    )


def fields(done: Edited) -> dict[str, object]:
    return {change.field: change.after for change in done.changes}


def refused(error: type[EffluentError], words: str, act: Callable[[], object]) -> None:
    with pytest.raises(error, match=words):
        act()


def test_a_second_child(file: HouseholdFile) -> None:
    done, _ = members.add(file, caller(), MemberFields("Ada", "child", date(2026, 11, 20)), None)
    assert (done.id, done.result, fields(done)["date_of_birth"]) == ("ada", "added", "2026-11-20")
    assert [member.id for member in members.listed(file, caller())[0].members] == ["ada", "ngozi"]
    again, _ = members.change(file, caller(), "ada", MemberFields(name="Ada"))
    assert (again.result, again.revision) == ("unchanged", done.revision)
    assert members.remove(file, caller(), "ada")[0].result == "removed"


def test_members_that_cannot_be(file: HouseholdFile) -> None:
    refused(Refused, "self already", lambda: members.add(file, caller(), MemberFields("Bo", "self"), None))
    refused(
        Refused,
        "there must be one",
        lambda: members.change(file, caller(), "ngozi", MemberFields(relationship="child")),
    )
    refused(Refused, "cannot be removed", lambda: members.remove(file, caller(), "ngozi"))
    refused(NotFound, "no member", lambda: members.remove(file, caller(), "nobody"))
    refused(InvalidInput, "none of", lambda: members.add(file, caller(), MemberFields("Bo", "cousin"), None))
    tomorrow = MemberFields("Bo", "child", date(2026, 11, 24))
    refused(InvalidInput, "not come yet", lambda: members.add(file, caller(), tomorrow, None))
    refused(Refused, "already", lambda: members.add(file, caller(), MemberFields("Bo", "child"), "ngozi"))
    members.add(file, caller(), MemberFields("Bo", "spouse"), None)
    account_editing.change(file, caller(), "savings", AccountFields(owner="bo"))
    refused(Refused, "still has account savings", lambda: members.remove(file, caller(), "bo"))


def add_account(file: HouseholdFile, kind: str, *, rate: str | None = None, **more: object) -> Edited:
    stated = AccountFields(name="New", type=kind, **more)  # type: ignore[arg-type]  # passed on as they are
    number = Decimal(rate) if rate is not None else None
    return account_editing.add(file, caller(), stated, account_id=None, balance=OpeningBalance(900, None), rate=number)[
        0
    ]


def test_accounts_added_with_a_balance_and_debts_with_a_rate(file: HouseholdFile) -> None:
    assert add_account(file, "savings", growth=Decimal("0.03")).id == "new"
    assert add_account(file, "auto_loan", rate="0.05").id == "new-2"
    assert add_account(file, "credit_card", rate="0.2").id == "new-3"
    listed = {row.id: row.balance for row in accounts.listed(file, caller())[0].accounts}
    assert listed == {"checking": 500_000, "savings": 100_000, "new": 900, "new-2": 900, "new-3": 900}
    loan = account_showing.show(file, caller(), "new-2")[0].loan_terms
    assert loan is not None
    assert (loan.rate, loan.payment) == (Decimal("0.05"), 0)
    assert projecting.projected(file, later(1), months=3, refresh=True)[0].months[2].accounts["new-2"] > 900


def test_accounts_that_cannot_be(file: HouseholdFile) -> None:
    refused(InvalidInput, "needs its rate", lambda: add_account(file, "auto_loan"))
    refused(InvalidInput, "has no rate", lambda: add_account(file, "savings", rate="0.05"))
    refused(InvalidInput, "none of", lambda: add_account(file, "yacht"))
    refused(InvalidInput, "only a cash account", lambda: add_account(file, "brokerage", primary=True))
    refused(InvalidInput, "does not grow", lambda: add_account(file, "auto_loan", rate="0", growth=Decimal("0.1")))
    refused(InvalidInput, "four digits", lambda: add_account(file, "savings", last_four="12"))
    refused(InvalidInput, "zero or more", lambda: add_account(file, "savings", cost_basis=-1))
    refused(NotFound, "no member", lambda: add_account(file, "savings", owner="nobody"))
    refused(
        Refused,
        "cannot become",
        lambda: account_editing.change(file, caller(), "savings", AccountFields(type="vehicle")),
    )


def test_only_one_account_is_primary(file: HouseholdFile) -> None:
    account_editing.change(file, caller(), "savings", AccountFields(primary=True))
    with file.reading() as books:
        assert [each.id for each in books.inputs().accounts if each.primary] == ["savings"]
    assert account_editing.change(file, caller(), "savings", AccountFields(primary=True))[0].result == "unchanged"


def test_closing_an_account(file: HouseholdFile) -> None:
    refused(Refused, "still holds", lambda: account_editing.close(file, caller(), "savings"))
    accounts.set_balance(file, caller(), "savings", 0, None)
    accounts.set_balance(file, caller(), "checking", 0, None)
    refused(Refused, "that pay lands in", lambda: account_editing.close(file, caller(), "checking"))
    assert account_editing.close(file, caller(), "savings")[0].result == "removed"
    assert [row.id for row in accounts.listed(file, caller())[0].accounts] == ["checking"]
    refused(NotFound, "no account", lambda: account_editing.close(file, caller(), "savings"))


def test_an_account_in_use_cannot_be_closed(tmp_path: Path) -> None:
    saving = replace(
        bill("save", 1, type="transfer", category="transfer"), from_account="checking", to_account="savings"
    )
    file = stored(
        tmp_path,
        okafor(
            accounts=(account("checking", "checking", primary=True), account("savings", "savings")),
            snapshots=(held("checking", 1), held("savings", 0)),
            flows=(saving,),
        ),
    )
    refused(Refused, "used by flow save", lambda: account_editing.close(file, caller(), "savings"))


def test_a_move_is_news_for_taxes_and_a_new_name_is_not(file: HouseholdFile) -> None:
    household_editing.change(file, caller(), HouseholdFields(state="CA"))
    household_editing.change(file, caller(), HouseholdFields(name="Okafors", time_zone="America/Los_Angeles"))
    with file.reading() as books:
        assert [event.type for event in books.events()] == ["taxes_changed", "household_changed"]
    refused(
        InvalidInput,
        "no time zone",
        lambda: household_editing.change(file, caller(), HouseholdFields(time_zone="Mars/Port")),
    )
    refused(InvalidInput, "none of", lambda: household_editing.change(file, caller(), HouseholdFields(state="XX")))


def test_a_flow_is_changed_and_skipped(file: HouseholdFile) -> None:
    done, _ = flow_editing.change(file, caller(), "rent", FlowFields(amount=170_000, category="hoa_fees"))
    assert fields(done) == {"amount": "1700.00", "category": "hoa_fees"}
    flow_editing.skip(file, caller(), "groceries", None)
    shown, _ = flow_editing.show(file, caller(), "groceries")
    assert (shown.skipped, shown.next_dates[0]) == ((date(2026, 12, 1),), date(2027, 1, 1))
    assert flow_editing.skip(file, caller(), "groceries", date(2026, 12, 1))[0].result == "unchanged"
    row = projecting.projected(file, later(1), months=3, refresh=True)[0].months
    assert "groceries" not in row[1].components
    assert row[2].components["groceries"] < 0
    system, _ = flow_editing.show(file, caller(), "job--gross")
    assert (system.flow.system, len(system.next_dates), system.origin) == (True, 6, "generated")


def test_flow_edits_that_cannot_be(file: HouseholdFile) -> None:
    def change(**stated: object) -> None:
        flow_editing.change(file, caller(), "rent", FlowFields(**stated))  # type: ignore[arg-type]  # passed on as they are

    refused(InvalidInput, "above zero", lambda: change(amount=0))
    refused(InvalidInput, "none of", lambda: change(category="bonus"))
    refused(InvalidInput, "end before it starts", lambda: change(start=date(2027, 1, 2), end=date(2027, 1, 1)))
    refused(NotFound, "no account", lambda: change(from_account="gone"))
    refused(NotFound, "no member", lambda: change(member="gone"))
    refused(InvalidInput, "does not fall", lambda: flow_editing.skip(file, caller(), "rent", date(2026, 12, 2)))
    refused(Refused, "generated from job", lambda: flow_editing.skip(file, caller(), "job--gross", None))
    refused(NotFound, "no flow", lambda: flow_editing.show(file, caller(), "gone"))


def test_assumptions_are_stated_and_reset(file: HouseholdFile) -> None:
    assert choices.set_assumption(file, caller(), "inflation", "3%")[0].result == "added"
    assert choices.set_assumption(file, caller(), "inflation", "0.03")[0].result == "unchanged"
    assert choices.set_assumption(file, caller(), "inflation", "4%")[0].result == "changed"
    rows = {row.name: (row.value, row.origin) for row in choices.assumptions(file, caller())[0].assumptions}
    assert rows["inflation"] == (Decimal("0.04"), "household")
    assert rows["salary_growth"] == (Decimal("0.04"), "inflation")
    assert rows["savings_yield"][1] == "default"
    report, _, _ = projecting.projected(file, later(1), months=1)
    assert report.freshness.stale_because == ("pending_events", "inputs_changed", "assumptions_changed")
    assert choices.reset_assumption(file, caller(), "inflation")[0].result == "removed"
    assert choices.reset_assumption(file, caller(), "inflation")[0].result == "unchanged"
    refused(NotFound, "no assumption", lambda: choices.set_assumption(file, caller(), "luck", "3%"))
    refused(InvalidInput, "550", lambda: choices.set_assumption(file, caller(), "inflation", "5.5"))


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("auto_refresh", "on", "on"),
        ("cash_buffer", "2500", "2500.00"),
        ("withdrawal_order", "taxable, cash,roth,hsa,tax_deferred", "taxable,cash,roth,hsa,tax_deferred"),
        ("early_withdrawals", "on", "on"),
        ("borrow_line", "none", "none"),
        ("surplus_account", "savings", "savings"),
        ("refund_month", "05", "5"),
        ("law_year", "2026", "2026"),
    ],
)
def test_settings_keep_what_they_understand(file: HouseholdFile, name: str, value: str, kept: str) -> None:
    assert fields(choices.set_setting(file, caller(), name, value)[0])["value"] == kept
    rows = {row.name: row.value for row in choices.settings(file, caller())[0].settings}
    assert rows[name] == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto_refresh", "yes"),
        ("cash_buffer", "-1"),
        ("cash_buffer", "1e3"),
        ("withdrawal_order", "cash"),
        ("refund_month", "13"),
        ("law_year", "1999"),
        ("borrow_line", "../x"),
    ],
)
def test_settings_refuse_what_they_do_not(file: HouseholdFile, name: str, value: str) -> None:
    refused(InvalidInput, "VALUE", lambda: choices.set_setting(file, caller(), name, value))


def test_settings_that_are_not_there(file: HouseholdFile) -> None:
    refused(NotFound, "no setting", lambda: choices.set_setting(file, caller(), "volume", "11"))
    refused(NotFound, "no account", lambda: choices.set_setting(file, caller(), "borrow_line", "gone"))
    refused(Refused, "no line of credit", lambda: choices.set_setting(file, caller(), "borrow_line", "savings"))
    refused(Refused, "lands anyway", lambda: choices.set_setting(file, caller(), "surplus_account", "checking"))
    card = add_account(file, "credit_card", rate="0.2").id
    refused(Refused, "neither", lambda: choices.set_setting(file, caller(), "surplus_account", card))
    refused(Refused, "no limit", lambda: choices.set_setting(file, caller(), "borrow_line", card))
    changed, _ = choices.set_setting(file, caller(), "refund_month", "5")
    assert choices.set_setting(file, caller(), "refund_month", "6")[0].revision == changed.revision + 1


def test_auto_refresh_makes_every_answer_current(file: HouseholdFile) -> None:
    choices.set_setting(file, caller(), "auto_refresh", "on")
    accounts.set_balance(file, caller(), "checking", 123, TODAY)
    report, _, warnings = projecting.projected(file, later(1), months=1)
    assert (report.freshness.fresh, report.months[0].opening_cash, warnings) == (True, 100_123, ())


def test_history_tells_who_when_before_and_after(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "checking", 123, TODAY)
    entries = history.history(file, caller(), "checking")[0].entries
    last = entries[-1]
    assert (last.user, last.command, last.record) == ("tester", "test", "snapshot:checking:2026-11-23")
    assert last.before is not None
    assert last.after is not None
    assert (last.before["balance"], last.after["balance"]) == ("5000.00", "1.23")
    assert entries[0].record == "account:checking"
    assert len(history.history(file, caller(), None)[0].entries) > len(entries)
    refused(NotFound, "nothing was ever recorded", lambda: history.history(file, caller(), "nobody"))
