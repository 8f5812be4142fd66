"""Days by their numbers are the very days that a rule falls on, and each is counted in its month."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.day_numbers import DayNumbers
from effluent_cli.domain.periods import first_day, last_day, month_of
from effluent_cli.domain.recurrence import EVERY_DAYS, EVERY_MONTHS, occurrences

FREQUENCIES = ("once", *EVERY_DAYS, *EVERY_MONTHS)
ANCHORS = st.dates(date(2019, 1, 1), date(2033, 12, 31))
STARTS = st.integers(month_of(date(2023, 1, 1)), month_of(date(2028, 12, 1)))


@given(st.sampled_from(FREQUENCIES), ANCHORS, STARTS, st.integers(1, 60), st.data())
def test_the_days_of_a_rule_are_its_occurrences(
    frequency: str, anchor: date, start: int, count: int, data: st.DataObject
) -> None:
    numbers = DayNumbers(start, count)
    inside = st.dates(first_day(start), last_day(start + count - 1))
    first, last = sorted((data.draw(inside), data.draw(inside)))
    expected = list(occurrences(frequency, anchor, first, last))
    days = [first_day(start) + timedelta(days=number) for number in range(numbers.starts[-1])]
    if frequency not in EVERY_DAYS:
        found = numbers.falling(frequency, anchor, first, last)
        assert [days[day] for _, day in found] == expected
        assert [month for month, _ in found] == [month_of(day) - start for day in expected]
        return
    even = numbers.every(EVERY_DAYS[frequency], anchor, first, last)
    assert [days[day] for day in even] == expected
    before, by_month = numbers.before(even), Counter(month_of(day) - start for day in expected)
    assert len(before) == count + 1
    assert [later - earlier for earlier, later in pairwise(before)] == [by_month[month] for month in range(count)]
    assert before[0] == 0


@given(STARTS, st.integers(1, 60))
def test_days_are_counted_through(start: int, count: int) -> None:
    numbers = DayNumbers(start, count)
    assert [numbers.number(first_day(start + month)) for month in range(count + 1)] == list(numbers.starts)
