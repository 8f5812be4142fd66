"""G10: the lock lives in the one door.

Every command that changes a household is run while the household is held: each is busy, at once, and changes nothing. And
nothing else in the package could change one: only the store opens databases, and only its door opens one for writing.
"""

import ast
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import effluent_cli
from tests.guarantees.calling import Package
from tests.guarantees.holding import held, unchanged
from tests.guarantees.scenes import LATER, SLUG, lines, ready
from tests.guarantees.warm import answers, at
from tests.running import Cli

PACKAGE = Path(effluent_cli.__file__).parent


def test_every_changing_command_is_busy_while_the_household_is_held(tmp_path: Path) -> None:
    cli = ready(tmp_path / "ready")
    every = [f"{line} --wait 0 --json" for line in lines().values()]
    with held(cli.home, SLUG), unchanged(cli.home):
        results = answers(cli, *every, prepare=at(LATER))
    for result in results:
        assert (result.exit_code, result.stdout, result.error["code"]) == (75, "", "busy"), result
        assert "in use by another effluent (pid" in result.error["message"] or "process-events" in result.line


def test_a_doctor_that_would_mend_is_busy_while_the_household_is_held(rivera: Cli) -> None:
    with closing(sqlite3.connect(rivera.home / "households" / "rivera.db")) as other:
        other.execute("DELETE FROM system_flow WHERE kind = 'net_pay'")
        other.commit()
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        assert rivera("doctor", "--fix", "--wait", "0", "--json", expect=75).error["code"] == "busy"


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
    assert where("connect", mentions) == {
        "entry.py",
        "store/backups.py",
        "store/driver.py",
        "store/household.py",
        "store/replacing.py",
    }
    # Connections that are set up otherwise lead out of a household, or into memory.
    assert where("_set_up", mentions) == {"store/driver.py"}
    for way, users in {
        "copy_out": {"store/backups.py", "store/saving.py"},
        "copy_in": {"store/foreign.py"},
        "in_memory": {"store/driver.py", "store/migrate.py"},
    }.items():
        assert where(way, mentions) == users
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
    # What replaces a damaged household is built under another name first, and moved there under the lock.
    assert writable == ["store/household.py", "store/replacing.py"]
    assert "PRAGMA query_only = ON" in (PACKAGE / "entry.py").read_text(encoding="utf-8")


def test_only_services_go_through_the_door() -> None:
    mentions = {name: used(tree) for name, tree in modules()}
    outside = {name for name in where("writing", mentions) if not name.startswith("services/")}
    assert outside == set()
    for call in ("apply", "begin", "mark", "refill", "take_over", "replace_damaged"):
        callers = {name for name in where(call, mentions) if not name.startswith("services/")}
        assert callers <= {"store/apply.py", "store/household.py", "store/read.py", "store/replacing.py"}


def test_a_held_household_can_still_be_saved_exported_and_looked_at(rivera: Cli) -> None:
    with held(rivera.home, "rivera"), unchanged(rivera.home):
        for line in ("backup kept.db", "export json kept.json", "export csv --to kept", "doctor"):
            rivera(*line.split(), "--wait", "0")


_CHANGING = """
    chmod chown copy copy2 copyfile copyfileobj copytree fchmod ftruncate hardlink_to link makedirs mkdir mkdtemp mkfifo
    mknod mkstemp move posix_fallocate pwrite pwritev rename renames replace rmdir rmtree sendfile symlink symlink_to touch
    truncate unlink write_bytes write_text writev
"""
CHANGING_FILES = frozenset(_CHANGING.split())
"""Functions and methods of the standard library that change files; ``write`` and ``replace`` mean other things, too."""
MAY = {
    "bug_log.py": "the log of a bug, a new file of its own",
    "main.py": "the null device, where a stream was closed",
    "reports/output.py": "the null device, where nobody reads any more",
    "services/onboarding/drafts.py": "drafts, never a household",
    "services/processing.py": "the lock of the tick",
    "store/files.py": "private files and folders",
    "store/household.py": "the door itself",
    "store/lock.py": "the lock file",
    "store/backups.py": "backups",
    "store/foreign.py": "a copy of a foreign file, to be checked",
    "store/replacing.py": "a damaged household set aside, inside the door",
    "store/targets.py": "files that a person asked for: a backup, an export",
}


def changes_files(tree: ast.Module) -> bool:
    """Return whether a module names a way to change a file that is not a dataclass's or a text's ``replace``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            stated = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
            if any(not isinstance(mode, ast.Constant) or set(str(mode.value)) & set("wax+") for mode in stated):
                return True
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.value.id in ("os", "shutil", "tempfile") and node.func.attr in CHANGING_FILES | {
                "open",
                "write",
            }:
                return True
        elif isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING_FILES - {"replace", "copy"}:
            return True
    return False


def test_no_other_module_can_change_a_file() -> None:
    assert {name for name, tree in modules() if changes_files(tree)} == MAY.keys()


TALKING = frozenset({"print", "input", "breakpoint", "stdin", "stdout", "stderr", "typer", "rich", "readline"})
SIMULATING = frozenset(
    {
        "effluent_cli.domain.projection.project",
        "effluent_cli.domain.tracing.traced",
        "effluent_cli.services.comparing.comparison",
        "effluent_cli.services.projecting.projected",
    }
)
OUTSIDE = ("effluent_cli.commands.", "effluent_cli.reports.", "effluent_cli.main", "effluent_cli.entry")


def broken_rules(package: Package) -> list[str]:
    """Return what is behind the door and must not be, each with the way that leads there."""
    return [
        f"{way} → {name}"
        for name, (place, way) in package.behind_the_door().items()
        if name in SIMULATING or f"{place.module}.".startswith(OUTSIDE) or mentions(place.node) & TALKING
    ]


def mentions(node: ast.AST) -> set[str]:
    return used(node if isinstance(node, ast.Module) else ast.Module([node], []))  # type: ignore[list-item]


def test_nothing_behind_the_door_prompts_prints_or_simulates() -> None:
    sources = {
        ".".join(("effluent_cli", *Path(name).with_suffix("").parts)).removesuffix(".__init__"): ast.unparse(tree)
        for name, tree in modules()
    }
    package = Package(sources)
    behind = package.behind_the_door()
    # The search is only worth something if it gets far: to the writer, the plans and the arithmetic behind them.
    for reached in ("store.apply.Writer", "services.catching_up.catch_up", "domain.debt_path.debt_path"):
        assert f"effluent_cli.{reached}" in behind
    assert broken_rules(package) == []


DOOR = "def edit(file, caller, planning):\n    with caller.opened(file) as books:\n        {}\n"


@pytest.mark.parametrize(
    ("inside", "elsewhere"),
    [
        ("print(books)", ""),
        ("sys.stderr.write('x')", ""),
        ("helped(books)", "def helped(books):\n    return input('sure? ')"),
        ("books.apply(1)", "class W:\n    def apply(self, x):\n        self.log(x)\n    def log(self, x):\n        print(x)"),
        ("planning(books)", "def add(file, caller):\n    edit(file, caller, lambda books: print(books))"),
        ("planning(books)", "def add(file, caller):\n    def plan(books):\n        print(books)\n    edit(file, caller, plan)"),
        ("projection.project(books)", "from effluent_cli.domain import projection"),
    ],
)  # fmt: skip
def test_the_search_behind_the_door_finds_what_is_hidden(inside: str, elsewhere: str) -> None:
    sources = {
        "effluent_cli.services.editing": f"{elsewhere}\n{DOOR.format(inside)}",
        "effluent_cli.domain.projection": "def project(inputs):\n    return inputs",
    }
    assert len(broken_rules(Package(sources))) == 1
    quiet = {**sources, "effluent_cli.services.editing": DOOR.format("books.inputs()") + "print(1)"}
    assert broken_rules(Package(quiet)) == []
