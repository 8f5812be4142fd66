"""One paycheck: which wages each tax is reckoned on, the taxes, and what is left.

Every tax is rounded by itself, half-up to the cent. Net pay is what is left, so that gross = deductions + taxes + net pay to
the cent. Taxable wages are never below zero. Nothing else is cut: where deductions and taxes exceed the gross (a
deduction larger than the pay, step 4c on a short week), net pay is negative in plain sight. A payroll would hold back less,
in an order that differs from employer to employer, and let the employee owe the rest; a plan must show that, not hide it.
"""

from collections.abc import Sequence
from typing import Literal

from effluent_cli.domain.catalog import DEDUCTION_BASES, NO_WAGE_TAX_STATES
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, share
from effluent_cli.domain.supplemental import NO_SUPPLEMENT, SupplementalTax, supplemental_tax
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.domain.withholding import W4, withheld


@frozen
class YearToDate:
    """Wages of the same employer and calendar year before this paycheck, in cents; supplemental ones in ``supplemental``."""

    social_security_wages: Cents = 0
    medicare_wages: Cents = 0
    supplemental: Cents = 0


@frozen
class Supplement:
    """Supplemental wages of a paycheck beside the regular ones, in cents, and the method of ``supplemental.METHODS``."""

    amount: Cents
    method: str = "flat"


@frozen
class StatePay:
    """The state's part. ``full``: exact; ``approximate``; ``none``: not modelled, amounts None.

    ``other`` holds employee payroll taxes by name. Where a state taxes no wages, both amounts are 0.
    """

    wages: Cents | None
    income_tax: Cents | None
    other: dict[str, Cents]
    status: Literal["full", "approximate", "none"]


@frozen
class Paycheck:
    """One paycheck in cents. ``gross`` and ``federal_income_tax`` include those of supplemental wages.

    ``social_security_wages`` are the wages that Social Security tax was reckoned on: nothing above the year's wage base, as
    in box 3 of Form W-2. ``medicare_wages`` have no such limit.
    """

    gross: Cents
    federal_taxable_wages: Cents
    social_security_wages: Cents
    medicare_wages: Cents
    federal_income_tax: Cents
    social_security: Cents
    medicare: Cents
    additional_medicare: Cents
    state: StatePay
    pretax_deductions: Cents
    aftertax_deductions: Cents
    net_pay: Cents
    supplemental: SupplementalTax = NO_SUPPLEMENT


NOT_MODELLED = StatePay(wages=None, income_tax=None, other={}, status="none")
NO_WAGE_TAX = StatePay(wages=0, income_tax=0, other={}, status="full")


def reckon(
    *,
    tax_year: TaxYear,
    periods: int,
    gross: int,
    state: str | None,
    w4: W4,
    deductions: Sequence[tuple[str, int]],
    ytd: YearToDate,
    supplement: Supplement | None = None,
) -> Paycheck:
    """Return the paycheck for ``gross`` cents of regular wages and those of the ``supplement``.

    ``periods`` is the number of pay periods a year, ``deductions`` are (kind of ``catalog.DEDUCTION_BASES``, cents), kinds
    may repeat; they come off the regular wages first. ``state`` is a postal code or None; a state that is not modelled takes
    no tax here and says so.
    """
    regular = gross
    if supplement is not None:
        gross += supplement.amount
    federal, fica, pretax, aftertax = gross, gross, 0, 0
    for kind, amount in deductions:
        lowers_federal, lowers_fica = DEDUCTION_BASES[kind]
        if lowers_federal:
            federal -= amount
            pretax += amount
        else:
            aftertax += amount
        if lowers_fica:
            fica -= amount
    federal, fica = max(0, federal), max(0, fica)
    extra = NO_SUPPLEMENT
    if supplement is not None:
        wages = min(supplement.amount, federal)
        extra = supplemental_tax(
            tax_year,
            periods,
            w4,
            regular=federal - wages,
            wages=wages,
            method=supplement.method,
            before=ytd.supplemental,
        )
    income_tax = extra.tax
    # A payment of supplemental wages alone is no paycheck of the W-4: its steps 3 and 4 wait for the regular one.
    if regular or supplement is None:
        income_tax += withheld(tax_year, periods, w4, federal - extra.wages)
    capped = min(fica, max(0, tax_year.social_security.wage_base - ytd.social_security_wages))
    social_security = share(capped, tax_year.social_security.rate)
    medicare = share(fica, tax_year.medicare.rate)
    over = above(ytd.medicare_wages, fica, tax_year.medicare.additional_withheld_over)
    additional = share(over, tax_year.medicare.additional_rate)
    state_pay = NO_WAGE_TAX if state in NO_WAGE_TAX_STATES else NOT_MODELLED
    return Paycheck(
        gross=gross,
        federal_taxable_wages=federal,
        social_security_wages=capped,
        medicare_wages=fica,
        federal_income_tax=income_tax,
        social_security=social_security,
        medicare=medicare,
        additional_medicare=additional,
        state=state_pay,
        pretax_deductions=pretax,
        aftertax_deductions=aftertax,
        net_pay=gross - pretax - aftertax - income_tax - social_security - medicare - additional,
        supplemental=extra,
    )


def above(before: int, wages: int, threshold: int) -> int:
    """Return the part of ``wages`` that lies above ``threshold`` when ``before`` was earned already (cents)."""
    return max(0, before + wages - max(threshold, before))
