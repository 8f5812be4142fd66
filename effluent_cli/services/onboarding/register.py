"""Which records a reference may name: those of the answers, and those on record that the answers leave alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from effluent_cli.domain.onboarding import ANSWERED
from effluent_cli.domain.records import Account, IncomeSource, Inputs, Member
from effluent_cli.domain.slugs import derived_slug
from effluent_cli.services.onboarding.models import MODEL_OF
from effluent_cli.services.onboarding.reading import Plain

KINDS: dict[type, str] = {Member: "member", IncomeSource: "source", Account: "account"}
"""The kinds of record that answers refer to, by the word that a ``Reference`` uses."""


@dataclass(frozen=True)
class Register:
    """``types`` gives, by kind, the type of each record by id (None where it cannot be told).

    ``unreadable`` names the kinds of which a whole step is malformed: nothing can be said against a reference to them.
    """

    types: dict[str, dict[str, str | None]] = field(default_factory=lambda: {kind: {} for kind in KINDS.values()})
    unreadable: set[str] = field(default_factory=set)

    def has(self, kind: str, key: str) -> bool:
        """Return whether a reference to ``key`` can be right."""
        return key in self.types[kind] or kind in self.unreadable

    def type_of(self, kind: str, key: str) -> str | None:
        """Return the type of a record, None where it is not known."""
        return self.types[kind].get(key)


def register(tables: Plain, stored: Inputs | None) -> Register:
    """Return what the answers in ``tables`` and the records in ``stored`` together hold.

    An answer is entered by the id that it gives and by those it would get, however wrong its other fields are, so that one
    mistake is not reported again at every reference.
    """
    found = Register()
    for kind, record in _stored(stored):
        if record.active and record.origin not in tables:
            found.types[kind][record.id] = None if isinstance(record, Member) else record.type
    for spec in ANSWERED:
        record_type = MODEL_OF[spec.name].RECORD
        if record_type not in KINDS or spec.name not in tables:
            continue
        kind, content = KINDS[record_type], tables[spec.name]
        if not isinstance(content, list):
            found.unreadable.add(kind)
            continue
        before = {record.name: record.id for of, record in _stored(stored) if of == kind and record.origin == spec.name}
        for item in content:
            if isinstance(item, dict):
                for key in _ids(item, kind, before):
                    found.types[kind][key] = _type(spec.name, item)
    return found


def _stored(stored: Inputs | None) -> Iterator[tuple[str, Member | IncomeSource | Account]]:
    if stored is not None:
        for records in (stored.members, stored.income_sources, stored.accounts):
            for record in records:
                yield KINDS[type(record)], record


def _ids(item: Plain, kind: str, before: dict[str, str]) -> Iterator[str]:
    given, name = item.get("id"), item.get("name")
    if isinstance(given, str):
        yield given
    elif isinstance(name, str):
        if name in before:
            yield before[name]
        yield derived_slug(name, kind)


def _type(step: str, item: Plain) -> Any:
    model = MODEL_OF[step]
    if "type" in model.FIXED:
        return model.FIXED["type"]
    default = model.model_fields["type"].default if "type" in model.model_fields else None
    given = item.get("type", default)
    return given if isinstance(given, str) else None
