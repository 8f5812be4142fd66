"""``tax rules``: which federal figures a year has, from which document, and which of them are not published yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from effluent_cli.domain.money import Rate, money_text, rate_text
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.rules import loader
from effluent_cli.rules.assumptions import default_assumptions
from effluent_cli.rules.figures import Figure


@dataclass(frozen=True)
class RuleRow:
    """One figure. ``name`` is its path in the rule files, with the filing status or column where it has several.

    ``value`` is a decimal string, a list of them, or an object by year or age. ``projected`` says that no document states it
    yet. ``stated_in`` is the year of the file that it goes back to, null for a table that is no year's own; ``expires`` the
    last year of a provision that ends.
    """

    name: str
    group: str
    value: Any
    unit: str
    source: str
    status: str
    indexation: str
    rounding: str
    projected: bool
    stated_in: int | None
    expires: int | None


@dataclass(frozen=True)
class RuleList:
    """The figures of ``year``. ``inflation`` and ``wage_growth`` (fractions a year) index what is not published yet."""

    year: int
    projected: bool
    law_year: int | None
    inflation: Rate
    wage_growth: Rate
    rules_version: str
    figures: tuple[RuleRow, ...]


def rule_list(
    year: int,
    *,
    group: str | None = None,
    inflation: Decimal | None = None,
    wage_growth: Decimal | None = None,
    law_year: int | None = None,
) -> RuleList:
    """Return every figure of ``year``, or those of one ``group``. Raises InvalidInput for an unknown year or group."""
    default = default_assumptions()["inflation"]
    inflation = default if inflation is None else inflation
    wage_growth = inflation if wage_growth is None else wage_growth
    found = (*loader.figures(year, inflation, wage_growth, law_year), *loader.long_lived_figures())
    groups = tuple(dict.fromkeys(figure.group for figure in found))
    if group is not None and group not in groups:
        message = f"unknown: choose from {', '.join(groups)}"
        raise InvalidInput(f"--group {group!r}: {message}", problems=(Problem("--group", group, message),))
    chosen = [figure for figure in found if group in (None, figure.group)]
    return RuleList(
        year=year,
        projected=any(figure.status == "projected" for figure in chosen),
        law_year=law_year,
        inflation=inflation,
        wage_growth=wage_growth,
        rules_version=loader.rules_version(),
        figures=tuple(row for figure in chosen for row in _rows(figure)),
    )


def _rows(figure: Figure) -> Iterator[RuleRow]:
    """Yield a row for the figure, or one for each status or column where it is a table by name."""
    by_name = isinstance(figure.value, dict) and not next(iter(figure.value)).isdigit()
    parts = figure.value.items() if by_name else (("", figure.value),)
    for part, value in parts:
        yield RuleRow(
            name=f"{figure.path}.{part}" if part else figure.path,
            group=figure.group,
            value=_text(value, figure.unit),
            unit=figure.unit,
            source=figure.source,
            status=figure.status,
            indexation=figure.indexation,
            rounding=_rounding(figure, part),
            projected=figure.status == "projected",
            stated_in=figure.stated_in or None,
            expires=figure.expires,
        )


def _rounding(figure: Figure, part: str) -> str:
    rule = figure.rounding
    return rule if isinstance(rule, str) else rule.get(part, rule["default"])


def _text(value: Any, unit: str) -> Any:
    if isinstance(value, dict):
        return {key: _text(each, unit) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_text(each, unit) for each in value]
    if isinstance(value, str):
        return value
    return money_text(int(value * 100)) if unit == "dollars" else rate_text(Decimal(value))
