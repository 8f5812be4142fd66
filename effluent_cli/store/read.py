"""Rows to domain values, in plain SQL: what is read in a household's file, inside either door.

``Books`` is what ``HouseholdFile.reading`` and ``.writing`` hand out. Every query fetches all its rows at once, so that no
cursor stays open on the file.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.codec import parse_instant
from effluent_cli.errors import Refused
from effluent_cli.store.columns import DAMAGE, columns, decoder
from effluent_cli.store.copying import refill
from effluent_cli.store.failures import damaged

if TYPE_CHECKING:
    from effluent_cli.domain.plans import Plan
    from effluent_cli.domain.records import (
        Baseline,
        Event,
        Flow,
        Household,
        Inputs,
        Override,
        Run,
        Scenario,
        ScenarioChange,
        Setting,
        Skip,
        Step,
        SystemFlow,
    )

    # At run time this would load SQLModel, which no reader may.
    from effluent_cli.store.apply import Applied, Writer
    from effluent_cli.store.foreign import Foreign

_OPEN = "WHERE event.status IN ('pending', 'failed', 'dead')"


def _object(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)


class Books:
    """One household's records inside one transaction: every answer is of the same moment.

    All readers raise DamagedFile for a row that no correct file holds. ``apply``, ``begin``, ``batch`` and ``mark`` work only
    inside ``writing``; ``backup`` is the path of the copy that was made first, if one was asked for.
    """

    def __init__(
        self, connection: sqlite3.Connection, slug: str, writer: "Writer | None" = None, backup: str | None = None
    ) -> None:
        self._connection = connection
        self._slug = slug
        self._writer = writer
        self.backup = backup

    @property
    def slug(self) -> str:
        """The household that the file is named after."""
        return self._slug

    def records(self, kind: str) -> tuple[Any, ...]:
        """Return every record of a kind, in key order."""
        return self._records(kind)

    def has_household(self) -> bool:
        """Return whether the file holds a household; one without counts as absent."""
        return bool(self._fetch("SELECT EXISTS (SELECT 1 FROM household)")[0][0])

    def household(self) -> "Household":
        """Return the household itself. Refused where the file has the name of another."""
        households: tuple[Household, ...] = self._records("household")
        if len(households) != 1:
            raise damaged(self._slug, f"it holds {len(households)} households")
        if households[0].slug != self._slug:
            raise Refused(
                f"the file {self._slug}.db holds household {households[0].slug}",
                code="wrong_file_name",
                hint=f"rename it to {households[0].slug}.db",
            )
        return households[0]

    def inputs(self) -> "Inputs":
        """Return everything the household stated, each kind in key order. Refused as for ``household``."""
        from effluent_cli.domain.records import Inputs

        kinds = [get_args(field.type)[0].KIND for field in fields(Inputs)[1:]]
        return Inputs(self.household(), *(self._records(kind) for kind in kinds))

    def revision(self) -> int:
        """Return the number of changes that the inputs have seen."""
        revision = self._meta("revision")
        if not isinstance(revision, int) or revision < 0:
            raise damaged(self._slug, f"its revision is {revision!r}")
        return revision

    def version(self) -> int:
        """Return the version of the file's layout."""
        version: int = self._fetch("PRAGMA user_version")[0][0]
        return version

    def settings(self) -> "tuple[Setting, ...]":
        """Return the choices that the household has made, in name order."""
        return self._records("setting")

    def user_flows(self) -> "tuple[Flow, ...]":
        """Return the user's own flows, inactive ones too, in id order."""
        return self._records("flow")

    def skips(self) -> "tuple[Skip, ...]":
        """Return the occurrences of user flows that are left out."""
        return self._records("skip")

    def overrides(self) -> "tuple[Override, ...]":
        """Return the figures from pay stubs that stand in place of generated ones."""
        return self._records("override")

    def scenarios(self) -> "tuple[Scenario, ...]":
        """Return the scenarios, archived ones too, in id order."""
        return self._records("scenario")

    def scenario_changes(self) -> "tuple[ScenarioChange, ...]":
        """Return the changes of all scenarios, those switched off too, by scenario and id."""
        return self._records("scenario_change")

    def what_if(self) -> "tuple[Scenario | ScenarioChange, ...]":
        """Return everything that is stated beside the inputs."""
        return (*self.scenarios(), *self.scenario_changes())

    def system_flows(self) -> "tuple[SystemFlow, ...]":
        """Return the generated flows, in id order."""
        return self._records("system_flow")

    def steps(self) -> "tuple[Step, ...]":
        """Return how far onboarding has come, in name order."""
        return self._records("step")

    def events(self, open_only: bool = True) -> "tuple[Event, ...]":
        """Return the events, oldest first: all, or those that are pending, failed or dead."""
        return self._records("event", _OPEN if open_only else "")

    def baseline(self) -> "Baseline | None":
        """Return the baseline that answers are drawn from: the pinned one, else the live one; None before the first refresh."""
        return self._baseline("pinned") or self._baseline("live")

    def live_baseline(self) -> "Baseline | None":
        """Return the baseline that follows the inputs, pinned or not; None before the first refresh."""
        return self._baseline("live")

    def is_pinned(self) -> bool:
        """Return whether answers are drawn from a pinned baseline."""
        return self._baseline("pinned") is not None

    def _baseline(self, mode: str) -> "Baseline | None":
        baselines: tuple[Baseline, ...] = self._records("baseline")
        return next((each for each in baselines if each.mode == mode), None)

    def runs(self) -> "tuple[Run, ...]":
        """Return every run on record, expired ones too, in id order."""
        return self._records("run")

    def audit(self) -> tuple[AuditEntry, ...]:
        """Return every change of what was stated, oldest first."""
        query = "SELECT batch, at, user, command, subject, before, after, undoes, version FROM audit ORDER BY id"
        rows = self._fetch(query)
        try:
            return tuple(
                AuditEntry(
                    batch, parse_instant(at), user, command, subject, _object(old), _object(new), undoes, version
                )
                for batch, at, user, command, subject, old, new, undoes, version in rows
            )
        except DAMAGE as error:
            raise damaged(self._slug, "its audit log cannot be read") from error

    def rolls_at(self) -> datetime | None:
        """Return the instant at which the household's month turns, None where nothing has been reckoned yet."""
        return self._instant("rolls_at")

    def last_processed_at(self) -> datetime | None:
        """Return when events were last processed."""
        return self._instant("last_processed_at")

    def apply(self, plan: "Plan") -> "Applied":
        """Apply a plan: its records, their audit rows, the revision and its events. See ``store/apply.py`` for errors."""
        return self._writing().apply(plan)

    def begin(self, run: "Run") -> None:
        """Store a run as running, committed ahead of its work; its last change belongs into the plan of the work.

        Call it before anything is applied. Where the work then fails, the run says so.
        """
        self._writing().begin(run)

    def has_begun(self) -> bool:
        """Return whether a run has begun here, which is recorded whatever comes of its work."""
        return self._writing().run is not None

    def batch(self) -> int | None:
        """Return the number that the audit log gives to what was applied here, None where no input was changed."""
        return self._writing().batch

    def mark(self, *, rolls_at: datetime | None = None, last_processed_at: datetime | None = None) -> None:
        """Store the instants that are given; what is None stays as it is."""
        self._writing().mark(rolls_at=rolls_at, last_processed_at=last_processed_at)

    def back_up(self, deed: str, *, spare: str = "") -> str:
        """Copy the household, as last committed, into its backups before it is changed for good; return the copy's path.

        ``deed`` is what it is made before: ``restore``, ``import``, ``undo``. Only the newest ten automatic backups are kept,
        and ``spare``. Raises DamagedFile for a file that cannot be copied, EffluentError where the folder cannot be written.
        """
        return self._writing().back_up(deed, spare)

    def refill(self, copy: "Foreign") -> None:
        """Replace everything in the file, derived records and audit log included, by the rows of a checked copy."""
        self._writing()
        refill(self._connection, copy.connection, self._slug)

    def take_over(self, plan: "Plan", revision: int, history: tuple[AuditEntry, ...]) -> "Applied":
        """Apply the plan that makes a household, as it was elsewhere at ``revision``, with its audit log where given."""
        return self._writing().take_over(plan, revision, history)

    def _writing(self) -> "Writer":
        if self._writer is None:
            raise RuntimeError("books opened for reading cannot be written")
        return self._writer

    def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def _records(self, kind: str, where: str = "") -> tuple[Any, ...]:
        query, record = _selection(kind, where)
        try:
            return tuple(record(row) for row in self._fetch(query))
        except DAMAGE as error:
            raise damaged(self._slug, f"{kind}: {error}") from error

    def _meta(self, column: str) -> Any:
        rows = self._fetch(f"SELECT meta.{column} FROM meta")
        if len(rows) != 1:
            raise damaged(self._slug, f"meta has {len(rows)} rows")
        return rows[0][0]

    def _instant(self, column: str) -> datetime | None:
        text = self._meta(column)
        try:
            return None if text is None else parse_instant(text)
        except DAMAGE as error:
            raise damaged(self._slug, f"{column}: {error}") from error


@cache
def _selection(kind: str, where: str) -> tuple[str, Callable[[tuple[Any, ...]], Any]]:
    shape = columns(kind)
    # SQLite takes a quoted name that it does not know for a text; a qualified one never.
    names = ", ".join(f'{kind}."{column.name}"' for column in shape)
    order = ", ".join(f'{kind}."{column.name}"' for column in shape if column.key)
    return f"SELECT {names} FROM {kind} {where} ORDER BY {order}", decoder(kind)
