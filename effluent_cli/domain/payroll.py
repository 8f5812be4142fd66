"""Every paycheck of a household, reckoned a calendar year at a time, all jobs together in the order of their dates.

Paychecks are reckoned from 1 January (or the source's start), because Social Security's wage base, Additional Medicare and
the limits of contributions depend on the year to date; a pay stub's year-to-date figures take the place of what came before
it. Limits hold for a person over all jobs, some for a couple or a household: a job asked for alone gives the same paychecks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import GROUP_OF, LIQUID_GROUPS, PAY_PERIODS, W2_TYPES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.limits import ACCOUNT_LIMIT
from effluent_cli.domain.pay import PayRun, deferral, gross_on, match_of, w4_of
from effluent_cli.domain.paycheck import YearToDate, reckon
from effluent_cli.domain.records import Account, Deduction, IncomeSource
from effluent_cli.domain.recurrence import in_window
from effluent_cli.domain.room import Room
from effluent_cli.domain.rulebook import Rules, household_rules
from effluent_cli.domain.self_employment import obligations, occurrences_of
from effluent_cli.domain.stub_figures import as_on_the_stub
from effluent_cli.domain.tax_year import TaxYear

TRANSFER, PAYDAY, STUB = 0, 1, 2
"""The order of what happens on one day."""


@dataclass(frozen=True)
class PaidYear:
    """The pay runs of one calendar year by source, in the order of their dates, and the room that contributions used."""

    tax_year: TaxYear
    runs: Mapping[str, tuple[PayRun, ...]]
    room: Room


class Payroll:
    """The paychecks of a household under its assumptions; years are reckoned when they are first asked for."""

    def __init__(self, index: InputsIndex, rules: Rules, assumptions: Mapping[str, Decimal]) -> None:
        self.index = index
        self.rules = household_rules(rules, index.inputs.settings)
        self.assumptions = assumptions
        self._jobs = [source for source in index.sources.values() if source.type in W2_TYPES]
        self._years: dict[int, PaidYear] = {}
        self._without_roth_rule: dict[int, PaidYear] = {}

    def runs(self, source: str, first: date, last: date) -> Iterator[PayRun]:
        """Yield the pay runs of a source from ``first`` to ``last``, both inclusive."""
        for year in range(first.year, last.year + 1):
            for run in self.year(year).runs.get(source, ()):
                if first <= run.on <= last:
                    yield run

    def year(self, year: int) -> PaidYear:
        """Return a whole calendar year."""
        if year not in self._years:
            self._years[year] = self._paid(year, roth_rule=True)
        return self._years[year]

    def _paid(self, year: int, *, roth_rule: bool) -> PaidYear:
        tax_year = self.rules.tax_year(year, self.assumptions)
        room = Room(self.index, tax_year, lambda source: roth_rule and self.roth_catch_up_only(source, year))
        jobs = {source.id: _Job(self, source, tax_year, room) for source in self._jobs}
        for day, rank, key, amount in sorted(self._happenings(year)):
            if rank == PAYDAY:
                jobs[key].pay(day)
            elif rank == STUB:
                jobs[key].restate(day)
            else:
                account = self.index.accounts[key]
                room.transfer(self._owner(account), account.type, day, amount)
        return PaidYear(tax_year, {key: tuple(job.runs) for key, job in jobs.items()}, room)

    def _happenings(self, year: int) -> Iterator[tuple[date, int, str, int]]:
        """Yield (day, rank, id of the source or account, cents) of what uses room in ``year``."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        for source in self._jobs:
            for day in in_window(source.pay_frequency, source.pay_date, (source.start, source.end), first, last):
                yield day, PAYDAY, source.id, 0
            if source.ytd_on is not None and source.ytd_on.year == year:
                yield source.ytd_on, STUB, source.id, 0
        for flow in self.index.flows:
            if flow.type == "transfer" and self._is_own_money(flow.from_account) and self._is_limited(flow.to_account):
                skipped = self.index.skipped.get(flow.id, frozenset())
                for day in in_window(flow.frequency, flow.anchor, (flow.start, flow.end), first, last):
                    if day not in skipped:
                        yield day, TRANSFER, flow.to_account or "", flow.amount
        for source in self.index.sources.values():
            for each in obligations(self.index, source):
                if self._is_limited(each.into):
                    for day, amount in occurrences_of(each, self.assumptions["inflation"], first, last):
                        yield day, TRANSFER, each.into or "", amount

    def _is_limited(self, account: str | None) -> bool:
        return account in self.index.assets and self.index.assets[account].type in ACCOUNT_LIMIT

    def _is_own_money(self, account: str | None) -> bool:
        """Return whether money from there is a contribution; from another retirement account it is a rollover."""
        held = self.index.accounts.get(account or "")
        return held is None or GROUP_OF[held.type] in LIQUID_GROUPS

    def _owner(self, account: Account) -> str:
        """Return whose account it is: its owner's, else that of the household's first person."""
        if account.owner is not None:
            return account.owner
        return next((key for key, each in self.index.members.items() if each.relationship == "self"), "")

    def roth_catch_up_only(self, source: IncomeSource, year: int) -> bool:
        """Return whether catch-ups at a job must be Roth in ``year``: last year's wages were above a limit (414(v)(7))."""
        over = self.rules.tax_year(year, self.assumptions).workplace_plans.roth_catch_up_over
        return bool(over) and self.wages_in(source, year - 1) > over

    def wages_in(self, source: IncomeSource, year: int) -> int:
        """Return the Social Security wages that a job paid in ``year``, in cents.

        They do not depend on whether catch-ups had to be Roth, since deferrals lower no Social Security wages: that rule is
        left out, and the answer needs no year further back.
        """
        paid = self._years.get(year) or self._without_roth_rule.get(year)
        if paid is None:
            paid = self._without_roth_rule[year] = self._paid(year, roth_rule=False)
        stub = _stub(source, year)
        if stub is None or source.ytd_on is None:
            return sum(run.check.social_security_wages for run in paid.runs[source.id])
        later = (run for run in paid.runs[source.id] if run.on > source.ytd_on)
        return stub.social_security_wages + sum(run.check.social_security_wages for run in later)


class _Job:
    """One job in one calendar year: what it has paid so far."""

    def __init__(self, payroll: Payroll, source: IncomeSource, tax_year: TaxYear, room: Room) -> None:
        index = payroll.index
        self.runs: list[PayRun] = []
        self._source = source
        self._index = index
        self._assumptions = payroll.assumptions
        self._tax_year = tax_year
        self._room = room
        self._deductions = index.deductions.get(source.id, ())
        self._state = source.work_state or index.inputs.household.state
        form = index.withholdings.get(source.id)
        self._state_extra = form.state_extra if form is not None else 0
        self._w4 = w4_of(index, source, tax_year)
        self._ytd = YearToDate()
        self._matched = {deduction.id: [0] * len(deduction.match) for deduction in self._deductions}

    def pay(self, on: date) -> None:
        """Reckon the paycheck of ``on``. A figure from a stub stays what the stub says, whatever the limit."""
        source = self._source
        figures = self._index.figures(source.id, on)
        gross = figures.get("gross", gross_on(source, on, self._assumptions))
        taken = tuple((deduction, self._taken(deduction, gross, figures, on)) for deduction in self._deductions)
        check = reckon(
            tax_year=self._tax_year,
            periods=PAY_PERIODS[source.pay_frequency],
            gross=gross,
            state=self._state,
            w4=self._w4,
            deductions=tuple((deduction.type, amount) for deduction, amount in taken),
            ytd=self._ytd,
        )
        if figures or self._state_extra:
            check = as_on_the_stub(check, figures, self._state_extra)
        self._ytd = replace(
            self._ytd,
            social_security_wages=self._ytd.social_security_wages + check.social_security_wages,
            medicare_wages=self._ytd.medicare_wages + check.medicare_wages,
        )
        self.runs.append(PayRun(source, on, check, taken, self._matches(taken, gross, on)))

    def _taken(self, deduction: Deduction, gross: int, figures: Mapping[str, int], on: date) -> int:
        amount = figures.get(f"deduction-{deduction.id}")
        if amount is None:
            amount = self._room.allowed(self._source, deduction, deferral(deduction, gross), on)
        self._room.take(self._source, deduction, amount, on)
        return amount

    def _matches(
        self, taken: tuple[tuple[Deduction, int], ...], gross: int, on: date
    ) -> tuple[tuple[Deduction, int], ...]:
        pay = self._room.counted_pay(self._source, gross)
        found = []
        for deduction, amount in taken:
            if deduction.match:
                wanted = match_of(deduction, pay, amount, self._matched[deduction.id])
                found.append((deduction, self._room.match(self._source, deduction, wanted, on)))
        return tuple(found)

    def restate(self, on: date) -> None:
        """Go on from the figures of a pay stub of ``on``."""
        source = self._source
        self._ytd = _stub(source, on.year) or self._ytd
        if source.ytd_deferrals is not None:
            self._room.restate(source, source.ytd_deferrals, on)


def _stub(source: IncomeSource, year: int) -> YearToDate | None:
    """Return the state that a pay stub of ``year`` gives for the paychecks after it."""
    if source.ytd_on is None or source.ytd_on.year != year:
        return None
    gross = source.ytd_gross or 0
    return YearToDate(
        social_security_wages=gross if source.ytd_social_security_wages is None else source.ytd_social_security_wages,
        medicare_wages=gross if source.ytd_medicare_wages is None else source.ytd_medicare_wages,
    )
