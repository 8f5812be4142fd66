"""Working before full retirement age: the earnings test, and what it takes from benefits (42 USC 403(b), (f)).

Only the months before that of full retirement age lose anything, and in its year only what was earned before it counts.
Benefits are withheld whole, from the first month of the year on, until the excess is used up.
"""

from collections.abc import Sequence

from effluent_cli.domain.social_security.benefit import DOLLAR, down_to
from effluent_cli.domain.social_security.law import BenefitLaw


def excess_earnings(law: BenefitLaw, year: int, retirement_month: int, earnings: int) -> int:
    """Return what the test takes from the benefits of ``year``, in cents, down to the dollar.

    ``earnings`` (cents) are those of the whole year before that of full retirement age, and in its own year those of the
    months before ``retirement_month``. Half of what is above the exempt amount is taken, in the year of full retirement age
    a third above its larger one, afterwards nothing.
    """
    reached = retirement_month // 12
    if year > reached:
        return 0
    exempt = law.exempt_earnings_of_last_year(year) if year == reached else law.exempt_earnings(year)
    return down_to(max(0, earnings - exempt) // (3 if year == reached else 2), DOLLAR)


def paid_after(benefits: Sequence[int], excess: int) -> tuple[int, ...]:
    """Return what is left of a year's monthly ``benefits`` (cents, in order, only those of months that may lose)."""
    paid = []
    for each in benefits:
        taken = min(each, excess)
        excess -= taken
        paid.append(each - taken)
    return tuple(paid)


def months_not_paid(benefits: Sequence[int], paid: Sequence[int]) -> int:
    """Return for how many months nothing, or only a part, was paid: at full retirement age they no longer count as early."""
    return sum(left < due for due, left in zip(benefits, paid, strict=True))
