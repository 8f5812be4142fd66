"""Stage two of a projection, the accounts: what every asset holds month by month, over one path or many at once.

Written in the idiom of ``domain.amounts``: a balance may be an ``int`` or a vector with a place for each path, and every rule
here gives on each path of a vector the very cents that it gives on that path alone. Chance enters as a factor on the month's
expected growth, exactly 1.0 where nothing is uncertain.

In each month: the plan's changes; what falls due that stage two has to size; growth and savings interest on the opening
balance, posted on the last day.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from effluent_cli.domain.amounts import Amount, Factor, anywhere, choose, grown, least, positive
from effluent_cli.domain.books import month_rate
from effluent_cli.domain.catalog import GROUP_OF, GROWTH_CATEGORY
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.month_plans import MonthPlan
from effluent_cli.domain.periods import last_day
from effluent_cli.domain.rulebook import annual_growth
from effluent_cli.errors import Refused

Chance = Callable[[str, int], Factor]
"""Account and month → what its expected growth factor of the month is multiplied by."""


class MonthState(NamedTuple):
    """What one month came to, in cents. ``lowest_on`` is the ordinal of the day of the lowest cash."""

    month: int
    columns: Mapping[str, Amount]
    components: Mapping[str, Amount]
    moves: Mapping[str, Amount]
    balances: Mapping[str, Amount]
    opening_cash: Amount
    closing_cash: Amount
    lowest_cash: Amount
    lowest_on: Amount


class Accounts:
    """Every account's balance as the months go by. ``opening`` gives what each holds or owes to begin with."""

    def __init__(
        self,
        index: InputsIndex,
        rates: Mapping[str, Decimal],
        opening: Mapping[str, Amount],
        chance: Chance | None = None,
    ) -> None:
        self.index = index
        self.balances = dict(opening)
        self.chance = chance
        self.cash_accounts = tuple(key for key, each in index.assets.items() if GROUP_OF[each.type] == "cash")
        self.growth = tuple(
            (key, month_rate(annual_growth(account, rates)), GROWTH_CATEGORY[GROUP_OF[account.type]])
            for key, account in index.assets.items()
        )

    @property
    def cash(self) -> Amount:
        """All cash together."""
        return sum(self.balances[key] for key in self.cash_accounts)

    def month(self, plan: MonthPlan) -> MonthState:
        """Live through one month. Raises Refused when a balance passes the limit of 10¹⁴ cents."""
        opening, opening_cash = dict(self.balances), self.cash
        posting = Posting(plan)
        for key, change in plan.deltas.items():
            self.balances[key] = self.balances[key] + change
        self.balances.update(plan.debts)
        self._grow(plan, opening, posting)
        self._check()
        closing = self.cash
        lowest, lowest_on = lowest_cash(plan, opening_cash)
        return MonthState(
            month=plan.month,
            columns=posting.columns,
            components=posting.components,
            moves=posting.moves,
            balances=dict(self.balances),
            opening_cash=opening_cash,
            closing_cash=closing,
            lowest_cash=least(lowest, closing),
            lowest_on=choose(closing < lowest, last_day(plan.month).toordinal(), lowest_on),
        )

    def _grow(self, plan: MonthPlan, opening: Mapping[str, Amount], posting: "Posting") -> None:
        for key, rate, name in self.growth:
            expected: Factor = rate * plan.fraction
            if self.chance is not None:
                factor = self.chance(key, plan.month)
                expected = expected * factor + (factor - 1.0)
            amount = grown(positive(opening[key]), expected)
            if anywhere(amount != 0):
                self.balances[key] = self.balances[key] + amount
                posting.add("returns", name, amount)

    def _check(self) -> None:
        for key, balance in self.balances.items():
            if anywhere(balance > BALANCE_LIMIT) or anywhere(balance < -BALANCE_LIMIT):
                raise Refused(f"the balance of {key} passes 1,000,000,000,000.00", code="balance_out_of_range")


class Posting:
    """What stage two adds to a month's columns, components and moves, beside those of the plan."""

    def __init__(self, plan: MonthPlan) -> None:
        self.columns: dict[str, Amount] = dict(plan.columns)
        self.components: dict[str, Amount] = dict(plan.components)
        self.moves: dict[str, Amount] = dict(plan.moves)

    def add(self, column: str, name: str, amount: Amount) -> None:
        """Add a signed effect on net worth."""
        self.columns[column] = self.columns.get(column, 0) + amount
        self.components[name] = self.components.get(name, 0) + amount

    def move(self, name: str, amount: Amount) -> None:
        """Add what merely moves from one account to another."""
        self.moves[name] = self.moves.get(name, 0) + amount


def cash_levels(plan: MonthPlan, opening: Amount) -> Iterator[tuple[int, Amount]]:
    """Yield the days (ordinals) of a month on which cash may be at its lowest or first below zero, with the cash then."""
    yield plan.start, opening
    level = opening
    for stretch in plan.stretches:
        for day, dip in stretch.dips:
            yield day, level + dip
        level = level + stretch.total


def lowest_cash(plan: MonthPlan, opening: Amount) -> tuple[Amount, Amount]:
    """Return the lowest cash of a month and the ordinal of the day on which it is reached first."""
    lowest: Amount = opening
    lowest_on: Amount = plan.start
    for day, level in cash_levels(plan, opening):
        lowest_on = choose(level < lowest, day, lowest_on)
        lowest = least(level, lowest)
    return lowest, lowest_on
