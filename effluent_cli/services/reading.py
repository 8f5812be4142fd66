"""What every answer about one household begins with: its inputs, its baseline and how fresh that is."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import UNPIN, Freshness, freshness
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.records import Baseline
from effluent_cli.errors import DamagedFile, OnboardingIncomplete, Stale
from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books

LAST_STEP = "complete"


@frozen
class Course:
    """The baseline, how fresh it is, and the household's date.

    ``live`` is the baseline that follows the inputs: the same one, unless ``baseline`` is pinned.
    """

    slug: str
    as_of: date
    baseline: Baseline
    live: Baseline
    freshness: Freshness


@cache
def rules_version() -> str:
    """Return the version of the rules in force, without loading them. They stay the same for as long as a process lives."""
    from effluent_cli.rules.version import rules_version as version

    return version()


def fingerprint(copy: str, rules: str) -> str:
    """Return the hash of an inputs copy (canonical JSON) under one version of the rules."""
    from hashlib import sha256

    return sha256(f"{rules}\n{copy}".encode()).hexdigest()[:32]


def freshness_of(books: "Books", as_of: date) -> Freshness:
    """Return how fresh the baseline that answers are drawn from is on ``as_of``."""
    return freshness(books.events(), books.baseline(), books.revision(), rules_version(), as_of)


def live_freshness(books: "Books", as_of: date) -> Freshness:
    """Return how fresh the baseline is that follows the inputs, whatever is pinned: whether there is work for the door."""
    return freshness(books.events(), books.live_baseline(), books.revision(), rules_version(), as_of)


def is_complete(books: "Books") -> bool:
    """Return whether onboarding has reached its last step."""
    return any(step.name == LAST_STEP and step.status == "completed" for step in books.steps())


def course_of(file: "HouseholdFile", caller: Caller, *, require_fresh: bool) -> Course:
    """Return the household's baseline.

    Raises OnboardingIncomplete before the last step, DamagedFile for an inputs copy that is not the one it was, and Stale
    when a fresh answer is required and there is none.
    """
    with file.reading() as books:
        return course_in(books, caller, require_fresh=require_fresh)


def course_in(books: "Books", caller: Caller, *, require_fresh: bool = False) -> Course:
    """Return the baseline of a household that is open. Errors as for ``course_of``."""
    as_of = caller.today(books.household().time_zone)
    baseline, live = books.baseline(), books.live_baseline()
    if baseline is None or live is None or not is_complete(books):
        raise OnboardingIncomplete(
            f"onboarding of {books.slug} is not complete", hint=f"effluent onboard -H {books.slug}"
        )
    fresh = freshness_of(books, as_of)
    demand_whole(baseline, books.slug)
    if require_fresh and not fresh.fresh:
        raise Stale(f"the baseline is stale: {fresh.words}", hint=fresh.cure)
    return Course(books.slug, as_of, baseline, live, fresh)


def demand_whole(baseline: Baseline, slug: str) -> None:
    """Raise DamagedFile unless the inputs copy of a baseline is the one that it was."""
    if fingerprint(baseline.inputs, baseline.rules_version) != baseline.fingerprint:
        raise DamagedFile(
            f"the baseline of {slug} is damaged: it is not what it was made from",
            code="baseline_damaged",
            hint=f"{UNPIN}, or restore a backup of this household" if baseline.mode == "pinned" else None,
        )


def staleness_warning(course: Freshness) -> tuple[Finding, ...]:
    """Return the warning that belongs to every answer drawn from a stale baseline, naming cause and cure."""
    if course.fresh:
        return ()
    message = f"this answer is out of date: {course.words}"
    fix = course.cure if course.pinned_at is not None else f"{course.cure}, or add --refresh"
    return (Finding("stale", "warning", "baseline", message, fix),)
