"""Form W-2 of each employer: the wages that each tax is reckoned on, and what is withheld for Social Security and Medicare."""

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


@frozen
class FormW2:
    """One employer's W-2: boxes 1, 3, 5, and the taxes withheld (cents); ``box3`` ends at the wage base."""

    box1: int
    box3: int
    box5: int
    social_security: int
    medicare: int
    additional_medicare_withheld: int


def forms_of(person: Person, tax_year: TaxYear) -> tuple[FormW2, ...]:
    """Return a W-2 for each employer, the main one first; it stands there even without wages."""
    main = _form(
        max(0, person.wages - sum(getattr(person, name) for name in FEDERAL)),
        max(0, person.wages - sum(getattr(person, name) for name in FICA)),
        tax_year,
    )
    return (main, *(_form(wages, wages, tax_year) for wages in person.other_wages))


def _form(federal: int, fica: int, tax_year: TaxYear) -> FormW2:
    medicare = tax_year.medicare
    box3 = min(fica, tax_year.social_security.wage_base)
    over = max(0, fica - medicare.additional_withheld_over)
    return FormW2(
        box1=federal,
        box3=box3,
        box5=fica,
        social_security=share(box3, tax_year.social_security.rate),
        medicare=share(fica, medicare.rate),
        additional_medicare_withheld=share(over, medicare.additional_rate),
    )


def excess_deferral(person: Person, tax_year: TaxYear) -> int:
    """Return the elective deferrals above a person's limit, as far as they escaped tax: they are income (IRC 402(g)(1))."""
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
