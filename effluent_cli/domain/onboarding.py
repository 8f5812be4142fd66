"""The 27 steps of onboarding, in order: the one table of their numbers, names and marks (system notes, section 2).

The questions of each step stand in ``services/onboarding``; this table is small enough for every command that must know how
far a household has come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.records import IncomeSource, Step

Shape = Literal["none", "one", "many"]
"""What an answers file holds for a step: nothing, a table, or an array of tables."""
Status = Literal["completed", "skipped", "not_applicable"]


@dataclass(frozen=True)
class StepSpec:
    """One step.

    ``skippable`` is the mark S, ``regenerates`` R; ``needs`` is A: the step applies only where an active income source has
    one of these types. ``required`` steps must be answered before the last one.
    """

    number: int
    name: str
    title: str
    shape: Shape
    skippable: bool = False
    regenerates: bool = False
    required: bool = False
    needs: frozenset[str] | None = None


BUSINESS_TYPES = frozenset({"self_employed", "rental"})
"""Income types that may have expenses of their own."""

STEPS: tuple[StepSpec, ...] = (
    StepSpec(1, "welcome", "Welcome", "none"),
    StepSpec(2, "household_info", "Household", "one", required=True),
    StepSpec(3, "members", "Members", "many", required=True),
    StepSpec(4, "tax_filing", "Tax filing", "one", required=True),
    StepSpec(5, "income_sources", "Income sources", "many", regenerates=True, required=True),
    StepSpec(6, "business_expenses", "Business expenses", "many", needs=BUSINESS_TYPES),
    StepSpec(7, "withholding", "Withholding", "many", skippable=True, regenerates=True, needs=W2_TYPES),
    StepSpec(8, "pretax_deductions", "Paycheck deductions", "many", skippable=True, regenerates=True, needs=W2_TYPES),
    StepSpec(9, "bank_accounts", "Bank accounts", "many", regenerates=True, required=True),
    StepSpec(10, "investments", "Investments", "many", regenerates=True),
    StepSpec(11, "retirement", "Retirement accounts", "many", regenerates=True),
    StepSpec(12, "real_estate", "Real estate", "many", skippable=True, regenerates=True),
    StepSpec(13, "vehicles", "Vehicles", "many", skippable=True),
    StepSpec(14, "personal_property", "Personal property", "many", skippable=True),
    StepSpec(15, "business_ownership", "Business ownership", "many", skippable=True),
    StepSpec(16, "mortgages", "Mortgages", "many", skippable=True, regenerates=True),
    StepSpec(17, "credit_cards", "Credit cards", "many", skippable=True, regenerates=True),
    StepSpec(18, "student_loans", "Student loans", "many", skippable=True, regenerates=True),
    StepSpec(19, "other_debts", "Other debts", "many", skippable=True, regenerates=True),
    StepSpec(20, "housing_expenses", "Housing expenses", "one"),
    StepSpec(21, "utilities", "Utilities", "many"),
    StepSpec(22, "insurance", "Insurance", "many"),
    StepSpec(23, "transportation", "Transportation", "many"),
    StepSpec(24, "food", "Food", "one"),
    StepSpec(25, "other_expenses", "Other expenses", "many"),
    StepSpec(26, "review", "Review", "none"),
    StepSpec(27, "complete", "Complete", "none", regenerates=True),
)
STEP_OF: dict[str, StepSpec] = {spec.name: spec for spec in STEPS}
ANSWERED: tuple[StepSpec, ...] = tuple(spec for spec in STEPS if spec.shape != "none")
"""The steps that an answers file may hold."""
LAST = STEPS[-1]


@dataclass(frozen=True)
class Progress:
    """How many steps are done in which way; ``percent`` counts applicable steps alone, rounded down."""

    completed: int
    skipped: int
    not_applicable: int
    percent: int


def applies(spec: StepSpec, sources: Iterable[IncomeSource]) -> bool:
    """Return whether the step has anything to ask of a household with these income sources."""
    return spec.needs is None or any(source.active and source.type in spec.needs for source in sources)


def progress(steps: Iterable[Step]) -> Progress:
    """Return how far the household has come."""
    count = {"completed": 0, "skipped": 0, "not_applicable": 0}
    for step in steps:
        count[step.status] += 1
    done = count["completed"] + count["skipped"]
    return Progress(**count, percent=100 * done // (len(STEPS) - count["not_applicable"]))


def is_complete(steps: Iterable[Step]) -> bool:
    """Return whether the last step is done, so that a projection may be asked for."""
    return any(step.name == LAST.name and step.status == "completed" for step in steps)


def next_step(steps: Iterable[Step]) -> StepSpec | None:
    """Return the first step that is not done, or None when all are."""
    done = {step.name for step in steps}
    return next((spec for spec in STEPS if spec.name not in done), None)


def through(until: str | None) -> tuple[StepSpec, ...]:
    """Return the steps up to and including ``until`` (None: all of them)."""
    return STEPS if until is None else STEPS[: STEP_OF[until].number]
