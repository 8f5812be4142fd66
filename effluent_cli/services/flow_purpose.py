"""What a user flow is for: the property it belongs to, the job that pays it, the business or rental whose expense it is."""

from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import GROUP_OF, SUPPLEMENTAL_CATEGORIES, W2_TYPES
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused

if TYPE_CHECKING:
    from effluent_cli.domain.index import InputsIndex
    from effluent_cli.domain.records import IncomeSource

TRANSFER = "transfer"


def check_purpose(index: "InputsIndex", flow_type: str, property_: str | None) -> None:
    """Raise unless a flow may be for that property: NotFound, Refused, InvalidInput."""
    if property_ is None:
        return
    account = index.accounts.get(property_)
    if account is None:
        raise NotFound(f"there is no account {property_!r}", hint="effluent account list")
    if GROUP_OF[account.type] != "property":
        raise Refused(f"{property_} is no property", code="other_account_type", hint="effluent account list")
    if flow_type == TRANSFER:
        message = "a transfer moves money and is for no property"
        raise InvalidInput(f"--property: {message}", problems=(Problem("--property", property_, message),))


def source_for(index: "InputsIndex", source: str | None, flow_type: str, category: str | None) -> "IncomeSource | None":
    """Return the source that a flow belongs to: the job that pays a bonus, the business or rental that an expense is of.

    Raises InvalidInput for a flow that belongs to none, NotFound, Refused for a source of another kind.
    """
    if source is None:
        return None
    if flow_type != "expense" and not (flow_type == "income" and category in SUPPLEMENTAL_CATEGORIES):
        words = ", ".join(SUPPLEMENTAL_CATEGORIES)
        message = f"only an expense of a business or rental has one, and what a job pays beside its salary: {words}"
        raise InvalidInput(f"--source: {message}", problems=(Problem("--source", source, message),))
    found = index.sources.get(source)
    if found is None:
        raise NotFound(f"there is no income source {source!r}", hint="effluent income list")
    from effluent_cli.domain.onboarding import BUSINESS_TYPES

    if flow_type == "expense" and found.type not in BUSINESS_TYPES:
        raise Refused(f"{source} is no business and no rental", code="not_a_business", hint="effluent income list")
    if flow_type == "income" and found.type not in W2_TYPES:
        raise Refused(
            f"{source} is no W-2 job: nothing is withheld from it", code="not_w2", hint="effluent income list"
        )
    return found
