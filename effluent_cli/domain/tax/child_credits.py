"""Credits for children and other dependants: IRC 24, Schedule 8812."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import share, steps_begun
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.given import Return

ALTERNATIVE_FROM = 3
"""From so many children on, Social Security and Medicare taxes may stand in place of earned income (IRC 24(d)(1)(B)(ii))."""


@frozen
class ChildCredits:
    """``whole`` is the credit after its phase-out, ``refundable_at_most`` what of it could be paid out without any tax."""

    whole: int
    refundable_at_most: int


NONE = ChildCredits(0, 0)


def child_credits(given: Return, above: Adjusted, earned_income_credit: int) -> ChildCredits:
    """Return the credits for all dependants.

    A child counts as such only where one who files has a Social Security number valid for work; otherwise, and from the age
    limit on, a dependant counts as another one.
    """
    if not given.dependents:
        return NONE
    law = given.tax_year.child_credits
    numbered = any(person.work_ssn for person in given.people)
    children = sum([age < law.child_age_below for age in given.dependents]) if numbered else 0
    others = len(given.dependents) - children
    whole = children * law.per_child + others * law.per_other_dependent
    over = max(0, above.agi - law.phase_out_over[given.filing_status])
    whole = max(0, whole - steps_begun(over, law.phase_out_step) * law.phase_out_per_step)
    if not children or not whole:
        return ChildCredits(whole, 0)
    earned = share(max(0, above.earned - law.refundable_over), law.refundable_rate)
    if children >= ALTERNATIVE_FROM:
        earned = max(earned, _social_security_taxes(above) - earned_income_credit)
    return ChildCredits(whole, min(whole, children * law.refundable_max, earned))


def _social_security_taxes(above: Adjusted) -> int:
    """Return what was withheld for Social Security and Medicare and half of self-employment tax, less what comes back."""
    return sum([earner.withheld + earner.half - earner.excess_social_security for earner in above.earners])
