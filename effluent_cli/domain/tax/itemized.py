"""Itemized deductions: Schedule A with its ceilings and floors, and the limitation of IRC 68."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import half_up, share, steps_begun
from effluent_cli.domain.tax.given import SEPARATE, Return


@frozen
class Itemized:
    """What each kind of expense gives, in cents, before the limitation of IRC 68."""

    medical: int
    taxes: int
    mortgage: int
    mortgage_insurance: int
    charity: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.medical + self.taxes + self.mortgage + self.mortgage_insurance + self.charity


def itemized(given: Return, agi: int) -> Itemized:
    """Return the itemized deductions at ``agi``."""
    law, paid = given.tax_year.itemized, given.itemized
    base = max(0, agi)
    return Itemized(
        medical=max(0, paid.medical - share(base, law.medical_floor)),
        taxes=min(paid.property_tax + paid.state_income_tax, salt_limit(given, base)),
        mortgage=_mortgage(given),
        mortgage_insurance=_mortgage_insurance(given, base),
        charity=_charity(given, base),
    )


def most_itemized(given: Return) -> int:
    """Return all that was paid: itemized deductions are never more, whatever their ceilings and floors leave of it."""
    paid = given.itemized
    interest = paid.mortgage_interest + paid.mortgage_insurance
    return (
        interest + paid.property_tax + paid.state_income_tax + paid.charity_cash + paid.charity_noncash + paid.medical
    )


def salt_limit(given: Return, magi: int) -> int:
    """Return the most of state and local taxes at ``magi``: the cap less a share of what is above a limit, not below the floor.

    A separate return has half of the result (IRC 164(b)(6), (7)).
    """
    law = given.tax_year.itemized
    over = max(0, magi - law.salt_phase_down_over[given.filing_status])
    limit = max(min(law.salt_floor, law.salt_cap), law.salt_cap - share(over, law.salt_phase_down_rate))
    return half_up(limit, 2) if given.filing_status == SEPARATE else limit


def _mortgage(given: Return) -> int:
    """Return the interest on debt up to the limit, half of it on a separate return (IRC 163(h)(3)(F))."""
    paid = given.itemized
    halves = 2 if given.filing_status == SEPARATE else 1
    limit = given.tax_year.itemized.mortgage_debt_limit
    if paid.mortgage_debt * halves <= limit:
        return paid.mortgage_interest
    return half_up(paid.mortgage_interest * limit, paid.mortgage_debt * halves)


def _mortgage_insurance(given: Return, agi: int) -> int:
    """Return the premiums that count as interest, a tenth less for each step of AGI above the limit (IRC 163(h)(3)(E))."""
    law, status = given.tax_year.itemized, given.filing_status
    premiums = share(given.itemized.mortgage_insurance, law.mortgage_insurance_share)
    if not premiums:
        return 0
    steps = steps_begun(max(0, agi - law.mortgage_insurance_over[status]), law.mortgage_insurance_step[status])
    return max(0, premiums - share(premiums * steps, law.mortgage_insurance_per_step))


def _charity(given: Return, agi: int) -> int:
    """Return gifts up to their ceilings, less the floor. Cash uses its ceiling first and leaves the rest of the other one."""
    law, paid = given.tax_year.itemized, given.itemized
    cash = min(paid.charity_cash, share(agi, law.charity_cash_ceiling))
    property_ = min(paid.charity_noncash, max(0, share(agi, law.charity_noncash_ceiling) - cash))
    return max(0, cash + property_ - share(agi, law.charity_floor))


def top_bracket_reduction(given: Return, total: int, taxable_with_itemized: int) -> int:
    """Return what IRC 68 takes off itemized deductions of ``total``: a share of them or of income in the highest bracket.

    ``taxable_with_itemized`` is taxable income before any itemized deduction; the lesser of the two counts.
    """
    numerator, denominator = given.tax_year.itemized.top_bracket_limit
    over = taxable_with_itemized - given.tax_year.income_tax.upper_limits[given.filing_status][-1]
    return half_up(max(0, min(total, over)) * numerator, denominator)
