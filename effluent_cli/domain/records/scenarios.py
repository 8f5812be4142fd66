"""What if: scenarios and their changes. They are stated and audited like inputs, and are no inputs of the baseline."""

from datetime import date
from typing import ClassVar

from effluent_cli.domain.frozen import frozen


@frozen
class Scenario:
    """A named set of changes over the baseline, on top of those of its ``parent``. An archived one is put away."""

    KIND: ClassVar[str] = "scenario"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = False
    id: str
    name: str
    parent: str | None = None
    archived: bool = False


@frozen
class Param:
    """One key of a change and its value as it was typed."""

    key: str
    value: str


@frozen
class ScenarioChange:
    """One change of a scenario: of which type, from ``on`` to ``until`` (inclusive; None: for good), with its keys.

    ``position`` orders the changes of a scenario, one that is not ``enabled`` counts for nothing.
    """

    KIND: ClassVar[str] = "scenario_change"
    KEY: ClassVar[tuple[str, ...]] = ("scenario", "id")
    INPUT: ClassVar[bool] = False
    scenario: str
    id: str
    type: str
    on: date
    until: date | None = None
    params: tuple[Param, ...] = ()
    position: int = 0
    enabled: bool = True
