"""Plans put through the door: what may not be stored is refused, what changed is audited, what it means for events."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.codec import canonical, decode
from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import (
    Account,
    Baseline,
    CardTerms,
    Event,
    Household,
    IncomeSource,
    LoanTerms,
    Member,
    Record,
    Setting,
    Snapshot,
    Step,
    Withholding,
)
from effluent_cli.errors import EffluentError, Refused
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import NOW, account, bill, held
from tests.store.conftest import through
from tests.store.samples import CHECKING, DAY, FULL, RATE, audit, created, put, stored

REFUSED: list[tuple[Record, str]] = [
    (account("Upper", "checking"), "account.id"),
    (account("../x", "checking"), "account.id"),
    (account("", "checking"), "account.id"),
    (account("x" * 64, "checking"), "account.id"),
    (account("a", "piggy_bank"), "account.type"),
    (account("a", "Checking"), "account.type"),
    (Account("a", "", "checking"), "account.name"),
    (Account("a", "n" * 201, "checking"), "account.name"),
    (account("a", "checking", owner="No One"), "account.owner"),
    (account("a", "checking", last_four="12345"), "account.last_four"),
    (account("a", "checking", last_four="12e4"), "account.last_four"),
    (account("a", "checking", growth=Decimal("10.01")), "account.growth"),
    (account("a", "checking", growth=Decimal(-1)), "account.growth"),
    (account("a", "checking", cost_basis=BALANCE_LIMIT + 1), "account.cost_basis"),
    (account("a", "checking", primary=2), "account.primary"),
    (held("checking", BALANCE_LIMIT + 1), "snapshot.balance"),
    (held("checking", -BALANCE_LIMIT - 1), "snapshot.balance"),
    (held("checking", 1, date(1899, 12, 31)), "snapshot.on"),
    (held("checking", 1, date(2201, 1, 1)), "snapshot.on"),
    (Member("m", "M", "cousin"), "member.relationship"),
    (Member("m", "M", "self", employment_status="busy"), "member.employment_status"),
    (LoanTerms("checking", RATE, 1, True, 0, DAY), "loan_terms.payment_day"),
    (LoanTerms("checking", RATE, 1, True, 32, DAY), "loan_terms.payment_day"),
    (LoanTerms("checking", RATE, 1, True, 1, DAY, term_months=0), "loan_terms.term_months"),
    (CardTerms("checking", RATE, 1, "never"), "card_terms.payment_rule"),
    (IncomeSource("j", "m", "J", "salary", "monthly", DAY), "income_source.type"),
    (IncomeSource("j", "m", "J", "w2", "hourly", DAY), "income_source.pay_frequency"),
    (IncomeSource("j", "m", "J", "w2", "monthly", DAY, work_state="ZZ"), "income_source.work_state"),
    (IncomeSource("j", "m", "J", "w2", "monthly", DAY, annual_hours=9000), "income_source.annual_hours"),
    (bill("f", 1, "daily"), "flow.frequency"),
    (bill("f", 1, type="gift"), "flow.type"),
    (Setting("s", "x" * 1001), "setting.value"),
    (Step("welcome", "started"), "step.status"),
    (Event(0, "flows_changed", "pending", NOW, NOW), "event.id"),
    (Event(1, "flows_changed", "waiting", NOW, NOW), "event.status"),
    (Event(1, "something", "pending", NOW, NOW), "event.type"),
    (Event(1, "flows_changed", "pending", NOW, None), "event.due"),
    (Baseline("baseline", "frozen", "{}", 1, "f", "r", DAY, NOW), "baseline.mode"),
    (Baseline("baseline", "live", "{}", -1, "f", "r", DAY, NOW), "baseline.revision"),
]


@pytest.mark.parametrize(("record", "rule"), REFUSED, ids=[f"{rule}-{n}" for n, (_, rule) in enumerate(REFUSED)])
def test_what_is_out_of_bounds_is_refused_by_the_file_itself(okafor: HouseholdFile, record: Record, rule: str) -> None:
    before = okafor.path.read_bytes()
    with pytest.raises(Refused, match=rule) as caught:
        put(okafor, Change(None, bill("rent", 1)), Change(None, record))
    assert (caught.value.exit_code, caught.value.code) == (4, "constraint")
    assert okafor.path.read_bytes() == before


WRONG: list[tuple[Any, str]] = [
    (account("a", "checking", cost_basis=2**63), "cannot be stored"),
    (account("a", "checking", cost_basis="12x"), "cannot store TEXT"),
    (account("a", "checking", cost_basis=1.5), "cannot store REAL"),
    (account("a", "checking", notes="\ud800"), "cannot be stored"),
    (Setting("cash_buffer", None), "setting.value"),  # type: ignore[arg-type]  # the point of the test
]


@pytest.mark.parametrize(("record", "message"), WRONG)
def test_values_of_a_wrong_kind_are_refused_too(okafor: HouseholdFile, record: Any, message: str) -> None:
    with pytest.raises(Refused, match=message):
        put(okafor, Change(None, record))


def test_an_instant_without_a_zone_is_a_mistake_of_ours(okafor: HouseholdFile) -> None:
    naive = datetime(2026, 11, 23, 8)  # noqa: DTZ001  # the point of the test
    with pytest.raises(ValueError, match="needs a time zone"):
        put(okafor, Change(None, Snapshot("checking", date(2026, 1, 1), 1, naive)))
    with pytest.raises(ValueError, match="needs a time zone"):
        put(okafor, now=naive)


def test_other_zones_are_stored_as_utc(okafor: HouseholdFile) -> None:
    from zoneinfo import ZoneInfo

    chicago = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("America/Chicago"))
    put(okafor, Change(None, Snapshot("checking", date(2026, 1, 1), 1, chicago)))
    with okafor.reading() as books:
        assert books.inputs().snapshots[0].recorded_at.isoformat() == "2026-11-23T14:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ((Change(None, CHECKING),), "conflict", "there is such a record already"),
        ((Change(account("savings", "savings"), None),), "conflict", "account:savings is no longer"),
        (
            (Change(account("savings", "savings"), account("savings", "cash")),),
            "conflict",
            "account:savings is no longer",
        ),
        (
            (Change(replace(CHECKING, name="Old"), replace(CHECKING, name="New")),),
            "conflict",
            "account:checking is no longer",
        ),
        ((Change(replace(CHECKING, owner="x"), None),), "conflict", "account:checking is no longer"),
        ((Change(None, Household("rivera", "Rivera")),), "conflict", "there is such a record already"),
        ((Change(CHECKING, None),), "integrity", "part of one that does not exist"),
        ((Change(None, held("savings", 1)),), "integrity", "part of one that does not exist"),
        ((Change(None, Withholding("job", "single")),), "integrity", "part of one that does not exist"),
    ],
)
def test_a_plan_that_does_not_fit_the_file_is_refused_whole(
    okafor: HouseholdFile, changes: tuple[Change, ...], code: str, message: str
) -> None:
    before = okafor.path.read_bytes()
    with pytest.raises(Refused, match=message) as caught:
        put(okafor, Change(None, bill("rent", 1)), *changes)
    assert caught.value.code == code
    assert okafor.path.read_bytes() == before


def test_a_plan_may_list_a_part_before_its_whole(okafor: HouseholdFile) -> None:
    put(okafor, Change(None, held("savings", 5)), Change(None, account("savings", "savings")))
    put(okafor, Change(account("savings", "savings"), None), Change(held("savings", 5), None))
    with okafor.reading() as books:
        assert [each.id for each in books.inputs().accounts] == ["checking"]


def test_a_record_cannot_become_another(okafor: HouseholdFile) -> None:
    with pytest.raises(ValueError, match="account:checking cannot become account:savings"):
        put(okafor, Change(CHECKING, account("savings", "checking")))


def test_the_audit_log_says_who_did_what_when_to_which_record(okafor: HouseholdFile) -> None:
    renamed = replace(CHECKING, name="Main")
    with okafor.writing(wait=5, command="account edit", user="ngozi", now=NOW) as books:
        books.apply(Plan((Change(CHECKING, renamed), Change(None, bill("rent", 165_000)))))
        books.apply(Plan((Change(None, Step("food", "completed")), Change(held("checking", 500_000), None))))
    rows = audit(okafor)[3:]
    assert [(row["batch"], row["user"], row["command"], row["at"]) for row in rows] == [
        (2, "ngozi", "account edit", "2026-11-23T12:00:00.000000Z")
    ] * 3
    assert [row["subject"] for row in rows] == ["account:checking", "flow:rent", "snapshot:checking:2026-11-23"]
    texts = [(row["before"], row["after"]) for row in rows]
    assert texts == [
        (canonical(CHECKING), canonical(renamed)),
        (None, canonical(bill("rent", 165_000))),
        (canonical(held("checking", 500_000)), None),
    ]
    assert decode(Account, json.loads(rows[0]["before"])) == CHECKING


@pytest.mark.parametrize("text", ["", "x" * 5000, "caf\udce9", "a\0b"])
def test_an_odd_user_name_refuses_no_write(okafor: HouseholdFile, text: str) -> None:
    with okafor.writing(wait=5, command=text, user=text, now=NOW) as books:
        books.apply(created(bill("rent", 1)))
    assert len(audit(okafor)[-1]["user"]) <= 200


def test_the_revision_grows_once_for_each_plan_that_changes_inputs(okafor: HouseholdFile) -> None:
    with through(okafor) as books:
        assert books.apply(created(bill("a", 1), bill("b", 2))).revision == 2
        assert books.apply(created(Step("food", "completed"))).revision == 2
        assert books.apply(Plan((), ("flows_changed",))).revision == 2
        assert books.apply(Plan((Change(bill("a", 1), bill("a", 1)),))).revision == 2
        assert books.apply(Plan((Change(bill("a", 1), bill("a", 3)),))).revision == 3
        assert books.revision() == 3


def test_an_event_is_due_at_once_and_makes_failed_and_dead_ones_due_again(okafor: HouseholdFile) -> None:
    later = NOW + timedelta(hours=5)
    old = (
        Event(1, "flows_changed", "failed", NOW, later, 2, "poisoned"),
        Event(2, "taxes_changed", "dead", NOW, None, 5, "poisoned"),
        Event(3, "rules_changed", "processed", NOW, None, 1, None, NOW),
        Event(4, "time_passed", "cancelled", NOW, None),
        Event(5, "manual_refresh", "pending", NOW, later),
    )
    put(okafor, *(Change(None, event) for event in old))
    tomorrow = NOW + timedelta(days=1)
    with okafor.writing(wait=5, command="edit", user="tester", now=tomorrow) as books:
        applied = books.apply(Plan((), ("accounts_changed", "household_changed")))
    assert applied.event_ids == (6, 7)
    with okafor.reading() as books:
        assert books.events(open_only=False) == (
            Event(1, "flows_changed", "pending", NOW, tomorrow, 2, "poisoned"),
            Event(2, "taxes_changed", "pending", NOW, tomorrow, 5, "poisoned"),
            *old[2:],
            Event(6, "accounts_changed", "pending", tomorrow, tomorrow),
            Event(7, "household_changed", "pending", tomorrow, tomorrow),
        )
        assert [event.id for event in books.events()] == [1, 2, 5, 6, 7]


def test_changes_alone_leave_failed_events_alone(okafor: HouseholdFile) -> None:
    failed = Event(1, "flows_changed", "failed", NOW, NOW, 2, "poisoned")
    put(okafor, Change(None, failed))
    put(okafor, Change(None, bill("rent", 1)))
    with okafor.reading() as books:
        assert books.events() == (failed,)


def test_the_two_instants_of_the_file_are_set_one_by_one(okafor: HouseholdFile) -> None:
    month, tick = datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, 0, 1, tzinfo=UTC)
    with okafor.reading() as books:
        assert (books.rolls_at(), books.last_processed_at()) == (None, None)
    with through(okafor) as books:
        books.mark(rolls_at=month)
        assert (books.rolls_at(), books.last_processed_at()) == (month, None)
        books.mark(last_processed_at=tick)
        books.mark()
    with okafor.reading() as books:
        assert (books.rolls_at(), books.last_processed_at()) == (month, tick)
        assert books.baseline() is None


def test_a_household_can_go_with_everything_it_has(home: Home) -> None:
    file = stored(home, *FULL)
    put(file, *(Change(record, None) for record in FULL))
    assert not file.exists()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM meta", "DROP TABLE meta", "DROP TABLE audit", "ALTER TABLE account RENAME origin TO origen"],
)
def test_a_file_that_lacks_something_is_one_clear_error(okafor: HouseholdFile, statement: str) -> None:
    with closing(sqlite3.connect(okafor.path)) as other:
        other.execute(statement)
        other.commit()
    with pytest.raises(EffluentError) as caught:
        put(okafor, Change(CHECKING, replace(CHECKING, name="Main")))
    assert (caught.value.exit_code, caught.value.code) == (4, "damaged_file")
