"""What becomes of a figure in the years after the file that states it: indexed, grown by statute, ended, or as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from effluent_cli.rules.figures import Figure

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Outlook:
    """Inflation and wage growth, fractions a year. ``frozen``: amounts go with inflation for ever, and nothing ends."""

    inflation: Decimal = Decimal(0)
    wage_growth: Decimal = Decimal(0)
    frozen: bool = False

    def growth(self, figure: Figure) -> Decimal:
        """Return the yearly growth of ``figure``, a fraction."""
        if figure.indexation == "awi":
            return self.wage_growth
        if figure.indexation == "statute":
            return figure.growth
        return Decimal(0) if figure.indexation == "none" else self.inflation


def in_year(figure: Figure, year: int, outlook: Outlook) -> Figure:
    """Return ``figure`` as it stands in ``year``, marked as projected where the law leaves it to an index not yet known.

    An age stays when its provision ends: it says who, not how much.
    """
    expires = None if outlook.frozen else figure.expires
    if expires is not None and year > expires and figure.unit in ("dollars", "fraction"):
        source = f"{figure.source}; ended with {expires}"
        return replace(figure, value=_filled(figure.value, figure.after), source=source)
    years = year - max(figure.stated_in, figure.indexed_after)
    if not figure.stated_in or years <= 0 or figure.indexation == "none":
        return figure
    with localcontext(prec=40):
        factor = (1 + outlook.growth(figure)) ** years
        value = _grown(figure.value, factor, figure.rounding)
    if figure.indexation == "statute":
        return replace(figure, value=value)
    source = f"{figure.source}; indexed from {figure.stated_in}"
    return replace(figure, value=value, status="projected", source=source)


def _grown(value: Any, factor: Decimal, rounding: str | Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _grown(each, factor, _rule_for(key, rounding)) for key, each in value.items()}
    if isinstance(rounding, Mapping):
        rounding = rounding["default"]
    if isinstance(value, list):
        return [_grown(each, factor, rounding) for each in value]
    if rounding == "fixed":
        return value
    return _rounded(value * factor, rounding)


def _rule_for(status: str, rounding: str | Mapping[str, str]) -> str | Mapping[str, str]:
    return rounding if isinstance(rounding, str) else rounding.get(status, rounding["default"])


def _rounded(amount: Decimal, rule: str) -> Decimal:
    multiple, _, way = rule.partition(" ")
    unit = CENT if rule == "none" else Decimal(multiple)
    return (amount / unit).quantize(Decimal(1), ROUND_FLOOR if way == "down" else ROUND_HALF_UP) * unit


def _filled(value: Any, after: int | Decimal) -> Any:
    """Return a value of the same form in which every number is ``after``."""
    if isinstance(value, dict):
        return {key: _filled(each, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, after) for each in value]
    return after
