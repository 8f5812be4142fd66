"""Who belongs to the household and how it files its taxes: steps 2 to 4."""

from datetime import date
from typing import Annotated, ClassVar

from effluent_cli.domain import catalog
from effluent_cli.domain.records import Household, Member
from effluent_cli.services.onboarding.kinds import Choice, Day, Id, Name, TimeZone, YesNo
from effluent_cli.services.onboarding.models.item import Filled, Item
from effluent_cli.services.onboarding.questions import ask


class HouseholdInfo(Item):
    """Step 2: the household itself."""

    RECORD: ClassVar[Filled] = Household

    name: Annotated[str, Name()] = ask("Name of the household", example="Rivera", more="Shown in every answer.")
    slug: Annotated[str | None, Id()] = ask(
        "Short name for commands",
        default=None,
        shown="made from the name",
        example="rivera",
        more="Names the household's file, and the household on the command line: -H rivera.",
    )
    time_zone: Annotated[str | None, TimeZone()] = ask(
        "Time zone",
        default=None,
        shown="this machine's",
        example="America/Los_Angeles",
        more="An IANA name. It decides on which date the household lives.",
    )
    currency: Annotated[str, Choice(("USD",))] = ask("Currency", default="USD", more="Only US dollars so far.")


class Person(Item):
    """Step 3: one member of the household."""

    RECORD: ClassVar[Filled] = Member

    id: Annotated[str | None, Id()] = ask("Short id", default=None, shown="made from the name", example="ana")
    name: Annotated[str, Name()] = ask("Name", example="Ana Rivera")
    relationship: Annotated[str, Choice(catalog.RELATIONSHIPS)] = ask(
        "Relationship", example="self", more="Exactly one member is self: the person whose plan this is."
    )
    date_of_birth: Annotated[date | None, Day()] = ask(
        "Date of birth",
        default=None,
        example="1986-04-12",
        more="It drives catch-up contributions, credits, benefits and required distributions.",
    )
    blind: Annotated[bool, YesNo()] = ask("Blind", default=False, more="Raises the standard deduction.")
    employment_status: Annotated[str | None, Choice(catalog.EMPLOYMENT_STATUSES)] = ask(
        "Employment status", default=None, example="employed_w2"
    )


class TaxFiling(Item):
    """Step 4: how the household files and where it lives."""

    RECORD: ClassVar[Filled] = Household
    NOT_YET: ClassVar[dict[str, str]] = {"lived_apart": "the yearly tax return", "itemized": "the yearly tax return"}

    filing_status: Annotated[str, Choice(catalog.FILING_STATUSES)] = ask("Filing status", example="married_jointly")
    state: Annotated[str, Choice(catalog.STATES, upper=True)] = ask(
        "State of residence", example="CA", more="The postal code: two letters."
    )
