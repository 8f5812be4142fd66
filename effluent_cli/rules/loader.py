"""Gives out the rules as values: the figures of a year, the tables that are no year's own, the default assumptions.

Files lie beside this module; a directory of the user's own overrides them (``version``). Everything is read when something
first asks for it, checked, and kept for the process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from effluent_cli.domain.law.benefits import LongLived
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.errors import InvalidInput
from effluent_cli.rules import version
from effluent_cli.rules.assumptions import default_assumptions
from effluent_cli.rules.documents import FEDERAL, document, federal_years
from effluent_cli.rules.figures import Figure, figures_of
from effluent_cli.rules.indexing import Outlook, Varying
from effluent_cli.rules.law import GROUPS, check_file, file_of, standing
from effluent_cli.rules.shaping import shaped

LONG_LIVED: Mapping[str, type] = {name: hint for name, hint in LongLived.__annotations__.items() if name != "sources"}
LONG_LIVED_FILE: Mapping[str, str] = {
    "formula": f"{FEDERAL}social_security.toml",
    "wages": f"{FEDERAL}social_security.toml",
    "distributions": f"{FEDERAL}distributions.toml",
}
"""The file of each group that is no year's own."""


@cache
def tax_year(
    year: int,
    inflation: Decimal | None = None,
    wage_growth: Decimal | None = None,
    law_year: int | None = None,
    varying: Varying = ((), ()),
) -> TaxYear:
    """Return the federal figures of ``year``; equal arguments give the same object.

    What no file states for the year is the newest law, indexed by ``inflation`` and ``wage_growth`` (fractions a year; None:
    the default inflation) and marked as projected; provisions end when the law says so. ``law_year`` takes the law of that
    year in place of the newest and freezes it in real terms: it is indexed from there, and its provisions do not end.
    ``varying`` gives the years in which inflation or wage growth is another one.

    Raises InvalidInput for a year before the oldest file; Refused where a file is broken, when the group is first read.
    """
    law = _law(year, law_year)
    outlook = replace(_outlook(inflation, wage_growth, law_year), varying=varying)
    check_file(law)

    def read(name: str) -> Any:
        if name == "projected":
            return year > law or any(figure.status == "projected" for figure in _figures(law, year, outlook))
        if name not in GROUPS:
            raise AttributeError(name)
        return shaped(GROUPS[name], standing(name, law, year, outlook).values(), file_of(law))

    return TaxYear(year, _Sources(law, year, outlook), read)


def figures(
    year: int, inflation: Decimal | None = None, wage_growth: Decimal | None = None, law_year: int | None = None
) -> tuple[Figure, ...]:
    """Return every federal figure of ``year`` with its metadata; see ``tax_year``."""
    return _figures(_law(year, law_year), year, _outlook(inflation, wage_growth, law_year))


def _law(year: int, law_year: int | None) -> int:
    """Return the newest year with a file whose law holds in ``year``; InvalidInput for a year before the first."""
    for asked in (year, year if law_year is None else law_year):
        if asked < first_year():
            message = f"there are no figures for {asked}: the first tax year is {first_year()}"
            raise InvalidInput(message, code="no_tax_year")
    last = year if law_year is None else min(year, law_year)
    return max(each for each in federal_years() if each <= last)


def _outlook(inflation: Decimal | None, wage_growth: Decimal | None, law_year: int | None) -> Outlook:
    stated = default_assumptions()["inflation"] if inflation is None else inflation
    return Outlook(stated, stated if wage_growth is None else wage_growth, frozen=law_year is not None)


def _figures(law: int, year: int, outlook: Outlook) -> tuple[Figure, ...]:
    return tuple(figure for group in GROUPS for figure in standing(group, law, year, outlook).values())


class _Sources(Mapping[str, str]):
    """The document behind each figure of a year, by path."""

    def __init__(self, law: int, year: int, outlook: Outlook) -> None:
        self._asked = law, year, outlook

    def __getitem__(self, path: str) -> str:
        return standing(path.partition(".")[0], *self._asked)[path].source

    def __iter__(self) -> Iterator[str]:
        return (figure.path for figure in _figures(*self._asked))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def long_lived() -> LongLived:
    """Return the tables that are no year's own; Refused where a file is broken."""
    found = long_lived_figures()
    made: dict[str, Any] = {}
    for name, file in LONG_LIVED_FILE.items():
        made[name] = shaped(LONG_LIVED[name], [figure for figure in found if figure.group == name], file)
    return LongLived(sources={figure.path: figure.source for figure in found}, **made)


@cache
def long_lived_figures() -> tuple[Figure, ...]:
    """Return the tables that are no year's own as their files state them."""
    return tuple(
        figure
        for file in dict.fromkeys(LONG_LIVED_FILE.values())
        for group, content in document(file).items()
        for figure in figures_of(group, content, LONG_LIVED.get(group), 0, file)
    )


def check_all() -> None:
    """Raise Refused where any rule file in force is broken, InvalidInput where the directory named for them is none.

    A projection reads only what its years need, and finds out late: whoever works unattended asks for all of it before.
    """
    for year in federal_years():
        law = tax_year(year)
        for group in GROUPS:
            getattr(law, group)
    long_lived()


def first_year() -> int:
    """Return the earliest calendar year that there are figures for."""
    return federal_years()[0]


@cache
def rules_version() -> str:
    """Return eight hexadecimal digits over the names and bytes of all rule files in force, read once per process."""
    return version.rules_version()
