"""``effluent account …``."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from effluent_cli.commands.answer import Answer
from effluent_cli.commands.asking import DryRun, caller, edited
from effluent_cli.commands.shared import Shared, allocation, amount, day, key, part, rate
from effluent_cli.commands.stating import Clear, NewId, argument, option
from effluent_cli.reports import holdings
from effluent_cli.services import accounts

Account = Annotated[str, argument("ACCOUNT", "The account's id.")]


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
    from effluent_cli.services import account_showing

    file = shared.one_household()
    report, today, findings = account_showing.show(file, caller(shared, "account show"), account)
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
    balance: Annotated[int, argument("AMOUNT", "What it holds or is worth, or for a debt what is owed.", amount)],
    on: Annotated[date | None, option("--on", "At the end of this day (default: today).", "DATE", day)] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Record what an account holds on a day.

    Examples:
        effluent account set-balance checking 5200.00
        effluent account set-balance checking 5150.25 --on 2026-11-20 --dry-run
    """
    file = shared.one_household()
    who = caller(shared, "account set-balance", dry_run=dry_run)
    report, today = accounts.set_balance(file, who, account, balance, on)
    return Answer(
        "account-set-balance",
        report,
        lambda: holdings.balance_set(report, dry_run=dry_run),
        household=file.slug,
        as_of=today,
    )


Name = Annotated[str | None, option("--name", "What it is called.", "N")]
Owner = Annotated[str | None, option("--owner", "The member whose it is.", "M", key)]
Growth = Annotated[Decimal | None, option("--growth", "An asset's yield or growth a year, 0.04 or 4%.", "R", rate)]
Basis = Annotated[int | None, option("--cost-basis", "What was paid for it.", "A", amount)]
Allocation = Annotated[
    Any,
    option("--allocation", "How it is invested: us_stocks=0.6,bonds=40%.", "CLASS=SHARE,…", allocation),
]
Share = Annotated[Decimal | None, option("--ownership-share", "The part of a business that is owned.", "P", part)]
Rent = Annotated[int | None, option("--rent", "What a property brings in each time.", "A", amount)]
RentFrequency = Annotated[str | None, option("--rent-frequency", "How often (default: monthly).", "F")]
PropertyTax = Annotated[int | None, option("--property-tax", "A property's tax a year.", "A", amount)]
Insurance = Annotated[int | None, option("--insurance", "A property's insurance a year.", "A", amount)]
Hoa = Annotated[int | None, option("--hoa", "A property's HOA fees a year.", "A", amount)]
Property = Annotated[str | None, option("--property", "The property that a mortgage is secured on.", "ACCOUNT", key)]
Institution = Annotated[str | None, option("--institution", "Where it is held.", "NAME")]
LastFour = Annotated[str | None, option("--last-four", "The last four digits of its number.", "NNNN")]
Notes = Annotated[str | None, option("--notes", "Anything worth remembering.", "TEXT")]
Primary = Annotated[bool | None, typer.Option("--primary/--not-primary", help="Whether pay lands in it.")]


def add(
    shared: Shared,
    name: Annotated[str, option("--name", "What it is called.", "N")],
    type_: Annotated[str, option("--type", "Such as savings, brokerage, vehicle, auto_loan.", "T")],
    balance: Annotated[
        int | None, option("--balance", "What it holds or is worth; a debt: owes (default: 0).", "A", amount)
    ] = None,
    on: Annotated[date | None, option("--on", "The day of that balance (default: today).", "DATE", day)] = None,
    owner: Owner = None,
    rate_: Annotated[Decimal | None, option("--rate", "A debt's interest a year, 0.055 or 5.5%.", "R", rate)] = None,
    growth: Growth = None,
    cost_basis: Basis = None,
    allocation_: Allocation = None,
    ownership_share: Share = None,
    rent: Rent = None,
    rent_frequency: RentFrequency = None,
    property_tax: PropertyTax = None,
    insurance: Insurance = None,
    hoa: Hoa = None,
    property_: Property = None,
    institution: Institution = None,
    last_four: LastFour = None,
    notes: Notes = None,
    primary: Primary = None,
    id_: NewId = None,
    dry_run: DryRun = False,
) -> Answer:
    """Add an account with what it holds.

    A debt needs its rate; what is paid on it is said with debt edit.

    Examples:
        effluent account add --name "Holiday fund" --type savings --balance 800 --growth 3.5%
        effluent account add --name "Boat loan" --type boat_loan --balance 9500 --rate 7.25%
        effluent account add --name Cabin --type vacation_property --balance 180000 --property-tax 2100 --rent 900
    """
    from effluent_cli.services import account_editing
    from effluent_cli.services.account_fields import AccountFields

    stated = AccountFields(
        name=name,
        type=type_,
        owner=owner,
        institution=institution,
        last_four=last_four,
        notes=notes,
        growth=growth,
        cost_basis=cost_basis,
        primary=primary,
        allocation=allocation_,
        ownership_share=ownership_share,
        rent=rent,
        rent_frequency=rent_frequency,
        property_tax=property_tax,
        insurance=insurance,
        hoa=hoa,
        property=property_,
    )
    opening = account_editing.OpeningBalance(balance or 0, on)
    file = shared.one_household()
    who = caller(shared, "account add", dry_run=dry_run)
    done = account_editing.add(file, who, stated, account_id=id_, balance=opening, rate=rate_)
    return edited("account-add", file, done, dry_run)


def edit(
    shared: Shared,
    account: Account,
    name: Name = None,
    type_: Annotated[str | None, option("--type", "Another type of the same group.", "T")] = None,
    owner: Owner = None,
    growth: Growth = None,
    cost_basis: Basis = None,
    market_value: Annotated[
        int | None, option("--market-value", "What it is worth today: its balance.", "A", amount)
    ] = None,
    allocation_: Allocation = None,
    ownership_share: Share = None,
    rent: Rent = None,
    rent_frequency: RentFrequency = None,
    property_tax: PropertyTax = None,
    insurance: Insurance = None,
    hoa: Hoa = None,
    property_: Property = None,
    institution: Institution = None,
    last_four: LastFour = None,
    notes: Notes = None,
    primary: Primary = None,
    clear: Clear = None,
    dry_run: DryRun = False,
) -> Answer:
    """Change what is known of an account.

    A balance is recorded with account set-balance, a debt's terms with debt edit. A property's costs and its rent grow with
    inflation from the year in which they were stated.

    Examples:
        effluent account edit savings --growth 3.9%
        effluent account edit home --property-tax 6600 --hoa 1200 --market-value 755000
        effluent account edit brokerage --allocation us_stocks=0.6,bonds=0.4
        effluent account edit home --clear insurance --clear cost-basis
    """
    from effluent_cli.services import account_editing
    from effluent_cli.services.account_fields import AccountFields

    stated = AccountFields(
        name=name,
        type=type_,
        owner=owner,
        institution=institution,
        last_four=last_four,
        notes=notes,
        growth=growth,
        cost_basis=cost_basis,
        primary=primary,
        allocation=allocation_,
        ownership_share=ownership_share,
        rent=rent,
        rent_frequency=rent_frequency,
        property_tax=property_tax,
        insurance=insurance,
        hoa=hoa,
        property=property_,
        market_value=market_value,
    )
    file = shared.one_household()
    who = caller(shared, "account edit", dry_run=dry_run)
    return edited("account-edit", file, account_editing.change(file, who, account, stated, clear or ()), dry_run)


def close(shared: Shared, account: Account, dry_run: DryRun = False) -> Answer:
    """Close an account that holds or owes nothing any more.

    Examples:
        effluent account close old-savings
    """
    from effluent_cli.services import account_editing

    file = shared.one_household()
    who = caller(shared, "account close", dry_run=dry_run)
    return edited("account-close", file, account_editing.close(file, who, account), dry_run)
