"""The document that ``export json`` writes and ``import json`` reads: read strictly, every problem listed with its path."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import starmap
from typing import Any, BinaryIO, NoReturn, TypeVar, get_args
from zoneinfo import ZoneInfo

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.consistency import Oddity, odd_steps, oddities, records_of
from effluent_cli.domain.onboarding import is_complete
from effluent_cli.domain.record_rules import broken_days, unpaid_loans
from effluent_cli.domain.records import Household, Inputs, Record, Scenario, ScenarioChange, Step, is_input, key_of
from effluent_cli.domain.rulebook import assumption_names
from effluent_cli.domain.scenario_rules import scenario_oddities
from effluent_cli.errors import InvalidInput, Problem, Refused, TooNew
from effluent_cli.services.rulebook import rules
from effluent_cli.services.strict import Reader

R = TypeVar("R", Scenario, ScenarioChange)

SCHEMA = "effluent.export-json/"
VERSION = "1"
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest document that is read."""
_ENVELOPE = frozenset({"schema", "household", "as_of", "data", "warnings"})
_DATA = frozenset({"revision", "steps", "inputs", "scenarios", "scenario_changes", "history"})


@dataclass(frozen=True)
class AuditRow:
    """One change as the audit log has it; the fields of ``domain.audit.AuditEntry``, in its order."""

    batch: int
    at: datetime
    user: str
    command: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    undoes: int | None
    version: int


@dataclass(frozen=True)
class Document:
    """What a document holds: the inputs, the steps of onboarding, their revision, and the audit log or nothing.

    ``scenarios`` and ``scenario_changes`` are None where it does not speak of any: one of an older effluent.
    """

    revision: int
    steps: tuple[Step, ...]
    inputs: Inputs
    history: tuple[AuditRow, ...]
    scenarios: tuple[Scenario, ...] | None = None
    scenario_changes: tuple[ScenarioChange, ...] | None = None

    def what_if(self) -> tuple[Record, ...] | None:
        """Return everything that is stated beside the inputs; None where the document does not speak of it."""
        if self.scenarios is None and self.scenario_changes is None:
            return None
        return (*(self.scenarios or ()), *(self.scenario_changes or ()))


def read_document(path: str) -> Document:
    """Return what the document at ``path`` (``-`` is standard input) holds.

    Raises InvalidInput where there is nothing to read, Refused listing every problem of what it says, TooNew for a document
    of a later effluent.
    """
    plain = _parsed(_content(path), path)
    schema = plain.get("schema")
    if isinstance(schema, str) and schema.startswith(SCHEMA) and schema != SCHEMA + VERSION:
        raise TooNew(f"{_named(path)} was written by a newer effluent ({schema})")
    reader = Reader()
    if schema != SCHEMA + VERSION:
        reader.wrong("schema", schema, f"must be {SCHEMA}{VERSION}")
        raise _invalid(path, reader.problems)
    _refuse_unknown(reader, plain, _ENVELOPE, "")
    found = _document(reader, plain.get("data"))
    if found is None or reader.problems:
        raise _invalid(path, reader.problems)
    return found


def _document(reader: Reader, data: Any) -> Document | None:
    if not isinstance(data, dict) or not isinstance(data.get("inputs"), dict):
        reader.wrong("data.inputs", None, "needed: what the household stated")
        return None
    _refuse_unknown(reader, data, _DATA, "data.")
    revision = reader.value(int, data.get("revision"), "data.revision")
    if type(revision) is int and not 0 <= revision < 2**53:
        reader.wrong("data.revision", revision, "must be zero or more")
    steps = reader.records(Step, data.get("steps", []), "data.steps")
    rows = reader.value(tuple[AuditRow, ...], data.get("history") or [], "data.history")
    inputs = _inputs(reader, data["inputs"])
    scenarios = _listed(reader, data, "scenarios", Scenario)
    changes = _listed(reader, data, "scenario_changes", ScenarioChange)
    if inputs is None or reader.problems:
        return None
    lists = _lists(inputs) | {"steps": steps, "scenarios": scenarios or (), "scenario_changes": changes or ()}
    odd = (*oddities(inputs, assumption_names(rules())), *starmap(Oddity, unpaid_loans(inputs)), *odd_steps(steps))
    for oddity in (*odd, *scenario_oddities(scenarios or (), changes or ())):
        reader.wrong(_path_of(oddity, lists), getattr(oddity.record, oddity.field), oddity.message)
    if is_complete(steps) and not inputs.members:
        reader.wrong("data.inputs.members", None, "nobody is the household's own self: one member must be")
    _refuse_zone(reader, inputs.household)
    return Document(revision, steps, _in_key_order(inputs), rows, _sorted(scenarios), _sorted(changes))


def _listed(reader: Reader, data: dict[str, Any], name: str, kind: type[R]) -> tuple[R, ...] | None:
    return reader.records(kind, data[name], f"data.{name}") if name in data else None


def _sorted(records: tuple[R, ...] | None) -> tuple[R, ...] | None:
    return None if records is None else tuple(sorted(records, key=key_of))


def _inputs(reader: Reader, plain: dict[str, Any]) -> Inputs | None:
    kinds = {field.name: get_args(field.type)[0] for field in fields(Inputs)[1:]}
    _refuse_unknown(reader, plain, frozenset({"household", *kinds}), "data.inputs.")
    household = reader.record(Household, plain.get("household"), "data.inputs.household")
    found = {name: reader.records(kind, plain.get(name, []), f"data.inputs.{name}") for name, kind in kinds.items()}
    return None if household is None else Inputs(household, **found)


def _in_key_order(inputs: Inputs) -> Inputs:
    """Return the inputs as the store gives them; a document may list them in any order."""
    found = {field.name: sorted(getattr(inputs, field.name), key=key_of) for field in fields(Inputs)[1:]}
    return Inputs(inputs.household, **{name: tuple(records) for name, records in found.items()})


def _lists(inputs: Inputs) -> dict[str, Sequence[Record]]:
    return {f"inputs.{each.name}": getattr(inputs, each.name) for each in fields(inputs)[1:]}


def refuse_days_to_come(document: Document, today: date) -> None:
    """Raise Refused, listing all, for days of a document that speak of what has been and lie ahead of ``today``."""
    lists = _lists(document.inputs)
    reader = Reader()
    for oddity in starmap(Oddity, broken_days(document.inputs, today)):
        day: date = getattr(oddity.record, oddity.field)
        reader.wrong(_path_of(oddity, lists), day.isoformat(), oddity.message)
    if reader.problems:
        raise _invalid("the document", reader.problems)


def _refuse_unknown(reader: Reader, plain: dict[str, Any], known: frozenset[str], path: str) -> None:
    for key in sorted(plain.keys() - known):
        reader.wrong(f"{path}{key}", None, "there is no such field")


def _refuse_zone(reader: Reader, household: Household) -> None:
    try:
        ZoneInfo(household.time_zone)
    except (KeyError, ValueError, OSError):
        reader.wrong("data.inputs.household.time_zone", household.time_zone, "is no time zone")


def _path_of(oddity: Oddity, lists: Mapping[str, Sequence[Record]]) -> str:
    name, index = next(
        (name, records.index(oddity.record)) for name, records in lists.items() if oddity.record in records
    )
    return f"data.{name}[{index}].{oddity.field}"


def _content(path: str) -> bytes:
    try:
        if path == "-":
            return _bounded(sys.stdin.buffer, path)
        with open(path, "rb") as file:
            return _bounded(file, path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no file can have this name"
        raise InvalidInput(f"{_named(path)} cannot be read: {reason.lower()}", code="unreadable_document") from None


def _bounded(file: BinaryIO, path: str) -> bytes:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _unreadable(path, f"is larger than {LARGEST // 1024 // 1024} MB")
    return content


def _parsed(content: bytes, path: str) -> dict[str, Any]:
    try:
        plain = _DECODER.decode(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unreadable(path, "is not text in UTF-8") from None
    except RecursionError:
        raise _unreadable(path, "is nested too deeply") from None
    except ValueError as error:
        raise _unreadable(path, f"is not JSON: {error}") from None
    if not isinstance(plain, dict):
        raise _unreadable(path, "is not a JSON object")
    return plain


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(
            f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object"
        )
    return table


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:40]}: an amount or a rate is a text here, like 1234.56 between quotation marks")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_no_number, parse_constant=_no_number)


def _named(path: str) -> str:
    return "standard input" if path == "-" else path


def _unreadable(path: str, reason: str) -> Refused:
    return Refused(f"{_named(path)} {reason}", code="unreadable_document")


def _invalid(path: str, problems: list[Problem]) -> Refused:
    first = f"{problems[0].path} {problems[0].message}"
    more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
    message = f"{_named(path)} is no household to import: {first}{more}"
    return Refused(message, code="invalid_document", problems=tuple(problems))


def entries_of(rows: tuple[AuditRow, ...]) -> tuple[AuditEntry, ...]:
    """Return an audit log as the store keeps it."""
    names = [field.name for field in fields(AuditRow)]
    return tuple(AuditEntry(*(getattr(row, name) for name in names)) for row in rows)


def problems_of_history(document: Document) -> Iterator[Problem]:
    """Yield where an audit log does not lead to the records and the revision that it came with."""
    from effluent_cli.domain.replay import audit_oddities
    from effluent_cli.store.inspection import holds_invisible

    rows = document.history
    for number, (earlier, row) in enumerate(zip((None, *rows), rows, strict=False)):
        path = f"data.history[{number}]"
        if row.batch < (1 if earlier is None else earlier.batch):
            yield Problem(f"{path}.batch", row.batch, "batches must be in order, from 1 on")
        if holds_invisible((row.user, row.command, row.subject, row.before, row.after)):
            yield Problem(path, None, "holds a character that cannot be shown")
        if not 1 <= row.version <= 10_000 or (row.undoes is not None and not 1 <= row.undoes < row.batch):
            yield Problem(path, None, "its version, or the batch that it undoes, cannot be")
    if document.revision < len({row.batch for row in rows if is_input(row.subject)}):
        yield Problem("data.revision", document.revision, "is lower than the number of changes in the history")
    entries = tuple((row.subject, row.before, row.after) for row in rows)
    for message in audit_oddities(entries, (*records_of(document.inputs), *(document.what_if() or ()))):
        yield Problem("data.history", None, message)
