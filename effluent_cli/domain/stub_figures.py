"""Figures from a real pay stub in place of those that the rules give: the household's overrides at work.

Gross, deductions and taxes may be overridden; net pay always follows, so that a paycheck's lines keep summing to zero.
"""

from collections.abc import Mapping
from dataclasses import replace

from effluent_cli.domain.paycheck import Paycheck

TAXES = {
    "federal_income_tax": "federal_income_tax",
    "social_security_tax": "social_security",
    "medicare_tax": "medicare",
    "additional_medicare_tax": "additional_medicare",
}
"""Kind of the flow → field of the paycheck."""
STATE_TAX = "state_income_tax"
NET = "net_pay"


def can_be_overridden(kind: str) -> bool:
    """Return whether a paycheck's line of that kind takes a figure from a stub."""
    return kind in TAXES or kind in ("gross", STATE_TAX) or kind.startswith("deduction-")


def as_on_the_stub(check: Paycheck, figures: Mapping[str, int], state_extra: int) -> Paycheck:
    """Return ``check`` with the taxes that ``figures`` (kind → cents) name, and the W-4's extra state tax; net pay follows.

    ``state_extra`` (cents a paycheck) counts where the state taxes wages, whether or not its tax is modelled.
    """
    taxed = replace(
        check,
        federal_income_tax=figures.get("federal_income_tax", check.federal_income_tax),
        social_security=figures.get("social_security_tax", check.social_security),
        medicare=figures.get("medicare_tax", check.medicare),
        additional_medicare=figures.get("additional_medicare_tax", check.additional_medicare),
    )
    state_tax = check.state.income_tax
    # A state that taxes no wages is full with nothing: extra money for it would go nowhere.
    if state_extra and not (check.state.status == "full" and not state_tax):
        state_tax = (state_tax or 0) + state_extra
    state_tax = figures.get(STATE_TAX, state_tax)
    more = sum(getattr(taxed, field) - getattr(check, field) for field in TAXES.values())
    more += (state_tax or 0) - (check.state.income_tax or 0)
    return replace(taxed, state=replace(check.state, income_tax=state_tax), net_pay=check.net_pay - more)
