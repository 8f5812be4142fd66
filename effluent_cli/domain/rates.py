"""The yearly rates a household reckons with: one figure per name, and spells in which a scenario has another one hold.

A rate of a month is that of the spell it lies in, the last one stated where several overlap. What steps each January goes by
the rate of the calendar year before: the mean of its twelve months, exactly. A price grows by the inflation of its own expense
category where the household states one (``inflation_medical_expenses``), else by ``inflation``.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from effluent_cli.domain.catalog import EXPENSE_GROUP_OF
from effluent_cli.domain.money import compounded, grown, half_up

INFLATION = "inflation"
PRICES = {category: f"{INFLATION}_{category}" for category in EXPENSE_GROUP_OF}
"""The assumption that states the inflation of one expense category."""
_PRICE_NAMES = frozenset(PRICES.values())


class Spell(NamedTuple):
    """A rate that holds from month ``first`` to ``last``, both inclusive; None is open."""

    name: str
    first: int
    last: int | None
    rate: Decimal

    def holds(self, month: int) -> bool:
        """Whether the spell covers a month."""
        return self.first <= month and (self.last is None or month <= self.last)


class Rates(dict[str, Decimal]):
    """Rates by name, fractions a year. As a mapping it gives what holds outside the spells, which are in rising rank."""

    def __init__(self, steady: Mapping[str, Decimal], spells: Iterable[Spell] = ()) -> None:
        super().__init__(steady)
        self.spells = tuple(spells)
        self._varies = {spell.name for spell in self.spells}
        self._years: dict[tuple[str, int], Decimal] = {}
        self._steps: dict[tuple[str, int, int], tuple[Decimal, ...]] = {}
        self._inflation: dict[int, list[dict[Decimal, int]]] = {}
        self._months: dict[tuple[bool, ...], Mapping[str, Decimal]] = {}

    def prices(self, category: str) -> str:
        """Return the name of the rate by which prices of an expense category grow."""
        own = PRICES.get(category)
        return own if own is not None and (own in self or own in self._varies) else INFLATION

    def in_month(self, name: str, month: int) -> Decimal | None:
        """Return the rate of a month; None where the household assumes nothing of the name.

        Outside its spells a category whose inflation is not stated goes with all others.
        """
        if name in self._varies:
            held = [spell.rate for spell in self.spells if spell.name == name and spell.holds(month)]
            if held:
                return held[-1]
            if name not in self and name in _PRICE_NAMES:
                return self.in_month(INFLATION, month)
        return self.get(name)

    def in_year(self, name: str, year: int) -> Decimal:
        """Return the rate of a calendar year: the mean of its months. Raises KeyError where there is none."""
        if name not in self._varies:
            return self[name]
        key = name, year
        if key not in self._years:
            months = [self.in_month(name, month) or Decimal(0) for month in range(year * 12, year * 12 + 12)]
            self._years[key] = months[0] if len(set(months)) == 1 else sum(months, Decimal(0)) / 12
        return self._years[key]

    def of_month(self, month: int) -> Mapping[str, Decimal]:
        """Return all rates of a month, the same mapping for all months in which the same spells hold."""
        if not self.spells:
            return self
        held = tuple(spell.holds(month) for spell in self.spells)
        if held not in self._months:
            spelled = {spell.name: spell.rate for spell, holds in zip(self.spells, held, strict=True) if holds}
            self._months[held] = {**self, **spelled}
        return self._months[held]

    def compounded(self, cents: int, name: str, stated: int, year: int) -> int:
        """Return an amount of the year ``stated`` as it is in ``year``, in whole cents, half-up, reckoned exactly."""
        if year <= stated:
            return cents
        if name not in self._varies:
            return compounded(cents, self[name], year - stated)
        key = name, stated, year
        if key not in self._steps:
            self._steps[key] = tuple(self.in_year(name, each) for each in range(stated, year))
        return _stepped(cents, self._steps[key])

    def compounded_in(self, cents: int, name: str, stated: int, years: range) -> tuple[int, ...]:
        """Return what ``compounded`` is in each of some years."""
        if name in self._varies:
            return tuple([self.compounded(cents, name, stated, year) for year in years])
        return _compounded_in(cents, self[name], stated, years)

    def deflated(self, cents: int, first: int, month: int) -> int:
        """Return an amount of ``month`` in money of the month ``first``, in whole cents, half-up."""
        return grown(cents, self.deflator(first, month))

    def deflator(self, first: int, month: int) -> float:
        """Return what an amount of ``month`` is multiplied by to be in money of the month ``first``."""
        if INFLATION not in self._varies:
            return float(self._price_growth ** (-(month - first) / 12))
        factor = 1.0
        for rate, months in self._months_of(first, month).items():
            factor *= float(float(1 + rate) ** (-months / 12))
        return factor

    @cached_property
    def _price_growth(self) -> float:
        """What prices grow by in a year outside all spells."""
        return float(1 + self[INFLATION])

    def _months_of(self, first: int, month: int) -> Mapping[Decimal, int]:
        """Return how many months from ``first`` to before ``month`` have which inflation: months of one rate count together."""
        known = self._inflation.setdefault(first, [{}])
        while len(known) <= month - first:
            rate = self.in_month(INFLATION, first + len(known) - 1) or Decimal(0)
            known.append({**known[-1], rate: known[-1].get(rate, 0) + 1})
        return known[max(month - first, 0)]

    def varying(self, name: str, year: int) -> tuple[tuple[int, Decimal], ...]:
        """Return the years before ``year`` whose rate is not the steady one, each with its rate."""
        if name not in self._varies:
            return ()
        first = min(spell.first for spell in self.spells if spell.name == name) // 12
        years = ((each, self.in_year(name, each)) for each in range(first, year))
        return tuple((each, rate) for each, rate in years if rate != self[name])


@lru_cache(maxsize=1024)
def _compounded_in(cents: int, rate: Decimal, stated: int, years: range) -> tuple[int, ...]:
    # Whoever lays out one household again and again asks for the same years of the same amounts.
    return tuple([compounded(cents, rate, year - stated) if year > stated else cents for year in years])


@lru_cache(maxsize=8192)
def _stepped(cents: int, rates: tuple[Decimal, ...]) -> int:
    above = below = 1
    for rate in rates:
        numerator, denominator = rate.as_integer_ratio()
        above, below = above * (denominator + numerator), below * denominator
    return half_up(cents * above, below)
