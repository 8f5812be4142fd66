"""An edit, the stale answer, its cure: events from emission to processed, failed and dead."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from effluent_cli.domain.plans import Change
from effluent_cli.domain.records import Deduction, IncomeSource, Withholding
from effluent_cli.errors import Busy, OnboardingIncomplete, Refused, Stale
from effluent_cli.services import accounts, baseline, events, flows, processing, projecting, regenerate, status
from effluent_cli.services.processing import EventsProcessed
from effluent_cli.store.household import HouseholdFile
from tests.households import NOW, TODAY, job, okafor
from tests.services.stored import caller, change, later, stored


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(tmp_path, okafor())


def processed(
    file: HouseholdFile, minutes: float = 1, today: date = TODAY, limit: int | None = None
) -> EventsProcessed:
    return processing.process((file,), file.path.parent.parent, later(minutes, today=today), limit=limit)


def opening_cash(file: HouseholdFile, *, refresh: bool = False) -> int:
    report, _, _ = projecting.projected(file, later(1), months=1, refresh=refresh)
    return report.months[0].opening_cash


def codes(file: HouseholdFile) -> list[str]:
    _, _, warnings = projecting.projected(file, later(1), months=1)
    return [warning.code for warning in warnings]


def test_an_edit_is_stale_until_events_are_processed(file: HouseholdFile) -> None:
    assert codes(file) == []
    accounts.set_balance(file, caller(), "checking", 700_000, None)
    assert opening_cash(file) == 500_000
    report, _, warnings = projecting.projected(file, later(1), months=1)
    assert report.freshness.stale_because == ("pending_events", "inputs_changed")
    assert "waiting to be processed" in warnings[0].message
    assert "process-events" in warnings[0].fix
    with pytest.raises(Stale):
        projecting.projected(file, later(1), months=1, require_fresh=True)
    tick = processed(file)
    assert (tick.events_processed, tick.households[0].result, tick.households[0].baseline) == (
        1,
        "processed",
        "refreshed",
    )
    assert opening_cash(file) == 700_000
    assert codes(file) == []


def test_twice_is_once(file: HouseholdFile) -> None:
    flows.add(
        file,
        caller(),
        flows.NewFlow(None, "Gym", "expense", "gym_fitness", 4_500, "monthly", None, None, None, None, None),
    )
    processed(file)
    before = file.path.read_bytes()
    again = processed(file, 2)
    assert (again.events_processed, again.households[0].result) == (0, "idle")
    assert file.path.read_bytes() == before


def test_refresh_gives_the_new_number(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "checking", 700_000, None)
    assert opening_cash(file, refresh=True) == 700_000
    assert status.status(file, later(1))[0].fresh


def test_a_refresh_that_cannot_get_in_is_busy(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "checking", 700_000, None)
    with (
        file.writing(wait=1, command="other", user="spouse", now=NOW),
        pytest.raises(Busy),
    ):
        projecting.projected(file, later(1, wait=0.05), months=1, refresh=True)


def test_many_events_are_coalesced_into_one_refresh(file: HouseholdFile) -> None:
    for amount in (1, 2, 3):
        accounts.set_balance(file, caller(), "checking", amount, None)
    revision = status.status(file, caller())[0].revision
    tick = processed(file)
    assert tick.events_processed == 3
    shown, _ = baseline.show(file, later(2))
    assert (shown.revision, shown.health) == (revision, "fresh")


def test_a_limit_leaves_the_rest_for_later(file: HouseholdFile) -> None:
    for amount in (1, 2, 3):
        accounts.set_balance(file, caller(), "checking", amount, None)
    tick = processed(file, limit=2)
    assert (tick.events_processed, tick.remaining) == (2, 1)
    assert processed(file, 2).remaining == 0


def test_the_month_turns(file: HouseholdFile) -> None:
    december = date(2026, 12, 1)
    report, _, _ = projecting.projected(file, later(1, today=december), months=1)
    assert report.freshness.stale_because == ("new_month",)
    tick = processed(file, today=december)
    assert (tick.events_processed, tick.households[0].baseline) == (1, "refreshed")
    shown, _ = baseline.show(file, later(2, today=december))
    assert (shown.as_of, shown.health) == (december, "fresh")


def poison(file: HouseholdFile) -> IncomeSource:
    good = job()
    change(file, Change(good, replace(good, annual_amount=0)))
    return good


def test_a_failure_keeps_the_last_good_state_and_backs_off(file: HouseholdFile) -> None:
    with file.reading() as books:
        good = books.system_flows()
    poison(file)
    tick = processed(file, 1)
    assert (tick.households[0].result, tick.events_failed) == ("failed", 1)
    assert "income_source:job" in (tick.households[0].error or "")
    with file.reading() as books:
        assert books.system_flows() == good
        (event,) = books.events()
    assert (event.status, event.attempts) == ("failed", 1)
    assert "zero_pay" in (event.last_error or "")
    assert event.next_attempt_at == NOW + timedelta(minutes=2)
    assert processed(file, 1.5).households[0].result == "idle"


def test_after_five_failures_an_event_is_dead_and_a_new_one_revives_it(file: HouseholdFile) -> None:
    good = poison(file)
    minutes = 1.0
    for _ in range(5):
        assert processed(file, minutes).events_failed == 1
        minutes += 1_000
    assert processed(file, minutes).households[0].result == "idle"
    (row,) = events.listed(file, caller(), everything=False)[0].events
    assert (row.status, row.attempts, row.next_attempt_at) == ("dead", 5, None)
    state = status.status(file, later(minutes))[0]
    assert (state.events.dead, state.fresh) == (1, False)
    change(file, Change(replace(good, annual_amount=0), good))
    tick = processed(file, minutes)
    assert tick.events_processed == 2
    assert status.status(file, later(minutes))[0].fresh


def test_retry_makes_a_failed_event_due_at_once(file: HouseholdFile) -> None:
    poison(file)
    processed(file, 1)
    assert events.retry(file, later(1.1), None)[0].retried == 1
    assert processed(file, 1.2).events_failed == 1


def test_one_households_failure_never_stops_the_others(tmp_path: Path) -> None:
    bad = stored(tmp_path, okafor())
    other = okafor()
    fine = stored(tmp_path, replace(other, household=replace(other.household, slug="zeta", name="Zeta")))
    poison(bad)
    accounts.set_balance(fine, caller(), "checking", 1, None)
    tick = processing.process((bad, fine), tmp_path, later(1), limit=None)
    assert [each.result for each in tick.households] == ["failed", "processed"]


def test_a_busy_household_is_left_for_the_next_tick(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "checking", 1, None)
    with file.writing(wait=1, command="other", user="spouse", now=NOW):
        tick = processing.process((file,), file.path.parent.parent, later(1, wait=0.0), limit=None)
    assert tick.households[0].result == "busy"
    assert processed(file).events_processed == 1


def test_a_second_tick_at_the_same_time_says_so(file: HouseholdFile) -> None:
    import fcntl

    accounts.set_balance(file, caller(), "checking", 1, None)
    home = file.path.parent.parent
    handle = os.open(home / "process-events.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert processed(file).result == "already_running"
    finally:
        os.close(handle)
    assert processed(file).events_processed == 1


def test_an_idle_tick_writes_nothing(file: HouseholdFile) -> None:
    home = file.path.parent.parent
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    processed(file)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_regenerating_twice_is_once(file: HouseholdFile) -> None:
    before = file.path.read_bytes()
    report, _ = regenerate.regenerate(file, caller())
    assert (report.result, report.added, report.updated, report.removed) == ("unchanged", 0, 0, 0)
    assert file.path.read_bytes() == before


def test_regenerating_after_a_change_keeps_the_ids(file: HouseholdFile) -> None:
    change(file, Change(job(), job(salary=14_400_000)), events=False)
    with file.reading() as books:
        ids = [flow.id for flow in books.system_flows()]
        revision = books.revision()
    report, _ = regenerate.regenerate(file, caller())
    assert (report.result, report.added, report.removed, report.revision) == ("changed", 0, 0, revision)
    with file.reading() as books:
        assert [flow.id for flow in books.system_flows()] == ids


def test_regenerating_refuses_an_error_and_partial_keeps_that_sources_flows(tmp_path: Path) -> None:
    second = job("second", 6_000_000)
    file = stored(
        tmp_path,
        okafor(
            income_sources=(job(), second), withholdings=(Withholding("job", "single"), Withholding("second", "single"))
        ),
    )
    change(file, Change(second, replace(second, annual_amount=0)), Change(job(), job(salary=14_400_000)), events=False)
    with file.reading() as books:
        before = books.system_flows()
    with pytest.raises(Refused, match="income_source:second"):
        regenerate.regenerate(file, caller())
    with file.reading() as books:
        assert books.system_flows() == before
    report, _ = regenerate.regenerate(file, caller(), partial=True)
    assert (report.result, report.kept, report.updated > 0) == ("partial", 5, True)
    with file.reading() as books:
        after = {flow.id: flow for flow in books.system_flows()}
    assert [after[flow.id] for flow in before if flow.source == "second"] == [
        flow for flow in before if flow.source == "second"
    ]
    assert after["job--gross"].amount == 1_200_000


def test_a_deleted_account_poisons_only_its_source(file: HouseholdFile) -> None:
    change(file, Change(None, Deduction("d", "job", "hsa", amount=100, target_account="gone")))
    with pytest.raises(Refused, match="account gone"):
        baseline.refresh(file, later(1))
    assert status.status(file, later(1))[0].baseline is not None


def test_baseline_refresh_is_the_cure_too_and_then_already_current(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "checking", 1, None)
    report, _, _ = baseline.refresh(file, later(1))
    assert (report.result, report.health) == ("refreshed", "fresh")
    assert baseline.refresh(file, later(2))[0].result == "already_current"
    assert status.status(file, later(2))[0].events.pending == 0


def test_a_dry_run_changes_nothing(file: HouseholdFile) -> None:
    accounts.set_balance(file, caller(), "checking", 1, None)
    before = file.path.read_bytes()
    dry = caller(dry_run=True, now=NOW + timedelta(minutes=1))
    assert baseline.refresh(file, dry)[0].result == "refreshed"
    assert processing.process((file,), file.path.parent.parent, dry, limit=None).households[0].result == "processed"
    assert regenerate.regenerate(file, dry)[0].result == "unchanged"
    assert accounts.set_balance(file, dry, "checking", 2, None)[0].result == "corrected"
    assert events.add(file, dry, "manual_refresh")[0].id is None
    assert file.path.read_bytes() == before


def test_unfinished_onboarding_has_no_projection(tmp_path: Path) -> None:
    file = stored(tmp_path, okafor(), complete=False)
    with pytest.raises(OnboardingIncomplete):
        projecting.projected(file, caller())
    assert processed(file).households[0].result == "idle"
    assert status.status(file, later(60))[0].cron_late is False


@pytest.mark.parametrize(("minutes", "late"), [(10, False), (20, True)])
def test_cron_is_late_when_an_event_waits_for_long(file: HouseholdFile, minutes: int, late: bool) -> None:
    accounts.set_balance(file, caller(), "checking", 1, None)
    assert status.status(file, later(minutes))[0].cron_late is late


def test_cron_is_late_when_the_month_turned_and_nothing_rolled(file: HouseholdFile) -> None:
    with file.reading() as books:
        turn = books.rolls_at()
    assert turn is not None
    minutes = (turn - NOW).total_seconds() / 60
    assert status.status(file, later(minutes + 10))[0].cron_late is False
    assert status.status(file, later(minutes + 20))[0].cron_late is True
