"""Flows listed, added, ended."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from effluent_cli.errors import InvalidInput, NotFound, Refused
from effluent_cli.services import flows
from effluent_cli.services.flows import FlowAdded, FlowRow, NewFlow
from effluent_cli.store.household import HouseholdFile
from tests.households import TODAY, account, bill, held, okafor
from tests.services.stored import caller, stored

GYM = NewFlow(None, "Gym", "expense", "gym_fitness", 4_500, "monthly", None, None, None, None, None)


@pytest.fixture
def file(tmp_path: Path) -> HouseholdFile:
    return stored(
        tmp_path,
        okafor(
            accounts=(account("checking", "checking", primary=True), account("savings", "savings")),
            snapshots=(held("checking", 1), held("savings", 1)),
        ),
    )


def add(file: HouseholdFile, **other: Any) -> FlowAdded:
    return flows.add(file, caller(), replace(GYM, **other))[0]


def row(file: HouseholdFile, key: str) -> FlowRow:
    return next(row for row in flows.listed(file, caller(), ended=True)[0].flows if row.id == key)


def test_defaults_are_today_and_the_primary_checking_account(file: HouseholdFile) -> None:
    assert add(file).id == "gym"
    gym = row(file, "gym")
    assert (gym.start, gym.end, gym.from_account, gym.to_account) == (TODAY, None, "checking", None)
    assert (gym.system, gym.source, gym.kind, gym.paycheck) == (False, None, None, None)
    assert gym.next_date == date(2026, 12, 23)
    income = add(file, name="Bonus", type="income", category="bonus", frequency="once", start=date(2027, 3, 15))
    assert (row(file, income.id).to_account, income.next_date) == ("checking", date(2027, 3, 15))


def test_a_transfer_names_two_accounts_and_no_category(file: HouseholdFile) -> None:
    saving = {"name": "Save", "type": "transfer", "category": None}
    assert add(file, **saving, from_account="checking", to_account="savings").id == "save"
    for wrong in (
        {**saving},
        {**saving, "from_account": "checking", "to_account": "checking"},
        {**saving, "from_account": "checking", "to_account": "savings", "category": "rent"},
    ):
        with pytest.raises(InvalidInput):
            add(file, **wrong)


@pytest.mark.parametrize(
    ("wrong", "option"),
    [
        ({"type": "gift"}, "--type"),
        ({"category": "yachts"}, "--category"),
        ({"category": None}, "--category"),
        ({"type": "income"}, "--category"),
        ({"frequency": "hourly"}, "--frequency"),
        ({"amount": 0}, "--amount"),
        ({"amount": -5}, "--amount"),
        ({"name": "\x1b[31m"}, "--name"),
        ({"name": "x" * 201}, "--name"),
        ({"id": "../../etc/x"}, "--id"),
        ({"id": "CON"}, "--id"),
        ({"start": date(2027, 1, 2), "end": date(2027, 1, 1)}, "--end"),
    ],
)
def test_what_is_wrong_is_named_by_its_option(file: HouseholdFile, wrong: dict[str, Any], option: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        add(file, **wrong)
    assert [problem.path for problem in caught.value.problems] == [option]


def test_all_problems_come_at_once(file: HouseholdFile) -> None:
    with pytest.raises(InvalidInput) as caught:
        add(file, type="gift", frequency="hourly", amount=0)
    assert [problem.path for problem in caught.value.problems] == ["--type", "--frequency", "--amount"]


@pytest.mark.parametrize("wrong", [{"from_account": "gone"}, {"member": "nobody"}])
def test_unknown_records_are_not_found(file: HouseholdFile, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        add(file, **wrong)


def test_an_id_is_taken_once_and_a_name_twice(file: HouseholdFile) -> None:
    add(file, id="gym")
    with pytest.raises(Refused, match="already"):
        add(file, id="gym")
    with pytest.raises(Refused, match="already"):
        add(file, id="job--gross")
    assert add(file).id == "gym-2"


def test_names_in_any_script_are_kept(file: HouseholdFile) -> None:
    assert add(file, name="[usd] 🏋 Gym").id == "usd-gym"
    assert add(file, name="田中").id == "flow-1"
    assert row(file, "flow-1").name == "田中"


def test_ending_a_flow(file: HouseholdFile) -> None:
    add(file)
    done, _ = flows.end(file, caller(), "gym", date(2027, 6, 30))
    assert (done.result, row(file, "gym").end) == ("ended", date(2027, 6, 30))
    again, _ = flows.end(file, caller(), "gym", date(2027, 6, 30))
    assert (again.result, again.revision) == ("unchanged", done.revision)
    with pytest.raises(InvalidInput, match="cannot end before"):
        flows.end(file, caller(), "gym", date(2020, 1, 1))
    with pytest.raises(Refused, match="generated from job"):
        flows.end(file, caller(), "job--gross", None)
    with pytest.raises(NotFound):
        flows.end(file, caller(), "nope", None)


def test_ended_flows_are_listed_on_demand(tmp_path: Path) -> None:
    file = stored(tmp_path, okafor(flows=(bill("old", 1, end=date(2026, 11, 1)), bill("new", 1))))
    names = [each.id for each in flows.listed(file, caller(), ended=False)[0].flows if not each.system]
    assert names == ["new"]
    assert row(file, "old").next_date is None
