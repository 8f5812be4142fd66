"""What the household states in place of a default."""

from typing import ClassVar

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Rate


@frozen
class Assumption:
    """A named rate of this household in place of the default."""

    KIND: ClassVar[str] = "assumption"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = True
    name: str
    value: Rate


@frozen
class Setting:
    """A named choice of this household in place of the default, as text in its own form."""

    KIND: ClassVar[str] = "setting"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = True
    name: str
    value: str
