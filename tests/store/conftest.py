"""A home, and one small household in it, made through the door."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from effluent_cli.store.read import Books
from tests.households import HOUSEHOLD, NOW, account, held

Door = Callable[..., AbstractContextManager[Books]]


def through(file: HouseholdFile, *, wait: float = 5.0, create: bool = False) -> AbstractContextManager[Books]:
    """Open the file for writing, as ``tester``."""
    return file.writing(wait=wait, command="test", user="tester", now=NOW, create=create)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with its folders."""
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@pytest.fixture
def okafor(home: Home) -> HouseholdFile:
    """Return a household at revision 1, with one account that holds 5,000.00."""
    file = home.household("okafor")
    records = (HOUSEHOLD, account("checking", "checking"), held("checking", 500_000))
    with through(file, create=True) as books:
        books.apply(Plan(tuple(Change(None, record) for record in records)))
    return file
