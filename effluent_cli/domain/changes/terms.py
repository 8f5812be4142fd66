"""The terms of a debt while agreements of a scenario hold: at each day on which one begins or ends, all that hold apply."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from effluent_cli.domain.loan_rules import rate_on
from effluent_cli.domain.overlay import DebtTerms
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms

Terms = LoanTerms | CardTerms


class Agreement(NamedTuple):
    """Terms from the end of ``on`` to ``until``. ``change`` makes them of those before; ``payment`` is given, or reckoned.

    ``costs`` (cents) are added to what is owed at the beginning.
    """

    on: date
    until: date | None
    change: Callable[[Terms], Terms]
    payment: int | None = None
    costs: int = 0

    def holds(self, day: date) -> bool:
        """Whether it applies to what comes after a day."""
        return self.on <= day and (self.until is None or day < self.until)


def dated_terms(stated: Terms, agreements: Sequence[Agreement], rates: Rates) -> Iterator[DebtTerms]:
    """Yield what holds from each day on which an agreement about a debt begins or ends; ``stated`` is what it was before."""
    days = {each.on for each in agreements} | {each.until for each in agreements if each.until is not None}
    for day in sorted(days):
        terms = stated
        if isinstance(terms, LoanTerms):
            terms = replace(terms, rate=rate_on(terms, day + timedelta(days=1), rates))
        held = [each for each in agreements if each.holds(day)]
        for each in held:
            terms = each.change(terms)
        payments = [each.payment for each in held if each.payment is not None]
        if not held and isinstance(stated, LoanTerms) and all(each.change(stated) == stated for each in agreements):
            payments = [stated.payment]
        costs = sum(each.costs for each in held if each.on == day)
        yield DebtTerms(day, stated.account, terms, payment=payments[-1] if payments else None, costs=costs)
