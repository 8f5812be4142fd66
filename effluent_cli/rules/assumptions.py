"""The default assumptions: the only rules that a list of balances needs, and so loaded without any law."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from effluent_cli.rules.documents import broken, document

ASSUMPTIONS = "assumptions.toml"


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
