"""Credits for care, education, adoption and foreign tax, before the tax that limits them is known."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import half_up, share, steps_begun
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.given import SEPARATE, Return


@frozen
class Partly:
    """A credit, a part of which is paid out where there is no tax; cents."""

    nonrefundable: int
    refundable: int


NONE = Partly(0, 0)


def care_credit(given: Return, above: Adjusted) -> int:
    """Return the credit for the care of children below 13 (IRC 21).

    Expenses count up to the limit and to what the spouse who earned less earned. Spouses must file together, unless they
    lived apart.
    """
    if not given.credits.child_care_expenses or not given.dependents:
        return 0
    if given.filing_status == SEPARATE and not given.lived_apart:
        return 0
    law = given.tax_year.care
    children = sum(age < law.child_age_below for age in given.dependents)
    if not children:
        return 0
    limit = law.expenses_one if children == 1 else law.expenses_more
    least = max(0, min(earner.earned for earner in above.earners))
    return half_up(min(given.credits.child_care_expenses, limit, least) * _care_points(given, above.agi), 100)


def _care_points(given: Return, agi: int) -> int:
    """Return the rate in points of a hundredth: it falls by one for each step begun, to one floor and then to another."""
    law, status = given.tax_year.care, given.filing_status
    first, floor, last = (int(rate * 100) for rate in (law.first_rate, law.first_floor, law.second_floor))
    points = max(floor, first - steps_begun(max(0, agi - law.first_over), law.first_step))
    if law.second_step[status]:
        points = max(last, points - steps_begun(max(0, agi - law.second_over[status]), law.second_step[status]))
    return points


def opportunity_credit(given: Return, agi: int) -> Partly:
    """Return the American opportunity credit of all students, phased out evenly; none on a separate return (IRC 25A)."""
    status = given.filing_status
    if not given.credits.aotc_expenses or status == SEPARATE:
        return NONE
    law = given.tax_year.education
    whole = sum(
        min(expenses, law.opportunity_full)
        + share(min(max(0, expenses - law.opportunity_full), law.opportunity_more), law.opportunity_more_rate)
        for expenses in given.credits.aotc_expenses
    )
    start, end = law.phase_out[status]
    left = max(0, min(end - start, end - agi))
    whole = half_up(whole * left, end - start)
    refundable = share(whole, law.opportunity_refundable)
    return Partly(whole - refundable, refundable)


def adoption_credit(given: Return, agi: int) -> Partly:
    """Return the adoption credit of all children, phased out evenly; married couples must file together (IRC 23)."""
    children = given.credits.adoption_children
    if not children or (given.filing_status == SEPARATE and not given.lived_apart):
        return NONE
    law = given.tax_year.adoption
    whole = min(given.credits.adoption_expenses, children * law.per_child)
    over = min(law.phase_out_range, max(0, agi - law.phase_out_over))
    whole -= half_up(whole * over, law.phase_out_range)
    refundable = min(whole, children * law.refundable)
    return Partly(whole - refundable, refundable)
