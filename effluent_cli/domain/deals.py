"""What is sold, bought or valued anew in the accounts stage, in the idiom of ``amounts``.

A gain is the price without the costs of the sale, less what the thing cost. That of a main home is free of tax up to the
exclusion of IRC 121 (it is taken to have been owned and lived in for two of the five years before); a loss on it, or on
anything of personal use, is nobody's deduction. All gains count as long-term; depreciation is not taken back.
"""

from collections.abc import Callable

from effluent_cli.domain.amounts import Amount, anywhere, positive
from effluent_cli.domain.catalog import GROUP_OF, SELLING_COSTS, VALUATION
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.holdings import Holdings
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_shown
from effluent_cli.domain.overlay import Deal
from effluent_cli.domain.postings import Posting
from effluent_cli.domain.withdrawals import Pots
from effluent_cli.errors import Refused


class Desk:
    """Where accounts change hands. ``balances`` are those of the accounts stage, ``exclusion`` gives a year's (cents)."""

    def __init__(
        self,
        index: InputsIndex,
        balances: dict[str, Amount],
        holdings: Holdings,
        pots: Pots,
        exclusion: Callable[[int], int],
    ) -> None:
        self.index = index
        self.balances = balances
        self.holdings = holdings
        self.pots = pots.all
        self.exclusion = exclusion
        self.cost: dict[str, Amount] = {
            key: balances[key] if (stated := index.assets[key].cost_basis) is None else stated
            for key in {deal.account for deal in index.overlay.deals}
            if key in index.assets
        }

    def trade(self, deal: Deal, month: int, posting: Posting) -> Amount:
        """Carry out a deal of ``month``; return what it takes out of cash (cents), negative where it brings some.

        Raises Refused where more is sold or spent than there is.
        """
        if deal.kind == "sell":
            return self._sell(deal, month, posting)
        held = self.balances[deal.account]
        price = deal.price or 0
        if deal.kind == "value":
            posting.add("adjustments", VALUATION, price - held, deal.account)
            self.balances[deal.account] = price
            return 0
        self.balances[deal.account] = held + price
        self.cost[deal.account] = self.cost.get(deal.account, 0) + price
        self.holdings.arrive(deal.account, price)
        if deal.funded_from is None:
            posting.add("adjustments", VALUATION, price, deal.account)
            return 0
        return self._fund(deal, deal.funded_from, price, month, posting)

    def ahead(self, deal: Deal) -> int:
        """Return what a deal of the month to come is sure to take out of cash: a purchase that cash pays, a price agreed."""
        if deal.kind == "sell":
            return 0 if deal.price is None else deal.costs - deal.price
        source = self.index.assets.get(deal.funded_from or "")
        return (deal.price or 0) if source is not None and GROUP_OF[source.type] == "cash" else 0

    def _fund(self, deal: Deal, source: str, price: int, month: int, posting: Posting) -> Amount:
        held = self.balances[source]
        pot = self.pots.get(source)
        if pot is not None:
            self._enough(deal, source, held, price)
            self.holdings.leave(pot, price, held, early=pot.early(month))
        self.balances[source] = held - price
        posting.move("purchases", price, source, deal.account)
        return price if GROUP_OF[self.index.assets[source].type] == "cash" else 0

    def _sell(self, deal: Deal, month: int, posting: Posting) -> Amount:
        key = deal.account
        held = self.balances[key]
        pot = self.pots.get(key)
        price: Amount = held if deal.price is None else deal.price
        if pot is not None:
            self._enough(deal, key, held, price)
            self.holdings.leave(pot, price, held, early=pot.early(month))
            if pot.kind == "taxable":
                self.holdings.realise(key, -deal.costs)
            self.balances[key] = held - price
        else:
            posting.add("adjustments", VALUATION, price - held, key)
            self.balances[key] = held * 0
            self._realise(key, price - deal.costs, month)
        desk = self.index.cash_desk
        posting.add("spending", SELLING_COSTS, -deal.costs, desk)
        posting.move("sales", price, key, desk)
        self.balances[desk] = self.balances[desk] + price - deal.costs
        return deal.costs - price

    def _realise(self, key: str, proceeds: Amount, month: int) -> None:
        kind = self.index.assets[key].type
        group = GROUP_OF[kind]
        if group not in ("property", "personal", "business"):
            return
        gain = proceeds - self.cost[key]
        if kind == "primary_residence":
            gain = positive(gain - self.exclusion(month // 12))
        elif group == "personal":
            gain = positive(gain)
        self.holdings.realise(key, gain)

    def _enough(self, deal: Deal, key: str, held: Amount, wanted: Amount) -> None:
        if anywhere(held < wanted):
            least = held if isinstance(held, int) else int(held.min())
            there = (
                f"{key} holds {money_shown(least)} on {deal.on.isoformat()}, less than {money_shown(deal.price or 0)}"
            )
            raise Refused(there, code="not_enough", hint="a smaller amount, or a later day")


def sale_findings(index: InputsIndex) -> tuple[Finding, ...]:
    """Return a finding for what is sold without its cost being stated: its value of today is taken for it.

    What is bought before costs what was paid.
    """
    bought = {deal.account for deal in index.overlay.deals if deal.kind == "buy"}
    return tuple(
        Finding(
            "basis_assumed",
            "info",
            f"account:{deal.account}",
            f"{account.name}: what was paid for it is not stated, taken as its value of today",
            f"effluent account edit {deal.account} --cost-basis AMOUNT",
        )
        for deal in index.overlay.deals
        if deal.kind == "sell"
        and deal.account not in bought
        and (account := index.assets[deal.account]).cost_basis is None
        and GROUP_OF[account.type] in ("property", "business")
    )
