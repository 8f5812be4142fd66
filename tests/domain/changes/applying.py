"""Changes applied to small households with round figures: what every module of these tests stands on."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from effluent_cli.domain.changes import compiled
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.month_rows import MonthRow
from effluent_cli.domain.overlay import Overlay
from effluent_cli.domain.periods import last_day, month_of, parse_month
from effluent_cli.domain.projection import Projection, project
from effluent_cli.domain.records import Assumption, Inputs, Setting
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.errors import Refused
from tests.households import RULES, TODAY

FLAT = tuple(
    Assumption(name, Decimal(0))
    for name in (
        "inflation",
        "salary_growth",
        "property_growth",
        "vehicle_growth",
        "savings_yield",
        "return_us_stocks",
        "return_intl_stocks",
        "return_bonds",
        "return_cash",
    )
)
"""Nothing grows: what changes is what was changed."""
FROZEN = (Setting("law_year", "2026"),)
"""The law stays that of 2026."""
ON = date(2027, 2, 1)


def asked(type_: str, on: date = ON, until: date | None = None, *, key: str = "c1", **values: Any) -> Asked:
    """Return a change."""
    return Asked(key, type_, on, until, values)


def made(stated: Inputs, changes: Iterable[Asked], months: int = 12, as_of: date = TODAY) -> tuple[Inputs, Overlay]:
    """Compile the changes for a projection of so many months."""
    rates = household_assumptions(RULES, stated.assumptions)
    return compiled(stated, changes, rates, as_of, last_day(month_of(as_of) + months))


def after(stated: Inputs, *changes: Asked, months: int = 12, as_of: date = TODAY) -> Projection:
    """Project under the changes, and see to it that every cent is accounted for."""
    records, overlay = made(stated, changes, months, as_of)
    found = project(records, RULES, as_of, months, overlay)
    accounted(found)
    return found


def accounted(found: Projection) -> None:
    """Check the identities of every month."""
    before = found.opening_net_worth
    for row in found.months:
        flows = row.income - row.taxes - row.spending - row.interest + row.returns + row.adjustments
        assert flows == sum(row.components.values()) == row.net_worth - before
        assert row.assets - row.liabilities == row.net_worth
        assert row.net_flow == row.closing_cash - row.opening_cash
        before = row.net_worth


def row(found: Projection, month: str) -> MonthRow:
    """Return one month."""
    return found.months[parse_month(month) - found.first]


def by_month(found: Projection, component: str, first: str, count: int) -> list[int]:
    """Return a component in so many months from ``first`` on, in cents; 0 where it does not occur."""
    at = parse_month(first) - found.first
    return [each.components.get(component, 0) for each in found.months[at : at + count]]


def refused(stated: Inputs, *changes: Asked) -> str:
    """Return why a change cannot be applied."""
    with pytest.raises(Refused) as found:
        made(stated, changes)
    assert found.value.code == "change_not_applicable"
    return str(found.value)
