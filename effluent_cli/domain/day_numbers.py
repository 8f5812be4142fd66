"""The days of some months counted through from 0, so that what recurs falls on plain numbers instead of dates."""

from datetime import date
from itertools import accumulate

from effluent_cli.domain.periods import days_in, first_day, month_of
from effluent_cli.domain.recurrence import EVERY_DAYS, EVERY_MONTHS, days_of_the_month


class DayNumbers:
    """The numbers of the days of ``count`` months from ``start`` on; the months are counted through from 0 as well.

    ``starts`` are the numbers of the first days of months, and of the day after the last one.
    """

    def __init__(self, start: int, count: int) -> None:
        self.start = start
        self.starts = (0, *accumulate([days_in(month) for month in range(start, start + count)]))
        self._before = first_day(start).toordinal()

    def number(self, day: date) -> int:
        """Return the number of a day."""
        return day.toordinal() - self._before

    def falling(self, frequency: str, anchor: date, first: date, last: date) -> list[tuple[int, int]]:
        """Return month and day of each time that a rule falls in a window: those of ``recurrence.occurrences``.

        The whole window must be numbered.
        """
        low, high = self.number(first), self.number(last)
        month, months = month_of(first) - self.start, month_of(last) - self.start + 1
        if frequency == "once":
            return [(month_of(anchor) - self.start, self.number(anchor))] if first <= anchor <= last else []
        if frequency in EVERY_DAYS:
            step = EVERY_DAYS[frequency]
            return self._every(step, month, low + (self.number(anchor) - low) % step, high)
        starts, step, numbers = self.starts, EVERY_MONTHS[frequency], days_of_the_month(frequency, anchor)
        month += (month_of(anchor) - self.start - month) % step
        # A month that has no such day has its last one.
        found = [
            (each, min(starts[each] + number, starts[each + 1]) - 1)
            for each in range(month, months, step)
            for number in numbers
        ]
        return [each for each in found if low <= each[1] <= high]

    def _every(self, step: int, month: int, day: int, last: int) -> list[tuple[int, int]]:
        """Return month and day of every so many days from ``day`` on, which lies in ``month`` or later."""
        found = []
        end = self.starts[month + 1]
        for each in range(day, last + 1, step):
            while each >= end:
                month += 1
                end = self.starts[month + 1]
            found.append((month, each))
        return found
