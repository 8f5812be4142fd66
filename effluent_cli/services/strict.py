"""Records from plain JSON values, read strictly: every problem is noted with its path, and nothing is guessed.

The shape follows from the dataclasses, what a value may be from the columns that it would be stored in.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin

from effluent_cli.domain.codec import decode, instant_text, json_schema
from effluent_cli.domain.slugs import checked_name
from effluent_cli.errors import Problem

if TYPE_CHECKING:
    from effluent_cli.domain.records import Record

T = TypeVar("T")
R = TypeVar("R", bound="Record")
_ABSENT: Any = object()
_TYPES = {"string": (str, "a text"), "integer": (int, "a whole number"), "boolean": (bool, "true or false")}
_FORMS: dict[str, tuple[str, Callable[[Any], str] | None]] = {
    "date": ("a day like 2026-11-23", date.isoformat),
    "date-time": ("an instant like 2026-11-23T08:00:00.000000Z", instant_text),
}


class Reader:
    """Reads values and keeps what is wrong with them in ``problems``."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: str, value: object, message: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(path, value if isinstance(value, str | int | bool) else None, message))

    def records(self, kind: type[R], plain: Any, path: str) -> tuple[R, ...]:
        """Return the records of a list; those that cannot be read are problems instead."""
        if not isinstance(plain, list):
            self.wrong(path, plain, "must be a list")
            return ()
        read = [self.record(kind, each, f"{path}[{index}]") for index, each in enumerate(plain)]
        found = tuple(each for each in read if each is not None)
        self._refuse_doubles(read, path)
        return found

    def record(self, kind: type[R], plain: Any, path: str) -> R | None:
        """Return one record, None where it has a problem."""
        from effluent_cli.store.inspection import wrong_fields

        made = self.dataclass(kind, plain, path)
        if made is None:
            return None
        before = len(self.problems)
        for field in wrong_fields(made):
            self.wrong(f"{path}.{field}", plain[field], "is no value that this field can have")
        self._refuse_unfit_name(getattr(made, "name", None), f"{path}.name")
        return made if len(self.problems) == before else None

    def dataclass(self, kind: type[T], plain: Any, path: str) -> T | None:
        """Return the instance of a dataclass whose plain form is ``plain``, None where it has a problem."""
        if not isinstance(plain, dict):
            self.wrong(path, plain, "must be an object")
            return None
        before = len(self.problems)
        known = {field.name: field for field in fields(cast("Any", kind))}
        for key in plain.keys() - known.keys():
            self.wrong(f"{path}.{key}", None, "there is no such field")
        values = {}
        for name, field in known.items():
            if name in plain:
                values[name] = self.value(field.type, plain[name], f"{path}.{name}")
            elif field.default is MISSING:
                self.wrong(f"{path}.{name}", None, "needed")
        return kind(**values) if len(self.problems) == before else None

    def value(self, hint: Any, plain: Any, path: str) -> Any:
        """Return the value that a type hint makes of ``plain``; a problem gives something that nobody may use."""
        if get_origin(hint) in (UnionType, Union):
            (inner,) = (each for each in get_args(hint) if each is not type(None))
            return None if plain is None else self.value(inner, plain, path)
        origin = get_origin(hint)
        if origin is tuple:
            if not isinstance(plain, list):
                self.wrong(path, plain, "must be a list")
                return ()
            inner = get_args(hint)[0]
            return tuple(self.value(inner, each, f"{path}[{index}]") for index, each in enumerate(plain))
        if origin is dict:
            if not isinstance(plain, dict):
                self.wrong(path, plain, "must be an object")
            return plain
        if is_dataclass(hint):
            return self.dataclass(cast("type[Any]", hint), plain, path)
        return self._scalar(hint, plain, path)

    def _refuse_unfit_name(self, name: str | None, path: str) -> None:
        try:
            if name is not None and checked_name(name) != name:
                self.wrong(path, name, "must be in Unicode's composed form, without blanks around it")
        except ValueError as error:
            self.wrong(path, name, str(error))

    def _scalar(self, hint: Any, plain: Any, path: str) -> Any:
        schema = json_schema(hint)
        wanted, words = _TYPES[schema["type"]]
        if type(plain) is not wanted:
            self.wrong(path, plain, f"must be {words}")
            return _ABSENT
        form, written = _FORMS.get(schema.get("format", ""), ("", None))
        if not re.fullmatch(schema.get("pattern", ".*"), str(plain), re.DOTALL | re.ASCII):
            self.wrong(path, plain, "must be a decimal number in a text, like 1234.56")
            return _ABSENT
        try:
            found = decode(hint, plain)
        except (ValueError, ArithmeticError) as error:
            self.wrong(path, plain, f"must be {form}" if form else str(error))
            return _ABSENT
        # A day or an instant has one form here, of the many that could be read.
        if written is not None and written(found) != plain:
            self.wrong(path, plain, f"must be {form}")
        return found

    def _refuse_doubles(self, read: "list[R | None]", path: str) -> None:
        from effluent_cli.domain.records import key_of

        seen = set()
        for index, record in enumerate(read):
            if record is None:
                continue
            if (key := key_of(record)) in seen:
                self.wrong(f"{path}[{index}]", ":".join(map(str, key)), "stands there twice")
            seen.add(key)
