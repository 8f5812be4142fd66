"""Things that happen to a household, told at the command line."""

from tests.running import Cli


def codes(cli: Cli, *arguments: str) -> list[str]:
    return [warning["code"] for warning in cli(*arguments, "--json").document["warnings"]]


def test_a_move_from_texas_to_california(rivera: Cli) -> None:
    rivera("household", "edit", "--state", "TX")
    assert "state_tax_not_modelled" not in codes(rivera, "baseline", "refresh")
    moved = rivera("household", "edit", "--state", "CA", "--time-zone", "America/Los_Angeles", "--json").data
    assert [change["field"] for change in moved["changes"]] == ["state"]
    assert [event["type"] for event in rivera.json("event", "list")["events"]] == ["taxes_changed"]
    assert "state_tax_not_modelled" in codes(rivera, "baseline", "refresh")


def test_a_second_child_is_on_the_books_and_in_the_history(rivera: Cli) -> None:
    rivera("member", "add", "--name", "Noa", "--relationship", "child", "--date-of-birth", "2026-11-02")
    members = {member["id"]: member["age"] for member in rivera.json("member", "list")["members"]}
    assert members == {"ana": 40, "luis": 42, "mia": 8, "noa": 0}
    (entry,) = rivera.json("history", "noa")["entries"]
    assert (entry["command"], entry["before"], entry["after"]["name"]) == ("member add", None, "Noa")


def test_a_sold_car_and_its_loan(rivera: Cli) -> None:
    rivera("account", "close", "subaru", expect=4)
    rivera("account", "set-balance", "subaru", "0")
    rivera("account", "set-balance", "auto", "0")
    rivera("account", "set-balance", "checking", "22904.22")
    rivera("account", "close", "subaru")
    rivera("account", "close", "auto")
    rivera("process-events")
    accounts = {account["id"] for account in rivera.json("account", "list")["accounts"]}
    assert not accounts & {"subaru", "auto"}
    kinds = {(flow["source"], flow["kind"]) for flow in rivera.json("flows", "list")["flows"]}
    assert ("auto", "payment") not in kinds
    month = rivera.json("project", "--months", "2", "--require-fresh")["months"][1]
    assert "auto" not in month["accounts"]


def test_a_card_is_paid_and_closed(rivera: Cli) -> None:
    assert rivera("account", "close", "visa", "--json", expect=4).error["code"] == "balance_left"
    rivera("account", "set-balance", "visa", "0.00")
    rivera("account", "close", "visa")
    assert "pays_minimum_only" not in codes(rivera, "baseline", "refresh")
    rivera("account", "set-balance", "visa", "10", expect=4)


def test_removing_a_member_with_income_is_refused(rivera: Cli) -> None:
    error = rivera("member", "remove", "luis", "--json", expect=4).error
    assert error["code"] == "member_in_use"
    assert "income luis-clinic" in error["message"]


def test_a_deleted_account_never_leaves_a_broken_link(rivera: Cli) -> None:
    rivera("account", "set-balance", "family-hsa", "0")
    assert "deduction ana-hsa" in rivera("account", "close", "family-hsa", "--json", expect=4).error["message"]
    rivera("deduction", "remove", "ana-hsa")
    rivera("baseline", "refresh")
    rivera("account", "close", "family-hsa", "--json", expect=None)
    assert rivera("baseline", "refresh").exit_code == 0
