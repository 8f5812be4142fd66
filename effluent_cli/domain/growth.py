"""What each asset is expected to grow by in a month, as a fraction: by its rate, what a scenario does to it, and chance.

Part of what a brokerage account is expected to return it pays as dividends: the household's yield, never more than the return.
Chance moves the price alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple

from effluent_cli.domain.amounts import Amount, Factor
from effluent_cli.domain.books import month_rate
from effluent_cli.domain.catalog import GROUP_OF, GROWTH_CATEGORY
from effluent_cli.domain.index import InputsIndex, picked
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.rulebook import DIVIDENDS, annual_growth

DIVIDEND_PAYERS = ("brokerage",)
"""The types of account whose dividends are income of the year; nothing is taxed within a retirement account."""
Chance = Callable[[str, int], Factor]
"""Account and month → what its expected growth factor of the month is multiplied by."""
INTEREST = GROWTH_CATEGORY["cash"]
"""The component of what cash earns."""


class Growing(NamedTuple):
    """Assets with what each is expected to grow by, those of one component side by side.

    ``of`` picks their amounts out of a mapping, ``components`` are the components with the places of their assets, ``earning``
    the places of those that earn interest.
    """

    accounts: tuple[str, ...]
    factors: tuple[Factor, ...]
    of: Callable[[Mapping[str, Amount]], tuple[Amount, ...]]
    components: tuple[tuple[str, slice], ...]
    earning: slice

    def each(self) -> Iterator[tuple[str, str, Factor]]:
        """Yield component, account and growth of every asset."""
        for component, places in self.components:
            for key, factor in zip(self.accounts[places], self.factors[places], strict=True):
                yield component, key, factor


class Growth:
    """The growth of a household's assets under its rates."""

    def __init__(self, index: InputsIndex, rates: Rates, chance: Chance | None) -> None:
        self.index = index
        self.rates = rates
        self.chance = chance
        self.shocks = index.overlay.shocks
        # By the identity of the rates that hold: there is one mapping for each set of spells, kept for as long as they are.
        self._known: dict[int, Growing] = {}
        self._steady = self._under(rates)
        self._same = not rates.spells and not self.shocks and chance is None
        self._moving = _grouped((component, key, rate) for component, key, rate in self._steady.each() if rate)
        pays = any(rate > 0 for name, rate in _stated(rates) if name == DIVIDENDS)
        self.payers = {key: each for key, each in index.assets.items() if pays and each.type in DIVIDEND_PAYERS}
        self._yields = {key: self._yield(key, rates) for key in self.payers}

    def _under(self, rates: Mapping[str, Decimal]) -> Growing:
        return _grouped(
            (GROWTH_CATEGORY[GROUP_OF[account.type]], key, month_rate(annual_growth(account, rates)))
            for key, account in self.index.assets.items()
        )

    def of_month(self, month: int) -> Growing:
        """Return the growth of a whole month of every asset, without shock or chance."""
        if not self.rates.spells:
            return self._steady
        rates = self.rates.of_month(month)
        if id(rates) not in self._known:
            self._known[id(rates)] = self._under(rates)
        return self._known[id(rates)]

    def expected(self, month: int, fraction: float) -> Growing:
        """Return the growth in a fraction of a month of the assets that move in it."""
        if self._same and fraction == 1.0:
            return self._moving
        return _grouped(self._moved(month, fraction))

    def _moved(self, month: int, fraction: float) -> Iterator[tuple[str, str, Factor]]:
        for component, key, rate in self.of_month(month).each():
            expected: Factor = rate * fraction
            factor: Factor = 1.0 if self.chance is None else self.chance(key, month)
            for shock in self.shocks:
                factor = factor * shock.factor(key, month)
            if self.chance is not None or factor != 1.0:
                yield component, key, expected * factor + (factor - 1.0)
            elif expected:
                yield component, key, expected

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


def _grouped(assets: Iterable[tuple[str, str, Factor]]) -> Growing:
    """Return assets, each given with its component and growth, by component."""
    groups: dict[str, dict[str, Factor]] = {}
    for component, key, factor in assets:
        groups.setdefault(component, {})[key] = factor
    factors = {key: factor for group in groups.values() for key, factor in group.items()}
    ends = tuple(accumulate(map(len, groups.values())))
    places = dict(zip(groups, (slice(*both) for both in pairwise((0, *ends))), strict=True))
    return Growing(
        accounts=tuple(factors),
        factors=tuple(factors.values()),
        of=picked(factors),
        components=tuple(places.items()),
        earning=places.get(INTEREST, slice(0)),
    )


def _stated(rates: Rates) -> Iterator[tuple[str, Decimal]]:
    """Yield every rate that holds at some time."""
    yield from rates.items()
    yield from ((spell.name, spell.rate) for spell in rates.spells)
