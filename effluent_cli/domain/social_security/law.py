"""What the Social Security Administration publishes each autumn, and what follows from it: wages, bases, bend points, COLAs.

Every figure that the law ties to the national average wage index is reckoned from it by the law's own formula, so that a
year that is not published yet takes the same road from an assumed index. Amounts are cents unless a name says dollars.
"""

from dataclasses import dataclass
from decimal import Decimal

from effluent_cli.domain.law.benefits import BenefitFormula, WageHistory
from effluent_cli.domain.money import compounded, half_up

FIRST_INDEXED_YEAR = 1951
"""Earnings count from this year on: 42 USC 415(b)(2)(B)."""
FIRST_ELIGIBILITY = 1984
"""From here on the wage-indexed formula stands alone (its transitional guarantee ended with 1983) and rounds down."""


@dataclass(frozen=True)
class BenefitLaw:
    """The formula, the published series by calendar year, and the rates (fractions a year) that carry them on.

    Past the last published year the average wage index grows by ``wage_growth`` and each December's COLA is ``inflation``.
    """

    formula: BenefitFormula
    wages: WageHistory
    wage_growth: Decimal
    inflation: Decimal

    @property
    def last_index_year(self) -> int:
        """The newest year whose average wage index is published."""
        return max(self.wages.average_wage_index)

    def average_wage(self, year: int) -> int:
        """Return the national average wage index of ``year`` in cents, grown by assumption past the last published one."""
        index = self.wages.average_wage_index
        last = self.last_index_year
        return index[year] if year <= last else compounded(index[last], self.wage_growth, year - last)

    def wage_base(self, year: int) -> int:
        """Return the contribution and benefit base of ``year`` in cents: to the nearest 300 dollars, never lower."""
        bases = self.wages.wage_base
        if year in bases:
            return bases[year]
        return max(self._indexed(6_060_000, year, base_year=1992, unit=30_000), bases[max(bases)])

    def cola(self, year: int) -> Decimal:
        """Return the cost-of-living increase that takes effect with December of ``year``, to a tenth of a percent."""
        published = self.wages.cola_december.get(year)
        if published is not None:
            return published
        return Decimal(half_up(*(self.inflation * 1000).as_integer_ratio())).scaleb(-3)

    def bend_points(self, eligibility_year: int) -> tuple[int, int]:
        """Return the two bend points in whole dollars: 180 and 1,085 of 1979, indexed (42 USC 415(a)(1)(B))."""
        wage, base = self.average_wage(eligibility_year - 2), self.average_wage(1977)
        return half_up(180 * wage, base), half_up(1085 * wage, base)

    def exempt_earnings(self, year: int) -> int:
        """Return what may be earned in ``year`` before full retirement age without loss of benefits, cents a year.

        42 USC 403(f)(8): 670 dollars a month of 1994, indexed to the nearest 10.
        """
        return 12 * self._indexed(67_000, year, base_year=1992, unit=1_000)

    def exempt_earnings_of_last_year(self, year: int) -> int:
        """Return what may be earned in the months of ``year`` before that of full retirement age, cents a year.

        42 USC 403(f)(8)(D): 2,500 dollars a month of 2002, indexed to the nearest 10.
        """
        return 12 * self._indexed(250_000, year, base_year=2000, unit=1_000)

    def quarter_of_coverage(self, year: int) -> int:
        """Return the earnings that make one credit in ``year``, cents: 250 dollars of 1978, indexed to the nearest 10."""
        return 5_000 if year < 1978 else self._indexed(25_000, year, base_year=1976, unit=1_000)

    def published(self, year: int) -> bool:
        """Return whether the figures in force in ``year`` (those that follow the index of two years before) are published."""
        return year - 2 <= self.last_index_year

    def _indexed(self, cents: int, year: int, *, base_year: int, unit: int) -> int:
        wage, base = self.average_wage(year - 2), self.average_wage(base_year)
        return unit * half_up(cents * wage, base * unit)
