"""From figures as files state them to the domain's named tuples, by the type hints of their fields."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

from effluent_cli.domain.catalog import FILING_STATUSES
from effluent_cli.domain.law.payroll import WithholdingTable
from effluent_cli.domain.law.shapes import Group
from effluent_cli.rules.documents import broken
from effluent_cli.rules.figures import Figure

T = TypeVar("T")
Reader = Callable[[Any], Any]

JOINT_OR_SURVIVING = "joint_or_surviving_spouse"
UNIT_OF = {"cents": ("dollars",), "rate": ("fraction",), "portion": ("fraction",), "ratio": ("years",)}


def shaped(kind: type[T], found: Iterable[Figure], file: str) -> T:
    """Return the named tuple ``kind`` with the values of ``found``; Refused for a missing value or one of a wrong shape."""
    values = {figure.name: figure for figure in found}
    made: dict[str, Any] = {}
    for name, read, units in _fields(kind):  # type: ignore[arg-type]  # a class can be hashed
        if name not in values:
            broken(file, f"{name} is missing")
        figure = values[name]
        try:
            made[name] = read(figure.value)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            broken(file, f"{figure.path}: {_reason(error)}")
        if figure.unit not in units:
            broken(file, f"{figure.path}: unit {figure.unit} should be {' or '.join(units)}")
    return kind(**made)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Reader, tuple[str, ...]], ...]:
    """Return name, reader and fitting units of each field: forty years ask for the same two dozen classes."""
    return tuple((name, reader(hint), _units(hint)) for name, hint in kind.__annotations__.items())


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, LookupError) and error.args else "has another shape"


def reader(hint: Any) -> Reader:
    """Return what turns a value of a file into one of ``hint``."""
    if get_origin(hint) is Annotated:
        return _SCALARS[hint.__metadata__[0]]
    if hint is int:
        return _whole
    if hint is WithholdingTable:
        return _table
    if get_origin(hint) is tuple:
        item = reader(get_args(hint)[0])
        return lambda values: tuple(item(each) for each in values)
    if isinstance(hint, type):
        parts = [(name, reader(inner)) for name, inner in hint.__annotations__.items()]
        return lambda row: hint(**{name: read(row[name]) for name, read in parts})
    return _mapping(*get_args(hint))


def _mapping(key: Any, item: Any) -> Reader:
    read = reader(item)
    if get_origin(key) is Annotated:
        return lambda table: {status: read(value) for status, value in by_status(table).items()}
    if key is int:
        return lambda table: {int(name): read(value) for name, value in table.items()}
    return lambda table: {name: read(value) for name, value in table.items()}


def by_status(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table by filing status with all five spelt out; LookupError for one that is missing, ValueError for others."""
    return {status: table[key] for status, key in _keys(tuple(table))}


@cache
def _keys(stated: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return for each filing status the key of a table that holds for it."""
    if not {*FILING_STATUSES, JOINT_OR_SURVIVING, "default"}.issuperset(stated):
        raise ValueError
    found = []
    for status in FILING_STATUSES:
        joint = status in ("married_jointly", "qualifying_surviving_spouse")
        keys = (status, JOINT_OR_SURVIVING, "default") if joint else (status, "default")
        key = next((each for each in keys if each in stated), None)
        if key is None:
            raise KeyError(status)
        found.append((status, key))
    return tuple(found)


def _units(hint: Any) -> tuple[str, ...]:
    """Return the units that go with a hint: those of its innermost value."""
    while get_origin(hint) is not None and get_origin(hint) is not Annotated:
        arguments = [each for each in get_args(hint) if each is not Ellipsis]
        hint = arguments[-1]
    if get_origin(hint) is Annotated:
        return UNIT_OF[hint.__metadata__[0]]
    if isinstance(hint, type) and issubclass(hint, Group) and hint is not WithholdingTable:
        return tuple(dict.fromkeys(unit for inner in hint.__annotations__.values() for unit in _units(inner)))
    return ("dollars",) if hint is WithholdingTable else ("age", "years", "months")


def _cents(dollars: int | Decimal) -> int:
    exact = dollars * 100
    cents = int(exact)
    if exact != cents:
        raise ValueError
    return cents


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _portion(text: str) -> tuple[int, int]:
    numerator, denominator = text.split("/")
    return int(numerator), int(denominator)


def _table(rows: list[list[Any]]) -> WithholdingTable:
    return WithholdingTable(
        starts=tuple(_cents(row[0]) for row in rows),
        bases=tuple(_cents(row[1]) for row in rows),
        percents=tuple(int(row[2]) for row in rows),
    )


_SCALARS: dict[str, Reader] = {"cents": _cents, "rate": Decimal, "ratio": Decimal, "portion": _portion}
