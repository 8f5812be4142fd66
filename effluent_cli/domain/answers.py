"""What answers state, as the keyed upsert takes it: records without final ids, balances with or without a date, terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from effluent_cli.domain.money import Cents
from effluent_cli.domain.records import Account, Deduction, Flow, IncomeSource, Member, Withholding

Thing = Member | Account | IncomeSource | Withholding | Deduction | Flow
"""The kinds of record that a step of onboarding may state any number of."""


@dataclass(frozen=True)
class LoanAnswer:
    """The stated terms of an instalment debt, its fields called as in ``LoanTerms``.

    ``payment`` None is reckoned from rate and term; ``maturity`` states the term by the month in which it ends.
    """

    rate: Decimal
    payment_day: int
    payment: Cents | None = None
    term_months: int | None = None
    original_balance: Cents | None = None
    origination: date | None = None
    extra_principal: Cents = 0
    escrow: Cents = 0
    interest_only_until: date | None = None
    amortization_months: int | None = None
    payment_rounding: str = "half_up"
    interest_rounding: str = "half_up"
    rate_index: str | None = None
    rate_margin: Decimal | None = None
    rate_floor: Decimal | None = None
    rate_ceiling: Decimal | None = None
    reset_months: int | None = None
    next_reset_on: date | None = None
    forbearance_from: date | None = None
    forbearance_until: date | None = None
    maturity: date | None = None

    @property
    def from_origination(self) -> bool:
        """Whether ``term_months`` is the original term; else it is the months left at the balance's date."""
        return self.original_balance is not None and self.origination is not None


@dataclass(frozen=True)
class CardAnswer:
    """The stated terms of a revolving debt, its fields called as in ``CardTerms``."""

    rate: Decimal
    payment_day: int
    payment_rule: str
    fixed_payment: Cents | None = None
    minimum_percent: Decimal | None = None
    minimum_floor: Cents | None = None
    statement_day: int | None = None
    limit: Cents | None = None
    minimum_adds_interest: bool = False
    promotional_rate: Decimal | None = None
    promotional_until: date | None = None


@dataclass(frozen=True)
class BalanceAnswer:
    """A balance or value in cents; ``on`` None takes the date of the run that first gave it."""

    amount: Cents
    on: date | None = None


@dataclass(frozen=True)
class Stated:
    """One record that an answer states.

    ``record`` carries the step as its origin. Its id is empty where none was given; an empty ``member`` of a source means the
    member who is self, an empty filing status of a W-4 the household's. ``dated`` says whether a flow's anchor was stated.
    """

    path: str
    record: Thing
    balance: BalanceAnswer | None = None
    terms: LoanAnswer | CardAnswer | None = None
    dated: bool = True


@dataclass(frozen=True)
class Answers:
    """The answers of one sitting: attributes of the household by name, and for each step that is present what it states."""

    household: Mapping[str, str | None] = field(default_factory=dict)
    steps: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)

    @property
    def stated(self) -> tuple[Stated, ...]:
        """Everything stated, in the order of the steps."""
        return tuple(each for step in self.steps.values() for each in step)
