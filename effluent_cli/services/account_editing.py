"""``account add | edit | close``: accounts made, changed and closed by a command."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import ACCOUNT_TYPES, GROUP_OF, OWNER_PLANS, SAVING_DEDUCTIONS, is_debt
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.property_costs import restated
from effluent_cli.domain.records import Account, CardTerms, LoanTerms, Snapshot
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.settings import SETTINGS
from effluent_cli.errors import Refused
from effluent_cli.services.account_fields import (
    CLEARABLE,
    FIGURES,
    AccountFields,
    check_rent,
    kept_misfit,
    misfits,
    option_of,
    stated_of,
)
from effluent_cli.services.accounts import balances, check_balance
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import (
    Edited,
    FieldChange,
    Planned,
    changed,
    edit,
    emptied,
    found,
    named,
    new_id,
    one_of,
    to_empty,
    wrong,
)
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent account list"


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

    Raises InvalidInput, NotFound (the owner, the property), Refused (the id is taken), Busy.
    """
    kind = one_of("--type", stated.type or "", ACCOUNT_TYPES)
    if is_debt(kind) and rate is None:
        raise wrong("--rate", None, "a debt needs its rate, 0% where it bears none")
    if not is_debt(kind) and rate is not None:
        raise wrong("--rate", str(rate), f"a {kind.replace('_', ' ')} has no rate: its yield or growth is --growth")
    if rate is not None and rate < 0:
        raise wrong("--rate", str(rate), "cannot be negative")
    for name, message in misfits(kind, stated):
        raise wrong(option_of(name), None, message)

    def planning(index: InputsIndex, today: date) -> Planned:
        name = named(stated.name or "")
        key = new_id(account_id, name, "account", frozenset(each.id for each in index.inputs.accounts))
        account = stated_of(index, Account(key, name, kind, stated_on=today), stated)
        check_rent(account, stated)
        day = balance.on if balance is not None and balance.on is not None else today
        amount = balance.amount if balance is not None else 0
        check_balance(account, amount, day, today, option="--balance")
        changes = [Change(None, account), Change(None, Snapshot(key, day, amount, caller.now))]
        if rate is not None:
            changes.append(Change(None, _terms(account, rate, day)))
        return Planned(key, Plan((*changes, *_no_longer_primary(index, account)), ("accounts_changed",)))

    return edit(file, caller, planning)


def change(
    file: "HouseholdFile", caller: Caller, account_id: str, stated: AccountFields, clear: Sequence[str] = ()
) -> tuple[Edited, date]:
    """Change what is stated of an account, and empty the fields named in ``clear``.

    Raises NotFound, InvalidInput, Refused (another group of types, a field that such an account does not have), Busy.
    """
    empty = to_empty(clear, CLEARABLE, stated)

    def planning(index: InputsIndex, today: date) -> Planned:
        before = found(index.accounts, account_id, "account", SHOW)
        after = _changed(index, before, stated, empty, today)
        planned = changed(account_id, before, after, "accounts_changed")
        if planned.plan:
            planned = replace(planned, plan=planned.plan + Plan(_no_longer_primary(index, after)))
        return planned if stated.market_value is None else _revalued(index, planned, stated.market_value, today, caller)

    return edit(file, caller, planning)


def _changed(
    index: InputsIndex, before: Account, stated: AccountFields, empty: tuple[str, ...], today: date
) -> Account:
    after = stated_of(index, emptied(before, empty), stated)
    _refuse_misfits(index, before, after, stated)
    check_rent(after, stated)
    if any(getattr(after, name) != getattr(before, name) for name in FIGURES):
        # The figures that nobody restates keep growing from what they are today.
        rates = household_assumptions(rules(), index.inputs.assumptions)
        grown = restated(index, before, rates, today)
        silent = [name for name in FIGURES if getattr(stated, name) is None and name not in empty]
        kept = {name: getattr(grown, name) for name in silent}
        after = replace(after, stated_on=today, **kept)
    return after


def _refuse_misfits(index: InputsIndex, before: Account, after: Account, stated: AccountFields) -> None:
    """Raise Refused for what the account cannot be or have, and for what others rely on."""
    key, was, is_ = before.id, before.type.replace("_", " "), after.type.replace("_", " ")
    if GROUP_OF[after.type] != GROUP_OF[before.type]:
        raise Refused(
            f"{key} is a {was} and cannot become a {is_}", code="other_group", hint="close it and add a new account"
        )
    for name, message in misfits(after.type, stated):
        raise Refused(f"{option_of(name)} does not apply to {key} ({is_}): {message}", code="option_does_not_apply")
    left = kept_misfit(after)
    if left is not None:
        raise Refused(
            f"{key} has {left.replace('_', ' ')}, which a {is_} does not have",
            code="option_does_not_apply",
            hint=f"add --clear {left.replace('_', '-')}",
        )
    if after.type != before.type:
        for saver, fitting in _savers(index, key):
            if after.type not in fitting:
                raise Refused(
                    f"{saver} goes into {key}, and would not fit a {is_}",
                    code="account_in_use",
                    hint="change that first",
                )
    terms = index.loans.get(key)
    if before.property is not None and after.property is None and terms is not None and terms.escrow:
        raise Refused(
            f"{key} has an escrow, which pays for the property it is secured on",
            code="escrow_without_property",
            hint=f"effluent debt edit {key} --clear escrow",
        )


def _revalued(index: InputsIndex, planned: Planned, value: int, today: date, caller: Caller) -> Planned:
    """Return the plan with the balance of today that a market value is."""
    key = planned.id
    recorded = {each.on: each for each in index.snapshots.get(key, ())}
    before, held = recorded.get(today), balances(index.inputs, today)[0][key].balance
    if before is not None and before.balance == value:
        return planned
    plan = Plan((Change(before, Snapshot(key, today, value, caller.now)),), ("accounts_changed",))
    news = FieldChange("market_value", money_text(held), money_text(value))
    return Planned(key, planned.plan + plan, (news,))


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


def _savers(index: InputsIndex, account_id: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return what saves into an account, each with the types of account that it may go into."""
    savers = [
        (f"deduction {each.id}", SAVING_DEDUCTIONS.get(each.type, ()))
        for deductions in index.deductions.values()
        for each in deductions
        if each.target_account == account_id
    ]
    return savers + [
        (f"income {key}", OWNER_PLANS)
        for key, source in index.sources.items()
        if source.retirement_account == account_id
    ]


def _users(index: InputsIndex, account_id: str) -> list[str]:
    users = [
        f"flow {flow.id}" for flow in index.flows if account_id in (flow.from_account, flow.to_account, flow.property)
    ]
    users += [saver for saver, _ in _savers(index, account_id)]
    users += [f"account {key}" for key, account in index.accounts.items() if account.property == account_id]
    users += [
        f"setting {each.name}"
        for each in index.inputs.settings
        if SETTINGS[each.name].names_account and each.value == account_id
    ]
    if account_id == index.checking:
        users.append("the household as the account that pay lands in")
    return users
