"""``baseline show | refresh | pin | unpin``: the household's present course, bringing it up to date, and keeping it.

A pinned baseline is a second copy beside the live one. The live one goes on following the inputs, so that it is there when the
pin is taken away; every answer is drawn from the pinned one until then. A pin is no input: it is neither in the audit log
nor undone, ``unpin`` takes it away.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Baseline
from effluent_cli.errors import OnboardingIncomplete
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import CaughtUp, apply_caught_up, catch_up
from effluent_cli.services.reading import Course, course_in, course_of, freshness_of, is_complete, live_freshness
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import begin

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books

PINNED = "pinned"
Health = Literal["fresh", "stale"]


@dataclass(frozen=True)
class LiveBaseline:
    """The baseline that follows the inputs while another one is pinned."""

    revision: int
    fingerprint: str
    refreshed_at: datetime
    as_of: date


@dataclass(frozen=True)
class BaselineShow:
    """What the baseline was made from; ``health`` is ``fresh`` or ``stale``. ``live`` is there where another one is pinned."""

    mode: str
    revision: int
    fingerprint: str
    refreshed_at: datetime
    pinned_at: datetime | None
    as_of: date
    health: Health
    stale_because: tuple[str, ...]
    live: LiveBaseline | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class BaselineRefreshed:
    """The baseline after a refresh; ``already_current`` when there was nothing to do.

    A refresh brings the live baseline up to date. Where another one is pinned, that one is shown, and ``live`` is what was
    refreshed.
    """

    result: Literal["refreshed", "already_current"]
    mode: str
    revision: int
    fingerprint: str
    refreshed_at: datetime
    pinned_at: datetime | None
    as_of: date
    health: Health
    live: LiveBaseline | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class BaselinePinned:
    """The baseline that answers are drawn from after ``pin`` or ``unpin``; ``already_…`` when it was so before."""

    result: Literal["pinned", "already_pinned", "unpinned", "already_live"]
    mode: str
    revision: int
    fingerprint: str
    refreshed_at: datetime
    pinned_at: datetime | None
    as_of: date
    health: Health


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
        health=_health(course.freshness.fresh),
        stale_because=course.freshness.stale_because,
        live=_beside(baseline, course.live),
    )


def show(file: "HouseholdFile", caller: Caller) -> tuple[BaselineShow, Course]:
    """Return the baseline and how fresh it is. Raises OnboardingIncomplete."""
    course = course_of(file, caller, require_fresh=False)
    return shown(course), course


def refresh(file: "HouseholdFile", caller: Caller) -> tuple[BaselineRefreshed, date, tuple[Finding, ...]]:
    """Make flows and the live baseline current and mark every open event processed, in one transaction.

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
        live = _after(books, caught)
        pinned = books.baseline() if books.is_pinned() else None
        baseline = pinned or live
        # A dry run that finds something to do has found the answers out of date.
        fresh = freshness_of(books, today).fresh
        report = BaselineRefreshed(
            result="refreshed" if caught.plan else "already_current",
            mode=baseline.mode,
            revision=baseline.revision,
            fingerprint=baseline.fingerprint,
            refreshed_at=baseline.refreshed_at,
            pinned_at=baseline.pinned_at,
            as_of=baseline.as_of,
            health=_health(fresh),
            live=_beside(baseline, live),
        )
        if run is not None:
            run.end(report)
    return report, today, caught.findings


def pin(file: "HouseholdFile", caller: Caller) -> tuple[BaselinePinned, Course]:
    """Keep the baseline as it is: its inputs copy, revision, rules version and day. One that is pinned stays as it is.

    Raises OnboardingIncomplete, DamagedFile, Busy.
    """
    with caller.opened(file) as books:
        course = course_in(books, caller)
        kept = replace(course.live, name=PINNED, mode=PINNED, pinned_at=caller.now)
        if course.baseline.mode == PINNED:
            return _pinned("already_pinned", course.baseline, fresh=course.freshness.fresh), course
        report = _pinned("pinned", kept, fresh=course.freshness.fresh)
        _carry_out(books, caller, Change(None, kept), report)
    return report, course


def unpin(file: "HouseholdFile", caller: Caller) -> tuple[BaselinePinned, date]:
    """Take the pin away: answers are drawn from the live baseline again. Raises OnboardingIncomplete, Busy."""
    with caller.opened(file) as books:
        _demand_complete(books, file.slug)
        today = caller.today(books.household().time_zone)
        live = books.live_baseline()
        if live is None:
            raise OnboardingIncomplete("there is no baseline yet", hint="effluent onboard")
        fresh = live_freshness(books, today).fresh
        pinned = books.baseline()
        if pinned is None or pinned.mode != PINNED:
            return _pinned("already_live", live, fresh=fresh), today
        report = _pinned("unpinned", live, fresh=fresh)
        _carry_out(books, caller, Change(pinned, None), report)
    return report, today


def _carry_out(books: "Books", caller: Caller, change: Change, report: BaselinePinned) -> None:
    if caller.dry_run:
        return
    run = begin(books, caller, "baseline", report.fingerprint)
    books.apply(Plan((change,)))
    run.end(report)


def _pinned(
    result: Literal["pinned", "already_pinned", "unpinned", "already_live"], baseline: Baseline, *, fresh: bool
) -> BaselinePinned:
    return BaselinePinned(
        result=result,
        mode=baseline.mode,
        revision=baseline.revision,
        fingerprint=baseline.fingerprint,
        refreshed_at=baseline.refreshed_at,
        pinned_at=baseline.pinned_at,
        as_of=baseline.as_of,
        health=_health(fresh),
    )


def _health(fresh: bool) -> Health:
    return "fresh" if fresh else "stale"


def _beside(baseline: Baseline, live: Baseline) -> LiveBaseline | None:
    """Return the live baseline in short where another one is pinned."""
    if baseline.mode != PINNED:
        return None
    return LiveBaseline(live.revision, live.fingerprint, live.refreshed_at, live.as_of)


def _after(books: "Books", caught: CaughtUp) -> Baseline:
    """Return the live baseline as it stands, or as it would stand after a dry run."""
    for change in caught.plan.changes:
        if isinstance(change.after, Baseline):
            return change.after
    baseline = books.live_baseline()
    if baseline is None:
        raise OnboardingIncomplete("there is no baseline yet", hint="effluent onboard")
    return baseline


def _demand_complete(books: "Books", slug: str) -> None:
    if not is_complete(books):
        raise OnboardingIncomplete(f"onboarding of {slug} is not complete", hint=f"effluent onboard -H {slug}")
