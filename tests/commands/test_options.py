"""The shared options: before or after the command, option over environment over default, refused when wrong."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from freezegun.api import real_monotonic

from tests.running import Cli


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "schema"],
        ["schema", "--json"],
        ["-o", "json", "schema"],
        ["schema", "--output=json"],
        ["--json", "schema", "--json"],
        ["-o", "csv", "schema", "-o", "json"],
        ["-qo", "json", "schema"],
        ["--json", "-o", "json", "schema"],
    ],
)
def test_an_option_stands_before_or_after_the_command_and_the_last_one_wins(cli: Cli, arguments: list[str]) -> None:
    assert cli(*arguments).document["schema"] == "effluent.schema/1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as-of", "0", "schema"], "--as-of '0': not a date: write YYYY-MM-DD"),
        (["schema", "--as-of", "2026-13-01"], "--as-of '2026-13-01': there is no such day"),
        (["schema", "--as-of", "2026-02-29"], "--as-of '2026-02-29': there is no such day"),
        (["schema", "--as-of", "1885-01-01"], "--as-of '1885-01-01': a date must lie between 1900 and 2200"),
        (["schema", "--as-of", "20261123"], "--as-of '20261123': not a date: write YYYY-MM-DD"),
        (["schema", "--as-of", "2026-W01-1"], "--as-of '2026-W01-1': not a date: write YYYY-MM-DD"),
        (["schema", "--as-of", "２０２６-11-23"], "--as-of '２０２６-11-23': not a date: write YYYY-MM-DD"),
        (["schema", "--as-of", ""], "--as-of '': not a date: write YYYY-MM-DD"),
        (["schema", "--wait", "-1"], "--wait '-1': not a number of seconds between 0 and 86400"),
        (["schema", "--wait", "soon"], "--wait 'soon': not a number of seconds between 0 and 86400"),
        (["schema", "--wait", "1e3"], "--wait '1e3': not a number of seconds between 0 and 86400"),
        (["schema", "--wait", "."], "--wait '.': not a number of seconds between 0 and 86400"),
        (["schema", "--wait", "nan"], "--wait 'nan': not a number of seconds between 0 and 86400"),
        (["schema", "--home", ""], "--home '': not a directory's name"),
        (["schema", "-q", "-v"], "-q and -v exclude each other"),
        (
            ["schema", "-o", "xml"],
            "Invalid value for '-o' / '--output': 'xml' is not one of table, plain, json, jsonl, csv.",
        ),
        (["schema", "--color", "blue"], "Invalid value for '--color': 'blue' is not one of auto, always, never."),
        (["schema", "--nonsense"], "No such option: --nonsense"),
        (["schema", "--as-of"], "Option '--as-of' requires an argument."),
        (["schema", "one", "two"], "Got unexpected extra argument(s) (two)"),
    ],
)
def test_a_wrong_option_is_one_clear_line(cli: Cli, arguments: list[str], message: str) -> None:
    result = cli(*arguments, expect=2)
    assert result.stderr.splitlines()[0] == f"error: {message}"
    assert result.stdout == ""
    assert not cli.home.exists()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("EFFLUENT_AS_OF", "yesterday", "EFFLUENT_AS_OF 'yesterday': not a date: write YYYY-MM-DD"),
        ("EFFLUENT_LOCK_WAIT", "long", "EFFLUENT_LOCK_WAIT 'long': not a number of seconds between 0 and 86400"),
    ],
)
def test_a_wrong_variable_is_named_and_an_option_spares_it(cli: Cli, name: str, value: str, message: str) -> None:
    wrong = cli.within(**{name: value})
    assert wrong("schema", expect=2).stderr == f"error: {message}\n"
    assert wrong("--as-of", "2026-01-31", "--wait", "0.5", "schema").exit_code == 0


def test_an_empty_variable_counts_as_unset(cli: Cli) -> None:
    cli.within(EFFLUENT_AS_OF="", EFFLUENT_LOCK_WAIT="", EFFLUENT_HOUSEHOLD="")("schema")


def test_json_and_another_form_exclude_each_other(cli: Cli) -> None:
    assert cli("--json", "schema", "-o", "csv", expect=2).error["message"] == "--json and -o csv exclude each other"


def test_a_problem_names_its_option_in_json(cli: Cli) -> None:
    problems = cli("schema", "--as-of", "0", "--json", expect=2).error["problems"]
    assert problems == [{"path": "--as-of", "value": "0", "message": "not a date: write YYYY-MM-DD"}]


def test_the_home_is_the_option_then_the_variable_then_the_platform(rivera: Cli, tmp_path: Path) -> None:
    named = Cli(tmp_path / "nowhere")("household", "list", "--json", "--home", str(rivera.home))
    assert len(named.data["households"]) == 1
    assert rivera.json("household", "list") == named.data
    data = tmp_path / "data"
    data.mkdir()
    (data / "effluent").symlink_to(rivera.home)
    platform = Cli(tmp_path / "nowhere", env={"EFFLUENT_HOME": "", "XDG_DATA_HOME": str(data)})
    assert platform.json("household", "list") == named.data
    relative = rivera.within(EFFLUENT_HOME="")("household", "list", "--json", "--home", "home")
    assert relative.data == named.data


def test_verbose_says_on_stderr_what_was_used_and_json_stays_silent(rivera: Cli) -> None:
    said = rivera("account", "list", "-v").stderr.splitlines()[-1]
    assert said.startswith(f"home {rivera.home}, household rivera, as of 2026-11-23, ")
    assert rivera("-v", "account", "list", "--json").stderr == ""


class TestHouseholds:
    """None, one, several, a wrong one: the rules of the interface."""

    @pytest.fixture
    def two(self, rivera: Cli) -> Cli:
        rivera("onboard", "--answers", str(Path(__file__).parents[1] / "examples" / "okafor.toml"))
        return rivera

    def test_none_is_exit_3_with_the_way_out(self, cli: Cli) -> None:
        result = cli("status", expect=3)
        assert result.stderr == "error: there is no household yet\nhint: effluent onboard\n"
        assert not cli.home.exists()

    @pytest.mark.parametrize("words", [["household", "list"], ["process-events"]])
    def test_none_is_an_empty_answer_where_all_are_meant(self, cli: Cli, words: list[str]) -> None:
        assert cli.json(*words)["households"] == []
        assert not cli.home.exists()

    def test_the_only_one_needs_no_name(self, rivera: Cli) -> None:
        assert rivera("status", "--json").document["household"] == "rivera"

    def test_of_several_one_must_be_named(self, two: Cli) -> None:
        result = two("status", "--json", expect=2)
        assert result.error["code"] == "usage"
        assert "okafor, rivera" in result.error["message"]
        assert two("status", "--json", "-H", "okafor").document["household"] == "okafor"
        assert two.within(EFFLUENT_HOUSEHOLD="okafor")("status", "--json").document["household"] == "okafor"
        both = two.within(EFFLUENT_HOUSEHOLD="okafor")("status", "-H", "rivera", "--json")
        assert both.document["household"] == "rivera"

    def test_commands_for_all_take_all(self, two: Cli) -> None:
        assert [each["slug"] for each in two.json("household", "list")["households"]] == ["okafor", "rivera"]
        ticked = two.within(EFFLUENT_HOUSEHOLD="okafor")("process-events", "--json").document
        assert [each["slug"] for each in ticked["data"]["households"]] == ["okafor", "rivera"]
        assert ticked["household"] is None
        assert ticked["as_of"] is None

    @pytest.mark.parametrize("slug", ["nobody", "con-artist"])
    def test_an_unknown_one_is_exit_3(self, rivera: Cli, slug: str) -> None:
        assert json.loads(rivera("status", "-H", slug, "--json", expect=3).stderr)["error"]["code"] == "no_household"

    @pytest.mark.parametrize(
        "slug", ["../../etc/x", "CON", "con", "Rivera", "田中", "a b", "-x", "x" * 64, "a/b", "rivera.db"]
    )
    def test_what_is_no_slug_is_exit_2_wherever_it_comes_from(self, rivera: Cli, slug: str) -> None:
        assert rivera("status", f"--household={slug}", expect=2).stdout == ""
        assert rivera.within(EFFLUENT_HOUSEHOLD=slug)("status", expect=2).stdout == ""


@pytest.mark.parametrize("arguments", [["status", "--wait", "0.2"], ["process-events"]])
def test_a_reader_waits_no_longer_than_it_was_told(rivera: Cli, arguments: list[str]) -> None:
    with contextlib.closing(sqlite3.connect(rivera.home / "households" / "rivera.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        started = real_monotonic()
        assert rivera.on(None)(*arguments, "--json", expect=75).error["code"] == "busy"
        assert real_monotonic() - started < 2
