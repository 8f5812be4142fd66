"""The Rivera household once more, whose commands run in warm processes: hundreds of them must not take minutes."""

import shutil
from pathlib import Path

import pytest

from tests.guarantees.warm import WarmCli


@pytest.fixture
def rivera(rivera_home: Path, tmp_path: Path) -> WarmCli:
    """Return the command line with a fresh copy of the Rivera household."""
    shutil.copytree(rivera_home, tmp_path / "home")
    return WarmCli(tmp_path / "home")


@pytest.fixture
def cli(tmp_path: Path) -> WarmCli:
    """Return the command line with an empty home of its own."""
    return WarmCli(tmp_path / "home")
