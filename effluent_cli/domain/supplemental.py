"""Federal income tax on supplemental wages (bonuses, commissions, severance): Publication 15, section 7; Reg. 31.3402(g)-1.

``flat``: one rate, whatever the W-4 says. ``aggregate``: as if it were one payment with the regular wages of the pay period,
less what those alone bear. What passes a million dollars of supplemental wages in the year bears the highest rate either way.
"""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, share
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.domain.withholding import W4, withheld

METHODS = ("flat", "aggregate")


@frozen
class SupplementalTax:
    """What a paycheck's supplemental wages bear, in cents.

    ``wages`` are what deductions have left of them, ``below`` and ``over`` their parts up to and above the year's limit;
    ``tax_below`` and ``tax_over`` the tax on each. ``method`` is one of ``METHODS``.
    """

    method: str
    wages: Cents
    below: Cents
    over: Cents
    tax_below: Cents
    tax_over: Cents

    @property
    def tax(self) -> int:
        """The income tax on all of them."""
        return self.tax_below + self.tax_over


NO_SUPPLEMENT = SupplementalTax("flat", 0, 0, 0, 0, 0)


def supplemental_tax(
    tax_year: TaxYear, periods: int, w4: W4, *, regular: int, wages: int, method: str, before: int
) -> SupplementalTax:
    """Return the tax on ``wages`` paid along with ``regular`` taxable wages, after ``before`` of the year (cents).

    Raises ValueError for a method that is none of ``METHODS``.
    """
    if method not in METHODS:
        raise ValueError(f"there is no method {method!r}")
    law = tax_year.supplemental
    over = max(0, before + wages - max(law.over, before))
    below = wages - over
    if method == "flat":
        tax = share(below, law.flat_rate)
    else:
        tax = withheld(tax_year, periods, w4, regular + below) - withheld(tax_year, periods, w4, regular)
    return SupplementalTax(method, wages, below, over, tax, share(over, law.over_rate))
