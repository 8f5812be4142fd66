"""Every example in the help is run, against a fresh copy of the Rivera household, in text and in JSON."""

import inspect
import shlex
import shutil

import jsonschema
import pytest

from effluent_cli.commands.helping import split_help
from effluent_cli.commands.schema import schema_of
from effluent_cli.commands.table import COMMANDS, document_name
from tests.commands.test_every_change import SCENARIOS
from tests.commands.test_help import function_of
from tests.running import EXAMPLES, Cli

NEEDS: dict[str, list[str]] = {
    "effluent account close old-savings": ["effluent account add --name old-savings --type savings"],
    "effluent event cancel 6": ["effluent event add manual_refresh"],
    "effluent baseline unpin": ["effluent baseline pin"],
    "effluent baseline diff": ["effluent baseline pin", "effluent flows end internet"],
    "effluent baseline diff --months 24": ["effluent baseline pin"],
    "effluent undo": ["effluent account set-balance checking 5200.00"],
    "effluent restore rivera.db --yes": ["effluent backup rivera.db"],
    "effluent restore rivera.db --dry-run": ["effluent backup rivera.db"],
    "effluent import json rivera.json": ["effluent export json rivera.json"],
    "effluent import json rivera.json --household copy": ["effluent export json rivera.json"],
}
"""Commands that must have run before an example makes sense, by example."""
NEEDS |= {
    f"effluent scenario {words}": list(SCENARIOS)
    for words in (
        "show part-time",
        'edit part-time --name "Ana works half"',
        "edit smaller --clear parent",
        "archive part-time",
        "archive part-time --restore",
        "merge part-time smaller",
        "merge part-time smaller --replace --dry-run",
        "adopt smaller --dry-run",
        "adopt smaller",
        "change add part-time modify_income --on 2027-01-01 flow=ana-acme amount=3100",
        "change add part-time add_expense --on 2027-03-01 amount=90 frequency=monthly category=hobbies",
        "change list part-time",
        "change edit part-time hobby amount=120",
        "change edit part-time hobby --disable",
        "change remove part-time hobby",
    )
}
NEEDS["effluent project part-time"] = list(SCENARIOS)
NEEDS["effluent compare baseline part-time"] = list(SCENARIOS)
NEEDS["effluent explain 2027-01 --scenario part-time"] = list(SCENARIOS)
NEEDS["effluent stress run --scenario part-time"] = list(SCENARIOS)
NEEDS['effluent scenario create "Part time and a smaller car" --id smaller --parent part-time'] = [SCENARIOS[0]]
EXITS: dict[str, int] = {}
"""Examples that end with another code than 0."""
CASES = [(words, example) for words in COMMANDS for example in split_help(inspect.getdoc(function_of(words)) or "")[1]]


DOCUMENTS = dict(reversed(CASES)) | {
    ("onboard",): "effluent onboard --answers household.toml",
    ("schema",): "effluent schema",
}
"""The example by which a command's document is checked: its first, unless that prints something else."""


@pytest.fixture
def at_hand(rivera: Cli) -> Cli:
    """Return the Rivera home with the files that examples name beside it."""
    shutil.copy(EXAMPLES / "rivera.toml", rivera.home.parent / "household.toml")
    return rivera


@pytest.mark.parametrize("example", [example for _, example in CASES])
def test_an_example_does_what_it_says(at_hand: Cli, example: str) -> None:
    for needed in NEEDS.get(example, []):
        at_hand(*shlex.split(needed)[1:])
    program, *arguments = shlex.split(example)
    assert program == "effluent"
    assert "Traceback" not in at_hand(*arguments, expect=EXITS.get(example, 0)).stderr


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_answer_fits_its_schema(at_hand: Cli, words: tuple[str, ...]) -> None:
    example = DOCUMENTS[words]
    for needed in NEEDS.get(example, []):
        at_hand(*shlex.split(needed)[1:])
    arguments = [each for each in shlex.split(example)[1:] if each != "--json"]
    answer = at_hand(*arguments, "--json", expect=EXITS.get(example, 0))
    assert answer.stderr == ""
    jsonschema.validate(answer.document, schema_of(document_name(words)))
