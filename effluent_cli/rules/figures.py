"""The figures of a rule file with what is known about each: unit, source, status, indexation, rounding, expiry.

A group of a file states its metadata once; ``about.VALUE`` states what differs for one value. This is the one place that
knows the metadata keys.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from effluent_cli.domain.frozen import frozen
from effluent_cli.rules.documents import broken

UNITS = ("dollars", "fraction", "age", "years", "months")
STATUSES = ("enacted", "published", "projected")
INDEXATIONS = ("chained_cpi", "cpi", "awi", "statute", "none")
METADATA = ("unit", "source", "status", "indexation", "indexed_after", "rounding", "growth", "expires", "after")
REQUIRED = ("unit", "source", "status", "indexation")


@frozen
class Figure:
    """One value of one group as its file states it: dollars and fractions, lists and tables as TOML has them.

    ``stated_in`` is the year of the file, 0 for a table that is no year's own. ``indexed_after`` is the last year before the
    indexation begins, ``growth`` (a fraction a year) goes with the indexation ``statute``, ``expires`` is the last year of the
    value, ``after`` what stands from then on.
    """

    group: str
    name: str
    value: Any
    unit: str
    source: str
    status: str
    indexation: str
    stated_in: int
    rounding: str | Mapping[str, str] = "none"
    indexed_after: int = 0
    growth: Decimal = Decimal(0)
    expires: int | None = None
    after: int | Decimal = 0

    @property
    def path(self) -> str:
        """The group and the name, as errors and listings call it."""
        return f"{self.group}.{self.name}"


def changed(figure: Figure, **changes: Any) -> Figure:
    """Return a figure with other fields. Later years have thousands made: ``dataclasses.replace`` would look at each field."""
    return Figure(**{**vars(figure), **changes})


def figures_of(group: str, content: object, kind: type | None, year: int, file: str) -> Iterator[Figure]:
    """Yield the figures of one group of a file; ``kind`` is the class whose fields are the values that it may have.

    ``year`` is that of the file, 0 for tables that are no year's own. Refused for a group or value that is not known, or bad
    metadata.
    """
    if kind is None or not isinstance(content, dict):
        broken(file, f"there is no group {group}")
    known = kind.__annotations__
    own = {key: value for key, value in content.items() if key in METADATA}
    about = content.get("about", {})
    for name, stated in about.items():
        if name not in content:
            broken(file, f"{group}.about is about {name}, which is not stated")
        for key in stated:
            if key not in METADATA:
                broken(file, f"{group}.about.{name} has no {key}")
    for name, value in content.items():
        if name in own or name == "about":
            continue
        if name not in known:
            broken(file, f"{group} has no value {name}")
        yield _figure(group, name, value, {**own, **about.get(name, {})}, year, file)


def _figure(group: str, name: str, value: Any, metadata: dict[str, Any], year: int, file: str) -> Figure:
    path = f"{group}.{name}"
    for key in REQUIRED:
        if not metadata.get(key):
            broken(file, f"{path} names no {key}")
    for key, choices in (("unit", UNITS), ("status", STATUSES), ("indexation", INDEXATIONS)):
        if metadata[key] not in choices:
            broken(file, f"{path}: {key} is none of {', '.join(choices)}")
    if metadata["unit"] != "dollars":
        metadata |= {"indexation": "none", "rounding": "none"}
    if metadata["indexation"] in ("chained_cpi", "cpi", "awi") and "rounding" not in metadata:
        broken(file, f"{path} names no rounding")
    if metadata["indexation"] == "statute" and "growth" not in metadata:
        broken(file, f"{path} names no growth")
    _check_rounding(metadata.get("rounding", "none"), path, file)
    return Figure(group, name, value, stated_in=year, **metadata)


def _check_rounding(rounding: object, path: str, file: str) -> None:
    for rule in rounding.values() if isinstance(rounding, dict) else (rounding,):
        if rule in ("none", "fixed"):
            continue
        multiple, _, way = str(rule).partition(" ")
        if way not in ("down", "nearest") or not multiple.replace(".", "", 1).isdigit() or not Decimal(multiple):
            broken(file, f"{path}: rounding {rule!r} is no multiple with down or nearest")
