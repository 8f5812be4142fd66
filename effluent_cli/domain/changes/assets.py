"""Property, things and investments: bought, valued anew, sold with the debt on them; and shocks to what they are worth."""

from dataclasses import replace
from datetime import date

from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.debts import pay_off
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.overlay import Deal, Shock
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.records import Account
from effluent_cli.domain.rulebook import held_classes

SOLD_AS_A_WHOLE = ("property", "personal", "business", "receivable")
MARKET = ("investment", "retirement")
NO_MARKET = ("pension", "annuity")
"""Retirement accounts that are a promise of payments: no market moves them."""


def add_asset(draft: Draft, asked: Asked) -> None:
    """Something is bought from an account, or, where none pays for it, comes as a gift."""
    kind = asked.get("account_type", "other_asset")
    source = asked.get("funded_from", None)
    if source is not None:
        _asset(draft, asked, "funded_from", source)
    key = draft.new_id(asked.own)
    draft.accounts.append(Account(key, asked.get("name", asked.title), kind, origin="scenario"))
    draft.deals.append(Deal(asked.on, "buy", key, asked.values["value"], 0, source))


def modify_asset(draft: Draft, asked: Asked) -> None:
    """It is worth something else from the day on: the difference is an adjustment of net worth, and no income."""
    account = _asset(draft, asked, "account", asked.values["account"])
    if GROUP_OF[account.type] == "cash":
        raise broken(asked, "account", f"{account.id} holds cash: use lump_sum_income or lump_sum_expense")
    draft.deals.append(Deal(asked.on, "value", account.id, asked.values["value"]))


def sell_asset(draft: Draft, asked: Asked) -> None:
    """A thing is sold as a whole, an investment up to an amount; debts on it are repaid, and what it cost and brought ends."""
    account = _asset(draft, asked, "account", asked.values["account"])
    group = GROUP_OF[account.type]
    if group not in (*SOLD_AS_A_WHOLE, "investment"):
        raise broken(asked, "account", f"{account.id} is {account.type}, which nobody buys: move or draw its money")
    draft.deals.append(Deal(asked.on, "sell", account.id, asked.get("sale_price", None), asked.get("selling_costs", 0)))
    if group in SOLD_AS_A_WHOLE:
        draft.sold[account.id] = asked.on
        for key, pieces in list(draft.flows.items()):
            if any(piece.property == account.id for piece in pieces):
                draft.cut_flow(key, asked.on, None, lambda _: None)
    secured = [debt.id for debt in draft.index.debts.values() if debt.property == account.id]
    for debt in asked.get("repay", secured):
        if debt not in draft.index.debts:
            raise broken(asked, "repay", f"{debt} is no debt")
        pay_off(draft, asked, debt)


def adjust_investment_value(draft: Draft, asked: Asked) -> None:
    """Investments lose (or gain) a fraction in the month of the day, and make it good over so many months, or never."""
    fraction = float(asked.values["fraction"])
    shock_market(draft, asked.on, fraction, asked.get("recovery_months", 0), asked.get("applies_to", "all"), asked)


def shock_market(  # in which draft, when, by how much, for how long, and on what
    draft: Draft, on: date, fraction: float, recovery: int, applies_to: str, asked: Asked
) -> None:
    """Have all investments, those of an account, or what is held of an asset class, move by a fraction."""
    moved: dict[float, set[str]] = {}
    for account in draft.index.assets.values():
        if GROUP_OF[account.type] not in MARKET or account.type in NO_MARKET:
            continue
        part = 1.0 if applies_to in ("all", account.id) else _held(account, applies_to)
        if part:
            moved.setdefault(part, set()).add(account.id)
    if not moved:
        raise broken(asked, "applies_to", f"no investment is {applies_to}")
    for part, keys in moved.items():
        draft.shocks.append(Shock(frozenset(keys), month_of(on), fraction * part, recovery))


def _held(account: Account, asset_class: str) -> float:
    return float(held_classes(account).get(asset_class, 0))


def _asset(draft: Draft, asked: Asked, key: str, account: str) -> Account:
    found = draft.index.assets.get(account) or next((each for each in draft.accounts if each.id == account), None)
    if found is None or account in draft.index.debts:
        raise broken(asked, key, f"{account} is no asset of the household")
    return replace(found)
