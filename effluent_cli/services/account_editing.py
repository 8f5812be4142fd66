"""``account add | edit | close``: accounts made, changed and closed by a command."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import ACCOUNT_TYPES, CASH, GROUP_OF, is_debt
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.errors import Refused
from effluent_cli.services.accounts import balances, check_balance
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    Planned,
    changed,
    edit,
    found,
    named,
    new_id,
    one_of,
    with_stated,
    wrong,
)

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent account list"
GROWS = frozenset({"cash", "investment", "retirement", "property", "personal", "business", "receivable"})


@dataclass(frozen=True)
class AccountFields:
    """What a person may state about an account; None is not stated. Amounts are cents, ``growth`` a fraction a year."""

    name: str | None = None
    type: str | None = None
    owner: str | None = None
    institution: str | None = None
    last_four: str | None = None
    notes: str | None = None
    growth: Decimal | None = None
    cost_basis: int | None = None
    primary: bool | None = None


@dataclass(frozen=True)
class OpeningBalance:
    """What a new account holds (cents), and on which day; None is today."""

    amount: int
    on: date | None


def add(
    file: "HouseholdFile",
    caller: Caller,
    stated: AccountFields,
    *,
    account_id: str | None,
    balance: OpeningBalance | None,
    rate: Decimal | None,
) -> tuple[Edited, date]:
    """Add an account with its first balance. A debt needs ``rate``; its payment is the business of ``debt edit``.

    Raises InvalidInput, NotFound (the owner), Refused (the id is taken, a second primary account), Busy.
    """
    kind = one_of("--type", stated.type or "", ACCOUNT_TYPES)
    if is_debt(kind) and rate is None:
        raise wrong("--rate", None, "a debt needs its rate, 0% where it bears none")
    if not is_debt(kind) and rate is not None:
        raise wrong("--rate", str(rate), f"a {kind.replace('_', ' ')} has no rate: its yield or growth is --growth")

    def planning(index: InputsIndex, today: date) -> Planned:
        name = named(stated.name or "")
        key = new_id(account_id, name, "account", frozenset(each.id for each in index.inputs.accounts))
        account = _checked(index, Account(key, name, kind), stated)
        day = balance.on if balance is not None and balance.on is not None else today
        amount = balance.amount if balance is not None else 0
        check_balance(account, amount, day, today)
        changes = [Change(None, account), Change(None, Snapshot(key, day, amount, caller.now))]
        if rate is not None:
            changes.append(Change(None, _terms(account, rate, day)))
        return Planned(key, Plan((*changes, *_no_longer_primary(index, account)), ("accounts_changed",)))

    return edit(file, caller, planning)


def change(file: "HouseholdFile", caller: Caller, account_id: str, stated: AccountFields) -> tuple[Edited, date]:
    """Change what is stated of an account. Raises NotFound, InvalidInput, Refused (another group of types), Busy."""

    def planning(index: InputsIndex, _: date) -> Planned:
        before = found(index.accounts, account_id, "account", SHOW)
        after = _checked(index, before, stated)
        if GROUP_OF[after.type] != GROUP_OF[before.type]:
            raise Refused(
                f"{account_id} is a {before.type.replace('_', ' ')} and cannot become a {after.type.replace('_', ' ')}",
                code="other_group",
                hint="close it and add a new account",
            )
        planned = changed(account_id, before, after, "accounts_changed")
        if not planned.plan:
            return planned
        return Planned(account_id, planned.plan + Plan(_no_longer_primary(index, after)))

    return edit(file, caller, planning)


def close(file: "HouseholdFile", caller: Caller, account_id: str) -> tuple[Edited, date]:
    """Close an account: it must hold or owe nothing today, and nothing may point to it. Raises NotFound, Refused, Busy."""

    def planning(index: InputsIndex, today: date) -> Planned:
        account = found(index.accounts, account_id, "account", SHOW)
        held = balances(index.inputs, today)[0][account_id].balance
        if held:
            verb = "owes" if is_debt(account.type) else "holds"
            raise Refused(
                f"{account_id} still {verb} something: it cannot be closed",
                code="balance_left",
                hint=f"effluent account set-balance {account_id} 0",
            )
        users = _users(index, account_id)
        if users:
            raise Refused(
                f"{account_id} is still used by {', '.join(users)}",
                code="account_in_use",
                hint="change or end those first",
            )
        closed = replace(account, active=False, primary=False)
        return Planned(account_id, Plan((Change(account, closed),), ("accounts_changed",)))

    return edit(file, caller, planning)


def _checked(index: InputsIndex, account: Account, stated: AccountFields) -> Account:
    if stated.owner is not None:
        found(index.members, stated.owner, "member", "effluent member list")
    after = with_stated(
        account,
        name=named(stated.name) if stated.name is not None else None,
        type=one_of("--type", stated.type, ACCOUNT_TYPES) if stated.type is not None else None,
        owner=stated.owner,
        institution=named(stated.institution) if stated.institution is not None else None,
        last_four=stated.last_four,
        notes=stated.notes,
        growth=stated.growth,
        cost_basis=stated.cost_basis,
        primary=stated.primary,
    )
    if after.last_four is not None and not (
        after.last_four.isascii() and after.last_four.isdigit() and len(after.last_four) == 4
    ):
        raise wrong("--last-four", after.last_four, "four digits")
    if stated.growth is not None and GROUP_OF[after.type] not in GROWS:
        raise wrong("--growth", str(stated.growth), "a debt does not grow: its rate is changed with debt edit")
    if stated.cost_basis is not None and (stated.cost_basis < 0 or is_debt(after.type)):
        raise wrong("--cost-basis", money_text(stated.cost_basis), "what was paid for an asset, zero or more")
    if stated.primary and after.type not in CASH:
        raise wrong("--primary", after.type, "only a cash account can be the one that pay lands in")
    return after


def _no_longer_primary(index: InputsIndex, account: Account) -> tuple[Change, ...]:
    """Return the change that takes the mark from the account that was primary so far."""
    if not account.primary:
        return ()
    others = [other for other in index.accounts.values() if other.primary and other.id != account.id]
    return tuple(Change(other, replace(other, primary=False)) for other in others)


def _terms(account: Account, rate: Decimal, day: date) -> LoanTerms | CardTerms:
    """Return the terms of a debt of which only the rate is known: nothing is paid until ``debt edit`` says what."""
    if GROUP_OF[account.type] == "revolving":
        return CardTerms(account.id, rate, 1, payment_rule="fixed", fixed_payment=0)
    return LoanTerms(account.id, rate, 0, payment_given=True, payment_day=1, entered_on=day)


def _users(index: InputsIndex, account_id: str) -> list[str]:
    users = [f"flow {flow.id}" for flow in index.flows if account_id in (flow.from_account, flow.to_account)]
    users += [
        f"deduction {each.id}"
        for deductions in index.deductions.values()
        for each in deductions
        if each.target_account == account_id
    ]
    users += [f"income {key}" for key, source in index.sources.items() if source.retirement_account == account_id]
    users += [f"account {key}" for key, account in index.accounts.items() if account.property == account_id]
    if account_id == index.checking:
        users.append("the household as the account that pay lands in")
    return users
