"""``debt list | show | payoff``: what is owed, on what terms, until when, and what paying more would save."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from effluent_cli.domain.books import OpenedBooks, opened_books
from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.debt_findings import minimum_finding, shortage_finding
from effluent_cli.domain.debt_path import DuePayment, Owed, Payoff, debt_path, payoff_of
from effluent_cli.domain.due import Standing, current_rate
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.domain.periods import Month, month_of
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import CardTerms, LoanTerms
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.errors import InvalidInput, NotFound, Problem, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.domain.payoff import PaidOff, Strategy
    from effluent_cli.store.household import HouseholdFile

SHOW = "effluent debt list"
SHOWN_DUE = 12
"""Due dates that ``debt show`` lists."""


@frozen
class DebtRow:
    """One debt today. ``rate`` is the one in force, ``payment`` that of ``next_due``, without ``escrow``.

    ``payoff`` is the month of the last payment and ``interest_left`` all interest until then: both None where the debt is
    never paid off, or where nothing is known of its terms.
    """

    id: str
    name: str
    type: str
    balance: Cents
    rate: Rate | None
    payment: Cents | None
    escrow: Cents | None
    next_due: date | None
    payoff: Month | None
    never: bool
    interest_left: Cents | None


@frozen
class DebtList:
    """Every active debt, in the order of the account types."""

    debts: tuple[DebtRow, ...]


@frozen
class DueRow:
    """One due date to come: ``payment`` = ``interest`` + ``principal``, ``balance`` what is left after it."""

    on: date
    payment: Cents
    interest: Cents
    principal: Cents
    escrow: Cents
    balance: Cents


@frozen
class DebtShow:
    """One debt, its terms, and its next due dates."""

    debt: DebtRow
    loan_terms: LoanTerms | None
    card_terms: CardTerms | None
    due: tuple[DueRow, ...]


@frozen
class Outcome:
    """Payments made, month of the last one, and interest until then; all None where a debt is never paid off."""

    months: int | None
    payoff: Month | None
    interest: Cents | None


@frozen
class PaidOffRow:
    """One debt of a strategy, paid off in ``month``."""

    debt: str
    month: Month
    interest: Cents


@frozen
class StrategyRow:
    """All debts by one strategy: in which order they go, and where it leads."""

    outcome: Outcome
    order: tuple[PaidOffRow, ...]


@frozen
class DebtPayoff:
    """With and without an extra sum a month. ``debt`` None is all debts together, by two strategies."""

    debt: str | None
    extra: Cents
    now: Outcome
    with_extra: Outcome | None
    avalanche: StrategyRow | None
    snowball: StrategyRow | None


@frozen
class Position:
    """The debts of a household on a day: its books, and the rates it assumes."""

    index: InputsIndex
    today: date
    rates: Rates

    @cached_property
    def books(self) -> OpenedBooks:
        """Today's books."""
        return opened_books(self.index, rules(), self.rates, self.today)

    def owed(self, debt: str) -> Owed:
        """Return what is owed on a debt today."""
        return Owed(self.books.balances[debt].balance, self.books.standing.get(debt, Standing()))

    def path(self, debt: str, extra: int = 0) -> tuple[DuePayment, ...]:
        """Return the due dates ahead of a debt, walked once."""
        known = self._paths
        if (debt, extra) not in known:
            owed = self.owed(debt)
            known[debt, extra] = debt_path(self.index, debt, owed.balance, self.today, self.rates, owed.standing, extra)
        return known[debt, extra]

    @cached_property
    def _paths(self) -> dict[tuple[str, int], tuple[DuePayment, ...]]:
        return {}

    def ends(self, debt: str, extra: int = 0) -> Payoff:
        """Return when a debt is paid off; one without terms never is."""
        path = self.path(debt, extra)
        return payoff_of(path) if path or self.owed(debt).balance <= 0 else Payoff(None, None, None)


def position(index: InputsIndex, today: date) -> Position:
    """Return where the debts of a household stand on a day."""
    return Position(index, today, household_assumptions(rules(), index.inputs.assumptions))


def listed(file: "HouseholdFile", caller: Caller) -> tuple[DebtList, date, tuple[Finding, ...]]:
    """Return every active debt, and what is odd about them."""
    here = _position(file, caller)
    order = list(GROUP_OF)
    debts = sorted(here.index.debts.values(), key=lambda each: (order.index(each.type), each.id))
    findings = [finding for each in debts for finding in _findings(here, each.id)]
    return DebtList(tuple(_row(here, each.id) for each in debts)), here.today, (*here.books.findings, *findings)


def show(file: "HouseholdFile", caller: Caller, debt: str) -> tuple[DebtShow, date, tuple[Finding, ...]]:
    """Return one debt with its next due dates. Raises NotFound."""
    here = _position(file, caller)
    known(here.index, debt)
    due = tuple(
        DueRow(each.on, each.payment, each.interest, each.payment - each.interest, each.escrow, each.balance)
        for each in here.path(debt)[:SHOWN_DUE]
    )
    report = DebtShow(_row(here, debt), here.index.loans.get(debt), here.index.cards.get(debt), due)
    return report, here.today, tuple(_findings(here, debt))


def payoff(
    file: "HouseholdFile", caller: Caller, debt: str | None, extra: int
) -> tuple[DebtPayoff, date, tuple[Finding, ...]]:
    """Return what ``extra`` cents a month change, for one debt or for all of them. Raises NotFound, InvalidInput, Refused."""
    if extra < 0:
        message = "an extra sum cannot be negative"
        raise InvalidInput(f"--extra: {message}", problems=(Problem("--extra", extra, message),))
    here = _position(file, caller)
    if debt is not None:
        known(here.index, debt)
        if debt not in here.index.loans and debt not in here.index.cards:
            raise Refused(
                f"nothing is known of the terms of {debt}",
                code="debt_without_rate",
                hint=f"effluent debt edit {debt} --rate R",
            )
        now, more = here.ends(debt), here.ends(debt, extra)
        report = DebtPayoff(debt, extra, _outcome(now), _outcome(more), None, None)
        return report, here.today, tuple(_findings(here, debt))
    return _all(here, extra), here.today, tuple(each for key in here.index.debts for each in _findings(here, key))


def known(index: InputsIndex, debt: str) -> None:
    """Raise NotFound unless there is such a debt."""
    if debt not in index.debts:
        raise NotFound(f"there is no debt {debt!r}", hint=SHOW)


def _position(file: "HouseholdFile", caller: Caller) -> Position:
    with file.reading() as books:
        inputs = books.inputs()
    return position(InputsIndex(inputs), caller.today(inputs.household.time_zone))


def _row(here: Position, debt: str) -> DebtRow:
    account = here.index.debts[debt]
    terms = here.index.loans.get(debt) or here.index.cards.get(debt)
    path = here.path(debt)
    following = next((due for due in path if due.payment), path[0] if path else None)
    ends = here.ends(debt)
    return DebtRow(
        id=debt,
        name=account.name,
        type=account.type,
        balance=here.owed(debt).balance,
        rate=current_rate(terms, following.on if following else here.today, here.rates) if terms is not None else None,
        payment=following.payment if following is not None else None,
        escrow=following.escrow if following is not None else None,
        next_due=following.on if following is not None else None,
        payoff=month_of(ends.on) if ends.on is not None else None,
        never=ends.months is None,
        interest_left=ends.interest,
    )


def _findings(here: Position, debt: str) -> tuple[Finding, ...]:
    path = here.path(debt)
    return (*minimum_finding(here.index, debt, path), *shortage_finding(here.index, debt, path))


def _outcome(ends: Payoff) -> Outcome:
    return Outcome(ends.months, month_of(ends.on) if ends.on is not None else None, ends.interest)


def _all(here: Position, extra: int) -> DebtPayoff:
    # Loaded here, because a list of debts needs no strategy.
    from effluent_cli.domain.payoff import strategy

    owed = {key: here.owed(key) for key in here.index.debts}
    ends = [here.ends(key) for key, each in owed.items() if each.balance > 0]
    now = Outcome(None, None, None)
    if all(each.months is not None for each in ends):
        last = max((each.on for each in ends if each.on is not None), default=None)
        months = max((each.months or 0 for each in ends), default=0)
        now = _outcome(Payoff(months, last, sum(each.interest or 0 for each in ends)))
    avalanche = _strategy(strategy(here.index, owed, here.today, here.rates, "avalanche", extra))
    snowball = _strategy(strategy(here.index, owed, here.today, here.rates, "snowball", extra))
    return DebtPayoff(None, extra, now, None, avalanche, snowball)


def _strategy(found: "Strategy") -> StrategyRow:
    return StrategyRow(_outcome(found.whole), tuple(_paid_off(each) for each in found.debts))


def _paid_off(each: "PaidOff") -> PaidOffRow:
    return PaidOffRow(each.debt, month_of(each.on), each.interest)
