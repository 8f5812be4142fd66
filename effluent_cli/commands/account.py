"""``effluent account …``."""

from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.shared import Shared, amount, day
from effluent_cli.reports import holdings
from effluent_cli.services import accounts

Account = Annotated[str, typer.Argument(help="The account's id.", metavar="ACCOUNT", show_default=False)]


def list_(shared: Shared) -> Answer:
    """List every active account and what it holds today.

    Examples:
        effluent account list
        effluent account list -o csv
    """
    file = shared.one_household()
    report, today, findings = accounts.listed(file, caller(shared, "account list"))
    return Answer(
        "account-list",
        report,
        lambda: holdings.accounts(report),
        warnings=findings,
        household=file.slug,
        as_of=today,
    )


def show(shared: Shared, account: Account) -> Answer:
    """Show one account and its balances.

    Examples:
        effluent account show checking
    """
    file = shared.one_household()
    report, today, findings = accounts.show(file, caller(shared, "account show"), account)
    return Answer(
        "account-show",
        report,
        lambda: holdings.account(report),
        warnings=findings,
        household=file.slug,
        as_of=today,
    )


def set_balance(
    shared: Shared,
    account: Account,
    balance: Annotated[str, typer.Argument(help="What it holds, or for a debt what is owed.", metavar="AMOUNT")],
    on: Annotated[
        str | None, typer.Option("--on", help="At the end of this day (default: today).", metavar="DATE")
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Record what an account holds on a day.

    Examples:
        effluent account set-balance checking 5200.00
        effluent account set-balance checking 5150.25 --on 2026-11-20 --dry-run
    """
    cents = amount(balance, "AMOUNT")
    when = day(on, "--on") if on is not None else None
    file = shared.one_household()
    who = caller(shared, "account set-balance", dry_run=dry_run)
    report, today = accounts.set_balance(file, who, account, cents, when)
    return Answer(
        "account-set-balance",
        report,
        lambda: holdings.balance_set(report, dry_run=dry_run),
        household=file.slug,
        as_of=today,
    )
