"""What becomes of a figure in the years after the file that states it: indexed, grown by statute, ended, or as it was."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Any

from effluent_cli.domain.frozen import frozen
from effluent_cli.rules.figures import Figure, changed

CENT = Decimal("0.01")
PRECISE = Context(prec=40)
"""Figures are grown with so many digits, whatever the context of the caller."""
ONE = Decimal(1)
Varying = tuple[tuple[tuple[int, Decimal], ...], tuple[tuple[int, Decimal], ...]]
"""The years whose inflation and whose wage growth are not the usual ones, each with its rate."""


@frozen
class Outlook:
    """Inflation and wage growth, fractions a year. ``frozen``: amounts go with inflation for ever, and nothing ends.

    ``varying`` are the years in which they are others.
    """

    inflation: Decimal = Decimal(0)
    wage_growth: Decimal = Decimal(0)
    frozen: bool = False
    varying: Varying = ((), ())

    def factor(self, figure: Figure, since: int, year: int) -> Decimal:
        """Return what a figure of the year ``since`` is multiplied by to be that of ``year``."""
        if figure.indexation == "statute":
            return _power(figure.growth, year - since)
        rate, varying = (
            (self.wage_growth, self.varying[1]) if figure.indexation == "awi" else (self.inflation, self.varying[0])
        )
        others = [each for when, each in varying if since <= when < year]
        factor = _power(rate, year - since - len(others))
        for each in others:
            factor = PRECISE.multiply(factor, 1 + each)
        return factor


def in_year(figure: Figure, year: int, outlook: Outlook) -> Figure:
    """Return ``figure`` as it stands in ``year``, marked as projected where the law leaves it to an index not yet known.

    An age stays when its provision ends: it says who, not how much.
    """
    expires = None if outlook.frozen else figure.expires
    if expires is not None and year > expires and figure.unit in ("dollars", "fraction"):
        source = f"{figure.source}; ended with {expires}"
        return changed(figure, value=_filled(figure.value, figure.after), source=source)
    years = year - max(figure.stated_in, figure.indexed_after)
    if not figure.stated_in or years <= 0 or figure.indexation == "none":
        return figure
    value = _grown(figure.value, outlook.factor(figure, year - years, year), figure.rounding)
    if figure.indexation == "statute":
        return changed(figure, value=value)
    source = f"{figure.source}; indexed from {figure.stated_in}"
    return changed(figure, value=value, status="projected", source=source)


def _grown(value: Any, factor: Decimal, rounding: str | Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _grown(each, factor, _rule_for(key, rounding)) for key, each in value.items()}
    rule = rounding if isinstance(rounding, str) else rounding["default"]
    return value if rule == "fixed" else _rounded(value, factor, *_unit_and_way(rule))


def _rule_for(status: str, rounding: str | Mapping[str, str]) -> str | Mapping[str, str]:
    return rounding if isinstance(rounding, str) else rounding.get(status, rounding["default"])


@cache
def _power(rate: Decimal, years: int) -> Decimal:
    """Return what ``years`` years at a yearly rate multiply an amount by; every figure of a year asks for the same few."""
    return PRECISE.power(1 + rate, years)


def _rounded(value: Any, factor: Decimal, unit: Decimal, way: str) -> Any:
    if isinstance(value, list):
        return [_rounded(each, factor, unit, way) for each in value]
    units = PRECISE.divide(PRECISE.multiply(value, factor), unit)
    return PRECISE.multiply(units.quantize(ONE, way, PRECISE), unit)


@cache
def _unit_and_way(rule: str) -> tuple[Decimal, str]:
    multiple, _, way = rule.partition(" ")
    return CENT if rule == "none" else Decimal(multiple), ROUND_FLOOR if way == "down" else ROUND_HALF_UP


def _filled(value: Any, after: int | Decimal) -> Any:
    """Return a value of the same form in which every number is ``after``."""
    if isinstance(value, dict):
        return {key: _filled(each, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, after) for each in value]
    return after
