"""Links between records that lead nowhere: an active record that names one that does not exist or is inactive."""

from collections.abc import Container, Iterator
from typing import NamedTuple

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex


class Link(NamedTuple):
    """One reference: ``subject`` is the ``kind:id`` whose flows a broken one poisons, ``noun`` what ``target`` should be."""

    subject: str
    name: str
    noun: str
    target: str | None
    among: Container[str]


def link_findings(index: InputsIndex) -> Iterator[Finding]:
    """Yield an error for every link that leads nowhere, and for every debt without terms."""
    for link in _links(index):
        if link.target is not None and link.target not in link.among:
            message = f"{link.name} refers to {link.noun} {link.target}, which does not exist or is inactive"
            what = link.subject.replace("_", " ").replace(":", " ", 1)
            yield Finding("broken_link", "error", link.subject, message, f"correct or remove {what}")
    for debt, account in index.debts.items():
        if debt not in index.loans and debt not in index.cards:
            message = f"{account.name} is a debt without a rate and a payment"
            fix = f"give its terms, or close the account {debt}"
            yield Finding("debt_without_rate", "error", f"account:{debt}", message, fix)


def _links(index: InputsIndex) -> Iterator[Link]:
    for key, source in index.sources.items():
        yield Link(f"income_source:{key}", source.name, "member", source.member, index.members)
    for key, source in index.sources.items():
        yield Link(f"income_source:{key}", source.name, "account", source.retirement_account, index.assets)
    for source_id, deductions in index.deductions.items():
        for each in deductions:
            name = f"deduction {each.id}"
            yield Link(f"deduction:{each.id}", name, "income source", source_id, index.sources)
            if source_id in index.sources:
                yield Link(f"income_source:{source_id}", name, "account", each.target_account, index.assets)
    for source_id in index.withholdings:
        yield Link(f"withholding:{source_id}", "a W-4", "income source", source_id, index.sources)
    for flow in index.flows:
        yield Link(f"flow:{flow.id}", flow.name, "account", flow.from_account, index.accounts)
        yield Link(f"flow:{flow.id}", flow.name, "account", flow.to_account, index.accounts)
        yield Link(f"flow:{flow.id}", flow.name, "income source", flow.source, index.sources)
    for key, account in index.accounts.items():
        yield Link(f"account:{key}", account.name, "member", account.owner, index.members)
        yield Link(f"account:{key}", account.name, "property", account.property, index.assets)
