"""The shapes that a figure can have beside ``Cents`` and ``Rate``."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias, TypeVar

T = TypeVar("T")

Status: TypeAlias = Annotated[str, "filing_status"]
"""One of ``catalog.FILING_STATUSES``."""
ByStatus: TypeAlias = Mapping[Status, T]
"""A figure for each of the five filing statuses."""
Portion: TypeAlias = Annotated[tuple[int, int], "portion"]
"""An exact ratio, numerator and denominator, for rates that no decimal can hold (5/9 %)."""
