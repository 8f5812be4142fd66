"""How an account is invested: fractions of asset classes that come to 1."""

from collections.abc import Mapping
from decimal import Decimal

from effluent_cli.domain.catalog import ASSET_CLASSES
from effluent_cli.domain.money import parse_part, percent_shown
from effluent_cli.domain.records import Holding


def allocated(shares: Mapping[str, Decimal]) -> tuple[Holding, ...]:
    """Return the shares (fractions by asset class) as holdings, in the order of the classes, without empty ones.

    Raises ValueError with a message for a person: an unknown class, shares that do not come to 1.
    """
    unknown = [name for name in shares if name not in ASSET_CLASSES]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(ASSET_CLASSES)}")
    whole = sum(shares.values(), Decimal(0))
    if whole != 1:
        raise ValueError(f"the shares come to {percent_shown(whole)}, and must come to 100 %")
    return tuple(Holding(name, shares[name]) for name in ASSET_CLASSES if shares.get(name))


def parse_allocation(text: str) -> tuple[Holding, ...]:
    """Return the holdings written ``us_stocks=0.6,bonds=40%``. Raises ValueError with a message for a person."""
    shares: dict[str, Decimal] = {}
    for part in text.split(","):
        name, equals, share = (piece.strip(" ") for piece in part.partition("="))
        if not equals:
            raise ValueError("write CLASS=SHARE, with commas between: us_stocks=0.6,bonds=0.4")
        if name in shares:
            raise ValueError(f"{name} stands twice")
        shares[name] = parse_part(share)
    return allocated(shares)
