"""``effluent debt …``."""

from typing import Annotated, Any

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day, rate
from effluent_cli.reports import owing
from effluent_cli.services import debts

Debt = Annotated[str, typer.Argument(help="The debt's id.", metavar="DEBT", show_default=False)]


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
    debt: Annotated[
        str | None, typer.Argument(help="The debt's id (default: all debts).", metavar="DEBT", show_default=False)
    ] = None,
    extra: Annotated[
        str | None, typer.Option("--extra", help="So much more a month (default: 0).", metavar="A")
    ] = None,
) -> Answer:
    """Say when debts are paid off, with and without an extra sum.

    Without DEBT all debts together, by the highest rate first (avalanche) and by the smallest balance first (snowball): what a
    debt that is paid off used to take goes to the next one.

    Examples:
        effluent debt payoff visa --extra 150
        effluent debt payoff --extra 300
    """
    cents = amount(extra, "--extra") if extra is not None else 0
    file = shared.one_household()
    report, today, findings = debts.payoff(file, caller(shared, "debt payoff"), debt, cents)
    return Answer(
        "debt-payoff", report, lambda: owing.payoff(report), warnings=findings, household=file.slug, as_of=today
    )


def _option(flag: str, help: str, metavar: str) -> Any:
    return typer.Option(flag, help=help, metavar=metavar, show_default=False)


def edit(
    shared: Shared,
    debt: Debt,
    rate_: Annotated[str | None, _option("--rate", "Interest a year, 0.055 or 5.5%.", "R")] = None,
    payment: Annotated[str | None, _option("--payment", "A loan's payment a month, without escrow.", "A")] = None,
    payment_day: Annotated[int | None, typer.Option("--payment-day", help="Day of the month.", min=1, max=31)] = None,
    term_months: Annotated[
        int | None,
        typer.Option(
            "--term-months",
            help="Months left, or of the whole term where its origination is known.",
            min=1,
            max=1200,
        ),
    ] = None,
    amortization_months: Annotated[
        int | None,
        typer.Option("--amortization-months", help="Longer than the term: a balloon is left.", min=1, max=1200),
    ] = None,
    extra: Annotated[str | None, _option("--extra", "Extra principal a month.", "A")] = None,
    escrow: Annotated[str | None, _option("--escrow", "For tax and insurance, on top of the payment.", "A")] = None,
    interest_only_until: Annotated[
        str | None, _option("--interest-only-until", "Last day on which only interest is paid.", "D")
    ] = None,
    forbearance_from: Annotated[
        str | None, _option("--forbearance-from", "First day on which nothing is paid.", "D")
    ] = None,
    forbearance_until: Annotated[str | None, _option("--forbearance-until", "Last such day.", "D")] = None,
    rate_index: Annotated[
        str | None,
        _option("--rate-index", "Of a variable rate: index_prime, index_sofr, index_treasury_1y, index_cofi.", "NAME"),
    ] = None,
    rate_margin: Annotated[str | None, _option("--rate-margin", "Added to the index.", "R")] = None,
    rate_floor: Annotated[str | None, _option("--rate-floor", "The rate is at least this.", "R")] = None,
    rate_ceiling: Annotated[str | None, _option("--rate-ceiling", "The rate is at most this.", "R")] = None,
    reset_months: Annotated[
        int | None, typer.Option("--reset-months", help="Months from one reset to the next.", min=1, max=1200)
    ] = None,
    next_reset_on: Annotated[
        str | None, _option("--next-reset-on", "Next day on which the rate is set anew.", "D")
    ] = None,
    payment_rounding: Annotated[str | None, _option("--payment-rounding", "half_up, up or half_even.", "RULE")] = None,
    interest_rounding: Annotated[str | None, _option("--interest-rounding", "The same.", "RULE")] = None,
    payment_rule: Annotated[str | None, _option("--payment-rule", "A card's: full, fixed or minimum.", "RULE")] = None,
    fixed_payment: Annotated[str | None, _option("--fixed-payment", "A card's fixed payment a month.", "A")] = None,
    minimum_percent: Annotated[
        str | None, _option("--minimum-percent", "A card's minimum as a share of the balance, such as 2%.", "P")
    ] = None,
    minimum_floor: Annotated[str | None, _option("--minimum-floor", "A card's minimum, at least.", "A")] = None,
    minimum_adds_interest: Annotated[
        bool | None,
        typer.Option(
            "--minimum-adds-interest/--minimum-without-interest",
            help="Whether the interest comes on top of that share.",
        ),
    ] = None,
    statement_day: Annotated[
        int | None, typer.Option("--statement-day", help="Day on which a card charges interest.", min=1, max=31)
    ] = None,
    promotional_rate: Annotated[str | None, _option("--promotional-rate", "A card's rate until its end.", "R")] = None,
    promotional_until: Annotated[str | None, _option("--promotional-until", "Last day of that rate.", "D")] = None,
    limit: Annotated[str | None, _option("--limit", "A card's limit.", "A")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """State or change the terms of a debt.

    A new rate or term without a payment has the payment reckoned anew, once, from what is owed today. Purchases on a card are
    not modelled: spending is paid from checking.

    Examples:
        effluent debt edit auto --extra 100
        effluent debt edit mortgage --rate 5.125% --term-months 360 --dry-run
        effluent debt edit visa --fixed-payment 250
    """
    from effluent_cli.services import debt_editing

    loan = debt_editing.LoanFields(
        rate=_rate(rate_, "--rate"),
        payment=_amount(payment, "--payment"),
        payment_day=payment_day,
        term_months=term_months,
        amortization_months=amortization_months,
        extra_principal=_amount(extra, "--extra"),
        escrow=_amount(escrow, "--escrow"),
        interest_only_until=_day(interest_only_until, "--interest-only-until"),
        forbearance_from=_day(forbearance_from, "--forbearance-from"),
        forbearance_until=_day(forbearance_until, "--forbearance-until"),
        rate_index=rate_index,
        rate_margin=_rate(rate_margin, "--rate-margin"),
        rate_floor=_rate(rate_floor, "--rate-floor"),
        rate_ceiling=_rate(rate_ceiling, "--rate-ceiling"),
        reset_months=reset_months,
        next_reset_on=_day(next_reset_on, "--next-reset-on"),
        payment_rounding=payment_rounding,
        interest_rounding=interest_rounding,
    )
    card = debt_editing.CardFields(
        rate=loan.rate,
        payment_day=payment_day,
        payment_rule=payment_rule,
        fixed_payment=_amount(fixed_payment, "--fixed-payment"),
        minimum_percent=_rate(minimum_percent, "--minimum-percent"),
        minimum_floor=_amount(minimum_floor, "--minimum-floor"),
        minimum_adds_interest=minimum_adds_interest,
        statement_day=statement_day,
        promotional_rate=_rate(promotional_rate, "--promotional-rate"),
        promotional_until=_day(promotional_until, "--promotional-until"),
        limit=_amount(limit, "--limit"),
    )
    file = shared.one_household()
    done = debt_editing.change(file, caller(shared, "debt edit", dry_run=dry_run), debt, loan, card)
    return edited("debt-edit", file, done, dry_run)


def _amount(text: str | None, option: str) -> Any:
    return amount(text, option) if text is not None else None


def _rate(text: str | None, option: str) -> Any:
    return rate(text, option) if text is not None else None


def _day(text: str | None, option: str) -> Any:
    return day(text, option) if text is not None else None
