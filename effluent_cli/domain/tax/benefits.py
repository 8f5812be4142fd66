"""The part of Social Security benefits that is income: IRC 86."""

from fractions import Fraction

from effluent_cli.domain.money import half_up
from effluent_cli.domain.tax.given import SEPARATE, Return


def taxable_benefits(given: Return, benefits: int, income: int) -> int:
    """Return the taxable part of ``benefits``; ``income`` is AGI without them, before student loan interest (cents).

    Above the base amount half of the excess is income, above the adjusted one 85 %, never more than 85 % of the benefits.
    Spouses who file separately and lived together have a base of zero.
    """
    if benefits <= 0:
        return 0
    law = given.tax_year.social_security_taxed
    first, second = (Fraction(*rate.as_integer_ratio()) for rate in law.rates)
    provisional = income + Fraction(benefits, 2)
    if given.filing_status == SEPARATE and not given.lived_apart:
        base = adjusted = 0
    else:
        base, adjusted = law.base[given.filing_status], law.adjusted_base[given.filing_status]
    taxed = min(first * benefits, first * max(Fraction(0), provisional - base))
    if provisional > adjusted:
        taxed = min(taxed, first * (adjusted - base)) + second * (provisional - adjusted)
        taxed = min(taxed, second * benefits)
    return half_up(taxed.numerator, taxed.denominator)
