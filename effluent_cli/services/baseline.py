"""``baseline show | refresh``: the household's present course and bringing it up to date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.records import Baseline
from effluent_cli.errors import OnboardingIncomplete
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import CaughtUp, apply_caught_up, catch_up
from effluent_cli.services.reading import Course, course_of, freshness_of, is_complete
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import begin

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books


@dataclass(frozen=True)
class BaselineShow:
    """What the baseline was made from; ``health`` is ``fresh`` or ``stale``."""

    mode: str
    revision: int
    fingerprint: str
    refreshed_at: datetime
    pinned_at: datetime | None
    as_of: date
    health: Literal["fresh", "stale"]
    stale_because: tuple[str, ...]


@dataclass(frozen=True)
class BaselineRefreshed:
    """The baseline after a refresh; ``already_current`` when there was nothing to do."""

    result: Literal["refreshed", "already_current"]
    mode: str
    revision: int
    fingerprint: str
    refreshed_at: datetime
    pinned_at: datetime | None
    as_of: date
    health: Literal["fresh", "stale"]


def shown(course: Course) -> BaselineShow:
    """Return the baseline of a course as it is shown."""
    baseline = course.baseline
    return BaselineShow(
        mode=baseline.mode,
        revision=baseline.revision,
        fingerprint=baseline.fingerprint,
        refreshed_at=baseline.refreshed_at,
        pinned_at=baseline.pinned_at,
        as_of=baseline.as_of,
        health="fresh" if course.freshness.fresh else "stale",
        stale_because=course.freshness.stale_because,
    )


def show(file: "HouseholdFile", caller: Caller) -> tuple[BaselineShow, Course]:
    """Return the baseline and how fresh it is. Raises OnboardingIncomplete."""
    course = course_of(file, caller, require_fresh=False)
    return shown(course), course


def refresh(file: "HouseholdFile", caller: Caller) -> tuple[BaselineRefreshed, date, tuple[Finding, ...]]:
    """Make flows and baseline current and mark every open event processed, in one transaction.

    Raises Refused when the records contradict each other (the last good state stays), OnboardingIncomplete, Busy.
    """
    law = rules()
    with caller.opened(file) as books:
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        _demand_complete(books, file.slug)
        caught = catch_up(books, inputs, law, today, caller.now)
        run = None
        if caught.plan and not caller.dry_run:
            run = begin(books, caller, "baseline", caught.fingerprint)
            apply_caught_up(books, caught, caller.now)
        baseline = _after(books, caught)
        health: Literal["fresh", "stale"] = "fresh"
        if caller.dry_run and not freshness_of(books, today).fresh:
            health = "stale"
        report = BaselineRefreshed(
            result="refreshed" if caught.plan else "already_current",
            mode=baseline.mode,
            revision=baseline.revision,
            fingerprint=baseline.fingerprint,
            refreshed_at=baseline.refreshed_at,
            pinned_at=baseline.pinned_at,
            as_of=baseline.as_of,
            health=health,
        )
        if run is not None:
            run.end(report)
    return report, today, caught.findings


def _after(books: "Books", caught: CaughtUp) -> Baseline:
    """Return the baseline as it stands, or as it would stand after a dry run."""
    for change in caught.plan.changes:
        if isinstance(change.after, Baseline):
            return change.after
    baseline = books.baseline()
    if baseline is None:
        raise OnboardingIncomplete("there is no baseline yet", hint="effluent onboard")
    return baseline


def _demand_complete(books: "Books", slug: str) -> None:
    if not is_complete(books):
        raise OnboardingIncomplete(f"onboarding of {slug} is not complete", hint=f"effluent onboard -H {slug}")
