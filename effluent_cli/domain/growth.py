"""What each asset is expected to grow by in a month, as a fraction: by its rate, what a scenario does to it, and chance.

Part of what a brokerage account is expected to return it pays as dividends: the household's yield, never more than the return.
Chance moves the price alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from effluent_cli.domain.amounts import Factor
from effluent_cli.domain.books import month_rate
from effluent_cli.domain.catalog import GROUP_OF, GROWTH_CATEGORY
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.rulebook import DIVIDENDS, annual_growth

DIVIDEND_PAYERS = ("brokerage",)
"""The types of account whose dividends are income of the year; nothing is taxed within a retirement account."""
Chance = Callable[[str, int], Factor]
"""Account and month → what its expected growth factor of the month is multiplied by."""
ByComponent: TypeAlias = Iterable[tuple[str, Iterable[tuple[str, Factor]]]]
"""The component that growth stands under, with account and growth of each of its assets."""
INTEREST = GROWTH_CATEGORY["cash"]
"""The component of what cash earns."""


class Growth:
    """The growth of a household's assets under its rates."""

    def __init__(self, index: InputsIndex, rates: Rates, chance: Chance | None) -> None:
        self.index = index
        self.rates = rates
        self.chance = chance
        self.shocks = index.overlay.shocks
        # By the identity of the rates that hold: there is one mapping for each set of spells, kept for as long as they are.
        self._known: dict[int, tuple[tuple[str, tuple[tuple[str, float], ...]], ...]] = {}
        self._steady = self._under(rates)
        self._same = not rates.spells and not self.shocks and chance is None
        moving = ((name, tuple(each for each in assets if each[1])) for name, assets in self._steady)
        self._moving = tuple((name, assets) for name, assets in moving if assets)
        pays = any(rate > 0 for name, rate in _stated(rates) if name == DIVIDENDS)
        self.payers = {key: each for key, each in index.assets.items() if pays and each.type in DIVIDEND_PAYERS}
        self._yields = {key: self._yield(key, rates) for key in self.payers}

    def _under(self, rates: Mapping[str, Decimal]) -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
        found: dict[str, list[tuple[str, float]]] = {}
        for key, account in self.index.assets.items():
            name = GROWTH_CATEGORY[GROUP_OF[account.type]]
            found.setdefault(name, []).append((key, month_rate(annual_growth(account, rates))))
        return tuple((name, tuple(assets)) for name, assets in found.items())

    def of_month(self, month: int) -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
        """Return by component the growth of a whole month of every asset, without shock or chance."""
        if not self.rates.spells:
            return self._steady
        rates = self.rates.of_month(month)
        if id(rates) not in self._known:
            self._known[id(rates)] = self._under(rates)
        return self._known[id(rates)]

    def expected(self, month: int, fraction: float) -> ByComponent:
        """Return the growth in a fraction of a month of the assets that move in it."""
        if self._same and fraction == 1.0:
            return self._moving
        return ((name, self._moved(assets, month, fraction)) for name, assets in self.of_month(month))

    def _moved(self, assets: Iterable[tuple[str, float]], month: int, fraction: float) -> Iterator[tuple[str, Factor]]:
        for key, rate in assets:
            expected: Factor = rate * fraction
            factor: Factor = 1.0 if self.chance is None else self.chance(key, month)
            for shock in self.shocks:
                factor = factor * shock.factor(key, month)
            if self.chance is not None or factor != 1.0:
                yield key, expected * factor + (factor - 1.0)
            elif expected:
                yield key, expected

    def dividends(self, key: str, month: int, fraction: float) -> float:
        """Return what an account pays as dividends in a fraction of a month, as a part of what it holds."""
        if key not in self.payers:
            return 0.0
        if self.rates.spells:
            return self._yield(key, self.rates.of_month(month)) * fraction
        return self._yields[key] * fraction

    def _yield(self, key: str, rates: Mapping[str, Decimal]) -> float:
        paid = min(rates[DIVIDENDS], annual_growth(self.payers[key], rates))
        return month_rate(paid) if paid > 0 else 0.0


def _stated(rates: Rates) -> Iterator[tuple[str, Decimal]]:
    """Yield every rate that holds at some time."""
    yield from rates.items()
    yield from ((spell.name, spell.rate) for spell in rates.spells)
