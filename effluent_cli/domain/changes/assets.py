"""Property, things and investments: bought, valued anew, sold with the debt on them; and shocks to what they are worth."""

from dataclasses import replace
from datetime import date

from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.debts import pay_off
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.changes.flows import STANDS_FOR
from effluent_cli.domain.overlay import Deal, Shock
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.records import Account, Flow
from effluent_cli.domain.rulebook import held_classes
from effluent_cli.domain.withdrawals import KINDS

SOLD_AS_A_WHOLE = ("property", "personal", "business", "receivable")
MARKET = ("investment", "retirement")
NO_MARKET = ("pension", "annuity")
"""Retirement accounts that are a promise of payments: no market moves them."""


def add_asset(draft: Draft, asked: Asked) -> None:
    """Something is bought from an account, or, where none pays for it, comes as a gift.

    Money from cash, an investment or a retirement account pays for it, with the tax that there is on it. What it costs and
    brings later is not known: that is what other changes are for. Its growth is that of its kind.
    """
    kind = asked.get("account_type", "other_asset")
    if GROUP_OF[kind] in (*LIABILITY_GROUPS, "cash"):
        raise broken(asked, "account_type", f"{kind} is nothing that is bought")
    source = asked.get("funded_from", None)
    if source is not None:
        payer = _asset(draft, asked, "funded_from", source)
        if GROUP_OF[payer.type] != "cash" and payer.type not in KINDS:
            raise broken(asked, "funded_from", f"{source} is {payer.type}: sell it, and pay from where the money lands")
    key = draft.new_id(asked.own)
    draft.accounts.append(Account(key, asked.get("name", asked.title), kind, origin="scenario"))
    draft.deals.append(Deal(asked.on, "buy", key, asked.values["value"], 0, source))


def modify_asset(draft: Draft, asked: Asked) -> None:
    """It is worth something else from the day on: the difference is an adjustment of net worth, and no income.

    From there it grows as before, from the month after on.
    """
    account = _asset(draft, asked, "account", asked.values["account"])
    if GROUP_OF[account.type] == "cash":
        raise broken(asked, "account", f"{account.id} holds cash: use lump_sum_income or lump_sum_expense")
    _there(draft, asked, account.id)
    draft.deals.append(Deal(asked.on, "value", account.id, asked.values["value"]))


def sell_asset(draft: Draft, asked: Asked) -> None:
    """A thing is sold as a whole, an investment up to an amount; debts on it are repaid, and what it cost and brought ends.

    What ends with it, on the day itself: its carrying costs, its rent, flows tied to it, and, where it is the only property,
    flows of property tax, insurance, association fees and rent that name none, and sources of rent. Money lands where it
    always does before anything else of the day; debts are repaid after what falls due on it.
    """
    account = _asset(draft, asked, "account", asked.values["account"])
    group = GROUP_OF[account.type]
    if group not in (*SOLD_AS_A_WHOLE, "investment"):
        raise broken(asked, "account", f"{account.id} is {account.type}, which nobody buys: move or draw its money")
    _there(draft, asked, account.id)
    if draft.is_past(asked.on):
        # It is sold already or it never was: today's books know.
        return
    draft.deals.append(Deal(asked.on, "sell", account.id, asked.get("sale_price", None), asked.get("selling_costs", 0)))
    if group in SOLD_AS_A_WHOLE:
        if any(deal.account == account.id and deal.kind == "value" and deal.on > asked.on for deal in draft.deals):
            raise broken(asked, "account", f"{account.id} is valued anew after it is sold")
        draft.sold[account.id] = asked.on
        _end(draft, account, asked.on)
    secured = [debt.id for debt in draft.index.debts.values() if debt.property == account.id]
    for debt in asked.get("repay", secured):
        if debt not in draft.index.debts:
            raise broken(asked, "repay", f"{debt} is no debt")
        pay_off(draft, asked, debt)


def adjust_investment_value(draft: Draft, asked: Asked) -> None:
    """Investments lose (or gain) a fraction in the month of the day, and make it good over so many months, or never.

    All of them fall but for what is held in cash; what is held of an asset class makes an account fall by its part. They come
    back in equal steps of the logarithm, on top of what they grow by anyway. A fall whose day lies behind is in today's books.
    """
    fraction = float(asked.values["fraction"])
    shock_market(draft, asked.on, fraction, asked.get("recovery_months", 0), asked.get("applies_to", "all"), asked)


def shock_market(  # in which draft, when, by how much, for how long, and on what
    draft: Draft, on: date, fraction: float, recovery: int, applies_to: str, asked: Asked
) -> None:
    """Have all investments, those of an account, or what is held of an asset class, move by a fraction."""
    if draft.is_past(on):
        return
    moved: dict[float, set[str]] = {}
    for account in draft.index.assets.values():
        if GROUP_OF[account.type] not in MARKET or account.type in NO_MARKET:
            continue
        part = 1.0 if applies_to == account.id else _held(account, applies_to)
        if part:
            moved.setdefault(part, set()).add(account.id)
    if not moved:
        raise broken(asked, "applies_to", f"no investment is {applies_to}")
    for part, keys in moved.items():
        draft.shocks.append(Shock(frozenset(keys), month_of(on), fraction * part, recovery))


def is_in_market(account: Account) -> bool:
    """Whether a market moves what an account holds."""
    return GROUP_OF[account.type] in MARKET and account.type not in NO_MARKET and bool(_held(account, "all"))


def _held(account: Account, asset_class: str) -> float:
    held = held_classes(account)
    return 1.0 - float(held.get("cash", 0)) if asset_class == "all" else float(held.get(asset_class, 0))


def _there(draft: Draft, asked: Asked, account: str) -> None:
    """Refuse what is sold by the day, or bought only after it."""
    sold = draft.sold.get(account)
    if sold is not None and (sold <= asked.on or asked.type == "sell_asset"):
        raise broken(asked, "account", f"{account} is sold on {sold.isoformat()}")
    bought = next((deal.on for deal in draft.deals if deal.account == account and deal.kind == "buy"), date.min)
    if bought > asked.on:
        raise broken(asked, "account", f"{account} is bought only on {bought.isoformat()}")


def _end(draft: Draft, account: Account, on: date) -> None:
    """Have the flows and sources of a property end before a day."""
    properties = [each for each in (*draft.index.assets.values(), *draft.accounts) if GROUP_OF[each.type] == "property"]
    only = GROUP_OF[account.type] == "property" and len(properties) == 1

    def ends(flow: Flow) -> bool:
        return flow.property == account.id or (only and flow.property is None and flow.category in STANDS_FOR)

    for key, pieces in list(draft.flows.items()):
        if any(ends(piece) for piece in pieces):
            draft.cut_flow(key, on, None, lambda _: None)
    for key, sources in list(draft.sources.items()):
        if only and any(each.type == "rental" for each in sources):
            draft.cut_source(key, on, None, lambda _: None)


def _asset(draft: Draft, asked: Asked, key: str, account: str) -> Account:
    found = draft.index.assets.get(account) or next((each for each in draft.accounts if each.id == account), None)
    if found is None or account in draft.index.debts:
        raise broken(asked, key, f"{account} is no asset of the household")
    return replace(found)
