"""Stage two of a projection, the accounts: what every asset holds month by month, over one path or many at once.

Written in the idiom of ``domain.amounts``: a balance may be an ``int`` or a vector with a place for each path, and every rule
here gives on each path of a vector the very cents that it gives on that path alone. Chance enters as a factor on the month's
expected growth, exactly 1.0 where nothing is uncertain.

In each month: the plan's changes and what stage two has to size, on their days; growth and savings interest on the opening
balance, posted on the last day; what cash lacks to the buffer on its lowest day is drawn, in the order of the setting, so that
it is there by then; at the end what is above the buffer, and not needed in the month to come, is put away.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from effluent_cli.domain.amounts import Amount, anywhere, growth, growths, least, positive
from effluent_cli.domain.borrow_line import BorrowLine
from effluent_cli.domain.cash_lows import cash_levels, lower, lowest_cash
from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.deals import Desk
from effluent_cli.domain.due import Standing
from effluent_cli.domain.growth import Chance, Growth
from effluent_cli.domain.holdings import Holdings
from effluent_cli.domain.index import InputsIndex, picked
from effluent_cli.domain.law.benefits import Distributions
from effluent_cli.domain.medicare_cover import CATEGORY, Medicare
from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.month_plans import MonthPlan, Stop
from effluent_cli.domain.overlay import Deal
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.postings import Posted, Posting
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.required import owned_pots, payouts
from effluent_cli.domain.settlement import Settlements
from effluent_cli.domain.withdrawals import WITHDRAWAL_MOVE, Policy, Pot, Pots
from effluent_cli.errors import Refused

PAID = {
    "tax": ("taxes", "tax_settlement"),
    "refund": ("taxes", "tax_settlement"),
    "estimate": ("taxes", "estimated_tax"),
    "premiums": ("spending", CATEGORY),
}
"""The column and the component of what a stop of that kind takes out of cash."""


class MonthState(NamedTuple):
    """What one month came to, in cents. ``lowest_on`` is the ordinal of the day of the lowest cash.

    ``short_on`` is the first day with cash below zero, as (ordinal, cash then): None without one, and of many paths.
    """

    month: int
    columns: dict[str, Amount]
    components: dict[str, Amount]
    moves: dict[str, Amount]
    balances: dict[str, Amount]
    opening_cash: Amount
    closing_cash: Amount
    lowest_cash: Amount
    lowest_on: Amount
    short_on: tuple[int, int] | None


class Accounts:
    """Every account's balance as the months go by.

    ``opening`` gives what each holds or owes to begin with, ``standing`` what the line of credit carries beside its balance.
    What is posted in a month is noted in ``trail``, where there is one.
    """

    def __init__(
        self,
        index: InputsIndex,
        rates: Rates,
        opening: Mapping[str, Amount],
        standing: Mapping[str, Standing],
        policy: Policy,
        *,
        taxes: Settlements,
        medicare: Medicare,
        distributions: Distributions,
        chance: Chance | None = None,
    ) -> None:
        self.index = index
        self.balances = {key: opening[key] for key in index.accounts}
        self.policy = policy
        self.taxes = taxes
        self.medicare = medicare
        self.distributions = distributions
        self.trail: list[Posted] | None = None
        self.pots = Pots(index)
        self.holdings = Holdings(index, self.pots, opening)
        self.owned = owned_pots(index, self.pots, distributions)
        self.year_before = dict(opening)
        self.cash_accounts = tuple(key for key, each in index.assets.items() if GROUP_OF[each.type] == "cash")
        self._cash_of = picked(self.cash_accounts)
        self.other_cash = tuple(key for key in self.cash_accounts if key != index.checking)
        self._other_cash_of = picked(self.other_cash)
        self.rates = rates
        self.growth = Growth(index, rates, chance)
        self.desk = Desk(index, self.balances, self.holdings, self.pots, self._home_exclusion)
        self.dealt: dict[str, str] = {}
        line = policy.line
        self.line = BorrowLine(index, line, opening[line], standing.get(line, Standing())) if line is not None else None
        # What each account, and all cash together, held when the month before was over.
        self._closed = dict(self.balances), self.cash

    def _home_exclusion(self, year: int) -> int:
        status = self.index.inputs.household.filing_status or "single"
        return self.taxes.rules.tax_year(year, self.rates).gains.home_exclusion[status]

    @property
    def cash(self) -> Amount:
        """All cash together."""
        return sum(self._cash_of(self.balances))

    def earn_interest(self, months: float) -> None:
        """Count interest and dividends that are taken to have been earned in so many months of the running year before today.

        Those dividends are in today's basis.
        """
        growing = self.growth.of_month(0)
        held = growing.of(self.balances)
        interest = growths(held, [rate * months for rate in growing.factors])
        self.holdings.earn(growing.accounts[growing.earning], interest[growing.earning])
        for key, balance in zip(growing.accounts, held, strict=True):
            if yielded := self.growth.dividends(key, 0, months):
                self.holdings.yielded(key, growth(balance, yielded))

    def month(self, plan: MonthPlan, following: MonthPlan | None = None) -> MonthState:
        """Live through one month; ``following`` is the plan of the next. Raises Refused when a balance passes 10¹⁴ cents."""
        opening, opening_cash = self._closed
        self.dealt.clear()
        self.taxes.note(plan)
        posting = Posting(plan, self.trail)
        self._carry_out(plan, opening)
        paid = [self._pay(stop, posting) for stop in plan.stops]
        low, low_on = lowest_cash(plan, opening_cash, paid)
        self._grow(plan, opening, posting)
        drawn = self._cover(plan.month, low, opening, posting)
        self._level_cash(posting)
        if plan.month % 12 == 11:
            self._turn_year(plan.month // 12, following, posting)
        self._put_away(following, posting)
        self._check()
        closing = self.cash
        self._closed = dict(self.balances), closing
        # What is drawn is there all month long, but when it begins.
        least_cash, least_on = lower(*lower(opening_cash, plan.start, low + drawn, low_on), closing, plan.end)
        short_on = self._short_on(plan, opening_cash + drawn, paid, least_cash)
        return MonthState(
            plan.month,
            posting.columns,
            posting.components,
            posting.moves,
            self._closed[0],
            opening_cash,
            closing,
            least_cash,
            least_on,
            short_on,
        )

    def _short_on(self, plan: MonthPlan, opening: Amount, paid: list[Amount], low: Amount) -> tuple[int, int] | None:
        """Return the first day on which cash is below zero although everything was drawn that could be."""
        if type(low) is not int or low >= 0:
            return None
        levels = (*cash_levels(plan, opening, paid), (plan.end, self.cash))
        return next(((day, level) for day, level in levels if level < 0), None)

    def _carry_out(self, plan: MonthPlan, opening: Mapping[str, Amount]) -> None:
        """Make the plan's changes, with what they mean to the basis of an account."""
        balances, basis = self.balances, self.holdings.basis
        for key, change in plan.deltas.items():
            balances[key] = balances[key] + change
            if key in basis:
                self.holdings.arrive(key, positive(change + plan.out_of.get(key, 0)))
        for key, out in plan.out_of.items():
            if key in self.pots.all:
                pot = self.pots.all[key]
                whole = opening[key] + plan.deltas.get(key, 0) + out
                self.holdings.leave(pot, out, whole, early=pot.early(plan.month))
        balances.update(plan.debts)

    def _pay(self, stop: Stop, posting: Posting) -> Amount:
        """Go through a stop; return what it takes out of cash."""
        if isinstance(stop.subject, Deal):
            self.dealt[stop.subject.account] = stop.subject.kind
            return self.desk.trade(stop.subject, month_of(stop.subject.on), posting)
        if stop.kind in PAID:
            due = self._payable(stop)
            column, name = PAID[stop.kind]
            posting.add(column, name, -due, self.index.cash_desk)
            if stop.kind == "premiums":
                self.holdings.year.premiums = self.holdings.year.premiums + due
            self.balances[self.index.cash_desk] = self.balances[self.index.cash_desk] - due
            return due
        line = self.line
        if line is None:
            return 0
        paid = line.meet(stop, posting)
        self.balances[line.account] = line.owed
        payer = stop.account or self.index.cash_desk
        self.balances[payer] = self.balances[payer] - paid
        return paid if payer in self.cash_accounts else 0

    def _payable(self, stop: Stop) -> Amount:
        """Return what a stop takes out of cash, as far as that is known before its month has begun."""
        if isinstance(stop.subject, Deal):
            return self.desk.ahead(stop.subject)
        if stop.kind != "premiums":
            return self.taxes.payable(stop)
        return self.medicare.payable(month_of(date.fromordinal(stop.day)), self.taxes.agi, self.taxes.own_agi)

    def _grow(self, plan: MonthPlan, opening: Mapping[str, Amount], posting: Posting) -> None:
        balances = self.balances
        growing = self.growth.expected(plan.month, plan.fraction)
        accounts, held = growing.accounts, growing.of(opening)
        if self.dealt:
            held = tuple([self._undealt(key, balance) for key, balance in zip(accounts, held, strict=True)])
        amounts = growths(held, growing.factors)
        for key, amount in zip(accounts, amounts, strict=True):
            balances[key] = balances[key] + amount
        if interest := amounts[growing.earning]:
            self.holdings.earn(accounts[growing.earning], interest)
        if self.growth.payers:
            # What is paid as a dividend is bought with at once, so that the account grows by it all the same.
            paid = [self._dividend(key, balance, plan, posting) for key, balance in zip(accounts, held, strict=True)]
            amounts = [amount - dividend for amount, dividend in zip(amounts, paid, strict=True)]
        if posting.trail is not None:
            for (component, key, _), amount in zip(growing.each(), amounts, strict=True):
                posting.note("returns", component, amount, key)
        for component, places in growing.components:
            total = sum(amounts[places])
            if anywhere(total != 0) or any(anywhere(amount != 0) for amount in amounts[places]):
                posting.put("returns", component, total)

    def _undealt(self, key: str, opening: Amount) -> Amount:
        """Return what an account held all month: what changed hands in it, or was valued at its end, does not grow."""
        if key not in self.dealt:
            return opening
        return 0 if self.dealt[key] == "value" else least(opening, self.balances[key])

    def _dividend(self, key: str, held: Amount, plan: MonthPlan, posting: Posting) -> Amount:
        """Return the part of a month's return that an account pays as dividends, and buys of itself with."""
        yielded = self.growth.dividends(key, plan.month, plan.fraction)
        if not yielded:
            return 0
        dividend = growth(held, yielded)
        self.holdings.reinvest(key, dividend)
        posting.add("returns", "dividends", dividend, key)
        return dividend

    def _cover(self, month: int, low: Amount, opening: Mapping[str, Amount], posting: Posting) -> Amount:
        """Draw what cash lacks to the buffer on its lowest day; return how much that was.

        The cash accounts beside checking are cash already, unless the setting puts other money before cash.
        """
        policy, drawn = self.policy, 0
        held = self._other_cash_of(opening)
        # There cannot be more of it than was there to begin with.
        if not anywhere(low < policy.buffer + sum(map(abs, held))):
            return drawn
        there = zip(held, self._other_cash_of(self.balances), strict=True)
        spare = sum([positive(least(opened, now)) for opened, now in there])
        if not anywhere(low < policy.buffer + spare):
            return drawn
        for kind in policy.order:
            if kind == "cash":
                spare = 0
            wanted = positive(policy.buffer + spare - low - drawn)
            if not anywhere(wanted > 0):
                continue
            for pot in self.pots.by_kind.get(kind, ()):
                drawn = drawn + self._draw(pot, month, positive(policy.buffer + spare - low - drawn), opening, posting)
        if self.line is not None:
            borrowed = self.line.borrow(positive(policy.buffer - low - drawn))
            self.balances[self.line.account] = self.line.owed
            posting.move("borrowed", borrowed, self.line.account, self.index.cash_desk)
            drawn = drawn + borrowed
        if anywhere(drawn != 0):
            self.balances[self.index.cash_desk] = self.balances[self.index.cash_desk] + drawn
        return drawn

    def _draw(  # from what, when, how much, out of which opening, and where it is written down
        self, pot: Pot, month: int, wanted: Amount, opening: Mapping[str, Amount], posting: Posting
    ) -> Amount:
        early = pot.early(month)
        if pot.locked(month) or (early and not self.policy.early):
            return 0
        # What comes in later in the month, or grows in it, is not there yet when cash is short.
        there = positive(least(opening[pot.account], self.balances[pot.account]))
        drawn = least(wanted, there)
        self.holdings.leave(pot, drawn, there, early=early)
        self.balances[pot.account] = self.balances[pot.account] - drawn
        posting.move(WITHDRAWAL_MOVE[pot.kind], drawn, pot.account, self.index.cash_desk)
        return drawn

    def _level_cash(self, posting: Posting) -> None:
        """Fill checking from the other cash accounts where it is below zero."""
        desk = self.index.checking
        if desk is None or not anywhere(self.balances[desk] < 0):
            return
        for key in self.other_cash:
            moved = positive(least(-self.balances[desk], self.balances[key]))
            if anywhere(moved > 0):
                self.balances[key] = self.balances[key] - moved
                self.balances[desk] = self.balances[desk] + moved
                posting.move("transfers", moved, key, desk)

    def _turn_year(self, year: int, following: MonthPlan | None, posting: Posting) -> None:
        """Pay out what the law requires of the year, and have its tax worked out."""
        for pot, wanted in payouts(self.distributions, self.owned, year, self.year_before, self.holdings.year.drawn):
            key = pot.account
            paid = least(wanted, positive(self.balances[key]))
            if anywhere(paid != 0):
                self.holdings.leave(pot, paid, self.balances[key], early=False)
                self.balances[key] = self.balances[key] - paid
                self.balances[self.index.cash_desk] = self.balances[self.index.cash_desk] + paid
                posting.move("required_distribution", paid, key, self.index.cash_desk)
        self.taxes.close(year, self.holdings.turn(), following)
        self.year_before = dict(self.balances)

    def _put_away(self, following: MonthPlan | None, posting: Posting) -> None:
        """Move what checking has above the buffer, and the month to come does not need, to the surplus account."""
        target, desk = self.policy.surplus, self.index.cash_desk if self.policy.surplus else ""
        if target is None or following is None:
            return
        certain = [self._payable(stop) for stop in following.stops]
        ahead = lowest_cash(following, 0, certain)[0]
        checking = self.balances[desk]
        # Savings keep their own money, whatever the buffer: only what is in checking goes.
        spare = checking if target in self.cash_accounts else least(checking, self.cash)
        moved = positive(spare - self.policy.buffer + ahead)
        self.balances[desk] = checking - moved
        self.balances[target] = self.balances[target] + moved
        self.holdings.arrive(target, moved)
        posting.move("surplus", moved, desk, target)

    def _check(self) -> None:
        # As long as all together are within the limit, each of them is.
        if not anywhere(sum(map(abs, self.balances.values())) > BALANCE_LIMIT):
            return
        for key, balance in self.balances.items():
            if anywhere(abs(balance) > BALANCE_LIMIT):
                raise Refused(f"the balance of {key} passes 1,000,000,000,000.00", code="balance_out_of_range")
