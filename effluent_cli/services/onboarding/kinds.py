"""The kinds of field that answers are made of.

Each kind parses what a file, an option or a prompt gives (text, or a TOML or JSON number) by the parsers that the whole
program uses, writes a value back as text, and describes itself as JSON Schema.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from effluent_cli.domain.money import checked_rate, money_shown, money_text, parse_money, rate_text
from effluent_cli.domain.periods import checked_day, month_text, parse_day, parse_stated_month
from effluent_cli.domain.slugs import LONGEST_NAME, checked_name, checked_slug


class FloatText(str):
    """The text of a TOML or JSON number with a fraction or exponent, kept as written so that no digit is lost."""

    __slots__ = ()


class Kind:
    """One kind of field."""

    def parse(self, given: Any) -> Any:
        """Return the domain value of what was given; ValueError with a message for a person where there is none."""
        return self._parse(given)

    def plain(self, value: Any) -> str | bool | dict[str, str]:
        """Return a parsed value as an answers file may hold it: what ``parse`` takes back."""
        return self._plain(value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be given."""
        return self._schema()

    @property
    def hint(self) -> str:
        """What to write, in a few words, for help and template."""
        return self._hint()

    def _parse(self, given: Any) -> Any:
        raise NotImplementedError

    def _plain(self, value: Any) -> str | bool | dict[str, str]:
        return str(value)

    def _schema(self) -> dict[str, Any]:
        raise NotImplementedError

    def _hint(self) -> str:
        return ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.schema()


def _text(given: Any) -> str:
    if isinstance(given, str) and not isinstance(given, FloatText):
        return given
    raise ValueError("must be text in quotes")


@dataclass(frozen=True)
class Name(Kind):
    """A name or note: NFC, bounded, without control characters."""

    def _parse(self, given: Any) -> str:
        return checked_name(_text(given))

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}


@dataclass(frozen=True)
class Id(Kind):
    """The id of the record itself."""

    def _parse(self, given: Any) -> str:
        return checked_slug(_text(given))

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"}

    def _hint(self) -> str:
        return "small letters, digits and dashes"


@dataclass(frozen=True)
class Reference(Id):
    """The id of another record of the kind ``of``; an account may be limited to ``groups`` of the catalogue.

    ``later`` says that the record may be stated in a later step.
    """

    of: str = "account"
    groups: tuple[str, ...] = ()
    later: bool = False

    def _hint(self) -> str:
        return f"the id of {'an' if self.of[0] in 'aeiou' else 'a'} {self.of}"


@dataclass(frozen=True)
class TimeZone(Kind):
    """A time zone by its IANA name, known to this machine."""

    def _parse(self, given: Any) -> str:
        name = _text(given).strip(" ")
        try:
            zoneinfo.ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            close = get_close_matches(name, zoneinfo.available_timezones(), n=1)
            raise ValueError(f"unknown time zone; did you mean {close[0]}?" if close else "unknown time zone") from None
        return name

    def _schema(self) -> dict[str, Any]:
        return {"type": "string"}

    def _hint(self) -> str:
        return "like America/New_York"


@dataclass(frozen=True)
class LastFour(Kind):
    """The last four digits of an account number."""

    def _parse(self, given: Any) -> str:
        text = _text(given)
        if len(text) == 4 and text.isascii() and text.isdigit():
            return text
        raise ValueError("must be exactly four digits, in quotes")

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}$"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed set of words."""

    options: tuple[str, ...]
    upper: bool = False

    def _parse(self, given: Any) -> str:
        text = _text(given).strip(" ")
        if self.upper:
            text = text.upper()
        if text in self.options:
            return text
        close = get_close_matches(text, self.options, n=1)
        if close:
            raise ValueError(f"unknown; did you mean {close[0]}?")
        raise ValueError(f"unknown; choose from {', '.join(self.options)}")

    def _schema(self) -> dict[str, Any]:
        return {"enum": list(self.options)}

    def _hint(self) -> str:
        return "two letters" if self.upper else " | ".join(self.options)


@dataclass(frozen=True)
class Amount(Kind):
    """An amount in dollars, parsed to cents: text, or a TOML or JSON number with at most two decimals."""

    minimum: int | None = 0

    def _parse(self, given: Any) -> int:
        cents = parse_money(_number_text(given))
        if self.minimum is not None and cents < self.minimum:
            raise ValueError(f"must be {_at_least(self.minimum)}")
        return cents

    def _plain(self, value: Any) -> str:
        return money_text(value)

    def _schema(self) -> dict[str, Any]:
        sign = "-?" if self.minimum is None else ""
        text = {"type": "string", "pattern": rf"^{sign}[0-9]{{1,10}}(\.[0-9]{{1,2}})?$"}
        number: dict[str, Any] = {"type": "number"}
        if self.minimum is not None:
            number["minimum"] = self.minimum / 100
        return {"anyOf": [text, number]}

    def _hint(self) -> str:
        return "dollars"


def _at_least(cents: int) -> str:
    return {0: "zero or more", 1: "above zero"}.get(cents, f"at least {money_shown(cents)}")


def _number_text(given: Any) -> str:
    """Return a number as text. One of thousands of digits, which Python refuses to write out, becomes no number at all."""
    if isinstance(given, str):
        return given
    return str(given) if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 10**20 else ""


@dataclass(frozen=True)
class Percent(Kind):
    """A percentage, parsed to a fraction; above −100 and at most 1000 unless narrowed (bounds in percent).

    A ``loss`` is stated as a positive percentage and kept as a negative fraction.
    """

    minimum: int = -100
    maximum: int = 1000
    loss: bool = False

    def _parse(self, given: Any) -> Decimal:
        text = _number_text(given).strip(" ").removesuffix("%").rstrip(" ")
        digits = text.removeprefix("-")
        whole, dot, decimals = digits.partition(".")
        numeric = digits.isascii() and whole.isdigit() and len(whole) <= 12 and (decimals.isdigit() or not dot)
        if not numeric or len(decimals) > 8:
            raise ValueError('not a percentage: write digits with at most eight decimals, like "5.25"')
        percent = Decimal(text)
        if not self.minimum <= percent <= self.maximum or percent == -100:
            low = "above -100" if self.minimum == -100 else f"at least {self.minimum}"
            raise ValueError(f"must be {low} and at most {self.maximum} percent")
        return checked_rate((-percent if self.loss else percent) / 100)

    def _plain(self, value: Any) -> str:
        return rate_text((-value if self.loss else value) * 100)

    def _schema(self) -> dict[str, Any]:
        sign = "-?" if self.minimum < 0 else ""
        text = {"type": "string", "pattern": rf"^{sign}[0-9]+(\.[0-9]{{1,8}})?%?$"}
        return {"anyOf": [text, {"type": "number", "minimum": self.minimum, "maximum": self.maximum}]}

    def _hint(self) -> str:
        return "percent"


@dataclass(frozen=True)
class Day(Kind):
    """A calendar date between 1900 and 2200: a TOML date, or text ``YYYY-MM-DD``."""

    def _parse(self, given: Any) -> date:
        if isinstance(given, date) and not isinstance(given, datetime):
            return checked_day(given)
        if isinstance(given, str):
            return parse_day(given)
        raise ValueError("must be a date: YYYY-MM-DD")

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def _hint(self) -> str:
        return "YYYY-MM-DD"


@dataclass(frozen=True)
class CalendarMonth(Kind):
    """A month between 1900 and 2200: text ``YYYY-MM``."""

    def _parse(self, given: Any) -> int:
        return parse_stated_month(_text(given))

    def _plain(self, value: Any) -> str:
        return month_text(value)

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}

    def _hint(self) -> str:
        return "YYYY-MM"


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number between two bounds, both inclusive."""

    minimum: int
    maximum: int

    def _parse(self, given: Any) -> int:
        if isinstance(given, str) and not isinstance(given, FloatText):
            text = given.strip(" ")
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        else:
            number = given if isinstance(given, int) and not isinstance(given, bool) else None
        if number is None or not self.minimum <= number <= self.maximum:
            raise ValueError(f"must be a whole number from {self.minimum} to {self.maximum}")
        return number

    def _schema(self) -> dict[str, Any]:
        number = {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}
        return {"anyOf": [number, {"type": "string", "pattern": "^[0-9]+$"}]}

    def _hint(self) -> str:
        return f"{self.minimum} to {self.maximum}"


@dataclass(frozen=True)
class YesNo(Kind):
    """True or false; at a prompt also yes and no."""

    def _parse(self, given: Any) -> bool:
        if isinstance(given, bool):
            return given
        words = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
        if isinstance(given, str) and given.strip(" ").lower() in words:
            return words[given.strip(" ").lower()]
        raise ValueError("must be true or false")

    def _plain(self, value: Any) -> bool:
        return bool(value)

    def _schema(self) -> dict[str, Any]:
        return {"enum": [True, False, "true", "false", "yes", "no"]}

    def _hint(self) -> str:
        return "true | false"
