"""The rules as they reach the domain: values and one pure look-up, no files."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import DEFAULT_ALLOCATION, GROUP_OF
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.rates import PRICES, Rates, Spell
from effluent_cli.domain.records import Account, Assumption, Setting
from effluent_cli.domain.settings import setting_of

if TYPE_CHECKING:
    # A list of balances asks for rates, not for the law.
    from effluent_cli.domain.law.benefits import LongLived
    from effluent_cli.domain.tax_year import TaxYear

INVESTMENT_RETURN = "investment_return"
"""What a scenario has every investment bring, whatever it is: the name of a spell, and no assumption of a household."""
DIVIDENDS, QUALIFIED = "dividend_yield", "qualified_dividend_share"
"""What taxable investments pay a year of what they hold, and how much of all dividends is taxed as gains are (IRC 1(h)(11))."""
SHARES = (DIVIDENDS, QUALIFIED)
"""Assumptions that are parts of a whole: from 0 to 1."""
FOLLOWS_INFLATION = ("salary_growth", "property_growth")
"""Assumptions that are the household's inflation unless it states them."""


@frozen
class Rules:
    """What law and market figures a reckoning uses.

    ``tax_year`` returns the figures of a calendar year under a household's assumptions (where a year is not published, the
    newest law, indexed by its inflation and its salary growth), ``assumptions`` the default rates by name,
    ``version`` identifies the rule files to the byte. ``long_lived`` returns the tables that are no year's own,
    ``of_law`` the rules by the law of one year, which later years keep in real terms.
    """

    tax_year: "Callable[[int, Rates], TaxYear]"
    assumptions: Mapping[str, Decimal]
    version: str
    long_lived: "Callable[[], LongLived]"
    of_law: Callable[[int], "Rules"]


def household_assumptions(rules: Rules, stated: tuple[Assumption, ...], spells: Iterable[Spell] = ()) -> Rates:
    """Return the rates that hold for a household: the defaults, what it stated, what follows inflation, and the spells."""
    rates = {**rules.assumptions, **{assumption.name: assumption.value for assumption in stated}}
    for name in FOLLOWS_INFLATION:
        rates.setdefault(name, rates["inflation"])
    return Rates(rates, spells)


def assumption_names(rules: Rules) -> frozenset[str]:
    """Return the names of everything that a household may assume, but for the indices of variable rates."""
    return frozenset((*household_assumptions(rules, ()), *PRICES.values()))


def household_rules(rules: Rules, stated: tuple[Setting, ...]) -> Rules:
    """Return the rules that hold for a household: those of the year that its setting ``law_year`` freezes, if it does."""
    year = setting_of(stated, "law_year")
    return rules if year == "none" else rules.of_law(int(year))


def held_classes(account: Account) -> dict[str, Decimal]:
    """Return what an account is invested in, as fractions by asset class: its own allocation, else that of its type."""
    if account.allocation:
        return {each.asset_class: each.share for each in account.allocation}
    return {name: Decimal(part) for name, part in DEFAULT_ALLOCATION.get(account.type, {}).items()}


def annual_growth(account: Account, assumptions: Mapping[str, Decimal]) -> Decimal:
    """Return the yearly yield or growth of an asset: its own, that of its allocation, else the household's assumption."""
    if INVESTMENT_RETURN in assumptions and GROUP_OF[account.type] in ("investment", "retirement"):
        return assumptions[INVESTMENT_RETURN]
    if account.growth is not None:
        return account.growth
    if classes := held_classes(account):
        return sum((share * assumptions[f"return_{name}"] for name, share in classes.items()), Decimal(0))
    by_group = {"cash": "savings_yield", "property": "property_growth"}
    name = "vehicle_growth" if account.type in ("vehicle", "boat") else by_group.get(GROUP_OF[account.type])
    return assumptions[name] if name else Decimal(0)
