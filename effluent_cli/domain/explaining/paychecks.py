"""A paycheck's lines: gross, what is deducted, what the employer adds, each tax with its rule and its figures."""

from collections.abc import Iterator

from effluent_cli.domain.catalog import (
    DEDUCTION_CATEGORY,
    PAY_PERIODS,
    PRETAX,
    SOURCE_CATEGORY,
    SOURCE_GROWTH,
    W2_TYPES,
)
from effluent_cli.domain.explaining.lines import MOVE, Line, Paycheck, grown_by, stepped
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.job_year import stub_of
from effluent_cli.domain.money import money_shown, percent_shown
from effluent_cli.domain.pay import PayRun, annual_pay, deferral, w4_of
from effluent_cli.domain.pay_calendar import BONUS, PAYDAY, STUB
from effluent_cli.domain.paycheck import YearToDate
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Deduction, Flow, IncomeSource
from effluent_cli.domain.tax_year import WITHHOLDING_COLUMN, TaxYear
from effluent_cli.domain.timetable import deduction_target, paycheck_taxes
from effluent_cli.domain.trace import WAGE_BASES, paycheck_trace
from effluent_cli.domain.withholding import worksheet_1a

STATED = "as stated"
STUB_FIGURE = "the figure of a pay stub: flows override"
LIMITED = "IRC 402(g), 415, 223(b) and the like: effluent tax limits"


class PaycheckLines:
    """The lines of one payment of a job: of its regular pay, or of the supplemental wages that a flow states."""

    def __init__(
        self, index: InputsIndex, payroll: Payroll, rates: Rates, run: PayRun, bonus: Flow | None = None
    ) -> None:
        self._index = index
        self._rates = rates
        self._run = run
        self._bonus = bonus
        self._law: TaxYear = payroll.year(run.on.year).tax_year
        self._before = year_to_date(payroll, run, bonus)
        terms = [each for each in index.job_terms(index.sources[run.source.id]) if each.since <= run.on]
        self._form = terms[-1].withholding if terms else index.withholdings.get(run.source.id)
        stated = terms[-1].figures if terms else None
        self._stated = index.figures(run.source.id, run.on, stated) if bonus is None else {}

    @property
    def record(self) -> str:
        """The record that the payment comes from."""
        return f"flow:{self._bonus.id}" if self._bonus is not None else f"income_source:{self._run.source.id}"

    @property
    def title(self) -> str:
        """What the payment is called."""
        return self._bonus.name if self._bonus is not None else self._run.source.name

    def lines(self) -> Iterator[Line]:
        """Yield the lines that change net worth, and the deferrals, which move."""
        check = self._run.check
        yield self._line("income", self._category, check.gross, STATED, self._gross())
        for deduction, amount in self._run.deductions:
            if amount:
                yield self._deducted(deduction, amount)
        for deduction, amount in self._run.matches:
            if amount and deduction_target(self._index, deduction.target_account) is not None:
                yield self._line("income", "employer_contribution", amount, LIMITED, _match(deduction))
        for name, amount in paycheck_taxes(self._run):
            if amount:
                rule, figures = (STUB_FIGURE, "as on the stub") if name in self._stated else self._tax(name)
                yield self._line("taxes", name, -amount, rule, figures)

    def whole(self, into: str) -> Paycheck:
        """Return the paycheck as a whole."""
        run, check = self._run, self._run.check
        w4 = w4_of(self._index, self._form, self._law)
        return Paycheck(
            on=run.on,
            record=self.record,
            title=self.title,
            gross=check.gross,
            deductions=sum(amount for _, amount in run.deductions),
            taxes=sum(amount for _, amount in paycheck_taxes(run)),
            net_pay=check.net_pay,
            into=into,
            trace=paycheck_trace(self._law, PAY_PERIODS[run.source.pay_frequency], w4, self._before, check),
        )

    @property
    def _category(self) -> str:
        return self._bonus.category if self._bonus is not None else SOURCE_CATEGORY[self._run.source.type]

    def _line(self, column: str, name: str, amount: int, rule: str, figures: str) -> Line:
        return Line(
            self._run.on, column, name, amount, self.record, self.title, rule, figures, paycheck=self._run.source.id
        )

    def _gross(self) -> str:
        if "gross" in self._stated:
            return STUB_FIGURE
        if self._bonus is not None:
            return f"{money_shown(self._bonus.amount)}, paid beside the regular pay"
        source = self._run.source
        periods = PAY_PERIODS[source.pay_frequency]
        return f"{yearly_pay(source, self._run.on.year, self._rates)}, in {periods} pay periods"

    def _deducted(self, deduction: Deduction, amount: int) -> Line:
        base = "before tax" if deduction.type in PRETAX else "after tax"
        wanted = deferral(deduction, self._run.check.gross)
        figures = f"{deduction.type.replace('_', ' ')}, {base}: "
        if f"deduction-{deduction.id}" in self._stated:
            figures, rule = figures + "as on the stub", STUB_FIGURE
        else:
            figures += money_shown(wanted)
            if deduction.percent is not None:
                figures += f" = {percent_shown(deduction.percent)} of {money_shown(self._run.check.gross)}"
            rule = STATED
            if amount != wanted:
                figures, rule = f"{figures}, of which the year's limit leaves {money_shown(amount)}", LIMITED
        target = deduction_target(self._index, deduction.target_account)
        if target is None:
            name = DEDUCTION_CATEGORY.get(deduction.type, "miscellaneous")
            return self._line("spending", name, -amount, rule, figures)
        return self._line(MOVE, "contributions", amount, rule, f"{figures}, into {target}")

    def _tax(self, name: str) -> tuple[str, str]:
        """Return the rule of a tax and the figures by which it was reckoned."""
        check, law, sources = self._run.check, self._law, self._law.sources
        if name == "federal_income_tax":
            return self._income_tax()
        if name == "social_security_tax":
            figures = f"{percent_shown(law.social_security.rate)} of {money_shown(check.social_security_wages)}"
            if check.social_security_wages < check.medicare_wages:
                before = money_shown(self._before.social_security_wages)
                figures += f": the wage base of {money_shown(law.social_security.wage_base)} less {before} before"
            return sources["social_security.rate"], figures
        if name == "medicare_tax":
            return sources[
                "medicare.rate"
            ], f"{percent_shown(law.medicare.rate)} of {money_shown(check.medicare_wages)}"
        if name == "additional_medicare_tax":
            over = money_shown(law.medicare.additional_withheld_over)
            before = money_shown(self._before.medicare_wages)
            rate = percent_shown(law.medicare.additional_rate)
            return sources["medicare.rate"], f"{rate} of what passes {over} after {before} before"
        return "Form W-4 or the state's own: withholding edit", "extra state tax, as stated"

    def _income_tax(self) -> tuple[str, str]:
        check, law = self._run.check, self._law
        extra = check.supplemental
        if extra.wages:
            flat = percent_shown(law.supplemental.flat_rate)
            return law.sources["supplemental.flat_rate"], f"{flat} of {money_shown(extra.wages)}, supplemental wages"
        w4 = w4_of(self._index, self._form, law)
        periods = PAY_PERIODS[self._run.source.pay_frequency]
        sheet = worksheet_1a(law, periods, w4, check.federal_taxable_wages)
        column = WITHHOLDING_COLUMN[w4.filing_status].replace("_", " ")
        table = "step 2 table" if w4.step2_checkbox else "standard table"
        rule = f"{law.sources['withholding.standard']}, Worksheet 1A: {table}, {column}, row from {money_shown(sheet.line_2b)}"
        figures = (
            f"({money_shown(sheet.line_2c)} + {sheet.line_2d} % of ({money_shown(sheet.line_1i)} - "
            f"{money_shown(sheet.line_2b)})) / {periods}"
        )
        if sheet.line_3a:
            figures += f", less credits of {money_shown(sheet.line_3a)} a year"
        if sheet.line_4a:
            figures += f", and {money_shown(sheet.line_4a)} extra"
        return rule, f"{money_shown(check.federal_taxable_wages)} taxable ({WAGE_BASES.split(';')[0]}): {figures}"


def yearly_pay(source: IncomeSource, year: int, rates: Rates) -> str:
    """Return in words what a source brings in a year: as stated, with the raises since."""
    annual = annual_pay(source)
    stated = (source.stated_on or source.pay_date).year
    since = max(stated, source.start.year if source.start is not None else stated)
    words = f"{money_shown(annual)} a year"
    if source.type == "w2_hourly":
        words = f"{money_shown(source.hourly_rate or 0)} an hour x {source.annual_hours} hours = {words}"
    if year <= since:
        return words
    if source.raise_rate is not None:
        return f"{words}: {grown_by(annual, 'raise', source.raise_rate, year - since)}"
    name = SOURCE_GROWTH.get(source.type)
    return words if name is None else f"{words}: {stepped(annual, name, since, year, rates)}"


def year_to_date(payroll: Payroll, run: PayRun, bonus: Flow | None) -> YearToDate:
    """Return what the job had paid in the calendar year before a payment: by its stub, and by what was reckoned since."""
    source, year = run.source, run.on.year
    paid = payroll.year(year)
    events = [(each.on, PAYDAY, source.id, each) for each in paid.runs.get(source.id, ())]
    events += [(each.on, BONUS, key, each) for key, runs in paid.bonuses.items() for each in runs]
    now = (run.on, PAYDAY, source.id) if bonus is None else (run.on, BONUS, bonus.id)
    before = [event for event in events if event[:3] < now and event[3].source.id == source.id]
    supplemental = sum(event[3].check.supplemental.wages for event in before)
    stub = stub_of(source, year) if source.type in W2_TYPES else None
    if stub is not None and source.ytd_on is not None and (source.ytd_on, STUB, source.id) < now:
        before = [event for event in before if event[:3] > (source.ytd_on, STUB, source.id)]
    else:
        stub = None
    start = stub or YearToDate()
    return YearToDate(
        social_security_wages=start.social_security_wages
        + sum(each.check.social_security_wages for *_, each in before),
        medicare_wages=start.medicare_wages + sum(each.check.medicare_wages for *_, each in before),
        supplemental=supplemental,
    )


def _match(deduction: Deduction) -> str:
    tiers = ", then ".join(
        f"{percent_shown(tier.rate)} of what is deferred up to {percent_shown(tier.up_to)} of pay"
        + (f", at most {money_shown(tier.annual_cap)} a year" if tier.annual_cap is not None else "")
        for tier in deduction.match
    )
    return f"the employer adds {tiers}, into {deduction.target_account}"
