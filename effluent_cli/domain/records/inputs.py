"""The inputs: everything the household stated."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.records.accounts import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.domain.records.choices import Assumption, Setting
from effluent_cli.domain.records.flows import Flow, Override, Skip
from effluent_cli.domain.records.income import Deduction, IncomeSource, Withholding
from effluent_cli.domain.records.people import Household, Member


@frozen
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
