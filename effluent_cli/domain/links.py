"""Links between records that lead nowhere: an active record that names one that does not exist or is inactive."""

from collections.abc import Iterator

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex


def link_findings(index: InputsIndex) -> Iterator[Finding]:
    """Yield an error for every broken link; the subject is ``kind:id`` of the source whose flows it poisons."""
    for source in index.sources.values():
        if source.member not in index.members:
            yield _broken("income_source", source.id, source.name, f"member {source.member}")
    for source_id, deductions in index.deductions.items():
        for deduction in deductions:
            if source_id not in index.sources:
                yield _broken("deduction", deduction.id, deduction.id, f"income source {source_id}")
            elif deduction.target_account is not None and deduction.target_account not in index.assets:
                name = f"deduction {deduction.id}"
                yield _broken("income_source", source_id, name, f"account {deduction.target_account}")
    for source_id in index.withholdings:
        if source_id not in index.sources:
            yield _broken("withholding", source_id, "a W-4", f"income source {source_id}")
    for flow in index.flows:
        for account in (flow.from_account, flow.to_account):
            if account is not None and account not in index.accounts:
                yield _broken("flow", flow.id, flow.name, f"account {account}")
        if flow.source is not None and flow.source not in index.sources:
            yield _broken("flow", flow.id, flow.name, f"income source {flow.source}")
    for account_id, each in index.accounts.items():
        if each.owner is not None and each.owner not in index.members:
            yield _broken("account", account_id, each.name, f"member {each.owner}")
        if each.property is not None and each.property not in index.assets:
            yield _broken("account", account_id, each.name, f"property {each.property}")
    for debt, account in index.debts.items():
        if debt not in index.loans and debt not in index.cards:
            yield Finding(
                "debt_without_rate",
                "error",
                f"account:{debt}",
                f"{account.name} is a debt without a rate and a payment",
                f"give its terms, or close the account {debt}",
            )


def _broken(kind: str, key: str, name: str, target: str) -> Finding:
    message = f"{name} refers to {target}, which does not exist or is inactive"
    return Finding("broken_link", "error", f"{kind}:{key}", message, f"correct or remove {kind.replace('_', ' ')} {key}")
