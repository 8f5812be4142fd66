"""The projection at the command line: what is drawn, what is owed to the tax office, and what the settings refuse."""

import subprocess
import sys
from itertools import pairwise

from tests.running import Cli


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
