"""What the household owes: steps 16 to 19. Each is an account with a positive amount owed, and the terms it is owed on."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from effluent_cli.domain import catalog
from effluent_cli.domain.answers import CardAnswer, LoanAnswer
from effluent_cli.services.onboarding.kinds import Amount, Choice, Day, LastFour, Name, Percent, Reference, Whole
from effluent_cli.services.onboarding.models.assets import Holding, as_of_field, notes_field, owner_field
from effluent_cli.services.onboarding.models.item import Complaint
from effluent_cli.services.onboarding.questions import When, ask

LINES = tuple(kind for kind in catalog.REVOLVING if kind not in ("credit_card", "store_card"))
OTHER_LOANS = tuple(kind for kind in catalog.INSTALMENT if not kind.startswith("student_loan"))
PAYMENT_RULES = ("minimum", "fixed", "full")
IS_LINE = When("type", LINES)
IS_LOAN = When("type", OTHER_LOANS)

DEFAULT_MINIMUM_PERCENT = Decimal("0.02")
DEFAULT_MINIMUM_FLOOR = 35_00
"""What a card's minimum payment is taken to be when the answer does not say: 2 % of the balance, at least 35 dollars."""

TERM_HELP = (
    "The original term when original balance and origination date are given, "
    "else the months left at the balance's date."
)
RULE_HELP = (
    "full: the whole balance; fixed: the same payment every month; minimum: what the issuer asks. "
    "New purchases are not modelled: spending is paid from checking."
)
MINIMUM_HELP = "The minimum is the larger of this share of the balance and the floor."

_LATER = {
    **dict.fromkeys(
        ("rate_type", "index", "margin_percent", "floor_percent", "ceiling_percent", "reset_months"), "variable rates"
    ),
    "escrow": "escrow (state property tax and insurance with the property)",
    "interest_only_until": "interest-only periods",
    "maturity_date": "a maturity of its own (state term_months)",
    **dict.fromkeys(("payment_rounding", "interest_rounding"), "a lender's own rounding"),
    **dict.fromkeys(("forbearance_start", "forbearance_end", "forbearance_until"), "forbearance"),
}
_PROMOTIONAL = {
    **dict.fromkeys(("promotional_rate_percent", "promotional_end", "promotional_until"), "promotional rates"),
    "minimum_plus_interest": "minimum payments of interest plus a percentage",
}


class Debt(Holding):
    """What every debt is asked. The kinds narrow ``type``; a field keeps the place it has here."""

    type: Annotated[str, Choice(catalog.ACCOUNT_TYPES)]
    balance: Annotated[int, Amount()] = ask(
        "Amount owed", example="8730.12", fills="balance.amount", more="A positive amount."
    )
    as_of: Annotated[date | None, Day()] = as_of_field()
    rate_percent: Annotated[Decimal, Percent(0, 1000)] = ask("Interest rate a year", example="5.49", fills="terms.rate")


def _payment_day() -> Any:
    return ask("Day of the month on which it is paid", default=1, example="9", fills="terms.payment_day")


class Loan(Debt):
    """A debt paid off in instalments."""

    NOT_YET: ClassVar[dict[str, str]] = _LATER

    lender: Annotated[str | None, Name()] = ask("Lender", default=None, example="First Federal", fills="institution")
    payment: Annotated[int | None, Amount(1)] = ask(
        "Payment a month",
        default=None,
        shown="reckoned from rate and term",
        example="412.00",
        more="Principal and interest alone.",
        fills="terms.payment",
    )
    term_months: Annotated[int | None, Whole(1, 1200)] = ask(
        "Term in months",
        default=None,
        shown="until it is paid off",
        example="360",
        more=TERM_HELP,
        fills="terms.term_months",
    )
    original_balance: Annotated[int | None, Amount(1)] = ask(
        "Original balance", default=None, example="425000.00", fills="terms.original_balance"
    )
    origination_date: Annotated[date | None, Day()] = ask(
        "Date of origination", default=None, example="2020-08-01", fills="terms.origination"
    )
    payment_day: Annotated[int, Whole(1, 31)] = _payment_day()
    extra_principal: Annotated[int, Amount()] = ask(
        "Extra principal a month", default=0, example="100.00", fills="terms.extra_principal"
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    last_four: Annotated[str | None, LastFour()] = ask("Last four digits", default=None, example="4417")
    notes: Annotated[str | None, Name()] = notes_field()

    def _contradictions(self) -> Iterator[Complaint]:
        if not self.model_fields_set & {"payment", "term_months"}:
            yield "payment", "needed: the payment a month, or term_months to reckon it from"

    def terms(self) -> LoanAnswer | CardAnswer:
        """Return the terms that the answer states."""
        return LoanAnswer(
            rate=self.rate_percent,
            payment=self.payment,
            payment_day=self.payment_day,
            term_months=self.term_months,
            original_balance=self.original_balance,
            origination=self.origination_date,
            extra_principal=self.extra_principal,
        )


class Mortgage(Loan):
    """Step 16: a loan secured on a property."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "mortgage", "name": "Home loan"}

    type: Annotated[str, Choice(catalog.MORTGAGE)] = ask("Kind of mortgage", default="primary_mortgage")
    property: Annotated[str | None, Reference(groups=("property",))] = ask(
        "Secured on which property", default=None, shown="none on record", example="home"
    )


class StudentLoan(Loan):
    """Step 18: one student loan."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "luis-loan", "name": "Federal Direct"}

    type: Annotated[str, Choice(("student_loan_federal", "student_loan_private"))] = ask(
        "Kind of loan", default="student_loan_federal"
    )


class Revolving(Debt):
    """A debt with a limit, paid by a rule."""

    NOT_YET: ClassVar[dict[str, str]] = _PROMOTIONAL

    limit: Annotated[int | None, Amount()] = ask("Credit limit", default=None, example="18000.00", fills="terms.limit")
    payment_rule: Annotated[str | None, Choice(PAYMENT_RULES)] = ask(
        "How it is paid",
        default=None,
        shown="fixed where a payment is given, else minimum",
        example="minimum",
        more=RULE_HELP,
        fills="terms.payment_rule",
    )
    payment: Annotated[int | None, Amount(1)] = ask(
        "Fixed payment a month", default=None, shown="by the rule", example="200.00", fills="terms.payment"
    )
    minimum_percent: Annotated[Decimal | None, Percent(0, 100)] = ask(
        "Minimum payment in percent of the balance",
        default=None,
        shown="2",
        example="2.0",
        more=MINIMUM_HELP,
        fills="terms.minimum_percent",
    )
    minimum_floor: Annotated[int | None, Amount()] = ask(
        "Minimum payment, at least", default=None, shown="35.00", example="35.00", fills="terms.minimum_floor"
    )
    statement_day: Annotated[int | None, Whole(1, 31)] = ask(
        "Statement day", default=None, shown="the day it is paid", example="24", fills="terms.statement_day"
    )
    payment_day: Annotated[int, Whole(1, 31)] = _payment_day()

    def _contradictions(self) -> Iterator[Complaint]:
        yield from _rule_contradictions(self)

    def terms(self) -> CardAnswer:
        """Return the terms that the answer states."""
        return _card_terms(self)


class CreditCard(Revolving):
    """Step 17: one card."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "visa", "name": "Visa"}

    type: Annotated[str, Choice(("credit_card", "store_card"))] = ask("Kind of card", default="credit_card")
    issuer: Annotated[str | None, Name()] = ask(
        "Issuer", default=None, example="Pacific Credit Union", fills="institution"
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    last_four: Annotated[str | None, LastFour()] = ask("Last four digits", default=None, example="4417")
    notes: Annotated[str | None, Name()] = notes_field()


class OtherDebt(Loan):
    """Step 19: any other loan, or a line of credit."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "auto", "name": "Subaru loan"}
    NOT_YET: ClassVar[dict[str, str]] = {**_LATER, **_PROMOTIONAL}

    type: Annotated[str, Choice(OTHER_LOANS + LINES)] = ask("Kind of debt", example="auto_loan")
    property: Annotated[str | None, Reference(groups=("property",))] = ask(
        "Secured on which property", when=When("type", ("heloc",)), shown="none on record", example="home"
    )
    term_months: Annotated[int | None, Whole(1, 1200)] = ask(
        "Term in months",
        when=IS_LOAN,
        shown="until it is paid off",
        example="60",
        more=TERM_HELP,
        fills="terms.term_months",
    )
    original_balance: Annotated[int | None, Amount(1)] = ask(
        "Original balance", when=IS_LOAN, example="21000.00", fills="terms.original_balance"
    )
    origination_date: Annotated[date | None, Day()] = ask(
        "Date of origination", when=IS_LOAN, example="2023-05-09", fills="terms.origination"
    )
    extra_principal: Annotated[int, Amount()] = ask(
        "Extra principal a month", default=0, when=IS_LOAN, example="100.00", fills="terms.extra_principal"
    )
    limit: Annotated[int | None, Amount()] = ask("Credit limit", when=IS_LINE, example="20000.00", fills="terms.limit")
    payment_rule: Annotated[str | None, Choice(PAYMENT_RULES)] = ask(
        "How it is paid",
        when=IS_LINE,
        shown="fixed where a payment is given, else minimum",
        example="minimum",
        more=RULE_HELP,
        fills="terms.payment_rule",
    )
    minimum_percent: Annotated[Decimal | None, Percent(0, 100)] = ask(
        "Minimum payment in percent of the balance",
        when=IS_LINE,
        shown="2",
        example="2.0",
        more=MINIMUM_HELP,
        fills="terms.minimum_percent",
    )
    minimum_floor: Annotated[int | None, Amount()] = ask(
        "Minimum payment, at least", when=IS_LINE, shown="35.00", example="35.00", fills="terms.minimum_floor"
    )
    statement_day: Annotated[int | None, Whole(1, 31)] = ask(
        "Statement day", when=IS_LINE, shown="the day it is paid", example="24", fills="terms.statement_day"
    )

    def _contradictions(self) -> Iterator[Complaint]:
        if self.type in LINES:
            yield from _rule_contradictions(self)
        elif self.type is not None:
            yield from super()._contradictions()

    def terms(self) -> LoanAnswer | CardAnswer:
        """Return the terms that the answer states: a line of credit's or a loan's."""
        return _card_terms(self) if self.type in LINES else super().terms()


def _rule(debt: Revolving | OtherDebt) -> str:
    return debt.payment_rule or ("minimum" if debt.payment is None else "fixed")


def _card_terms(debt: Revolving | OtherDebt) -> CardAnswer:
    rule = _rule(debt)
    by_minimum = rule == "minimum"
    percent = DEFAULT_MINIMUM_PERCENT if debt.minimum_percent is None else debt.minimum_percent
    floor = DEFAULT_MINIMUM_FLOOR if debt.minimum_floor is None else debt.minimum_floor
    return CardAnswer(
        rate=debt.rate_percent,
        payment_day=debt.payment_day,
        payment_rule=rule,
        fixed_payment=debt.payment,
        minimum_percent=percent if by_minimum else None,
        minimum_floor=floor if by_minimum else None,
        statement_day=debt.statement_day,
        limit=debt.limit,
    )


def _rule_contradictions(debt: Revolving | OtherDebt) -> Iterator[Complaint]:
    rule = _rule(debt)
    if rule == "fixed" and debt.payment is None and "payment" not in debt.model_fields_set:
        yield "payment", "needed where payment_rule is fixed"
    elif rule != "fixed" and debt.payment is not None:
        yield "payment", f"does not apply where payment_rule is {rule}"
    for name in ("minimum_percent", "minimum_floor"):
        if rule != "minimum" and getattr(debt, name) is not None:
            yield name, f"does not apply where payment_rule is {rule}"
    if rule == "minimum" and debt.minimum_percent == 0 and debt.minimum_floor == 0:
        yield "minimum_percent", "a minimum of nothing never pays the debt: give a percentage or a floor"
