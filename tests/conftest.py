"""What every test stands on: a home that cannot be used by accident, a clock that cannot be read by accident."""

import importlib
import os
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import freezegun
import pytest

import effluent_cli
from tests.running import EXAMPLES, Cli

POISON = "/nonexistent/effluent-tests-must-name-a-home"

# Models and command parameters made while time stands still would keep the frozen classes: import all of it before.
for _module in pkgutil.walk_packages(effluent_cli.__path__, "effluent_cli."):
    if not _module.name.endswith("__main__"):
        importlib.import_module(_module.name)

# What waits must see time pass.
freezegun.configure(
    extend_ignore_list=[
        "filelock",
        "effluent_cli.store.deadline",
        "effluent_cli.store.lock",
        "hypothesis",
        "subprocess",
        "_pytest",
    ]
)


@pytest.fixture(scope="session", autouse=True)
def poisoned_defaults() -> Iterator[None]:
    """Make a hidden default or a hidden clock fail loudly."""
    kept = dict(os.environ)
    for name in list(os.environ):
        if name.startswith("EFFLUENT_") or name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
            del os.environ[name]
    os.environ["EFFLUENT_HOME"] = POISON
    with freezegun.freeze_time("1999-01-01"):
        yield
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Return the command line with an empty home of its own."""
    return Cli(tmp_path / "home")


@pytest.fixture(scope="session")
def rivera_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the Rivera household as onboarded. Copy it; nobody writes to it."""
    home = tmp_path_factory.mktemp("rivera") / "home"
    Cli(home)("onboard", "--answers", str(EXAMPLES / "rivera.toml"))
    return home


@pytest.fixture
def rivera(rivera_home: Path, tmp_path: Path) -> Cli:
    """Return the command line with a fresh copy of the Rivera household."""
    shutil.copytree(rivera_home, tmp_path / "home")
    return Cli(tmp_path / "home")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a check of a text against ``golden/NAME`` beside the test; ``--refresh`` writes the file anew."""

    def check(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if request.config.getoption("--refresh"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{name} differs: look at it, then run pytest --refresh"

    return check


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--refresh`` for the golden files."""
    parser.addoption("--refresh", action="store_true", help="write the golden files anew")
