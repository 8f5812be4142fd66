"""What no command would store is not taken from elsewhere either: through a document, a backup, and under doctor's eyes."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.guarantees.holding import unchanged
from tests.running import Cli

Changed = tuple[str, int, dict[str, Any], str]

CHANGES: list[Changed] = [
    ("flows", 0, {"category": "salary"}, "is no category of a flow of type expense"),
    ("flows", 0, {"type": "income"}, "is no category of a flow of type income"),
    ("flows", 0, {"type": "transfer", "category": "transfer", "to_account": None}, "a transfer needs two accounts"),
    ("flows", 0, {"amount": "0.00"}, "must be above zero"),
    ("flows", 0, {"amount": "-5.00"}, "must be above zero"),
    ("flows", 0, {"amount": "99999999999.99"}, "at most 9,999,999,999.99"),
    ("flows", 0, {"start": "2026-12-01", "end": "2026-11-01"}, "would end before it starts"),
    ("snapshots", -1, {"account": "visa", "balance": "-5.00"}, "a debt is a positive amount owed"),
    ("snapshots", 0, {"balance": "99999999999.99"}, "at most 9,999,999,999.99"),
    ("deductions", 0, {"amount": None, "percent": "2"}, "at most 1 (100 %)"),
    ("deductions", 0, {"amount": "5.00", "percent": "0.1"}, "and not both"),
    ("deductions", 0, {"amount": None, "percent": None}, "either an amount or a percentage"),
    ("withholdings", 0, {"step4c_extra": "-100.00"}, "must be zero or more"),
    ("loan_terms", 0, {"payment": "-10.00"}, "must be zero or more"),
    ("loan_terms", 0, {"escrow": "-50.00"}, "must be zero or more"),
    ("card_terms", 0, {"minimum_percent": "-0.5"}, "must be zero or more"),
    ("card_terms", 0, {"minimum_percent": "5"}, "at most 1 (100 %)"),
    ("card_terms", 0, {"payment_rule": "fixed", "fixed_payment": None}, "needed where a fixed sum is paid"),
    ("income_sources", 0, {"start": "2026-12-01", "end": "2026-11-01"}, "would end before it starts"),
    ("income_sources", 0, {"ytd_gross": "-5.00"}, "must be zero or more"),
    ("members", -1, {"relationship": "self"}, "there is another member who is self"),
    ("accounts", 0, {"cost_basis": "-1.00"}, "must be zero or more"),
    ("members", 0, {"relationship": "child"}, "nobody is the household's own self"),
    ("members", 0, {"date_of_birth": "2027-01-31"}, "has not come yet"),
    ("snapshots", 0, {"on": "2026-12-24"}, "has not come yet"),
    ("accounts", 0, {"answered_on": "2026-12-24"}, "has not come yet"),
    ("income_sources", 0, {"ytd_on": "2026-12-24"}, "has not come yet"),
    ("loan_terms", 0, {"origination": "2026-12-24"}, "has not come yet"),
    ("loan_terms", 0, {"payment": "0.00", "payment_given": True}, "a loan that pays nothing is never paid back"),
    ("loan_terms", 0, {"payment": "0.00", "payment_given": False}, "a loan that pays nothing is never paid back"),
    ("loan_terms", 0, {"forbearance_from": "2027-01-01", "forbearance_until": None}, "both its first and its last day"),
    ("loan_terms", 0, {"forbearance_from": "2027-01-01", "forbearance_until": "2026-12-31"}, "end before it starts"),
]


@pytest.fixture
def document(rivera: Cli) -> Any:
    return rivera("export", "json", "-").document


@pytest.mark.parametrize(("kind", "index", "change", "message"), CHANGES)
def test_a_document_with_it_is_refused_and_nothing_is_made(
    rivera: Cli, document: Any, kind: str, index: int, change: dict[str, Any], message: str
) -> None:
    records = document["data"]["inputs"][kind]
    if kind == "snapshots" and "account" in change:
        index = next(place for place, each in enumerate(records) if each["account"] == change["account"])
    records[index].update(change)
    with unchanged(rivera.home):
        error = rivera("import", "json", "-", "--replace", "--json", stdin=json.dumps(document), expect=4).error
    assert error["code"] == "invalid_document"
    assert any(message in problem["message"] for problem in error["problems"]), error
    assert all(problem["path"].startswith(f"data.inputs.{kind}[") for problem in error["problems"])


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE flow SET category = 'salary' WHERE type = 'expense'",
        "UPDATE snapshot SET balance = -500 WHERE account = 'visa'",
        "UPDATE withholding SET step4c_extra = -1",
    ],
)
def test_a_backup_with_it_is_refused_and_doctor_finds_it(rivera: Cli, spoilt: str) -> None:
    rivera("backup", "kept.db")
    with closing(sqlite3.connect(rivera.home.parent / "kept.db")) as file:
        file.execute(spoilt)
        file.commit()
    with unchanged(rivera.home):
        assert rivera("restore", "kept.db", "--yes", "--json", expect=4).error["code"] == "odd_values"
    with closing(sqlite3.connect(rivera.home / "households" / "rivera.db")) as file:
        file.execute(spoilt)
        file.commit()
    assert "odd_value" in {finding["code"] for finding in rivera("doctor", "--json", expect=1).data["findings"]}
