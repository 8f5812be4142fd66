"""A change's keys: what people type, checked by the table of types, and the values that it stands for.

Only what is wrong whatever a household holds is refused here; what a key refers to is looked up by ``references``.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from effluent_cli.domain.catalog import (
    DEDUCTION_TYPES,
    EXPENSE_CATEGORIES,
    FREQUENCIES,
    GROUP_OF,
    INCOME_CATEGORIES,
    LIABILITY_GROUPS,
)
from effluent_cli.domain.change_types import CHANGE_TYPES, ChangeType, Key
from effluent_cli.domain.money import parse_money, parse_part, parse_rate
from effluent_cli.domain.slugs import checked_name, checked_slug

LONGEST_MONTHS = 1200
FLAGS = {"yes": True, "no": False, "true": True, "false": False}
"""What an answers file takes for a flag, too."""


class Problem(NamedTuple):
    """One thing that is wrong with a change: of which key, what was said, and why it cannot be."""

    path: str
    value: str
    message: str


def parsed(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a change's keys: cents, rates, ids, by key. ValueError unless ``problems`` yields nothing."""
    kind = CHANGE_TYPES[name]
    known = {key.name: key for key in kind.keys}
    return {key: parsed_key(known.get(key, Key(key, kind.open)), text) for key, text in texts.items()}


def problems(name: str, texts: Mapping[str, str], on: date, until: date | None) -> Iterator[Problem]:
    """Yield everything that is wrong with a change, whatever the household holds."""
    kind = CHANGE_TYPES.get(name)
    if kind is None:
        yield Problem("type", name, no_such_type(name))
        return
    yield from _keys(kind, texts)
    if until is not None and not kind.lasts:
        yield Problem("until", until.isoformat(), f"{name} happens on a day: it has no end")
    elif until is not None and until < on:
        yield Problem("until", until.isoformat(), f"the end lies before the beginning, {on.isoformat()}")
    if until is not None and "months" in texts:
        yield Problem("months", texts["months"], "say how long by months or by --until, not by both")


def _keys(kind: ChangeType, texts: Mapping[str, str]) -> Iterator[Problem]:
    known = {key.name: key for key in kind.keys}
    for key, text in texts.items():
        if key not in known and not kind.open:
            allowed = ", ".join(known) or "none"
            yield Problem(key, text, f"{kind.name} has no such key, only {allowed}")
            continue
        try:
            parsed_key(known.get(key, Key(key, kind.open)), text)
        except ValueError as error:
            yield Problem(key, text, str(error))
    for each in kind.keys:
        if each.required and each.name not in texts:
            yield Problem(each.name, "", f"is missing: {kind.name} {kind.example}")
    if kind.open and not texts:
        yield Problem("key", "", f"name at least one: {kind.name} {kind.example}")
    given = [key for key in kind.one_of if key in texts]
    if kind.one_of and len(given) != 1:
        yield Problem(kind.one_of[0], "", f"exactly one of {', '.join(kind.one_of)} is needed")
    if kind.some_of and not any(key in texts for key in kind.some_of):
        yield Problem(kind.some_of[0], "", f"at least one of {', '.join(kind.some_of)} is needed")


def no_such_type(name: str) -> str:
    """Return what is wrong with a name that is no type of change, and which ones it resembles."""
    near = difflib.get_close_matches(name, CHANGE_TYPES, 3)
    return f"there is no such type of change{': did you mean ' + ', '.join(near) + '?' if near else ''}"


def parsed_key(key: Key, text: str) -> Any:
    """Return the value of one key. ValueError with a message for a person."""
    if key.choices:
        return _one_of(key.choices)(text)
    return PARSERS[key.kind](text)


def _money(text: str) -> int:
    cents = parse_money(text)
    if cents < 0:
        raise ValueError("an amount of zero or more")
    return cents


def _positive(text: str) -> int:
    cents = parse_money(text)
    if cents <= 0:
        raise ValueError("an amount above zero")
    return cents


def _not_zero(text: str) -> int:
    cents = parse_money(text)
    if not cents:
        raise ValueError("an amount above or below zero")
    return cents


def _share(text: str) -> Decimal:
    return Decimal(0) if text.strip(" ") in ("0", "0%") else parse_part(text)


def _signed_share(text: str) -> Decimal:
    rate = parse_rate(text)
    if not rate:
        raise ValueError("a fraction above or below zero, like -0.1 or 10%")
    return rate


def _months(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST_MONTHS):
        raise ValueError(f"a number of months, 1 to {LONGEST_MONTHS}")
    return int(text)


def _flag(text: str) -> bool:
    if text not in FLAGS:
        raise ValueError("yes or no")
    return FLAGS[text]


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            near = difflib.get_close_matches(text, words, 3) or (words if len(words) <= 12 else ())
            raise ValueError(f"none of the words it may be{': ' + ', '.join(near) if near else ''}")
        return text

    return parse


def _reference(text: str) -> str:
    """A record's id, or that of a system flow (``SOURCE--KIND``)."""
    return checked_slug(text)


def _debts(text: str) -> tuple[str, ...]:
    return () if text == "none" else tuple(checked_slug(part.strip(" ")) for part in text.split(","))


_ASSETS = tuple(kind for kind, group in GROUP_OF.items() if group not in LIABILITY_GROUPS)
_LOANS = tuple(kind for kind, group in GROUP_OF.items() if group in ("mortgage", "instalment"))

PARSERS: dict[str, Callable[[str], Any]] = {
    "money": _money,
    "positive_money": _positive,
    "signed_money": _not_zero,
    "rate": parse_rate,
    "points": _signed_share,
    "part": _share,
    "signed_part": _signed_share,
    "months": _months,
    "flag": _flag,
    "text": checked_name,
    "frequency": _one_of(tuple(each for each in FREQUENCIES if each != "once")),
    "income_category": _one_of(INCOME_CATEGORIES),
    "expense_category": _one_of(EXPENSE_CATEGORIES),
    "deduction": _one_of(DEDUCTION_TYPES),
    "asset_type": _one_of(_ASSETS),
    "loan_type": _one_of(_LOANS),
    "income": _reference,
    "expense": _reference,
    "asset": _reference,
    "debt": _reference,
    "loan": _reference,
    "job": _reference,
    "source": _reference,
    "debts": _debts,
    "debts_or": str,
    "market": str,
}
"""How each kind of key is read; all raise ValueError with a message for a person."""
