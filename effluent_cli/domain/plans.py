"""A change as a value: what a service intends, worked out before anything is written.

Services load inputs, a pure function returns a ``Plan``, and the store applies it. The same plan serves ``--dry-run``, the
answer and the unit test, and a plan turned round (before ↔ after) undoes itself.
"""

from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.records import key_of

if TYPE_CHECKING:
    from effluent_cli.domain.records import Record

EventType = Literal[
    "accounts_changed",
    "flows_changed",
    "taxes_changed",
    "household_changed",
    "assumptions_changed",
    "rules_changed",
    "onboarding_completed",
    "time_passed",
    "manual_refresh",
]

RunKind = Literal[
    "onboard",
    "regenerate",
    "baseline",
    "stress",
    "simulate",
    "process_events",
    "import",
    "restore",
    "undo",
    "adopt",
    "project",
    "compare",
]

EVENT_OF: dict[str, EventType] = {
    "household": "household_changed",
    "member": "household_changed",
    "account": "accounts_changed",
    "snapshot": "accounts_changed",
    "loan_terms": "accounts_changed",
    "card_terms": "accounts_changed",
    "income_source": "flows_changed",
    "withholding": "taxes_changed",
    "deduction": "flows_changed",
    "flow": "flows_changed",
    "skip": "flows_changed",
    "override": "flows_changed",
    "assumption": "assumptions_changed",
    "setting": "assumptions_changed",
}
"""The event that a change to a kind of input queues where the command has no word of its own for it."""


@frozen
class Change:
    """One record before and after: created when ``before`` is None, deleted when ``after`` is None."""

    before: "Record | None"
    after: "Record | None"

    @property
    def record(self) -> "Record":
        """The record the change is about: the new one, or the one that goes."""
        record = self.after if self.after is not None else self.before
        if record is None:
            raise ValueError("a change without a record")
        return record

    @property
    def subject(self) -> str:
        """``kind:key`` as the audit log names it."""
        return ":".join([self.record.KIND, *(str(part) for part in key_of(self.record))])


@frozen
class Plan:
    """Changes in the order in which they are applied, and the types of the events that they queue."""

    changes: tuple[Change, ...] = ()
    events: tuple[EventType, ...] = ()

    @property
    def touches_inputs(self) -> bool:
        """Whether applying the plan raises the revision."""
        return any(change.record.INPUT for change in self.changes)

    def __bool__(self) -> bool:
        return bool(self.changes or self.events)

    def __add__(self, other: "Plan") -> "Plan":
        new = tuple(event for event in other.events if event not in self.events)
        return Plan(self.changes + other.changes, self.events + new)
