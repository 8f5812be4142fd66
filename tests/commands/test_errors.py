"""The one boundary: whatever goes wrong ends in one message and the right exit code, never in a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from effluent_cli.reports.documents import error_schema
from tests.running import Cli, Result

BROKEN = """
import sys
from typing import Annotated
import typer
from effluent_cli.commands import schema
from effluent_cli.entry import main

def broken(shared, name: Annotated[str | None, typer.Argument()] = None):
    names = {{"Rosa Rivera": 123456}}
    {statement}

schema.schema = broken
sys.argv[1:] = {arguments!r}
sys.exit(main())
"""


def broken(cli: Cli, statement: str, *arguments: str) -> Result:
    """Run a ``schema`` command that does ``statement`` instead of its work."""
    code = BROKEN.format(statement=statement, arguments=list(arguments) or ["schema"])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=cli.environment(),
        cwd=cli.home.parent,
    )
    return Result(done.returncode, done.stdout, done.stderr)


class TestABug:
    def test_is_exit_70_and_a_log_that_tells_nothing_of_the_household(self, cli: Cli) -> None:
        cli.home.mkdir()
        result = broken(cli, "raise KeyError('Rosa Rivera 1234.56')", "schema", "secret-argument")
        assert result.exit_code == 70
        assert result.stdout == ""
        message, hint = result.stderr.splitlines()
        log = Path(message.rpartition(" ")[2])
        assert log.parent == cli.home / "logs"
        assert hint == "hint: please report it with that log"
        assert log.stat().st_mode & 0o777 == 0o600
        assert log.parent.stat().st_mode & 0o777 == 0o700
        text = log.read_text()
        assert "builtins.KeyError" in text
        assert "effluent_cli/main.py:" in text
        assert "command: schema, 2 arguments" in text
        for private in ("Rosa", "1234", "secret", str(cli.home.parent)):
            assert private not in text + result.stderr.replace(str(log), "")

    def test_without_a_home_is_logged_elsewhere_and_creates_none(self, cli: Cli, tmp_path: Path) -> None:
        result = broken(cli.within(TMPDIR=str(tmp_path)), "raise RuntimeError")
        assert Path(result.stderr.splitlines()[0].rpartition(" ")[2]).parent == tmp_path
        assert not cli.home.exists()

    def test_is_one_document_in_json(self, cli: Cli, tmp_path: Path) -> None:
        result = broken(cli.within(TMPDIR=str(tmp_path)), "1 / 0", "schema", "--json")
        jsonschema.validate(json.loads(result.stderr), error_schema())
        assert (result.error["code"], result.error["exit_code"], result.exit_code) == ("internal", 70, 70)

    def test_without_any_place_for_a_log_still_ends_well(self, cli: Cli) -> None:
        result = broken(cli.within(TMPDIR="/nonexistent"), "import tempfile; tempfile.tempdir = '/nonexistent'; 1 / 0")
        assert result.exit_code == 70
        assert result.stderr == "error: effluent met a bug of its own, and no log of it could be written\n"


@pytest.mark.parametrize(
    ("statement", "exit_code", "text"),
    [
        ("raise PermissionError(13, 'x', '/some/file')", 4, "error: Permission denied: /some/file\n"),
        ("raise OSError(28, 'x')", 4, "error: No space left on device\n"),
        ("raise KeyboardInterrupt", 130, "error: interrupted\n"),
        ("from effluent_cli.errors import Busy; raise Busy('busy', hint='')", 75, "error: busy\n"),
        ("from effluent_cli.errors import Stale; raise Stale('old')", 6, "error: old\nhint: effluent process-events\n"),
        ("from effluent_cli.errors import TooNew; raise TooNew('new')", 78, "error: new\nhint: upgrade effluent\n"),
    ],
)
def test_every_error_has_its_exit_code(cli: Cli, statement: str, exit_code: int, text: str) -> None:
    result = broken(cli, statement)
    assert (result.exit_code, result.stdout, result.stderr) == (exit_code, "", text)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["stauts"], "No such command 'stauts'. Did you mean 'status'?", "effluent --help"),
        (["flow", "list"], "No such command 'flow'. Did you mean 'flows'?", "effluent --help"),
        (["account", "lst"], "No such command 'lst'. Did you mean 'list'?", "effluent account --help"),
        (["xyzzy"], "No such command 'xyzzy'.", "effluent --help"),
        (["schema", "flow-list"], "there is no document 'flow-list'", "effluent schema flows-list"),
        (
            ["account", "list", "--jsn"],
            "No such option: --jsn (Possible options: --json)",
            "effluent account list --help",
        ),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_the_right_word(
    cli: Cli, arguments: list[str], message: str, hint: str
) -> None:
    assert cli(*arguments, expect=2).stderr == f"error: {message}\nhint: {hint}\n"
    error = cli("--json", *arguments, expect=2).error
    assert (error["message"], error["hint"], error["exit_code"]) == (message, hint, 2)


@pytest.mark.parametrize("arguments", [[], ["account"], ["flows"]])
def test_a_group_alone_shows_its_help_as_an_error(cli: Cli, arguments: list[str]) -> None:
    result = cli(*arguments, expect=2)
    assert result.stdout == ""
    assert "Commands:" in result.stderr
    assert cli(*arguments, "-o", "jsonl", expect=2).error["code"] == "usage"


@pytest.mark.parametrize("words", ["schema", "--version", "process-events --json", "schema error --json"])
def test_an_answer_that_finds_no_room_is_an_error(cli: Cli, words: str, tmp_path: Path) -> None:
    done = subprocess.run(
        # A limit on the size of files stands for a full disk: it is there on every platform.
        ["sh", "-c", f'ulimit -f 0; exec "$1" -B -m effluent_cli {words} >answer', "sh", sys.executable],
        capture_output=True, text=True, check=False, env=cli.environment(), cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 4
    if "--json" in words:
        assert json.loads(done.stderr)["error"]["code"] == "output_failed"
    else:
        assert done.stderr.startswith(
            "error: the answer could not be written: File too large\nhint: what the command changed"
        )
