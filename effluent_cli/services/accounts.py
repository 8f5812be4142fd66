"""``account list | show | set-balance``: what is held and owed, today and on record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.books import Balance, books_at
from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, Rate, Ratio, money_text, ratio
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, CardTerms, Holding, Inputs, LoanTerms, Snapshot
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class AccountRow:
    """One account today. A debt's balance is the positive amount owed; ``recorded`` is its latest snapshot."""

    id: str
    name: str
    type: str
    owner: str | None
    balance: Cents
    recorded: Cents | None
    snapshot_on: date | None
    brought_forward: Cents


@dataclass(frozen=True)
class AccountList:
    """Every active account, debts and property included."""

    accounts: tuple[AccountRow, ...]


@dataclass(frozen=True)
class SnapshotRow:
    """One recorded balance; ``recorded_at`` is when it was entered."""

    on: date
    balance: Cents
    recorded_at: datetime


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class BalanceSet:
    """A recorded balance; ``result`` is ``unchanged`` when the same figure stood there already."""

    id: str
    on: date
    balance: Cents
    previous: Cents | None
    result: Literal["recorded", "corrected", "unchanged"]
    revision: int


def balances(inputs: Inputs, as_of: date) -> tuple[dict[str, Balance], tuple[Finding, ...]]:
    """Return what every active account holds on ``as_of``, and warnings about old figures."""
    law = rules()
    return books_at(InputsIndex(inputs), law, household_assumptions(law, inputs.assumptions), as_of)


def listed(file: "HouseholdFile", caller: Caller) -> tuple[AccountList, date, tuple[Finding, ...]]:
    """Return every active account, in the order of the account types."""
    with file.reading() as books:
        inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    found, findings = balances(inputs, today)
    order = list(GROUP_OF)
    accounts = sorted(
        (account for account in inputs.accounts if account.active), key=lambda each: (order.index(each.type), each.id)
    )
    return AccountList(tuple(_row(account, found[account.id]) for account in accounts)), today, findings


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


def set_balance(
    file: "HouseholdFile", caller: Caller, account_id: str, balance: int, on: date | None
) -> tuple[BalanceSet, date]:
    """Record what an account holds (a debt: owes) at the end of ``on``, by default today.

    One balance stands per account and date: another figure corrects it, the same one changes nothing. Raises NotFound,
    InvalidInput (a negative debt, a date to come), Refused for a closed account, Busy.
    """
    with caller.opened(file) as books:
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        account = named(inputs, account_id)
        if not account.active:
            raise Refused(f"{account_id} is closed", code="closed_account", hint="effluent account list")
        day = today if on is None else on
        check_balance(account, balance, day, today)
        before = next((each for each in inputs.snapshots if (each.account, each.on) == (account.id, day)), None)
        if before is not None and before.balance == balance:
            return BalanceSet(account.id, day, balance, balance, "unchanged", books.revision()), today
        change = Change(before, Snapshot(account.id, day, balance, caller.now))
        revision = books.revision()
        if not caller.dry_run:
            revision = books.apply(Plan((change,), ("accounts_changed",))).revision
        previous = before.balance if before is not None else None
        return BalanceSet(
            account.id, day, balance, previous, "recorded" if before is None else "corrected", revision
        ), today


def named(inputs: Inputs, account_id: str) -> Account:
    """Return the account with that id. Raises NotFound."""
    for account in inputs.accounts:
        if account.id == account_id:
            return account
    raise NotFound(f"there is no account {account_id!r}", hint="effluent account list")


def check_balance(account: Account, balance: int, on: date, today: date, option: str = "AMOUNT") -> None:
    """Raise InvalidInput for a balance (cents) that the account cannot have, stated by ``option``, or of a day to come."""
    if on > today:
        message = f"{on.isoformat()} has not come yet: a balance is recorded for today or a day before"
        raise InvalidInput(message, problems=(Problem("--on", on.isoformat(), message),))
    if balance < 0 and GROUP_OF[account.type] != "cash":
        owed = GROUP_OF[account.type] in LIABILITY_GROUPS
        message = "a debt is a positive amount owed" if owed else f"a {account.type} cannot hold less than nothing"
        raise InvalidInput(message, problems=(Problem(option, money_text(balance), message),))


def _row(account: Account, held: Balance) -> AccountRow:
    return AccountRow(
        id=account.id,
        name=account.name,
        type=account.type,
        owner=account.owner,
        balance=held.balance,
        recorded=held.recorded,
        snapshot_on=held.snapshot_on,
        brought_forward=held.brought_forward,
    )
