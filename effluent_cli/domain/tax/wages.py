"""Form W-2 of each employer: the wages that each tax is reckoned on, and what is withheld for Social Security and Medicare."""

from operator import attrgetter

from effluent_cli.domain.catalog import DEDUCTION_BASES
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import share
from effluent_cli.domain.tax.given import Person
from effluent_cli.domain.tax_year import TaxYear

KINDS = {
    "traditional_401k": "traditional_401k",
    "roth_401k": "roth_401k",
    "hsa_payroll": "hsa",
    "health_insurance": "health_insurance",
    "fsa_health": "fsa_health",
}
"""The kind of deduction, see ``catalog.DEDUCTION_BASES``, of each amount that comes off a person's wages."""
FEDERAL = tuple(field for field, kind in KINDS.items() if DEDUCTION_BASES[kind][0])
FICA = tuple(field for field, kind in KINDS.items() if DEDUCTION_BASES[kind][1])
_federal, _fica = attrgetter(*FEDERAL), attrgetter(*FICA)


@frozen
class FormW2:
    """One employer's W-2: boxes 1, 3, 5 (cents); ``box3`` ends at the wage base of ``tax_year``.

    Few returns need what was withheld: it is worked out for those that ask.
    """

    box1: int
    box3: int
    box5: int
    tax_year: TaxYear

    @property
    def social_security(self) -> int:
        """Social Security tax withheld."""
        return share(self.box3, self.tax_year.social_security.rate)

    @property
    def medicare(self) -> int:
        """Medicare tax withheld."""
        return share(self.box5, self.tax_year.medicare.rate)

    @property
    def additional_medicare_withheld(self) -> int:
        """Additional Medicare Tax withheld."""
        law = self.tax_year.medicare
        return share(max(0, self.box5 - law.additional_withheld_over), law.additional_rate)


def forms_of(person: Person, tax_year: TaxYear) -> tuple[FormW2, ...]:
    """Return a W-2 for each employer, the main one first; it stands there even without wages."""
    wage_base = tax_year.social_security.wage_base
    federal, fica = max(0, person.wages - sum(_federal(person))), person.wages - sum(_fica(person))
    main = FormW2(federal, min(max(0, fica), wage_base), max(0, fica + person.medicare_beyond), tax_year)
    return (main, *[FormW2(wages, min(wages, wage_base), wages, tax_year) for wages in person.other_wages])


def excess_deferral(person: Person, tax_year: TaxYear) -> int:
    """Return the elective deferrals above a person's limit, as far as they escaped tax: they are income (IRC 402(g)(1))."""
    if not person.traditional_401k:
        return 0
    plans = tax_year.workplace_plans
    limit = plans.elective_deferral
    if person.age >= 50:
        limit += plans.catch_up_60_to_63 if 60 <= person.age <= 63 else plans.catch_up_50
    return min(person.traditional_401k, max(0, person.traditional_401k + person.roth_401k - limit))


def excess_social_security(forms: tuple[FormW2, ...], tax_year: TaxYear) -> int:
    """Return what several employers together withheld above the year's largest tax: it comes back (IRC 6413(c), 31(b))."""
    if len(forms) < 2:
        return 0
    return max(0, sum(form.social_security for form in forms) - tax_year.social_security.largest_tax)
