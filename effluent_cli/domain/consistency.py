"""What the values of a household must be to each other, beyond what a column can say of each.

Commands and onboarding never store anything else. A document from elsewhere, or a file that was tampered with, may.
"""

from collections.abc import Container, Iterator
from dataclasses import fields
from typing import NamedTuple

from effluent_cli.domain.catalog import ASSET_CLASSES, RATE_INDICES, is_debt
from effluent_cli.domain.onboarding import STEP_OF
from effluent_cli.domain.record_rules import broken_values
from effluent_cli.domain.records import PARTS, CardTerms, Inputs, LoanTerms, Record, Step, key_of
from effluent_cli.domain.rulebook import SHARES
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
    yield from (Oddity(*broken) for broken in broken_values(inputs))
    for account in inputs.accounts:
        shares = [each.share for each in account.allocation]
        if any(each.asset_class not in ASSET_CLASSES for each in account.allocation):
            yield Oddity(account, "allocation", f"each class must be one of {', '.join(ASSET_CLASSES)}")
        elif shares and (sum(shares) != 1 or min(shares) < 0):
            yield Oddity(account, "allocation", "the shares must add up to 1")
    for terms in inputs.loan_terms:
        if not (terms.rate_index is None or terms.rate_index in RATE_INDICES or terms.rate_index in assumptions):
            yield Oddity(terms, "rate_index", f"must be one of {', '.join(RATE_INDICES)}, or an assumption")
    for assumption in inputs.assumptions:
        if assumption.name not in assumptions and assumption.name not in RATE_INDICES:
            yield Oddity(assumption, "name", "there is no assumption of this name")
        elif assumption.name in SHARES and not 0 <= assumption.value <= 1:
            yield Oddity(assumption, "value", "must be a part of a whole, from 0 to 1")
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


def records_of(inputs: Inputs) -> Iterator[Record]:
    """Yield every record of the inputs, the household first."""
    yield inputs.household
    for field in fields(inputs)[1:]:
        yield from getattr(inputs, field.name)


def _parts(inputs: Inputs) -> Iterator[Oddity]:
    """Yield the records that are part of one which is not there, and terms of what is no debt."""
    ids: dict[str, set[str]] = {whole: set() for whole in PARTS.values()}
    for record in records_of(inputs):
        if record.KIND in ids:
            ids[record.KIND].add(str(key_of(record)[0]))
    for record in records_of(inputs):
        for part, whole in PARTS.items():
            kind, _, field = part.partition(".")
            if kind == record.KIND and getattr(record, field) not in ids[whole]:
                yield Oddity(record, field, f"there is no {whole.replace('_', ' ')} {getattr(record, field)}")
    types = {account.id: account.type for account in inputs.accounts}
    owed: tuple[LoanTerms | CardTerms, ...] = (*inputs.loan_terms, *inputs.card_terms)
    for terms in owed:
        if terms.account in types and not is_debt(types[terms.account]):
            yield Oddity(terms, "account", f"{terms.account} is no debt")
