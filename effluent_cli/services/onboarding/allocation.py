"""The kind of field that says how an account is invested: percentages of asset classes that come to 100."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from effluent_cli.domain.allocation import allocated
from effluent_cli.domain.catalog import ASSET_CLASSES
from effluent_cli.domain.records import Holding
from effluent_cli.services.onboarding.kinds import Kind, Percent

if TYPE_CHECKING:
    from decimal import Decimal

_PERCENT = Percent(0, 100)
_PART = re.compile(r"""\s*([a-z_]+)\s*[=: ]\s*["']?([0-9.]+)\s*%?["']?\s*""")
_SUFFIX = "_percent"


@dataclass(frozen=True)
class Allocation(Kind):
    """Shares by asset class, a table like ``{ us_stocks_percent = "60", bonds_percent = "40" }``; at a prompt as text."""

    def _parse(self, given: Any) -> tuple[Holding, ...]:
        stated = _parts(given) if isinstance(given, str) else given
        if not isinstance(stated, dict):
            raise ValueError("must be a table of percentages by asset class")  # noqa: TRY004  # a message for a person
        shares: dict[str, Decimal] = {}
        for key, value in stated.items():
            name = str(key).removesuffix(_SUFFIX)
            if name not in ASSET_CLASSES or name in shares:
                known = ", ".join(f"{each}{_SUFFIX}" for each in ASSET_CLASSES)
                raise ValueError(f"{key}: stands twice" if name in shares else f"{key} is none of {known}")
            shares[name] = _PERCENT.parse(value)
        return allocated(shares)

    def _plain(self, value: Any) -> dict[str, str]:
        return {f"{each.asset_class}{_SUFFIX}": str(_PERCENT.plain(each.share)) for each in value}

    def _schema(self) -> dict[str, Any]:
        shares = {f"{name}{_SUFFIX}": _PERCENT.schema() for name in ASSET_CLASSES}
        return {"anyOf": [{"type": "object", "properties": shares, "additionalProperties": False}, {"type": "string"}]}

    def _hint(self) -> str:
        return "percent by asset class"


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.strip().strip("{}").split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError("write like: us_stocks 60, bonds 40")
        name = match.group(1).removesuffix(_SUFFIX)
        if name in found:
            raise ValueError(f"{name} stands twice")
        found[name] = match.group(2)
    return found
