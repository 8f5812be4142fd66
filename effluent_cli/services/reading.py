"""What every answer about one household begins with: its inputs, its baseline and how fresh that is."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.freshness import Freshness, freshness
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
    """The baseline, how fresh it is, and the household's date."""

    slug: str
    as_of: date
    baseline: Baseline
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
    """Return how fresh the stored baseline is on ``as_of``."""
    return freshness(books.events(), books.baseline(), books.revision(), rules_version(), as_of)


def is_complete(books: "Books") -> bool:
    """Return whether onboarding has reached its last step."""
    return any(step.name == LAST_STEP and step.status == "completed" for step in books.steps())


def course_of(file: "HouseholdFile", caller: Caller, *, require_fresh: bool) -> Course:
    """Return the household's baseline.

    Raises OnboardingIncomplete before the last step, DamagedFile for an inputs copy that is not the one it was, and Stale
    when a fresh answer is required and there is none.
    """
    with file.reading() as books:
        as_of = caller.today(books.household().time_zone)
        baseline = books.baseline()
        if baseline is None or not is_complete(books):
            raise OnboardingIncomplete(
                f"onboarding of {file.slug} is not complete", hint=f"effluent onboard -H {file.slug}"
            )
        fresh = freshness_of(books, as_of)
    if fingerprint(baseline.inputs, baseline.rules_version) != baseline.fingerprint:
        raise DamagedFile(
            f"the baseline of {file.slug} is damaged: it is not what it was made from", code="baseline_damaged"
        )
    if require_fresh and not fresh.fresh:
        raise Stale(f"the baseline is stale: {fresh.words}", hint=fresh.cure)
    return Course(file.slug, as_of, baseline, fresh)


def staleness_warning(course: Freshness) -> tuple[Finding, ...]:
    """Return the warning that belongs to every answer drawn from a stale baseline, naming cause and cure."""
    if course.fresh:
        return ()
    message = f"this answer is out of date: {course.words}"
    return (Finding("stale", "warning", "baseline", message, f"{course.cure}, or add --refresh"),)
