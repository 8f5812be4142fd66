"""G6: every kind of work has the same status: the same keys, whatever was done and however it ended."""

import ast
import signal
from pathlib import Path

import pytest

from tests.guarantees.looking import spoil
from tests.guarantees.scenes import LATER, SLUG, copied, file_of, ready
from tests.guarantees.test_g10_one_door import modules
from tests.guarantees.warm import WarmCli, answers, at, killed_at
from tests.running import EXAMPLES

KEYS = {"id", "kind", "status", "started_at", "finished_at", "fingerprint", "result", "error"}
LINES = {
    "onboard": "onboard --answers answers.toml",
    "regenerate": "flows regenerate",
    "baseline": "baseline refresh",
    "process_events": "process-events",
    "undo": "undo",
    "import": "import json stated.json --replace",
    "restore": "restore kept.db --yes",
    "project": "project --save",
    "compare": "compare baseline live --save",
    "adopt": "scenario adopt smaller",
    "stress": "stress run income_drop_10",
}
"""A line that leaves a run of each kind that there is."""
RECORDERS = {"begin": 2, "new_run": 1}
"""The functions that make a run, and which of their arguments is its kind."""


def kinds_in_the_source() -> set[str]:
    """Return every kind of run that some code of the package makes."""
    found = set()
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RECORDERS:
                kind = node.args[RECORDERS[node.func.id]]
                if isinstance(kind, ast.Constant):
                    found.add(str(kind.value))
                else:
                    assert name == "services/running.py", f"{name}: a kind that cannot be read"
    return found


def test_no_kind_of_run_is_forgotten() -> None:
    assert kinds_in_the_source() == LINES.keys()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> WarmCli:
    return ready(tmp_path_factory.mktemp("ready"))


@pytest.mark.parametrize("kind", LINES)
def test_work_that_succeeds_shows_what_every_work_shows(scene: WarmCli, tmp_path: Path, kind: str) -> None:
    cli = copied(scene, tmp_path / "done")
    (done,) = answers(cli, LINES[kind], prepare=at(LATER))
    assert done.exit_code == 0
    shown = cli.json("runs", "show")
    assert set(shown) == KEYS
    assert (shown["kind"], shown["status"], shown["error"]) == (kind, "succeeded", None)
    assert isinstance(shown["result"], dict)
    assert shown["fingerprint"]
    assert shown["started_at"] <= shown["finished_at"]


@pytest.mark.parametrize("kind", [kind for kind in LINES if kind not in ("project", "compare", "restore", "stress")])
def test_work_that_was_killed_shows_the_same_keys(scene: WarmCli, tmp_path: Path, kind: str) -> None:
    cli = copied(scene, tmp_path / "killed")
    assert killed_at(cli, f"{LINES[kind]} -H {SLUG}", "run-begun") == -signal.SIGKILL
    shown = cli.json("runs", "show")
    assert set(shown) == KEYS
    assert (shown["kind"], shown["status"], shown["result"]) == (kind, "abandoned", None)
    assert shown["error"]


def test_work_that_failed_shows_the_same_keys(scene: WarmCli, tmp_path: Path) -> None:
    cli = copied(scene, tmp_path / "failed")
    spoil(file_of(cli), "UPDATE income_source SET annual_amount = 0 WHERE id = 'ana-acme'")
    assert answers(cli, "process-events", prepare=at(LATER))[0].exit_code == 5
    shown = cli.json("runs", "show")
    assert set(shown) == KEYS
    assert (shown["kind"], shown["status"], shown["result"]) == ("process_events", "failed", None)
    assert "ana-acme" in shown["error"]


def test_a_household_made_by_answers_begins_with_a_run(cli: WarmCli) -> None:
    cli("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    (run,) = cli.json("runs", "list")["runs"]
    assert set(cli.json("runs", "show", run["id"])) == KEYS
    assert (run["kind"], run["status"]) == ("onboard", "succeeded")
