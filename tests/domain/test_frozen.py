"""Cheap frozen dataclasses behave as ``dataclass(frozen=True)`` does."""

from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar

import pytest

from effluent_cli.domain.frozen import frozen


@frozen
class Point:
    """A point."""

    KIND: ClassVar[str] = "point"
    x: int
    y: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usual:
    """The same by the usual way."""

    x: int
    y: int = 0
    tags: tuple[str, ...] = ()


@frozen
class Checked:
    """A class that looks at its values."""

    share: int

    def __post_init__(self) -> None:
        if self.share < 0:
            raise ValueError("negative")


def test_it_is_a_dataclass_with_the_same_fields_and_text() -> None:
    made: object = Point
    assert is_dataclass(made)
    assert [(each.name, each.type, each.default) for each in fields(Point)] == [
        (each.name, each.type, each.default) for each in fields(Usual)
    ]
    assert repr(Point(1, tags=("a",))) == repr(Usual(1, tags=("a",))).replace("Usual", "Point")
    assert Point.__doc__ == "A point."


def test_it_is_equal_and_hashed_by_its_fields() -> None:
    assert Point(1, 2) == Point(x=1, y=2) == replace(Point(1), y=2)
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert Point(1, 2) != Point(1, 3)
    other: object = Usual(1)
    assert Point(1) != other
    assert len({Point(1), Point(1), Point(2)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point([]))  # type: ignore[arg-type]  # wrong on purpose


def test_what_it_holds_cannot_be_changed() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]  # that is the point
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert point == Point(1)


def test_it_takes_what_its_fields_say_and_nothing_else() -> None:
    wrong: Any = Point
    for arguments, named in (((), {}), ((1, 2, (), 3), {}), ((1,), {"z": 1})):
        with pytest.raises(TypeError):
            wrong(*arguments, **named)
    assert Checked(1).share == 1
    with pytest.raises(ValueError, match="negative"):
        Checked(-1)
