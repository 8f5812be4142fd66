"""Every command that changes something, by one table: a dry run, a failure inside and a busy household change nothing; what
it does change is in the audit log and has queued the right event."""

import inspect
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from effluent_cli.commands.table import COMMANDS
from tests.commands.test_help import function_of
from tests.guarantees.holding import held, unchanged
from tests.running import EXAMPLES, Cli

CHANGES: dict[str, tuple[str, str | None, str | None]] = {
    "household edit": ("household edit --name Riveras", "household:rivera", "household_changed"),
    "member add": ("member add --name Noa --relationship child", "member:noa", "household_changed"),
    "member edit": ("member edit ana --blind", "member:ana", "household_changed"),
    "member remove": ("member remove mia", "member:mia", "household_changed"),
    "account add": ("account add --name Fund --type savings --balance 5", "account:fund", "accounts_changed"),
    "account edit": ("account edit savings --growth 3%", "account:savings", "accounts_changed"),
    "account set-balance": ("account set-balance checking 1234.56", "snapshot:checking:2026-11-23", "accounts_changed"),
    "account close": ("account close purse", "account:purse", "accounts_changed"),
    "income add": (
        (
            "income add --name Shop --member luis --type rental --annual-salary 9600 --pay-frequency monthly"
            " --pay-date 2026-12-01"
        ),
        "income_source:shop",
        "flows_changed",
    ),
    "income edit": ("income edit ana-acme --annual-salary 151000", "income_source:ana-acme", "flows_changed"),
    "income end": ("income end luis-clinic --on 2027-02-28", "income_source:luis-clinic", "flows_changed"),
    "withholding edit": ("withholding edit ana-acme --step4c 40", "withholding:ana-acme", "taxes_changed"),
    "deduction add": (
        "deduction add --source luis-clinic --type dental_insurance --amount 18.40",
        "deduction:luis-clinic-dental-insurance",
        "flows_changed",
    ),
    "deduction edit": ("deduction edit ana-401k --percent 11%", "deduction:ana-401k", "flows_changed"),
    "deduction remove": ("deduction remove ana-health", "deduction:ana-health", "flows_changed"),
    "flows override": (
        "flows override ana-acme--federal-income-tax 655.20",
        "override:ana-acme:federal_income_tax",
        "flows_changed",
    ),
    "flows add": (
        "flows add --name Gym --type expense --category gym_fitness --amount 40 --frequency monthly",
        "flow:gym",
        "flows_changed",
    ),
    "flows edit": ("flows edit groceries --amount 900", "flow:groceries", "flows_changed"),
    "flows skip": ("flows skip groceries", "skip:groceries:2026-12-01", "flows_changed"),
    "flows end": ("flows end internet", "flow:internet", "flows_changed"),
    "debt edit": ("debt edit auto --payment 450", "loan_terms:auto", "accounts_changed"),
    "assumption set": ("assumption set inflation 3%", "assumption:inflation", "assumptions_changed"),
    "assumption reset": ("assumption reset savings_yield", "assumption:savings_yield", "assumptions_changed"),
    "setting set": ("setting set auto_refresh on", "setting:auto_refresh", "assumptions_changed"),
    "scenario create": ('scenario create "New car"', "scenario:new-car", None),
    "scenario edit": ("scenario edit smaller --name Small", "scenario:smaller", None),
    "scenario archive": ("scenario archive smaller", "scenario:smaller", None),
    "scenario merge": ("scenario merge part-time smaller", "scenario_change:smaller:hobby-2", None),
    "scenario adopt": ("scenario adopt smaller", "flow:hobby", "flows_changed"),
    "scenario change add": (
        "scenario change add smaller lump_sum_expense --on 2027-02-01 amount=900",
        "scenario_change:smaller:lump-sum-expense",
        None,
    ),
    "scenario change edit": (
        "scenario change edit part-time hobby amount=120",
        "scenario_change:part-time:hobby",
        None,
    ),
    "scenario change remove": (
        "scenario change remove part-time hobby",
        "scenario_change:part-time:hobby",
        None,
    ),
    "event add": ("event add manual_refresh", None, "manual_refresh"),
}
"""Command → a line of it, the record it audits, the event it queues: none after a change of scenarios, which are no inputs."""
OTHERS = {
    "onboard",
    "flows regenerate",
    "baseline refresh",
    "baseline pin",
    "baseline unpin",
    "event retry",
    "event cancel",
    "process-events",
    "household delete",
    "runs prune",
    "undo",
    "backup",
    "restore",
    "import json",
    "doctor",
}
"""Changing commands that state nothing themselves; tested where they are at home, and below for the household's end."""

SCENARIOS = (
    'effluent scenario create "Part time"',
    "effluent scenario change add part-time modify_income --on 2027-01-01 flow=ana-acme amount=3100 --id pay",
    "effluent scenario change add part-time add_expense --on 2027-03-01 --id hobby amount=9 frequency=weekly category=hobbies",
    "effluent scenario create Smaller",
    "effluent scenario change add smaller add_expense --on 2027-03-01 --id hobby amount=8 frequency=weekly category=hobbies",
)
"""Two scenarios, of which neither stands on the other."""

FAILING = """
import sys
from effluent_cli.store import failpoints

def reach(name):
    if name == "applied":
        raise RuntimeError("a failure inside")

failpoints.reach = reach
from effluent_cli.entry import main
sys.exit(main())
"""


@pytest.fixture
def ready(rivera: Cli) -> Cli:
    """The Rivera household with what some changes need, everything processed."""
    rivera("account", "add", "--name", "Purse", "--type", "cash", "--balance", "0")
    rivera("assumption", "set", "savings_yield", "1%")
    for line in SCENARIOS:
        rivera(*shlex.split(line)[1:])
    rivera("process-events")
    return rivera


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "households" / "rivera.db")) as connection:
        return connection.execute(query).fetchall()


def test_no_changing_command_is_forgotten() -> None:
    functions: dict[tuple[str, ...], Any] = {words: function_of(words) for words in COMMANDS}
    dry = {" ".join(words) for words, run in functions.items() if "dry_run" in inspect.signature(run).parameters}
    assert dry == set(CHANGES) | OTHERS


@pytest.mark.parametrize("command", CHANGES)
def test_a_dry_run_a_failure_and_a_busy_household_change_nothing(ready: Cli, command: str) -> None:
    line = shlex.split(CHANGES[command][0])
    with unchanged(ready.home):
        ready(*line, "--dry-run")
    with held(ready.home, "rivera"), unchanged(ready.home):
        ready(*line, "--wait", "0", expect=75)
    before = rows(ready.home, "SELECT revision FROM meta"), rows(ready.home, "SELECT * FROM scenario_change")
    failed = subprocess.run(
        [sys.executable, "-c", FAILING, *line, "--home", str(ready.home), "--as-of", "2026-11-23"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (failed.returncode, "Traceback" in failed.stderr) == (70, False)
    after = rows(ready.home, "SELECT revision FROM meta"), rows(ready.home, "SELECT * FROM scenario_change")
    assert after == before
    assert ready("event", "list", "--json").document["data"]["events"] == []


@pytest.mark.parametrize("command", CHANGES)
def test_a_change_is_audited_and_queues_its_event_and_a_second_time_is_no_change(ready: Cli, command: str) -> None:
    line, record, event = CHANGES[command]
    before = rows(ready.home, "SELECT count(*) FROM audit")[0][0]
    ready(*shlex.split(line))
    audited = rows(ready.home, f"SELECT subject, command FROM audit WHERE id > {before} ORDER BY id")
    assert (record, command) in audited or record is None
    queued = [row["type"] for row in ready("event", "list", "--json").document["data"]["events"]]
    assert queued == ([] if event is None else [event])
    if record is not None:
        history = ready("history", record, "--json").document["data"]["entries"]
        assert history[-1]["command"] == command


def test_household_delete_leaves_a_backup_that_is_whole(rivera: Cli) -> None:
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        rivera("household", "delete", "--yes", "--wait", "0", expect=75)
    with unchanged(rivera.home):
        rivera("household", "delete", expect=2)
        rivera("household", "delete", "--dry-run")
    gone = rivera("household", "delete", "--yes", "--json").document["data"]
    assert rivera("status", expect=3).exit_code == 3
    with closing(sqlite3.connect(gone["backup"])) as backup:
        assert backup.execute("SELECT slug FROM household").fetchall() == [("rivera",)]
    rivera("onboard", "--answers", str(EXAMPLES / "rivera.toml"))
