"""The inputs as they would stand once a plan is applied: what a dry run and a review show before anything is written."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, get_args

from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Household, Inputs, key_of

_FIELD_OF: dict[str, str] = {
    get_args(field.type)[0].KIND: field.name for field in fields(Inputs) if field.name != "household"
}
"""The field of ``Inputs`` that holds a kind of record."""


def inputs_after(inputs: Inputs | None, plan: Plan) -> Inputs:
    """Return ``inputs`` with the plan's changes made; without inputs the plan must bring the household. ValueError if not."""
    household = None if inputs is None else inputs.household
    changes: dict[str, list[Change]] = {}
    for change in plan.changes:
        if isinstance(change.after, Household):
            household = change.after
        elif change.record.INPUT:
            changes.setdefault(_FIELD_OF[change.record.KIND], []).append(change)
    if household is None:
        raise ValueError("a plan for no household")
    whole = Inputs(household) if inputs is None else inputs
    parts: dict[str, Any] = {name: _changed(getattr(whole, name), each) for name, each in changes.items()}
    return replace(whole, household=household, **parts)


def _changed(records: Iterable[Any], changes: list[Change]) -> tuple[Any, ...]:
    found = {key_of(record): record for record in records}
    for change in changes:
        if change.before is not None:
            del found[key_of(change.before)]
        if change.after is not None:
            found[key_of(change.after)] = change.after
    return tuple(found[key] for key in sorted(found))
