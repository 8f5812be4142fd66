"""One job in one calendar year, paycheck after paycheck: the state that one leaves for the next, and for the limits."""

from collections.abc import Mapping, Sequence
from datetime import date

from effluent_cli.domain.catalog import PAY_PERIODS
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.limits import LIMIT_OF
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.pay import PayRun, PaySeries, deferral, gross_on, match_of, w4_of
from effluent_cli.domain.paycheck import Paycheck, Supplement, YearToDate, reckon
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Deduction, IncomeSource
from effluent_cli.domain.room import Room
from effluent_cli.domain.stub_figures import as_on_the_stub
from effluent_cli.domain.tax_year import TaxYear

DAYS = 366
"""No year has more days, or paychecks of one job."""


class JobYear:
    """One job in one calendar year: what it has paid so far, in ``series``.

    Most paychecks are like the one before. Of a job ``by_itself``, whose pay hangs on nothing but its own year to date, how
    many more will be is known as soon as one is reckoned, and of those only the days are noted.
    """

    def __init__(
        self,
        index: InputsIndex,
        terms: JobTerms,
        tax_year: TaxYear,
        assumptions: Rates,
        room: Room,
    ) -> None:
        self.series: list[PaySeries] = []
        self._index = index
        self._assumptions = assumptions
        self._tax_year = tax_year
        self._room = room
        self._social_security_wages = self._medicare_wages = self._supplemental = 0
        self._wage_base = tax_year.social_security.wage_base
        self._threshold = tax_year.medicare.additional_withheld_over
        self._matched: dict[str, list[int]] = {}
        self._days: list[date] = []
        self._counted = self._alike = 0
        self.turn(terms)

    def turn(self, terms: JobTerms) -> None:
        """Go on under other terms; what the year has come to so far stays."""
        self._catch_up()
        source, form = terms.source, terms.withholding
        self._source = source
        self._deductions = terms.deductions
        self._figures = terms.figures
        self._state = source.work_state or self._index.inputs.household.state
        self._state_extra = form.state_extra if form is not None else 0
        self._w4 = w4_of(self._index, form, self._tax_year)
        self._periods = PAY_PERIODS[source.pay_frequency]
        self._gross: int | None = None
        self._known: dict[tuple[object, ...], Paycheck] = {}
        self._figures_stated = self._index.states_figures(terms)
        self._matching = any(deduction.match for deduction in terms.deductions)
        limited = any(deduction.type in LIMIT_OF for deduction in terms.deductions)
        self.by_itself = not (self._figures_stated or self._matching or (limited and not self._room.ample))
        for deduction in terms.deductions:
            self._matched.setdefault(deduction.id, [0] * len(deduction.match))

    def pay(self, on: date) -> None:
        """Reckon the paycheck of ``on``. A figure from a stub stays what the stub says, whatever the limit."""
        if self._alike:
            self._alike -= 1
            self._days.append(on)
            return
        self._catch_up()
        source = self._source
        figures = self._index.figures(source.id, on, self._figures) if self._figures_stated else {}
        if self._gross is None:
            # Raises come in January: as long as its terms hold, a job pays the same all year.
            self._gross = gross_on(source, on, self._assumptions)
        gross = figures.get("gross", self._gross)
        taken = tuple([(deduction, self._taken(deduction, gross, figures, on)) for deduction in self._deductions])
        # The most that the paycheck may add to the wages of the year.
        reach = gross + sum([abs(amount) for _, amount in taken])
        check = self._check(gross, taken, figures, reach)
        matches = self._matches(taken, gross, on) if self._matching else ()
        self._note(PayRun(source, on, check, taken, matches), reach)

    def pay_all(self, days: Sequence[date]) -> None:
        """Reckon the paychecks of some days between which nothing else happens to the job."""
        at = 0
        while at < len(days):
            self.pay(days[at])
            alike = days[at + 1 : at + 1 + self._alike]
            self._days.extend(alike)
            self._alike -= len(alike)
            at += 1 + len(alike)

    def _note(self, run: PayRun, reach: int) -> None:
        """Add a paycheck to those that it is like, or begin anew; find out how many more will be like it."""
        if not (self.series and _are_alike(self.series[-1].first, run)):
            self._days, self._counted = [], 0
            self.series.append(PaySeries(run, self._days))
        base_left, below = self._base_left, self._below
        self._days.append(run.on)
        self._catch_up()
        if self.by_itself:
            self._alike = min(_more(base_left, self._base_left, reach), _more(below, self._below, reach))

    @property
    def _base_left(self) -> int:
        """How far the year is from the wage base; not above 0: beyond it."""
        return self._wage_base - self._social_security_wages

    @property
    def _below(self) -> int:
        """How far the year is from the threshold of Additional Medicare; not above 0: beyond it."""
        return self._threshold - self._medicare_wages

    def _catch_up(self) -> None:
        """Count the paychecks of which only the days were noted; the next one is reckoned again."""
        self._alike = 0
        if more := len(self._days) - self._counted:
            self._count(self.series[-1].first.check, more)
            self._counted += more

    @property
    def _ytd(self) -> YearToDate:
        return YearToDate(self._social_security_wages, self._medicare_wages, self._supplemental)

    def _check(
        self, gross: int, taken: tuple[tuple[Deduction, int], ...], figures: Mapping[str, int], reach: int
    ) -> Paycheck:
        """Return the paycheck, the same one again for the same pay: most paychecks of a year differ in nothing."""
        # All that the year to date means to a paycheck: how far off wage base and threshold are, if within its reach.
        base_left, below = min(reach, max(0, self._base_left)), min(reach, max(0, self._below))
        key = (gross, base_left, below, *[amount for _, amount in taken], *figures.items())
        check = self._known.get(key)
        if check is None:
            check = reckon(
                tax_year=self._tax_year,
                periods=self._periods,
                gross=gross,
                state=self._state,
                w4=self._w4,
                deductions=[(deduction.type, amount) for deduction, amount in taken],
                ytd=self._ytd,
            )
            if figures or self._state_extra:
                check = as_on_the_stub(check, figures, self._state_extra)
            self._known[key] = check
        return check

    def bonus(self, on: date, amount: int) -> PayRun:
        """Return a payment of supplemental wages beside the paychecks: flat withholding, and nothing deducted."""
        self._catch_up()
        check = reckon(
            tax_year=self._tax_year,
            periods=self._periods,
            gross=0,
            state=self._state,
            w4=self._w4,
            deductions=(),
            ytd=self._ytd,
            supplement=Supplement(amount),
        )
        self._count(check, 1)
        return PayRun(self._source, on, check, (), ())

    def _count(self, check: Paycheck, times: int) -> None:
        self._social_security_wages += check.social_security_wages * times
        self._medicare_wages += check.medicare_wages * times
        self._supplemental += check.supplemental.wages * times

    def _taken(self, deduction: Deduction, gross: int, figures: Mapping[str, int], on: date) -> int:
        amount = figures.get(f"deduction-{deduction.id}") if figures else None
        if amount is None and self._room.ample:
            return deferral(deduction, gross)
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
        self._catch_up()
        source = self._source
        stub = stub_of(source, on.year)
        if stub is not None:
            self._social_security_wages, self._medicare_wages = stub.social_security_wages, stub.medicare_wages
        if source.ytd_gross is not None:
            self._room.restate_pay(source, source.ytd_gross)
        if source.ytd_deferrals is not None:
            self._room.restate(source, source.ytd_deferrals, on)


def _are_alike(one: PayRun, other: PayRun) -> bool:
    """Return whether two paychecks of a job differ in nothing but their days."""
    # Checks that are equal are one and the same (``_check``).
    same = one.check is other.check and one.source is other.source
    return same and (one.deductions, one.matches) == (other.deductions, other.matches)


def _more(before: int, after: int, reach: int) -> int:
    """Return how many paychecks like the last one may follow for sure, as far as one edge of the year's wages goes.

    ``before`` and ``after`` the last one it was, and is, so far off; beyond it nothing changes any more.
    """
    # A count of paychecks, whatever kind of number an amount is.
    return int(max(0, after) // reach) if before > 0 and reach else DAYS


def stub_of(source: IncomeSource, year: int) -> YearToDate | None:
    """Return the state that a pay stub of ``year`` gives for the paychecks after it."""
    if source.ytd_on is None or source.ytd_on.year != year:
        return None
    gross = source.ytd_gross or 0
    return YearToDate(
        social_security_wages=gross if source.ytd_social_security_wages is None else source.ytd_social_security_wages,
        medicare_wages=gross if source.ytd_medicare_wages is None else source.ytd_medicare_wages,
    )
