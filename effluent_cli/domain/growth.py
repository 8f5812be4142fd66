"""What each asset is expected to grow by in a month, as a fraction: by its rate, what a scenario does to it, and chance."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from effluent_cli.domain.amounts import Factor
from effluent_cli.domain.books import month_rate
from effluent_cli.domain.catalog import GROUP_OF, GROWTH_CATEGORY
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.rulebook import annual_growth

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
