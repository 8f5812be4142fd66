"""What a person may state about an account: which kinds of account have it, and what it may be."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from effluent_cli.domain.catalog import (
    ACCOUNT_GROUPS,
    ACCOUNT_TYPES,
    CASH,
    GROUP_OF,
    MORTGAGE,
    PROPERTY,
    RECURRING,
    is_debt,
)
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_text
from effluent_cli.domain.records import Account, Holding
from effluent_cli.domain.slugs import checked_name
from effluent_cli.errors import Refused
from effluent_cli.services.editing import checked, found, one_of, with_stated, wrong

ASSETS = tuple(kind for kind in ACCOUNT_TYPES if not is_debt(kind))
SECURED = (*MORTGAGE, "heloc")
"""Debts that may be secured on a property."""
CLEARABLE = {
    "owner": ("owner",),
    "institution": ("institution",),
    "last-four": ("last_four",),
    "notes": ("notes",),
    "growth": ("growth",),
    "cost-basis": ("cost_basis",),
    "allocation": ("allocation",),
    "ownership-share": ("ownership_share",),
    "rent": ("rent", "rent_frequency"),
    "property-tax": ("property_tax",),
    "insurance": ("insurance",),
    "hoa": ("hoa",),
    "property": ("property",),
}
FIGURES = ("rent", "rent_frequency", "property_tax", "insurance", "hoa")
"""What grows with inflation from the year in which it was stated."""


@dataclass(frozen=True)
class AccountFields:
    """What a person may state about an account; None is not stated.

    Amounts are cents: carrying costs a year, the rent each time. ``growth`` is a fraction a year, ``ownership_share`` a
    fraction of the whole business, ``market_value`` what the account is worth today.
    """

    name: str | None = None
    type: str | None = None
    owner: str | None = None
    institution: str | None = None
    last_four: str | None = None
    notes: str | None = None
    growth: Decimal | None = None
    cost_basis: int | None = None
    primary: bool | None = None
    allocation: tuple[Holding, ...] | None = None
    ownership_share: Decimal | None = None
    rent: int | None = None
    rent_frequency: str | None = None
    property_tax: int | None = None
    insurance: int | None = None
    hoa: int | None = None
    property: str | None = None
    market_value: int | None = None


class _Fit(NamedTuple):
    """Which types of account a field belongs to, and what to say of any other."""

    types: tuple[str, ...]
    message: str


_OF_PROPERTY = _Fit(PROPERTY, "only a property has it")
FITS: dict[str, _Fit] = {
    "growth": _Fit(ASSETS, "a debt does not grow: its rate is changed with debt edit"),
    "cost_basis": _Fit(ASSETS, "what was paid for an asset: a debt has none"),
    "primary": _Fit(CASH, "only a cash account can be the one that pay lands in"),
    "allocation": _Fit((*ACCOUNT_GROUPS["investment"], *ACCOUNT_GROUPS["retirement"]), "only investments have one"),
    "ownership_share": _Fit(ACCOUNT_GROUPS["business"], "only a business is owned by shares"),
    **dict.fromkeys(FIGURES, _OF_PROPERTY),
    "property": _Fit(SECURED, "only a mortgage or a home equity line is secured on a property"),
    "market_value": _Fit(
        tuple(kind for kind in ASSETS if kind not in CASH), "cash and debts have a balance: account set-balance"
    ),
}


def option_of(field: str) -> str:
    """Return the option that states a field."""
    return "--" + field.replace("_", "-")


def stated_of(index: InputsIndex, account: Account, stated: AccountFields) -> Account:
    """Return ``account`` with what is stated, each value checked by itself and against the records it names.

    Raises InvalidInput, NotFound (owner, property), Refused (a property that is none).
    """
    if stated.owner is not None:
        found(index.members, stated.owner, "member", "effluent member list")
    if stated.property is not None:
        _check_property(index, stated.property)
    _check_values(stated)
    return with_stated(
        account,
        name=_text("name", stated.name),
        type=one_of("--type", stated.type, ACCOUNT_TYPES) if stated.type is not None else None,
        owner=stated.owner,
        institution=_text("institution", stated.institution),
        last_four=stated.last_four,
        notes=_text("notes", stated.notes),
        growth=stated.growth,
        cost_basis=stated.cost_basis,
        primary=stated.primary,
        allocation=stated.allocation,
        ownership_share=stated.ownership_share,
        rent=stated.rent,
        rent_frequency=stated.rent_frequency,
        property_tax=stated.property_tax,
        insurance=stated.insurance,
        hoa=stated.hoa,
        property=stated.property,
    )


def misfits(account_type: str, stated: AccountFields) -> list[tuple[str, str]]:
    """Return the fields stated (True or a value) that accounts of the type do not have, each with what to say."""
    return [
        (name, fit.message)
        for name, fit in FITS.items()
        if getattr(stated, name) not in (None, False) and account_type not in fit.types
    ]


def check_rent(account: Account, stated: AccountFields) -> None:
    """Raise InvalidInput where it is said how often a rent comes that there is none of."""
    if stated.rent_frequency is not None and account.rent is None:
        raise wrong("--rent-frequency", stated.rent_frequency, "say what comes so often with --rent")


def kept_misfit(account: Account) -> str | None:
    """Return a field that the account holds though its type does not have it; None where all fits."""
    holds = (name for name in FITS if name not in ("market_value", "rent_frequency") and getattr(account, name))
    return next((name for name in holds if account.type not in FITS[name].types), None)


def _check_values(stated: AccountFields) -> None:
    for name in ("cost_basis", "rent", "property_tax", "insurance", "hoa", "market_value"):
        amount = getattr(stated, name)
        if amount is not None and amount < 0:
            raise wrong(option_of(name), money_text(amount), "an amount of zero or more")
    if stated.rent_frequency is not None:
        one_of("--rent-frequency", stated.rent_frequency, RECURRING)
    four = stated.last_four
    if four is not None and not (four.isascii() and four.isdigit() and len(four) == 4):
        raise wrong("--last-four", four, "four digits")


def _check_property(index: InputsIndex, key: str) -> None:
    account = found(index.accounts, key, "account", "effluent account list")
    if GROUP_OF[account.type] != "property":
        raise Refused(f"{key} is a {account.type.replace('_', ' ')} and no property", code="other_account_type")


def _text(name: str, value: str | None) -> str | None:
    return checked(option_of(name), value, checked_name) if value is not None else None
