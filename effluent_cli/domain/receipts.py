"""What a source that is no payroll pays on a day: its yearly sum, or Social Security as it is claimed.

Who claims states a month and either the statement's benefit at full retirement age, in money of the day it was stated, or the
record of earnings that it follows from (42 USC 415). To a record belongs what the household's own jobs and businesses will
have added before the year of the claim. The benefit of a month is paid in the month after it (20 CFR 404.1807), by the factor
of the claim; it rises by the household's inflation with what is paid in January. What work before full retirement age takes
from it again (42 USC 403(f)) is not modelled, which a finding says.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import share
from effluent_cli.domain.pay import gross_on, window_of
from effluent_cli.domain.periods import first_day, month_of, month_text
from effluent_cli.domain.rates import INFLATION, Rates
from effluent_cli.domain.records import IncomeSource
from effluent_cli.domain.recurrence import in_window
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.self_employment import obligations, occurrences_of

if TYPE_CHECKING:
    from fractions import Fraction

    from effluent_cli.domain.payroll import Payroll
    from effluent_cli.domain.social_security.benefit import Benefit
    from effluent_cli.domain.social_security.law import BenefitLaw

DOLLAR = 100


class Receipts:
    """The receipts of a household's sources under its assumptions.

    ``payroll`` is that of the same household, where its paychecks are needed elsewhere too.
    """

    def __init__(self, index: InputsIndex, rules: Rules, assumptions: Rates, payroll: "Payroll | None" = None) -> None:
        self.index = index
        self.rules = rules
        self.assumptions = assumptions
        self._payroll = payroll
        self._benefits: dict[str, Benefit] = {}
        self._grosses: dict[tuple[str, int], int] = {}

    def on(self, source: IncomeSource, day: date) -> int:
        """Return what a source is reckoned to pay on ``day`` (cents): nothing where a claim cannot be worked out."""
        if source.claim is None:
            # Raises come in January: a source pays the same all year.
            key = source.id, day.year
            if key not in self._grosses:
                self._grosses[key] = gross_on(source, day, self.assumptions)
            return self._grosses[key]
        if claim_problem(self.index, self.rules, source) is not None:
            return 0
        return DOLLAR * self._benefit_of(source, source.claim, day)

    def _benefit_of(self, source: IncomeSource, claim: int, day: date) -> int:
        """Return the whole dollars of the benefit that is paid on ``day``: that of the month before."""
        from effluent_cli.domain.social_security.ages import claim_factor
        from effluent_cli.domain.social_security.benefit import DIME, cost_of_living, down_to, payable

        law, birth = self.benefit_law, _birth(self.index, source)
        factor: Fraction = claim_factor(law.formula, birth, claim)
        if source.full_age_benefit is not None:
            stated = (source.stated_on or source.pay_date).year
            pia = self.assumptions.compounded(source.full_age_benefit, INFLATION, stated, day.year)
            return payable(down_to(pia, DIME), factor)
        found = self.reckoned(source)
        increases = cost_of_living(law, found.first_pia, found.eligibility_year, month_of(day) - 1)
        return payable(increases[-1].pia if increases else found.first_pia, factor)

    def reckoned(self, source: IncomeSource) -> "Benefit":
        """Return the benefit of a source with a record of earnings, in the month of its claim."""
        from effluent_cli.domain.social_security.benefit import benefit

        if source.id not in self._benefits:
            record = self.record(source)
            self._benefits[source.id] = benefit(self.benefit_law, _birth(self.index, source), record, source.claim or 0)
        return self._benefits[source.id]

    def record(self, source: IncomeSource) -> dict[int, int]:
        """Return a source's earnings by year (cents), as stated and then as the household will earn them before the claim.

        The agency learns of a year's earnings in the course of the next: own pay counts from the year before the record was
        stated, where the record does not reach so far.
        """
        found = {each.year: each.amount for each in source.earnings}
        stated = (source.stated_on or source.pay_date).year
        for year in range(max(max(found, default=0) + 1, stated - 1), (source.claim or 0) // 12):
            found[year] = self._earned(source.member, year)
        return found

    def _earned(self, member: str, year: int) -> int:
        total = 0
        for source in self.index.sources.values():
            if source.member == member and source.type in W2_TYPES:
                total += self._paychecks().wages_in(source, year)
            elif source.member == member and source.type == "self_employed":
                # The part of a business's profit that counts as earnings: IRC 1402(a)(12).
                law = self.rules.tax_year(year, self.assumptions).self_employment
                total += share(max(0, self._profit(source, year)), law.net_share)
        return total

    def _paychecks(self) -> "Payroll":
        if self._payroll is None:
            from effluent_cli.domain.payroll import Payroll

            self._payroll = Payroll(self.index, self.rules, self.assumptions)
        return self._payroll

    def _profit(self, source: IncomeSource, year: int) -> int:
        """Return what a business brings in a year less its expected expenses, or the flows that stand in their place."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        days = in_window(source.pay_frequency, source.pay_date, window_of(source), first, last)
        profit = sum(gross_on(source, day, self.assumptions) for day in days)
        for obligation in obligations(self.index, source):
            if obligation.kind == "expected_expenses":
                profit -= sum(amount for _, amount in occurrences_of(obligation, self.assumptions, first, last))
        return profit - self._own_costs(source, first, last)

    def _own_costs(self, source: IncomeSource, first: date, last: date) -> int:
        # Loaded here, because the timetable asks for receipts itself.
        from effluent_cli.domain.timetable import flow_amount

        return sum(
            flow_amount(flow, day, self.assumptions)
            for flow in self.index.flows
            if flow.source == source.id and flow.type == "expense"
            for day in in_window(flow.frequency, flow.anchor, (flow.start, flow.end), first, last)
            if day not in self.index.skipped.get(flow.id, frozenset())
        )

    @cached_property
    def benefit_law(self) -> "BenefitLaw":
        """The formula and the series, carried on by the household's wage growth and inflation."""
        from effluent_cli.domain.social_security.law import BenefitLaw

        tables = self.rules.long_lived()
        return BenefitLaw(
            tables.formula, tables.wages, self.assumptions["salary_growth"], self.assumptions["inflation"]
        )


def _birth(index: InputsIndex, source: IncomeSource) -> date:
    member = index.members.get(source.member)
    return (member.date_of_birth if member is not None else None) or date.min


def claim_problem(index: InputsIndex, rules: Rules, source: IncomeSource) -> str | None:
    """Return why the benefit of a source with a claim cannot be worked out, None if it can.

    A claim takes effect from the first month throughout 62 to that of 70, after which nothing is gained (20 CFR 404.313).
    """
    from effluent_cli.domain.social_security.ages import attained_month, eligibility_year, first_month
    from effluent_cli.domain.social_security.law import FIRST_ELIGIBILITY

    birth, claim = _birth(index, source), source.claim
    if birth == date.min:
        return f"the date of birth of {source.member} is not stated"
    formula = rules.long_lived().formula
    if eligibility_year(formula, birth) < FIRST_ELIGIBILITY:
        return f"62 was attained before {FIRST_ELIGIBILITY}: those rules are not modelled"
    first, latest = first_month(formula, birth), attained_month(birth, formula.delayed_until_months)
    if claim is None or not first <= claim <= latest:
        return (
            f"a benefit is claimed from {month_text(first)}, the first month throughout 62, to {month_text(latest)}, "
            "that of 70"
        )
    return None


def claim_findings(receipts: Receipts, source: IncomeSource) -> Iterator[Finding]:
    """Yield what is odd about a claim: it cannot be worked out, the record insures nobody, work goes on beside it."""
    subject = f"income_source:{source.id}"
    problem = claim_problem(receipts.index, receipts.rules, source)
    if problem is not None:
        message = f"the benefit of {source.name} cannot be worked out: {problem}"
        yield Finding("benefit_unknown", "error", subject, message, "give the date of birth, or another month")
        return
    yield from _insured(receipts, source, subject)
    yield from _earnings_test(receipts, source, subject)


def _insured(receipts: Receipts, source: IncomeSource, subject: str) -> Iterator[Finding]:
    from effluent_cli.domain.social_security.earnings import CREDITS_NEEDED, credits_earned

    if not source.earnings:
        return
    earned = credits_earned(receipts.benefit_law, receipts.record(source), (source.claim or 0) // 12)
    if earned < CREDITS_NEEDED:
        yield Finding(
            "not_insured",
            "warning",
            subject,
            f"the earnings of {source.name} make at most {earned} of the {CREDITS_NEEDED} credits that a benefit needs",
            f"effluent income edit {source.id} --earnings YEAR=AMOUNT",
        )


def _earnings_test(receipts: Receipts, source: IncomeSource, subject: str) -> Iterator[Finding]:
    from effluent_cli.domain.social_security.ages import full_retirement_month

    claim, full = source.claim or 0, full_retirement_month(receipts.benefit_law.formula, _birth(receipts.index, source))
    working = [
        each.id
        for each in receipts.index.sources.values()
        if each.member == source.member
        and each.type in (*W2_TYPES, "self_employed")
        and (each.end is None or each.end >= first_day(claim))
        and (each.start is None or each.start < first_day(full))
    ]
    if claim < full and working:
        yield Finding(
            "earnings_test_not_modelled",
            "warning",
            subject,
            f"{', '.join(working)} goes on after {source.name} is claimed before full retirement age: what the earnings "
            "test withholds is not modelled",
            f"effluent income edit {source.id} --claim {month_text(full)}",
        )
