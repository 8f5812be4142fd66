"""What a household states and what effluent derives from it: one frozen dataclass per kind of record.

Each class names its ``KIND`` (also its table), its ``KEY`` (the fields that identify it inside a household) and whether it
is an ``INPUT``. Inputs carry the revision, the audit log and the inputs copy. Scenarios and their changes are stated too:
audited and undone like inputs, but no part of the baseline. Everything else is derived and can be made again.

Annotations are real objects (no postponed evaluation), because tables of columns, the JSON codec and the JSON Schemas are all
built from them.

Import the classes from here. Each loads only the module that it stands in: ``status`` needs three of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from effluent_cli.domain.records.accounts import (
        Account as Account,
    )
    from effluent_cli.domain.records.accounts import (
        CardTerms as CardTerms,
    )
    from effluent_cli.domain.records.accounts import (
        LoanTerms as LoanTerms,
    )
    from effluent_cli.domain.records.accounts import (
        Snapshot as Snapshot,
    )
    from effluent_cli.domain.records.choices import Assumption as Assumption
    from effluent_cli.domain.records.choices import Setting as Setting
    from effluent_cli.domain.records.flows import Flow as Flow
    from effluent_cli.domain.records.flows import Override as Override
    from effluent_cli.domain.records.flows import Skip as Skip
    from effluent_cli.domain.records.flows import SystemFlow as SystemFlow
    from effluent_cli.domain.records.income import (
        Deduction as Deduction,
    )
    from effluent_cli.domain.records.income import (
        Earned as Earned,
    )
    from effluent_cli.domain.records.income import (
        IncomeSource as IncomeSource,
    )
    from effluent_cli.domain.records.income import (
        MatchTier as MatchTier,
    )
    from effluent_cli.domain.records.income import (
        Withholding as Withholding,
    )
    from effluent_cli.domain.records.inputs import Inputs as Inputs
    from effluent_cli.domain.records.kinds import RECORD_TYPES as RECORD_TYPES
    from effluent_cli.domain.records.kinds import Record as Record
    from effluent_cli.domain.records.people import Household as Household
    from effluent_cli.domain.records.people import Member as Member
    from effluent_cli.domain.records.scenarios import Param as Param
    from effluent_cli.domain.records.scenarios import Scenario as Scenario
    from effluent_cli.domain.records.scenarios import ScenarioChange as ScenarioChange
    from effluent_cli.domain.records.state import Baseline as Baseline
    from effluent_cli.domain.records.state import Event as Event
    from effluent_cli.domain.records.state import Run as Run
    from effluent_cli.domain.records.state import Step as Step

_MODULE = {
    "Household": "people",
    "Member": "people",
    "Holding": "accounts",
    "Account": "accounts",
    "Snapshot": "accounts",
    "LoanTerms": "accounts",
    "CardTerms": "accounts",
    "Earned": "income",
    "IncomeSource": "income",
    "Withholding": "income",
    "MatchTier": "income",
    "Deduction": "income",
    "Flow": "flows",
    "Skip": "flows",
    "Override": "flows",
    "SystemFlow": "flows",
    "Assumption": "choices",
    "Setting": "choices",
    "Param": "scenarios",
    "Scenario": "scenarios",
    "ScenarioChange": "scenarios",
    "Step": "state",
    "Event": "state",
    "Baseline": "state",
    "Run": "state",
    "Inputs": "inputs",
    "Record": "kinds",
    "RECORD_TYPES": "kinds",
}


PARTS: dict[str, str] = {
    "snapshot.account": "account",
    "loan_terms.account": "account",
    "card_terms.account": "account",
    "withholding.source": "income_source",
    "deduction.source": "income_source",
    "skip.flow": "flow",
    "scenario_change.scenario": "scenario",
}
"""Fields of records that are part of another and cannot stand without it: foreign keys. Every other broken link is a
finding for a person to mend, not an error, because onboarding may name an account some steps before it exists."""

WHAT_IF = frozenset({"scenario", "scenario_change"})
"""Kinds of records that a household states beside its inputs: audited, and without bearing on revision, events, baseline."""


def is_audited(record: "Record | type[Record]") -> bool:
    """Return whether changes of such a record are recorded in the audit log, and can be undone: whether somebody states it."""
    return record.INPUT or record.KIND in WHAT_IF


def is_input(subject: str) -> bool:
    """Return whether an audited ``kind:key`` is that of an input: whether its change raised the revision."""
    return subject.partition(":")[0] not in WHAT_IF


def __getattr__(name: str) -> Any:
    """Return a record class, importing its module on first use."""
    module = _MODULE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def key_of(record: "Record") -> tuple[object, ...]:
    """Return the values of the record's key fields, in order."""
    return tuple(getattr(record, name) for name in record.KEY)
