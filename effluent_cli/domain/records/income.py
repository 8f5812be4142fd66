"""Where money comes from, and what a paycheck loses on the way. Amounts are cents, rates fractions."""

from datetime import date
from typing import ClassVar

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.domain.periods import Month


@frozen
class Earned:
    """What a person earned in a calendar year as Social Security counts it (cents)."""

    year: int
    amount: Cents


@frozen
class IncomeSource:
    """A job, a business, a pension, rent, benefits. ``pay_date`` is any real pay date: the anchor of the schedule.

    ``annual_amount`` is the yearly salary or gross in cents (None for ``w2_hourly``: ``hourly_rate`` ×
    ``annual_hours``). ``raise_rate`` None means the household's salary growth. The ``ytd_`` figures are those of the
    last pay stub of the year of ``ytd_on``, up to and including that date. A self-employed source may state its yearly
    ``expected_expenses``, one quarter's ``estimated_payment`` of tax and a yearly ``retirement_contribution`` into
    ``retirement_account``. Social Security not paid yet has, in place of a yearly amount, the month of its ``claim`` and either
    ``full_age_benefit``, a month's benefit at full retirement age in money of the day it was stated, or ``earnings``, the
    record it follows from. ``stated_on`` is the day on which the pay was stated: raises count from its year; None
    counts from the anchor's.
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
    expected_expenses: Cents | None = None
    estimated_payment: Cents | None = None
    retirement_contribution: Cents | None = None
    retirement_account: str | None = None
    claim: Month | None = None
    full_age_benefit: Cents | None = None
    earnings: tuple[Earned, ...] = ()
    origin: str = "command"
    active: bool = True


@frozen
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
    state_extra: Cents = 0
    origin: str = "command"
    active: bool = True


@frozen
class MatchTier:
    """An employer's match: ``rate`` × the deferral up to ``up_to`` of pay (both fractions), at most ``annual_cap``."""

    rate: Rate
    up_to: Rate
    annual_cap: Cents | None = None


@frozen
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
