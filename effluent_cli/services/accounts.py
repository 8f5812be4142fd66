"""``account list | show | set-balance``: what is held and owed, today and on record."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.books import Balance, books_at
from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, Inputs, Snapshot
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@frozen
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


@frozen
class AccountList:
    """Every active account, debts and property included."""

    accounts: tuple[AccountRow, ...]


@frozen
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
        raise _wrong("--on", on.isoformat(), "has not come yet: a balance is recorded for today or a day before")
    if balance < 0 and GROUP_OF[account.type] != "cash":
        owed = GROUP_OF[account.type] in LIABILITY_GROUPS
        kind = account.type.replace("_", " ")
        message = "a debt is a positive amount owed" if owed else f"a {kind} account cannot hold less than nothing"
        raise _wrong(option, money_text(balance), message)


def _wrong(option: str, value: str, message: str) -> InvalidInput:
    return InvalidInput(f"{option} {value}: {message}", problems=(Problem(option, value, message),))


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
