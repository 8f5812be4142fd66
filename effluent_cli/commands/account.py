"""``effluent account …``."""

from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, amount, day, rate
from effluent_cli.reports import holdings
from effluent_cli.services import accounts

if TYPE_CHECKING:
    from effluent_cli.services.account_editing import AccountFields

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


Name = Annotated[str | None, typer.Option("--name", help="What it is called.", metavar="N")]
Owner = Annotated[str | None, typer.Option("--owner", help="The member whose it is.", metavar="M")]
Growth = Annotated[
    str | None, typer.Option("--growth", help="An asset's yield or growth a year, 0.04 or 4%.", metavar="R")
]
Basis = Annotated[str | None, typer.Option("--cost-basis", help="What was paid for it.", metavar="A")]
Institution = Annotated[str | None, typer.Option("--institution", help="Where it is held.", metavar="NAME")]
LastFour = Annotated[
    str | None, typer.Option("--last-four", help="The last four digits of its number.", metavar="NNNN")
]
Notes = Annotated[str | None, typer.Option("--notes", help="Anything worth remembering.", metavar="TEXT")]
Primary = Annotated[bool | None, typer.Option("--primary/--not-primary", help="Whether pay lands in it.")]


def add(
    shared: Shared,
    name: Annotated[str, typer.Option("--name", help="What it is called.", metavar="N", show_default=False)],
    type_: Annotated[
        str,
        typer.Option("--type", help="Such as savings, brokerage, vehicle, auto_loan.", metavar="T", show_default=False),
    ],
    balance: Annotated[
        str | None, typer.Option("--balance", help="What it holds or, a debt, owes (default: 0).", metavar="A")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="The day of that balance (default: today).", metavar="DATE")
    ] = None,
    owner: Owner = None,
    rate_: Annotated[
        str | None, typer.Option("--rate", help="A debt's interest a year, 0.055 or 5.5%.", metavar="R")
    ] = None,
    growth: Growth = None,
    cost_basis: Basis = None,
    institution: Institution = None,
    last_four: LastFour = None,
    notes: Notes = None,
    primary: Primary = None,
    id_: Annotated[str | None, typer.Option("--id", help="Its id (default: made from the name).", metavar="ID")] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add an account with what it holds.

    A debt needs its rate; what is paid on it is said with debt edit.

    Examples:
        effluent account add --name "Holiday fund" --type savings --balance 800 --growth 3.5%
        effluent account add --name "Boat loan" --type boat_loan --balance 9500 --rate 7.25%
    """
    from effluent_cli.services import account_editing

    stated = _fields(account_editing, name, type_, owner, growth, cost_basis, institution, last_four, notes, primary)
    opening = None
    if balance is not None or on is not None:
        held = amount(balance, "--balance") if balance is not None else 0
        opening = account_editing.OpeningBalance(held, day(on, "--on") if on is not None else None)
    file = shared.one_household()
    done = account_editing.add(
        file,
        caller(shared, "account add", dry_run=dry_run),
        stated,
        account_id=id_,
        balance=opening,
        rate=rate(rate_, "--rate") if rate_ is not None else None,
    )
    return edited("account-add", file, done, dry_run)


def edit(
    shared: Shared,
    account: Account,
    name: Name = None,
    type_: Annotated[str | None, typer.Option("--type", help="Another type of the same group.", metavar="T")] = None,
    owner: Owner = None,
    growth: Growth = None,
    cost_basis: Basis = None,
    institution: Institution = None,
    last_four: LastFour = None,
    notes: Notes = None,
    primary: Primary = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change what is known of an account.

    Its balance is recorded with account set-balance, a debt's terms with debt edit.

    Examples:
        effluent account edit savings --growth 3.9%
    """
    from effluent_cli.services import account_editing

    stated = _fields(account_editing, name, type_, owner, growth, cost_basis, institution, last_four, notes, primary)
    file = shared.one_household()
    who = caller(shared, "account edit", dry_run=dry_run)
    return edited("account-edit", file, account_editing.change(file, who, account, stated), dry_run)


def close(shared: Shared, account: Account, dry_run: DryRun = False) -> Answer:
    """Close an account that holds or owes nothing any more.

    Examples:
        effluent account close old-savings
    """
    from effluent_cli.services import account_editing

    file = shared.one_household()
    who = caller(shared, "account close", dry_run=dry_run)
    return edited("account-close", file, account_editing.close(file, who, account), dry_run)


def _fields(
    service: ModuleType,
    name: str | None,
    type_: str | None,
    owner: str | None,
    growth: str | None,
    cost_basis: str | None,
    institution: str | None,
    last_four: str | None,
    notes: str | None,
    primary: bool | None,
) -> "AccountFields":
    fields: AccountFields = service.AccountFields(
        name=name,
        type=type_,
        owner=owner,
        institution=institution,
        last_four=last_four,
        notes=notes,
        growth=rate(growth, "--growth") if growth is not None else None,
        cost_basis=amount(cost_basis, "--cost-basis") if cost_basis is not None else None,
        primary=primary,
    )
    return fields
