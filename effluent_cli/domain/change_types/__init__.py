"""The thirty types of change that a scenario is made of, as data: what each does, its keys and the kind of each key.

Parsing a change's keys, its help, its schema and what a child scenario replaces all follow from this table (system notes,
section 7). What a type does to a household is in ``domain.changes``.
"""

from typing import NamedTuple


class Key(NamedTuple):
    """One key of a change. ``kind`` names its parser (``parsing.PARSERS``), ``choices`` the words that a choice may be."""

    name: str
    kind: str
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()


class ChangeType(NamedTuple):
    """One type. ``one_of``: exactly one of these keys; ``some_of``: at least one; ``at_most_one``: not both.

    ``subject`` are the keys that say what it is about: of a type that *sets*, a child's change takes the place of its
    ancestor's about the same subject; one that *adds* (``subject`` None) stands beside it. ``lasts``: it may have an end.
    ``open``: it takes keys of other names too, of the kind given.
    """

    name: str
    group: str
    does: str
    keys: tuple[Key, ...]
    example: str
    subject: tuple[str, ...] | None = None
    lasts: bool = True
    one_of: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()
    at_most_one: tuple[str, ...] = ()
    open: str = ""

    @property
    def sets(self) -> bool:
        """Whether a child's change takes the place of its ancestor's about the same subject."""
        return self.subject is not None


AMOUNT = Key("amount", "money", True, "each time")
FREQUENCY = Key("frequency", "frequency", True, "how often")
TREATMENT = Key("tax_treatment", "choice", help="how it is taxed", choices=("ordinary", "capital_gain", "none"))
INCOME = Key("flow", "income", True, "an income flow, or an income source")
EXPENSE = Key("flow", "expense", True, "an expense flow")
MONTHS = Key("months", "months", help="how long, in place of --until")
RATE = Key("rate", "rate", True, "a year")
JOB = Key("source", "job", help="which job; default: those concerned, else the best paid one")


def _table(*types: ChangeType) -> dict[str, ChangeType]:
    return {each.name: each for each in types}


CHANGE_TYPES: dict[str, ChangeType] = _table(
    ChangeType(
        "add_income",
        "income",
        "a recurring income, taxed by its category unless it is said how",
        (AMOUNT, FREQUENCY, Key("category", "income_category", help="default other_income"), TREATMENT),
        "amount=800 frequency=monthly category=freelance",
    ),
    ChangeType(
        "modify_income",
        "income",
        "another amount each time, another frequency, or both",
        (INCOME, AMOUNT._replace(required=False), FREQUENCY._replace(required=False)),
        "flow=acme amount=2100",
        subject=("flow",),
        some_of=("amount", "frequency"),
    ),
    ChangeType(
        "remove_income",
        "income",
        "it does not come in, nor what the same job pays on top",
        (INCOME,),
        "flow=acme",
        subject=("flow",),
    ),
    ChangeType(
        "add_expense",
        "expense",
        "a recurring expense; it grows with the inflation of its category",
        (AMOUNT, FREQUENCY, Key("category", "expense_category", True)),
        "amount=450 frequency=monthly category=childcare",
    ),
    ChangeType(
        "modify_expense",
        "expense",
        "another amount each time, another frequency, or both",
        (EXPENSE, AMOUNT._replace(required=False), FREQUENCY._replace(required=False)),
        "flow=rent amount=1500",
        subject=("flow",),
        some_of=("amount", "frequency"),
    ),
    ChangeType("remove_expense", "expense", "it is not spent", (EXPENSE,), "flow=rent", subject=("flow",)),
    ChangeType(
        "add_asset",
        "asset",
        "something is bought from an account; without one it comes as a gift",
        (
            Key("value", "positive_money", True, "what it is worth and costs"),
            Key("account_type", "asset_type", help="default other_asset"),
            Key("funded_from", "asset", help="the account that pays for it"),
            Key("name", "text", help="what the account is called"),
        ),
        "value=420000 account_type=primary_residence funded_from=checking",
        lasts=False,
    ),
    ChangeType(
        "modify_asset",
        "asset",
        "it is worth something else from the day on: an adjustment of net worth, and no income",
        (Key("account", "asset", True), Key("value", "money", True)),
        "account=home value=390000",
        subject=("account",),
        lasts=False,
    ),
    ChangeType(
        "sell_asset",
        "asset",
        "a thing is sold as a whole, an investment up to an amount; debts on it are repaid, its costs, rent and flows end",
        (
            Key("account", "asset", True),
            Key("sale_price", "positive_money", help="default what it is carried at on the day"),
            Key("selling_costs", "money", help="default none"),
            Key("repay", "debts", help="debts to repay, with commas between, or none; default those secured on it"),
        ),
        "account=home sale_price=520000 selling_costs=31200",
        subject=("account",),
        lasts=False,
    ),
    ChangeType(
        "add_debt",
        "debt",
        "a loan is paid out to an account and paid back from a month later on",
        (
            Key("principal", "positive_money", True),
            RATE,
            Key("term_months", "months", True),
            Key("payment", "positive_money", help="a month; default what amortises it over the term"),
            Key("proceeds_to", "asset", help="default where money lands"),
            Key("account_type", "loan_type", help="default personal_loan"),
            Key("property", "asset", help="what it is secured on"),
            Key("name", "text", help="what the account is called"),
        ),
        "principal=336000 rate=6.1% term_months=360 account_type=primary_mortgage",
        lasts=False,
    ),
    ChangeType(
        "modify_debt",
        "debt",
        "another rate, term or payment; a payment that is not given is reckoned over what is left of the term",
        (
            Key("account", "debt", True),
            RATE._replace(required=False),
            Key("term_months", "months"),
            Key("payment", "positive_money"),
        ),
        "account=auto payment=600",
        subject=("account",),
        some_of=("rate", "term_months", "payment"),
    ),
    ChangeType(
        "payoff_debt",
        "debt",
        "all of it at once, or an amount more each month, a sum at once, or both",
        (Key("account", "debt", True), Key("extra_monthly", "positive_money"), Key("lump_sum", "positive_money")),
        "account=visa extra_monthly=200",
        subject=("account",),
    ),
    ChangeType(
        "refinance",
        "debt",
        "the loan goes on at another rate over a new term",
        (
            Key("account", "loan", True),
            RATE,
            Key("term_months", "months", True),
            Key("closing_costs", "money", help="default none"),
            Key("roll_in", "flag", help="yes: the costs are added to what is owed; default they are paid in cash"),
        ),
        "account=mortgage rate=5.2% term_months=360 closing_costs=4500 roll_in=yes",
        subject=("account",),
        lasts=False,
    ),
    ChangeType(
        "lump_sum_income",
        "one-off",
        "a sum that comes in once; free of tax unless it is said how it is taxed",
        (AMOUNT._replace(kind="positive_money", help="once"), TREATMENT),
        "amount=50000 tax_treatment=none",
        lasts=False,
    ),
    ChangeType(
        "lump_sum_expense",
        "one-off",
        "a sum that is spent once",
        (
            AMOUNT._replace(kind="positive_money", help="once"),
            Key("category", "expense_category", help="default miscellaneous"),
        ),
        "amount=18000 category=home_improvement",
        lasts=False,
    ),
    ChangeType(
        "modify_401k",
        "contributions",
        "so much of pay is deferred into the employer's plan",
        (Key("fraction", "part", True, "of pay"), JOB),
        "fraction=10%",
        subject=("source",),
    ),
    ChangeType(
        "modify_hsa",
        "contributions",
        "so much of each paycheck goes to a health savings account",
        (Key("amount", "money", help="a paycheck"), Key("fraction", "part", help="of pay"), JOB),
        "amount=150",
        subject=("source",),
        one_of=("amount", "fraction"),
    ),
    ChangeType(
        "adjust_total_income",
        "overlays",
        "all income is a fraction more or less, or an amount a month (taxed as ordinary income) comes on top",
        (Key("amount", "signed_money", help="a month"), Key("fraction", "signed_part", help="-0.1 is 10 % less")),
        "fraction=-10%",
        one_of=("amount", "fraction"),
    ),
    ChangeType(
        "adjust_total_expenses",
        "overlays",
        "all spending by flows (of a category) is a fraction more or less, or an amount a month comes on top",
        (
            Key("amount", "signed_money", help="a month"),
            Key("fraction", "signed_part"),
            Key("category", "expense_category", help="default all of them"),
        ),
        "amount=500",
        one_of=("amount", "fraction"),
    ),
    ChangeType(
        "set_savings_transfer",
        "overlays",
        "so much moves each month from where money lands to an account, in place of the transfers there were to it",
        (AMOUNT._replace(help="a month"), Key("target", "asset", True)),
        "amount=400 target=savings",
        subject=("target",),
    ),
    ChangeType(
        "modify_withholding",
        "tax",
        "so much more income tax is withheld from each paycheck (step 4c of the W-4)",
        (Key("extra_per_paycheck", "money", True), JOB),
        "extra_per_paycheck=75",
        subject=("source",),
    ),
    ChangeType(
        "modify_deductions",
        "tax",
        "a deduction takes another amount off each paycheck",
        (Key("kind", "deduction", True), AMOUNT._replace(help="a paycheck"), JOB),
        "kind=health_insurance amount=240",
        subject=("kind", "source"),
    ),
    ChangeType(
        "switch_employment_type",
        "tax",
        "the same yearly pay comes as an employee's, or as that of somebody self-employed",
        (Key("source", "source", True), Key("to", "choice", True, choices=("w2", "self_employed"))),
        "source=acme to=self_employed",
        subject=("source",),
    ),
    ChangeType(
        "set_quarterly_estimates",
        "tax",
        "so much is paid each quarter in estimated tax, in place of what was",
        (AMOUNT._replace(help="a quarter"),),
        "amount=1800",
        subject=(),
    ),
    ChangeType(
        "override_assumptions",
        "assumptions",
        "assumptions of the names given are others",
        (),
        "savings_yield=3% return_us_stocks=6%",
        subject=(),
        open="rate",
    ),
    ChangeType(
        "override_inflation",
        "assumptions",
        "prices, and what the law indexes, grow otherwise; pay and property keep the growth that they had",
        (RATE, MONTHS),
        "rate=6% months=24",
        subject=(),
    ),
    ChangeType(
        "override_investment_return",
        "assumptions",
        "every investment and retirement account brings so much a year, whatever it holds",
        (RATE, MONTHS),
        "rate=4%",
        subject=(),
    ),
    ChangeType(
        "override_salary_growth",
        "assumptions",
        "pay that states no raise of its own grows by so much a year",
        (RATE, MONTHS),
        "rate=1%",
        subject=(),
    ),
    ChangeType(
        "adjust_interest_rates",
        "shocks",
        "interest rates of debts rise or fall by points",
        (
            Key("points", "points", True, "2% is two points"),
            Key("applies_to", "debts_or", help="variable_and_cards (default), variable, cards, all, or a debt"),
        ),
        "points=2%",
    ),
    ChangeType(
        "adjust_investment_value",
        "shocks",
        "investments lose or gain a fraction in the month of the day, and come back in so many months, or never",
        (
            Key("fraction", "signed_part", True, "-0.2 is a fall of a fifth"),
            Key("applies_to", "market", help="all (default), an account, or an asset class"),
            Key("recovery_months", "months", help="default never"),
        ),
        "fraction=-20% recovery_months=36",
        lasts=False,
    ),
)
