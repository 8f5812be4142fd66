"""What a household states and what effluent derives from it: one frozen dataclass per kind of record.

Each class names its ``KIND`` (also its table), its ``KEY`` (the fields that identify it inside a household) and whether it
is an input. Inputs carry the revision, the audit log and the inputs copy; everything else is derived and can be made again.
Annotations are real objects (no postponed evaluation), because tables of columns, the JSON codec and the JSON Schemas are
all built from them. Amounts are cents, rates fractions a year.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from effluent_cli.domain.money import Cents, Rate


@dataclass(frozen=True)
class Household:
    """The household itself: exactly one row per file. ``time_zone`` is an IANA name, ``state`` a postal code or None."""

    KIND: ClassVar[str] = "household"
    KEY: ClassVar[tuple[str, ...]] = ("slug",)
    INPUT: ClassVar[bool] = True
    slug: str
    name: str
    filing_status: str | None = None
    state: str | None = None
    time_zone: str = "UTC"
    currency: str = "USD"


@dataclass(frozen=True)
class Member:
    """A person of the household."""

    KIND: ClassVar[str] = "member"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = True
    id: str
    name: str
    relationship: str
    date_of_birth: date | None = None
    blind: bool = False
    employment_status: str | None = None
    origin: str = "command"
    active: bool = True


@dataclass(frozen=True)
class Account:
    """A named bucket of money or a thing of value; ``type`` is a key of ``catalog.ACCOUNT_TYPES``.

    ``growth`` is the annual yield (an APY, cash) or growth (everything else), None for the household's assumption.
    ``property_tax``, ``insurance`` and ``hoa`` are carrying costs a year; ``property`` is the account a mortgage is secured
    on. ``answered_balance`` and ``answered_on`` remember what onboarding was last told, so that the same answer on a later
    day is no news; ``answered_on`` is the date of the answer or of the run that first gave it.
    """

    KIND: ClassVar[str] = "account"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = True
    id: str
    name: str
    type: str
    owner: str | None = None
    institution: str | None = None
    last_four: str | None = None
    notes: str | None = None
    growth: Rate | None = None
    cost_basis: Cents | None = None
    primary: bool = False
    ownership_share: Rate | None = None
    property_tax: Cents | None = None
    insurance: Cents | None = None
    hoa: Cents | None = None
    property: str | None = None
    answered_balance: Cents | None = None
    answered_on: date | None = None
    origin: str = "command"
    active: bool = True


@dataclass(frozen=True)
class Snapshot:
    """What an account held on a date. A debt is a positive amount owed. One per account and date."""

    KIND: ClassVar[str] = "snapshot"
    KEY: ClassVar[tuple[str, ...]] = ("account", "on")
    INPUT: ClassVar[bool] = True
    account: str
    on: date
    balance: Cents
    recorded_at: datetime


@dataclass(frozen=True)
class LoanTerms:
    """The terms of an instalment debt. ``payment`` is the contractual payment a month, reckoned once where not given.

    ``term_months`` is the original term when ``original_balance`` and ``origination`` are given, else the months left when
    the terms were entered. ``last_payment_on`` is the date of the last payment of the term: it clears what is left; None
    where neither a term nor an origination is known (then the payment decides). ``payment_given`` and ``entered_on`` tell
    whether the payment was stated and on which date the terms were entered.
    """

    KIND: ClassVar[str] = "loan_terms"
    KEY: ClassVar[tuple[str, ...]] = ("account",)
    INPUT: ClassVar[bool] = True
    account: str
    rate: Rate
    payment: Cents
    payment_given: bool
    payment_day: int
    entered_on: date
    term_months: int | None = None
    original_balance: Cents | None = None
    origination: date | None = None
    last_payment_on: date | None = None
    extra_principal: Cents = 0


@dataclass(frozen=True)
class CardTerms:
    """The terms of a revolving debt. ``payment_rule`` is ``full``, ``fixed`` (of ``fixed_payment``) or ``minimum``.

    The minimum is the larger of ``minimum_floor`` and ``minimum_percent`` (a fraction) of the balance before that month's
    interest. Interest falls on the statement day, without one on the payment day.
    """

    KIND: ClassVar[str] = "card_terms"
    KEY: ClassVar[tuple[str, ...]] = ("account",)
    INPUT: ClassVar[bool] = True
    account: str
    rate: Rate
    payment_day: int
    payment_rule: str = "minimum"
    fixed_payment: Cents | None = None
    minimum_percent: Rate | None = None
    minimum_floor: Cents | None = None
    statement_day: int | None = None
    limit: Cents | None = None


@dataclass(frozen=True)
class IncomeSource:
    """A job, a business, a pension, rent, benefits. ``pay_date`` is any real pay date: the anchor of the schedule.

    ``annual_amount`` is the yearly salary or gross in cents (None for ``w2_hourly``: ``hourly_rate`` × ``annual_hours``).
    ``raise_rate`` None means the household's salary growth. The ``ytd_`` figures are those of the last pay stub of the year
    of ``ytd_on``, up to and including that date. ``stated_on`` is the day on which the pay was stated: raises count from
    its year; None counts from the anchor's.
    """

    KIND: ClassVar[str] = "income_source"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = True
    id: str
    member: str
    name: str
    type: str
    pay_frequency: str
    pay_date: date
    annual_amount: Cents | None = None
    hourly_rate: Cents | None = None
    annual_hours: int | None = None
    raise_rate: Rate | None = None
    start: date | None = None
    end: date | None = None
    work_state: str | None = None
    ytd_on: date | None = None
    ytd_gross: Cents | None = None
    ytd_federal_withheld: Cents | None = None
    ytd_social_security_wages: Cents | None = None
    ytd_medicare_wages: Cents | None = None
    ytd_state_withheld: Cents | None = None
    ytd_deferrals: Cents | None = None
    stated_on: date | None = None
    origin: str = "command"
    active: bool = True


@dataclass(frozen=True)
class Withholding:
    """The W-4 of a W-2 source. Step 3 is an amount a year, or follows from children and other dependents."""

    KIND: ClassVar[str] = "withholding"
    KEY: ClassVar[tuple[str, ...]] = ("source",)
    INPUT: ClassVar[bool] = True
    source: str
    filing_status: str
    step2_checkbox: bool = False
    step3_credits: Cents | None = None
    step3_children: int = 0
    step3_other_dependents: int = 0
    step4a_other_income: Cents = 0
    step4b_deductions: Cents = 0
    step4c_extra: Cents = 0
    origin: str = "command"
    active: bool = True


@dataclass(frozen=True)
class MatchTier:
    """An employer's match: ``rate`` × the deferral up to ``up_to`` of pay (both fractions), at most ``annual_cap``."""

    rate: Rate
    up_to: Rate
    annual_cap: Cents | None = None


@dataclass(frozen=True)
class Deduction:
    """What a source takes off a paycheck: an amount, or ``percent`` (a fraction) of gross."""

    KIND: ClassVar[str] = "deduction"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = True
    id: str
    source: str
    type: str
    amount: Cents | None = None
    percent: Rate | None = None
    target_account: str | None = None
    match: tuple[MatchTier, ...] = ()
    origin: str = "command"
    active: bool = True


@dataclass(frozen=True)
class Flow:
    """A recurring rule typed in by the user: the inputs' half of all flows.

    ``type`` is income, expense or transfer; ``anchor`` is any date on which it falls; ``start`` None means it has always
    run, ``end`` is inclusive. ``source`` ties a business expense to its income source, ``property`` a cost to a property.
    ``stated_on`` is the day on which the amount was stated: inflation counts from its year, or from the anchor's where that
    is later.
    """

    KIND: ClassVar[str] = "flow"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = True
    id: str
    name: str
    type: str
    category: str
    amount: Cents
    frequency: str
    anchor: date
    start: date | None = None
    end: date | None = None
    from_account: str | None = None
    to_account: str | None = None
    member: str | None = None
    source: str | None = None
    property: str | None = None
    stated_on: date | None = None
    origin: str = "command"
    active: bool = True


@dataclass(frozen=True)
class Assumption:
    """A named rate of this household in place of the default."""

    KIND: ClassVar[str] = "assumption"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = True
    name: str
    value: Rate


@dataclass(frozen=True)
class Setting:
    """A named choice of this household in place of the default, as text in its own form."""

    KIND: ClassVar[str] = "setting"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = True
    name: str
    value: str


@dataclass(frozen=True)
class Step:
    """How far onboarding has come: ``status`` is completed, skipped or not_applicable. Neither input nor audited."""

    KIND: ClassVar[str] = "step"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = False
    name: str
    status: str


@dataclass(frozen=True)
class SystemFlow:
    """A flow generated from an income source or a debt, identified by (source, kind). ``id`` is deterministic.

    ``paycheck`` names the source whose paycheck the line belongs to. ``amount`` is that of the next occurrence.
    """

    KIND: ClassVar[str] = "system_flow"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = False
    id: str
    source: str
    kind: str
    name: str
    type: str
    category: str
    amount: Cents
    frequency: str
    anchor: date
    start: date | None = None
    end: date | None = None
    from_account: str | None = None
    to_account: str | None = None
    member: str | None = None
    paycheck: str | None = None


@dataclass(frozen=True)
class Event:
    """A queued note that something real changed. ``status``: pending, processed, failed, dead or cancelled."""

    KIND: ClassVar[str] = "event"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = False
    id: int
    type: str
    status: str
    created_at: datetime
    next_attempt_at: datetime | None
    attempts: int = 0
    last_error: str | None = None
    processed_at: datetime | None = None


@dataclass(frozen=True)
class Baseline:
    """The household's present course: ``inputs`` is the inputs copy, canonical JSON, with what it was made from."""

    KIND: ClassVar[str] = "baseline"
    KEY: ClassVar[tuple[str, ...]] = ("name",)
    INPUT: ClassVar[bool] = False
    name: str
    mode: str
    inputs: str
    revision: int
    fingerprint: str
    rules_version: str
    as_of: date
    refreshed_at: datetime
    pinned_at: datetime | None = None


Record = (
    Household
    | Member
    | Account
    | Snapshot
    | LoanTerms
    | CardTerms
    | IncomeSource
    | Withholding
    | Deduction
    | Flow
    | Assumption
    | Setting
    | Step
    | SystemFlow
    | Event
    | Baseline
)

RECORD_TYPES: tuple[type[Record], ...] = (
    Household,
    Member,
    Account,
    Snapshot,
    LoanTerms,
    CardTerms,
    IncomeSource,
    Withholding,
    Deduction,
    Flow,
    Assumption,
    Setting,
    Step,
    SystemFlow,
    Event,
    Baseline,
)


def key_of(record: Record) -> tuple[object, ...]:
    """Return the values of the record's key fields, in order."""
    return tuple(getattr(record, name) for name in record.KEY)


@dataclass(frozen=True)
class Inputs:
    """Everything the household stated, each kind in key order: what the inputs copy freezes and the projection reads."""

    household: Household
    members: tuple[Member, ...] = ()
    accounts: tuple[Account, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    loan_terms: tuple[LoanTerms, ...] = ()
    card_terms: tuple[CardTerms, ...] = ()
    income_sources: tuple[IncomeSource, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    flows: tuple[Flow, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    settings: tuple[Setting, ...] = ()
