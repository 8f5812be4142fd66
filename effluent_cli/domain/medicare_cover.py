"""Whose Medicare premiums a household pays, and how much a month: Part B, and what high incomes of two years before add.

A person is covered from the month of 65 on, but not while a job of the person's own pays: then the employer's plan is taken to
go on. What the income of a year before the projection adds is not known, and left out; so is the premium of a plan for drugs.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from operator import itemgetter

from effluent_cli.domain.amounts import Amount, each
from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.medicare import first_month, income_year, premiums
from effluent_cli.domain.month_plans import Stop
from effluent_cli.domain.periods import first_day, month_of, month_text
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.tax_facts import Fact
from effluent_cli.domain.withdrawals import Span

COVERED = ("self", "spouse", "partner")
CATEGORY = "health_insurance"


@frozen
class Insured:
    """A person with Medicare from ``first`` (a month) on, but for the months of the person's own jobs."""

    member: str
    name: str
    first: int
    employed: tuple[Span, ...]

    def pays(self, month: int) -> bool:
        """Whether the premium is due in a month."""
        if month < self.first:
            return False
        return not any(first <= month and (last is None or month <= last) for first, last in self.employed)

    def next_due(self, since: int) -> int | None:
        """Return the first month from ``since`` on in which the premium is due; None where a job never ends."""
        month = max(since, self.first)
        for first, last in sorted(self.employed, key=itemgetter(0)):
            if first > month:
                break
            if last is None:
                return None
            month = max(month, last + 1)
        return month


class Medicare:
    """The premiums of the household's people, due on the first of each month."""

    def __init__(self, index: InputsIndex, rules: Rules, assumptions: Rates) -> None:
        self.rules = rules
        self.assumptions = assumptions
        self.status = index.inputs.household.filing_status or "single"
        self.insured = tuple(
            Insured(
                key,
                member.name,
                first_month(member.date_of_birth),
                tuple(
                    (month_of(source.start or date.min), month_of(source.end) if source.end is not None else None)
                    for source in index.sources.values()
                    if source.member == key and source.type in W2_TYPES
                ),
            )
            for key, member in index.members.items()
            if member.relationship in COVERED and member.date_of_birth is not None
        )
        begins = [month for insured in self.insured if (month := insured.next_due(insured.first)) is not None]
        self._first = min(begins, default=None)
        self._known: dict[tuple[int, str], tuple[Amount, Amount]] = {}

    def stops(self, month: int) -> list[Stop]:
        """Return the stop of a month in which somebody pays a premium."""
        if self._first is None or month < self._first or not any(insured.pays(month) for insured in self.insured):
            return []
        return [Stop(first_day(month).toordinal(), "premiums")]

    def payable(
        self, month: int, agi: Mapping[int, Amount], own: Mapping[str, Mapping[int, Amount]] | None = None
    ) -> Amount:
        """Return the premiums of a month; ``agi`` is the income by year, as far as it is known.

        ``own`` is that of each member who files a separate return.
        """
        year = month // 12
        paying = [insured.member for insured in self.insured if insured.pays(month)]
        alone = [member for member in paying if own and member in own]
        together = len(paying) - len(alone)
        due = together * self._premium(year, "", agi) if together else 0
        for member in alone:
            due = due + self._premium(year, member, (own or {})[member])
        return due

    def _premium(self, year: int, whose: str, agi: Mapping[int, Amount]) -> Amount:
        """Return a person's premium of each month of a year, worked out once for the same income."""
        income = agi.get(income_year(year), 0)
        known = self._known.get((year, whose))
        if known is not None and known[0] is income:
            return known[1]
        law = self.rules.tax_year(year, self.assumptions).medicare_premiums

        def premium(magi: int) -> int:
            found = premiums(law, self.status, magi)
            return found.part_b + found.part_d_extra

        due = each(premium, income)
        self._known[year, whose] = income, due
        return due

    def facts(self, first: int, last: int) -> Iterator[Fact]:
        """Yield what the premiums of the months from ``first`` to ``last`` are to the return, before a projection begins."""
        for month in range(first, last + 1):
            yield Fact("medical", "", self.payable(month, {}))

    def findings(self, first: int, last: int) -> tuple[Finding, ...]:
        """Return a note of who pays Medicare premiums in the months from ``first`` to ``last``."""
        told = [
            f"{insured.name} from {month_text(start)}"
            for insured in self.insured
            if (start := insured.next_due(first)) is not None and start <= last
        ]
        if not told:
            return ()
        message = f"Medicare premiums are reckoned: {', '.join(told)}; flows for the same are on top"
        return (Finding("medicare_reckoned", "info", "household", message, "effluent flows list"),)
