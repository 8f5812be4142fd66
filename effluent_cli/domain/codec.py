"""The one serialiser: any frozen dataclass to plain JSON values and back, and its JSON Schema, all by its type hints.

It stands in the domain, below ``reports``, because the inputs copy of a baseline and the audit log use it as well as the
answers on stdout. Money becomes a decimal string, a rate a fraction string, a month ``YYYY-MM``, a date ISO, an instant
ISO UTC with ``Z``. Encoders and decoders are built once per type.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from effluent_cli.domain.money import checked_rate, money_text, parse_money, rate_text
from effluent_cli.domain.periods import month_text, parse_month

T = TypeVar("T")
OPTIONAL: Mapping[str, bool] = {"optional": True}
"""Metadata of a field that is left out of the document, rather than null, when it is None."""
BY_NAME: Mapping[str, bool] = {"by_name": True}
"""Metadata of a mapping that is in no order of its own: it is written in the order of its names."""
Codec = Callable[[Any], Any]

_ENCODERS: dict[Any, Codec] = {}
_DECODERS: dict[Any, Codec] = {}
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"


def encode(value: object) -> Any:
    """Return the plain JSON form of a dataclass instance (shape: dicts, lists, strings, ints, bools, None)."""
    return _encoder(type(value))(value)


def decode(kind: type[T], plain: Any) -> T:
    """Return the instance of dataclass ``kind`` whose plain form is ``plain``. Unknown keys raise TypeError."""
    result: T = _decoder(kind)(plain)
    return result


def canonical(value: object) -> str:
    """Return ``value`` as canonical JSON: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(encode(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instant_text(instant: datetime) -> str:
    """Return an aware instant as ``2026-11-23T08:00:00.000000Z``: fixed width, so that text sorts as time does."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_instant(text: str) -> datetime:
    """Return the aware instant written by ``instant_text``."""
    return datetime.fromisoformat(text)


def _same(value: Any) -> Any:
    return value


def _balance(text: str) -> int:
    """Return the cents of a stored decimal string of any size (``parse_money`` bounds what a person may type)."""
    try:
        return parse_money(text)
    except ValueError:
        return int(Decimal(text).scaleb(2))


_money_text = lru_cache(maxsize=32_768)(money_text)
"""A projection states most of its amounts again and again: month after month, and year after year in the sums of a month."""
_SCALARS: dict[object, tuple[Codec, Codec, dict[str, Any]]] = {
    str: (_same, _same, {"type": "string"}),
    int: (_same, _same, {"type": "integer"}),
    bool: (_same, _same, {"type": "boolean"}),
    Any: (_same, _same, {}),
    date: (date.isoformat, date.fromisoformat, {"type": "string", "format": "date"}),
    datetime: (instant_text, parse_instant, {"type": "string", "format": "date-time"}),
    "cents": (_money_text, _balance, {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}),
    "rate": (rate_text, lambda text: checked_rate(Decimal(text)), {"type": "string", "pattern": _DECIMAL}),
    "ratio": (rate_text, Decimal, {"type": "string", "pattern": _DECIMAL}),
    "month": (month_text, parse_month, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}),
}


def _key(name: str) -> str:
    """Return the JSON key of a field: a trailing underscore only avoids a Python keyword (``from_``)."""
    return name.rstrip("_")


def _scalar(hint: Any) -> tuple[Codec, Codec, dict[str, Any]] | None:
    if get_origin(hint) is Annotated:
        return _SCALARS[hint.__metadata__[0]]
    return _SCALARS.get(hint) if isinstance(hint, type) or hint is Any else None


def _optional(hint: Any) -> Any | None:
    """Return ``X`` for ``X | None``, else None."""
    if get_origin(hint) in (Union, types.UnionType):
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        if len(rest) == 1:
            return rest[0]
    return None


def _encoder(hint: Any) -> Codec:
    if hint not in _ENCODERS:
        _ENCODERS[hint] = _made_encoder(hint)
    return _ENCODERS[hint]


def _decoder(hint: Any) -> Codec:
    if hint not in _DECODERS:
        _DECODERS[hint] = _made_decoder(hint)
    return _DECODERS[hint]


def _made_encoder(hint: Any) -> Codec:
    if scalar := _scalar(hint):
        return scalar[0]
    if (inner := _optional(hint)) is not None:
        encode_inner = _encoder(inner)
        return lambda value: None if value is None else encode_inner(value)
    origin = get_origin(hint)
    if origin is Literal:
        return _same
    if origin is tuple:
        encode_item = _encoder(get_args(hint)[0])
        return lambda items: [encode_item(item) for item in items]
    if origin is dict:
        return _mapping_encoder(*(_encoder(arg) for arg in get_args(hint)))
    if is_dataclass(hint):
        return _object_encoder(hint)
    raise TypeError(f"no JSON form for {hint!r}")


def _mapping_encoder(key: Codec, item: Codec) -> Codec:
    if key is _same:
        return lambda mapping: dict(zip(mapping, map(item, mapping.values()), strict=True))
    return lambda mapping: {key(name): item(value) for name, value in mapping.items()}


def _object_encoder(kind: Any) -> Codec:
    parts = [(field.name, _key(field.name), _field_encoder(field)) for field in fields(kind)]
    optional = frozenset(field.name for field in fields(kind) if "optional" in field.metadata)
    if not optional:
        return lambda value: {key: encoder(getattr(value, name)) for name, key, encoder in parts}
    return lambda value: {
        key: encoder(found)
        for name, key, encoder in parts
        if (found := getattr(value, name)) is not None or name not in optional
    }


def _field_encoder(field: Field[Any]) -> Codec:
    encoder = _encoder(field.type)
    if "by_name" not in field.metadata:
        return encoder
    return lambda mapping: encoder({name: mapping[name] for name in sorted(mapping)})


def _made_decoder(hint: Any) -> Codec:
    if scalar := _scalar(hint):
        return scalar[1]
    if (inner := _optional(hint)) is not None:
        decode_inner = _decoder(inner)
        return lambda plain: None if plain is None else decode_inner(plain)
    origin = get_origin(hint)
    if origin is Literal:
        return _same
    if origin is tuple:
        decode_item = _decoder(get_args(hint)[0])
        return lambda items: tuple(decode_item(item) for item in items)
    if origin is dict:
        key, item = (_decoder(arg) for arg in get_args(hint))
        return lambda mapping: {key(name): item(value) for name, value in mapping.items()}
    if is_dataclass(hint) and isinstance(hint, type):
        parts = {_key(field.name): (field.name, _decoder(field.type)) for field in fields(hint)}
        return lambda plain: hint(**{parts[key][0]: parts[key][1](value) for key, value in plain.items()})
    raise TypeError(f"no value of {hint!r} in JSON")


def json_schema(hint: Any) -> dict[str, Any]:
    """Return the JSON Schema of a type hint or dataclass. Objects list every key as required unless it has a default."""
    if scalar := _scalar(hint):
        return scalar[2]
    if (inner := _optional(hint)) is not None:
        return {"anyOf": [json_schema(inner), {"type": "null"}]}
    origin = get_origin(hint)
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is tuple:
        return {"type": "array", "items": json_schema(get_args(hint)[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": json_schema(get_args(hint)[1])}
    if is_dataclass(hint):
        members = {_key(field.name): json_schema(field.type) for field in fields(hint)}
        required = [_key(field.name) for field in fields(hint) if field.default is MISSING]
        return {"type": "object", "properties": members, "required": required, "additionalProperties": False}
    raise TypeError(f"no JSON Schema for {hint!r}")
