"""Which record an answer is about: the id it gives, else that of the same step's record of the same name, else a new one.

Ids are stable: the same answers find the same records on every later run, whatever was added beside them. A new id is made
from the name and avoids every id in use (system notes, sections 1 and 2).
"""

from collections.abc import Container, Iterable, Iterator, Sequence

from effluent_cli.domain.answers import Stated, Thing
from effluent_cli.domain.records import Account, Deduction, Flow, IncomeSource, Inputs, Member, Withholding
from effluent_cli.domain.slugs import derived_slug
from effluent_cli.errors import Problem, Refused

FALLBACK: dict[type, str] = {
    Member: "member",
    Account: "account",
    IncomeSource: "source",
    Deduction: "deduction",
    Flow: "flow",
}
"""What an id is called of whose name nothing is left in ASCII."""


def things(inputs: Inputs | None) -> Iterator[Thing]:
    """Yield every record of the kinds that steps of onboarding state."""
    if inputs is not None:
        yield from inputs.members
        yield from inputs.accounts
        yield from inputs.income_sources
        yield from inputs.withholdings
        yield from inputs.deductions
        yield from inputs.flows


def id_of(record: Thing) -> str:
    """Return the id of a record; a W-4 goes by its source's."""
    return record.source if isinstance(record, Withholding) else record.id


def name_of(record: Thing) -> str:
    """Return the text by which a step knows its record again when no id is given."""
    if isinstance(record, Withholding):
        return record.source
    return f"{record.source} {record.type}" if isinstance(record, Deduction) else record.name


def identified(stated: Sequence[Stated], inputs: Inputs | None, present: Container[str]) -> tuple[str, ...]:
    """Return the id of each thing stated, in their order; ``present`` are the steps whose records the answers replace.

    Raises Refused when an id that was given belongs to a record that these answers may not replace: one that a command made,
    or one of a step that is absent from them.
    """
    existing = {(type(record), id_of(record)): record for record in things(inputs)}
    _refuse_foreign(stated, existing, present)
    ids = [id_of(each.record) for each in stated]
    claimed = {(type(each.record), key) for each, key in zip(stated, ids, strict=True) if key}
    known = _by_name(record for at, record in existing.items() if at not in claimed)
    taken: dict[type, set[str]] = {kind: set() for kind in FALLBACK}
    for kind, key in (*existing, *claimed):
        taken.setdefault(kind, set()).add(key)
    for index, each in enumerate(stated):
        if not ids[index] and (same := known.get(_step_and_name(each.record))):
            ids[index] = same.pop(0)
    for index, each in enumerate(stated):
        if not ids[index]:
            kind = type(each.record)
            ids[index] = derived_slug(name_of(each.record), FALLBACK[kind], taken[kind])
            taken[kind].add(ids[index])
    return tuple(ids)


def _step_and_name(record: Thing) -> tuple[type, str, str]:
    return type(record), record.origin, name_of(record)


def _by_name(records: Iterable[Thing]) -> dict[tuple[type, str, str], list[str]]:
    """Return the ids of the records by kind, step and name: active ones first, then in the order in which they were made."""
    found: dict[tuple[type, str, str], list[tuple[bool, int, str]]] = {}
    for record in records:
        key = id_of(record)
        found.setdefault(_step_and_name(record), []).append((not record.active, _number(record), key))
    return {name: [key for *_, key in sorted(each)] for name, each in found.items()}


def _number(record: Thing) -> int:
    """Return which of several records of one name this is, by the number at the end of its id; 0 for the first."""
    key = id_of(record)
    last = key.rpartition("-")[2]
    first = key == derived_slug(name_of(record), FALLBACK.get(type(record), "record"))
    return int(last) if not first and last.isdigit() else 0


def _refuse_foreign(stated: Sequence[Stated], existing: dict[tuple[type, str], Thing], present: Container[str]) -> None:
    problems = []
    for each in stated:
        record = existing.get((type(each.record), id_of(each.record)))
        if record is not None and record.origin not in present and (record.active or record.origin == "command"):
            holder = "a command made" if record.origin == "command" else f"the step {record.origin} made"
            field = "source" if isinstance(record, Withholding) else "id"
            problems.append(Problem(f"{each.path}.{field}", id_of(each.record), f"is the id of a record that {holder}"))
    if problems:
        raise Refused(
            f"{problems[0].path} {problems[0].value!r} {problems[0].message}",
            code="id_taken",
            hint="give another id",
            problems=tuple(problems),
        )
