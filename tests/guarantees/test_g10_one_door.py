"""G10: the lock lives in the one door.

Every command that changes a household is run while the household is held: each is busy, at once, and changes nothing. And
nothing else in the package could change one: only the store opens databases, and only its door opens one for writing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import effluent_cli
from tests.guarantees.holding import held, unchanged
from tests.running import EXAMPLES, Cli

PACKAGE = Path(effluent_cli.__file__).parent

MUTATING = [
    "account set-balance checking 1234.56",
    "flows add --name Gym --type expense --category gym_fitness --amount 40 --frequency monthly",
    "flows end internet",
    "flows regenerate",
    "baseline refresh",
    "event add manual_refresh",
    "event retry",
    "process-events",
    "project --refresh",
    f"onboard --answers {EXAMPLES / 'rivera.toml'}",
]


@pytest.mark.parametrize("command", MUTATING, ids=lambda command: "-".join(command.split()[:2]))
def test_every_changing_command_is_busy_while_the_household_is_held(rivera: Cli, command: str) -> None:
    if command in ("process-events", "event retry"):
        rivera("event", "add", "manual_refresh")
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        error = rivera(*command.split(), "--wait", "0", "--json", expect=75).error
    assert error["code"] == "busy"
    assert "in use by another effluent (pid" in error["message"] or command == "process-events"


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Return the top names of everything that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def used(tree: ast.Module) -> set[str]:
    """Return every name and attribute that a module mentions."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def where(wanted: str, found: dict[str, set[str]]) -> set[str]:
    return {name for name, names in found.items() if wanted in names}


def test_only_the_store_can_open_a_database() -> None:
    imports = {name: imported(tree) for name, tree in modules()}
    mentions = {name: used(tree) for name, tree in modules()}
    # The log of a bug notes SQLite's version.
    assert {name for name in where("sqlite3", imports) if not name.startswith("store/")} <= {"entry.py", "bug_log.py"}
    for library in ("sqlmodel", "sqlalchemy"):
        assert where(library, imports) <= {"store/apply.py", "store/engine.py", "store/tables.py"}
    assert where("filelock", imports) <= {"store/lock.py", "services/processing.py"}
    assert where("connect", mentions) == {"entry.py", "store/driver.py", "store/household.py", "store/migrate.py"}
    assert where("create_engine", mentions) == {"store/engine.py"}
    assert where("_connection", mentions) == {"store/read.py"}


def test_only_the_door_opens_one_for_writing() -> None:
    writable = []
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and any(keyword.arg == "query_only" for keyword in node.keywords):
                (argument,) = (keyword.value for keyword in node.keywords if keyword.arg == "query_only")
                if not (isinstance(argument, ast.Constant) and argument.value is True):
                    writable.append(name)
    assert writable == ["store/household.py"]
    assert "PRAGMA query_only = ON" in (PACKAGE / "entry.py").read_text(encoding="utf-8")


def test_only_services_go_through_the_door() -> None:
    mentions = {name: used(tree) for name, tree in modules()}
    outside = {name for name in where("writing", mentions) if not name.startswith("services/")}
    assert outside == set()
    for call in ("apply", "begin", "mark"):
        callers = {name for name in where(call, mentions) if not name.startswith("services/")}
        assert callers <= {"store/apply.py", "store/household.py", "store/read.py"}
