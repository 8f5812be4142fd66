"""What all models of answers share: unknown keys are refused, and one item is checked across its own fields."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from effluent_cli.domain.records import Account, Deduction, Flow, Household, IncomeSource, Member, Withholding
from effluent_cli.services.onboarding.questions import Question, question

Complaint = tuple[str, str]
"""The name of a field and what is wrong with it."""
Filled = type[Household | Member | Account | IncomeSource | Withholding | Deduction | Flow]


class Item(BaseModel):
    """One table of answers. ``RECORD`` is the kind of record it states, ``FIXED`` attributes of that record nobody is asked.

    ``NOT_YET`` names fields whose records do not exist so far, with what they would need: they are refused by name.
    ``ALSO`` maps other spellings of a key to the field. ``EXAMPLES`` are examples of fields that several models share.
    ``SPECIAL`` asks a person whether the questions of ``SPECIAL_NAMES``, which concern few, concern them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    RECORD: ClassVar[Filled]
    FIXED: ClassVar[dict[str, Any]] = {}
    NOT_YET: ClassVar[dict[str, str]] = {}
    ALSO: ClassVar[dict[str, str]] = {}
    EXAMPLES: ClassVar[dict[str, str]] = {}
    SPECIAL: ClassVar[str] = ""
    SPECIAL_NAMES: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def questions(cls) -> tuple[Question, ...]:
        """Return the questions in the order in which they are asked."""
        return _questions(cls)

    def complaints(self) -> Iterator[Complaint]:
        """Yield what contradicts itself across the fields of this item; an invalid field counts as not given."""
        yield from _wrong_conditions(self)
        yield from self._contradictions()

    def attributes(self) -> dict[str, Any]:
        """Return the attributes of the record that follow from several fields or from none."""
        return {**self.FIXED, **self._derived()}

    def _contradictions(self) -> Iterator[Complaint]:
        """Yield the contradictions that only this kind of item knows."""
        yield from ()

    def _derived(self) -> dict[str, Any]:
        return {}


@cache
def _questions(model: type[Item]) -> tuple[Question, ...]:
    asked = (question(name, field) for name, field in model.model_fields.items())
    return tuple(
        replace(
            each,
            example=model.EXAMPLES.get(each.name, each.example),
            special=each.name in model.SPECIAL_NAMES,
        )
        for each in asked
    )


def _wrong_conditions(item: Item) -> Iterator[Complaint]:
    given = item.model_fields_set
    for each in item.questions():
        if each.when is None:
            continue
        holder = getattr(item, each.when.field)
        if each.when.holds(holder):
            if each.needed and getattr(item, each.name) is None:
                yield each.name, f"needed where {each.when.field} is {holder}"
        elif holder is not None and each.name in given:
            yield each.name, f"does not apply where {each.when.field} is {holder}"
        elif not each.when.values and each.name in given and each.when.field not in given:
            yield each.when.field, f"needed with {each.name}"


def out_of_order(start: date | None, end: date | None) -> Iterator[Complaint]:
    """Yield a complaint when a period ends before it starts."""
    if start is not None and end is not None and end < start:
        yield "end", f"ends before it starts ({start.isoformat()})"
