"""What the household spends: step 6 and steps 20 to 25. Each answer is a flow; an amount of zero states none."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from effluent_cli.domain import catalog
from effluent_cli.domain.records import Flow
from effluent_cli.services.onboarding.kinds import Amount, Choice, Day, Id, Name, Reference
from effluent_cli.services.onboarding.models.item import Complaint, Filled, Item, out_of_order
from effluent_cli.services.onboarding.questions import ask

GROUPS = catalog.EXPENSE_GROUPS
INSURANCES = tuple(
    name
    for name in catalog.EXPENSE_CATEGORIES
    if name.endswith("_insurance") and not name.startswith(("business", "rental"))
)
NOT_OTHERS = (*GROUPS["debt"], *GROUPS["business"], *GROUPS["rental"])
OTHERS = tuple(name for name in catalog.EXPENSE_CATEGORIES if name not in NOT_OTHERS)


class Expense(Item):
    """One recurring expense. The kinds narrow ``category``; a field keeps the place it has here."""

    RECORD: ClassVar[Filled] = Flow
    FIXED: ClassVar[dict[str, Any]] = {"type": "expense"}

    id: Annotated[str | None, Id()] = ask("Short id", default=None, shown="made from the name", example="internet")
    category: Annotated[str, Choice(catalog.EXPENSE_CATEGORIES)]
    name: Annotated[str | None, Name()] = ask("Name", default=None, shown="the category", example="Internet")
    amount: Annotated[int, Amount()] = ask("Amount each time", example="70.00", more="Zero leaves it out.")
    frequency: Annotated[str, Choice(catalog.FREQUENCIES)] = ask("How often", default="monthly")
    next_date: Annotated[date | None, Day()] = ask(
        "Next date",
        default=None,
        shown="the 1st",
        example="2027-01-10",
        more="Any date on which it falls: the rule runs both ways from it.",
        fills="anchor",
    )
    start: Annotated[date | None, Day()] = ask(
        "First day", default=None, shown="it has always run", example="2026-01-01"
    )
    end: Annotated[date | None, Day()] = ask("Last day", default=None, shown="it goes on", example="2030-06-30")
    from_account: Annotated[str | None, Reference()] = ask(
        "Paid from", default=None, shown="the primary checking account", example="checking"
    )

    def _contradictions(self) -> Iterator[Complaint]:
        yield from out_of_order(self.start, self.end)
        if self.frequency == "once" and self.next_date is None and "next_date" not in self.model_fields_set:
            yield "next_date", "needed where frequency is once"
        if self.id is not None and "--" in self.id:
            yield "id", "may not hold two hyphens in a row: effluent's own flows are named so"

    def _derived(self) -> dict[str, Any]:
        return {"name": self.name or category_words(self.category)}


class HouseholdExpense(Expense):
    """An expense that may belong to a member or to a property."""

    member: Annotated[str | None, Reference(of="member")] = ask(
        "For whom", default=None, shown="the household", example="mia"
    )
    property: Annotated[str | None, Reference(groups=("property",))] = ask(
        "For which property",
        default=None,
        shown="none",
        example="home",
        more="So that a cost of owning it counts once.",
    )


class BusinessExpense(Expense):
    """Step 6: an expense of a self-employed or rental source."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "consulting-software", "name": "Software"}

    source: Annotated[str, Reference(of="source")] = ask("Of which income source", example="luis-consulting")
    category: Annotated[str, Choice(GROUPS["business"] + GROUPS["rental"])] = ask(
        "Category", example="business_software"
    )


class Utility(HouseholdExpense):
    """Step 21: electricity, water, internet and the like."""

    category: Annotated[str, Choice(GROUPS["utilities"])] = ask("Category", example="electricity")


class Insurance(HouseholdExpense):
    """Step 22: insurance that is not taken off a paycheck."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "car-insurance", "name": "Car insurance"}

    category: Annotated[str, Choice(INSURANCES)] = ask("Category", example="auto_insurance")


class Transportation(HouseholdExpense):
    """Step 23: getting about."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "fuel", "name": "Fuel"}

    category: Annotated[str, Choice(GROUPS["transportation"])] = ask("Category", example="gas_fuel")


class OtherExpense(HouseholdExpense):
    """Step 25: everything else. Interest and what effluent reckons itself have no place here."""

    EXAMPLES: ClassVar[dict[str, str]] = {"id": "after-school", "name": "After-school care"}

    category: Annotated[str, Choice(OTHERS)] = ask("Category", example="childcare")


def category_words(category: str) -> str:
    """Return a category as a name: ``hoa_fees`` gives ``HOA fees``."""
    words = category.replace("_", " ")
    return words.replace("hoa", "HOA") if words.startswith("hoa") else words[:1].upper() + words[1:]


def _monthly(category: str, example: str = "") -> Any:
    words = category_words(category)
    return ask(f"{words} a month", default=0, example=example, fills=f"flow.{category}")


class Housing(Item):
    """Step 20: what the home costs a month, by category."""

    RECORD: ClassVar[Filled] = Flow
    ALSO: ClassVar[dict[str, str]] = {"hoa_fees": "hoa"}

    rent: Annotated[int, Amount()] = _monthly("rent", "1650.00")
    property_tax: Annotated[int, Amount()] = _monthly("property_tax")
    homeowners_insurance: Annotated[int, Amount()] = _monthly("homeowners_insurance")
    renters_insurance: Annotated[int, Amount()] = _monthly("renters_insurance", "18.00")
    hoa: Annotated[int, Amount()] = _monthly("hoa_fees")
    home_maintenance: Annotated[int, Amount()] = _monthly("home_maintenance", "350.00")
    home_improvement: Annotated[int, Amount()] = _monthly("home_improvement")
    lawn_garden: Annotated[int, Amount()] = _monthly("lawn_garden")
    home_security: Annotated[int, Amount()] = _monthly("home_security")
    property: Annotated[str | None, Reference(groups=("property",))] = ask(
        "For which property", default=None, shown="the only one", example="home", more="Only where there are several."
    )


class Food(Item):
    """Step 24: what food costs a month, by category."""

    RECORD: ClassVar[Filled] = Flow

    groceries: Annotated[int, Amount()] = _monthly("groceries", "420.00")
    dining_out: Annotated[int, Amount()] = _monthly("dining_out", "180.00")
    coffee_snacks: Annotated[int, Amount()] = _monthly("coffee_snacks")
    food_delivery: Annotated[int, Amount()] = _monthly("food_delivery")
