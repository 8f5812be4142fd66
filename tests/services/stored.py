"""A household on disk without onboarding: made in code, put through the door, completed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Inputs, Record, Step
from effluent_cli.services.caller import Caller
from effluent_cli.services.completion import complete_onboarding
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import NOW, TODAY


def caller(
    *, now: datetime = NOW, today: date | Callable[[], date] = TODAY, wait: float = 5.0, dry_run: bool = False
) -> Caller:
    """Somebody who asks on ``today`` at ``now``."""
    fixed = today() if callable(today) else today
    return Caller("test", "tester", now, wait, lambda _: fixed, dry_run)


def later(minutes: float, **more: object) -> Caller:
    """Somebody who asks so many minutes after ``NOW``."""
    return caller(now=NOW + timedelta(minutes=minutes), **more)  # type: ignore[arg-type]  # passed on as they are


def records_of(stated: Inputs) -> list[Record]:
    """Every record of the inputs, in an order in which they can be created."""
    return [
        stated.household,
        *stated.members,
        *stated.accounts,
        *stated.snapshots,
        *stated.loan_terms,
        *stated.card_terms,
        *stated.income_sources,
        *stated.withholdings,
        *stated.deductions,
        *stated.flows,
        *stated.assumptions,
        *stated.settings,
    ]


def stored(home: Path, stated: Inputs, *, complete: bool = True) -> HouseholdFile:
    """Return the household's file, with its baseline and nothing waiting (``complete``)."""
    file = Home(home).household(stated.household.slug)
    with file.writing(wait=5, command="onboard", user="tester", now=NOW, create=True) as books:
        books.apply(Plan(tuple(Change(None, record) for record in records_of(stated)), ("onboarding_completed",)))
        if complete:
            books.apply(Plan((Change(None, Step("complete", "completed")),)))
            complete_onboarding(books, TODAY, NOW)
    return file


def change(file: HouseholdFile, *changes: Change, events: bool = True) -> None:
    """Put changes through the door, with an event unless told otherwise."""
    with file.writing(wait=5, command="edit", user="tester", now=NOW) as books:
        books.apply(Plan(changes, ("accounts_changed",) if events else ()))
