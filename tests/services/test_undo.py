"""``undo``: a batch turned round gives back what was, and can itself be turned round."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Inputs, Snapshot, Step
from effluent_cli.domain.undoing import batches_of, chosen, undone_by
from effluent_cli.errors import NotFound, Refused
from effluent_cli.services import accounts, choices, processing, runs, undoing
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import HOUSEHOLD, NOW, TODAY, account, okafor
from tests.services.stored import caller, change, later, stored


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(tmp_path, okafor())


def inputs(file: HouseholdFile) -> Inputs:
    with file.reading() as books:
        return books.inputs()


def balance(file: HouseholdFile, cents: int, minutes: float = 1) -> None:
    accounts.set_balance(file, later(minutes), "checking", cents, TODAY - timedelta(days=1))


def test_the_newest_batch_is_turned_round_and_queues_its_event(file: HouseholdFile) -> None:
    before = inputs(file)
    balance(file, 700_000)
    processing.process((file,), file.path.parent.parent, later(2), limit=None)
    report, _ = undoing.undo(file, later(3), None)
    assert inputs(file) == before
    assert (report.undid.batch, report.batch, report.revision) == (2, 3, 3)
    (only,) = report.changes
    assert (only.record, only.after) == ("snapshot:checking:2026-11-22", None)
    with file.reading() as books:
        assert [event.type for event in books.events()] == ["accounts_changed"]


def test_an_undo_is_undone_and_that_again(file: HouseholdFile) -> None:
    before = inputs(file)
    balance(file, 700_000)
    after = inputs(file)
    for number, expected in ((3, before), (4, after), (5, before), (6, after)):
        report, _ = undoing.undo(file, later(number), None)
        assert (report.batch, report.undid.batch) == (number, number - 1)
        assert inputs(file) == expected


def test_further_back_goes_by_number(file: HouseholdFile) -> None:
    before = inputs(file)
    balance(file, 700_000)
    choices.set_assumption(file, later(2), "inflation", "0.03")
    undoing.undo(file, later(3), 2)
    undoing.undo(file, later(4), 3)
    assert inputs(file) == before


def test_what_was_changed_since_is_refused_and_names_by_what(file: HouseholdFile) -> None:
    balance(file, 700_000)
    balance(file, 800_000, 2)
    with pytest.raises(Refused, match=r"snapshot:checking:2026-11-22 was changed since by batch 3 \(test\)") as caught:
        undoing.undo(file, later(3), 2)
    assert (caught.value.code, caught.value.hint) == ("changed_since", "undo that first: effluent undo 3")
    undoing.undo(file, later(3), 3)
    undoing.undo(file, later(4), 2)
    assert not any(each.on < TODAY for each in inputs(file).snapshots)


def test_what_later_records_need_is_refused(file: HouseholdFile) -> None:
    change(file, Change(None, account("fund", "savings")))
    change(file, Change(None, Snapshot("fund", TODAY, 5, NOW)))
    with pytest.raises(Refused, match="snapshot:fund:2026-11-23, which came later, needs what it made"):
        undoing.undo(file, later(3), 2)
    change(file, Change(Snapshot("fund", TODAY, 5, NOW), None))
    before = inputs(file).flows[0]
    change(file, Change(before, replace(before, from_account="fund")))
    with pytest.raises(Refused, match=f"flow:{before.id}, which came later, needs"):
        undoing.undo(file, later(3), 2)


def test_twice_unknown_nothing_and_too_old_are_refused(file: HouseholdFile) -> None:
    with pytest.raises(NotFound, match="there is no batch 9"):
        undoing.undo(file, later(1), 9)
    balance(file, 700_000)
    undoing.undo(file, later(2), None)
    with pytest.raises(Refused, match="batch 2 is undone already, by batch 3") as caught:
        undoing.undo(file, later(3), 2)
    assert caught.value.hint == "bring it back with: effluent undo 3"
    with file.reading() as books:
        log = [entry._replace(version=1) for entry in books.audit()]
    with pytest.raises(Refused, match="made by an older effluent"):
        chosen(batches_of(log), 3, 2)


def test_a_dry_run_says_what_would_be_and_changes_nothing(file: HouseholdFile) -> None:
    balance(file, 700_000)
    before = file.path.read_bytes()
    report, _ = undoing.undo(file, caller(dry_run=True), None)
    assert (report.batch, report.backup, len(report.changes)) == (None, None, 1)
    assert file.path.read_bytes() == before
    assert not list((file.path.parent.parent / "backups").glob("*"))


def test_the_state_before_is_in_the_backup(file: HouseholdFile) -> None:
    balance(file, 700_000)
    after = inputs(file)
    report, _ = undoing.undo(file, later(2), None)
    assert report.backup is not None
    with HouseholdFile("okafor", Path(report.backup)).reading() as books:
        assert books.inputs() == after


def test_undoing_the_first_batch_takes_the_household_away_and_leaves_a_backup(file: HouseholdFile) -> None:
    before = inputs(file)
    report, _ = undoing.undo(file, later(1), None)
    assert report.household_removed
    assert not file.exists()
    assert report.backup is not None
    with HouseholdFile("okafor", Path(report.backup)).reading() as books:
        assert books.inputs() == before


def test_the_first_batch_stays_while_later_ones_stand(file: HouseholdFile) -> None:
    change(file, Change(None, account("fund", "savings")))
    with pytest.raises(Refused, match="account:fund, which came later, needs what it made"):
        undoing.undo(file, later(3), 1)
    assert file.exists()


def test_an_unfinished_onboarding_asks_again_for_what_was_undone(tmp_path: Path) -> None:
    file = stored(tmp_path, Inputs(HOUSEHOLD), complete=False)
    fund = account("fund", "savings", origin="bank_accounts")
    steps = Change(None, Step("bank_accounts", "completed")), Change(None, Step("members", "completed"))
    change(file, Change(None, fund), *steps)
    undoing.undo(file, later(2), None)
    with file.reading() as books:
        assert [step.name for step in books.steps()] == ["members"]


def test_an_undo_is_a_run_with_its_report(file: HouseholdFile) -> None:
    balance(file, 700_000)
    undoing.undo(file, later(2), None)
    run, _ = runs.show(file, later(3), None)
    assert (run.kind, run.status, run.result["undid"]["batch"]) == ("undo", "succeeded", 2)


def test_a_sitting_of_onboarding_is_one_batch_another_command_is_not(tmp_path: Path) -> None:
    file = stored(tmp_path, okafor())
    for number, moment in enumerate((NOW, NOW, NOW + timedelta(seconds=1))):
        with file.writing(wait=5, command="onboard", user="tester", now=moment, continues=True) as books:
            books.apply(Plan((Change(None, account(f"a{number}", "savings")),)))
    with file.reading() as books:
        found = {subject: batch.number for batch in batches_of(books.audit()).values() for subject in batch.changes}
    assert [found[f"account:a{number}"] for number in range(3)] == [1, 1, 2]


def test_an_undo_that_is_undone_counts_no_more() -> None:
    def entry(batch: int, undoes: int | None) -> AuditEntry:
        return AuditEntry(batch, NOW, "u", "c", "setting:x", None, {}, undoes, 2)

    log = [entry(1, None), entry(2, 1), entry(3, 2), entry(4, 1)]
    assert undone_by(batches_of(log[:2])) == {1: 2}
    assert undone_by(batches_of(log[:3])) == {2: 3}
    assert undone_by(batches_of(log)) == {2: 3, 1: 4}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(("balance", "assumption")), st.integers(0, 3)), min_size=1, max_size=6))
def test_undone_in_reverse_order_everything_is_as_it_was(tmp_path: Path, edits: list[tuple[str, int]]) -> None:
    home = Home(tmp_path)
    if home.household("okafor").path.exists():
        home.household("okafor").path.unlink()
    file = stored(tmp_path, okafor())
    states = [inputs(file)]
    for number, (what, size) in enumerate(edits, 1):
        if what == "balance":
            balance(file, 1_000 + size, number)
        else:
            choices.set_assumption(file, later(number), "inflation", f"0.0{size}")
        if inputs(file) != states[-1]:
            states.append(inputs(file))
    for number in range(len(states), 1, -1):
        undoing.undo(file, later(100 - number), number)
        assert inputs(file) == states[number - 2]
