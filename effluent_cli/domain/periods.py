"""Calendar months as integers, and the calendar arithmetic that money needs.

A ``Month`` is ``year × 12 + month − 1``, so that months add and compare as numbers.
"""

from calendar import isleap
from datetime import date
from typing import Annotated, TypeAlias

Month: TypeAlias = Annotated[int, "month"]
"""A calendar month as ``year × 12 + month − 1``; shown in JSON as ``YYYY-MM``."""

LAST_DAY = date(2200, 12, 31)
"""The last date that anything may bear."""
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_of(day: date) -> int:
    """Return the month that ``day`` lies in."""
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """Return ``YYYY-MM``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def days_in(month: int) -> int:
    """Return the number of days of ``month``."""
    number = month % 12
    return 29 if number == 1 and isleap(month // 12) else _LENGTHS[number]


def day_in(month: int, day: int) -> date:
    """Return day ``day`` of ``month``, or the month's last day where it has no such day."""
    # Every month has 28 days: most days ask for nothing more.
    return date(month // 12, month % 12 + 1, day if day <= 28 else min(day, days_in(month)))


def first_day(month: int) -> date:
    """Return the first day of ``month``."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of ``month``."""
    return day_in(month, 31)


def add_months(day: date, months: int, day_of_month: int | None = None) -> date:
    """Return ``day`` moved by ``months``, on ``day_of_month`` (default its own day) or the last day of a shorter month."""
    return day_in(month_of(day) + months, day_of_month or day.day)


def parse_month(text: str) -> int:
    """Return the month written ``YYYY-MM``; ValueError otherwise."""
    return month_of(date.fromisoformat(f"{text}-01"))


def parse_stated_month(text: str) -> int:
    """Return the month that a person wrote as ``YYYY-MM`` (1900 to 2200); ValueError with a message for a person otherwise."""
    parts = text.strip(" ").split("-")
    if not text.isascii() or [len(part) for part in parts] != [4, 2] or not all(part.isdigit() for part in parts):
        raise ValueError("not a month: write YYYY-MM")
    if not 1 <= int(parts[1]) <= 12:
        raise ValueError("there is no such month")
    return month_of(checked_day(date(max(int(parts[0]), 1), int(parts[1]), 1)))


def parse_day(text: str) -> date:
    """Return the date written ``YYYY-MM-DD`` (1900 to 2200); ValueError with a message for a person otherwise."""
    parts = text.strip(" ").split("-")
    if not text.isascii() or [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
        raise ValueError("not a date: write YYYY-MM-DD")
    try:
        day = date(*map(int, parts))
    except ValueError:
        raise ValueError("there is no such day") from None
    return checked_day(day)


def checked_day(day: date) -> date:
    """Return ``day``; ValueError unless it lies between 1900 and 2200."""
    if not 1900 <= day.year <= 2200:
        raise ValueError("a date must lie between 1900 and 2200")
    return day
