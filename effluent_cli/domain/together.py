"""The returns of one year worked out together: one, or those of two spouses who file separately.

Who files separately itemizes if the spouse does (IRC 63(c)(6)(A)): of both ways that counts which costs the couple less.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from effluent_cli.domain.amounts import Amount, each
from effluent_cli.domain.frozen import changed
from effluent_cli.domain.holdings import YearAmounts
from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.liability import Liability, liability
from effluent_cli.domain.tax_return import with_accounts

Facts = Mapping[tuple[str, str], int]


class Together:
    """What the ``certain`` returns come to with what the accounts add to each, ``amounts``, path by path."""

    def __init__(self, certain: Sequence[Return], amounts: Sequence[YearAmounts], qualified: Decimal) -> None:
        self._certain = certain
        self._qualified = qualified
        self._added: list[Amount] = []
        for year in amounts:
            self._added += [year.interest, year.gains, year.distributions, year.premiums, year.dividends]
        self._known: dict[tuple[int, ...], tuple[Liability, ...]] = {}

    def total(self, number: int) -> Amount:
        """Return the tax of a return, on every path."""
        return each(lambda *row: self._worked(row)[number].total, *self._added)

    def agi(self, number: int) -> Amount:
        """Return the adjusted gross income of a return, on every path."""
        return each(lambda *row: self._worked(row)[number].above.agi, *self._added)

    def only(self, number: int) -> Liability | None:
        """Return a return's working, once something was asked for: None where several paths differ."""
        found = list(self._known.values())
        return found[0][number] if len(found) == 1 else None

    def _worked(self, row: tuple[int, ...]) -> tuple[Liability, ...]:
        if row not in self._known:
            size = len(row) // len(self._certain)
            full = [
                with_accounts(certain, *row[number * size : (number + 1) * size], qualified=self._qualified)
                for number, certain in enumerate(self._certain)
            ]
            self._known[row] = _cheapest(full)
        return self._known[row]


def _cheapest(returns: Sequence[Return]) -> tuple[Liability, ...]:
    if len(returns) == 1:
        return (liability(returns[0]),)
    ways = [tuple(liability(changed(each, deduction=way)) for each in returns) for way in ("standard", "itemized")]
    return min(ways, key=lambda way: sum(each.total for each in way))


def divided(facts: Facts, people: Sequence[str]) -> tuple[Facts, ...]:
    """Return the facts of each return: all of a single one; of two, a person's own, and half of what is nobody's."""
    if len(people) == 1:
        return (facts,)
    parts: tuple[dict[tuple[str, str], int], ...] = tuple({} for _ in people)
    for (what, whose), amount in facts.items():
        for number, part in enumerate(parts):
            if whose in ("", people[number]):
                shared = amount * (number + 1) // len(people) - amount * number // len(people)
                part[what, whose] = amount if whose else shared
    return parts
