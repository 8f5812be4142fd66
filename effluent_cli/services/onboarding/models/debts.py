"""What the household owes: steps 16 to 19. Each is an account with a positive amount owed, and the terms it is owed on."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from effluent_cli.domain import catalog
from effluent_cli.domain.answers import CardAnswer, LoanAnswer
from effluent_cli.domain.debt_terms import Contradiction, loan_contradictions
from effluent_cli.services.onboarding.kinds import (
    Amount,
    Choice,
    Day,
    LastFour,
    Name,
    Percent,
    Reference,
    Whole,
    YesNo,
)
from effluent_cli.services.onboarding.models import special
from effluent_cli.services.onboarding.models.assets import Holding, as_of_field, notes_field, owner_field
from effluent_cli.services.onboarding.models.card_rules import card_terms, rule_contradictions
from effluent_cli.services.onboarding.models.debt_words import (
    ALSO_OF_CARDS,
    ALSO_OF_LOANS,
    ESCROW_HELP,
    MINIMUM_HELP,
    NAMED,
    RULE_HELP,
    SPECIAL_CARD,
    SPECIAL_LOAN,
    TERM_HELP,
)
from effluent_cli.services.onboarding.models.item import Complaint
from effluent_cli.services.onboarding.questions import When, ask

LINES = tuple(kind for kind in catalog.REVOLVING if kind not in ("credit_card", "store_card"))
OTHER_LOANS = tuple(kind for kind in catalog.INSTALMENT if not kind.startswith("student_loan"))
PAYMENT_RULES = ("minimum", "fixed", "full")
IS_LINE = When("type", LINES)
IS_LOAN = When("type", OTHER_LOANS)


class Debt(Holding):
    """What every debt is asked. The kinds narrow ``type``; a field keeps the place it has here."""

    type: Annotated[str, Choice(catalog.ACCOUNT_TYPES)]
    balance: Annotated[int, Amount()] = ask(
        "Amount owed", example="8730.12", fills="balance.amount", more="A positive amount."
    )
    as_of: Annotated[date | None, Day()] = as_of_field()
    rate_percent: Annotated[Decimal, Percent(0, 1000)] = ask("Interest rate a year", example="5.49", fills="terms.rate")

    def named(self, contradictions: Iterator[Contradiction]) -> Iterator[Complaint]:
        """Yield contradictions of terms under the names of the questions that state them.

        What hangs on another answer that is missing is said by the condition of its question.
        """
        asked = {each.fills: each for each in self.questions() if each.of == "terms"}
        for field, message in contradictions:
            each = asked[NAMED.get(field, field)]
            if (
                each.when is None
                or each.when.values
                or None not in (getattr(self, each.name), getattr(self, each.when.field))
            ):
                yield each.name, message


def _payment_day() -> Any:
    return ask("Day of the month on which it is paid", default=1, example="9", fills="terms.payment_day")


class Loan(Debt):
    """A debt paid off in instalments."""

    ALSO: ClassVar[dict[str, str]] = ALSO_OF_LOANS
    SPECIAL: ClassVar[str] = SPECIAL_LOAN
    SPECIAL_NAMES: ClassVar[frozenset[str]] = special.NAMES

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
    maturity_date: Annotated[date | None, Day()] = special.maturity_date()
    amortization_months: Annotated[int | None, Whole(1, 1200)] = special.amortization_months()
    interest_only_until: Annotated[date | None, Day()] = special.interest_only_until()
    index: Annotated[str | None, Choice(catalog.RATE_INDICES)] = special.index()
    margin_percent: Annotated[Decimal | None, Percent(-99, 100)] = special.margin_percent()
    floor_percent: Annotated[Decimal | None, Percent(0, 1000)] = special.floor_percent()
    ceiling_percent: Annotated[Decimal | None, Percent(0, 1000)] = special.ceiling_percent()
    next_reset_on: Annotated[date | None, Day()] = special.next_reset_on()
    reset_months: Annotated[int | None, Whole(1, 1200)] = special.reset_months()
    forbearance_from: Annotated[date | None, Day()] = special.forbearance_from()
    forbearance_until: Annotated[date | None, Day()] = special.forbearance_until()
    payment_rounding: Annotated[str | None, Choice(catalog.ROUNDINGS)] = special.payment_rounding()
    interest_rounding: Annotated[str | None, Choice(catalog.ROUNDINGS)] = special.interest_rounding()

    def _contradictions(self) -> Iterator[Complaint]:
        if not self.model_fields_set & {"payment", "term_months", "maturity_date"}:
            yield "payment", "needed: the payment a month, or term_months to reckon it from"
        ends, began = self.maturity_date, self.origination_date
        if ends is not None and self.term_months is not None:
            yield "maturity_date", "states the term a second time: leave it or term_months out"
        if ends is not None and began is not None and ends <= began:
            yield "maturity_date", f"is over before the loan began ({began.isoformat()})"
        yield from self.named(
            loan_contradictions(self._loan_terms(), secured=getattr(self, "property", None) is not None)
        )

    def terms(self) -> LoanAnswer | CardAnswer:
        """Return the terms that the answer states."""
        return self._loan_terms()

    def _loan_terms(self) -> LoanAnswer:
        return LoanAnswer(
            rate=self.rate_percent,
            payment=self.payment,
            payment_day=self.payment_day,
            term_months=self.term_months,
            original_balance=self.original_balance,
            origination=self.origination_date,
            extra_principal=self.extra_principal or 0,
            escrow=getattr(self, "escrow", None) or 0,
            interest_only_until=self.interest_only_until,
            amortization_months=self.amortization_months,
            payment_rounding=self.payment_rounding or "half_up",
            interest_rounding=self.interest_rounding or "half_up",
            rate_index=self.index,
            rate_margin=self.margin_percent,
            rate_floor=self.floor_percent,
            rate_ceiling=self.ceiling_percent,
            reset_months=self.reset_months,
            next_reset_on=self.next_reset_on,
            forbearance_from=self.forbearance_from,
            forbearance_until=self.forbearance_until,
            maturity=self.maturity_date,
        )


class Mortgage(Loan):
    """Step 16: a loan secured on a property."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "mortgage", "name": "Home loan"}

    type: Annotated[str, Choice(catalog.MORTGAGE)] = ask("Kind of mortgage", default="primary_mortgage")
    property: Annotated[str | None, Reference(groups=("property",))] = ask(
        "Secured on which property", default=None, shown="none on record", example="home"
    )
    escrow: Annotated[int, Amount()] = ask(
        "Escrow a month", default=0, example="702.00", more=ESCROW_HELP, fills="terms.escrow"
    )


class StudentLoan(Loan):
    """Step 18: one student loan."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "luis-loan", "name": "Federal Direct"}

    type: Annotated[str, Choice(("student_loan_federal", "student_loan_private"))] = ask(
        "Kind of loan", default="student_loan_federal"
    )


class Revolving(Debt):
    """A debt with a limit, paid by a rule."""

    ALSO: ClassVar[dict[str, str]] = ALSO_OF_CARDS
    SPECIAL: ClassVar[str] = SPECIAL_CARD
    SPECIAL_NAMES: ClassVar[frozenset[str]] = special.NAMES

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
    minimum_plus_interest: Annotated[bool | None, YesNo()] = special.minimum_plus_interest()
    promotional_rate_percent: Annotated[Decimal | None, Percent(0, 1000)] = special.promotional_rate_percent()
    promotional_until: Annotated[date | None, Day()] = special.promotional_until()

    def _contradictions(self) -> Iterator[Complaint]:
        yield from rule_contradictions(self)

    def terms(self) -> CardAnswer:
        """Return the terms that the answer states."""
        return card_terms(self)


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
    ALSO: ClassVar[dict[str, str]] = {**ALSO_OF_LOANS, **ALSO_OF_CARDS}

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
    maturity_date: Annotated[date | None, Day()] = special.maturity_date(IS_LOAN)
    amortization_months: Annotated[int | None, Whole(1, 1200)] = special.amortization_months(IS_LOAN)
    interest_only_until: Annotated[date | None, Day()] = special.interest_only_until(IS_LOAN)
    index: Annotated[str | None, Choice(catalog.RATE_INDICES)] = special.index(IS_LOAN)
    forbearance_from: Annotated[date | None, Day()] = special.forbearance_from(IS_LOAN)
    payment_rounding: Annotated[str | None, Choice(catalog.ROUNDINGS)] = special.payment_rounding(IS_LOAN)
    interest_rounding: Annotated[str | None, Choice(catalog.ROUNDINGS)] = special.interest_rounding(IS_LOAN)
    minimum_plus_interest: Annotated[bool | None, YesNo()] = special.minimum_plus_interest(IS_LINE)
    promotional_rate_percent: Annotated[Decimal | None, Percent(0, 1000)] = special.promotional_rate_percent(IS_LINE)
    promotional_until: Annotated[date | None, Day()] = special.promotional_until()

    def _contradictions(self) -> Iterator[Complaint]:
        if self.type in LINES:
            yield from rule_contradictions(self)
        elif self.type is not None:
            yield from super()._contradictions()

    def terms(self) -> LoanAnswer | CardAnswer:
        """Return the terms that the answer states: a line of credit's or a loan's."""
        return card_terms(self) if self.type in LINES else super().terms()
