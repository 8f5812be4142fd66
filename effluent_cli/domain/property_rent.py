"""What a property brings in: its rent, counted once. It falls on the 1st of the month in which it was stated, and from there.

Rent stated of a property is a system flow, unless an income source of type rental or a user flow of the category
``rental_income`` covers it: then that counts, and a finding names both figures (system notes, section 3).
"""

from datetime import date

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_shown
from effluent_cli.domain.periods import first_day, month_of
from effluent_cli.domain.property_costs import runs_on, stated_on
from effluent_cli.domain.records import Flow, IncomeSource

CATEGORY = "rental_income"


@frozen
class Rent:
    """What one property is let for (cents each time), with the sources and user flows that state it in another way."""

    account: str
    amount: int
    frequency: str
    stated_on: date
    sources: tuple[IncomeSource, ...]
    flows: tuple[Flow, ...]

    @property
    def anchor(self) -> date:
        """A day on which it falls."""
        return first_day(month_of(self.stated_on))

    def counts(self, day: date) -> bool:
        """Whether the rent itself is received on ``day``: nothing else covers it then."""
        return not any(source.end is None or day <= source.end for source in self.sources) and not any(
            runs_on(flow, day) for flow in self.flows
        )


def rents(index: InputsIndex) -> tuple[Rent, ...]:
    """Return the rents stated of properties. A source or flow that names no property may be any property's rent."""
    sources = tuple(source for source in index.sources.values() if source.type == "rental")
    return tuple(
        Rent(
            account=account.id,
            amount=account.rent,
            frequency=account.rent_frequency,
            stated_on=stated_on(index, account),
            sources=sources,
            flows=tuple(
                flow for flow in index.flows if flow.category == CATEGORY and flow.property in (None, account.id)
            ),
        )
        for account in index.assets.values()
        if account.rent
    )


def rent_findings(index: InputsIndex, as_of: date) -> tuple[Finding, ...]:
    """Return a finding for each rent that a source or a flow covers."""
    found = []
    for rent in rents(index):
        if rent.counts(as_of):
            continue
        others = [f"the income source {source.id}" for source in rent.sources]
        others += [f"the flow {flow.id} ({money_shown(flow.amount)} {flow.frequency})" for flow in rent.flows]
        message = (
            f"rent of {index.assets[rent.account].name}: {' and '.join(others)} counts, "
            f"the rent of {money_shown(rent.amount)} {rent.frequency} does not"
        )
        found.append(Finding("counted_once", "info", f"account:{rent.account}", message, "state rent in one way"))
    return tuple(found)
