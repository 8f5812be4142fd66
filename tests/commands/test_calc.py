"""``effluent calc``: flags, JSON Lines, every form of output, exit codes."""

import json
import re
import subprocess
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.cases import published
from tests.running import Cli, command

OKAFOR = ["calc", "paycheck", "--tax-year", "2026", "--pay-frequency", "monthly", "--gross", "10000", "--state", "TX"]
CAR = ["calc", "loan", "--principal", "15000", "--rate", "4.5%", "--term-months", "36"]
BENEFIT = [
    "calc", "social-security", "--birth-date", "1964-01-02", "--earnings", "1985-2025=60000", "--claim-month", "2026-01",
]  # fmt: skip
PAY = '{"id": "a", "tax_year": 2026, "pay_frequency": "monthly", "gross": "10000", "state": "TX"}\n'


def test_a_paycheck_of_flags_is_a_document(cli: Cli) -> None:
    result = cli(*OKAFOR, "--json")
    assert result.document["schema"] == "effluent.calc-paycheck/1"
    assert (result.document["household"], result.document["as_of"], result.document["warnings"]) == (None, None, [])
    assert result.data["net_pay"] == "7770.83"
    assert result.data["id"] is None
    assert len(result.data["trace"]) > 20
    assert not cli.home.exists(), "calc needs no household and leaves none behind"


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (["--state", "CA"], "income tax of CA is not modelled: net pay is before state income tax"),
        ([], "no state is named: net pay is before state income tax"),
    ],
)
def test_a_net_pay_before_state_income_tax_says_so(cli: Cli, state: list[str], message: str) -> None:
    (warning,) = cli(*OKAFOR[:-2], *state, "--json").document["warnings"]
    assert (warning["code"], warning["message"]) == ("state_tax_not_modelled", message)
    text = cli(*OKAFOR[:-2], *state)
    assert message in text.stderr
    assert ["state", "income", "tax", "-"] in [line.split() for line in text.stdout.splitlines()]


def test_every_paycheck_flag(cli: Cli) -> None:
    data = cli.json(
        "calc", "paycheck", "--tax-year", "2026", "--pay-frequency", "monthly", "--gross", "7622.13", "--state", "TX",
        "--filing-status", "single", "--step2", "--step3", "2200", "--step4a", "0", "--step4b", "0", "--step4c", "0",
        "--deduction", "traditional_401k=457.33", "--deduction", "hsa=50", "--ytd-social-security", "1124.26",
        "--ytd-medicare", "1124.26",
    )  # fmt: skip
    assert (data["federal_income_tax"], data["social_security"], data["medicare"]) == ("1054.80", "469.47", "109.80")
    assert data["pretax_deductions"] == "507.33"


def test_a_loan_of_flags_is_a_document(cli: Cli) -> None:
    result = cli(*CAR, "--json")
    assert result.document["schema"] == "effluent.calc-loan/1"
    assert (result.data["payment"], len(result.data["schedule"])) == ("446.20", 36)


def test_every_loan_flag(cli: Cli) -> None:
    data = cli.json(
        *CAR, "--payment", "500", "--extra", "10", "--first-payment", "2027-01-31", "--payment-rounding", "up",
        "--interest-rounding", "half_even", "--balance-rounding", "none", "--payments-per-year", "12", "--compounding",
        "monthly", "--amortization-months", "48", "--day-count", "actual/365", "--rate-change", "13=6%,keep",
        "--rate-change", "25=7%,cap=1.075",
    )  # fmt: skip
    rows = {row["n"]: row for row in data["schedule"]}
    assert rows[1] == {"n": 1, "payment": "510.00", "interest": "57.33", "principal": "452.67", "balance": "14547.33"}
    assert rows[13]["payment"] == "510.00"
    assert rows[25]["payment"] != "510.00"


def test_text_shows_the_stub_and_the_schedule(cli: Cli) -> None:
    stub = cli(*OKAFOR).stdout
    assert ["net", "pay", "7,770.83"] in [line.split() for line in stub.splitlines()]
    assert "IRS Publication 15-T (2026)" in stub
    long = cli("calc", "loan", "--principal", "300000", "--rate", "5.99%", "--term-months", "360").stdout
    assert "1,796.72" in long
    assert "319 payments not shown" in long
    assert "not shown" not in cli("calc", "loan", "--principal", "300", "--rate", "0", "--term-months", "12").stdout


def test_a_benefit_of_flags_in_every_form(cli: Cli) -> None:
    result = cli(*BENEFIT, "--json")
    assert result.document["schema"] == "effluent.calc-social-security/1"
    assert (result.data["full_retirement_age_months"], result.data["claim_factor"]) == (804, "0.7")
    assert result.document["warnings"] == []
    text = cli(*BENEFIT).stdout
    assert ["Full", "retirement", "age", "67", "years"] in [line.split() for line in text.splitlines()]
    assert "National Average Wage Index" in text
    rows = cli(*BENEFIT, "-o", "csv").stdout.splitlines()
    assert rows[0] == "line,value,source"
    assert rows[-1].startswith(f"monthly benefit,{result.data['monthly_benefit']},")


def test_a_benefit_of_years_to_come_warns_of_what_it_assumes(cli: Cli) -> None:
    options = ["--wage-growth", "3%", "--inflation", "2%"]
    result = cli(*BENEFIT[:-1], "2031-01", *options, "--json")
    assert [warning["code"] for warning in result.document["warnings"]] == ["projected"]
    assert result.data["projected"]


def test_csv_has_the_stub_and_the_whole_schedule(cli: Cli) -> None:
    assert "net pay,7770.83\n" in cli(*OKAFOR, "-o", "csv").stdout
    assert "state income tax,\n" in cli(*OKAFOR[:-2], "-o", "csv").stdout
    rows = cli(*CAR, "-o", "csv").stdout.splitlines()
    assert rows[:2] == ["n,payment,interest,principal,balance", "1,446.20,56.25,389.95,14610.05"]
    assert len(rows) == 37


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["calc", "paycheck", "--gross", "1e3"], "--gross: not an amount"),
        (["calc", "paycheck"], "--tax-year: is missing (and 2 more)"),
        ([*OKAFOR, "--deduction", "hsa"], "--deduction 'hsa': write KIND=AMOUNT"),
        ([*OKAFOR, "--deduction", "hsa=1", "--deduction", "hsa=2"], "write KIND=AMOUNT, each kind once"),
        ([*OKAFOR, "--deduction", "=1"], "write KIND=AMOUNT"),
        ([*OKAFOR, "--deduction", "x.y=1"], "write KIND=AMOUNT"),
        (
            [*OKAFOR, "--deduction", "hsa=10000.01"],
            "--deduction: 10,000.01 in all are more than the gross of 10,000.00",
        ),
        ([*OKAFOR, "--deduction", "401k=1"], "--deduction 401k: unknown key"),
        ([*OKAFOR, "--state", "Texas"], "--state: unknown"),
        ([*CAR, "--rate-change", "13=6%,fast"], "--rate-change '13=6%,fast': write PAYMENT=RATE"),
        ([*CAR, "--rate-change", "13"], "--rate-change[0].annual_rate: not a rate"),
        ([*CAR, "--rate", "4.5"], "write 4.5% or 0.045"),
        ([*OKAFOR, "--input", "-"], "--input and the flags of one calculation exclude each other"),
        (
            ["calc", "loan", "--input", "absent.jsonl"],
            "--input 'absent.jsonl' cannot be read: no such file or directory",
        ),
        (["calc", "loan", "--input", "."], "cannot be read: is a directory"),
        ([*BENEFIT, "--earnings", "2020"], "--earnings '2020': write YEAR=AMOUNT"),
        (
            [*BENEFIT, "--earnings", "2025=1"],
            "--earnings '2025=1': write YEAR=AMOUNT or FROM-TO=AMOUNT, each year once",
        ),
        ([*BENEFIT, "--earnings", "2030-2028=1"], "--earnings 2030-2028: not a year"),
        ([*BENEFIT, "--earnings", "20x0=1"], "--earnings 20x0: not a year"),
        (BENEFIT[:2], "--birth-date: is missing (and 2 more)"),
    ],
)
def test_wrong_flags_exit_2_with_one_clear_line(cli: Cli, arguments: list[str], message: str) -> None:
    result = cli(*arguments, expect=2)
    assert not result.stdout
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_lines_in_lines_out_without_an_envelope(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(PAY * 2)
    for arguments in (
        ["--input", "in.jsonl"],
        ["--input", "in.jsonl", "--json"],
        ["--input", "in.jsonl", "-o", "jsonl"],
    ):
        lines = [json.loads(line) for line in cli("calc", "paycheck", *arguments).stdout.splitlines()]
        assert [line["net_pay"] for line in lines] == ["7770.83"] * 2
        assert "trace" not in lines[0]
    assert "trace" in json.loads(cli("calc", "paycheck", "--input", "-", "--trace", stdin=PAY).stdout)
    assert cli("calc", "loan", "--input", "-", stdin="").stdout == ""


def test_a_bad_line_stands_in_its_place_and_makes_the_exit_code_5(cli: Cli) -> None:
    result = cli("calc", "paycheck", "--input", "-", "--json", stdin=PAY + '{"id": "b"}\n' + PAY, expect=5)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", "b", "a"]
    assert rows[1]["error"]["code"] == "invalid_input"
    assert not result.stderr


def test_published_cases_through_the_command(cli: Cli) -> None:
    for kind, cases in (
        ("paycheck", published("paycheck", "paycheck_irs")),
        ("loan", published("loan", "loan_published")),
        ("social-security", published("social_security")),
    ):
        text = "".join(json.dumps(case["input"]) + "\n" for case in cases)
        rows = cli("calc", kind, "--input", "-", "--json", stdin=text).stdout.splitlines()
        assert [json.loads(row)["id"] for row in rows] == [case["input"]["id"] for case in cases]


def test_the_first_answer_comes_while_the_input_is_still_open(cli: Cli, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("calc", "paycheck", "--input", "-"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=cli.environment(), cwd=tmp_path,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(PAY)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "a"
        process.stdin.close()
        assert process.wait(10) == 0


def test_five_thousand_paychecks_a_second(cli: Cli) -> None:
    line = json.loads(PAY)
    text = "".join(json.dumps({**line, "id": n, "gross": f"{2000 + n}.37"}) + "\n" for n in range(10_000))
    before = getrusage(RUSAGE_CHILDREN)
    assert len(cli("calc", "paycheck", "--input", "-", stdin=text).stdout.splitlines()) == 10_000
    after = getrusage(RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Two seconds of one core are promised; as much again, because the other core is busy and coverage may be watching.
    assert seconds < 4


RETURN = ["calc", "tax", "--tax-year", "2026", "--filing-status", "married_jointly", "--age", "40", "--wages", "120000"]
TAX_LINE = '{"id": "a", "tax_year": 2026, "filing_status": "single", "primary": {"age": 40, "wages": "85000"}}\n'


def test_a_return_of_flags_is_a_document(cli: Cli) -> None:
    result = cli(*RETURN, "--spouse-age", "38", "--spouse-wages", "30000", "--dependent", "4", "--dependent", "19",
                 "--state", "TX", "--set", "income.interest=500", "--set", "primary.blind=true", "--json")  # fmt: skip
    assert result.document["schema"] == "effluent.calc-tax/1"
    assert (result.document["household"], result.document["as_of"], result.document["warnings"]) == (None, None, [])
    assert result.data["agi"] == "150500.00"
    assert result.data["deduction"] == {"kind": "standard", "amount": "33850.00"}
    assert result.data["child_credits_nonrefundable"] == "2700.00"
    assert result.data["trace"][-1]["line"] == "= total federal tax"
    assert not cli.home.exists(), "calc needs no household and leaves none behind"


def test_a_return_of_a_year_that_is_not_published_says_so(cli: Cli) -> None:
    asked = ["calc", "tax", "--tax-year", "2031", "--filing-status", "single", "--age", "40", "--wages", "90000"]
    codes = [warning["code"] for warning in cli(*asked, "--json").document["warnings"]]
    assert codes == ["projected_rules", "state_tax_not_modelled"]


def test_several_amounts_of_one_path(cli: Cli) -> None:
    data = cli.json(*RETURN, "--set", "credits.aotc_expenses=4000,2000", "--deduction", "standard", "--tax-table")
    assert data["other_credits"]["american_opportunity_refundable"] == "1800.00"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["--set", "income.interest"], "--set"),
        (["--set", "income.interest=1", "--set", "income.interest=2"], "--set"),
        (["--set", "primary.wages=2"], "--set"),
        (["--set", "income.intrest=2"], "--set income.intrest"),
        (["--dependent", "x"], "--dependents[0].age"),
        (["--deduction", "all"], "--deduction"),
        (["--spouse-wages", "5"], "--spouse-age"),
    ],
)
def test_a_return_that_is_misstated(cli: Cli, words: list[str], path: str) -> None:
    error = cli(*RETURN, *words, "--json", expect=2).error
    assert path in [problem["path"] for problem in error["problems"]]


def test_a_return_as_text_and_csv(cli: Cli) -> None:
    text = cli(*RETURN)
    assert "total federal tax" in text.stdout
    assert "Marginal rate" in text.stdout
    assert "no state is named" in text.stderr
    table = cli(*RETURN, "-o", "csv").stdout.splitlines()
    assert table[0] == "line,amount"
    assert "adjusted gross income,120000.00" in table


def test_returns_as_lines(cli: Cli) -> None:
    result = cli("calc", "tax", "--input", "-", stdin=TAX_LINE + "nonsense\n" + TAX_LINE, expect=5)
    first, bad, last = (json.loads(line) for line in result.stdout.splitlines())
    assert first == last
    assert first["total_federal"] == "9870.00"
    assert bad["error"]["exit_code"] == 2
    traced = cli("calc", "tax", "--input", "-", "--trace", "--tax-table", stdin=TAX_LINE)
    assert json.loads(traced.stdout)["trace"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells what a process has used at most")
def test_returns_are_streamed_in_little_memory(cli: Cli) -> None:
    process = cli.start("calc", "tax", "--input", "-", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for count in (1, *[50] * 40):
            process.stdin.write(TAX_LINE * count)
            process.stdin.flush()
            # Answered before more has come.
            assert all(json.loads(process.stdout.readline())["id"] == "a" for _ in range(count))
        # What a process has used counts from its start; getrusage would count from that of this one.
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        process.stdin.close()
        assert process.wait(10) == 0
    assert peak is not None
    assert int(peak[1]) < 100 * 1024


def test_a_thousand_returns_a_second(cli: Cli) -> None:
    text = "".join(
        json.dumps({**case["input"], "id": f"{case['input']['id']}-{n}"}) + "\n"
        for n in range(60)
        for case in published("tax", "tax_irs")
    )
    before = getrusage(RUSAGE_CHILDREN)
    assert len(cli("calc", "tax", "--input", "-", stdin=text).stdout.splitlines()) == text.count("\n")
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert text.count("\n") / spent >= 1_000
