"""What owning a property costs a year, each cost counted once.

Property tax, insurance and homeowners' association fees may be known three times: in the escrow of the property's mortgage,
as a user flow of the category, and as a carrying cost of the property. The first of these stands; the others generate nothing
as long as it pays, and a finding names all figures (system notes, section 3). Escrow ends with its mortgage, a flow on its
last day: from then on the next in line counts.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import half_up, money_shown
from effluent_cli.domain.periods import LAST_DAY
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Account, Flow

COSTS: dict[str, tuple[str, str]] = {
    "property_tax": ("property_tax", "property tax"),
    "insurance": ("homeowners_insurance", "insurance"),
    "hoa": ("hoa_fees", "HOA fees"),
}
"""Field of the account → expense category and name on screen."""
RENTAL_CATEGORY = {"property_tax": "rental_tax", "insurance": "rental_insurance"}
"""The category under which a flow tied to a rented property may pay the same cost."""
IN_ESCROW = ("property_tax", "insurance")


@frozen
class CarryingCost:
    """One yearly cost (cents) of one property that is paid from checking, a twelfth on the 1st of each month.

    ``escrows`` are the mortgages whose escrow pays it instead as long as money is owed on them, ``flows`` the user flows
    that do so until they end.
    """

    account: str
    kind: str
    category: str
    annual: int
    stated_on: date
    escrows: tuple[str, ...]
    flows: tuple[Flow, ...]

    def paid_by_flow(self, day: date) -> bool:
        """Whether a user flow pays what would fall on ``day``."""
        return any(runs_on(flow, day) for flow in self.flows)

    def counts(self, day: date, owed: Mapping[str, int]) -> bool:
        """Whether the cost itself is paid on ``day``, given what is owed on each debt (cents)."""
        return not self.paid_by_flow(day) and not any(owed[debt] > 0 for debt in self.escrows)


def runs_on(flow: Flow, day: date) -> bool:
    """Whether a recurring flow has not come to its end before ``day``; until it begins it counts as the way it will be."""
    return flow.frequency != "once" and (flow.end is None or day <= flow.end)


def carrying_costs(index: InputsIndex) -> tuple[CarryingCost, ...]:
    """Return the costs stated of the properties, each with what else may pay it."""
    return tuple(
        CarryingCost(
            account=account.id,
            kind=kind,
            category=category,
            annual=annual,
            stated_on=stated_on(index, account),
            escrows=_escrows(index, account, kind),
            flows=_flows_for(index, account, kind),
        )
        for account in index.assets.values()
        for kind, (category, _) in COSTS.items()
        if (annual := getattr(account, kind))
    )


def escrowed_flows(index: InputsIndex) -> dict[str, tuple[str, ...]]:
    """Return the user flows that an escrow pays instead, each with the mortgages concerned."""
    return {
        flow.id: debts
        for account in index.assets.values()
        for kind in IN_ESCROW
        if (debts := _escrows(index, account, kind))
        for flow in _flows_for(index, account, kind)
    }


def escrow_parts(index: InputsIndex, debt: str, escrow: int) -> tuple[tuple[str, int], ...]:
    """Split a debt's escrow (cents) over the expense categories it pays, in proportion to the property's stated costs.

    It is all property tax where no cost is stated. The parts sum to the escrow.
    """
    if not escrow:
        return ()
    property_ = index.assets.get(index.debts[debt].property or "")
    tax = (property_.property_tax or 0) if property_ is not None else 0
    insurance = (property_.insurance or 0) if property_ is not None else 0
    for_tax = half_up(escrow * tax, tax + insurance) if tax + insurance else escrow
    parts = (COSTS["property_tax"][0], for_tax), (COSTS["insurance"][0], escrow - for_tax)
    return tuple((category, amount) for category, amount in parts if amount)


def counted_once(index: InputsIndex, owed: Mapping[str, int], as_of: date) -> tuple[Finding, ...]:
    """Return a finding for every cost known more than once: which figure counts, and which do not.

    ``owed`` is what is owed on each debt today (cents).
    """
    found = (_finding(index, account, kind, owed, as_of) for account in index.assets.values() for kind in COSTS)
    return tuple(finding for finding in found if finding is not None)


def stated_on(index: InputsIndex, account: Account) -> date:
    """Return the day from whose year a property's yearly figures grow with inflation."""
    snapshots = index.snapshots.get(account.id, ())
    return account.stated_on or account.answered_on or (snapshots[0].on if snapshots else LAST_DAY)


def restated(index: InputsIndex, account: Account, rates: Rates, today: date) -> Account:
    """Return a property with its yearly figures and its rent in the money of ``today``, on which they count as stated."""
    since = stated_on(index, account).year

    def grown(figure: int | None, category: str = "") -> int | None:
        return None if figure is None else rates.compounded(figure, rates.prices(category), since, today.year)

    return replace(
        account,
        stated_on=today,
        rent=grown(account.rent),
        property_tax=grown(account.property_tax, COSTS["property_tax"][0]),
        insurance=grown(account.insurance, COSTS["insurance"][0]),
        hoa=grown(account.hoa, COSTS["hoa"][0]),
    )


def _finding(index: InputsIndex, account: Account, kind: str, owed: Mapping[str, int], as_of: date) -> Finding | None:
    name, annual = account.name, getattr(account, kind)
    escrows = [
        (
            f"the escrow of {index.debts[debt].name} ({money_shown(index.loans[debt].escrow)} a month)",
            f"debt edit {debt} --escrow 0",
        )
        for debt in _escrows(index, account, kind)
        if owed[debt] > 0
    ]
    flows = [
        (f"the flow {flow.id} ({money_shown(flow.amount)} {flow.frequency})", f"flows end {flow.id}")
        for flow in _flows_for(index, account, kind)
        if runs_on(flow, as_of)
    ]
    cost = [(f"the carrying cost of {money_shown(annual)} a year", "")] if annual else []
    known = [group for group in (escrows, flows, cost) if group]
    if len(known) < 2:
        return None
    others = [words for group in known[1:] for words, _ in group]
    message = (
        f"{COSTS[kind][1]} of {name}: {' and '.join(words for words, _ in known[0])} counts, "
        f"{' and '.join(others)} {'does' if len(others) == 1 else 'do'} not"
    )
    return Finding("counted_once", "info", f"account:{account.id}", message, f"effluent {known[0][0][1]}")


def _escrows(index: InputsIndex, account: Account, kind: str) -> tuple[str, ...]:
    """Return the mortgages of a property whose escrow pays this cost: what is stated of it, else its property tax."""
    stated = [each for each in IN_ESCROW if getattr(account, each)] or ["property_tax"]
    if kind not in stated:
        return ()
    return tuple(key for key, terms in index.loans.items() if terms.escrow and index.debts[key].property == account.id)


def _flows_for(index: InputsIndex, account: Account, kind: str) -> tuple[Flow, ...]:
    """Return the user flows that pay this cost: those tied to the property, or untied ones where only one could be meant."""
    category = COSTS[kind][0]
    bearing = [other.id for other in index.assets.values() if getattr(other, kind) or _escrows(index, other, kind)]
    return tuple(
        flow
        for flow in index.flows
        if (flow.property == account.id and flow.category in (category, RENTAL_CATEGORY.get(kind)))
        or (flow.property is None and flow.category == category and bearing == [account.id])
    )
