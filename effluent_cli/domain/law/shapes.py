"""What a group of figures is, and the shapes that a figure can have beside ``Cents`` and ``Rate``."""

from collections.abc import Mapping
from typing import Annotated, Any, NoReturn, TypeAlias, TypeVar, dataclass_transform

T = TypeVar("T")

Status: TypeAlias = Annotated[str, "filing_status"]
"""One of ``catalog.FILING_STATUSES``."""
ByStatus: TypeAlias = Mapping[Status, T]
"""A figure for each of the five filing statuses."""
Portion: TypeAlias = Annotated[tuple[int, int], "portion"]
"""An exact ratio, numerator and denominator, for rates that no decimal can hold (5/9 %)."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Group:
    """A group of figures: its fields are given by name and never change.

    A frozen dataclass in all but the making: three dozen of those would take every command that asks for the law longer than
    reading the files does.
    """

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is not to be changed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__ = None  # type: ignore[assignment]  # tables inside are not hashable

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
