# ruff: noqa: SIM905  # words in a line read better than forty quoted strings
"""The field's vocabulary as tables: account types, categories, deduction kinds, frequencies, states, statuses.

Plain dictionaries and tuples, because every command loads them. A rule that depends on a type reads a table here.
"""

CASH = ("checking", "savings", "money_market", "cd", "cash")
INVESTMENT = ("brokerage", "crypto")
RETIREMENT = (
    "traditional_401k",
    "roth_401k",
    "traditional_403b",
    "traditional_ira",
    "roth_ira",
    "sep_ira",
    "simple_ira",
    "tsp_traditional",
    "tsp_roth",
    "pension",
    "annuity",
    "hsa",
    "529",
)
OWNER_PLANS = tuple(kind for kind in RETIREMENT if kind not in ("hsa", "529"))
"""What a business may pay its owner's retirement contribution into."""
PROPERTY = ("primary_residence", "rental_property", "vacation_property", "land", "commercial_property")
PERSONAL = ("vehicle", "boat", "jewelry", "other_asset")
BUSINESS = ("business_equity",)
RECEIVABLE = ("accounts_receivable", "loans_receivable", "tax_refund")
REVOLVING = ("credit_card", "store_card", "heloc", "personal_loc", "business_loc")
MORTGAGE = ("primary_mortgage", "rental_mortgage", "second_mortgage")
INSTALMENT = (
    "auto_loan",
    "personal_loan",
    "student_loan_federal",
    "student_loan_private",
    "boat_loan",
    "medical_debt",
    "tax_debt",
    "family_loan",
    "other_liability",
)

ACCOUNT_GROUPS: dict[str, tuple[str, ...]] = {
    "cash": CASH,
    "investment": INVESTMENT,
    "retirement": RETIREMENT,
    "property": PROPERTY,
    "personal": PERSONAL,
    "business": BUSINESS,
    "receivable": RECEIVABLE,
    "revolving": REVOLVING,
    "mortgage": MORTGAGE,
    "instalment": INSTALMENT,
}
"""Every account type, by its group, in the order in which accounts are listed."""

GROUP_OF: dict[str, str] = {kind: group for group, kinds in ACCOUNT_GROUPS.items() for kind in kinds}
ACCOUNT_TYPES: tuple[str, ...] = tuple(GROUP_OF)
LIABILITY_GROUPS = frozenset({"revolving", "mortgage", "instalment"})
LIQUID_GROUPS = frozenset({"cash", "investment"})


def is_debt(account_type: str) -> bool:
    """Return whether accounts of the type hold a positive amount owed."""
    return GROUP_OF[account_type] in LIABILITY_GROUPS


INTEREST_CATEGORY: dict[str, str] = {
    "mortgage": "mortgage_interest",
    "instalment": "loan_interest",
    "revolving": "card_interest",
}
"""The category under which a debt's interest stands, by account group."""

PRINCIPAL_MOVE: dict[str, str] = {
    "mortgage": "mortgage_principal",
    "instalment": "loan_principal",
    "revolving": "card_principal",
}
"""The move under which a debt's principal stands, by account group."""

GROWTH_CATEGORY: dict[str, str] = {
    "cash": "savings_interest",
    "investment": "market_growth",
    "retirement": "market_growth",
    "property": "property_growth",
    "personal": "personal_property_growth",
    "business": "business_growth",
    "receivable": "receivable_growth",
}
"""The component under which an asset's return stands, by account group."""

DEFAULT_ALLOCATION: dict[str, dict[str, str]] = {
    "brokerage": {"us_stocks": "0.6", "intl_stocks": "0.2", "bonds": "0.2"},
    "crypto": {},
    "traditional_401k": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "roth_401k": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "traditional_403b": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "traditional_ira": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "roth_ira": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "sep_ira": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "simple_ira": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "tsp_traditional": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "tsp_roth": {"us_stocks": "0.5", "intl_stocks": "0.2", "bonds": "0.3"},
    "hsa": {"cash": "1"},
    "529": {"us_stocks": "0.5", "bonds": "0.5"},
}
"""Fractions over asset classes where an account states no growth of its own; other types hold no market assets."""

ASSET_CLASSES = ("us_stocks", "intl_stocks", "bonds", "bills", "cash", "real_estate")

FREQUENCIES = (
    "once",
    "weekly",
    "biweekly",
    "semimonthly",
    "monthly",
    "bimonthly",
    "quarterly",
    "semiannually",
    "annually",
)
RECURRING = FREQUENCIES[1:]
"""Every frequency but ``once``."""
PAY_PERIODS: dict[str, int] = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}
"""Nominal pay periods a year: salary ÷ periods is the gross of one paycheck, whatever number of pay dates a year has."""

ROUNDINGS = ("half_up", "up", "half_even")
"""How a contractual payment or a month's interest may round to the cent."""
RATE_INDICES = ("index_prime", "index_sofr", "index_treasury_1y", "index_cofi")
"""Assumptions that a variable rate may follow. There is no default: a rate stays as it is until the index is assumed."""
FILING_STATUSES = (
    "single",
    "married_jointly",
    "married_separately",
    "head_of_household",
    "qualifying_surviving_spouse",
)
RELATIONSHIPS = ("self", "spouse", "partner", "child", "dependent")
EMPLOYMENT_STATUSES = ("employed_w2", "self_employed", "both", "unemployed", "retired", "student")
INCOME_TYPES = (
    "w2",
    "w2_hourly",
    "self_employed",
    "rental",
    "investment",
    "retirement",
    "social_security",
    "other",
)
W2_TYPES = frozenset({"w2", "w2_hourly"})
SOURCE_CATEGORY: dict[str, str] = {
    "w2": "salary",
    "w2_hourly": "hourly_wages",
    "self_employed": "self_employment",
    "rental": "rental_income",
    "investment": "dividends",
    "retirement": "pension",
    "social_security": "social_security",
    "other": "other_income",
}
SOURCE_GROWTH: dict[str, str] = {
    "w2": "salary_growth",
    "w2_hourly": "salary_growth",
    "self_employed": "salary_growth",
    "rental": "inflation",
    "social_security": "inflation",
}
"""The assumption by which a source that states no raise grows each January; the other types stay as stated."""

# Which bases a deduction kind reduces: federal income tax, FICA (Social Security and Medicare). Pub 15-B and section 125
# plans reduce both; elective deferrals reduce the federal base alone; after-tax kinds reduce neither.
DEDUCTION_BASES: dict[str, tuple[bool, bool]] = {
    "traditional_401k": (True, False),
    "traditional_403b": (True, False),
    "tsp_traditional": (True, False),
    "hsa": (True, True),
    "fsa_health": (True, True),
    "fsa_dependent": (True, True),
    "health_insurance": (True, True),
    "dental_insurance": (True, True),
    "vision_insurance": (True, True),
    "commuter_transit": (True, True),
    "commuter_parking": (True, True),
    "other_pretax": (True, True),
    "roth_401k": (False, False),
    "roth_403b": (False, False),
    "tsp_roth": (False, False),
    "life_insurance": (False, False),
    "union_dues": (False, False),
    "garnishment": (False, False),
    "child_support": (False, False),
    "loan_repayment": (False, False),
    "charitable": (False, False),
    "roth_ira": (False, False),
    "other_posttax": (False, False),
}
DEDUCTION_TYPES: tuple[str, ...] = tuple(DEDUCTION_BASES)
PRETAX: frozenset[str] = frozenset(kind for kind, (federal, _) in DEDUCTION_BASES.items() if federal)
SAVING_DEDUCTIONS: dict[str, tuple[str, ...]] = {
    "traditional_401k": ("traditional_401k",),
    "traditional_403b": ("traditional_403b",),
    "tsp_traditional": ("tsp_traditional",),
    "hsa": ("hsa",),
    "roth_401k": ("roth_401k",),
    "roth_403b": ("traditional_403b", "roth_401k"),
    "tsp_roth": ("tsp_roth",),
    "roth_ira": ("roth_ira",),
}
"""Deductions that are the employee's own saving, and the account types that may receive them."""
DEDUCTION_CATEGORY: dict[str, str] = {
    "fsa_health": "fsa_contribution",
    "fsa_dependent": "fsa_contribution",
    "health_insurance": "health_insurance",
    "dental_insurance": "dental_insurance",
    "vision_insurance": "vision_insurance",
    "commuter_transit": "public_transit",
    "commuter_parking": "parking",
    "life_insurance": "life_insurance",
    "union_dues": "union_dues",
    "garnishment": "garnishment",
    "child_support": "child_support_paid",
    "charitable": "charitable",
}
"""The expense category of a deduction that is no saving; every other kind is ``miscellaneous``."""

INCOME_CATEGORIES = tuple(
    """salary hourly_wages overtime bonus commission tips employer_contribution self_employment freelance business_income
    dividends interest capital_gains rental_income royalties social_security pension retirement_distribution disability
    unemployment child_support_received alimony_received trust_income other_income""".split()
)
TAX_TREATMENTS = ("ordinary", "capital_gain", "none")
SUPPLEMENTAL_CATEGORIES = ("bonus", "commission", "overtime")
"""Income that a job may pay beside the regular paychecks, withheld from as supplemental wages."""
EXPENSE_GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(names.split())
    for group, names in {
        "housing": """rent property_tax homeowners_insurance renters_insurance hoa_fees home_maintenance home_improvement
            lawn_garden home_security""",
        "utilities": "electricity natural_gas water_sewer trash internet phone cable_streaming",
        "transportation": """auto_lease auto_insurance gas_fuel auto_maintenance parking tolls public_transit
            rideshare""",
        "insurance": """health_insurance dental_insurance vision_insurance life_insurance disability_insurance
            umbrella_insurance""",
        "health": """medical_expenses dental_expenses vision_expenses prescriptions mental_health gym_fitness""",
        "food": "groceries dining_out coffee_snacks food_delivery",
        "children": "childcare child_activities school_tuition child_support_paid",
        "education": "college_tuition books_supplies professional_dev",
        "personal": "clothing personal_care",
        "leisure": "entertainment hobbies subscriptions vacation_travel",
        "pets": "pet_food pet_vet pet_supplies",
        "giving": "charitable religious gifts",
        "financial": "bank_fees investment_fees tax_prep",
        "other": "alimony_paid household_supplies miscellaneous",
        "payroll": "fsa_contribution union_dues garnishment",
        "tax": """federal_income_tax state_income_tax social_security_tax medicare_tax additional_medicare_tax
            state_payroll_tax self_employment_tax estimated_tax tax_settlement tax_penalty""",
        "business": " ".join(
            f"business_{name}"
            for name in (
                "office supplies advertising professional travel vehicle rent utilities equipment insurance license "
                "software contractor other"
            ).split()
        ),
        "rental": "rental_insurance rental_repairs rental_management rental_utilities rental_tax rental_other",
        "debt": "mortgage_interest loan_interest card_interest",
    }.items()
}
"""Every expense category, by its group."""

EXPENSE_GROUP_OF: dict[str, str] = {name: group for group, names in EXPENSE_GROUPS.items() for name in names}
EXPENSE_CATEGORIES: tuple[str, ...] = tuple(EXPENSE_GROUP_OF)
CLOSING_COSTS, SELLING_COSTS, VALUATION = "closing_costs", "selling_costs", "valuation"
"""Components of a month beside the categories: what a loan costs to take out, a sale, and a value that is no growth."""
GENERATED_CATEGORIES = frozenset({*EXPENSE_GROUPS["tax"], *EXPENSE_GROUPS["debt"], "employer_contribution"})
"""Categories that only effluent's own reckoning fills; a user flow may use the tax ones for taxes paid by hand."""

STATES = tuple(
    """AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY""".split()
)
COMMUNITY_PROPERTY_STATES = frozenset({"AZ", "CA", "ID", "LA", "NV", "NM", "TX", "WA", "WI"})
"""States in which half of what a spouse earns is the other's (IRS Publication 555)."""
NO_WAGE_TAX_STATES = frozenset({"AK", "FL", "NV", "NH", "SD", "TN", "TX", "WA", "WY"})
"""States that tax no wages (New Hampshire's interest and dividends tax ended with 2024; Washington taxes gains only)."""
