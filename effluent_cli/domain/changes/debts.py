"""Debts: taken out, paid faster or at once, refinanced, on other terms; and shocks to what they cost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from effluent_cli.domain.catalog import CLOSING_COSTS, GROUP_OF, LIQUID_GROUPS
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.changes.terms import Agreement, Terms
from effluent_cli.domain.debt import level_payment
from effluent_cli.domain.entries import CREDIT, DEBIT, LAST, Entry
from effluent_cli.domain.loan_rules import with_term
from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.records import Account, CardTerms, LoanTerms
from effluent_cli.domain.recurrence import occurrences


def add_debt(draft: Draft, asked: Asked) -> None:
    """A loan is paid out to an account and paid back from a month later on, over its term or by the payment given.

    Where the payment given does not do it, the last one of the term clears the rest. A loan whose day lies behind is in
    today's books, if it was taken out at all.
    """
    principal, rate, months = asked.values["principal"], asked.values["rate"], asked.values["term_months"]
    kind = asked.get("account_type", "personal_loan")
    if GROUP_OF[kind] not in ("mortgage", "instalment"):
        raise broken(asked, "account_type", f"{kind} is no loan that is paid out at once")
    target = asked.get("proceeds_to", None)
    target = draft.index.cash_desk if target is None else money_account(draft, asked, "proceeds_to", target)
    key = draft.new_id(asked.own)
    draft.accounts.append(
        Account(key, asked.get("name", asked.title), kind, property=asked.get("property", None), origin="scenario")
    )
    payment = asked.get("payment", None)
    terms = LoanTerms(
        key,
        rate,
        level_payment(principal, rate, months) if payment is None else payment,
        payment_given=payment is not None,
        payment_day=asked.on.day,
        entered_on=asked.on,
        original_balance=principal,
        origination=asked.on,
    )
    draft.loans.append(with_term(terms, asked.on, months))
    moves = (("borrowed", principal),)
    deltas = ((target, principal), (key, principal))
    draft.entries.append(Entry(asked.on, CREDIT, asked.id, deltas, (), moves))


def modify_debt(draft: Draft, asked: Asked) -> None:
    """Another rate, term or payment. A payment that is not given is reckoned over what is left of the term.

    It holds for the due dates after the day, up to and including that of the last day. Afterwards the terms are those of
    before, with a payment over what is left of the term; where only the payment was another, the contract's comes back.
    """
    debt = _debt(draft, asked)
    values = asked.values

    def change(terms: Terms) -> Terms:
        if isinstance(terms, CardTerms):
            rated = replace(terms, rate=values.get("rate", terms.rate))
            payment = values.get("payment")
            return rated if payment is None else replace(rated, payment_rule="fixed", fixed_payment=payment)
        changed = replace(terms, rate=values["rate"], rate_index=None) if "rate" in values else terms
        return with_term(changed, asked.on, values["term_months"]) if "term_months" in values else changed

    if isinstance(draft.debt_terms()[debt], CardTerms) and "term_months" in values:
        raise broken(asked, "term_months", f"{debt} is revolving: it has no term")
    draft.agree(debt, Agreement(asked.on, asked.until, change, values.get("payment")))


def refinance(draft: Draft, asked: Asked) -> None:
    """The loan goes on at another rate over a new term; closing costs are paid in cash, or added to what is owed.

    The rate is fixed, the first payment of the term is the next due date after the day, and the escrow stays as it is. Where
    the household's own payments leave nothing to refinance by the day, costs in cash are paid all the same; what the scenario
    has paid off by then is refused. A day that lies behind has been and gone.
    """
    debt = _debt(draft, asked)
    if not isinstance(draft.debt_terms()[debt], LoanTerms):
        raise broken(asked, "account", f"{debt} is no loan with terms")

    def change(terms: Terms) -> Terms:
        loan = cast("LoanTerms", terms)
        fixed = replace(loan, rate=asked.values["rate"], rate_index=None, interest_only_until=None)
        return with_term(fixed, asked.on, asked.values["term_months"])

    costs = asked.get("closing_costs", 0)
    rolled = costs if asked.get("roll_in", False) else 0
    if draft.is_past(asked.on):
        return
    draft.agree(debt, Agreement(asked.on, None, change, costs=rolled))
    if costs and not rolled:
        deltas = ((draft.index.cash_desk, -costs),)
        draft.entries.append(Entry(asked.on, DEBIT, asked.id, deltas, (("spending", CLOSING_COSTS, -costs),)))


def payoff_debt(draft: Draft, asked: Asked) -> None:
    """All of it at once; or a sum at once, an amount more each month, or both, until nothing is owed.

    Money comes from where it lands, after what falls due on the day itself; interest since the last due date is not asked for.
    The amount more each month is paid on the day of the month of the change.
    """
    debt = _debt(draft, asked)
    extra, lump = asked.get("extra_monthly", None), asked.get("lump_sum", None)
    if lump is not None:
        draft.entries.append(_towards(draft, f"{asked.id}-lump", asked.on, debt, lump))
    if extra is not None:
        until = min(asked.until or draft.last, draft.last)
        for day in occurrences("monthly", asked.on, asked.on, until):
            draft.entries.append(_towards(draft, f"{asked.id}-extra", day, debt, extra))
    if extra is None and lump is None:
        pay_off(draft, asked, debt)


def adjust_interest_rates(draft: Draft, asked: Asked) -> None:
    """Rates rise or fall by points: those of variable loans and cards, of one of the two, of all debts, or of one debt.

    No rate falls below nought, none of a variable loan rises above its ceiling, and a promotional rate stays. Payments of loans
    are reckoned anew over what is left of their terms. A household without such debts has nothing to fear.
    """
    shock_rates(draft, asked, asked.values["points"], asked.get("applies_to", "variable_and_cards"))


def shock_rates(draft: Draft, asked: Asked, points: Decimal, applies_to: str) -> None:
    """Have the rates of debts be ``points`` (a fraction) higher while the change lasts."""
    known = draft.debt_terms()
    cards = [key for key, terms in known.items() if isinstance(terms, CardTerms)]
    variable = [key for key, terms in known.items() if isinstance(terms, LoanTerms) and terms.rate_index is not None]
    groups = {"variable_and_cards": [*variable, *cards], "variable": variable, "cards": cards, "all": list(known)}
    if applies_to not in groups and applies_to not in known:
        raise broken(asked, "applies_to", f"{applies_to} is no debt with terms")
    for debt in groups.get(applies_to, [applies_to]):
        # A loan of the scenario's own that is taken out later is taken out at the rate that is said.
        if draft.taken_out(debt, asked.on):
            draft.agree(debt, Agreement(asked.on, asked.until, _dearer(points)))


def pay_off(draft: Draft, asked: Asked, debt: str) -> None:
    """Have all that is owed be paid from where money lands."""
    draft.entries.append(_towards(draft, f"{asked.id}-{debt}", asked.on, debt, BALANCE_LIMIT))
    account = draft.index.debts.get(debt)
    # A card may be charged again, and a payoff whose day lies behind is in today's books.
    if not draft.is_past(asked.on) and (account is None or GROUP_OF[account.type] != "revolving"):
        draft.end("account", debt, asked.on)


def money_account(draft: Draft, asked: Asked, key: str, account: str) -> str:
    """Return an account that money can be put into or paid from: cash or a taxable investment."""
    found = draft.index.assets.get(account) or next((each for each in draft.accounts if each.id == account), None)
    if found is None:
        raise broken(asked, key, f"{account} is no asset of the household")
    if GROUP_OF[found.type] not in LIQUID_GROUPS:
        raise broken(asked, key, f"{account} is {found.type}: name a cash account or a taxable investment")
    return account


def _dearer(points: Decimal) -> Callable[[Terms], Terms]:
    def change(terms: Terms) -> Terms:
        rate = max(terms.rate + points, Decimal(0))
        if isinstance(terms, CardTerms) or terms.rate_index is None:
            return replace(terms, rate=rate)
        margin = (terms.rate_margin or Decimal(0)) + points
        return replace(terms, rate=min(rate, terms.rate_ceiling or rate), rate_margin=margin)

    return change


def _towards(draft: Draft, key: str, day: date, debt: str, amount: int) -> Entry:
    deltas = ((draft.index.cash_desk, -amount), (debt, -amount))
    return Entry(day, LAST, key, deltas, debt=debt, step="transfer")


def _debt(draft: Draft, asked: Asked) -> str:
    key: str = asked.values["account"]
    known = draft.debt_terms()
    if key not in draft.index.debts and key not in known:
        raise broken(asked, "account", f"{key} is no debt of the household")
    if asked.type in ("modify_debt", "refinance") and key not in known:
        raise broken(asked, "account", f"no terms of {key} are known")
    if not draft.taken_out(key, asked.on):
        raise broken(asked, "account", f"{key} is taken out only later")
    draft.demand(asked, "account", key)
    return key
