"""The alternative minimum tax: IRC 55, Form 6251."""

from fractions import Fraction

from effluent_cli.domain.law.income import Amt
from effluent_cli.domain.money import half_up, share
from effluent_cli.domain.tax.given import SEPARATE
from effluent_cli.domain.tax.schedule import Taxed, gains_exact, schedule, stacked
from effluent_cli.domain.tax_year import TaxYear


def alternative_minimum_tax(tax_year: TaxYear, status: str, amti: int, preferred: int, regular: Taxed) -> int:
    """Return the tax above the regular one; ``amti`` is alternative minimum taxable income before the separate add-on (cents).

    ``preferred`` is net long-term gain and qualified dividends, which keep their rates here.
    """
    law = tax_year.amt
    if status == SEPARATE:
        amti += _separate_addition(law, amti)
    base = max(0, amti - exemption(law, status, amti))
    if not base:
        return 0
    flat = _flat(law, status, base)
    with_gains = _with_gains(tax_year, status, base, preferred, regular) if preferred else flat
    return max(0, min(flat, with_gains) - regular.tax)


def exemption(law: Amt, status: str, amti: int) -> int:
    """Return the exemption left at ``amti``."""
    over = amti - law.phase_out_over[status]
    return max(0, law.exemption[status] - share(over, law.phase_out_rate)) if over > 0 else law.exemption[status]


def _separate_addition(law: Amt, amti: int) -> int:
    """Return what a separate return adds once its exemption is gone, at most the exemption (end of IRC 55(d)(3))."""
    whole = law.exemption[SEPARATE]
    gone_at = law.phase_out_over[SEPARATE] + Fraction(whole) / Fraction(law.phase_out_rate)
    over = Fraction(law.phase_out_rate) * max(Fraction(0), amti - gone_at)
    return min(whole, half_up(over.numerator, over.denominator))


def _flat(law: Amt, status: str, base: int) -> int:
    first, second = law.rates
    split = law.second_rate_over[status]
    if base <= split:
        return share(base, first)
    return share(split, first) + share(base - split, second)


def _with_gains(tax_year: TaxYear, status: str, base: int, preferred: int, regular: Taxed) -> int:
    """Return the tax with gains at their own rates (Form 6251, Part III): they stack on regular ordinary income."""
    by = schedule(tax_year, status)
    preferred = min(preferred, base)
    parts = stacked(by, regular.ordinary, preferred)
    return _flat(tax_year.amt, status, base - preferred) + half_up(gains_exact(by, parts), by.scale)
