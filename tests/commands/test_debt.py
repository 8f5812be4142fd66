"""Debts through the command line: the figures of the example household, and its terms changed."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.running import EXAMPLES, Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    found = Cli(tmp_path / "home")
    found("onboard", "--answers", str(EXAMPLES / "rivera.toml"))
    return found


def debts(cli: Cli) -> dict[str, Any]:
    return {row["id"]: row for row in cli.json("debt", "list")["debts"]}


def test_the_example_household_owes_what_its_contracts_say(cli: Cli) -> None:
    found = debts(cli)
    assert found["luis-loan"]["payment"] == "205.65"
    assert found["auto"]["payoff"] == "2028-10"
    assert found["visa"]["payoff"] == "2083-07"
    months = cli.json("project", "--months", "121", "--every", "month")["months"]
    assert months[120]["accounts"]["visa"] == "2934.28"
    paid = [float(before["accounts"]["auto"]) - float(after["accounts"]["auto"]) for before, after in pairwise(months)]
    principal = [amount for amount in paid if amount > 0]
    assert (len(principal), principal[-1] < 140 and principal[-2] > 350) == (23, True), (
        "the last payment is the odd one"
    )


def test_terms_change_with_an_event_and_an_audit_entry(cli: Cli) -> None:
    dry = cli.json("debt", "edit", "auto", "--rate", "3%", "--dry-run")
    assert dry["result"] == "changed"
    assert debts(cli)["auto"]["rate"] == "0.0549"
    done = cli.json("debt", "edit", "auto", "--rate", "3%")
    assert [change["field"] for change in done["changes"]] == ["rate", "payment", "payment_given"]
    assert cli.json("status")["events"]["pending"] == 1
    cli("process-events")
    assert cli.json("status")["fresh"]


def test_a_payment_below_the_interest_is_never(cli: Cli) -> None:
    cli("debt", "edit", "auto", "--payment", "5")
    document = cli("debt", "list", "--json").document
    row = next(each for each in document["data"]["debts"] if each["id"] == "auto")
    assert (row["payoff"], row["interest_left"], row["never"]) == (None, None, True)
    assert "payment_below_interest" in [each["code"] for each in document["warnings"]]
    assert "never" in cli("debt", "list").stdout


def test_every_line_fits_a_terminal_of_eighty_columns(cli: Cli) -> None:
    for arguments in (("debt", "list"), ("debt", "show", "mortgage"), ("debt", "payoff", "--extra", "100")):
        assert max(map(len, cli(*arguments).stdout.splitlines())) <= 80


def test_wrong_options_exit_2_and_what_is_stored_refuses_with_4(cli: Cli) -> None:
    cli("debt", "edit", "auto", "--rate", "5.5", expect=2)
    cli("debt", "edit", "auto", "--payment-day", "32", expect=2)
    cli("debt", "edit", "auto", "--limit", "5", expect=4)
    cli("debt", "edit", "auto", "--escrow", "50", expect=4)
    cli("debt", "show", "nope", expect=3)


def test_a_transfer_to_a_debt_is_refused_when_flows_are_made_unless_separate(cli: Cli) -> None:
    given = ["flows", "add", "--name", "Extra", "--type", "transfer", "--from", "checking", "--to", "auto"]
    cli(*given, "--amount", "50", "--frequency", "monthly", "--separate")
    cli("flows", "regenerate")
    cli(*given, "--amount", "50", "--frequency", "monthly", "--id", "again")
    refused = cli("flows", "regenerate", "--json", expect=4)
    assert "pays Subaru loan" in str(refused.error)


def test_special_terms_are_answered(tmp_path: Path) -> None:
    answers = (EXAMPLES / "rivera.toml").read_text()
    special = tmp_path / "special.toml"
    special.write_text(
        answers.replace('payment = "1998.51"', 'payment = "1998.51"\nescrow = "702.00"\nindex = "index_sofr"\n'
                        'margin_percent = "2"\nnext_reset_on = 2027-08-01\nreset_months = 12')
        .replace('limit = "18000.00"', 'limit = "18000.00"\npromotional_rate_percent = "0"\npromotional_until = 2027-05-31')
        .replace('cost_basis = "48200.00"', 'cost_basis = "48200.00"\nallocation = { bills_percent = "100" }')
    )  # fmt: skip
    other = Cli(tmp_path / "other")
    first = other.json("onboard", "--answers", str(special))
    once = [each["message"] for each in first["findings"] if each["code"] == "counted_once"]
    assert len(once) == 2
    assert "702.00 a month" in once[0]
    assert debts(other)["mortgage"]["escrow"] == "702.00"
    assert debts(other)["visa"]["rate"] == "0"
    december = other.json("project", "--months", "3", "--every", "month")["months"][1]["components"]
    assert (december["property_tax"], december["homeowners_insurance"]) == ("-540.00", "-162.00")
    again = other.on("2026-11-30").json("onboard", "--answers", str(special))
    assert again["records"]["updated"] == again["records"]["created"] == 0
