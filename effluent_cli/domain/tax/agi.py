"""Adjusted gross income: everything above the line, in the order in which one figure needs another."""

from effluent_cli.domain.frozen import changed, frozen
from effluent_cli.domain.tax.adjustments import Adjustments, fixed, ira_deduction, student_loan_interest
from effluent_cli.domain.tax.benefits import taxable_benefits
from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.income import Capital, capital, passive_counted
from effluent_cli.domain.tax.self_employment import Earner, earner


@frozen
class Adjusted:
    """Adjusted gross income and what it is made of. ``gross`` is total income with the taxable part of benefits."""

    earners: tuple[Earner, ...]
    capital: Capital
    passive: int
    taxable_benefits: int
    gross: int
    adjustments: Adjustments
    agi: int

    @property
    def earned(self) -> int:
        """Earned income of everybody who files, not below zero."""
        return max(0, sum([earner.earned for earner in self.earners]))


def adjusted(given: Return) -> Adjusted:
    """Return the return's adjusted gross income.

    Each phase-out has a modified AGI of its own: rent's leaves benefits, the IRA's and student loans' deductions out (IRC
    469(i)(3)(F)), the IRA's counts benefits as taxed without it (219(g)(3)), benefits leave out student loans (86(b)(2)).
    """
    income, law = given.income, given.tax_year
    profits = (income.self_employment, income.self_employment_spouse)
    earners = tuple([earner(person, profit, law) for person, profit in zip(given.people, profits, strict=False)])
    gains = capital(given)
    other = (
        sum([each.wages + each.excess_deferral + each.profit for each in earners])
        + income.interest
        + income.dividends
        + gains.counted
        + income.pension
        + income.ira_distribution
        + income.active_business
    )
    adjustments = fixed(given, earners)
    deducted = adjustments.total
    passive = passive_counted(given, other - deducted)
    before_benefits = other + passive
    stated = sum([person.social_security for person in given.people])
    if given.adjustments.ira_deduction:
        net = before_benefits - deducted
        magi = net + taxable_benefits(given, stated, net)
        adjustments = changed(adjustments, ira=ira_deduction(given, earners, adjustments.owner_plans, magi))
        deducted = adjustments.total
    benefits = taxable_benefits(given, stated, before_benefits - deducted)
    gross = before_benefits + benefits
    if given.adjustments.student_loan_interest:
        interest = student_loan_interest(given, gross - deducted)
        adjustments = changed(adjustments, student_loan=interest) if interest else adjustments
        deducted += interest
    return Adjusted(earners, gains, passive, benefits, gross, adjustments, gross - deducted)
