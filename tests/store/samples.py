"""One record of every kind with every field given, one with as little as may be, and the short way through the door."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from effluent_cli.domain.money import BALANCE_LIMIT
from effluent_cli.domain.plans import Change, EventType, Plan
from effluent_cli.domain.records import (
    Account,
    Assumption,
    Baseline,
    CardTerms,
    Deduction,
    Earned,
    Event,
    Flow,
    Holding,
    Household,
    IncomeSource,
    LoanTerms,
    MatchTier,
    Member,
    Override,
    Param,
    Record,
    Run,
    Scenario,
    ScenarioChange,
    Setting,
    Skip,
    Snapshot,
    Step,
    SystemFlow,
    Withholding,
)
from effluent_cli.store.home import Home
from effluent_cli.store.household import HouseholdFile
from tests.households import NOW, account
from tests.store.conftest import through

DAY = date(2026, 11, 23)
RATE = Decimal("0.0525")

CHECKING = account("checking", "checking")
FULL: tuple[Record, ...] = (
    Household("okafor", "Okafor & “Söhne” 田中 [usd] 🙂", "married_jointly", "TX", "America/Chicago", "USD"),
    Member("ngozi", "Ngozi", "self", date(1900, 1, 1), True, "employed_w2", "members", False),
    Account(
        id="checking",
        name="Checking",
        type="checking",
        owner="ngozi",
        institution="First Bank",
        last_four="0042",
        notes="a note\nof two lines",
        growth=RATE,
        cost_basis=BALANCE_LIMIT,
        primary=True,
        ownership_share=Decimal("0.5"),
        allocation=(Holding("us_stocks", Decimal("0.6")), Holding("bonds", Decimal("0.4"))),
        rent=2,
        rent_frequency="quarterly",
        property_tax=1,
        insurance=-1,
        hoa=0,
        property="house",
        stated_on=DAY,
        answered_balance=-BALANCE_LIMIT,
        answered_on=DAY,
        origin="bank_accounts",
        active=False,
    ),
    Snapshot("checking", date(2200, 12, 31), -1, NOW.replace(microsecond=7)),
    LoanTerms(
        account="checking",
        rate=Decimal("-0.999"),
        payment=1,
        payment_given=True,
        payment_day=31,
        entered_on=DAY,
        term_months=360,
        original_balance=5,
        origination=DAY,
        last_payment_on=DAY,
        extra_principal=9,
        escrow=1,
        interest_only_until=DAY,
        amortization_months=480,
        payment_rounding="up",
        interest_rounding="half_even",
        rate_index="prime_rate",
        rate_margin=RATE,
        rate_floor=Decimal(0),
        rate_ceiling=Decimal(1),
        reset_months=12,
        next_reset_on=DAY,
        forbearance_from=DAY,
        forbearance_until=DAY,
    ),
    CardTerms(
        account="checking",
        rate=Decimal(10),
        payment_day=1,
        payment_rule="fixed",
        fixed_payment=1,
        minimum_percent=RATE,
        minimum_floor=2,
        statement_day=28,
        limit=3,
        minimum_adds_interest=True,
        promotional_rate=Decimal(0),
        promotional_until=DAY,
    ),
    IncomeSource(
        id="job",
        member="ngozi",
        name="Lone Star",
        type="w2_hourly",
        pay_frequency="biweekly",
        pay_date=DAY,
        annual_amount=1,
        hourly_rate=2,
        annual_hours=2080,
        raise_rate=Decimal(0),
        start=DAY,
        end=DAY,
        work_state="CA",
        ytd_on=DAY,
        ytd_gross=1,
        ytd_federal_withheld=2,
        ytd_social_security_wages=3,
        ytd_medicare_wages=4,
        ytd_state_withheld=5,
        ytd_deferrals=6,
        stated_on=DAY,
        expected_expenses=7,
        estimated_payment=8,
        retirement_contribution=9,
        retirement_account="checking",
        claim=2051 * 12 + 9,
        full_age_benefit=10,
        earnings=(Earned(1999, 11), Earned(2000, 0)),
        origin="income_sources",
        active=False,
    ),
    Withholding(
        source="job",
        filing_status="single",
        step2_checkbox=True,
        step3_credits=1,
        step3_children=2,
        step3_other_dependents=3,
        step4a_other_income=4,
        step4b_deductions=5,
        step4c_extra=6,
        state_extra=7,
        origin="withholding",
        active=False,
    ),
    Deduction(
        id="k",
        source="job",
        type="traditional_401k",
        amount=1,
        percent=RATE,
        target_account="checking",
        match=(MatchTier(Decimal(1), Decimal("0.03"), 5), MatchTier(Decimal("0.5"), Decimal("0.02"))),
        origin="pretax_deductions",
        active=False,
    ),
    Flow(
        id="rent",
        name="Rent",
        type="expense",
        category="rent",
        amount=1,
        frequency="monthly",
        anchor=DAY,
        start=DAY,
        end=DAY,
        from_account="checking",
        to_account="checking",
        member="ngozi",
        source="job",
        property="house",
        separate=True,
        stated_on=DAY,
        origin="housing_expenses",
        active=False,
        tax_treatment="none",
    ),
    Skip("rent", DAY),
    Override("job", "federal_income_tax", 5, DAY),
    Assumption("inflation", RATE),
    Setting("cash_buffer", ""),
)
SPARE: tuple[Record, ...] = (
    Household("okafor", "O"),
    Member("ngozi", "N", "child"),
    CHECKING,
    Snapshot("checking", date(1900, 1, 1), 0, NOW),
    LoanTerms("checking", RATE, 0, False, 1, DAY),
    CardTerms("checking", RATE, 31),
    IncomeSource("job", "ngozi", "N", "other", "monthly", DAY),
    Withholding("job", "single"),
    Deduction("k", "job", "hsa"),
    Flow("rent", "Rent", "expense", "rent", 1, "once", DAY),
    Skip("rent", date(1900, 1, 1)),
    Override("job", "k", 0, DAY),
    Assumption("inflation", Decimal(0)),
    Setting("cash_buffer", "x"),
)

WHAT_IF: tuple[Record, ...] = (
    Scenario("new-car", "A new car", None, False),
    Scenario("then-move", "And then we move", "new-car", True),
    ScenarioChange("new-car", "c1", "remove_expense", DAY),
    ScenarioChange(
        "then-move",
        "rent",
        "modify_expense",
        DAY,
        date(2200, 12, 31),
        (Param("amount", "1500"), Param("flow", "rent")),
        1_000_000,
        False,
    ),
)


def created(*records: Record) -> Plan:
    return Plan(tuple(Change(None, record) for record in records))


def stored(home: Home, *records: Record) -> HouseholdFile:
    """Return a new file with these records in it."""
    file = home.household("okafor")
    with through(file, create=True) as books:
        books.apply(created(*records))
    return file


def put(file: HouseholdFile, *changes: Change, events: tuple[EventType, ...] = (), now: datetime = NOW) -> None:
    with file.writing(wait=5, command="edit", user="tester", now=now) as books:
        books.apply(Plan(changes, events))


DERIVED: tuple[Record, ...] = (
    Step("members", "completed"),
    SystemFlow(
        "job--gross", "job", "gross", "Gross", "income", "salary", 5, "monthly", DAY, DAY, DAY, "a", "b", "m", "job"
    ),
    Event(7, "flows_changed", "failed", NOW, NOW, 3, "Traceback: …", NOW),
    Baseline("baseline", "pinned", '{"household":{}}', 3, "abc", "r1", DAY, NOW, NOW),
    Run("r0a1", "undo", "failed", NOW, 4711, NOW, "abc", '{"batch":3}', "refused: why"),
)


_AUDIT = 'SELECT id, batch, user, command, at, subject, "before", "after" FROM audit ORDER BY id'


def audit(file: HouseholdFile) -> list[dict[str, Any]]:
    """Return the rows of the audit log, oldest first."""
    names = ("id", "batch", "user", "command", "at", "subject", "before", "after")
    with file.reading() as books:
        rows = books._connection.execute(_AUDIT).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]
