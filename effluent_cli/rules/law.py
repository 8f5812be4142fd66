"""The federal law of one year, group by group: the newest figures stated, checked, and as they stand in a later year."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.rules.checks import check_group
from effluent_cli.rules.derived import FOLLOWING
from effluent_cli.rules.documents import FEDERAL, broken, federal_years, parsed, sections
from effluent_cli.rules.figures import Figure, changed, figures_of
from effluent_cli.rules.indexing import Outlook, in_year

GROUPS: Mapping[str, type] = {
    name: hint for name, hint in TaxYear.__annotations__.items() if name not in ("year", "projected", "sources")
}
"""The class of each group of figures that a year has."""


def file_of(year: int) -> str:
    """Return the name of a year's rule file."""
    return f"{FEDERAL}{year}.toml"


@cache
def standing(group: str, law: int, year: int, outlook: Outlook) -> Mapping[str, Figure]:
    """Return by path the figures of a group of the law of ``law``, a year that has a file, as they stand in ``year``."""
    _check(group, law)
    return _standing(group, law, year, outlook)


@cache
def _standing(group: str, law: int, year: int, outlook: Outlook) -> Mapping[str, Figure]:
    found = {path: in_year(figure, year, outlook) for path, figure in _stated(group, law).items()}
    values = _Values(found, law, year, outlook)
    for path, figure in found.items():
        if path in FOLLOWING and figure.stated_in < year:
            found[path] = changed(figure, value=FOLLOWING[path](values))
    return found


class _Values(Mapping[str, Any]):
    """The values of one year by path: those of the group at hand, and of any other group when it is asked for."""

    def __init__(self, found: Mapping[str, Figure], law: int, year: int, outlook: Outlook) -> None:
        self._found, self._others = found, dict[str, Figure]()
        self._asked = law, year, outlook

    def __getitem__(self, path: str) -> Any:
        if path in self._found:
            return self._found[path].value
        if path not in self._others:
            self._others.update(_standing(path.partition(".")[0], *self._asked))
        return self._others[path].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@cache
def _check(group: str, law: int) -> None:
    """Check a group of a year that has a file; what becomes of it in later years is arithmetic."""
    outlook = Outlook()
    found = _standing(group, law, law, outlook)
    check_group(group, _Values(found, law, law, outlook), file_of(law))


@cache
def _stated(group: str, law: int) -> Mapping[str, Figure]:
    """Return by path the newest figure of each value of a group that the files up to ``law`` state; Refused if none does."""
    paths = [f"{group}.{name}" for name in GROUPS[group].__annotations__]
    newest: dict[str, Figure] = {}
    for year in reversed([year for year in federal_years() if year <= law]):
        newest = {**_in_file(group, year), **newest}
        if len(newest) == len(paths):
            break
    for path in paths:
        if path not in newest:
            broken(file_of(law), f"{path} is missing")
    return {path: newest[path] for path in paths}


@cache
def _in_file(group: str, year: int) -> Mapping[str, Figure]:
    name = file_of(year)
    check_file(year)
    if group not in sections(name):
        return {}
    content = parsed(sections(name)[group], name)
    if set(content) != {group}:
        broken(name, f"after {group} a header does not stand at the left edge")
    return {figure.path: figure for figure in figures_of(group, content[group], GROUPS[group], year, name)}


@cache
def check_file(year: int) -> None:
    """Check that a year's file is of that year and has no group that is not known."""
    name = file_of(year)
    if parsed(sections(name)[""], name) != {"year": year}:
        broken(name, "its year is not that of its name")
    for group in sections(name):
        if group and group not in GROUPS:
            broken(name, f"there is no group {group}")
