"""What a scenario has happen that no record of a household can say: the second half of what a projection is made from.

Records hold for all time or between two days. A pay rise in March, terms of a debt that change, a house that is sold at what
it will be worth then, markets that fall: these are dated happenings, and stand here. Nothing in here is a mutation: the same
overlay over the same records gives the same months, however often it is applied.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from effluent_cli.domain.rates import Spell
from effluent_cli.domain.records.accounts import CardTerms, LoanTerms
from effluent_cli.domain.records.flows import Override
from effluent_cli.domain.records.income import Deduction, IncomeSource, Withholding
from effluent_cli.domain.records.inputs import Inputs

if TYPE_CHECKING:
    from effluent_cli.domain.entries import Entry


class JobTerms(NamedTuple):
    """What a job is from the day ``since`` on, until the next terms: its pay, its deductions, its W-4. ``pays``: at all.

    ``figures`` are those of a pay stub that hold under these terms; None: those on record.
    """

    since: date
    source: IncomeSource
    deductions: tuple[Deduction, ...]
    withholding: Withholding | None
    pays: bool = True
    figures: tuple[Override, ...] | None = None


class DebtTerms(NamedTuple):
    """Terms that a debt has from the end of ``on``: its payment is reckoned anew unless ``payment`` (cents) says what it is.

    ``costs`` (cents) are added to what is owed first.
    """

    on: date
    debt: str
    terms: LoanTerms | CardTerms
    payment: int | None = None
    costs: int = 0


class Deal(NamedTuple):
    """An account that is sold, bought or valued anew on a day, in the accounts stage: what it is worth then, only that knows.

    ``price`` (cents) is that of the whole of a property or a thing, or how much of an investment is sold; None sells all at
    what it is carried at. ``costs`` come off the price. ``funded_from`` pays a purchase; None: it is a gift.
    """

    on: date
    kind: Literal["sell", "buy", "value"]
    account: str
    price: int | None = None
    costs: int = 0
    funded_from: str | None = None


class Shock(NamedTuple):
    """Accounts that lose (or gain) a fraction in a month; linear in its logarithm the loss is made good in ``recovery`` months.

    ``recovery`` 0: never.
    """

    accounts: frozenset[str]
    month: int
    fraction: float
    recovery: int

    def factor(self, account: str, month: int) -> float:
        """Return what the growth factor of a month is multiplied by."""
        since = month - self.month
        if account not in self.accounts or not 0 <= since <= self.recovery:
            return 1.0
        whole = 1.0 + self.fraction
        return whole if since == 0 else float(whole ** (-1 / self.recovery))


class Overlay(NamedTuple):
    """Everything of a scenario beside its records. ``books`` are the records whose balances today's books are.

    ``jobs`` gives the terms of a job in the order of their days, the first from ``date.min``; ``entries`` are happenings of
    the timetable; ``sold`` and ``bought`` are the days from which on a property costs and brings nothing, or does.
    """

    books: Inputs | None = None
    jobs: Mapping[str, tuple[JobTerms, ...]] = {}
    debts: tuple[DebtTerms, ...] = ()
    entries: "tuple[Entry, ...]" = ()
    deals: tuple[Deal, ...] = ()
    shocks: tuple[Shock, ...] = ()
    spells: tuple[Spell, ...] = ()
    sold: Mapping[str, date] = {}


NONE = Overlay()


def record_of(piece: str) -> str:
    """Return the id of the record that a piece was cut from: ``side`` of ``side.2``. The ids of records have no dot."""
    return piece.partition(".")[0]
