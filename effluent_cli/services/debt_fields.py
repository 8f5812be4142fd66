"""What a person may state about a debt, or clear again: which kind of debt has it, and what it may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from effluent_cli.domain.catalog import GROUP_OF, RATE_INDICES, ROUNDINGS
from effluent_cli.domain.records import Account
from effluent_cli.errors import Refused, UsageProblem
from effluent_cli.services.editing import one_of, to_empty, wrong

PAYMENT_RULES = ("full", "fixed", "minimum")


@dataclass(frozen=True)
class LoanFields:
    """What a person may state about an instalment debt; None is not stated. Amounts are cents, rates fractions a year.

    ``maturity`` states the term by the month of its last payment.
    """

    rate: Decimal | None = None
    payment: int | None = None
    payment_day: int | None = None
    term_months: int | None = None
    maturity: date | None = None
    original_balance: int | None = None
    origination: date | None = None
    amortization_months: int | None = None
    extra_principal: int | None = None
    escrow: int | None = None
    interest_only_until: date | None = None
    forbearance_from: date | None = None
    forbearance_until: date | None = None
    rate_index: str | None = None
    rate_margin: Decimal | None = None
    rate_floor: Decimal | None = None
    rate_ceiling: Decimal | None = None
    reset_months: int | None = None
    next_reset_on: date | None = None
    payment_rounding: str | None = None
    interest_rounding: str | None = None


@dataclass(frozen=True)
class CardFields:
    """What a person may state about a revolving debt; None is not stated."""

    rate: Decimal | None = None
    payment_day: int | None = None
    payment_rule: str | None = None
    fixed_payment: int | None = None
    minimum_percent: Decimal | None = None
    minimum_floor: int | None = None
    minimum_adds_interest: bool | None = None
    statement_day: int | None = None
    promotional_rate: Decimal | None = None
    promotional_until: date | None = None
    limit: int | None = None


LOAN_CLEARABLE = {
    "payment": ("payment",),
    "term-months": ("term_months", "last_payment_on", "amortization_months"),
    "original-balance": ("original_balance",),
    "origination": ("origination",),
    "amortization-months": ("amortization_months",),
    "extra": ("extra_principal",),
    "escrow": ("escrow",),
    "interest-only-until": ("interest_only_until",),
    "forbearance": ("forbearance_from", "forbearance_until"),
    "rate-index": ("rate_index", "rate_margin", "rate_floor", "rate_ceiling", "reset_months", "next_reset_on"),
    "rate-margin": ("rate_margin",),
    "rate-floor": ("rate_floor",),
    "rate-ceiling": ("rate_ceiling",),
    "reset-months": ("reset_months",),
    "payment-rounding": ("payment_rounding",),
    "interest-rounding": ("interest_rounding",),
}
"""A loan without a stated payment has it reckoned; what hangs on another term is cleared with it."""
CARD_CLEARABLE = {
    "fixed-payment": ("fixed_payment",),
    "minimum-percent": ("minimum_percent",),
    "minimum-floor": ("minimum_floor",),
    "statement-day": ("statement_day",),
    "promotional-rate": ("promotional_rate", "promotional_until"),
    "limit": ("limit",),
}
OPTION = {"extra_principal": "--extra"}
"""Fields whose option is not called as they are."""


@dataclass(frozen=True)
class TermsStated:
    """All that one command says about a debt: ``loan`` counts for an instalment debt, ``card`` for a revolving one.

    ``empty`` are the fields of the terms that it clears, ``cleared`` the names for them. Raises InvalidInput for what is wrong
    whatever the debt is.
    """

    loan: LoanFields
    card: CardFields
    cleared: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Check each value by itself."""
        _check(self.loan, self.card)
        if self.loan.term_months is not None and self.loan.maturity is not None:
            raise UsageProblem("--maturity states the term a second time: leave it or --term-months out")
        to_empty(self.cleared, LOAN_CLEARABLE | CARD_CLEARABLE, self.loan, self.card)

    @property
    def empty(self) -> tuple[str, ...]:
        """The fields to empty."""
        return to_empty(self.cleared, LOAN_CLEARABLE | CARD_CLEARABLE)

    def refuse_foreign(self, account: Account) -> None:
        """Raise Refused for an option that the kind of debt does not have."""
        revolving = GROUP_OF[account.type] == "revolving"
        other, own = (self.loan, self.card) if revolving else (self.card, self.loan)
        mine = {each.name for each in fields(own)}
        foreign = [option_of(name) for name, _ in given(other) if name not in mine]
        clearable = CARD_CLEARABLE if revolving else LOAN_CLEARABLE
        foreign += [f"--clear {name}" for name in self.cleared if name.replace("_", "-") not in clearable]
        if foreign:
            raise Refused(
                f"{foreign[0]} does not apply to {account.id}: its type is {account.type}",
                code="option_does_not_apply",
                hint="effluent debt edit --help",
            )


def option_of(field: str) -> str:
    """Return the option that states a field."""
    return OPTION.get(field, "--" + field.replace("_", "-"))


def given(stated: LoanFields | CardFields) -> Iterator[tuple[str, Any]]:
    """Yield the fields that were stated, with their values."""
    yield from ((each.name, value) for each in fields(stated) if (value := getattr(stated, each.name)) is not None)


def _check(stated: LoanFields, card: CardFields) -> None:
    if stated.original_balance == 0:
        raise wrong("--original-balance", "0.00", "an amount above zero")
    for name, value, choices in (
        ("payment_rounding", stated.payment_rounding, ROUNDINGS),
        ("interest_rounding", stated.interest_rounding, ROUNDINGS),
        ("rate_index", stated.rate_index, RATE_INDICES),
        ("payment_rule", card.payment_rule, PAYMENT_RULES),
    ):
        if value is not None:
            one_of(option_of(name), value, choices)
    for stated_of in (stated, card):
        for name, value in given(stated_of):
            negative = isinstance(value, (int, Decimal)) and value < 0 and name not in ("rate_margin", "rate_floor")
            if negative:
                raise wrong(option_of(name), str(value), "cannot be negative")
