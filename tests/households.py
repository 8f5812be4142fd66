"""Households made in code, for tests of the arithmetic: records with sensible defaults, and strategies for any shape."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from effluent_cli.domain.catalog import (
    ACCOUNT_TYPES,
    DEDUCTION_TYPES,
    EXPENSE_CATEGORIES,
    FREQUENCIES,
    ROUNDINGS,
    is_debt,
)
from effluent_cli.domain.records import (
    Account,
    CardTerms,
    Deduction,
    Flow,
    Household,
    IncomeSource,
    Inputs,
    LoanTerms,
    Member,
    Snapshot,
    Withholding,
)
from effluent_cli.services.rulebook import rules

RULES = rules()
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUSEHOLD = Household("okafor", "Okafor", "single", "TX", "America/Chicago")
NGOZI = Member("ngozi", "Ngozi Okafor", "self", date(1997, 1, 31))


def job(key: str = "job", salary: int = 12_000_000, frequency: str = "monthly", **more: Any) -> IncomeSource:
    """A W-2 source; ``salary`` in cents a year."""
    given = {"pay_date": date(2026, 11, 30), "stated_on": TODAY, **more}
    return IncomeSource(key, "ngozi", "Lone Star Freight", "w2", frequency, annual_amount=salary, **given)


def account(key: str, kind: str, **more: Any) -> Account:
    """An account named as its id."""
    return Account(key, key.title(), kind, **more)


def held(key: str, balance: int, on: date = TODAY) -> Snapshot:
    """A balance in cents on a date."""
    return Snapshot(key, on, balance, NOW)


def bill(key: str, amount: int, frequency: str = "monthly", anchor: date = date(2026, 11, 1), **more: Any) -> Flow:
    """An expense of the user's own; ``amount`` in cents."""
    given = {"type": "expense", "category": "groceries", "stated_on": TODAY, **more}
    return Flow(key, key.title(), amount=amount, frequency=frequency, anchor=anchor, **given)


def loan(key: str, rate: str, payment: int, day: int = 9, **more: Any) -> LoanTerms:
    """Loan terms; ``payment`` in cents a month."""
    given = {"payment_given": True, "entered_on": TODAY, **more}
    return LoanTerms(key, Decimal(rate), payment, payment_day=day, **given)


def inputs(**parts: Any) -> Inputs:
    """Inputs with one member and one checking account of 5,000.00 unless said otherwise."""
    given = {
        "members": (NGOZI,),
        "accounts": (account("checking", "checking", primary=True),),
        "snapshots": (held("checking", 500_000),),
        **parts,
    }
    return Inputs(given.pop("household", HOUSEHOLD), **given)


def okafor(**parts: Any) -> Inputs:
    """One earner, one account, rent and food, no state income tax."""
    given = {
        "income_sources": (job(),),
        "withholdings": (Withholding("job", "single"),),
        "flows": (bill("rent", 165_000, category="rent"), bill("groceries", 42_000)),
        **parts,
    }
    return inputs(**given)


CENTS = st.integers(0, 50_000_000)
DAYS = st.dates(date(2026, 8, 1), TODAY)
LATER_DAYS = st.dates(date(2026, 9, 1), date(2029, 1, 1))
FORBEARANCES = st.just((None, None)) | st.tuples(LATER_DAYS, LATER_DAYS).map(sorted)
RATES = st.decimals(Decimal(0), Decimal("0.3"), places=4)


@st.composite
def debts(draw: st.DrawFn, key: str, kind: str) -> LoanTerms | CardTerms:
    """Terms that fit a debt account."""
    rate, day = draw(RATES), draw(st.integers(1, 31))
    if kind in ("credit_card", "store_card", "heloc", "personal_loc", "business_loc"):
        return CardTerms(
            key,
            rate,
            day,
            payment_rule=draw(st.sampled_from(("full", "fixed", "minimum"))),
            fixed_payment=draw(st.integers(1, 100_000)),
            minimum_percent=draw(st.decimals(Decimal("0.01"), Decimal("0.1"), places=3)),
            minimum_floor=draw(st.integers(0, 5_000)),
            statement_day=draw(st.none() | st.integers(1, 31)),
            minimum_adds_interest=draw(st.booleans()),
            promotional_rate=draw(st.none() | RATES),
            promotional_until=draw(st.none() | LATER_DAYS),
        )
    special = {
        "last_payment_on": draw(st.none() | st.dates(date(2026, 12, 1), date(2040, 1, 1))),
        "extra_principal": draw(st.integers(0, 20_000)),
        "term_months": 60,
        "amortization_months": draw(st.none() | st.integers(60, 360)),
        "escrow": draw(st.integers(0, 100_000)),
        "interest_only_until": draw(st.none() | LATER_DAYS),
        "rate_index": draw(st.none() | st.just("return_bills")),
        "rate_margin": draw(st.none() | RATES),
        "next_reset_on": draw(LATER_DAYS),
        "reset_months": draw(st.none() | st.integers(1, 24)),
        **dict(zip(("forbearance_from", "forbearance_until"), draw(FORBEARANCES), strict=True)),
        "payment_rounding": draw(st.sampled_from(ROUNDINGS)),
        "interest_rounding": draw(st.sampled_from(ROUNDINGS)),
        "entered_on": draw(DAYS),
    }
    return loan(key, str(rate), draw(st.integers(1, 500_000)), day, **special)


@st.composite
def sources(draw: st.DrawFn, key: str) -> IncomeSource:
    """A source of any type."""
    kind = draw(st.sampled_from(("w2", "w2_hourly", "self_employed", "rental", "social_security", "other")))
    pay: dict[str, Any] = {"annual_amount": draw(st.integers(100, 60_000_000))}
    if kind == "w2_hourly":
        pay = {"hourly_rate": draw(st.integers(700, 20_000)), "annual_hours": draw(st.integers(1, 3_000))}
    return IncomeSource(
        key,
        "ngozi",
        key,
        kind,
        draw(st.sampled_from(("weekly", "biweekly", "semimonthly", "monthly"))),
        draw(st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        raise_rate=draw(st.none() | st.decimals(Decimal("-0.05"), Decimal("0.1"), places=3)),
        end=draw(st.none() | st.dates(date(2026, 12, 1), date(2030, 1, 1))),
        stated_on=TODAY,
        **pay,
    )


@st.composite
def any_inputs(draw: st.DrawFn) -> Inputs:
    """A household of any shape that can be projected: accounts of every type, debts, sources, deductions, flows."""
    kinds = draw(st.lists(st.sampled_from(ACCOUNT_TYPES), max_size=7))
    accounts = [account("checking", "checking")] + [account(f"a{n}", kind) for n, kind in enumerate(kinds)]
    terms = [draw(debts(each.id, each.type)) for each in accounts if is_debt(each.type)]
    assets = [each.id for each in accounts if not is_debt(each.type)]
    incomes = [draw(sources(f"s{n}")) for n in range(draw(st.integers(0, 3)))]
    taken = [
        Deduction(
            f"d{n}",
            source.id,
            draw(st.sampled_from(DEDUCTION_TYPES)),
            percent=draw(st.decimals(Decimal(0), Decimal("0.2"), places=3)),
            target_account=draw(st.none() | st.sampled_from(assets)),
        )
        for n, source in enumerate(incomes)
    ]
    flows = [
        Flow(
            f"f{n}",
            f"f{n}",
            kind := draw(st.sampled_from(("income", "expense", "transfer"))),
            {"income": "bonus", "transfer": "transfer"}.get(kind) or draw(st.sampled_from(EXPENSE_CATEGORIES)),
            draw(st.integers(1, 1_000_000)),
            draw(st.sampled_from(FREQUENCIES)),
            draw(st.dates(date(2026, 1, 1), date(2027, 12, 31))),
            from_account=draw(st.sampled_from([each.id for each in accounts])) if kind == "transfer" else None,
            to_account=draw(st.sampled_from([each.id for each in accounts])) if kind == "transfer" else None,
            source=draw(st.sampled_from([each.id for each in incomes])) if kind == "income" and incomes else None,
            stated_on=TODAY,
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    return inputs(
        accounts=tuple(sorted(accounts, key=lambda each: each.id)),
        snapshots=tuple(held(each.id, draw(CENTS), draw(DAYS)) for each in accounts),
        loan_terms=tuple(each for each in terms if isinstance(each, LoanTerms)),
        card_terms=tuple(each for each in terms if isinstance(each, CardTerms)),
        income_sources=tuple(incomes),
        deductions=tuple(taken),
        flows=tuple(flows),
    )
