"""What effluent notes about itself: progress, events, the baseline. Derived, never audited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class Step:
    """How far onboarding has come: ``status`` is completed, skipped or not_applicable. Neither input nor audited."""

    KIND: ClassVar[str] = "step"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = False
    name: str
    status: str


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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
