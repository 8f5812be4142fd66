"""All kinds of records together."""

from effluent_cli.domain.records.accounts import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.domain.records.choices import Assumption, Setting
from effluent_cli.domain.records.flows import Flow, Override, Skip, SystemFlow
from effluent_cli.domain.records.income import Deduction, IncomeSource, Withholding
from effluent_cli.domain.records.people import Household, Member
from effluent_cli.domain.records.scenarios import Scenario, ScenarioChange
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
    | Scenario
    | ScenarioChange
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
    Scenario,
    ScenarioChange,
    Step,
    SystemFlow,
    Event,
    Baseline,
    Run,
)
