"""What each asset is expected to grow by in a month, as a fraction: by its rate, what a scenario does to it, and chance.

Part of what a brokerage account is expected to return it pays as dividends: the household's yield, never more than the return.
Chance moves the price alone.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

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


class Growth:
    """The growth of a household's assets under its rates."""

    def __init__(self, index: InputsIndex, rates: Rates, chance: Chance | None) -> None:
        self.index = index
        self.rates = rates
        self.chance = chance
        self.shocks = index.overlay.shocks
        self._steady = self._under(rates)
        pays = any(rate > 0 for name, rate in _stated(rates) if name == DIVIDENDS)
        self._payers = {key: each for key, each in index.assets.items() if pays and each.type in DIVIDEND_PAYERS}

    def _under(self, rates: Mapping[str, Decimal]) -> tuple[tuple[str, float, str], ...]:
        return tuple(
            (key, month_rate(annual_growth(account, rates)), GROWTH_CATEGORY[GROUP_OF[account.type]])
            for key, account in self.index.assets.items()
        )

    def of_month(self, month: int) -> tuple[tuple[str, float, str], ...]:
        """Return account, growth of a whole month without shock or chance, and component of every asset."""
        return self._under(self.rates.of_month(month)) if self.rates.spells else self._steady

    def expected(self, month: int, fraction: float) -> Iterator[tuple[str, Factor, str]]:
        """Yield account, growth and component for a fraction of a month, of the assets that move in it."""
        for key, rate, name in self.of_month(month):
            expected: Factor = rate * fraction
            factor: Factor = 1.0 if self.chance is None else self.chance(key, month)
            for shock in self.shocks:
                factor = factor * shock.factor(key, month)
            if self.chance is not None or factor != 1.0:
                yield key, expected * factor + (factor - 1.0), name
            elif expected:
                yield key, expected, name

    def dividends(self, key: str, month: int, fraction: float) -> float:
        """Return what an account pays as dividends in a fraction of a month, as a part of what it holds."""
        if key not in self._payers:
            return 0.0
        rates = self.rates.of_month(month) if self.rates.spells else self.rates
        paid = min(rates[DIVIDENDS], annual_growth(self._payers[key], rates))
        return month_rate(paid) * fraction if paid > 0 else 0.0


def _stated(rates: Rates) -> Iterator[tuple[str, Decimal]]:
    """Yield every rate that holds at some time."""
    yield from rates.items()
    yield from ((spell.name, spell.rate) for spell in rates.spells)
