"""Estimated payments that nobody states, by the safe harbour of last year's tax: IRC 6654(d)(1)(B)(ii), (C).

A year's four payments, on 15 April, June, September and 15 January after it, come to last year's tax with its penalties, a
tenth more where last year's adjusted gross income was above a limit, less what the year's paychecks will withhold. Who pays
that owes no penalty, whatever the year's own tax comes to. Nothing is paid where what is left, were the year's tax last year's
again, is below 1,000 (6654(e)(1)). Of the first year of a projection last year's tax is not known:
nothing is made up for it. Where a business or a flow states payments, those are paid and none of these.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from effluent_cli.domain.amounts import Amount, choose, positive, share
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.month_plans import Stop
from effluent_cli.domain.self_employment import ESTIMATED_MONTHS
from effluent_cli.domain.settings import setting_of
from effluent_cli.domain.tax.given import SEPARATE

KIND = "estimate"
DAY = 15
MONTHS = tuple(ESTIMATED_MONTHS.values())
HIGH_AGI, HIGH_AGI_SEPARATE = 15_000_000, 7_500_000
"""Above this much income of the year before, 110 % of its tax is to be paid: IRC 6654(d)(1)(C)(i), (ii)."""
MORE = Decimal("1.1")
LEAST = 100_000


class Filed(Protocol):
    """What the harbour needs of a return of the year before (cents)."""

    @property
    def total(self) -> Amount:
        """Its tax."""

    @property
    def penalty(self) -> Amount:
        """What early distributions bear on top."""

    @property
    def agi(self) -> Amount:
        """Its adjusted gross income."""


class Known(Protocol):
    """A year that has been worked out."""

    @property
    def returns(self) -> Sequence[Filed]:
        """Its returns: one, or two of a couple that files separately."""


class SafeHarbor:
    """The payments of a household that has chosen them.

    ``years`` are those worked out so far, ``withheld`` returns what a year's paychecks withhold for a return, by its place.
    """

    def __init__(self, index: InputsIndex, years: Mapping[int, Known], withheld: Callable[[int, int], int]) -> None:
        status = index.inputs.household.filing_status
        self.limit = HIGH_AGI_SEPARATE if status == SEPARATE else HIGH_AGI
        self.chosen = setting_of(index.inputs.settings, "estimated_tax") == "safe_harbor"
        self.stated = tuple(_stated(index))
        self.counts = self.chosen and not self.stated
        """Whether there are such payments at all."""
        self._years = years
        self._withheld = withheld
        self._known: dict[tuple[int, int], Amount] = {}

    def stops(self, month: int) -> Sequence[Stop]:
        """Return the stop of a month in which a payment is due."""
        number = month % 12 + 1
        if not self.counts or number not in MONTHS:
            return ()
        return (Stop(date(month // 12, number, DAY).toordinal(), KIND),)

    def payable(self, on: date) -> Amount:
        """Return the payment of a day on which one is due."""
        quarter = MONTHS.index(on.month) + 1
        whole = self.of_year(on.year - (on.month == 1))
        # The four together are the whole, to the cent.
        return share(whole, Decimal(quarter) / 4) - share(whole, Decimal(quarter - 1) / 4)

    def of_year(self, year: int) -> Amount:
        """Return the sum of the payments for a year: nothing as long as the year before is not known."""
        before = self._years.get(year - 1)
        return sum(self.of_return(year, number) for number in range(len(before.returns))) if before is not None else 0

    def of_return(self, year: int, number: int) -> Amount:
        """Return the sum of the four payments for one return of a year."""
        before = self._years.get(year - 1)
        if before is None or not self.counts:
            return 0
        if (year, number) not in self._known:
            filed = before.returns[number]
            tax, withheld = positive(filed.total + filed.penalty), self._withheld(year, number)
            wanted = positive(choose(filed.agi > self.limit, share(tax, MORE), tax) - withheld)
            self._known[year, number] = choose(tax - withheld < LEAST, 0, wanted)
        return self._known[year, number]

    def findings(self, first_year: int) -> tuple[Finding, ...]:
        """Return what the choice cannot do: for the first year, and beside payments that are stated."""
        if not self.chosen:
            return ()
        if self.stated:
            message = f"estimated payments are stated ({', '.join(self.stated)}): none are reckoned by the safe harbour"
            return (Finding("estimates_stated", "info", "tax", message, "effluent setting set estimated_tax none"),)
        message = f"the tax of {first_year - 1} is not known: no estimated payments for {first_year} are reckoned"
        fix = "effluent flows add --category estimated_tax --type expense …"
        return (Finding("estimates_unknown", "info", "tax", message, fix),)


def _stated(index: InputsIndex) -> list[str]:
    sources = [source.id for source in index.sources.values() if source.estimated_payment]
    return sources + [flow.id for flow in index.flows if flow.category == "estimated_tax"]
