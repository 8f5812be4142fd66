"""What the household owns: steps 9 to 15. Each is an account with a balance or a value on a date."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from effluent_cli.domain import catalog, records
from effluent_cli.domain.records import Account
from effluent_cli.services.onboarding.allocation import Allocation
from effluent_cli.services.onboarding.kinds import Amount, Choice, Day, Id, LastFour, Name, Percent, Reference, YesNo
from effluent_cli.services.onboarding.models.item import Complaint, Filled, Item
from effluent_cli.services.onboarding.questions import When, ask

PERSONAL = tuple(kind for kind in catalog.PERSONAL if kind != "vehicle")
_AS_OF = "The date of the figure; without it the date on which the answer is first given."
_BASIS = "What was paid for it; gains are reckoned from here. Of a Roth account: the contributions."


def as_of_field() -> Any:
    """Return the question for the date of a balance or value."""
    return ask("As of", default=None, shown="today", example="2026-11-20", more=_AS_OF, fills="balance.on")


def owner_field() -> Any:
    """Return the question for an account's owner."""
    return ask("Owner", default=None, shown="the household", example="ana")


def allocation_field(when: When | None = None) -> Any:
    """Return the question for how an account is invested."""
    return ask(
        "How it is invested",
        default=None,
        when=when,
        shown="as usual for such an account",
        example='{ us_stocks_percent = "60", bonds_percent = "40" }',
        more="Percent of each asset class, in all 100. Its expected return follows from them where none is stated.",
        fills="allocation",
    )


def notes_field() -> Any:
    """Return the question for notes."""
    return ask("Notes", default=None, example="Anything worth knowing")


class Holding(Item):
    """What every account is asked first."""

    RECORD: ClassVar[Filled] = Account

    id: Annotated[str | None, Id()] = ask("Short id", default=None, shown="made from the name", example="savings")
    name: Annotated[str, Name()] = ask("Name", example="Emergency Savings")


class BankAccount(Holding):
    """Step 9: money at hand."""

    type: Annotated[str, Choice(catalog.CASH)] = ask("Kind of account", default="checking")
    institution: Annotated[str | None, Name()] = ask("Bank", default=None, example="Pacific Credit Union")
    last_four: Annotated[str | None, LastFour()] = ask("Last four digits", default=None, example="4417")
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    balance: Annotated[int, Amount(None)] = ask("Balance", example="24500.00", fills="balance.amount")
    as_of: Annotated[date | None, Day()] = as_of_field()
    annual_yield_percent: Annotated[Decimal | None, Percent(0, 100)] = ask(
        "Yield a year (APY)", default=None, shown="the household's savings yield", example="4.10", fills="growth"
    )
    primary: Annotated[bool, YesNo()] = ask(
        "Primary account",
        default=False,
        when=When("type", ("checking",)),
        more="Pay lands here and bills leave from here; without any, the first checking account.",
    )
    notes: Annotated[str | None, Name()] = notes_field()


class Growing(Holding):
    """An asset whose growth may be stated. The kinds narrow ``type``; a field keeps the place it has here."""

    type: Annotated[str, Choice(catalog.ACCOUNT_TYPES)]
    balance: Annotated[int, Amount()] = ask("Balance", example="67310.55", fills="balance.amount")
    as_of: Annotated[date | None, Day()] = as_of_field()
    cost_basis: Annotated[int | None, Amount()] = ask("Cost basis", default=None, example="18000.00", more=_BASIS)
    annual_growth_percent: Annotated[Decimal | None, Percent()] = ask(
        "Expected return a year", default=None, shown="the household's assumptions", example="6.0", fills="growth"
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    institution: Annotated[str | None, Name()] = ask("Held at", default=None, example="Pacific Brokerage")
    last_four: Annotated[str | None, LastFour()] = ask("Last four digits", default=None, example="4417")
    notes: Annotated[str | None, Name()] = notes_field()


class Investment(Growing):
    """Step 10: taxable investments and money owed to the household."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "brokerage", "name": "Index Funds"}

    type: Annotated[str, Choice(catalog.INVESTMENT + catalog.RECEIVABLE)] = ask("Kind of account", default="brokerage")
    cost_basis: Annotated[int | None, Amount()] = ask(
        "Cost basis", when=When("type", catalog.INVESTMENT), example="48200.00", more=_BASIS
    )
    allocation: Annotated[tuple[records.Holding, ...] | None, Allocation()] = allocation_field(
        When("type", catalog.INVESTMENT)
    )


class RetirementAccount(Growing):
    """Step 11: accounts with tax rules of their own."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "ana-401k-account", "name": "Acme 401(k)"}

    type: Annotated[str, Choice(catalog.RETIREMENT)] = ask("Kind of account", example="traditional_401k")
    allocation: Annotated[tuple[records.Holding, ...] | None, Allocation()] = allocation_field()


class Property(Holding):
    """Step 12: one property, with what owning it costs a year."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "home", "name": "Maple Street"}
    ALSO: ClassVar[dict[str, str]] = {"monthly_rent": "rent"}

    type: Annotated[str, Choice(catalog.PROPERTY)] = ask("Kind of property", default="primary_residence")
    value: Annotated[int, Amount()] = ask("Market value", example="742000.00", fills="balance.amount")
    as_of: Annotated[date | None, Day()] = as_of_field()
    cost_basis: Annotated[int | None, Amount()] = ask("Cost basis", default=None, example="498000.00", more=_BASIS)
    annual_appreciation_percent: Annotated[Decimal | None, Percent()] = ask(
        "Appreciation a year", default=None, shown="the household's property growth", example="3.0", fills="growth"
    )
    annual_property_tax: Annotated[int | None, Amount()] = ask(
        "Property tax a year", default=None, example="6480.00", fills="property_tax"
    )
    annual_insurance: Annotated[int | None, Amount()] = ask(
        "Insurance a year", default=None, example="1944.00", fills="insurance"
    )
    annual_hoa: Annotated[int | None, Amount()] = ask("HOA fees a year", default=None, example="3600.00", fills="hoa")
    rent: Annotated[int | None, Amount()] = ask(
        "Rent it brings in each time",
        default=None,
        example="2350.00",
        more="Not where an income source of type rental states it.",
    )
    rent_frequency: Annotated[str | None, Choice(catalog.RECURRING)] = ask(
        "How often the rent comes", when=When("rent"), shown="monthly", example="monthly"
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    notes: Annotated[str | None, Name()] = notes_field()


class Vehicle(Holding):
    """Step 13: one vehicle."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "subaru", "name": "Outback 2021"}
    FIXED: ClassVar[dict[str, Any]] = {"type": "vehicle"}

    value: Annotated[int, Amount()] = ask("Market value", example="19800.00", fills="balance.amount")
    as_of: Annotated[date | None, Day()] = as_of_field()
    annual_depreciation_percent: Annotated[Decimal | None, Percent(0, 100, loss=True)] = ask(
        "Loss of value a year", default=None, shown="the household's vehicle growth", example="12.0", fills="growth"
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    notes: Annotated[str | None, Name()] = notes_field()


class PersonalProperty(Holding):
    """Step 14: a boat, jewelry, anything else of value."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "sloop", "name": "Sloop"}

    type: Annotated[str, Choice(PERSONAL)] = ask("Kind of thing", default="other_asset")
    value: Annotated[int, Amount()] = ask("Market value", example="5200.00", fills="balance.amount")
    as_of: Annotated[date | None, Day()] = as_of_field()
    cost_basis: Annotated[int | None, Amount()] = ask("Cost basis", default=None, example="4000.00", more=_BASIS)
    annual_appreciation_percent: Annotated[Decimal | None, Percent()] = ask(
        "Appreciation a year",
        default=None,
        shown="none; of a boat the household's vehicle growth",
        example="-8.0",
        more="Negative for what loses value.",
        fills="growth",
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    notes: Annotated[str | None, Name()] = notes_field()


class Business(Holding):
    """Step 15: a share in a business."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "bakery", "name": "Bakery on Main"}
    FIXED: ClassVar[dict[str, Any]] = {"type": "business_equity"}

    ownership_percent: Annotated[Decimal | None, Percent(0, 100)] = ask(
        "Share owned", default=None, example="40", fills="ownership_share"
    )
    value: Annotated[int, Amount()] = ask(
        "Worth of that share",
        example="85000.00",
        fills="balance.amount",
        more="Of the household's share, not of the whole.",
    )
    as_of: Annotated[date | None, Day()] = as_of_field()
    cost_basis: Annotated[int | None, Amount()] = ask("Cost basis", default=None, example="20000.00", more=_BASIS)
    annual_growth_percent: Annotated[Decimal | None, Percent()] = ask(
        "Growth a year", default=None, shown="none", example="2.0", fills="growth"
    )
    owner: Annotated[str | None, Reference(of="member")] = owner_field()
    notes: Annotated[str | None, Name()] = notes_field()

    def _contradictions(self) -> Iterator[Complaint]:
        if self.ownership_percent == 0:
            yield "ownership_percent", "must be above zero"
