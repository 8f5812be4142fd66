"""Which changes count in a scenario: its ancestors' from the top down, then its own, the nearer ones in place of the farther.

A change of a type that *sets* takes the place of an ancestor's of the same type about the same subject; switched off, it
switches the ancestor's off. A change of a type that *adds* stands beside them. Within one scenario all of them count, in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from effluent_cli.domain.change_types import CHANGE_TYPES
from effluent_cli.domain.change_types.parsing import parsed
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.records import Scenario, ScenarioChange
from effluent_cli.errors import Refused


class Counted(NamedTuple):
    """A change, and the nearer change that stands in its place; None where it counts itself."""

    change: ScenarioChange
    replaced_by: ScenarioChange | None


def lineage(scenarios: Mapping[str, Scenario], key: str) -> tuple[str, ...]:
    """Return a scenario's ancestors from the top down, and itself. Raises Refused for a circle of parents, or a lost one."""
    found: list[str] = []
    current: str | None = key
    while current is not None:
        if current in found:
            raise Refused(
                f"the parents of the scenario {key} go in a circle: {' > '.join([*found, current])}", code="circle"
            )
        if current not in scenarios:
            raise Refused(
                f"the scenario {found[-1] if found else key} has lost its parent {current}", code="broken_link"
            )
        found.append(current)
        current = scenarios[current].parent
    return tuple(reversed(found))


def subject_of(change: ScenarioChange) -> tuple[str, ...] | None:
    """Return what a change that sets is about: its type and the values of its subject's keys; None of one that adds."""
    kind = CHANGE_TYPES[change.type]
    if kind.subject is None:
        return None
    params = {param.key: param.value for param in change.params}
    if kind.open:
        return (change.type, *sorted(params))
    return (change.type, *(params.get(key, "") for key in kind.subject))


def counted(scenarios: Mapping[str, Scenario], changes: Iterable[ScenarioChange], key: str) -> tuple[Counted, ...]:
    """Return every change of a scenario and its ancestors in order, with what stands in the place of one that is replaced."""
    line = lineage(scenarios, key)
    of: dict[str, list[ScenarioChange]] = {each: [] for each in line}
    for change in changes:
        if change.scenario in of:
            of[change.scenario].append(change)
    found: list[Counted] = []
    for depth, each in enumerate(line):
        nearer = {
            subject: change
            for later in line[depth + 1 :]
            for change in of[later]
            if (subject := subject_of(change)) is not None
        }
        for change in sorted(of[each], key=lambda change: (change.position, change.id)):
            subject = subject_of(change)
            found.append(Counted(change, nearer.get(subject) if subject is not None else None))
    return tuple(found)


def in_force(
    scenarios: Mapping[str, Scenario], changes: Iterable[ScenarioChange], key: str
) -> tuple[ScenarioChange, ...]:
    """Return the changes that a scenario comes to, in the order in which they apply."""
    return tuple(
        each.change for each in counted(scenarios, changes, key) if each.replaced_by is None and each.change.enabled
    )


def asked(changes: Sequence[ScenarioChange]) -> tuple[Asked, ...]:
    """Return changes as the compiler takes them: with parsed values, and an id of its own for each.

    Raises ValueError where the keys of a stored change are not what its type takes.
    """
    return tuple(
        Asked(
            f"{change.scenario}.{change.id}",
            change.type,
            change.on,
            change.until,
            parsed(change.type, {param.key: param.value for param in change.params}),
        )
        for change in changes
    )
