"""What owning a property costs a year, each cost counted once.

Property tax, insurance and homeowners' association fees may be known twice: as a user flow of the category and as a
carrying cost of the property. The user flow is the closer one and stands; the carrying cost then generates nothing, and a
finding names both figures (system notes, section 3).
"""

from dataclasses import dataclass
from datetime import date

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_shown
from effluent_cli.domain.records import Account, Flow

COSTS: dict[str, tuple[str, str]] = {
    "property_tax": ("property_tax", "property tax"),
    "insurance": ("homeowners_insurance", "insurance"),
    "hoa": ("hoa_fees", "HOA fees"),
}
"""Field of the account → expense category and name on screen."""


@dataclass(frozen=True)
class CarryingCost:
    """One yearly cost (cents) of one property that is paid from checking, a twelfth on the 1st of each month."""

    account: str
    kind: str
    category: str
    annual: int
    stated_on: date


def carrying_costs(index: InputsIndex) -> tuple[tuple[CarryingCost, ...], tuple[Finding, ...]]:
    """Return the costs that count, and a finding for each one that a user flow already covers."""
    costs: list[CarryingCost] = []
    findings: list[Finding] = []
    for account in index.assets.values():
        for kind, (category, words) in COSTS.items():
            annual = getattr(account, kind)
            if not annual:
                continue
            flow = _covering_flow(index, account, kind, category)
            if flow is None:
                costs.append(
                    CarryingCost(account.id, kind, category, annual, account.answered_on or _stated(index, account))
                )
            else:
                findings.append(
                    Finding(
                        "counted_once",
                        "info",
                        f"account:{account.id}",
                        f"{words} of {account.name}: the flow {flow.id} ({money_shown(flow.amount)} {flow.frequency}) counts, "
                        f"the carrying cost of {money_shown(annual)} a year does not",
                        f"effluent flows end {flow.id}",
                    )
                )
    return tuple(costs), tuple(findings)


def _covering_flow(index: InputsIndex, account: Account, kind: str, category: str) -> Flow | None:
    """Return the user flow that pays this cost: one tied to the property, or an untied one where only one could be meant."""
    with_cost = [other for other in index.assets.values() if getattr(other, kind)]
    for flow in index.flows:
        if flow.category == category and (
            flow.property == account.id or (flow.property is None and len(with_cost) == 1)
        ):
            return flow
    return None


def _stated(index: InputsIndex, account: Account) -> date:
    snapshots = index.snapshots.get(account.id, ())
    return snapshots[0].on if snapshots else date.max
