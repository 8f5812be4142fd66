"""Every paycheck of a household, reckoned a calendar year at a time, all jobs together in the order of their dates.

Paychecks are reckoned from 1 January (or the source's start), because Social Security's wage base, Additional Medicare and
the limits of contributions depend on the year to date; a pay stub's year-to-date figures take the place of what came before
it. Limits hold for a person over all jobs, some for a couple or a household: a job asked for alone gives the same paychecks.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from operator import attrgetter

from effluent_cli.domain.catalog import PAY_PERIODS, W2_TYPES
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.job_year import JobYear, stub_of
from effluent_cli.domain.limits import LIMIT_OF
from effluent_cli.domain.money import share
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.pay import PayRun, PaySeries, deferral, gross_on
from effluent_cli.domain.pay_calendar import (
    BONUS,
    PAYDAY,
    STUB,
    TERMS,
    happenings,
    limits_used_by_hand,
    owner_of,
    paydays,
)
from effluent_cli.domain.paycheck import Paycheck
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import IncomeSource
from effluent_cli.domain.room import Room
from effluent_cli.domain.rulebook import Rules, household_rules
from effluent_cli.domain.tax_year import TaxYear


@frozen
class PaidYear:
    """The pay of one calendar year: ``series`` of paychecks by source, in the order of their dates.

    ``bonuses`` are the payments of supplemental wages, by the flow that states them. ``limits`` are what stopped contributions.
    """

    tax_year: TaxYear
    series: Mapping[str, tuple[PaySeries, ...]]
    bonuses: Mapping[str, tuple[PayRun, ...]]
    limits: Room

    @cached_property
    def runs(self) -> Mapping[str, tuple[PayRun, ...]]:
        """Every single paycheck by source, in the order of their dates."""
        return {key: tuple(run for each in found for run in each.runs()) for key, found in self.series.items()}

    @cached_property
    def room(self) -> Room:
        """The room that contributions used; where it was ample, they are counted only for who asks."""
        if self.limits.ample:
            for run in sorted((run for runs in self.runs.values() for run in runs), key=attrgetter("on")):
                for deduction, amount in run.deductions:
                    self.limits.take(run.source, deduction, amount, run.on)
        return self.limits

    def paid_by(self, source: str) -> Iterator[PaySeries]:
        """Yield everything that a job paid, bonuses last."""
        yield from self.series.get(source, ())
        for runs in self.bonuses.values():
            yield from (PaySeries(run, (run.on,)) for run in runs if run.source.id == source)


class Payroll:
    """The paychecks of a household under its assumptions; years are reckoned when they are first asked for."""

    def __init__(self, index: InputsIndex, rules: Rules, assumptions: Rates) -> None:
        self.index = index
        self.rules = household_rules(rules, index.inputs.settings)
        self.assumptions = assumptions
        self._jobs = [source for source in index.sources.values() if source.type in W2_TYPES]
        self._stages = {source.id: index.job_terms(source) for source in self._jobs}
        paying = {flow.source for flow in index.bonuses.values()}
        self._steady = {key for key, stages in self._stages.items() if len(stages) == 1 and key not in paying}
        self._saved_by_hand = limits_used_by_hand(index)
        limited = [
            (terms, found)
            for terms in chain(*self._stages.values())
            if (found := [each for each in terms.deductions if each.type in LIMIT_OF])
        ]
        self._limited = [(terms.source, found) for terms, found in limited]
        used = {LIMIT_OF[each.type] for _, found in limited for each in found}
        matched = any(each.match for _, found in limited for each in found)
        stated = any(index.states_figures(terms) for terms, _ in limited)
        self._foreseeable = not matched and not stated and self._saved_by_hand.isdisjoint(used)
        self._years: dict[int, PaidYear] = {}
        self._without_roth_rule: dict[int, PaidYear] = {}

    def runs(self, source: str, first: date, last: date) -> Iterator[PayRun]:
        """Yield the pay runs of a source from ``first`` to ``last``, both inclusive."""
        for year in range(first.year, last.year + 1):
            for run in self.year(year).runs.get(source, ()):
                if first <= run.on <= last:
                    yield run

    def series(self, source: str, first: date, last: date) -> Iterator[PaySeries]:
        """Yield the paychecks of a source from ``first`` to ``last``, both inclusive, those that are alike together."""
        for year in range(first.year, last.year + 1):
            for each in self.year(year).series.get(source, ()):
                if days := each.within(first, last):
                    yield PaySeries(each.first, days)

    def bonuses(self, flow: str, first: date, last: date) -> Iterator[PayRun]:
        """Yield the payments of a flow of supplemental wages from ``first`` to ``last``, both inclusive."""
        for year in range(first.year, last.year + 1):
            yield from (run for run in self.year(year).bonuses.get(flow, ()) if first <= run.on <= last)

    def year(self, year: int) -> PaidYear:
        """Return a whole calendar year."""
        if year not in self._years:
            self._years[year] = self._paid(year, roth_rule=True)
        return self._years[year]

    def _paid(self, year: int, *, roth_rule: bool) -> PaidYear:
        tax_year = self.rules.tax_year(year, self.assumptions)
        room = Room(self.index, tax_year, lambda source: roth_rule and self.roth_catch_up_only(source, year))
        room.ample = self._is_ample(year, room)
        begun = {key: _on(stages, date(year, 1, 1)) for key, stages in self._stages.items()}
        jobs = {key: JobYear(self.index, terms, tax_year, self.assumptions, room) for key, terms in begun.items()}
        bonuses: dict[str, list[PayRun]] = {key: [] for key in self.index.bonuses}
        apart = {key for key, job in jobs.items() if job.by_itself and self._is_undisturbed(key, year)}
        for key in apart:
            jobs[key].pay_all(list(paydays(self.index.sources[key], begun[key], date(year, 1, 1), date(year, 12, 31))))
        busy = len(apart) < len(jobs) or self._saved_by_hand
        for day, kind, key, amount in happenings(self.index, self.assumptions, year, apart) if busy else ():
            if kind == PAYDAY:
                jobs[key].pay(day)
            elif kind == TERMS:
                jobs[key].turn(self._stages[key][amount])
            elif kind == BONUS:
                bonuses[key].append(jobs[self.index.bonuses[key].source or ""].bonus(day, amount))
            elif kind == STUB:
                jobs[key].restate(day)
            else:
                room.transfer(owner_of(self.index, key), self.index.accounts[key].type, day, amount)
        return PaidYear(
            tax_year,
            {key: tuple(job.series) for key, job in jobs.items()},
            {key: tuple(runs) for key, runs in bonuses.items()},
            room,
        )

    def _is_undisturbed(self, job: str, year: int) -> bool:
        """Return whether nothing but paychecks happens to a job in a year: the same terms, no bonus, no pay stub."""
        source = self.index.sources[job]
        return job in self._steady and (source.ytd_on is None or source.ytd_on.year != year)

    def _is_ample(self, year: int, room: Room) -> bool:
        """Return whether for sure no limit stops a contribution of the year: in most years of most households none does.

        Nothing is sure where a stub, an employer or a transfer has a say in how much of a limit is used.
        """
        if not self._foreseeable or any(stub_of(source, year) is not None for source in self._jobs):
            return False
        wanted: list[tuple[str, str, int]] = []
        for source, limited in self._limited:
            # A year has at most one pay date more than it has pay periods, and its raises come in January.
            gross, times = gross_on(source, date(year, 1, 1), self.assumptions), PAY_PERIODS[source.pay_frequency] + 1
            wanted += [(LIMIT_OF[each.type], source.member, deferral(each, gross) * times) for each in limited]
        return not wanted or room.holds(wanted)

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
        stub = stub_of(source, year)
        before = stub.social_security_wages if stub is not None else 0
        return before + sum([check.social_security_wages * times for check, times in _since_stub(paid, source, year)])

    def social_security_withheld(self, source: IncomeSource, year: int) -> int:
        """Return what a job withholds for Social Security in ``year``, in cents: up to a pay stub, of the wages there."""
        paid, stub = self.year(year), stub_of(source, year)
        before = share(stub.social_security_wages, paid.tax_year.social_security.rate) if stub is not None else 0
        return before + sum([check.social_security * times for check, times in _since_stub(paid, source, year)])


def _since_stub(paid: PaidYear, source: IncomeSource, year: int) -> Iterator[tuple[Paycheck, int]]:
    """Yield the paychecks of a job after its pay stub of the year, or all, each with how often it is paid."""
    stated = source.ytd_on is not None and source.ytd_on.year == year
    after = (source.ytd_on or date.min) + timedelta(days=1) if stated else date.min
    for each in paid.paid_by(source.id):
        yield each.first.check, len(each.within(after, date.max))


def _on(stages: Sequence[JobTerms], day: date) -> JobTerms:
    """Return the terms of a job that hold on a day."""
    return [each for each in stages if each.since <= day][-1]
