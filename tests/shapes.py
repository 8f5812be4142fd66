"""Households of the shapes that people live in, their figures drawn: every one of them can be projected and files a return."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from effluent_cli.domain.catalog import EXPENSE_CATEGORIES, FREQUENCIES, GROUP_OF, INCOME_CATEGORIES
from effluent_cli.domain.records import CardTerms, Deduction, IncomeSource, Inputs, MatchTier, Member, Setting
from tests.households import HOUSEHOLD, TODAY, account, bill, held, inputs, job, loan

Draw = st.DrawFn
Shape = Callable[[], st.SearchStrategy[Inputs]]
OLD = st.dates(date(1936, 1, 1), date(1968, 12, 31))
GROWN = st.dates(date(1975, 1, 1), date(2000, 1, 1))
CHILDREN = st.dates(date(2004, 1, 1), TODAY)
ANY_AGE = st.dates(date(1930, 1, 1), date(2008, 1, 1))
SOON = st.dates(TODAY, date(2034, 1, 1))
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def cents(dollars: int) -> st.SearchStrategy[int]:
    """Amounts up to so many dollars, odd cents among them."""
    return st.integers(0, dollars * 100)


def source(key: str, kind: str, yearly: int, member: str = "ngozi", **more: Any) -> IncomeSource:
    """A source that is no job, received on the 20th of each month."""
    day = date(2026, 11, 20)
    return IncomeSource(key, member, key.title(), kind, "monthly", day, annual_amount=yearly, stated_on=TODAY, **more)


def holding(balances: Mapping[str, tuple[str, int]], **more: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of inputs for accounts: type and balance by id, and further fields of each by its id."""
    everything = {"checking": ("checking", 0), **balances}
    return {
        "accounts": tuple(
            account(key, kind, primary=key == "checking", **more.get(key, {}))
            for key, (kind, _) in sorted(everything.items())
        ),
        "snapshots": tuple(held(key, balance) for key, (_, balance) in sorted(everything.items())),
    }


@st.composite
def retired_couple(draw: Draw) -> Inputs:
    """Two people of 58 to 90 with pensions, benefits, and every kind of account to live on."""
    births = [draw(OLD) for _ in range(2)]
    return inputs(
        household=replace(HOUSEHOLD, filing_status="married_jointly"),
        members=(Member("bo", "Bo", "spouse", births[1]), Member("ngozi", "Ngozi", "self", births[0])),
        **holding(
            {
                "checking": ("checking", draw(cents(20_000))),
                "fund": ("brokerage", draw(cents(900_000))),
                "home": ("primary_residence", draw(cents(800_000))),
                "ira": ("traditional_ira", draw(cents(900_000))),
                "plan": ("traditional_401k", draw(cents(900_000))),
                "roth": ("roth_ira", draw(cents(300_000))),
                "savings": ("savings", draw(cents(100_000))),
                "sep": ("sep_ira", draw(cents(400_000))),
            },
            fund={"cost_basis": draw(cents(400_000))},
            home={"property_tax": draw(cents(12_000)), "insurance": draw(cents(4_000)), "answered_on": TODAY},
            plan={"owner": "bo"},
            roth={"cost_basis": draw(cents(90_000))},
        ),
        income_sources=(
            source("benefit", "social_security", draw(cents(40_000))),
            source("late", "social_security", draw(cents(40_000)), "bo", start=draw(SOON)),
            source("pension", "retirement", draw(cents(60_000)), raise_rate=Decimal(0)),
        ),
        flows=(
            bill("alms", draw(cents(900)), category="charitable"),
            bill("doctor", draw(cents(900)), category="medical_expenses"),
            bill("living", draw(cents(9_000))),
        ),
    )


@st.composite
def single_parent(draw: Draw) -> Inputs:
    """One earner with children and care to pay for, saving with a match, and a student loan."""
    births = draw(st.lists(CHILDREN, min_size=1, max_size=4))
    children = tuple(Member(f"child-{n}", f"Child {n}", "child", born) for n, born in enumerate(births))
    parent = Member("ngozi", "Ngozi", "self", draw(GROWN))
    pay = draw(st.sampled_from(("weekly", "biweekly", "semimonthly", "monthly")))
    tiers = (MatchTier(Decimal(1), Decimal("0.03")), MatchTier(Decimal("0.5"), Decimal("0.05")))
    part = draw(st.decimals(Decimal(0), Decimal("0.6"), places=3))
    return inputs(
        household=replace(HOUSEHOLD, filing_status="head_of_household"),
        members=(*children, parent),
        **holding(
            {
                "checking": ("checking", draw(cents(5_000))),
                "plan": ("traditional_401k", draw(cents(90_000))),
                "study": ("student_loan_federal", draw(cents(60_000))),
            }
        ),
        loan_terms=(loan("study", "0.0499", draw(st.integers(1_000, 80_000)), draw(st.integers(1, 31))),),
        income_sources=(job(salary=draw(st.integers(100, 25_000_000)), frequency=pay),),
        deductions=(
            Deduction("care", "job", "health_insurance", amount=draw(cents(150))),
            Deduction("save", "job", "traditional_401k", percent=part, target_account="plan", match=tiers),
        ),
        flows=(bill("living", draw(cents(7_000))), bill("school", draw(cents(2_000)), category="childcare")),
    )


@st.composite
def landlord(draw: Draw) -> Inputs:
    """Somebody who works, consults, and lets a house on a mortgage with an escrow."""
    day = draw(st.integers(1, 31))
    return inputs(
        **holding(
            {
                "checking": ("checking", draw(cents(20_000))),
                "flat": ("rental_property", draw(cents(500_000))),
                "mortgage": ("rental_mortgage", draw(cents(400_000))),
            },
            flat={
                "rent": draw(cents(4_000)),
                "property_tax": draw(cents(9_000)),
                "insurance": draw(cents(3_000)),
                "hoa": draw(cents(3_000)),
                "answered_on": TODAY,
            },
            mortgage={"property": "flat"},
        ),
        loan_terms=(loan("mortgage", "0.0675", draw(st.integers(50_000, 400_000)), day, escrow=draw(cents(900))),),
        income_sources=(
            job(salary=draw(st.integers(100, 30_000_000))),
            source(
                "work",
                "self_employed",
                draw(cents(200_000)),
                expected_expenses=draw(cents(20_000)),
                estimated_payment=draw(cents(9_000)),
            ),
        ),
        flows=(
            bill("living", draw(cents(7_000))),
            bill("repairs", draw(cents(20_000)), "quarterly", category="rental_repairs"),
        ),
    )


@st.composite
def crypto(draw: Draw) -> Inputs:
    """Somebody whose money is in what grows and falls steeply, bought and spent as it comes."""
    buying = bill("buy", draw(cents(2_000)), "weekly", type="transfer", category="transfer")
    return inputs(
        **holding(
            {"checking": ("checking", draw(cents(5_000))), "coins": ("crypto", draw(cents(500_000)))},
            coins={
                "cost_basis": draw(st.none() | cents(900_000)),
                "growth": draw(st.decimals(Decimal("-0.9"), Decimal(2), places=2)),
            },
        ),
        income_sources=(job(salary=draw(st.integers(100, 20_000_000)), frequency="biweekly"),),
        flows=(
            replace(buying, from_account="checking", to_account="coins"),
            bill("car", draw(cents(90_000)), "once", date(2027, 5, 5), from_account="coins"),
            bill("living", draw(cents(9_000))),
        ),
    )


@st.composite
def one_account(draw: Draw) -> Inputs:
    """Nothing but a checking account with nothing in it, and a birthday or none."""
    return inputs(members=(Member("ngozi", "Ngozi", "self", draw(st.none() | ANY_AGE)),), **holding({}))


@st.composite
def a_hundred_flows(draw: Draw) -> Inputs:
    """A hundred flows of any category and frequency between two cash accounts, a fund and a card."""
    accounts = {
        "checking": ("checking", draw(cents(90_000))),
        "fund": ("brokerage", draw(cents(90_000))),
        "savings": ("savings", draw(cents(90_000))),
        "visa": ("credit_card", draw(cents(9_000))),
    }
    flows = []
    for n in range(100):
        kind = draw(st.sampled_from(("income", "expense", "expense", "transfer")))
        names = {"income": INCOME_CATEGORIES, "expense": EXPENSE_CATEGORIES, "transfer": ("transfer",)}[kind]
        parts: dict[str, Any] = {"type": kind, "category": draw(st.sampled_from(names)), "end": draw(st.none() | DAYS)}
        ends = draw(st.permutations(tuple(accounts)))
        parts |= {"from_account": ends[0], "to_account": ends[1]} if kind == "transfer" else {}
        flows.append(bill(f"f{n:03}", draw(cents(300)), draw(st.sampled_from(FREQUENCIES)), draw(DAYS), **parts))
    terms = CardTerms("visa", Decimal("0.2249"), 18, payment_rule="full")
    return inputs(**holding(accounts), card_terms=(terms,), flows=tuple(flows))


SHAPES: dict[str, Shape] = {
    shape.__name__: shape for shape in (retired_couple, single_parent, landlord, crypto, one_account, a_hundred_flows)
}


@st.composite
def lived_in(draw: Draw, shape: Shape) -> Inputs:
    """A household of a shape with any settings that bear on cash, a line to borrow on among them or not."""
    stated = draw(shape())
    line = CardTerms("line", Decimal("0.0999"), draw(st.integers(1, 31)), payment_rule="minimum",
                     minimum_percent=Decimal("0.02"), limit=draw(cents(90_000)),
                     statement_day=draw(st.none() | st.integers(1, 31)))  # fmt: skip
    spare = [each.id for each in stated.accounts if GROUP_OF[each.type] in ("cash", "investment")]
    accounts = sorted((*stated.accounts, account("line", "heloc")), key=lambda each: each.id)
    chosen = {
        "borrow_line": draw(st.sampled_from(("line", "none"))),
        "cash_buffer": f"{draw(st.integers(0, 9_000))}.00",
        "early_withdrawals": draw(st.sampled_from(("on", "off"))),
        "refund_month": str(draw(st.integers(1, 12))),
        "surplus_account": draw(st.sampled_from(("none", *(key for key in spare if key != "checking")))),
        "withdrawal_order": ",".join(draw(st.permutations(("cash", "taxable", "tax_deferred", "roth", "hsa")))),
    }
    return replace(
        stated,
        accounts=tuple(accounts),
        snapshots=(*stated.snapshots, held("line", draw(cents(5_000)))),
        card_terms=(*stated.card_terms, line),
        settings=tuple(Setting(name, value) for name, value in chosen.items()),
    )
