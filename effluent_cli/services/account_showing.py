"""``account show``: one account whole, with what is reckoned of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from effluent_cli.domain.books import Balance
from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, Rate, Ratio, ratio
from effluent_cli.domain.records import CardTerms, Holding, LoanTerms
from effluent_cli.services.accounts import balances, named
from effluent_cli.services.caller import Caller

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@frozen
class SnapshotRow:
    """One recorded balance; ``recorded_at`` is when it was entered."""

    on: date
    balance: Cents
    recorded_at: datetime


@frozen
class AccountShow:
    """One account with its particulars, its terms if it is a debt, and its recorded balances, newest first.

    ``secures`` are the debts secured on a property; ``equity`` is its value less what is owed on them, ``loan_to_value`` what
    is owed as a part of its value. Carrying costs are a year's, the rent comes by ``rent_frequency``.
    """

    id: str
    name: str
    type: str
    group: str
    owner: str | None
    institution: str | None
    last_four: str | None
    notes: str | None
    active: bool
    primary: bool
    origin: str
    growth: Rate | None
    cost_basis: Cents | None
    allocation: tuple[Holding, ...]
    ownership_share: Rate | None
    rent: Cents | None
    rent_frequency: str
    property_tax: Cents | None
    insurance: Cents | None
    hoa: Cents | None
    property: str | None
    secures: tuple[str, ...]
    equity: Cents | None
    loan_to_value: Ratio | None
    balance: Cents
    recorded: Cents | None
    snapshot_on: date | None
    brought_forward: Cents
    loan_terms: LoanTerms | None
    card_terms: CardTerms | None
    snapshots: tuple[SnapshotRow, ...]


def show(file: "HouseholdFile", caller: Caller, account_id: str) -> tuple[AccountShow, date, tuple[Finding, ...]]:
    """Return one account, also an inactive one. Raises NotFound."""
    with file.reading() as books:
        inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    account = named(inputs, account_id)
    found, findings = balances(inputs, today)
    snapshots = sorted((each for each in inputs.snapshots if each.account == account.id), key=lambda each: each.on)
    last = snapshots[-1] if snapshots else None
    held = found.get(account.id) or Balance(
        last.balance if last else None, last.on if last else None, 0, last.balance if last else 0
    )
    secures = tuple(each.id for each in inputs.accounts if each.active and each.property == account.id)
    owed = sum(found[each].balance for each in secures)
    owned = GROUP_OF[account.type] == "property"
    report = AccountShow(
        id=account.id,
        name=account.name,
        type=account.type,
        group=GROUP_OF[account.type],
        owner=account.owner,
        institution=account.institution,
        last_four=account.last_four,
        notes=account.notes,
        active=account.active,
        primary=account.primary,
        origin=account.origin,
        growth=account.growth,
        cost_basis=account.cost_basis,
        allocation=account.allocation,
        ownership_share=account.ownership_share,
        rent=account.rent,
        rent_frequency=account.rent_frequency,
        property_tax=account.property_tax,
        insurance=account.insurance,
        hoa=account.hoa,
        property=account.property,
        secures=secures,
        equity=held.balance - owed if owned else None,
        loan_to_value=ratio(owed, held.balance) if owned else None,
        balance=held.balance,
        recorded=held.recorded,
        snapshot_on=held.snapshot_on,
        brought_forward=held.brought_forward,
        loan_terms=next((terms for terms in inputs.loan_terms if terms.account == account.id), None),
        card_terms=next((terms for terms in inputs.card_terms if terms.account == account.id), None),
        snapshots=tuple(SnapshotRow(each.on, each.balance, each.recorded_at) for each in reversed(snapshots)),
    )
    return report, today, findings
