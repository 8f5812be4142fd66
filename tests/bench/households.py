"""A large household for measuring: any number of accounts and flows, two earners, children, debts, property."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import EXPENSE_GROUPS, is_debt
from effluent_cli.domain.records import (
    Account,
    CardTerms,
    Deduction,
    Flow,
    IncomeSource,
    Inputs,
    LoanTerms,
    Member,
    Withholding,
)
from tests.households import HOUSEHOLD, TODAY, account, bill, held, inputs, job, loan

KINDS = (
    "checking", "savings", "brokerage", "traditional_401k", "roth_ira", "primary_residence", "primary_mortgage",
    "traditional_ira", "hsa", "credit_card", "auto_loan", "vehicle", "brokerage", "student_loan_federal", "savings",
)  # fmt: skip
CATEGORIES = [
    name
    for group, names in EXPENSE_GROUPS.items()
    if group not in ("tax", "debt", "business", "rental", "payroll")
    for name in names
]
FREQUENCIES = ("monthly",) * 8 + ("biweekly", "quarterly", "annually", "semiannually")


def household(accounts: int = 30, flows: int = 40) -> Inputs:
    """Two earners of 63,000.00 and 84,000.00 with ``accounts`` accounts (at least 2) and ``flows`` flows of their own.

    With thirty accounts, twenty more flows are generated from sources and debts: sixty in all.
    """
    held_accounts = tuple(_account(number) for number in range(accounts))
    ids = {each.id: each.type for each in held_accounts}
    plans = [key for key, kind in ids.items() if kind == "traditional_401k"]
    return inputs(
        household=replace(HOUSEHOLD, filing_status="married_jointly"),
        members=(
            Member("ada", "Ada", "child", date(2018, 4, 4)),
            Member("bo", "Bo", "spouse", date(1988, 7, 1)),
            Member("ngozi", "Ngozi", "self", date(1986, 1, 31)),
        ),
        accounts=tuple(sorted(held_accounts, key=lambda each: each.id)),
        snapshots=tuple(held(key, 30_000_00 + 1_000_00 * number) for number, key in enumerate(ids)),
        loan_terms=tuple(_loan(key) for key, kind in ids.items() if is_debt(kind) and kind != "credit_card"),
        card_terms=tuple(
            CardTerms(key, Decimal("0.21"), 18, payment_rule="full")
            for key, kind in ids.items()
            if kind == "credit_card"
        ),
        income_sources=(
            replace(job("bo-job", 84_000_00, "biweekly", pay_date=date(2026, 11, 20)), member="bo"),
            job("ngozi-job", 63_000_00),
            IncomeSource(
                "side",
                "bo",
                "Side",
                "self_employed",
                "monthly",
                date(2026, 11, 12),
                annual_amount=9_000_00,
                stated_on=TODAY,
            ),
        ),
        withholdings=(Withholding("bo-job", "married_jointly"), Withholding("ngozi-job", "married_jointly")),
        deductions=tuple(
            Deduction(f"d-{key}", "ngozi-job", "traditional_401k", percent=Decimal("0.04"), target_account=key)
            for key in plans[:1]
        ),
        flows=tuple(_flow(number) for number in range(flows)),
    )


def _account(number: int) -> Account:
    kind = KINDS[number % len(KINDS)]
    return account(f"a{number:03d}-{kind.replace('_', '-')}", kind, primary=number == 0, owner="ngozi")


def _loan(key: str) -> LoanTerms:
    return loan(key, "0.055", 400_00, day=1 + len(key) % 28, last_payment_on=date(2060, 1, 1))


def _flow(number: int) -> Flow:
    day = date(2026, 11, 1 + number % 28)
    return bill(
        f"f{number:03d}",
        20_00 + number * 50,
        FREQUENCIES[number % len(FREQUENCIES)],
        day,
        category=CATEGORIES[number % len(CATEGORIES)],
    )
