"""``household list | show``."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.findings import Finding
from effluent_cli.errors import EffluentError
from effluent_cli.services.caller import Caller
from effluent_cli.services.reading import is_complete

if TYPE_CHECKING:
    from effluent_cli.domain.records import Inputs
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class HouseholdRow:
    """One household of this home; ``onboarding`` is ``complete`` or ``incomplete``."""

    slug: str
    name: str
    revision: int
    onboarding: str


@dataclass(frozen=True)
class HouseholdList:
    """Every household that can be read, in slug order."""

    households: tuple[HouseholdRow, ...]


@dataclass(frozen=True)
class MemberRow:
    """One member; ``age`` in whole years on the day of the answer, null without a date of birth."""

    id: str
    name: str
    relationship: str
    date_of_birth: date | None
    age: int | None
    employment_status: str | None


@dataclass(frozen=True)
class HouseholdShow:
    """The household, its active members, and how many active records of each kind are on file."""

    slug: str
    name: str
    currency: str
    filing_status: str | None
    state: str | None
    time_zone: str
    revision: int
    onboarding: str
    members: tuple[MemberRow, ...]
    records: dict[str, int]


def listed(files: "tuple[HouseholdFile, ...]") -> tuple[HouseholdList, tuple[Finding, ...]]:
    """Return every household; one whose file cannot be read becomes a warning."""
    rows: list[HouseholdRow] = []
    findings: list[Finding] = []
    for file in files:
        try:
            with file.reading() as books:
                household = books.inputs().household
                rows.append(HouseholdRow(file.slug, household.name, books.revision(), _onboarding(is_complete(books))))
        except EffluentError as error:
            findings.append(Finding(error.code, "warning", f"household:{file.slug}", error.message, error.hint))
    return HouseholdList(tuple(rows)), tuple(findings)


def show(file: "HouseholdFile", caller: Caller) -> tuple[HouseholdShow, date]:
    """Return one household."""
    with file.reading() as books:
        inputs = books.inputs()
        revision = books.revision()
        complete = is_complete(books)
    household = inputs.household
    today = caller.today(household.time_zone)
    report = HouseholdShow(
        slug=household.slug,
        name=household.name,
        currency=household.currency,
        filing_status=household.filing_status,
        state=household.state,
        time_zone=household.time_zone,
        revision=revision,
        onboarding=_onboarding(complete),
        members=members_of(inputs, today),
        records={
            "accounts": sum(account.active for account in inputs.accounts),
            "income_sources": sum(source.active for source in inputs.income_sources),
            "deductions": sum(deduction.active for deduction in inputs.deductions),
            "flows": sum(flow.active for flow in inputs.flows),
        },
    )
    return report, today


def members_of(inputs: "Inputs", today: date) -> tuple[MemberRow, ...]:
    """Return the active members with their ages on ``today``."""
    return tuple(
        MemberRow(
            id=member.id,
            name=member.name,
            relationship=member.relationship,
            date_of_birth=member.date_of_birth,
            age=age_on(member.date_of_birth, today),
            employment_status=member.employment_status,
        )
        for member in inputs.members
        if member.active
    )


def age_on(born: date | None, today: date) -> int | None:
    """Return the age in whole years; who is born on 29 February turns a year older on 28 February of common years."""
    if born is None or born > today:
        return None
    day = 28 if (born.month, born.day) == (2, 29) and today.year % 4 else born.day
    return today.year - born.year - ((today.month, today.day) < (born.month, day))


def _onboarding(complete: bool) -> str:
    return "complete" if complete else "incomplete"
