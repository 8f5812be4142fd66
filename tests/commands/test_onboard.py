"""``onboard`` as a script meets it: exit codes, streams, and nothing changed when it says no."""

import fcntl
import json
import tomllib

import pytest

from tests.running import EXAMPLES, Cli

OKAFOR = EXAMPLES / "okafor.toml"


def written(cli: Cli, text: str, name: str = "answers.toml") -> str:
    """An answers file beside the home."""
    file = cli.home.parent / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_answers_are_recorded_and_a_month_later_nothing_changes(cli: Cli) -> None:
    first = cli.json("onboard", "--answers", str(OKAFOR))
    assert (first["slug"], first["revision"]) == ("okafor", 1)
    assert first["progress"] == {"completed": 26, "skipped": 0, "not_applicable": 1, "percent": 100}
    assert first["records"] == {"created": 6, "updated": 0, "unchanged": 0, "deactivated": 0}
    assert first["baseline"] == {"months": 120, "net_worth_now": "5000.00"}
    again = cli.on("2026-12-23").json("onboard", "--answers", str(OKAFOR))
    assert again["records"] == {"created": 0, "updated": 0, "unchanged": 6, "deactivated": 0}
    assert (again["result"], again["revision"]) == ("unchanged", 1)
    text = cli("onboard", "--answers", str(OKAFOR)).stdout
    assert "the same answers as before; nothing changed" in text


def test_in_text_it_lists_what_was_created_and_ends_with_the_first_projection(cli: Cli) -> None:
    result = cli("onboard", "--answers", str(OKAFOR))
    for words in (
        "records: 6 created",
        "Lone Star Freight",
        "Net worth now",
        "effluent project -H okafor",
        "First shortfall",
    ):
        assert words in result.stdout
    assert "no W-4 given for Lone Star Freight" in result.stderr
    fresh = cli("project", "--require-fresh", "--months", "1", "--json")
    assert fresh.data["freshness"]["fresh"]


def test_answers_come_from_standard_input_as_json_too(cli: Cli) -> None:
    answers = json.dumps(tomllib.loads(OKAFOR.read_text(encoding="utf-8")), default=str)
    assert cli("onboard", "--answers", "-", "--json", stdin=answers).data["slug"] == "okafor"


def test_settings_alone_can_describe_and_change_a_household(cli: Cli) -> None:
    given = {
        "household_info.name": "Solo",
        "members[0].name": "Sam",
        "members[0].relationship": "self",
        "tax_filing.filing_status": "single",
        "tax_filing.state": "TX",
        "income_sources[0].id": "job",
        "income_sources[0].name": "Job",
        "income_sources[0].type": "w2",
        "income_sources[0].annual_salary": "50000",
        "income_sources[0].pay_frequency": "monthly",
        "income_sources[0].pay_date": "2026-11-30",
        "bank_accounts[0].name": "Checking",
        "bank_accounts[0].balance": "100",
    }
    options = [part for name, value in given.items() for part in ("--set", f"{name}={value}")]
    assert cli.json("onboard", *options)["records"]["created"] == 4
    changed = cli.json("onboard", "--set", "income_sources.job.annual_salary=52000")
    assert changed["changes"] == [
        {"kind": "income_source", "id": "job", "name": "Job", "step": "income_sources", "outcome": "updated"}
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "is empty"), ("not [ toml", "is not TOML"), ("{", "is not JSON"), ("schema = 'x'", "schema is not")],
)
def test_a_file_that_is_no_answers_file_is_one_line_and_exit_2(cli: Cli, content: str, says: str) -> None:
    result = cli("onboard", "--answers", written(cli, content), expect=2)
    assert says in result.stderr
    assert result.stderr.count("error:") == 1
    assert not result.stdout
    assert not cli.home.exists()


def test_a_directory_is_no_answers_file(cli: Cli) -> None:
    assert "is a directory" in cli("onboard", "--answers", str(cli.home.parent), expect=2).stderr


def test_all_problems_are_one_document_with_paths(cli: Cli) -> None:
    text = OKAFOR.read_text(encoding="utf-8").replace('"120000.00"', '"1_000"').replace('"single"', '"solo"')
    result = cli("onboard", "--answers", written(cli, text), "--json", expect=2)
    assert {each["path"]: each["value"] for each in result.error["problems"]} == {
        "tax_filing.filing_status": "solo",
        "income_sources[0].annual_salary": "1_000",
    }
    assert not result.stdout
    assert not cli.home.exists()


@pytest.mark.parametrize("slug", ["../../etc/x", "CON", "Rivera", "田中", "a" * 64, "-x"])
def test_a_slug_that_is_none_is_refused_wherever_it_comes_from(cli: Cli, slug: str) -> None:
    text = OKAFOR.read_text(encoding="utf-8").replace('slug = "okafor"', f'slug = "{slug}"')
    assert "household_info.slug" in cli("onboard", "--answers", written(cli, text), expect=2).stderr
    assert cli("-H", slug, "onboard", "--answers", str(OKAFOR), expect=2).stderr
    assert not cli.home.exists()


def test_names_that_markup_could_eat_are_shown_whole(cli: Cli) -> None:
    text = OKAFOR.read_text(encoding="utf-8").replace("Lone Star Freight", "[usd] [/] 🚚")
    assert "[usd] [/] 🚚" in cli("onboard", "--answers", written(cli, text), "-o", "table").stdout
    assert (
        cli.json("flows", "list")["flows"][-1]["name"].startswith("[usd]")
        or "[usd] [/] 🚚" in cli("flows", "list").stdout
    )


def test_nobody_is_asked_where_nobody_is_there(cli: Cli) -> None:
    result = cli("onboard", "--json", expect=2)
    paths = {each["path"] for each in result.error["problems"]}
    assert {"household_info.name", "members[0].name", "income_sources[0].type", "bank_accounts[0].balance"} <= paths
    assert not cli.home.exists()


def test_the_same_household_under_another_name_is_refused(rivera: Cli) -> None:
    text = OKAFOR.read_text(encoding="utf-8").replace('slug = "okafor"', 'slug = "rivera"')
    assert "rivera is the household Rivera" in rivera("onboard", "--answers", written(rivera, text), expect=4).stderr
    within = rivera.within(EFFLUENT_HOUSEHOLD="rivera")
    assert within("onboard", "--answers", str(OKAFOR), expect=4).stderr


def test_a_dry_run_says_what_would_change_and_changes_nothing(rivera: Cli) -> None:
    before = (rivera.home / "households" / "rivera.db").read_bytes()
    result = rivera("onboard", "--set", "food.groceries=900", "--dry-run")
    assert "dry run, nothing changed: rivera: records: 1 updated" in result.stdout
    assert (rivera.home / "households" / "rivera.db").read_bytes() == before


def test_a_household_held_elsewhere_is_busy_and_unchanged(rivera: Cli) -> None:
    before = (rivera.home / "households" / "rivera.db").read_bytes()
    with (rivera.home / "households" / "rivera.db.lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = rivera("onboard", "--set", "food.groceries=900", "--wait", "0.3", expect=75)
        assert rivera("onboard", "--answers", str(EXAMPLES / "rivera.toml"), "--wait", "0.3", expect=75).exit_code == 75
    assert "rivera is in use" in result.stderr
    assert (rivera.home / "households" / "rivera.db").read_bytes() == before


@pytest.mark.parametrize("until", ["nonsense", "welcome"])
def test_until_names_a_step(cli: Cli, until: str) -> None:
    assert "no such step to stop after" in cli("onboard", "--answers", str(OKAFOR), "--until", until, expect=2).stderr


def test_until_leaves_onboarding_unfinished(cli: Cli) -> None:
    report = cli.json("onboard", "--answers", str(OKAFOR), "--until", "bank_accounts")
    assert (report["next_step"], report["baseline"]) == ("investments", None)
    assert cli("project", "--json", expect=4).error["code"] == "onboarding_incomplete"
    assert cli.json("onboard", "--answers", str(OKAFOR))["next_step"] is None
    assert cli("project", "--json").exit_code == 0


def test_the_template_is_an_answers_file(cli: Cli) -> None:
    assert tomllib.loads(cli("onboard", "--template").stdout) == {"schema": "effluent.answers/1"}
    assert cli("onboard", "--template", "--json", expect=2).error["code"] == "usage"
    assert not cli.home.exists()
