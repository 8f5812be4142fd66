"""What is held and owed, and on what terms. Amounts are cents, rates fractions a year."""

from datetime import date, datetime
from typing import ClassVar

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import Cents, Rate


@frozen
class Holding:
    """The share (a fraction) of an account that is held in one asset class."""

    asset_class: str
    share: Rate


@frozen
class Account:
    """A named bucket of money or a thing of value; ``type`` is a key of ``catalog.ACCOUNT_TYPES``.

    ``growth`` is the annual yield (an APY, cash) or growth (everything else), None for the household's assumption.
    ``property_tax``, ``insurance`` and ``hoa`` are carrying costs a year; ``rent`` is what a property brings in each time
    by ``rent_frequency``; ``stated_on`` is the day on which a command stated them: they grow from its year, else from
    that of ``answered_on``. ``property`` is the account a mortgage is secured on. ``allocation`` sums to 1, empty for the
    type's default.
    ``answered_balance`` and ``answered_on`` remember what onboarding was last told, so that the same answer on a later
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
    allocation: tuple[Holding, ...] = ()
    rent: Cents | None = None
    rent_frequency: str = "monthly"
    property_tax: Cents | None = None
    insurance: Cents | None = None
    hoa: Cents | None = None
    property: str | None = None
    stated_on: date | None = None
    answered_balance: Cents | None = None
    answered_on: date | None = None
    origin: str = "command"
    active: bool = True


@frozen
class Snapshot:
    """What an account held on a date. A debt is a positive amount owed. One per account and date."""

    KIND: ClassVar[str] = "snapshot"
    KEY: ClassVar[tuple[str, ...]] = ("account", "on")
    INPUT: ClassVar[bool] = True
    account: str
    on: date
    balance: Cents
    recorded_at: datetime


@frozen
class LoanTerms:
    """The terms of an instalment debt. ``payment`` is the contractual payment a month, reckoned once where not given.

    ``term_months`` is the original term when ``original_balance`` and ``origination`` are given, else the months left
    when the terms were entered. ``last_payment_on`` is the date of the last payment of the term: it clears what is
    left; None where neither a term nor an origination is known (then the payment decides). ``payment_given`` and
    ``entered_on`` tell whether the payment was stated and on which date the terms were entered.

    ``escrow`` is paid on top each month for the property's tax and insurance. Until ``interest_only_until`` a payment
    is the interest alone; then it is reckoned anew over the rest of the term. ``amortization_months`` longer than the
    term leaves a balloon in the last payment. A variable rate is ``rate_index`` (an assumption's name) +
    ``rate_margin`` between floor and ceiling, from ``next_reset_on`` on and every ``reset_months`` after. Between the
    forbearance dates (inclusive) nothing is paid and interest is added to the balance.
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
    escrow: Cents = 0
    interest_only_until: date | None = None
    amortization_months: int | None = None
    payment_rounding: str = "half_up"
    interest_rounding: str = "half_up"
    rate_index: str | None = None
    rate_margin: Rate | None = None
    rate_floor: Rate | None = None
    rate_ceiling: Rate | None = None
    reset_months: int | None = None
    next_reset_on: date | None = None
    forbearance_from: date | None = None
    forbearance_until: date | None = None


@frozen
class CardTerms:
    """The terms of a revolving debt. ``payment_rule`` is ``full``, ``fixed`` (of ``fixed_payment``) or ``minimum``.

    The minimum is the larger of ``minimum_floor`` and ``minimum_percent`` (a fraction) of the balance before that
    month's interest. With ``minimum_adds_interest`` it is that percent plus the month's interest. Interest falls on the
    statement day, without one on the payment day, at ``promotional_rate`` up to and including ``promotional_until``.
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
    minimum_adds_interest: bool = False
    promotional_rate: Rate | None = None
    promotional_until: date | None = None
