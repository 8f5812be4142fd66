"""What effluent notes about itself: progress, events, the baseline, runs. Derived, never audited."""

from datetime import date, datetime
from typing import ClassVar

from effluent_cli.domain.frozen import frozen


@frozen
class Step:
    """How far onboarding has come: ``status`` is completed, skipped or not_applicable. Neither input nor audited."""

    KIND: ClassVar[str] = "step"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = False
    name: str
    status: str


@frozen
class Event:
    """A queued note that something real changed. ``status``: pending, processed, failed, dead or cancelled."""

    KIND: ClassVar[str] = "event"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = False
    id: int
    type: str
    status: str
    created_at: datetime
    next_attempt_at: datetime | None
    attempts: int = 0
    last_error: str | None = None
    processed_at: datetime | None = None


@frozen
class Baseline:
    """The household's present course: ``inputs`` is the inputs copy, canonical JSON, with what it was made from."""

    KIND: ClassVar[str] = "baseline"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = False
    name: str
    mode: str
    inputs: str
    revision: int
    fingerprint: str
    rules_version: str
    as_of: date
    refreshed_at: datetime
    pinned_at: datetime | None = None


ABANDONED = "its process ended before the work was done"
"""The error of a run whose process was killed."""


@frozen
class Run:
    """One execution of work inside the door. ``result`` is the summary as JSON, ``pid`` the process that does the work.

    ``status``: running, succeeded, partial, failed, abandoned (its process ended before the work did) or expired: pruned,
    with only this row left to say that there was a result.
    """

    KIND: ClassVar[str] = "run"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = False
    id: str
    kind: str
    status: str
    started_at: datetime
    pid: int
    finished_at: datetime | None = None
    fingerprint: str | None = None
    result: str | None = None
    error: str | None = None
