"""What a column may hold, each rule once: as the SQL of a CHECK and as the same test of a value read back.

A CHECK refuses a wrong value on its way in. It says nothing about a byte that flipped later, so whatever is read is tested
by the same rule before the domain sees it. SQL has no word for characters that a screen does not show: those are looked for
on the way out alone, so that a file from elsewhere brings none in.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.slugs import LONGEST_NAME, LONGEST_SLUG, invisible, is_slug

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)

_DIGIT = "[0-9]"


class Bound(NamedTuple):
    """``sql`` is a condition on ``{column}`` (NULL passes every one), ``holds`` the same for a decoded value."""

    sql: str
    holds: Callable[[Any], bool]


def one_of(values: tuple[str, ...]) -> Bound:
    """Allow exactly the given words."""
    words = ", ".join(f"'{value}'" for value in values)
    return Bound(f"{{column}} IN ({words})", frozenset(values).__contains__)


def between(low: int, high: int) -> Bound:
    """Allow the integers from ``low`` to ``high``, both included."""
    return Bound(f"{{column}} BETWEEN {low} AND {high}", range(low, high + 1).__contains__)


def text_of(longest: int, shortest: int = 1) -> Bound:
    """Allow text of so many characters."""
    return Bound(f"length({{column}}) BETWEEN {shortest} AND {longest}", lambda text: shortest <= len(text) <= longest)


def line_of(longest: int, shortest: int = 1) -> Bound:
    """Allow text of so many characters, none of them a control character or one that turns the direction of writing."""
    rule = text_of(longest, shortest)
    return Bound(rule.sql, lambda text: rule.holds(text) and invisible(text) is None)


def lines_of(longest: int) -> Bound:
    """Allow the same on several lines."""
    rule = text_of(longest)
    return Bound(rule.sql, lambda text: rule.holds(text) and all(invisible(line) is None for line in text.split("\n")))


def _last_four(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


SLUG = Bound(
    f"length({{column}}) BETWEEN 1 AND {LONGEST_SLUG}"
    " AND {column} GLOB '[a-z0-9]*' AND {column} NOT GLOB '*[^a-z0-9-]*'",
    is_slug,
)
NAME = line_of(LONGEST_NAME)
LAST_FOUR = Bound("{column} GLOB '" + _DIGIT * 4 + "'", _last_four)
FLAG = Bound("{column} IN (0, 1)", (0, 1).__contains__)
CENTS = between(-BALANCE_LIMIT, BALANCE_LIMIT)
COUNT = between(0, 2**53)
RATE = Bound(
    "{column} GLOB '*[0-9]' AND {column} NOT GLOB '*[^-.0-9]*'"
    " AND CAST({column} AS REAL) > -1 AND CAST({column} AS REAL) <= 10",
    lambda rate: Decimal(-1) < rate <= 10,
)
# date() gives a day back in its one form, so that 30 February and every other notation differ from themselves.
DAY = Bound(
    f"{{column}} IS date({{column}}) AND {{column}} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'",
    lambda day: FIRST_DAY <= day <= LAST_DAY,
)
MONTH = Bound(
    f"{{column}} || '-01' IS date({{column}} || '-01') AND {{column}} BETWEEN '{FIRST_DAY:%Y-%m}' AND '{LAST_DAY:%Y-%m}'",
    lambda month: FIRST_DAY.year * 12 <= month < (LAST_DAY.year + 1) * 12,
)
INSTANT = Bound(
    "{column} GLOB '"
    + "-".join([_DIGIT * 4, _DIGIT * 2, _DIGIT * 2])
    + "T"
    + ":".join([_DIGIT * 2] * 3)
    + "."
    + _DIGIT * 6
    + "Z'",
    lambda instant: instant.utcoffset() is not None,
)
