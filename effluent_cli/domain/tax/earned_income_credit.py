"""The earned income credit: IRC 32, reckoned by its formula, exactly, not from the printed table."""

from effluent_cli.domain.money import share
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.given import SEPARATE, Return

MOST_CHILDREN = 3


def earned_income_credit(given: Return, above: Adjusted) -> int:
    """Return the credit, all of it refundable.

    None on a separate return, unless the spouses lived apart and there is a child; none without Social Security numbers
    valid for work; none above the limit of investment income; without children only for who is 25 to 64.
    """
    law = given.tax_year.eitc
    children = 0
    if given.dependents:
        children = min(MOST_CHILDREN, sum([age < law.child_age_below for age in given.dependents]))
    earned, most = above.earned, law.max_credit[children]
    start = (law.phase_out_over_joint if given.joint else law.phase_out_over)[children]
    over = max(0, max(earned, above.agi) - start)
    # The phase-out lowers the largest credit, not the one that was earned: IRC 32(a)(2).
    left = most - share(over, law.phase_out_rate[children])
    if left <= 0 or not _eligible(given, children):
        return 0
    if disqualified_income(given, above) > law.investment_income_limit:
        return 0
    whole = earned >= law.earned_income_amount[children]
    credit = most if whole else min(most, share(earned, law.phase_in_rate[children]))
    return max(0, min(credit, left))


def _eligible(given: Return, children: int) -> bool:
    law = given.tax_year.eitc
    if not all(person.work_ssn for person in given.people):
        return False
    if given.filing_status == SEPARATE and not (given.lived_apart and children):
        return False
    return children > 0 or any(
        law.childless_age_from <= person.age < law.childless_age_below for person in given.people
    )


def disqualified_income(given: Return, above: Adjusted) -> int:
    """Return investment income as IRC 32(i) means it: interest, dividends, net gains, rent and passive income, no losses."""
    income = given.income
    return (
        income.interest
        + income.dividends
        + max(0, above.capital.net)
        + max(0, income.rental)
        + max(0, income.passive_business)
    )
