"""The days of some months counted through from 0, so that what recurs falls on plain numbers instead of dates."""

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate

from effluent_cli.domain.periods import days_in, first_day, month_of
from effluent_cli.domain.recurrence import EVERY_MONTHS, days_of_the_month


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

    def every(self, step: int, anchor: date, first: date, last: date) -> range:
        """Return the days from ``first`` to ``last`` that are a multiple of so many days from ``anchor``."""
        low = self.number(first)
        return range(low + (self.number(anchor) - low) % step, self.number(last) + 1, step)

    def before(self, days: range) -> list[int]:
        """Return how many of such days lie before each month, and before the end of the last one."""
        starts, origin = self.starts, days.start - days.step + 1
        low, high = bisect_right(starts, days.start), bisect_left(starts, days.stop)
        inside = [(start - origin) // days.step for start in starts[low:high]]
        return [0] * low + inside + [len(days)] * (len(starts) - max(low, high))

    def falling(self, frequency: str, anchor: date, first: date, last: date) -> list[tuple[int, int]]:
        """Return month and day of each time that a rule of ``EVERY_MONTHS``, or ``once``, falls in a window."""
        if frequency == "once":
            return [(month_of(anchor) - self.start, self.number(anchor))] if first <= anchor <= last else []
        low, high = self.number(first), self.number(last)
        month, months = month_of(first) - self.start, month_of(last) - self.start + 1
        starts, step, numbers = self.starts, EVERY_MONTHS[frequency], days_of_the_month(frequency, anchor)
        month += (month_of(anchor) - self.start - month) % step
        found = [(each, starts[each] + number - 1) for each in range(month, months, step) for number in numbers]
        if max(numbers) > 28:
            # A month that has no such day has its last one.
            found = [(each, min(day, starts[each + 1] - 1)) for each, day in found]
        if found and low <= found[0][1] and found[-1][1] <= high:
            return found
        return [each for each in found if low <= each[1] <= high]
