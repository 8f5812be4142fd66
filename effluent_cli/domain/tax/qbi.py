"""The deduction for qualified business income: IRC 199A, Forms 8995 and 8995-A, all businesses taken as one."""

from effluent_cli.domain.law.deductions import Qbi
from effluent_cli.domain.money import half_up, share
from effluent_cli.domain.tax.agi import Adjusted
from effluent_cli.domain.tax.given import Return


def qbi_deduction(given: Return, above: Adjusted, taxable: int, net_capital_gain: int) -> int:
    """Return the deduction at ``taxable`` income before it (cents, not negative).

    ``net_capital_gain`` counts qualified dividends too. Income from self-employment is qualified, less its deductible half
    of self-employment tax and what goes into plans of the owner's (Treas. Reg. 1.199A-3(b)(1)(vi)); a loss
    in all gives nothing (it is carried on). Who is active in businesses of at least some income has a minimum.
    """
    business = given.qbi
    own = sum([earner.profit - earner.half for earner in above.earners]) - above.adjustments.owner_plans
    income = own + business.other_income
    if income <= 0:
        return 0
    law = given.tax_year.qbi
    active = own + min(business.other_income, max(0, given.income.active_business))
    width = law.phase_in_range[given.filing_status]
    over = min(width, max(0, taxable - law.threshold[given.filing_status]))
    wages, basis = business.w2_wages, business.property_basis
    if business.specified_service:
        # Only what the phase-in leaves of a specified service counts, and nothing above it: IRC 199A(d)(3).
        kept = width - over
        income, active, wages, basis = (half_up(each * kept, width) for each in (income, active, wages, basis))
    component = share(income, law.rate)
    if over:
        component = _limited(law, component, wages, basis, over, width)
    found = max(0, min(component, share(max(0, taxable - net_capital_gain), law.rate)))
    return max(found, law.minimum_deduction) if active >= max(1, law.minimum_active_income) else found


def _limited(law: Qbi, full: int, wages: int, basis: int, over: int, width: int) -> int:
    """Return the ``full`` deduction, brought down to the limit of wages and property as far as taxable income is ``over``."""
    limit = max(share(wages, law.wage_share), share(wages, law.lesser_wage_share) + share(basis, law.property_share))
    return full - half_up(max(0, full - limit) * over, width)
