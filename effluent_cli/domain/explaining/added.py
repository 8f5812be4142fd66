"""What the accounts add to a month: growth, tax and premiums, the line of credit, and what keeps cash at its buffer."""

from collections.abc import Callable, Mapping
from datetime import date
from math import prod

from effluent_cli.domain.books import month_rate
from effluent_cli.domain.catalog import DEFAULT_ALLOCATION, GROUP_OF, SELLING_COSTS
from effluent_cli.domain.due import card_rate
from effluent_cli.domain.explaining.lines import MOVE, Line, one_plus
from effluent_cli.domain.explaining.stated import Origin
from effluent_cli.domain.medicare import income_year, premiums
from effluent_cli.domain.medicare_cover import CATEGORY
from effluent_cli.domain.money import grown, money_shown, percent_shown
from effluent_cli.domain.overlay import Deal
from effluent_cli.domain.periods import day_in, days_in, first_day, last_day, month_of
from effluent_cli.domain.postings import Posted
from effluent_cli.domain.records import Account
from effluent_cli.domain.required_distributions import owner_period
from effluent_cli.domain.rulebook import annual_growth
from effluent_cli.domain.safe_harbor import DAY as HARBOR_DAY
from effluent_cli.domain.settlement import DUE_DAY
from effluent_cli.domain.tracing import TracedMonth
from effluent_cli.domain.withdrawals import WITHDRAWAL_MOVE

GROWTH_RULE = "expected yearly return r, a month's being (1 + r)^(1/12) - 1, on the opening balance"


def added_line(month: TracedMonth, each: Posted) -> Line:
    """Return the line of one thing that stage two posted."""
    on: date | None
    if each.column == "returns" and each.target in month.index.assets:
        on, origin = last_day(month.month), _growth(month, each)
    elif each.name == "estimated_tax":
        on, origin = day_in(month.month, HARBOR_DAY), _estimate(month)
    elif each.name == "tax_settlement":
        on, origin = day_in(month.month, DUE_DAY), _settlement(month)
    elif each.name == CATEGORY and each.column == "spending":
        on, origin = first_day(month.month), _premiums(month)
    elif each.column == "interest" and each.target == month.course.policy.line:
        on, origin = None, _line_interest(month, each)
    elif each.column:
        on, origin = _other(month, each)
    else:
        return _move(month, each)
    return Line(on, each.column, each.name, int(each.amount), *origin)


def _account(month: TracedMonth, key: str) -> tuple[str, str]:
    """Return the record of an account, and its name."""
    account = month.index.accounts.get(key)
    return (f"account:{key}", account.name) if account is not None else ("household", "the household")


def _growth(month: TracedMonth, each: Posted) -> Origin:
    index, opening = month.index, month.opening[each.target]
    account = index.assets[each.target]
    rates = month.course.assumptions.of_month(month.month)
    annual = annual_growth(account, rates)
    start = max(month.as_of.toordinal(), last_day(month.month - 1).toordinal())
    days, whole = last_day(month.month).toordinal() - start, days_in(month.month)
    figures = f"{money_shown(opening)} x ({one_plus(annual)}^(1/12) - 1)"
    if days != whole:
        figures += f" x {days}/{whole} days"
    factor = prod(shock.factor(each.target, month.month) for shock in index.overlay.shocks)
    if factor != 1.0:
        figures += f", and all of it x {factor:.6f} for a shock to values"
    expected = month_rate(annual) * (days / whole) * factor + (factor - 1.0)
    if grown(max(opening, 0), expected) != each.amount:
        figures = (
            f"{percent_shown(annual)} a year on {money_shown(opening)}, but for what is bought, sold or paid out of it"
        )
    if each.name == "dividends":
        return Origin(
            *_account(month, each.target),
            "assumption dividend_yield",
            f"the part of its return paid on {money_shown(opening)}",
        )
    return Origin(*_account(month, each.target), GROWTH_RULE, f"{figures}; {_rate_from(account, rates)}")


def _rate_from(account: Account, rates: Mapping[str, object]) -> str:
    """Return where the yearly growth of an asset is taken from."""
    if account.growth is not None:
        return "its own rate"
    parts = {each.asset_class: str(each.share) for each in account.allocation} or DEFAULT_ALLOCATION.get(account.type)
    if parts:
        shares = " + ".join(f"{share} {name}" for name, share in parts.items())
        return f"its allocation {shares}" + ("" if account.allocation else ", that of its type")
    named = {"cash": "savings_yield", "property": "property_growth", "personal": "vehicle_growth"}
    name = named.get(GROUP_OF[account.type], "")
    return f"assumption {name}" if name in rates else "its type"


def _estimate(month: TracedMonth) -> Origin:
    """A payment of the safe harbour: January's is the last of the year before."""
    year = month.month // 12 - (month.month % 12 == 0)
    settled = month.course.taxes.years.get(year - 1)
    owed = money_shown(int(settled.total) + int(settled.penalty)) if settled is not None else "nothing known"
    figures = f"a quarter of what {owed} owed for {year - 1} asks for, less what paychecks of {year} withhold"
    return Origin("household", f"estimated tax of {year}", "IRC 6654(d)(1)(B)(ii), (C): setting estimated_tax", figures)


def _settlement(month: TracedMonth) -> Origin:
    year = month.month // 12 - 1
    settled = month.course.taxes.years[year]
    owed = money_shown(int(settled.total) + int(settled.penalty))
    figures = f"owed for {year} {owed}, less withheld {money_shown(settled.withheld)} and paid {money_shown(int(settled.paid))}"
    return Origin("household", f"federal tax of {year}", "a balance due on 15 April, a refund in refund_month", figures)


def _premiums(month: TracedMonth) -> Origin:
    medicare, year = month.course.medicare, month.month // 12
    people = [insured.name for insured in medicare.insured if insured.pays(month.month)]
    agi = int(month.course.taxes.agi.get(income_year(year), 0))
    law = medicare.rules.tax_year(year, medicare.assumptions).medicare_premiums
    each = premiums(law, medicare.status, agi)
    figures = f"{len(people)} x (Part B {money_shown(each.part_b)} + Part D {money_shown(each.part_d_extra)})"
    figures += f", by an income of {money_shown(agi)} in {income_year(year)}"
    return Origin("household", f"Medicare of {', '.join(people)}", "42 USC 1395r, 1395w-113", figures)


def _line_interest(month: TracedMonth, each: Posted) -> Origin:
    terms = month.index.cards[each.target]
    day = day_in(month.month, terms.statement_day or terms.payment_day)
    figures = f"{percent_shown(card_rate(terms, day))} / 12 of the balance after the last payment"
    return Origin(*_account(month, each.target), "the line that shortages are borrowed on", figures)


def _deal(month: TracedMonth, account: str) -> Deal | None:
    """Return what is sold, bought or valued anew in the month: of an account, or, where only one is, that one."""
    deals = [deal for deal in month.index.overlay.deals if month_of(deal.on) == month.month]
    found = [deal for deal in deals if deal.account == account] if account else deals
    return found[0] if len(found) == 1 else None


def _other(month: TracedMonth, each: Posted) -> tuple[date | None, Origin]:
    """Return when and how something came about that is bought, sold or valued anew, or that the accounts alone decide on."""
    deal = _deal(month, each.target) or _deal(month, "")
    if deal is None:
        figures = f"{money_shown(abs(int(each.amount)))}, by what the accounts hold"
        return None, Origin(*_account(month, each.target), "worked out in the month itself", figures)
    return deal.on, Origin(*_account(month, each.target), "a change of the scenario, on its day", _dealt(month, each))


def _dealt(month: TracedMonth, each: Posted) -> str:
    if each.name == SELLING_COSTS:
        return f"{money_shown(-int(each.amount))} off the price"
    words = "what it is worth, less what it was carried at"
    deal = _deal(month, each.target)
    price = f": {money_shown(deal.price)}" if deal is not None and deal.price is not None else ""
    return f"{words}{price}"


def _traded(month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    thing = each.source if each.name == "sales" else each.target
    deal = _deal(month, thing)
    figures = f"{money_shown(int(each.paid))} from {each.source} to {each.target}"
    return (deal.on if deal is not None else None), "a change of the scenario, on its day", figures


def _move(month: TracedMonth, each: Posted) -> Line:
    on, rule, figures = _MOVES.get(each.name, _passed)(month, each)
    record, title = _account(month, each.source if each.name in _FROM else each.target)
    return Line(on, MOVE, each.name, int(each.amount), record, title, rule, figures)


def _passed(month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    on_line = each.target and each.target == month.course.policy.line
    rule = "what a payment on the line of credit leaves after interest" if on_line else "what passes between accounts"
    return None, rule, f"{money_shown(int(each.paid))} from {each.source or 'cash'}"


def _drawn(month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    policy = month.course.policy
    figures = f"to keep cash at {money_shown(policy.buffer)} on its lowest day, in the order {', '.join(policy.order)}"
    return None, "settings cash_buffer and withdrawal_order", f"{figures}, into {each.target}"


def _borrowed(month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    limit = month.index.cards[each.source].limit or 0
    buffer = money_shown(month.course.policy.buffer)
    return None, "setting borrow_line", f"to keep cash at {buffer}, up to the limit of {money_shown(limit)}"


def _levelled(_month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    return None, "checking is filled from other cash where it is below zero", f"from {each.source} to {each.target}"


def _required(month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    year, accounts = month.month // 12, month.course.accounts
    owned = next(owned for owned in accounts.owned if owned.pot.account == each.source)
    period = owner_period(accounts.distributions, owned.birth, year)
    figures = f"{money_shown(month.year_before[each.source])} on 31 December before / {period}, less what was drawn"
    return last_day(month.month), "IRC 401(a)(9): Uniform Lifetime Table", figures


def _put_away(month: TracedMonth, each: Posted) -> tuple[date | None, str, str]:
    buffer = money_shown(month.course.policy.buffer)
    figures = f"what {each.source} has above {buffer} and the month to come does not need"
    return last_day(month.month), "settings surplus_account and cash_buffer", figures


_MOVES: dict[str, Callable[[TracedMonth, Posted], tuple[date | None, str, str]]] = {
    **dict.fromkeys(WITHDRAWAL_MOVE.values(), _drawn),
    "borrowed": _borrowed,
    "transfers": _levelled,
    "required_distribution": _required,
    "surplus": _put_away,
    "sales": _traded,
    "purchases": _traded,
}
_FROM = frozenset({*WITHDRAWAL_MOVE.values(), "borrowed", "transfers", "required_distribution", "sales"})
"""Moves that are told of the account that they come out of."""
