"""Scenarios through their services: what is stored, what is refused, and that nothing else of the household moves."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from effluent_cli.domain.plans import Change
from effluent_cli.domain.records import Param, Scenario, ScenarioChange
from effluent_cli.errors import Busy, InvalidInput, NotFound, Refused
from effluent_cli.services import scenario_editing, scenarios, undoing
from effluent_cli.services.adopting import TRIES, adopt
from effluent_cli.services.caller import Caller
from effluent_cli.services.doctor.scenarios import scenario_findings
from effluent_cli.services.exchange import read_document
from effluent_cli.services.exporting import tables
from effluent_cli.services.importing import import_document
from effluent_cli.services.restoring import checked, restore
from effluent_cli.services.scenario_editing import ChangeFields
from effluent_cli.services.scenario_merging import Merged, merge
from effluent_cli.services.scenarios import ChangeRow
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from effluent_cli.store.read import Books
from tests.households import TODAY, account, bill, held, inputs, job, loan
from tests.services.stored import caller, change, stored
from tests.services.test_exchange import exported

ON = date(2027, 3, 1)
RENT = {"flow": "rent", "amount": "1500"}
HOBBY = {"amount": "90", "frequency": "monthly", "category": "hobbies"}


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    """Two scenarios, the second on top of the first."""
    household = inputs(
        accounts=(
            account("auto", "auto_loan"),
            account("checking", "checking", primary=True),
            account("fund", "brokerage"),
        ),
        snapshots=(held("auto", 1_200_000), held("checking", 500_000), held("fund", 1_000_000)),
        loan_terms=(loan("auto", "0.06", 40_000),),
        income_sources=(job(),),
        flows=(bill("rent", 165_000, category="rent"), bill("groceries", 42_000)),
    )
    found = stored(tmp_path, household)
    scenario_editing.create(found, caller(), "Less", None, None)
    scenario_editing.create(found, caller(), "Even less", "less", None)
    return found


def add(file: HouseholdFile, scenario: str, kind: str, keys: dict[str, str], **more: Any) -> str:
    """Add a change; return its id."""
    key = more.pop("key", None)
    stated = ChangeFields(**{"on": ON, "keys": keys, **more})
    done, _ = scenario_editing.add_change(file, caller(), scenario, kind, stated, key)
    return done.id


def rows(file: HouseholdFile, scenario: str) -> tuple[ChangeRow, ...]:
    return scenarios.shown(file, caller(), scenario)[0].changes


def state(file: HouseholdFile) -> tuple[object, ...]:
    """All that a change of scenarios must leave alone."""
    with file.reading() as books:
        return books.inputs(), books.revision(), books.events(open_only=False), books.baseline(), books.system_flows()


def whatever(file: HouseholdFile) -> tuple[object, ...]:
    with file.reading() as books:
        return books.what_if()


EDITS: dict[str, Callable[[HouseholdFile, Any], object]] = {
    "create": lambda file, who: scenario_editing.create(file, who, "A third", "less", "third"),
    "rename": lambda file, who: scenario_editing.edit_scenario(file, who, "less", "Fewer", None),
    "stand elsewhere": lambda file, who: scenario_editing.edit_scenario(file, who, "even-less", None, None, ["parent"]),
    "archive": lambda file, who: scenario_editing.archive(file, who, "less", restored=False),
    "add": lambda file, who: scenario_editing.add_change(
        file, who, "even-less", "payoff_debt", ChangeFields(ON, keys={"account": "auto"}), None
    ),
    "edit": lambda file, who: scenario_editing.edit_change(
        file, who, "less", "hobby", ChangeFields(until=date(2028, 1, 1), keys={"amount": "91"})
    ),
    "switch off": lambda file, who: scenario_editing.edit_change(
        file, who, "less", "hobby", ChangeFields(enabled=False)
    ),
    "remove": lambda file, who: scenario_editing.remove_change(file, who, "less", "hobby"),
    "merge": lambda file, who: merge(file, who, "less", "other", None),
}


@pytest.mark.parametrize("edit", EDITS)
def test_each_edit_is_one_batch_that_undo_takes_back_and_brings_back_and_nothing_else_moves(
    file: HouseholdFile, edit: str
) -> None:
    add(file, "less", "add_expense", HOBBY, key="hobby")
    scenario_editing.create(file, caller(), "Other", None, None)
    before, kept = whatever(file), state(file)
    EDITS[edit](file, caller(dry_run=True))
    assert whatever(file) == before
    EDITS[edit](file, caller())
    after = whatever(file)
    assert after != before
    undoing.undo(file, caller(), None)
    assert whatever(file) == before
    undoing.undo(file, caller(), _newest(file))
    assert whatever(file) == after
    assert state(file) == kept


def _newest(file: HouseholdFile) -> int:
    with file.reading() as books:
        return max(each.batch for each in books.audit())


def _batch(file: HouseholdFile, subject: str) -> int:
    with file.reading() as books:
        return next(each.batch for each in books.audit() if each.subject == subject)


def test_a_scenario_that_something_stands_on_is_not_undone(file: HouseholdFile) -> None:
    with pytest.raises(Refused, match="scenario:even-less, which came later, needs what it made"):
        undoing.undo(file, caller(), _batch(file, "scenario:less"))
    add(file, "even-less", "add_expense", HOBBY, key="hobby")
    with pytest.raises(Refused, match="scenario_change:even-less:hobby, which came later"):
        undoing.undo(file, caller(), _batch(file, "scenario:even-less"))


def test_an_undo_that_would_close_a_circle_is_refused(file: HouseholdFile) -> None:
    scenario_editing.edit_scenario(file, caller(), "even-less", None, None, ["parent"])
    number = _newest(file)
    scenario_editing.edit_scenario(file, caller(), "less", None, "even-less")
    with pytest.raises(Refused, match="which came later, needs what it made") as refused:
        undoing.undo(file, caller(), number)
    assert refused.value.code == "used_since"


def test_a_batch_of_inputs_and_scenarios_is_undone_as_a_whole(file: HouseholdFile) -> None:
    before, stated = whatever(file), state(file)[0]
    with file.reading() as books:
        rent = next(each for each in books.inputs().flows if each.id == "rent")
    change(file, Change(rent, replace(rent, amount=1)), Change(None, Scenario("third", "Third")), events=False)
    undoing.undo(file, caller(), None)
    assert (whatever(file), state(file)[0]) == (before, stated)


def test_an_id_comes_from_the_name_and_stands_once(file: HouseholdFile) -> None:
    with pytest.raises(Refused, match="there is a scenario 'less' already"):
        scenario_editing.create(file, caller(), "LESS", None, None)
    for name, key in (("Baseline", None), ("BASELINE", "x"), ("x", "baseline"), ("baseline!", None)):
        with pytest.raises(InvalidInput, match="names the baseline"):
            scenario_editing.create(file, caller(), name, None, key)
    with pytest.raises(NotFound, match="there is no scenario 'nowhere'"):
        scenario_editing.create(file, caller(), "X", "nowhere", None)
    done, _ = scenario_editing.create(file, caller(), "On the baseline", "baseline", None)
    report, _ = scenarios.shown(file, caller(), done.id)
    assert (report.parent, report.lineage) == (None, ("on-the-baseline",))


def test_a_circle_of_parents_is_refused(file: HouseholdFile) -> None:
    for parent in ("less", "even-less"):
        with pytest.raises(Refused, match="in a circle"):
            scenario_editing.edit_scenario(file, caller(), "less", None, parent)


def test_an_archived_scenario_takes_no_edits_and_its_children_go_on(file: HouseholdFile) -> None:
    add(file, "less", "add_expense", HOBBY, key="hobby")
    scenario_editing.archive(file, caller(), "less", restored=False)
    for edit in ("rename", "edit", "switch off", "remove"):
        with pytest.raises(Refused, match="is archived") as refused:
            EDITS[edit](file, caller())
        assert refused.value.hint == "effluent scenario archive less --restore"
    assert [(row.scenario, row.counts) for row in rows(file, "even-less")] == [("less", True)]
    assert [row.id for row in scenarios.listed(file, caller(), everything=False)[0].scenarios] == ["even-less"]
    scenario_editing.archive(file, caller(), "less", restored=True)
    assert [row.id for row in scenarios.listed(file, caller(), everything=False)[0].scenarios] == ["even-less", "less"]


def test_show_says_what_is_inherited_and_what_replaces_what(file: HouseholdFile) -> None:
    add(file, "less", "modify_expense", RENT, key="rent")
    add(file, "even-less", "modify_expense", {**RENT, "amount": "1400"}, key="rent", enabled=False)
    parent, own = rows(file, "even-less")
    assert (parent.inherited, parent.counts, parent.replaced_by) == (True, False, "even-less.rent")
    assert (own.inherited, own.counts, own.replaced_by) == (False, False, None)
    assert [row.counts for row in rows(file, "less")] == [True]


WRONG: dict[str, tuple[str, dict[str, str], type[Exception], str]] = {
    "an unknown type": ("add_expence", {}, InvalidInput, "add_expense"),
    "an unknown key": ("payoff_debt", {"account": "auto", "now": "1"}, InvalidInput, "has no such key"),
    "a missing key": ("add_expense", {"amount": "9"}, InvalidInput, "is missing"),
    "5.5 as a rate": ("refinance", {"account": "auto", "rate": "5.5", "term_months": "60"}, InvalidInput, "5.5%"),
    "an unknown assumption": ("override_assumptions", {"inflatoin": "3%"}, InvalidInput, "no assumption of this name"),
    "an unknown flow": ("remove_expense", {"flow": "rnt"}, NotFound, "'rnt'"),
    "an unknown debt": ("payoff_debt", {"account": "boat"}, NotFound, "'boat'"),
    "an unknown debt to repay": ("sell_asset", {"account": "fund", "repay": "auto,boat"}, NotFound, "'boat'"),
    "an unknown source": ("modify_401k", {"fraction": "5%", "source": "acme"}, NotFound, "'acme'"),
    "an unknown group": ("adjust_interest_rates", {"points": "2%", "applies_to": "boats"}, NotFound, "'boats'"),
    "an unknown market": ("adjust_investment_value", {"fraction": "-20%", "applies_to": "x"}, NotFound, "'x'"),
    "refinancing what is no debt": (
        "refinance", {"account": "fund", "rate": "5%", "term_months": "60"}, Refused, "fund is no loan",
    ),
    "selling a debt": ("sell_asset", {"account": "auto"}, Refused, "auto is no asset"),
    "an income as an expense": ("remove_expense", {"flow": "job"}, Refused, "job is no expense"),
    "selling more than one has": (
        "sell_asset", {"account": "fund", "sale_price": "5000000"}, Refused, "fund holds",
    ),
    "selling cash": ("sell_asset", {"account": "checking"}, Refused, "which nobody buys"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_stored(file: HouseholdFile, case: str) -> None:
    kind, keys, error, words = WRONG[case]
    before = whatever(file)
    for enabled in (True, False):
        with pytest.raises(error, match=words):
            add(file, "less", kind, keys, enabled=enabled)
    assert whatever(file) == before


def test_all_that_is_wrong_is_said_at_once(file: HouseholdFile) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(file, "less", "add_expense", {"amount": "-1", "category": "fun", "x": "1"}, until=date(2027, 2, 1))
    assert [each.path for each in refused.value.problems] == ["amount", "category", "x", "frequency", "until"]


def test_a_change_begins_in_the_present_month_or_later(file: HouseholdFile) -> None:
    with pytest.raises(InvalidInput, match="a change before the start, 2026-11-01"):
        add(file, "less", "add_expense", HOBBY, on=date(2026, 10, 31))
    key = add(file, "less", "add_expense", HOBBY, on=TODAY.replace(day=1))
    with pytest.raises(InvalidInput, match="before the start"):
        scenario_editing.edit_change(file, caller(), "less", key, ChangeFields(on=date(2026, 1, 1)))
    later = caller(today=date(2027, 6, 1))
    scenario_editing.edit_change(file, later, "less", key, ChangeFields(keys={"amount": "95"}))


def test_the_baseline_takes_no_changes(file: HouseholdFile) -> None:
    with pytest.raises(InvalidInput, match="the baseline is no scenario"):
        add(file, "baseline", "add_expense", HOBBY)
    with pytest.raises(NotFound, match="there is no scenario 'nowhere'"):
        add(file, "nowhere", "add_expense", HOBBY)


def test_keys_are_cleared_and_stated_but_not_both(file: HouseholdFile) -> None:
    key = add(file, "less", "payoff_debt", {"account": "auto", "lump_sum": "500", "extra_monthly": "20"}, until=ON)

    def edit(clear: list[str], **more: Any) -> None:
        scenario_editing.edit_change(file, caller(), "less", key, ChangeFields(**more), clear)

    edit(["lump_sum", "until"])
    (row,) = rows(file, "less")
    assert (row.keys, row.until) == ({"account": "auto", "extra_monthly": "20"}, None)
    for clear, more in ((["lump_sum"], {}), (["extra_monthly"], {"keys": {"extra_monthly": "5"}}), (["account"], {})):
        with pytest.raises(InvalidInput):
            edit(clear, **more)
    with pytest.raises(InvalidInput, match="excludes"):
        edit(["until"], until=ON)


def test_a_later_change_may_be_about_what_an_earlier_one_makes(file: HouseholdFile) -> None:
    add(file, "less", "add_asset", {"value": "4000", "account_type": "boat", "funded_from": "checking"}, key="boat")
    add(file, "even-less", "sell_asset", {"account": "boat"}, on=date(2028, 3, 1))
    add(file, "less", "sell_asset", {"account": "boat"}, on=date(2028, 4, 1), key="sold")
    with pytest.raises(Refused, match="boat"):
        scenario_editing.remove_change(file, caller(), "less", "boat")


def test_the_order_is_that_of_adding_unless_it_is_said(file: HouseholdFile) -> None:
    for key, position in (("b", None), ("a", None), ("c", 0)):
        add(file, "less", "add_expense", HOBBY, key=key, position=position)
    assert [(row.id, row.order) for row in rows(file, "less")] == [("c", 0), ("b", 1), ("a", 2)]
    with pytest.raises(Refused, match="there is a change 'a' already"):
        add(file, "less", "add_expense", HOBBY, key="a")
    assert [add(file, "less", "add_expense", HOBBY) for _ in range(2)] == ["add-expense", "add-expense-2"]


def merged(file: HouseholdFile, source: str, target: str, how: Any = None) -> Merged:
    return merge(file, caller(), source, target, how)[0]


def test_a_merge_copies_what_is_in_force_and_no_duplicate(file: HouseholdFile) -> None:
    scenario_editing.create(file, caller(), "Other", None, None)
    add(file, "less", "add_expense", HOBBY, key="hobby")
    add(file, "less", "payoff_debt", {"account": "auto"}, key="off", enabled=False)
    add(file, "even-less", "modify_expense", RENT, key="rent")
    add(file, "other", "modify_expense", RENT, key="home")
    add(file, "other", "add_expense", {**HOBBY, "amount": "7"}, key="hobby")
    report = merged(file, "even-less", "other")
    assert [(each.change, each.id) for each in report.copied] == [("less.hobby", "hobby-2")]
    assert [(each.change, each.as_) for each in report.duplicates] == [("even-less.rent", "other.home")]
    assert report.conflicts == ()
    again = merged(file, "even-less", "other")
    assert (again.copied, len(again.duplicates)) == ((), 2)


def test_what_refers_to_an_account_that_a_merge_renames_refers_to_it_still(file: HouseholdFile) -> None:
    scenario_editing.create(file, caller(), "Other", None, None)
    boat = {"principal": "9000", "rate": "0.07", "term_months": "48"}
    for scenario, principal in (("less", "9000"), ("other", "5000")):
        add(file, scenario, "add_debt", {**boat, "principal": principal}, key="boat")
    paid = {"account": "boat", "extra_monthly": "50"}
    add(file, "less", "payoff_debt", paid, key="faster")
    add(file, "less", "adjust_interest_rates", {"points": "0.01", "applies_to": "boat"}, key="dearer")
    merged(file, "less", "other")
    found = {row.id: row.keys for row in rows(file, "other")}
    assert found["boat-2"]["principal"] == "9000"
    assert (found["faster"]["account"], found["dearer"]["applies_to"]) == ("boat-2", "boat-2")
    # What is there already, under whatever name, is there once.
    again = merged(file, "less", "other")
    assert (again.copied, len(again.duplicates)) == ((), 3)
    assert {row.id: row.keys for row in rows(file, "other")} == found
    undoing.undo(file, caller(), None)
    assert [row.id for row in rows(file, "other")] == ["boat"]


def test_a_conflict_is_refused_with_the_list_unless_it_is_decided(file: HouseholdFile) -> None:
    scenario_editing.create(file, caller(), "Other", None, None)
    add(file, "less", "modify_expense", RENT, key="rent")
    add(file, "less", "add_expense", HOBBY, key="hobby")
    add(file, "other", "modify_expense", {**RENT, "amount": "1"}, key="rent", until=date(2028, 1, 1))
    before = whatever(file)
    with pytest.raises(Refused) as refused:
        merged(file, "less", "other")
    assert [(each.path, each.value) for each in refused.value.problems] == [("less.rent", "other.rent")]
    assert whatever(file) == before
    kept = merged(file, "less", "other", "keep")
    assert [each.kept for each in kept.conflicts] == ["other.rent"]
    undoing.undo(file, caller(), None)
    replaced = merged(file, "less", "other", "replace")
    assert [each.kept for each in replaced.conflicts] == ["less.rent"]
    assert [(row.id, row.keys.get("amount")) for row in rows(file, "other")] == [("rent-2", "1500"), ("hobby", "90")]


def test_changes_of_other_days_do_not_conflict(file: HouseholdFile) -> None:
    scenario_editing.create(file, caller(), "Other", None, None)
    add(file, "less", "modify_expense", RENT, key="rent")
    add(file, "other", "modify_expense", {**RENT, "amount": "1"}, key="rent", on=TODAY, until=date(2027, 2, 28))
    assert merged(file, "less", "other").conflicts == ()


def test_a_merge_into_itself_the_baseline_or_an_archived_one_is_refused(file: HouseholdFile) -> None:
    for source, target in (("less", "less"), ("baseline", "less"), ("less", "baseline")):
        with pytest.raises(InvalidInput):
            merged(file, source, target)
    scenario_editing.archive(file, caller(), "even-less", restored=False)
    with pytest.raises(Refused, match="is archived"):
        merged(file, "less", "even-less")


@pytest.fixture
def full(file: HouseholdFile) -> HouseholdFile:
    add(file, "less", "modify_expense", RENT, key="rent")
    add(file, "even-less", "add_expense", HOBBY, key="hobby", enabled=False, until=date(2029, 1, 1))
    return file


@pytest.mark.parametrize("history", [False, True])
def test_a_document_takes_scenarios_along(full: HouseholdFile, tmp_path: Path, history: bool) -> None:
    text = exported(full, tmp_path / "a.json", history=history)
    there = Home(tmp_path / "there")
    report, _ = import_document(there, read_document(str(tmp_path / "a.json")), caller(), named=None, replacing=False)
    copy = there.household("okafor")
    assert (report.result, whatever(copy)) == ("created", whatever(full))
    assert exported(copy, tmp_path / "b.json", history=history) == text


def test_an_older_document_leaves_scenarios_alone_and_an_empty_list_takes_them_away(
    full: HouseholdFile, tmp_path: Path
) -> None:
    plain = json.loads(exported(full, tmp_path / "a.json"))
    before = whatever(full)

    def imported(data: dict[str, Any]) -> str:
        (tmp_path / "b.json").write_text(json.dumps({**plain, "data": data}))
        read = read_document(str(tmp_path / "b.json"))
        home = Home(full.path.parent.parent)
        return import_document(home, read, caller(), named=None, replacing=True)[0].result

    older = {key: value for key, value in plain["data"].items() if not key.startswith("scenario") and key != "history"}
    assert (imported(older), whatever(full)) == ("unchanged", before)
    assert (imported({**older, "scenarios": [], "scenario_changes": []}), whatever(full)) == ("changed", ())


def test_a_document_with_a_broken_scenario_is_refused_with_the_path(full: HouseholdFile, tmp_path: Path) -> None:
    plain = json.loads(exported(full, tmp_path / "a.json", history=False))
    plain["data"]["scenario_changes"][1]["params"][0]["value"] = "many"
    plain["data"]["scenarios"][0]["parent"] = "even-less"
    (tmp_path / "a.json").write_text(json.dumps(plain))
    with pytest.raises(Refused) as refused:
        read_document(str(tmp_path / "a.json"))
    assert {each.path for each in refused.value.problems} == {
        "data.scenarios[0].parent",
        "data.scenario_changes[1].params",
    }


def test_a_table_is_written_for_each_kind(full: HouseholdFile) -> None:
    found, _ = tables(full, caller(), None)
    assert [row["id"] for row in found["scenario"][1]] == ["even-less", "less"]
    assert [row["id"] for row in found["scenario_change"][1]] == ["hobby", "rent"]


def tampered(file: HouseholdFile) -> None:
    """Store what no command would."""
    odd = ScenarioChange("less", "odd", "add_expense", ON, None, (Param("amount", "many"),))
    change(file, Change(None, odd), events=False)


def test_a_file_that_was_tampered_with_is_refused_in_words(full: HouseholdFile, tmp_path: Path) -> None:
    tampered(full)
    for ask in (scenarios.shown, scenarios.changes_of):
        with pytest.raises(Refused, match=r"scenario_change:less:odd: params: amount") as refused:
            ask(full, caller(), "less")
        assert refused.value.hint == "effluent doctor"
    with checked(str(full.path), None, caller()) as copy, pytest.raises(Refused, match="less:odd: params"):
        restore(Home(tmp_path / "there"), copy, caller(), replace=False)


def test_a_restore_brings_scenarios_back_and_counts_them(full: HouseholdFile, tmp_path: Path) -> None:
    there = Home(tmp_path / "there")
    with checked(str(full.path), None, caller()) as copy:
        report, _ = restore(there, copy, caller(), replace=False)
    assert (report.records["scenarios"], report.records["scenario_changes"]) == (2, 2)
    assert whatever(there.household("okafor")) == whatever(full)


def test_what_a_scenario_refers_to_may_go_and_is_a_warning_with_its_cure(full: HouseholdFile) -> None:
    with full.reading() as books:
        stated, plans = books.inputs(), (books.scenarios(), books.scenario_changes())
    assert list(scenario_findings(stated, *plans, TODAY)) == []
    gone = replace(stated, flows=tuple(each for each in stated.flows if each.id != "rent"))
    (found,) = scenario_findings(gone, *plans, TODAY)
    assert (found.code, found.severity, found.subject) == ("broken_scenario", "warning", "scenario_change:less:rent")
    assert "effluent scenario change remove less rent" in found.fix
    change(full, Change(next(each for each in stated.flows if each.id == "rent"), None))
    scenario_editing.edit_change(full, caller(), "less", "rent", ChangeFields(keys={"flow": "groceries"}))
    with full.reading() as books:
        assert list(scenario_findings(books.inputs(), books.scenarios(), books.scenario_changes(), TODAY)) == []


def test_adopting_begins_anew_when_an_edit_comes_between_and_is_busy_when_they_keep_coming(file: HouseholdFile) -> None:
    add(file, "less", "modify_expense", RENT)
    names: list[str] = []

    class Late(Caller):
        """Somebody before whom another comes through the door, as often as there are ``names``."""

        def opened(self, file: HouseholdFile, **how: Any) -> AbstractContextManager[Books]:
            if names:
                scenario_editing.create(file, caller(), names.pop(), None, None)
            return super().opened(file, **how)

    us = caller()
    late = Late(us.command, us.user, us.now, us.wait, us.today)
    names += [f"Also {number}" for number in range(TRIES)]
    before = state(file)
    with pytest.raises(Busy):
        adopt(file, late, "less", partial=False)
    assert (names, state(file)) == ([], before)
    names.append("One more")
    adopted, _ = adopt(file, late, "less", partial=False)
    assert (names, adopted.adopted, adopted.archived) == ([], ("less.modify-expense",), True)
    assert state(file) != before
