"""One change as the compiler takes it: parsed values, its days, and the errors that only a household can cause."""

from datetime import date
from typing import Any, NamedTuple

from effluent_cli.errors import Refused


class Asked(NamedTuple):
    """A change of ``type`` from ``on`` to ``until`` (inclusive; None: for good). ``values`` are cents, rates, ids, by key.

    ``id`` is that of the change behind its scenario's and a dot, so that nothing that it makes meets a record's own id.
    """

    id: str
    type: str
    on: date
    until: date | None
    values: dict[str, Any]

    @property
    def amount(self) -> int:
        """The amount in cents."""
        found: int = self.values["amount"]
        return found

    @property
    def own(self) -> str:
        """The change's own id, without that of its scenario."""
        return self.id.rpartition(".")[2]

    @property
    def scenario(self) -> str:
        """The id of the scenario that it is a change of."""
        return self.id.rpartition(".")[0]

    @property
    def title(self) -> str:
        """What its records are called."""
        return f"{self.type} {self.own}"

    def get(self, key: str, default: Any) -> Any:
        """Return a value, or what stands for one that is not given."""
        return self.values.get(key, default)


def broken(asked: Asked, key: str, why: str) -> Refused:
    """Return the error that a change cannot be applied to this household."""
    return Refused(
        f"the change {asked.id} ({asked.type}) cannot be applied: {key}: {why}",
        code="change_not_applicable",
        hint=f"effluent scenario change list {asked.scenario}",
    )
