"""The year's liability: income, deductions, tax, credits and what is owed beside, put together."""

from decimal import Decimal

from effluent_cli.domain.frozen import changed, frozen
from effluent_cli.domain.money import Rate, ratio
from effluent_cli.domain.tax.agi import Adjusted, adjusted
from effluent_cli.domain.tax.amt import alternative_minimum_tax
from effluent_cli.domain.tax.child_credits import child_credits
from effluent_cli.domain.tax.credits import adoption_credit, care_credit, opportunity_credit
from effluent_cli.domain.tax.earned_income_credit import earned_income_credit
from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.itemized import most_itemized
from effluent_cli.domain.tax.schedule import Taxed, income_tax
from effluent_cli.domain.tax.surtaxes import additional_medicare, niit
from effluent_cli.domain.tax.taxable import Taxable, taxable_income

MORE = 10_000
"""Cents of further income by which the marginal rate is measured."""


@frozen
class Credits:
    """The credits taken; those before ``child_refundable`` are limited by the tax and use it up in this order."""

    foreign_tax: int
    care: int
    opportunity: int
    other: int
    adoption: int
    child: int
    child_refundable: int
    earned_income: int
    opportunity_refundable: int
    adoption_refundable: int

    @property
    def nonrefundable(self) -> int:
        """What comes off the tax, at most all of it."""
        return self.foreign_tax + self.care + self.opportunity + self.other + self.adoption + self.child

    @property
    def refundable(self) -> int:
        """What is paid out even where there is no tax."""
        return self.child_refundable + self.earned_income + self.opportunity_refundable + self.adoption_refundable


@frozen
class Liability:
    """A year's federal tax and all that led to it, in cents.

    ``income_tax`` is the income tax with the alternative minimum tax and that on net investment income, after all credits
    (below zero: paid out); ``total`` adds Additional Medicare and self-employment tax. What is withheld or paid during the
    year is no part of it, nor is excess Social Security tax that comes back.
    """

    above: Adjusted
    taxable: Taxable
    regular: Taxed
    amt: int
    credits: Credits
    niit: int
    additional_medicare: int
    self_employment: int

    @property
    def income_tax(self) -> int:
        """Income tax after all credits."""
        return self.regular.tax + self.amt - self.credits.nonrefundable + self.niit - self.credits.refundable

    @property
    def total(self) -> int:
        """All federal taxes of the return."""
        return self.income_tax + self.additional_medicare + self.self_employment


def liability(given: Return) -> Liability:
    """Return the year's liability.

    ``best`` takes the deduction that makes the whole tax smaller, on a tie the larger one.
    """
    above = adjusted(given)
    if given.deduction != "best":
        return _with(given, above, taxable_income(given, above, given.deduction))
    first, second = taxable_income(given, above, "standard"), None
    # Most have paid less than the standard deduction comes to: what they could itemize need not be worked out.
    if most_itemized(given) > first.amount:
        second = taxable_income(given, above, "itemized")
        if second.before_floor < first.before_floor:
            first, second = second, first
    found = _with(given, above, first)
    if not found.amt:
        return found
    # Under the alternative minimum tax the smaller deduction may be worth more.
    other = _with(given, above, taxable_income(given, above, "itemized") if second is None else second)
    return other if other.total < found.total else found


def _with(given: Return, above: Adjusted, taxable: Taxable) -> Liability:
    preferred = above.capital.long + given.income.qualified_dividends
    regular = income_tax(given.tax_year, given.filing_status, taxable.income, preferred, table=given.tax_table)
    amti = taxable.before_floor + taxable.disallowed_for_amt
    amt = alternative_minimum_tax(given.tax_year, given.filing_status, amti, preferred, regular)
    return Liability(
        above=above,
        taxable=taxable,
        regular=regular,
        amt=amt,
        credits=_credits(given, above, regular.tax + amt),
        niit=niit(given, above),
        additional_medicare=additional_medicare(given, above),
        self_employment=sum([earner.tax for earner in above.earners]),
    )


def _credits(given: Return, above: Adjusted, tax: int) -> Credits:
    """Return the credits that ``tax`` leaves room for.

    What of the child credits could be paid out in any case gives way to the adoption credit, which could only wait
    (Schedule 8812, Credit Limit Worksheet B).
    """
    earned_income = earned_income_credit(given, above)
    education = opportunity_credit(given, above.agi)
    adoption = adoption_credit(given, above.agi)
    children = child_credits(given, above, earned_income)
    foreign_tax = min(tax, given.credits.foreign_tax)
    left = tax - foreign_tax
    care = min(left, care_credit(given, above))
    opportunity = min(left - care, education.nonrefundable)
    left -= care + opportunity
    other = min(left, given.credits.other_nonrefundable)
    left -= other
    first = min(left, children.whole - children.refundable_at_most)
    adopted = min(left - first, adoption.nonrefundable)
    child = min(left - adopted, children.whole)
    return Credits(
        foreign_tax=foreign_tax,
        care=care,
        opportunity=opportunity,
        other=other,
        adoption=adopted,
        child=child,
        child_refundable=min(children.whole - child, children.refundable_at_most),
        earned_income=earned_income,
        opportunity_refundable=education.refundable,
        adoption_refundable=adoption.refundable,
    )


def marginal_rate(given: Return, found: Liability) -> Rate:
    """Return the part of 100.00 more that federal taxes would take, a fraction with four decimals.

    The further income is neither earned nor from investments, as a pension or a distribution of a traditional IRA is: it
    counts in AGI and in every phase-out, but bears no Social Security, Medicare or net investment tax of its own.
    """
    more = changed(given.income, ira_distribution=given.income.ira_distribution + MORE)
    return ratio(liability(changed(given, income=more)).total - found.total, MORE) or Decimal(0)
