"""Values as a person reads them."""

from datetime import date, datetime
from decimal import Decimal

from effluent_cli.domain.money import money_shown, percent_shown
from effluent_cli.domain.periods import month_text

NOTHING = "-"


def money(cents: int | None) -> str:
    """Return ``1,234.56``, or a dash for an amount that is not known."""
    return NOTHING if cents is None else money_shown(cents)


def percent(rate: Decimal | None) -> str:
    """Return ``5.25 %``, or a dash."""
    return NOTHING if rate is None else percent_shown(rate)


def text(value: object | None) -> str:
    """Return a value as text, an enumeration value with blanks, or a dash."""
    return NOTHING if value in (None, "") else str(value).replace("_", " ")


def name(value: str | None) -> str:
    """Return a user's own text untouched, or a dash."""
    return value or NOTHING


def day(value: date | None) -> str:
    """Return ``2026-11-23``, or a dash."""
    return NOTHING if value is None else value.isoformat()


def instant(value: datetime | None) -> str:
    """Return ``2026-11-23 08:15 UTC``, or a dash."""
    return NOTHING if value is None else value.strftime("%Y-%m-%d %H:%M UTC")


def month(value: int | None) -> str:
    """Return ``2026-11``, or a dash."""
    return NOTHING if value is None else month_text(value)


def count(number: int, noun: str) -> str:
    """Return ``1 event`` or ``3 events``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def dry(line: str, dry_run: bool) -> str:
    """Return the line as what happened, or as what would happen."""
    return f"dry run, nothing changed: {line}" if dry_run else line
