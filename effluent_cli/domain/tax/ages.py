"""How old somebody is in a tax year. The law counts in two ways."""

from datetime import date


def age_for_tax(born: date, year: int) -> int:
    """Return the age that counts for being 65: it is reached on the day before the birthday.

    Who was born on 1 January is a year older than the calendar says: 65 for the year before the birthday (Reg. 1.151-1(c)(2)).
    """
    return year - born.year + (1 if (born.month, born.day) == (1, 1) else 0)


def age_at_year_end(born: date, year: int) -> int:
    """Return the age on 31 December, reached on the birthday itself: for children (Rev. Rul. 2003-72) and for catch-ups."""
    return year - born.year
