"""Who the household is."""

from datetime import date
from typing import ClassVar

from effluent_cli.domain.frozen import frozen


@frozen
class Household:
    """The household itself: exactly one row per file. ``time_zone`` is an IANA name, ``state`` a postal code or None."""

    KIND: ClassVar[str] = "household"
    KEY: ClassVar[tuple[str, ...]] = ("slug",)
    INPUT: ClassVar[bool] = True
    slug: str
    name: str
    filing_status: str | None = None
    state: str | None = None
    time_zone: str = "UTC"
    currency: str = "USD"


@frozen
class Member:
    """A person of the household."""

    KIND: ClassVar[str] = "member"
    KEY: ClassVar[tuple[str, ...]] = ("id",)
    INPUT: ClassVar[bool] = True
    id: str
    name: str
    relationship: str
    date_of_birth: date | None = None
    blind: bool = False
    employment_status: str | None = None
    origin: str = "command"
    active: bool = True
