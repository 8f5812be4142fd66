"""Frozen dataclasses that cost little to define.

``dataclass(frozen=True)`` compiles six methods for every class, and a read command defines some forty classes before it reads
anything: a quarter of its time. ``frozen`` compiles the constructor alone; the other methods are shared by all classes.
What it makes is a dataclass for ``fields``, ``replace`` and ``is_dataclass``.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import itemgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make ``cls`` a frozen dataclass, equal and hashed by its fields.

    It has no default factories, and no other class derives from it.
    """
    made = dataclass(init=False, repr=False, eq=False)(cls)
    names = [each.name for each in fields(made)]  # type: ignore[arg-type]  # a dataclass from here on
    defaults = {each.name: each.default for each in fields(made) if each.default is not MISSING}  # type: ignore[arg-type]
    attributes: dict[str, Any] = {
        "__init__": _constructor(made, names, defaults),
        "_values": itemgetter(*names),
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def changed(value: T, **changes: Any) -> T:
    """Return ``value`` with some fields changed: ``dataclasses.replace`` at a fraction of its cost.

    It must not have worked out a cached property.
    """
    return type(value)(**{**value.__dict__, **changes})


def _constructor(cls: type, names: list[str], defaults: dict[str, Any]) -> Any:
    """Return the compiled ``__init__``. It writes into the instance's dictionary, because setting attributes is refused."""
    parameters = ", ".join(f"{name}=_defaults[{name!r}]" if name in defaults else name for name in names)
    values = ", ".join(f"{name!r}: {name}" for name in names)
    checks = "; self.__post_init__()" if hasattr(cls, "__post_init__") else ""
    scope: dict[str, Any] = {"_defaults": defaults}
    exec(f"def __init__(self, {parameters}): self.__dict__.update({{{values}}}){checks}", scope)  # noqa: S102  # field names only
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._values(self.__dict__) == self._values(other.__dict__)


def _hash(self: Any) -> int:
    return hash(self._values(self.__dict__))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: Any, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(self).__qualname__} is frozen: {name!r} stays as it is")
