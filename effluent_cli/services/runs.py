"""``runs list | show | prune``: what was carried out inside the door, and what came of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Run
from effluent_cli.domain.records.state import ABANDONED
from effluent_cli.errors import NotFound
from effluent_cli.services.caller import Caller
from effluent_cli.services.running import OUTSIDE, is_at_work

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.lock import LockState

KEPT = 50
"""Runs that ``runs prune`` keeps unless told otherwise."""


@dataclass(frozen=True)
class RunRow:
    """One run; instants are UTC."""

    id: str
    kind: str
    status: str
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class RunList:
    """The runs on record, newest first."""

    runs: tuple[RunRow, ...]


@dataclass(frozen=True)
class RunShow:
    """One run of any kind. ``result`` is the summary that its work ended with, ``error`` why there is none."""

    id: str
    kind: str
    status: str
    started_at: datetime
    finished_at: datetime | None
    fingerprint: str | None
    result: Any
    error: str | None


@dataclass(frozen=True)
class RunsPruned:
    """How many results were taken away, which, and how many are left. An id that is gone is known as expired."""

    pruned: int
    kept: int
    ids: tuple[str, ...]


def listed(file: "HouseholdFile", caller: Caller) -> tuple[RunList, date]:
    """Return the household's runs, newest first, without the expired ones."""
    runs, today = _runs(file, caller)
    rows = tuple(
        RunRow(run.id, run.kind, run.status, run.started_at, run.finished_at)
        for run in newest_first(runs)
        if run.status != "expired"
    )
    return RunList(rows), today


def show(file: "HouseholdFile", caller: Caller, run_id: str | None) -> tuple[RunShow, date]:
    """Return one run, by default the newest. Raises NotFound, with code ``expired`` for one that was pruned."""
    runs, today = _runs(file, caller)
    if run_id is None:
        run = next((each for each in newest_first(runs) if each.status != "expired"), None)
        if run is None:
            raise NotFound("there is no run yet", hint="effluent runs list")
    else:
        run = next((each for each in runs if each.id == run_id), None)
    if run is None:
        raise NotFound(f"there is no run {run_id!r}", hint="effluent runs list")
    if run.status == "expired":
        raise NotFound(f"run {run_id!r} has expired: its result was pruned", code="expired", hint="effluent runs list")
    result = None if run.result is None else json.loads(run.result)
    return (
        RunShow(run.id, run.kind, run.status, run.started_at, run.finished_at, run.fingerprint, result, run.error),
        today,
    )


def prune(file: "HouseholdFile", caller: Caller, keep: int = KEPT) -> tuple[RunsPruned, date]:
    """Take away the results of all but the newest ``keep`` runs; never one that is running or the newest of its kind."""
    with caller.opened(file) as books:
        today = caller.today(books.household().time_zone)
        runs = newest_first(run for run in books.runs() if run.status != "expired")
        newest = {run.kind: run.id for run in reversed(runs) if run.result is not None}
        spared = {
            *newest.values(),
            *(run.id for run in runs[:keep]),
            *(run.id for run in runs if run.status == "running" and (run.kind not in OUTSIDE or is_at_work(run))),
        }
        gone = tuple(run for run in runs if run.id not in spared)
        if gone and not caller.dry_run:
            books.apply(Plan(tuple(Change(run, expired(run)) for run in gone)))
    return RunsPruned(len(gone), len(spared), tuple(run.id for run in gone)), today


def expired(run: Run) -> Run:
    """Return the row that stays of a pruned run, so that its id is known for what it was."""
    ended = run.finished_at or run.started_at  # of work whose process ended before it nobody knows more
    return replace(run, status="expired", finished_at=ended, fingerprint=None, result=None, error=None)


def newest_first(runs: Iterable[Run]) -> list[Run]:
    """Return runs by their start, newest first."""
    return sorted(runs, key=lambda run: (run.started_at, run.id), reverse=True)


def _runs(file: "HouseholdFile", caller: Caller) -> tuple[tuple[Run, ...], date]:
    """Return the runs on record. One called running whose process is no longer at work is abandoned."""
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        runs = books.runs()
    if any(run.status == "running" for run in runs):
        holder = file.lock_state()
        runs = tuple(
            run
            if run.status != "running" or _goes_on(run, holder)
            else replace(run, status="abandoned", error=ABANDONED)
            for run in runs
        )
    return runs, today


def _goes_on(run: Run, holder: "LockState") -> bool:
    """Whether the work of a run that is called running still goes on: inside the door, or beside it."""
    if run.kind in OUTSIDE:
        return is_at_work(run)
    return holder.held and f"pid {run.pid}," in (holder.by or "")
