"""``export`` and ``import``: the same household again, strictly read, and replaced only where that is meant."""

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.guarantees.holding import unchanged
from tests.running import EXAMPLES, Cli


@pytest.fixture
def document(rivera: Cli) -> Any:
    """The Rivera household as a document."""
    return json.loads(rivera("export", "json").stdout)


def put(cli: Cli, document: Any, *more: str, expect: int = 0) -> Any:
    """Import a document from standard input; return the data of the answer, or the error."""
    result = cli("import", "json", "-", "--json", *more, stdin=json.dumps(document), expect=expect)
    return result.data if expect == 0 else result.error


@pytest.mark.parametrize("history", [(), ("--history",)])
def test_the_same_household_again_in_another_home(rivera: Cli, history: tuple[str, ...]) -> None:
    rivera("account", "set-balance", "checking", "1234.56")
    rivera("setting", "set", "cash_buffer", "250")
    rivera("flows", "skip", "groceries")
    rivera("assumption", "set", "inflation", "3%")
    rivera("process-events")
    told = rivera("export", "json", *history).stdout
    other = Cli(rivera.home.parent / "elsewhere")
    data = json.loads(other("import", "json", "-", "--json", stdin=told).stdout)["data"]
    assert (data["slug"], data["result"], data["revision"]) == ("rivera", "created", 5)
    assert other("export", "json", *history).stdout == told
    assert other.json("status")["fresh"]
    assert other.json("flows", "list") == rivera.json("flows", "list")
    assert other.json("project", "--months", "12")["months"] == rivera.json("project", "--months", "12")["months"]
    assert [run["kind"] for run in other.json("runs", "list")["runs"]] == ["import"]
    assert other("doctor").exit_code == 0
    with unchanged(other.home):
        assert other("import", "json", "-", "--json", stdin=told).data["result"] == "unchanged"
        assert other.on("2026-11-29")("import", "json", "-", "--json", stdin=told).data["result"] == "unchanged"


def test_a_household_that_is_there_is_replaced_only_where_that_is_meant(rivera: Cli, document: Any) -> None:
    rivera("account", "set-balance", "checking", "5")
    rivera("account", "add", "--name", "Purse", "--type", "cash")
    before = rivera("export", "json").stdout
    with unchanged(rivera.home):
        assert put(rivera, document, expect=4)["code"] == "household_exists"
        dry = put(rivera, document, "--replace", "--dry-run")
    assert (dry["result"], dry["backup"]) == ("changed", None)
    data = put(rivera, document, "--replace")
    assert data["records"] == dry["records"] == {"created": 0, "updated": 0, "unchanged": 51, "removed": 3}
    assert json.loads(rivera("export", "json").stdout)["data"]["inputs"] == document["data"]["inputs"]
    assert rivera.json("status")["fresh"]
    assert {entry["command"] for entry in rivera.json("history", "purse")["entries"]} == {"account add", "import json"}
    rivera("doctor")
    rivera("restore", data["backup"], "--yes")
    assert rivera("export", "json").stdout == before


def test_what_an_import_replaced_can_be_undone(rivera: Cli, document: Any) -> None:
    rivera("account", "set-balance", "checking", "5")
    before = json.loads(rivera("export", "json").stdout)["data"]["inputs"]
    put(rivera, document, "--replace")
    rivera("undo")
    assert json.loads(rivera("export", "json").stdout)["data"]["inputs"] == before


def test_another_name_makes_another_household(rivera: Cli, document: Any) -> None:
    assert put(rivera, document, "-H", "copy")["slug"] == "copy"
    assert rivera.json("account", "list", "-H", "copy") == rivera.json("account", "list", "-H", "rivera")
    with_history = json.loads(rivera("export", "json", "--history", "-H", "rivera").stdout)
    third = put(rivera, with_history, "-H", "third")
    assert "history_left_out" in {finding["code"] for finding in third["findings"]}
    rivera("doctor")
    put(rivera, document, "-H", "../x", expect=2)


def test_an_unfinished_household_stays_unfinished(cli: Cli) -> None:
    cli("onboard", "--answers", str(EXAMPLES / "rivera.toml"), "--until", "bank_accounts")
    told = cli("export", "json").stdout
    other = Cli(cli.home.parent / "elsewhere")
    other("import", "json", "-", stdin=told)
    assert other("export", "json").stdout == told
    assert other.json("status")["onboarding"] == "incomplete"
    assert other.json("onboard", "--answers", str(EXAMPLES / "rivera.toml"))["progress"]["percent"] == 100


WRONG: dict[str, tuple[str, Any, str]] = {
    "unknown key": ("data.inputs.accounts.0.colour", "red", "data.inputs.accounts[0].colour"),
    "unknown top key": ("extra", 1, "extra"),
    "unknown kind": ("data.inputs.pets", [], "data.inputs.pets"),
    "word": ("data.inputs.accounts.0.type", "spaceship", "data.inputs.accounts[0].type"),
    "missing": ("data.inputs.accounts.0.name", ..., "data.inputs.accounts[0].name"),
    "id": ("data.inputs.accounts.0.id", "../x", "data.inputs.accounts[0].id"),
    "number": ("data.inputs.snapshots.0.balance", 5, "data.inputs.snapshots[0].balance"),
    "exponent": ("data.inputs.snapshots.0.balance", "1e5", "data.inputs.snapshots[0].balance"),
    "third decimal": ("data.inputs.snapshots.0.balance", "1.005", "data.inputs.snapshots[0].balance"),
    "wide digits": ("data.inputs.snapshots.0.balance", "１.00", "data.inputs.snapshots[0].balance"),
    "too much": ("data.inputs.snapshots.0.balance", "9" * 30 + ".00", "data.inputs.snapshots[0].balance"),
    "day": ("data.inputs.snapshots.0.on", "2026-02-30", "data.inputs.snapshots[0].on"),
    "basic day": ("data.inputs.snapshots.0.on", "20260228", "data.inputs.snapshots[0].on"),
    "old day": ("data.inputs.snapshots.0.on", "1066-10-14", "data.inputs.snapshots[0].on"),
    "naive instant": (
        "data.inputs.snapshots.0.recorded_at",
        "2026-11-23T08:00:00",
        "data.inputs.snapshots[0].recorded_at",
    ),
    "rate": ("data.inputs.loan_terms.0.rate", "11", "data.inputs.loan_terms[0].rate"),
    "flag": ("data.inputs.accounts.0.active", 1, "data.inputs.accounts[0].active"),
    "name": ("data.inputs.accounts.0.name", "a\x1b[31m", "data.inputs.accounts[0].name"),
    "bidi": ("data.inputs.members.0.name", "\u202eana", "data.inputs.members[0].name"),
    "decomposed": ("data.inputs.members.0.name", "Jose\u0301", "data.inputs.members[0].name"),
    "null": ("data.inputs.members.0.name", None, "data.inputs.members[0].name"),
    "no list": ("data.inputs.members", {}, "data.inputs.members"),
    "no object": ("data.inputs.members.0", "ana", "data.inputs.members[0]"),
    "zone": ("data.inputs.household.time_zone", "Mars/Olympus", "data.inputs.household.time_zone"),
    "slug": ("data.inputs.household.slug", "con", "data.inputs.household.slug"),
    "orphan": ("data.inputs.snapshots.0.account", "nowhere", "data.inputs.snapshots[0].account"),
    "setting": ("data.inputs.settings", [{"name": "colour", "value": "red"}], "data.inputs.settings[0].name"),
    "setting's value": (
        "data.inputs.settings",
        [{"name": "refund_month", "value": "13"}],
        "data.inputs.settings[0].value",
    ),
    "assumption": ("data.inputs.assumptions", [{"name": "colour", "value": "0.1"}], "data.inputs.assumptions[0].name"),
    "step": ("data.steps.0.name", "party", "data.steps[0].name"),
    "revision": ("data.revision", -1, "data.revision"),
    "no inputs": ("data.inputs", ..., "data.inputs"),
    "schema": ("schema", "effluent.flows-list/1", "schema"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_document_is_refused_with_the_path_of_what_is_wrong(cli: Cli, document: Any, case: str) -> None:
    other = Cli(cli.home.parent / "elsewhere")
    where, value, path = WRONG[case]
    *steps, last = [int(step) if step.isdigit() else step for step in where.split(".")]
    place = document
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    error = put(other, document, expect=4)
    assert path in [problem["path"] for problem in error["problems"]]
    assert not other.home.exists()


def test_all_problems_are_listed_at_once(cli: Cli, document: Any) -> None:
    document["data"]["inputs"]["accounts"][0]["type"] = "spaceship"
    document["data"]["inputs"]["members"][1]["name"] = ""
    document["data"]["inputs"]["snapshots"].append(document["data"]["inputs"]["snapshots"][0])
    paths = [problem["path"] for problem in put(cli, document, expect=4)["problems"]]
    count = len(document["data"]["inputs"]["snapshots"])
    assert {
        "data.inputs.accounts[0].type",
        "data.inputs.members[1].name",
        f"data.inputs.snapshots[{count - 1}]",
    } <= set(paths)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"a": 1, "a": 2}',
        '{"schema": 1.5}',
        '{"schema": NaN}',
        "[" * 100_000,
        "\x00",
        "Dear diary",
    ],
    ids=range(10),
)
def test_what_is_no_document_is_one_clear_error(cli: Cli, text: str) -> None:
    assert "Traceback" not in cli("import", "json", "-", stdin=text, expect=4).stderr
    assert not cli.home.exists()


def test_odd_files_are_refused(cli: Cli) -> None:
    (cli.home.parent / "folder").mkdir()
    for name in ("folder", "nowhere.json"):
        cli("import", "json", name, expect=2)
    cli("import", "json", "-", stdin='{"schema": "effluent.export-json/2"}', expect=78)


def test_records_that_contradict_each_other_are_refused_and_nothing_is_made(rivera: Cli, document: Any) -> None:
    document["data"]["inputs"]["income_sources"][0]["member"] = "nobody"
    other = Cli(rivera.home.parent / "elsewhere")
    assert put(other, document, expect=4)["code"] == "broken_link"
    assert not other.home.exists()
    with unchanged(rivera.home):
        put(rivera, document, "--replace", expect=4)


def test_a_history_that_is_not_that_of_the_records_is_refused(rivera: Cli) -> None:
    told = json.loads(rivera("export", "json", "--history").stdout)
    told["data"]["inputs"]["members"][0]["name"] = "Somebody else"
    other = Cli(rivera.home.parent / "elsewhere")
    assert put(other, told, expect=4)["problems"][0]["path"] == "data.history"
    assert not other.home.exists()


def test_a_document_goes_into_a_private_file_and_over_none_unasked(rivera: Cli) -> None:
    rivera("export", "json", "a.json")
    path = rivera.home.parent / "a.json"
    assert stat.filemode(path.stat().st_mode) == "-rw-------"
    assert path.read_text() == rivera("export", "json").stdout
    path.write_text("precious")
    (rivera.home.parent / "link.json").symlink_to("a.json")
    with unchanged(rivera.home.parent):
        assert rivera("export", "json", "a.json", "--json", expect=4).error["code"] == "target_exists"
        rivera("export", "json", "link.json", "--force", expect=4)
        rivera("export", "json", "home/households/a.json", expect=4)
    data = rivera.json("export", "json", "a.json", "--force")
    assert (data["path"], data["bytes"]) == (str(path), path.stat().st_size)
    for line in ("export json -o csv", "export json --force", "export csv flow --to x", "export csv nothing"):
        rivera(*line.split(), expect=2)


def test_csv_is_a_file_a_kind_private_and_harmless(rivera: Cli) -> None:
    rivera("account", "add", "--name", "=1+1", "--type", "cash", "--id", "odd")
    rivera("account", "add", "--name", "-x", "--type", "cash", "--id", "odder")
    data = rivera.json("export", "csv", "--to", "tables")
    folder = rivera.home.parent / "tables"
    assert stat.filemode(folder.stat().st_mode) == "drwx------"
    assert {stat.filemode(path.stat().st_mode) for path in folder.iterdir()} == {"-rw-------"}
    assert {file["kind"]: file["rows"] for file in data["files"]}["account"] == 14
    accounts = list(csv.DictReader(io.StringIO((folder / "account.csv").read_text())))
    names = {row["id"]: row["name"] for row in accounts}
    assert (names["odd"], names["odder"]) == ("'=1+1", "'-x")
    assert rivera("export", "csv", "account").stdout == (folder / "account.csv").read_text()
    balances = {row["balance"] for row in csv.DictReader(io.StringIO((folder / "snapshot.csv").read_text()))}
    assert not any(balance.startswith("'") for balance in balances)
    with unchanged(rivera.home.parent):
        rivera("export", "csv", "--to", "tables", expect=4)
        (rivera.home.parent / "link").symlink_to("tables")
        rivera("export", "csv", "--to", "link", "--force", expect=4)
        (rivera.home.parent / "link").unlink()
    rivera("export", "csv", "--to", "tables", "--force")
    assert Path(rivera.json("export", "csv")["directory"]).name == "rivera-csv"
