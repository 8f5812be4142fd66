"""Households that have everything a change can be about, valid values for each type, and strategies over both."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from effluent_cli.domain.changes import APPLY
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.records import (
    Assumption,
    CardTerms,
    Deduction,
    Flow,
    IncomeSource,
    Inputs,
    MatchTier,
    Member,
    Override,
    Setting,
    Skip,
    Withholding,
)
from tests.households import HOUSEHOLD, NGOZI, TODAY, account, bill, held, inputs, job, loan

D = Decimal
PAID = date(2026, 11, 20)
WORTH = {
    "auto": 1_500_000, "boat": 2_000_000, "brokerage": 6_000_000, "checking": 1_500_000, "cabin": 20_000_000,
    "heloc": 300_000, "home": 60_000_000, "hsa": 500_000, "ira": 4_000_000, "mortgage": 30_000_000,
    "pension": 5_000_000, "plan": 9_000_000, "savings": 2_500_000, "student": 1_200_000, "visa": 250_000,
}  # fmt: skip
KINDS = {
    "auto": "auto_loan", "boat": "boat", "brokerage": "brokerage", "checking": "checking", "cabin": "rental_property",
    "heloc": "heloc", "home": "primary_residence", "hsa": "hsa", "ira": "traditional_ira", "mortgage": "primary_mortgage",
    "pension": "pension", "plan": "traditional_401k", "savings": "savings", "student": "student_loan_federal",
    "visa": "credit_card",
}  # fmt: skip
DETAILS: dict[str, dict[str, Any]] = {
    "brokerage": {"cost_basis": 4_000_000},
    "cabin": {"rent": 120_000, "property_tax": 240_000, "stated_on": TODAY},
    "checking": {"primary": True},
    "home": {
        "property_tax": 600_000,
        "insurance": 120_000,
        "hoa": 60_000,
        "cost_basis": 30_000_000,
        "stated_on": TODAY,
    },
    "mortgage": {"property": "home"},
    "heloc": {"property": "home"},
    "plan": {"owner": "ngozi"},
}
BO = Member("bo", "Bo", "spouse", date(1988, 7, 1))


def flow(key: str, kind: str, category: str, amount: int, frequency: str = "monthly", **more: Any) -> Flow:
    """A flow of any kind, due on the 12th."""
    return Flow(key, key.title(), kind, category, amount, frequency, date(2026, 11, 12), stated_on=TODAY, **more)


def business(**more: Any) -> IncomeSource:
    """A business of 24,000.00 a year."""
    given = {"annual_amount": 2_400_000, "stated_on": TODAY, "estimated_payment": 90_000, **more}
    return IncomeSource("shop", "bo", "Shop", "self_employed", "monthly", PAID, **given)


def family() -> Inputs:
    """Two earners, a business, property, debts of each kind, a line to borrow on, savings that take the surplus."""
    match = (MatchTier(D("0.5"), D("0.06")),)
    return inputs(
        household=replace(HOUSEHOLD, filing_status="married_jointly"),
        members=(BO, NGOZI),
        accounts=tuple(sorted((account(key, kind, **DETAILS.get(key, {})) for key, kind in KINDS.items()), key=_id)),
        snapshots=tuple(held(key, worth) for key, worth in WORTH.items()),
        loan_terms=(
            loan("auto", "0.07", 45_000, last_payment_on=date(2030, 2, 9)),
            loan("mortgage", "0.05", 200_000, day=1, last_payment_on=date(2050, 1, 1), escrow=60_000, **VARIABLE),
            loan("student", "0.04", 15_000, day=20),
        ),
        card_terms=(
            CardTerms("heloc", D("0.09"), 3, minimum_percent=D("0.02"), minimum_floor=5_000, limit=900_000),
            CardTerms("visa", D("0.21"), 18, statement_day=25, minimum_percent=D("0.03"), minimum_floor=2_500),
        ),
        income_sources=(
            replace(job("mill", 8_400_000, "biweekly", pay_date=PAID), member="ngozi"),
            business(expected_expenses=480_000),
            _temp(),
        ),
        withholdings=(Withholding("mill", "married_jointly"),),
        deductions=(
            Deduction("d401", "mill", "traditional_401k", percent=D("0.06"), target_account="plan", match=match),
            Deduction("dcare", "mill", "health_insurance", amount=12_000),
        ),
        flows=(
            flow("bonus", "income", "bonus", 300_000, "annually", source="mill"),
            bill("childcare", 60_000, category="childcare"),
            bill("dues", 5_000, category="hoa_fees"),
            bill("food", 70_000, "biweekly"),
            flow("ink", "expense", "business_other", 9_000, source="shop"),
            flow("save", "transfer", "transfer", 20_000, from_account="checking", to_account="savings"),
            flow("support", "income", "child_support_received", 40_000),
        ),
        skips=(Skip("food", date(2027, 3, 7)),),
        overrides=(Override("mill", "gross", 330_000, TODAY), Override("mill", "federal_income_tax", 20_000, TODAY)),
        assumptions=(Assumption("index_prime", D("0.06")), Assumption("inflation_childcare", D("0.05"))),
        settings=(
            Setting("borrow_line", "heloc"),
            Setting("cash_buffer", "2000"),
            Setting("surplus_account", "brokerage"),
        ),
    )


VARIABLE: dict[str, Any] = {
    "rate_index": "index_prime", "rate_margin": D("0.01"), "next_reset_on": date(2027, 6, 1), "reset_months": 12,
}  # fmt: skip


def _temp() -> IncomeSource:
    source = job("temp", pay_date=PAID)
    return replace(source, member="bo", type="w2_hourly", annual_amount=None, hourly_rate=2_500, annual_hours=1_000)


def _id(record: Any) -> str:
    return str(record.id)


def retired() -> Inputs:
    """A retired couple: benefits, a pension, required distributions, no job."""
    stated = family()
    sources = tuple(
        IncomeSource(key, "ngozi", key, kind, "monthly", PAID, annual_amount=1_800_000, stated_on=TODAY)
        for key, kind in (("annuity", "retirement"), ("benefit", "social_security"))
    )
    return replace(
        stated,
        members=(replace(BO, date_of_birth=date(1952, 7, 1)), replace(NGOZI, date_of_birth=date(1950, 1, 31))),
        income_sources=sources,
        withholdings=(),
        deductions=(),
        overrides=(Override("annuity", "income", 151_000, TODAY),),
        flows=tuple(each for each in stated.flows if each.source is None),
    )


def landlord() -> Inputs:
    """Somebody who lives on rent stated as a source, with the mortgage's escrow no more."""
    stated = retired()
    rent = IncomeSource("rents", "ngozi", "Rents", "rental", "monthly", PAID, annual_amount=2_400_000, stated_on=TODAY)
    loans = tuple(replace(each, escrow=0) for each in stated.loan_terms)
    return replace(stated, income_sources=(rent,), overrides=(), loan_terms=loans)


VALUES: dict[str, dict[str, Any]] = {
    "add_income": {"amount": 100_000, "frequency": "monthly", "category": "freelance"},
    "modify_income": {"flow": "mill", "amount": 250_000},
    "remove_income": {"flow": "mill"},
    "add_expense": {"amount": 50_000, "frequency": "biweekly", "category": "hobbies"},
    "modify_expense": {"flow": "food", "amount": 50_000, "frequency": "monthly"},
    "remove_expense": {"flow": "dues"},
    "add_asset": {"value": 500_000, "account_type": "vehicle", "funded_from": "brokerage"},
    "modify_asset": {"account": "home", "value": 50_000_000},
    "sell_asset": {"account": "home", "sale_price": 58_000_000, "selling_costs": 3_000_000},
    "add_debt": {"principal": 1_000_000, "rate": D("0.08"), "term_months": 48, "proceeds_to": "savings"},
    "modify_debt": {"account": "mortgage", "rate": D("0.03"), "term_months": 240},
    "payoff_debt": {"account": "visa", "extra_monthly": 30_000, "lump_sum": 50_000},
    "refinance": {
        "account": "mortgage", "rate": D("0.04"), "term_months": 360, "closing_costs": 300_000, "roll_in": True,
    },
    "lump_sum_income": {"amount": 2_000_000, "tax_treatment": "capital_gain"},
    "lump_sum_expense": {"amount": 900_000},
    "modify_401k": {"fraction": D("0.12")},
    "modify_hsa": {"amount": 10_000},
    "adjust_total_income": {"fraction": D("-0.15")},
    "adjust_total_expenses": {"fraction": D("0.2")},
    "set_savings_transfer": {"amount": 50_000, "target": "savings"},
    "modify_withholding": {"extra_per_paycheck": 5_000},
    "modify_deductions": {"kind": "health_insurance", "amount": 20_000},
    "switch_employment_type": {"source": "mill", "to": "self_employed"},
    "set_quarterly_estimates": {"amount": 120_000},
    "override_assumptions": {"savings_yield": D("0.05"), "inflation_groceries": D("0.09")},
    "override_inflation": {"rate": D("0.06"), "months": 12},
    "override_investment_return": {"rate": D("-0.05")},
    "override_salary_growth": {"rate": D("0.05")},
    "adjust_interest_rates": {"points": D("0.02")},
    "adjust_investment_value": {"fraction": D("-0.3"), "recovery_months": 10},
}  # fmt: skip
"""Values of each type for the family."""

MONEY = st.integers(100, 3_000_000)
PARTS = st.decimals(D("-0.6"), D("0.6"), places=2)
SHARES = st.decimals(D(0), D("0.3"), places=2)
ASSETS = st.sampled_from(
    [key for key, kind in KINDS.items() if key not in ("auto", "heloc", "mortgage", "student", "visa")]
)
DEBTS = st.sampled_from(("auto", "heloc", "mortgage", "student", "visa", "c1"))
SOURCES = st.sampled_from(("mill", "temp", "shop", "annuity", "benefit", "rents"))
INCOMES = SOURCES | st.sampled_from(("support", "bonus", "c1"))
EXPENSES = st.sampled_from(("food", "dues", "ink", "childcare", "c1"))
FREQUENCIES = st.sampled_from(("monthly", "biweekly", "quarterly"))
PAYDAYS = st.sampled_from(("monthly", "biweekly", "weekly"))
MONTHS = st.integers(1, 40)
DRAWN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "add_income": {"amount": MONEY, "frequency": FREQUENCIES},
    "modify_income": {"flow": INCOMES, "amount": MONEY, "frequency": PAYDAYS},
    "remove_income": {"flow": INCOMES},
    "add_expense": {"amount": MONEY, "frequency": FREQUENCIES},
    "modify_expense": {"flow": EXPENSES, "amount": MONEY, "frequency": FREQUENCIES},
    "remove_expense": {"flow": EXPENSES},
    "add_asset": {"value": MONEY, "funded_from": ASSETS | st.none()},
    "modify_asset": {"account": ASSETS, "value": MONEY},
    "sell_asset": {"account": ASSETS},
    "add_debt": {"principal": MONEY, "rate": SHARES, "term_months": MONTHS},
    "modify_debt": {"account": DEBTS, "rate": SHARES, "payment": MONEY},
    "payoff_debt": {"account": DEBTS, "extra_monthly": MONEY},
    "refinance": {
        "account": DEBTS,
        "rate": SHARES,
        "term_months": MONTHS,
        "closing_costs": MONEY,
        "roll_in": st.booleans(),
    },
    "lump_sum_income": {"amount": MONEY},
    "lump_sum_expense": {"amount": MONEY},
    "modify_401k": {"fraction": SHARES},
    "modify_hsa": {"fraction": SHARES},
    "adjust_total_income": {"fraction": PARTS},
    "adjust_total_expenses": {"fraction": PARTS},
    "set_savings_transfer": {"amount": MONEY, "target": ASSETS},
    "modify_withholding": {"extra_per_paycheck": MONEY},
    "modify_deductions": {"amount": MONEY},
    "switch_employment_type": {"source": SOURCES, "to": st.sampled_from(("w2", "self_employed"))},
    "set_quarterly_estimates": {"amount": MONEY},
    "override_assumptions": {"savings_yield": PARTS, "inflation_childcare": SHARES},
    "override_inflation": {"rate": PARTS, "months": MONTHS},
    "override_investment_return": {"rate": PARTS},
    "override_salary_growth": {"rate": PARTS},
    "adjust_interest_rates": {"points": PARTS, "applies_to": st.sampled_from(("all", "variable_and_cards", "auto"))},
    "adjust_investment_value": {"fraction": PARTS, "recovery_months": MONTHS},
}
"""What a drawn change's values are, by key; the others are those of ``VALUES``."""
HOUSEHOLDS = {"family": family(), "retired": retired(), "landlord": landlord()}


@st.composite
def any_change(draw: st.DrawFn, key: str) -> Asked:
    """A change of any type, begun before today or later, ended or not."""
    kind = draw(st.sampled_from(sorted(APPLY)))
    on = draw(st.dates(date(2026, 6, 1), date(2028, 6, 1)))
    until = draw(st.none() | st.integers(0, 500).map(lambda days: on + timedelta(days=days)))
    values = {**VALUES[kind], **{name: draw(strategy) for name, strategy in DRAWN[kind].items()}}
    return Asked(key, kind, on, until, {name: value for name, value in values.items() if value is not None})


def several_changes() -> st.SearchStrategy[tuple[Asked, ...]]:
    """Up to six changes of any types, in their order."""
    return st.integers(1, 6).flatmap(lambda number: st.tuples(*(any_change(f"c{n}") for n in range(1, number + 1))))
