"""On which dates a rule falls. Every date is computed from the anchor, never from the occurrence before it.

The calendar is that of the system notes, section 6: dates are nominal (weekends are not moved), day 31 means the last day,
day 30 stays the 30th (28th or 29th in February), and an anniversary of 29 February falls on the 28th in common years.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from effluent_cli.domain.periods import day_in, days_in, month_of

EVERY_DAYS = {"weekly": 7, "biweekly": 14}
EVERY_MONTHS = {"semimonthly": 1, "monthly": 1, "bimonthly": 2, "quarterly": 3, "semiannually": 6, "annually": 12}
"""Every how many days or months a rule falls."""


def occurrences(frequency: str, anchor: date, first: date, last: date) -> Iterator[date]:
    """Return in order the dates from ``first`` to ``last`` (both inclusive) on which a rule anchored at ``anchor`` falls.

    The anchor is any date on which it falls: the rule runs both ways from it. ``once`` falls on the anchor alone.
    """
    if frequency in EVERY_DAYS:
        step, start = EVERY_DAYS[frequency], first.toordinal()
        start += (anchor.toordinal() - start) % step
        return map(date.fromordinal, range(start, last.toordinal() + 1, step))
    if frequency == "once":
        return iter((anchor,) if first <= anchor <= last else ())
    step = EVERY_MONTHS[frequency]
    start = month_of(first) + (month_of(anchor) - month_of(first)) % step
    numbers = days_of_the_month(frequency, anchor)
    found = [day_in(month, number) for month in range(start, month_of(last) + 1, step) for number in numbers]
    # They are in order: only those of the first and the last month may lie outside.
    return iter(found[bisect_left(found, first) : bisect_right(found, last)])


def days_of_the_month(frequency: str, anchor: date) -> tuple[int, ...]:
    """Return the days of the month on which a rule of ``EVERY_MONTHS`` falls; 31 stands for the last day."""
    return semimonthly_days(anchor) if frequency == "semimonthly" else (anchor.day,)


def semimonthly_days(anchor: date) -> tuple[int, int]:
    """Return the two days of the month of a semimonthly rule; 31 stands for the last day.

    Day d ≤ 15 pays d and d + 15 (the 15th: 15 and last), d > 15 pays d − 15 and d, the last day 15 and last.
    """
    day = anchor.day
    if day == 15 or day == days_in(month_of(anchor)):
        return 15, 31
    return (day, day + 15) if day < 15 else (day - 15, day)


def in_window(
    frequency: str, anchor: date, window: tuple[date | None, date | None], first: date, last: date
) -> Iterator[date]:
    """Yield the occurrences from ``first`` to ``last`` inside the rule's own inclusive (start, end); None is open."""
    start, end = window
    return occurrences(frequency, anchor, max(first, start or first), min(last, end or last))


def next_after(frequency: str, anchor: date, window: tuple[date | None, date | None], day: date) -> date | None:
    """Return the first occurrence after ``day`` inside the window, or None. No rule pauses for more than 400 days."""
    first = max(day + timedelta(days=1), window[0] or date.min)
    last = max(first, anchor) if frequency == "once" else first + timedelta(days=400)
    return next(in_window(frequency, anchor, window, first, last), None)
