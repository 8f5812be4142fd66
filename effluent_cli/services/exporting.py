"""``export json | csv``: what the household stated, as one document or as tables."""

import os
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.codec import OPTIONAL, encode
from effluent_cli.domain.records import Inputs, Scenario, ScenarioChange, Step, is_audited
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.caller import Caller
from effluent_cli.services.exchange import AuditRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effluent_cli.domain.records import Record
    from effluent_cli.store.household import HouseholdFile

Rows = tuple[tuple[str, ...], list[dict[str, Any]]]
"""A header, and rows of plain JSON values by column."""


@dataclass(frozen=True)
class Exported:
    """All that a household stated, its scenarios, how far onboarding has come, and its audit log where that was asked for.

    Where the document went into a file, its ``path`` and size in ``bytes`` stand here in place of the rest.
    """

    revision: int
    steps: tuple[Step, ...] | None = field(default=None, metadata=OPTIONAL)
    inputs: Inputs | None = field(default=None, metadata=OPTIONAL)
    scenarios: tuple[Scenario, ...] | None = field(default=None, metadata=OPTIONAL)
    scenario_changes: tuple[ScenarioChange, ...] | None = field(default=None, metadata=OPTIONAL)
    history: tuple[AuditRow, ...] | None = field(default=None, metadata=OPTIONAL)
    path: str | None = field(default=None, metadata=OPTIONAL)
    bytes: int | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class CsvFile:
    """One file of a csv export, and how many records it holds."""

    kind: str
    path: str
    rows: int


@dataclass(frozen=True)
class CsvExported:
    """The files of a csv export, one for each kind of record."""

    directory: str
    files: tuple[CsvFile, ...]


def document(file: "HouseholdFile", caller: Caller, *, history: bool) -> tuple[Exported, date]:
    """Return the household as one document, all of it of one moment."""
    with file.reading() as books:
        inputs = books.inputs()
        exported = Exported(
            revision=books.revision(),
            steps=books.steps(),
            inputs=inputs,
            scenarios=books.scenarios(),
            scenario_changes=books.scenario_changes(),
            history=tuple(AuditRow(*entry) for entry in books.audit()) if history else None,
        )
    return exported, caller.today(inputs.household.time_zone)


def write_document(file: "HouseholdFile", exported: Exported, path: str, text: str, *, force: bool) -> Exported:
    """Write the document's text to a file (0600) and return what is said of that. Raises Refused, EffluentError."""
    from effluent_cli.store import targets

    content = text.encode()
    targets.write(path, content, force=force, households=str(file.path.parent))
    return Exported(exported.revision, path=os.path.abspath(path), bytes=len(content))


def tables(file: "HouseholdFile", caller: Caller, kind: str | None) -> tuple[dict[str, Rows], date]:
    """Return every kind of record, the generated flows included, as a table; or that one kind. InvalidInput for no kind."""
    from effluent_cli.domain.records import RECORD_TYPES, SystemFlow

    types = {each.KIND: each for each in RECORD_TYPES if is_audited(each) or each is SystemFlow}
    if kind is not None and kind not in types:
        problem = Problem("KIND", kind, "there is no such kind of record")
        raise InvalidInput(f"KIND {kind!r}: {problem.message}", hint=f"one of {', '.join(types)}", problems=(problem,))
    with file.reading() as books:
        today = caller.today(books.household().time_zone)
        found = {name: books.records(name) for name in types if kind in (None, name)}
    return {name: _table(types[name], records) for name, records in found.items()}, today


def _table(record_type: "type[Record]", records: "tuple[Record, ...]") -> Rows:
    from dataclasses import fields

    return tuple(each.name for each in fields(record_type)), [encode(record) for record in records]


def write_tables(
    file: "HouseholdFile", directory: str, texts: "Mapping[str, str]", rows: "Mapping[str, int]", *, force: bool
) -> CsvExported:
    """Write a csv for each kind into a new directory (0700), each file 0600. Raises Refused, EffluentError.

    With ``force`` also into a directory that is there, whose files of these names are replaced.
    """
    from effluent_cli.store import targets

    targets.make_directory(directory, force=force, households=str(file.path.parent))
    written = []
    for kind, text in texts.items():
        path = os.path.join(directory, f"{kind}.csv")
        targets.write(path, text.encode(), force=force, households=str(file.path.parent))
        written.append(CsvFile(kind, os.path.abspath(path), rows[kind]))
    return CsvExported(os.path.abspath(directory), tuple(written))
