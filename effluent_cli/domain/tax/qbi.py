"""The deduction for qualified business income: IRC 199A, Forms 8995 and 8995-A, all businesses taken as one."""

from effluent_cli.domain.money import half_up, share
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.given import Return


def qbi_deduction(given: Return, above: Adjusted, taxable: int, net_capital_gain: int) -> int:
    """Return the deduction at ``taxable`` income before it (cents, not negative).

    ``net_capital_gain`` counts qualified dividends too. Income from self-employment is qualified, less its deductible half
    of self-employment tax; a loss in all gives nothing (it is carried on).
    """
    law, business = given.tax_year.qbi, given.qbi
    own = sum(earner.profit - earner.half for earner in above.earners)
    income = own + business.other_income
    if income <= 0:
        return 0
    component = _component(given, income, taxable)
    found = max(0, min(component, share(max(0, taxable - net_capital_gain), law.rate)))
    active = own + min(business.other_income, max(0, given.income.active_business))
    if law.minimum_deduction and active >= law.minimum_active_income:
        found = max(found, law.minimum_deduction)
    return found


def _component(given: Return, income: int, taxable: int) -> int:
    """Return the rate on ``income``, limited by wages and property; both phase in above the threshold of taxable income.

    A specified service keeps only the part of income, wages and property that the phase-in leaves, and nothing above it.
    """
    law, business, status = given.tax_year.qbi, given.qbi, given.filing_status
    width = law.phase_in_range[status]
    over = min(width, max(0, taxable - law.threshold[status]))
    kept = width - over
    wages, basis = business.w2_wages, business.property_basis
    if business.specified_service:
        income, wages, basis = (half_up(each * kept, width) for each in (income, wages, basis))
    full = share(income, law.rate)
    if not over:
        return full
    limit = max(share(wages, law.wage_share), share(wages, law.lesser_wage_share) + share(basis, law.property_share))
    return full - half_up(max(0, full - limit) * over, width)
