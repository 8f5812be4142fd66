"""A debt in the projection is paid by the very schedule of ``effluent calc loan``: balance, interest and last payment."""

import json
from decimal import Decimal
from typing import Any

from tests.running import EXAMPLES, Cli

LOANS: dict[str, dict[str, Any]] = {
    "auto": {"principal": "8730.12", "annual_rate": "0.0549", "term_months": 23, "payment": "412.00"},
    "balloon": {"principal": "90000.00", "annual_rate": "0.065", "term_months": 60, "amortization_months": 360},
    "even": {"principal": "12345.67", "annual_rate": "0.0625", "term_months": 48, "payment_rounding": "half_even",
             "interest_rounding": "half_even"},
    "extra": {"principal": "16250.00", "annual_rate": "0.0499", "term_months": 96, "extra_principal": "50.00"},
    "free": {"principal": "1000.00", "annual_rate": "0", "term_months": 7},
    "house": {"principal": "425000.00", "annual_rate": "0.03875", "term_months": 360},
    "rounded": {"principal": "31337.77", "annual_rate": "0.073", "term_months": 61, "payment_rounding": "up",
                "interest_rounding": "up"},
}  # fmt: skip
"""The contracts, as ``calc loan`` reads them; an answers file has two of the keys by another name."""


def cents(text: str) -> int:
    return round(float(text) * 100)


def answer(name: str, contract: dict[str, Any]) -> str:
    """The contract as a debt of an answers file, owed today and paid on the 9th."""
    rate = {"rate_percent": str(Decimal(contract["annual_rate"]) * 100)}
    others = {key: value for key, value in contract.items() if key not in ("principal", "annual_rate")}
    stated = {"id": name, "name": name, "type": "personal_loan", "balance": contract["principal"], **rate, **others}
    return "\n[[other_debts]]\npayment_day = 9\n" + "".join(f"{key} = {json.dumps(stated[key])}\n" for key in stated)


def schedule(text: str) -> list[dict[str, int]]:
    """The schedule of an answer, its balloon paid on top of the last payment."""
    found = json.loads(text)
    rows = [{key: cents(row[key]) for key in ("payment", "interest", "balance")} for row in found["schedule"]]
    rows[-1]["payment"] += cents(found["balloon"])
    rows[-1]["balance"] -= cents(found["balloon"])
    assert rows[-1]["balance"] == 0
    return rows


def test_each_debt_is_paid_as_calc_loan_says(cli: Cli) -> None:
    file = cli.home.parent / "answers.toml"
    debts = "".join(answer(name, contract) for name, contract in LOANS.items())
    file.write_text((EXAMPLES / "okafor.toml").read_text(encoding="utf-8") + debts, encoding="utf-8")
    cli("onboard", "--answers", str(file))
    asked = "".join(json.dumps({"id": name, **contract}) + "\n" for name, contract in LOANS.items())
    answers = cli("calc", "loan", "--input", "-", stdin=asked).stdout.splitlines()
    rows = {name: schedule(text) for name, text in zip(LOANS, answers, strict=True)}
    report = cli.json("project", "--months", "400")
    # Today is 23 November, so that the first payment falls on 9 December, in the second month.
    for number, month in enumerate(report["months"][1:]):
        due = {name: each[number] for name, each in rows.items() if number < len(each)}
        left = {name: due[name]["balance"] if name in due else 0 for name in LOANS}
        assert {name: cents(month["accounts"][name]) for name in LOANS} == left, month["month"]
        interest = sum(row["interest"] for row in due.values())
        assert cents(month["components"].get("loan_interest", "0")) == -interest, month["month"]
        assert cents(month["debt_service"]) == sum(row["payment"] for row in due.values()), month["month"]
    # The house is paid for in the 360th month after this one.
    assert report["summary"]["debt_free"] == report["months"][360]["month"] == "2056-11"
    assert cli.json("project", "--months", "360")["summary"]["debt_free"] is None
