"""Rates that are others for a while: any assumption, inflation, returns, the growth of salaries."""

from decimal import Decimal

from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.rates import INFLATION, PRICES, Spell
from effluent_cli.domain.rulebook import INVESTMENT_RETURN


def override_assumptions(draft: Draft, asked: Asked) -> None:
    """Assumptions named in the change are others while it lasts, in whole months.

    The inflation of an expense category may be named whether or not the household assumes one; an index that no rate of the
    household follows yet may not, because what it is from then on would be nothing's.
    """
    for name, rate in asked.values.items():
        if name not in draft.rates and name not in PRICES.values():
            raise broken(asked, name, "the household assumes nothing of this name")
        _spell(draft, asked, name, rate)


def override_inflation(draft: Draft, asked: Asked) -> None:
    """Prices, and what the law indexes, grow otherwise; pay and property keep the growth that they had.

    So do prices of a category whose own inflation is assumed. Prices step each January, by the mean of the year before.
    """
    _spell(draft, asked, INFLATION, asked.values["rate"])


def override_investment_return(draft: Draft, asked: Asked) -> None:
    """Every investment and retirement account brings so much a year, whatever it holds."""
    _spell(draft, asked, INVESTMENT_RETURN, asked.values["rate"])


def override_salary_growth(draft: Draft, asked: Asked) -> None:
    """Pay that states no raise of its own grows by so much; it steps each January, by the mean of the year before.

    What the law ties to wages (the wage base of Social Security) goes with it.
    """
    _spell(draft, asked, "salary_growth", asked.values["rate"])


def _spell(draft: Draft, asked: Asked, name: str, rate: Decimal) -> None:
    last = month_of(asked.until) if asked.until is not None else None
    if "months" in asked.values:
        last = month_of(asked.on) + asked.values["months"] - 1
    # What lies behind has been lived through at the rates that there were.
    draft.spells.append(Spell(name, month_of(draft.from_now(asked.on)), last, rate))
