"""The questions of every step: one input model per step, each field with its prompt, help, choices, bounds and condition.

``MODEL_OF`` maps the name of a step to its model; the order and the marks of the steps stand in ``domain/onboarding``.
"""

from effluent_cli.services.onboarding.models.assets import (
    BankAccount,
    Business,
    Investment,
    PersonalProperty,
    Property,
    RetirementAccount,
    Vehicle,
)
from effluent_cli.services.onboarding.models.debts import CreditCard, Mortgage, OtherDebt, StudentLoan
from effluent_cli.services.onboarding.models.expenses import (
    BusinessExpense,
    Food,
    Housing,
    Insurance,
    OtherExpense,
    Transportation,
    Utility,
)
from effluent_cli.services.onboarding.models.income import PaycheckDeduction, Source, W4Form
from effluent_cli.services.onboarding.models.item import Item
from effluent_cli.services.onboarding.models.people import HouseholdInfo, Person, TaxFiling

MODEL_OF: dict[str, type[Item]] = {
    "household_info": HouseholdInfo,
    "members": Person,
    "tax_filing": TaxFiling,
    "income_sources": Source,
    "business_expenses": BusinessExpense,
    "withholding": W4Form,
    "pretax_deductions": PaycheckDeduction,
    "bank_accounts": BankAccount,
    "investments": Investment,
    "retirement": RetirementAccount,
    "real_estate": Property,
    "vehicles": Vehicle,
    "personal_property": PersonalProperty,
    "business_ownership": Business,
    "mortgages": Mortgage,
    "credit_cards": CreditCard,
    "student_loans": StudentLoan,
    "other_debts": OtherDebt,
    "housing_expenses": Housing,
    "utilities": Utility,
    "insurance": Insurance,
    "transportation": Transportation,
    "food": Food,
    "other_expenses": OtherExpense,
}

__all__ = ["MODEL_OF", "Item"]
