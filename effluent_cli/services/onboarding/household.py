"""Which household the answers are about, and how it stands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effluent_cli.domain.records import Inputs, Step, SystemFlow
from effluent_cli.domain.slugs import derived_slug, is_slug
from effluent_cli.errors import UsageProblem
from effluent_cli.services.onboarding.reading import Plain

if TYPE_CHECKING:
    from effluent_cli.store.home import Home
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books


@dataclass(frozen=True)
class Stored:
    """A household as it stands: None and nothing where it does not exist."""

    inputs: Inputs | None = None
    steps: tuple[Step, ...] = ()
    flows: tuple[SystemFlow, ...] = ()
    revision: int = 0


def stored_in(file: "HouseholdFile") -> Stored:
    """Return a household as it stands. Raises DamagedFile, TooNew, Busy."""
    if not file.exists():
        return Stored()
    with file.reading() as books:
        return read(books)


def read(books: "Books") -> Stored:
    """Return the household in ``books``."""
    return Stored(books.inputs(), books.steps(), books.system_flows(), books.revision())


def slug_of(home: "Home", tables: Plain, named: str | None) -> str:
    """Return the slug: as named, else as answered, else made from the household's name, else that of the only household.

    A name of which nothing is left in ASCII gets the first number that is free or already its own. Raises UsageProblem where
    neither names a household and there are several.
    """
    if named is not None:
        return named
    info = tables.get("household_info")
    table = info if isinstance(info, dict) else {}
    stated, name = table.get("slug"), table.get("name")
    if isinstance(stated, str) and is_slug(stated):
        return stated
    if isinstance(name, str):
        return _from_name(home, name)
    slugs, _ = home.slugs() if info is None else ((), ())
    if len(slugs) > 1:
        raise UsageProblem(f"which household? {', '.join(slugs)}", hint=f"name one: -H {slugs[0]}")
    return slugs[0] if slugs else derived_slug("", "household")


def _from_name(home: "Home", name: str) -> str:
    taken: set[str] = set()
    slug = derived_slug(name, "household")
    while slug == derived_slug("", "household", taken):
        inputs = stored_in(home.household(slug)).inputs
        if inputs is None or inputs.household.name == name:
            break
        taken.add(slug)
        slug = derived_slug(name, "household", taken)
    return slug
