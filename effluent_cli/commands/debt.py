"""``effluent debt …``."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day, key, part, rate
from effluent_cli.commands.stating import Clear, argument, counted, option
from effluent_cli.reports import owing
from effluent_cli.services import debts

Debt = Annotated[str, argument("DEBT", "The debt's id.")]
Amount = int | None
Rate = Decimal | None
Day = date | None


def list_(shared: Shared) -> Answer:
    """List every debt: rate, next payment, and when it is paid off.

    Examples:
        effluent debt list
        effluent debt list --json
    """
    file = shared.one_household()
    report, today, findings = debts.listed(file, caller(shared, "debt list"))
    return Answer("debt-list", report, lambda: owing.debts(report), warnings=findings, household=file.slug, as_of=today)


def show(shared: Shared, debt: Debt) -> Answer:
    """Show one debt: its terms and its next twelve due dates.

    Examples:
        effluent debt show visa
    """
    file = shared.one_household()
    report, today, findings = debts.show(file, caller(shared, "debt show"), debt)
    return Answer("debt-show", report, lambda: owing.debt(report), warnings=findings, household=file.slug, as_of=today)


def payoff(
    shared: Shared,
    debt: Annotated[str | None, argument("DEBT", "The debt's id (default: all debts).", key)] = None,
    extra: Annotated[Amount, option("--extra", "So much more a month (default: 0).", "A", amount)] = None,
) -> Answer:
    """Say when debts are paid off, with and without an extra sum.

    Without DEBT all debts together, by the highest rate first (avalanche) and by the smallest balance first (snowball): what a
    debt that is paid off used to take goes to the next one.

    Examples:
        effluent debt payoff visa --extra 150
        effluent debt payoff --extra 300
    """
    file = shared.one_household()
    report, today, findings = debts.payoff(file, caller(shared, "debt payoff"), debt, extra or 0)
    return Answer(
        "debt-payoff", report, lambda: owing.payoff(report), warnings=findings, household=file.slug, as_of=today
    )


def edit(
    shared: Shared,
    debt: Debt,
    rate_: Annotated[Rate, option("--rate", "Interest a year, 0.055 or 5.5%.", "R", rate)] = None,
    payment: Annotated[Amount, option("--payment", "A loan's payment a month, without escrow.", "A", amount)] = None,
    payment_day: Annotated[int | None, option("--payment-day", "Day of the month.", "N", counted(1, 31))] = None,
    term_months: Annotated[
        int | None,
        option(
            "--term-months",
            "Months left, or of the whole term where original balance and origination are known.",
            "N",
            counted(1, 1200),
        ),
    ] = None,
    maturity: Annotated[Day, option("--maturity", "The term by the month of its last payment.", "D", day)] = None,
    original_balance: Annotated[Amount, option("--original-balance", "What was borrowed.", "A", amount)] = None,
    origination: Annotated[Day, option("--origination", "The day on which it was borrowed.", "D", day)] = None,
    amortization_months: Annotated[
        int | None,
        option("--amortization-months", "Longer than the term: a balloon is left.", "N", counted(1, 1200)),
    ] = None,
    extra: Annotated[Amount, option("--extra", "Extra principal a month.", "A", amount)] = None,
    escrow: Annotated[Amount, option("--escrow", "For tax and insurance, on top of the payment.", "A", amount)] = None,
    interest_only_until: Annotated[
        Day, option("--interest-only-until", "Last day on which only interest is paid.", "D", day)
    ] = None,
    forbearance_from: Annotated[
        Day, option("--forbearance-from", "First day on which nothing is paid.", "D", day)
    ] = None,
    forbearance_until: Annotated[Day, option("--forbearance-until", "Last such day.", "D", day)] = None,
    rate_index: Annotated[
        str | None,
        option("--rate-index", "Of a variable rate: index_prime, index_sofr, index_treasury_1y, index_cofi.", "NAME"),
    ] = None,
    rate_margin: Annotated[Rate, option("--rate-margin", "Added to the index.", "R", rate)] = None,
    rate_floor: Annotated[Rate, option("--rate-floor", "The rate is at least this.", "R", rate)] = None,
    rate_ceiling: Annotated[Rate, option("--rate-ceiling", "The rate is at most this.", "R", rate)] = None,
    reset_months: Annotated[
        int | None, option("--reset-months", "Months from one reset to the next.", "N", counted(1, 1200))
    ] = None,
    next_reset_on: Annotated[
        Day, option("--next-reset-on", "Next day on which the rate is set anew.", "D", day)
    ] = None,
    payment_rounding: Annotated[str | None, option("--payment-rounding", "half_up, up or half_even.", "RULE")] = None,
    interest_rounding: Annotated[str | None, option("--interest-rounding", "The same.", "RULE")] = None,
    payment_rule: Annotated[str | None, option("--payment-rule", "A card's: full, fixed or minimum.", "RULE")] = None,
    fixed_payment: Annotated[Amount, option("--fixed-payment", "A card's fixed payment a month.", "A", amount)] = None,
    minimum_percent: Annotated[
        Rate, option("--minimum-percent", "A card's minimum as a share of the balance, such as 2%.", "P", part)
    ] = None,
    minimum_floor: Annotated[Amount, option("--minimum-floor", "A card's minimum, at least.", "A", amount)] = None,
    minimum_adds_interest: Annotated[
        bool | None,
        typer.Option(
            "--minimum-adds-interest/--minimum-without-interest",
            help="Whether the interest comes on top of that share.",
        ),
    ] = None,
    statement_day: Annotated[
        int | None, option("--statement-day", "Day on which a card charges interest.", "N", counted(1, 31))
    ] = None,
    promotional_rate: Annotated[Rate, option("--promotional-rate", "A card's rate until its end.", "R", rate)] = None,
    promotional_until: Annotated[Day, option("--promotional-until", "Last day of that rate.", "D", day)] = None,
    limit: Annotated[Amount, option("--limit", "A card's limit.", "A", amount)] = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """State or change the terms of a debt.

    A new rate or term without a payment has the payment reckoned anew, once, from what is owed today. Purchases on a card are
    not modelled: spending is paid from checking.

    Examples:
        effluent debt edit auto --extra 100
        effluent debt edit mortgage --rate 5.125% --term-months 360 --dry-run
        effluent debt edit visa --fixed-payment 250
        effluent debt edit auto --clear extra
    """
    from effluent_cli.services import debt_editing
    from effluent_cli.services.debt_fields import CardFields, LoanFields, TermsStated

    loan = LoanFields(
        rate=rate_,
        payment=payment,
        payment_day=payment_day,
        term_months=term_months,
        maturity=maturity,
        original_balance=original_balance,
        origination=origination,
        amortization_months=amortization_months,
        extra_principal=extra,
        escrow=escrow,
        interest_only_until=interest_only_until,
        forbearance_from=forbearance_from,
        forbearance_until=forbearance_until,
        rate_index=rate_index,
        rate_margin=rate_margin,
        rate_floor=rate_floor,
        rate_ceiling=rate_ceiling,
        reset_months=reset_months,
        next_reset_on=next_reset_on,
        payment_rounding=payment_rounding,
        interest_rounding=interest_rounding,
    )
    card = CardFields(
        rate=loan.rate,
        payment_day=payment_day,
        payment_rule=payment_rule,
        fixed_payment=fixed_payment,
        minimum_percent=minimum_percent,
        minimum_floor=minimum_floor,
        minimum_adds_interest=minimum_adds_interest,
        statement_day=statement_day,
        promotional_rate=promotional_rate,
        promotional_until=promotional_until,
        limit=limit,
    )
    file = shared.one_household()
    who = caller(shared, "debt edit", dry_run=dry_run)
    done = debt_editing.change(file, who, debt, TermsStated(loan, card, clear or ()))
    return edited("debt-edit", file, done, dry_run)
