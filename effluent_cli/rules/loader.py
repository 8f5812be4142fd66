"""Gives out the rules as values: the figures of a year, the tables that are no year's own, the default assumptions.

Files lie beside this module; a directory of the user's own overrides them (``version``). Everything is read when something
first asks for it, checked, and kept for the process.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from effluent_cli.domain.law.benefits import LongLived
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.errors import InvalidInput
from effluent_cli.rules import version
from effluent_cli.rules.checks import check_year
from effluent_cli.rules.derived import followed
from effluent_cli.rules.documents import FEDERAL, broken, document, federal_years
from effluent_cli.rules.figures import Figure, figures_of
from effluent_cli.rules.indexing import Outlook, in_year
from effluent_cli.rules.shaping import shaped

GROUPS: Mapping[str, type] = {
    name: hint for name, hint in get_type_hints(TaxYear).items() if name not in ("year", "projected", "sources")
}
LONG_LIVED: Mapping[str, type] = {name: hint for name, hint in get_type_hints(LongLived).items() if name != "sources"}
LONG_LIVED_FILE: Mapping[str, str] = {
    "formula": "social_security",
    "wages": "social_security",
    "distributions": "distributions",
}
"""The file of each group that is no year's own."""
ASSUMPTIONS = "assumptions.toml"


@cache
def tax_year(
    year: int, inflation: Decimal | None = None, wage_growth: Decimal | None = None, law_year: int | None = None
) -> TaxYear:
    """Return the federal figures of ``year``; equal arguments give the same object.

    What no file states for the year is the newest law, indexed by ``inflation`` and ``wage_growth`` (fractions a year; None:
    the default inflation) and marked as projected; provisions end when the law says so. ``law_year`` takes the law of that
    year in place of the newest and freezes it in real terms: it is indexed from there, and its provisions do not end.

    Raises InvalidInput for a year before the oldest file, Refused where a file is broken.
    """
    found = figures(year, inflation, wage_growth, law_year)
    file = f"{FEDERAL}{min(year, federal_years()[-1])}.toml"
    made: dict[str, Any] = {
        name: shaped(kind, [figure for figure in found if figure.group == name], file) for name, kind in GROUPS.items()
    }
    projected = any(figure.status == "projected" for figure in found)
    return TaxYear(year=year, projected=projected, sources={figure.path: figure.source for figure in found}, **made)


@cache
def figures(
    year: int, inflation: Decimal | None = None, wage_growth: Decimal | None = None, law_year: int | None = None
) -> tuple[Figure, ...]:
    """Return every federal figure of ``year`` with its metadata, in the order of the files; see ``tax_year``."""
    for asked in (year, year if law_year is None else law_year):
        if asked < first_year():
            message = f"there are no figures for {asked}: the first tax year is {first_year()}"
            raise InvalidInput(message, code="no_tax_year")
    default = default_assumptions()["inflation"] if inflation is None else inflation
    outlook = Outlook(default, default if wage_growth is None else wage_growth, frozen=law_year is not None)
    newest = min(year, federal_years()[-1] if law_year is None else law_year)
    _check(newest)
    return tuple(_in_year(newest, year, outlook).values())


def _in_year(law: int, year: int, outlook: Outlook) -> dict[str, Figure]:
    """Return by path the figures of the law of ``law`` as they stand in ``year``."""
    stated = _law_of(law)
    found = {path: in_year(figure, year, outlook) for path, figure in stated.items()}
    values = {path: figure.value for path, figure in found.items()}
    try:
        values = followed({path: figure.stated_in for path, figure in stated.items()}, values, year)
    except KeyError as error:
        broken(f"{FEDERAL}{law}.toml", f"{error.args[0]} is missing")
    return {path: replace(figure, value=values[path]) for path, figure in found.items()}


@cache
def _check(year: int) -> None:
    """Check the law of a year that has a file; what comes of it in later years is arithmetic."""
    inflation = default_assumptions()["inflation"]
    found = _in_year(year, year, Outlook(inflation, inflation))
    check_year({path: figure.value for path, figure in found.items()}, f"{FEDERAL}{year}.toml")


@cache
def long_lived() -> LongLived:
    """Return the tables that are no year's own; Refused where a file is broken."""
    found = long_lived_figures()
    made: dict[str, Any] = {}
    for name, file in LONG_LIVED_FILE.items():
        own = [figure for figure in found if figure.group == name]
        made[name] = shaped(LONG_LIVED[name], own, f"{FEDERAL}{file}.toml")
    return LongLived(sources={figure.path: figure.source for figure in found}, **made)


@cache
def long_lived_figures() -> tuple[Figure, ...]:
    """Return the tables that are no year's own as their files state them."""
    names = (f"{FEDERAL}{each}.toml" for each in dict.fromkeys(LONG_LIVED_FILE.values()))
    return tuple(figure for name in names for figure in figures_of(document(name), LONG_LIVED, name))


def first_year() -> int:
    """Return the earliest calendar year that there are figures for."""
    return federal_years()[0]


@cache
def default_assumptions() -> Mapping[str, Decimal]:
    """Return the default rates by name: ``inflation``, ``vehicle_growth``, ``return_us_stocks`` …, fractions a year.

    Salary and property growth are absent: they follow the household's inflation, whatever that is.
    """
    return assumptions_in(document(ASSUMPTIONS))


def assumptions_in(content: Mapping[str, Any]) -> Mapping[str, Decimal]:
    """Return the rates in an assumptions file; Refused where an entry has no source, no value, or refers to none."""
    values: dict[str, Decimal] = {}
    for name, entry in content.items():
        if not entry.get("source") or ("value" in entry) == ("same_as" in entry):
            broken(ASSUMPTIONS, f"{name} needs a source and either a value or same_as")
        if "value" in entry:
            values[name] = Decimal(entry["value"])
    for name, entry in content.items():
        same_as = entry.get("same_as")
        if same_as is not None and same_as not in values:
            broken(ASSUMPTIONS, f"{name} is the same as {same_as}, which has no value")
        if same_as is not None and name.startswith("return_"):
            values[name] = values[same_as]
    return values


@cache
def rules_version() -> str:
    """Return eight hexadecimal digits over the names and bytes of all rule files in force, read once per process."""
    return version.rules_version()


@cache
def _law_of(year: int) -> Mapping[str, Figure]:
    """Return by path the newest figure that the files up to ``year`` state; Refused where one is stated by none."""
    newest: dict[str, Figure] = {}
    for each in federal_years():
        if each <= year:
            name = f"{FEDERAL}{each}.toml"
            content = document(name)
            if content.get("year") != each:
                broken(name, "its year is not that of its name")
            newest.update({figure.path: figure for figure in figures_of(content, GROUPS, name)})
    for group, kind in GROUPS.items():
        for field in fields(kind):
            if f"{group}.{field.name}" not in newest:
                broken(f"{FEDERAL}{year}.toml", f"{group}.{field.name} is missing")
    return newest
