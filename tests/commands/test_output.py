"""One answer in every form, and the streams it goes to."""

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.running import Cli, command

READS = pytest.mark.parametrize(
    ("words", "rows"),
    [
        (["account", "list"], "accounts"),
        (["flows", "list"], "flows"),
        (["project"], "months"),
        (["compare", "baseline", "live"], "months"),
        (["tax", "limits"], "limits"),
    ],
    ids=str,
)


@READS
def test_every_form_has_the_same_rows(rivera: Cli, words: list[str], rows: str) -> None:
    document = rivera(*words, "--json").document
    expected = document["data"][rows]
    lines = [json.loads(line) for line in rivera(*words, "-o", "jsonl").stdout.splitlines()]
    assert [line["row"] for line in lines if line["type"] == "row"] == expected
    assert lines[0] == {"type": "header", **{key: document[key] for key in ("schema", "household", "as_of")}}
    assert lines[-1]["warnings"] == document["warnings"]
    assert lines[-1]["data"] == {key: value for key, value in document["data"].items() if key != rows}
    read = list(csv.DictReader(io.StringIO(rivera(*words, "-o", "csv").stdout)))
    assert len(read) == len(expected)


@READS
def test_the_same_file_and_date_give_the_same_bytes(rivera: Cli, words: list[str], rows: str) -> None:
    del rows
    for form in ("json", "jsonl", "csv", "plain"):
        first, second = (rivera.within(PYTHONHASHSEED=seed)(*words, "-o", form) for seed in ("1", "2"))
        assert first == second


def test_a_pipe_gets_plain_columns_with_full_values(rivera: Cli) -> None:
    text = rivera.within(COLUMNS="20")("account", "list").stdout
    assert "184,220.10" in text
    assert not set(text) & set("│╭…\x1b")


def test_warnings_go_to_stderr_in_text_and_into_the_document_in_json(rivera: Cli) -> None:
    rivera("account", "set-balance", "checking", "1.00")
    text = rivera("project")
    assert "warning: " in text.stderr
    assert "warning: " not in text.stdout
    assert rivera("project", "-q").stderr == ""
    document = rivera("project", "--json")
    assert document.stderr == ""
    assert "stale" in [warning["code"] for warning in document.document["warnings"]]


def test_a_terminal_gets_a_table_and_indented_json(rivera: Cli) -> None:
    assert "│" in on_a_terminal(rivera, "account", "list")
    assert "\x1b[1m" in on_a_terminal(rivera, "account", "list")
    assert "\x1b" not in on_a_terminal(rivera, "account", "list", "--color", "never")
    assert "\x1b" not in on_a_terminal(rivera.within(NO_COLOR="1"), "account", "list")
    indented = on_a_terminal(rivera, "account", "list", "--json")
    assert indented.startswith('{\r\n  "schema": "effluent.account-list/1"')


def test_a_narrow_terminal_cuts_no_amount(rivera: Cli) -> None:
    for columns in ("30", "50", "70"):
        assert "184,220.10" in on_a_terminal(rivera.within(COLUMNS=columns), "account", "list")


def test_a_c_locale_gets_ascii(rivera: Cli) -> None:
    text = on_a_terminal(rivera.within(LC_ALL="C", LANG="C"), "account", "list")
    assert text.isascii()
    assert "|" in text
    ascii_only = rivera.within(LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    for form in ("plain", "table", "csv"):
        assert ascii_only("flows", "list", "-o", form).stdout.isascii()


def test_json_is_utf_8_whatever_the_locale(rivera: Cli) -> None:
    expected = rivera("flows", "list", "--json")
    odd = rivera.within(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="latin-1")
    assert odd("flows", "list", "--json") == expected


def on_a_terminal(cli: Cli, *arguments: str) -> str:
    """Return what a command writes to a terminal that stands behind its stdout."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            env={"TERM": "xterm-256color", "COLUMNS": "120", **cli.environment()},
        ) as process:
            os.close(theirs)
            written = b""
            while True:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # Linux: the other end is closed
                    break
                if not part:
                    break
                written += part
            assert process.wait(timeout=30) == 0
    finally:
        os.close(ours)
    return written.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's own")
def test_a_change_that_cannot_be_told_says_that_it_stands(rivera: Cli) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        process = rivera.start("account", "set-balance", "checking", "77.00", "--json", stdout=full)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 4
    error = json.loads(stderr)["error"]
    assert (error["code"], "what the command changed stands" in error["hint"]) == ("output_failed", True)
    accounts = rivera.json("account", "list")["accounts"]
    assert next(row for row in accounts if row["id"] == "checking")["balance"] == "77.00"
