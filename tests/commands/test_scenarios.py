"""Scenarios at the terminal: exit codes of what is wrong, every type by its own example, tables within 80 columns."""

import shlex
from pathlib import Path

import pytest

from effluent_cli.domain.change_types import CHANGE_TYPES
from tests.commands.test_output import on_a_terminal
from tests.guarantees.holding import unchanged
from tests.guarantees.scenes import NOW
from tests.guarantees.warm import WarmCli, answers, at
from tests.running import EXAMPLES, Cli

ADD = "scenario change add plan"
WRONG = {
    "scenario create Baseline": 2,
    "scenario create plan": 4,
    "scenario create Other --parent nowhere": 3,
    "scenario show nowhere": 3,
    "scenario show baseline": 2,
    "scenario edit plan --parent plan": 4,
    "scenario edit plan --clear name": 2,
    "scenario merge plan plan": 2,
    "scenario merge plan nowhere": 3,
    "scenario merge plan child --replace --keep": 2,
    f"{ADD} add_expence --on 2027-01-01": 2,
    f"{ADD} add_expense --on 2027-01-01 amount=9 frequency=weekly category=hobbies fun=yes": 2,
    f"{ADD} add_expense --on 2027-01-01 amount=9 amount=8 frequency=weekly category=hobbies": 2,
    f"{ADD} add_expense --on 2027-01-01 amount": 2,
    f"{ADD} add_expense --on 2026-10-31 amount=9 frequency=weekly category=hobbies": 2,
    f"{ADD} add_expense --on 2027-01-01 --until 2026-12-31 amount=9 frequency=weekly category=hobbies": 2,
    f"{ADD} add_expense --on 2027-02-30 amount=9 frequency=weekly category=hobbies": 2,
    f"{ADD} refinance --on 2027-01-01 account=mortgage rate=5.5 term_months=360": 2,
    f"{ADD} refinance --on 2027-01-01 account=checking rate=5.5% term_months=360": 4,
    f"{ADD} refinance --on 2027-01-01 account=nothing rate=5.5% term_months=360": 3,
    f"{ADD} sell_asset --on 2027-01-01 account=brokerage sale_price=90000000": 4,
    f"{ADD} remove_expense --on 2027-01-01 flow=nothing": 3,
    "scenario change edit plan nothing --disable": 3,
    "scenario change remove plan nothing": 3,
    "scenario change types add_expence": 2,
}
"""A line → its exit code."""
IDS = {
    "acme": "ana-acme",
    "rent": "groceries",
    "visa": "visa",
    "gym": "dining-out",
}
"""Ids in the examples of the table, and those of the household that stand for them."""


@pytest.fixture
def planning(rivera: Cli) -> Cli:
    rivera("scenario", "create", "Plan")
    rivera("scenario", "create", "Child", "--parent", "plan")
    return rivera


def test_what_is_wrong_has_its_exit_code_one_error_and_changes_nothing(planning: Cli) -> None:
    with unchanged(planning.home):
        for line, code in WRONG.items():
            answer = planning(*shlex.split(line), "--json", expect=code)
            assert answer.stdout == "", line
            assert answer.error["exit_code"] == code, line


def test_each_type_is_added_by_its_own_example(planning: Cli) -> None:
    lines = []
    for kind in CHANGE_TYPES.values():
        example = " ".join(
            f"{key}={IDS.get(value, value)}" for key, _, value in (word.partition("=") for word in kind.example.split())
        )
        lines.append(f"scenario change add plan {kind.name} --on 2027-03-01 {example} --dry-run --json")
    done = answers(WarmCli(planning.home), *lines, prepare=at(NOW))
    assert [(line, each.stderr) for line, each in zip(lines, done, strict=True) if each.exit_code] == []


def test_every_table_fits_80_columns(planning: Cli) -> None:
    planning(*shlex.split("scenario change add plan modify_expense --on 2027-01-01 flow=groceries amount=900"))
    planning(*shlex.split("scenario change add child modify_expense --on 2027-01-01 flow=groceries amount=800"))
    narrow = planning.within(COLUMNS="80")
    for line in ("scenario list", "scenario show child", "scenario change list plan", "scenario change types"):
        shown = on_a_terminal(narrow, *line.split(), "--color", "never")
        assert max(map(len, shown.splitlines())) <= 80, line


def test_the_list_leaves_archived_scenarios_out_unless_all_are_asked_for(planning: Cli) -> None:
    planning("scenario", "archive", "child")
    assert [row["id"] for row in planning.json("scenario", "list")["scenarios"]] == ["plan"]
    assert planning.json("scenario", "list", "--all")["scenarios"] == [
        {"id": "child", "name": "Child", "parent": "plan", "archived": True},
        {"id": "plan", "name": "Plan", "parent": None, "archived": False},
    ]


def test_the_answer_of_the_baseline_stays_fresh(planning: Cli) -> None:
    planning(*shlex.split("scenario change add plan lump_sum_expense --on 2027-01-01 amount=900"))
    status = planning.json("status")
    assert (status["fresh"], status["events"]["pending"]) == (True, 0)
    assert planning("doctor").exit_code == 0


def test_a_projection_says_whose_it_is_and_who_borrows_later_is_not_free_of_debt_now(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "home")
    cli("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    assert cli.json("project", "--months", "3")["summary"]["debt_free"] == "2026-11"
    cli("scenario", "create", "Loan")
    # Twelve payments, the first a month after the money: January to December.
    loan = "principal=6000 rate=6% term_months=12"
    cli(*shlex.split(f"scenario change add loan add_debt --on 2026-12-10 {loan}"))
    assert cli.json("project", "loan", "--months", "13")["summary"]["debt_free"] is None
    assert cli.json("project", "loan", "--months", "14")["summary"]["debt_free"] == "2027-12"
    heads = {name: cli("project", *name, "--months", "3").stdout.splitlines()[:7] for name in ((), ("loan",))}
    assert heads[()][0] == "Projection, 2026-11 to 2027-01"
    assert heads["loan",][0] == "Projection of loan, 2026-11 to 2027-01"
    assert [head[-1].split() for head in heads.values()] == [["Free", "of", "debt", "now"], ["Free", "of", "debt", "-"]]


def test_a_mistyped_word_gets_the_like_of_it_as_a_question(planning: Cli) -> None:
    for line in (f"{ADD} refinanse --on 2027-01-01", "scenario change types refinanse"):
        message = planning(*line.split(), "--json", expect=2).error["message"]
        assert message.endswith("there is no such type of change: did you mean refinance?")


def test_a_flag_is_said_as_in_an_answers_file(planning: Cli) -> None:
    terms = "account=mortgage rate=3% term_months=360 closing_costs=6000"
    owed = {}
    for word in ("yes", "true", "no", "false"):
        planning("scenario", "create", word)
        planning(*shlex.split(f"scenario change add {word} refinance --on 2027-01-02 {terms} roll_in={word}"))
        owed[word] = planning.json("project", word, "--months", "3")["months"][-1]["accounts"]["mortgage"]
    assert owed["true"] == owed["yes"]
    assert owed["false"] == owed["no"]
    assert float(owed["yes"]) - float(owed["no"]) == 6000


def test_a_change_that_no_longer_applies_names_the_scenario_to_look_at(planning: Cli) -> None:
    planning(*shlex.split(f"{ADD} payoff_debt --on 2027-01-01 account=auto"))
    planning("account", "set-balance", "auto", "0")
    planning("account", "close", "auto")
    planning("process-events")
    refused = planning("project", "plan", "--json", expect=4).error
    assert refused["hint"] == "effluent scenario change list plan"
