"""The help: one line for every command in the table, a page with examples for each, the same words everywhere."""

import contextlib
import inspect
import io
import re
from collections.abc import Callable
from importlib import import_module

import pytest

from effluent_cli.commands.helping import split_help
from effluent_cli.commands.table import COMMANDS, GROUPS
from effluent_cli.commands.tree import Words
from effluent_cli.main import run
from tests.running import Cli

ALL = pytest.mark.parametrize("words", COMMANDS, ids=" ".join)


def function_of(words: Words) -> object:
    """Return the function behind a command."""
    module, name = COMMANDS[words].run.split(":")
    return getattr(import_module(f"effluent_cli.commands.{module}"), name)


@ALL
def test_the_line_in_the_list_is_the_first_line_of_the_docstring(words: Words) -> None:
    docstring = inspect.getdoc(function_of(words)) or ""
    assert docstring.splitlines()[0] == COMMANDS[words].summary
    assert len(COMMANDS[words].summary) <= 62  # one line of the list


@ALL
def test_every_command_has_examples_of_itself(words: Words) -> None:
    _, examples = split_help(inspect.getdoc(function_of(words)) or "")
    assert examples
    assert any(example.startswith(" ".join(("effluent", *words))) for example in examples)


def page_of(words: Words) -> str:
    """Return a page of the help as a pipe gets it. In this process, because there are many."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run([*words, "--help"]) == 0
    return out.getvalue()


@ALL
def test_every_page_says_what_the_command_takes(words: Words) -> None:
    page = page_of(words)
    assert page.startswith(f"Usage: effluent {' '.join(words)} ")
    assert page.endswith("command: effluent --help\n")
    for heading in ("Examples:", "Options:"):
        assert f"\n{heading}\n" in page
    # Every argument and option is explained: what stands to the right of it is not empty.
    for line in re.findall(r"^  (-.*|[A-Z_]+)$", page.partition("Options:")[2], re.MULTILINE):
        assert "  " in line or len(line) > 20, line


def test_every_group_is_in_the_table() -> None:
    assert {" ".join(words[:depth]) for words in COMMANDS for depth in range(1, len(words))} == set(GROUPS)
    assert not {words[0] for words in COMMANDS if len(words) == 1} & set(GROUPS)


def test_all_pages(cli: Cli, golden: Callable[[str, str], None]) -> None:
    groups: list[Words] = [(), *(tuple(group.split()) for group in GROUPS)]
    golden("help.txt", "\n".join(page_of(words) for words in [*groups, *COMMANDS]))
    assert cli("--help").stdout == page_of(())


def test_a_terminal_gets_bold_headings_and_a_pipe_none(cli: Cli) -> None:
    assert "\x1b" not in cli("--help").stdout
    assert "\x1b[1mCommands:\x1b[0m" in cli("--color", "always", "--help").stdout
    assert "\x1b" not in cli.within(FORCE_COLOR="1")("--help", "--color=never").stdout


def test_help_needs_no_home_and_makes_none(cli: Cli) -> None:
    cli("--help")
    cli("onboard", "--help")
    assert not cli.home.exists()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("effluent acc", "account"),
        ("effluent account ", "list show add edit set-balance close"),
        ("effluent schema --out", "--output"),
        ("effluent schema --output ", "table plain json jsonl csv"),
        ("effluent -H x account set-balance --dry", "--dry-run"),
    ],
)
def test_the_shell_completes_names_options_and_choices(cli: Cli, line: str, expected: str) -> None:
    words = line.split(" ")
    asking = cli.within(_EFFLUENT_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    assert asking().stdout.split() == expected.split()
