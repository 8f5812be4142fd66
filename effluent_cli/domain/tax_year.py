"""The federal figures of one calendar year, as they reach the domain: values, already checked, in cents and exact rates."""

from collections.abc import Callable, Mapping
from typing import Any

from effluent_cli.domain.law.benefits import Benefits, MedicarePremiums
from effluent_cli.domain.law.credits import Adoption, Care, ChildCredits, Education, Eitc
from effluent_cli.domain.law.deductions import Adjustments, Itemized, Qbi, Senior, StandardDeduction, Stepped
from effluent_cli.domain.law.income import Amt, BenefitsTaxed, Gains, IncomeTax, Niit, RentalLoss
from effluent_cli.domain.law.payroll import (
    Medicare,
    SelfEmployment,
    SocialSecurity,
    Step3,
    Supplemental,
    Withholding,
)
from effluent_cli.domain.law.saving import Fsa, HsaLimits, Ira, WorkplacePlans

WITHHOLDING_COLUMN: Mapping[str, str] = {
    "single": "single",
    "married_separately": "single",
    "married_jointly": "married_jointly",
    "qualifying_surviving_spouse": "married_jointly",
    "head_of_household": "head_of_household",
}
"""The column of Publication 15-T that a filing status reads."""


class TaxYear:
    """Federal figures of ``year``, an attribute for each group of the rule files, read when it is first asked for.

    ``projected`` says that some are not published yet. ``sources`` names the document behind each figure
    (``social_security.wage_base``). A tax year equals only itself, so that it can be a cheap key of a memo.
    """

    year: int
    projected: bool
    sources: Mapping[str, str]
    income_tax: IncomeTax
    gains: Gains
    amt: Amt
    niit: Niit
    social_security_taxed: BenefitsTaxed
    rental_loss: RentalLoss
    standard_deduction: StandardDeduction
    adjustments: Adjustments
    senior: Senior
    tips: Stepped
    overtime: Stepped
    car_loan: Stepped
    itemized: Itemized
    qbi: Qbi
    child_credits: ChildCredits
    eitc: Eitc
    care: Care
    education: Education
    adoption: Adoption
    social_security: SocialSecurity
    medicare: Medicare
    self_employment: SelfEmployment
    supplemental: Supplemental
    withholding: Withholding
    step3: Step3
    workplace_plans: WorkplacePlans
    ira: Ira
    hsa: HsaLimits
    fsa: Fsa
    benefits: Benefits
    medicare_premiums: MedicarePremiums

    def __init__(self, year: int, sources: Mapping[str, str], read: Callable[[str], Any]) -> None:
        """``read`` returns the group, or ``projected``, of a name, and raises AttributeError for any other."""
        self.year = year
        self.sources = sources
        self._read = read

    def __getattr__(self, name: str) -> Any:
        # Only what was not asked for before comes here.
        found = self._read(name)
        setattr(self, name, found)
        return found
