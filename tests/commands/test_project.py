"""The projection at the command line: what is drawn, what is owed to the tax office, and what the settings refuse."""

import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.running import EXAMPLES, Cli

DEBTS = ("auto", "luis-loan", "mortgage", "visa")
FLOWS = ("income", "taxes", "spending", "interest", "returns", "adjustments")


def cents(text: str) -> int:
    return round(float(text) * 100)


@pytest.fixture(scope="session")
def examples_home(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A home with both examples as onboarded, only to be read."""
    cli = Cli(tmp_path_factory.mktemp("examples") / "home")
    for name in ("okafor", "rivera"):
        cli("onboard", "--answers", str(EXAMPLES / f"{name}.toml"))
    return cli


@pytest.mark.parametrize("months", [120, 960])
@pytest.mark.parametrize("name", ["okafor", "rivera"])
def test_an_example_adds_up_in_every_month_and_opens_with_what_account_list_says(
    examples_home: Cli, name: str, months: int
) -> None:
    cli = examples_home
    document = cli("-H", name, "project", "--months", str(months), "--json").document
    # State tax is the one thing known to be missing.
    codes = {each["code"] for each in document["warnings"]}
    assert codes == ({"state_tax_not_modelled"} if name == "rivera" else set())
    report = document["data"]
    assert len(report["months"]) == months
    listed = {each["id"]: each["balance"] for each in cli.json("-H", name, "account", "list")["accounts"]}
    assert {key: each["balance"] for key, each in report["opening"]["accounts"].items()} == listed
    owed = sum(cents(balance) for key, balance in listed.items() if key in DEBTS)
    before = sum(cents(balance) for balance in listed.values()) - 2 * owed
    assert before == cents(report["opening"]["net_worth"])
    cash = sum(cents(listed[key]) for key in ("checking", "savings") if key in listed)
    for row in report["months"]:
        income, taxes, spending, interest, returns, adjustments = (cents(row[each]) for each in FLOWS)
        change = income - taxes - spending - interest + returns + adjustments
        assert change == sum(map(cents, row["components"].values())) == cents(row["net_worth"]) - before, row["month"]
        held = {key: cents(balance) for key, balance in row["accounts"].items()}
        assert cents(row["liabilities"]) == sum(balance for key, balance in held.items() if key in DEBTS)
        assert cents(row["assets"]) - cents(row["liabilities"]) == cents(row["net_worth"])
        closing = sum(held[key] for key in ("checking", "savings") if key in held)
        assert (cents(row["opening_cash"]), cents(row["closing_cash"])) == (cash, closing)
        assert cents(row["lowest_cash"]) <= min(cash, closing)
        before, cash = cents(row["net_worth"]), closing
    assert cents(report["summary"]["net_worth_end"]) == before
    assert report["first_shortfall"] is None


def test_years_and_todays_money_agree_with_the_months(examples_home: Cli) -> None:
    cli = examples_home
    asked = ("-H", "rivera", "project", "--months", "40", "--real")
    months, years = cli.json(*asked), cli.json(*asked, "--every", "year")
    assert [row["month"] for row in years["months"]] == ["2026-12", "2027-12", "2028-12", "2029-12", "2030-02"]
    for number, (row, real) in enumerate(zip(months["months"], months["months_real"], strict=True)):
        # Prices rise by 2.5 % a year.
        for name in (*FLOWS, "net_worth", "closing_cash"):
            assert cents(real[f"{name}_real"]) == pytest.approx(cents(row[name]) / 1.025 ** (number / 12), abs=0.51)
    for row, real in zip(years["months"], years["months_real"], strict=True):
        parts = [each for each in months["months"] if each["month"][:4] == row["month"][:4]]
        in_real = [each for each in months["months_real"] if each["month"][:4] == row["month"][:4]]
        for name in FLOWS:
            assert cents(row[name]) == sum(cents(each[name]) for each in parts), name
            assert cents(real[f"{name}_real"]) == sum(cents(each[f"{name}_real"]) for each in in_real), name
        assert (row["accounts"], row["net_worth"]) == (parts[-1]["accounts"], parts[-1]["net_worth"])
        assert (real["accounts_real"], real["net_worth_real"]) == (
            in_real[-1]["accounts_real"],
            in_real[-1]["net_worth_real"],
        )
        assert (row["opening_cash"], real["opening_cash_real"]) == (
            parts[0]["opening_cash"],
            in_real[0]["opening_cash_real"],
        )
    for part in ("summary", "years", "opening", "first_shortfall"):
        assert months[part] == years[part], part


def test_a_year_of_which_the_window_has_only_some_months_is_told_as_a_year(examples_home: Cli) -> None:
    text = examples_home("-H", "rivera", "project", "--months", "2", "--every", "year", "--chart").stdout
    assert "\nyear" in text
    assert "\n2026 " in text
    assert "2026-12 " not in text.partition("Whole dollars")[2]


def test_eighty_years_fit_eighty_columns(examples_home: Cli) -> None:
    text = examples_home.within(COLUMNS="80")("-H", "rivera", "project", "--months", "960", "--chart").stdout
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_first_shortfall_is_the_first_day_below_zero(tmp_path: Path) -> None:
    text = (EXAMPLES / "okafor.toml").read_text(encoding="utf-8").replace('"1650.00"', '"9650.00"')
    answers = tmp_path / "answers.toml"
    answers.write_text(text, encoding="utf-8")
    cli = Cli(tmp_path / "home")
    cli("onboard", "--answers", str(answers))
    report = cli.json("project", "--months", "24")
    short = report["first_shortfall"]
    rows = {row["month"]: row for row in report["months"]}
    low = [row["month"] for row in report["months"] if cents(row["lowest_cash"]) < 0]
    # Rent and food of 10,070.00 on the 1st against net pay of 7,770.83 at the end of the month.
    assert short["month"] == low[0]
    assert date.fromisoformat(short["on"]).day == 1
    assert short["amount"] == rows[low[0]]["lowest_cash"].removeprefix("-")
    assert report["summary"]["lowest_cash"] == min((rows[each]["lowest_cash"] for each in rows), key=cents)


def test_each_years_tax_and_its_settlement_stand_below_the_months(rivera: Cli) -> None:
    text = rivera.within(COLUMNS="80")("project").stdout
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "tax year  federal tax  withheld  paid  to settle  settled" in text
    rows = {row["year"]: row for row in rivera.json("project")["years"]}
    first = rows[2026]
    total = sum(
        float(first["liability"][name]) for name in ("income_tax", "additional_medicare_tax", "self_employment_tax")
    )
    assert float(first["liability"]["total"]) == round(total + float(first["liability"]["tax_penalty"]), 2)
    assert first["liability"]["state"] is None
    settled = float(first["liability"]["total"]) - float(first["withheld"]) - float(first["paid"])
    assert float(first["settlement"]) == round(settled, 2)
    month = next(row for row in rivera.json("project")["months"] if row["month"] == first["settlement_month"])
    assert float(month["components"]["tax_settlement"]) == -float(first["settlement"])
    assert rows[2036]["liability"] is None


def test_a_shortage_is_drawn_or_borrowed_and_what_is_left_is_told(rivera: Cli) -> None:
    rivera("flows", "add", "--name", "Boat", "--type", "expense", "--category", "hobbies", "--amount", "30000",
           "--frequency", "monthly", "--start", "2026-12-01")  # fmt: skip
    drawn = rivera("project", "--months", "24", "--refresh").stdout
    assert "Investments sold" in drawn
    assert "To bridge it       effluent setting list" in drawn
    report = rivera.json("project", "--months", "24")
    assert float(report["first_shortfall"]["amount"]) > 0
    plans = [key for key, each in report["opening"]["accounts"].items() if "401k" in key]
    assert plans
    held = {key: [float(row["accounts"][key]) for row in report["months"]] for key in plans}
    assert all(later >= earlier for each in held.values() for earlier, later in pairwise(each))


def test_a_setting_refuses_an_account_that_cannot_be_meant(rivera: Cli) -> None:
    assert rivera("setting", "set", "borrow_line", "checking", "--json", expect=4).error["code"] == "setting_unfit"
    refused = rivera("setting", "set", "surplus_account", "checking", expect=4)
    assert "lands anyway" in refused.stderr
    assert not refused.stdout


def test_a_projection_of_one_path_loads_no_numpy(rivera: Cli) -> None:
    program = (
        "import sys; sys.argv[1:] = ['project', '--json', '--months', '480']\n"
        "from effluent_cli.entry import main\n"
        "try: main()\n"
        "finally: print('numpy' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=rivera.environment(), capture_output=True, text=True, check=False
    )
    assert done.stderr.split() == ["False"]
