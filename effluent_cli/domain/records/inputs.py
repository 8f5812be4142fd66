"""All kinds of records together, and the inputs: everything the household stated."""

from dataclasses import dataclass

from effluent_cli.domain.records.accounts import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.domain.records.choices import Assumption, Setting
from effluent_cli.domain.records.flows import Flow, Override, Skip, SystemFlow
from effluent_cli.domain.records.income import Deduction, IncomeSource, Withholding
from effluent_cli.domain.records.people import Household, Member
from effluent_cli.domain.records.state import Baseline, Event, Run, Step

Record = (
    Household
    | Member
    | Account
    | Snapshot
    | LoanTerms
    | CardTerms
    | IncomeSource
    | Withholding
    | Deduction
    | Flow
    | Skip
    | Override
    | Assumption
    | Setting
    | Step
    | SystemFlow
    | Event
    | Baseline
    | Run
)

RECORD_TYPES: tuple[type[Record], ...] = (
    Household,
    Member,
    Account,
    Snapshot,
    LoanTerms,
    CardTerms,
    IncomeSource,
    Withholding,
    Deduction,
    Flow,
    Skip,
    Override,
    Assumption,
    Setting,
    Step,
    SystemFlow,
    Event,
    Baseline,
    Run,
)


@dataclass(frozen=True)
class Inputs:
    """Everything the household stated, each kind in key order: what the inputs copy freezes and the projection reads."""

    household: Household
    members: tuple[Member, ...] = ()
    accounts: tuple[Account, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    loan_terms: tuple[LoanTerms, ...] = ()
    card_terms: tuple[CardTerms, ...] = ()
    income_sources: tuple[IncomeSource, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    flows: tuple[Flow, ...] = ()
    skips: tuple[Skip, ...] = ()
    overrides: tuple[Override, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    settings: tuple[Setting, ...] = ()
