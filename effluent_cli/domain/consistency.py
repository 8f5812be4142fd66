"""What the values of a household must be to each other, beyond what a column can say of each.

Commands and onboarding never store anything else. A document from elsewhere, or a file that was tampered with, may.
"""

from collections.abc import Container, Iterator
from typing import NamedTuple

from effluent_cli.domain.catalog import ASSET_CLASSES, RATE_INDICES, is_debt
from effluent_cli.domain.onboarding import STEP_OF
from effluent_cli.domain.records import (
    CardTerms,
    Deduction,
    Inputs,
    LoanTerms,
    Record,
    Snapshot,
    Step,
    Withholding,
    key_of,
)
from effluent_cli.domain.settings import SETTINGS


class Oddity(NamedTuple):
    """A field of a record whose value cannot stand beside the others; ``subject`` is the record's ``kind:key``."""

    record: Record
    field: str
    message: str

    @property
    def subject(self) -> str:
        """The record as the audit log names it."""
        return ":".join([self.record.KIND, *(str(part) for part in key_of(self.record))])


def oddities(inputs: Inputs, assumptions: Container[str]) -> Iterator[Oddity]:
    """Yield every field that cannot stand; ``assumptions`` are the names of those that there are."""
    yield from _parts(inputs)
    for account in inputs.accounts:
        shares = [each.share for each in account.allocation]
        if any(each.asset_class not in ASSET_CLASSES for each in account.allocation):
            yield Oddity(account, "allocation", f"each class must be one of {', '.join(ASSET_CLASSES)}")
        elif shares and (sum(shares) != 1 or min(shares) < 0):
            yield Oddity(account, "allocation", "the shares must add up to 1")
    for terms in inputs.loan_terms:
        if terms.rate_index is not None and terms.rate_index not in RATE_INDICES:
            yield Oddity(terms, "rate_index", f"must be one of {', '.join(RATE_INDICES)}")
    for assumption in inputs.assumptions:
        if assumption.name not in assumptions and assumption.name not in RATE_INDICES:
            yield Oddity(assumption, "name", "there is no assumption of this name")
    for setting in inputs.settings:
        if setting.name not in SETTINGS:
            yield Oddity(setting, "name", "there is no setting of this name")
            continue
        try:
            SETTINGS[setting.name].parse(setting.value)
        except ValueError as error:
            yield Oddity(setting, "value", str(error))


def odd_steps(steps: tuple[Step, ...]) -> Iterator[Oddity]:
    """Yield the steps that onboarding does not have."""
    for step in steps:
        if step.name not in STEP_OF:
            yield Oddity(step, "name", "there is no step of this name")


def _parts(inputs: Inputs) -> Iterator[Oddity]:
    """Yield the records that are part of one which is not there."""
    accounts = {account.id: account for account in inputs.accounts}
    sources = {source.id for source in inputs.income_sources}
    flows = {flow.id for flow in inputs.flows}
    owed: tuple[LoanTerms | CardTerms, ...] = (*inputs.loan_terms, *inputs.card_terms)
    held: tuple[Snapshot | LoanTerms | CardTerms, ...] = (*inputs.snapshots, *owed)
    taken: tuple[Withholding | Deduction, ...] = (*inputs.withholdings, *inputs.deductions)
    for record in held:
        if record.account not in accounts:
            yield Oddity(record, "account", f"there is no account {record.account}")
    for terms in owed:
        if terms.account in accounts and not is_debt(accounts[terms.account].type):
            yield Oddity(terms, "account", f"{terms.account} is no debt")
    for part in taken:
        if part.source not in sources:
            yield Oddity(part, "source", f"there is no income source {part.source}")
    for skip in inputs.skips:
        if skip.flow not in flows:
            yield Oddity(skip, "flow", f"there is no flow {skip.flow}")
