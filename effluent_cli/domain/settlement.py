"""The year's tax meets what was withheld and paid: a balance due on 15 April, or a refund in the month of the setting.

The liability of a year is worked out in December from the household's own books by the rules of ``calc tax``; later years
go by the law that is indexed for them. A distribution before its age bears 10 % more (IRC 72(t)(1)), one from a health savings
account 20 % (223(f)(4)(A)). State income tax is no part of it yet.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from effluent_cli.domain.amounts import Amount, positive, share
from effluent_cli.domain.catalog import NO_WAGE_TAX_STATES, W2_TYPES
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.holdings import YearAmounts
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents
from effluent_cli.domain.month_plans import MonthPlan, Stop
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import Month, last_day
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.rulebook import QUALIFIED, Rules
from effluent_cli.domain.safe_harbor import KIND as ESTIMATE
from effluent_cli.domain.safe_harbor import SafeHarbor
from effluent_cli.domain.settings import setting_of
from effluent_cli.domain.tax.liability import Liability
from effluent_cli.domain.tax_facts import JANUARY
from effluent_cli.domain.tax_return import ReturnMaker, YearPay, additional_before, filers, paid_in
from effluent_cli.domain.together import Together, divided

EARLY_RATE, EARLY_HSA_RATE = Decimal("0.1"), Decimal("0.2")
DUE_MONTH, DUE_DAY = 4, 15
SETTLEMENT = "tax_settlement"


@frozen
class TaxedYear:
    """One calendar year. ``withheld`` is federal income tax and Additional Medicare withheld (cents) until the window's end.

    ``basis`` is ``reckoned`` or ``stub`` for the running year (paychecks since January reckoned, or taken from a pay stub)
    and ``projected`` for later ones. ``liability`` has the federal parts and their ``total``, and ``state`` (null where it is
    not modelled); ``paid`` are estimated payments, stated or reckoned, the next January's among them, tax paid by hand, and
    Social Security tax that several employers withheld too much of. ``settlement`` = total − withheld − paid: due where
    positive, else refunded. Of a couple that files separately they are the sums of two returns, each settled by itself. All are
    null for a year whose December is not in the window, or that cannot be worked out.
    """

    year: int
    basis: Literal["reckoned", "stub", "projected"]
    liability: dict[str, Cents | None] | None
    withheld: Cents
    paid: Cents | None
    settlement: Cents | None
    settlement_month: Month | None


@frozen
class Filed:
    """One return of a year that has been worked out; amounts in the idiom of ``amounts``, ``found`` that of a single path."""

    total: Amount
    penalty: Amount
    withheld: int
    paid: Amount
    agi: Amount
    found: Liability | None

    @property
    def due(self) -> Amount:
        """What is still to be paid, below zero: what comes back."""
        return self.total + self.penalty - self.withheld - self.paid


@frozen
class Settled:
    """A year that has been worked out, by its returns: one, or two of a couple that files separately."""

    returns: tuple[Filed, ...]

    @property
    def total(self) -> Amount:
        """The tax of all returns."""
        return sum([each.total for each in self.returns])

    @property
    def penalty(self) -> Amount:
        """What early distributions bear on top."""
        return sum([each.penalty for each in self.returns])

    @property
    def withheld(self) -> int:
        """What paychecks withheld."""
        return sum([each.withheld for each in self.returns])

    @property
    def paid(self) -> Amount:
        """What was paid otherwise."""
        return sum([each.paid for each in self.returns])

    @property
    def due(self) -> Amount:
        """What is still to be paid in all, below zero: what comes back."""
        return sum([each.due for each in self.returns])

    @property
    def agi(self) -> Amount:
        """Adjusted gross income of all returns."""
        return sum([each.agi for each in self.returns])

    @property
    def found(self) -> Liability | None:
        """The working of a single return of a single path."""
        return self.returns[0].found if len(self.returns) == 1 else None


class Settlements:
    """The household's tax, year by year. ``before`` are the facts of the running year up to the day the projection begins."""

    def __init__(
        self,
        index: InputsIndex,
        payroll: Payroll,
        rules: Rules,
        assumptions: Rates,
        before: Mapping[tuple[str, str], int],
    ) -> None:
        self.index = index
        self.payroll = payroll
        self.rules = rules
        self.assumptions = assumptions
        self.files = filers(index)
        self.makers = tuple(ReturnMaker(index, each) for each in self.files.returns)
        self.refund_month = int(setting_of(index.inputs.settings, "refund_month"))
        self._kinds: dict[int, list[str]] = {}
        for due, kind in ((DUE_MONTH, "tax"), (self.refund_month, "refund")):
            self._kinds.setdefault(due, []).append(kind)
        self.years: dict[int, Settled] = {}
        self.agi: dict[int, Amount] = {}
        """Adjusted gross income of the years that have been worked out."""
        apart = self.makers if self.files.apart is not None else ()
        self.own_agi: dict[str, dict[int, Amount]] = {maker.people[0].id: {} for maker in apart}
        """The same of each member who files a separate return; nobody where there is one return."""
        self.harbor = SafeHarbor(index, self.years, self._withheld)
        # What was paid this January counts for the year before, which is not this projection's.
        self._facts = defaultdict(int, {key: amount for key, amount in before.items() if key != (JANUARY, "")})

    def stops(self, month: int) -> Sequence[Stop]:
        """Return the stops of a month at which tax may be due, estimated or refunded."""
        if self.files.why_not is not None:
            return ()
        estimated = self.harbor.stops(month) if self.harbor.counts else ()
        kinds = self._kinds.get(month % 12 + 1)
        if kinds is None:
            return estimated
        day = date(month // 12, month % 12 + 1, DUE_DAY).toordinal()
        return [*[Stop(day, kind) for kind in kinds], *estimated]

    def payable(self, stop: Stop) -> Amount:
        """Return what a stop takes out of cash, negative for a refund: nothing as long as the year before is not settled."""
        on = date.fromordinal(stop.day)
        if stop.kind == ESTIMATE:
            return self.harbor.payable(on)
        settled = self.years.get(on.year - 1)
        if settled is None or stop.kind not in ("tax", "refund"):
            return 0
        sign = 1 if stop.kind == "tax" else -1
        return sign * sum([positive(sign * each.due) for each in settled.returns])

    def note(self, plan: MonthPlan) -> None:
        """Add a month's facts to the running year."""
        facts = self._facts
        for key, amount in plan.facts.items():
            facts[key] += amount

    def close(self, year: int, amounts: YearAmounts, following: MonthPlan | None) -> None:
        """Work out a year in its December; ``following`` is the plan of the January after it."""
        facts, self._facts = self._facts, defaultdict(int)
        if self.files.why_not is not None:
            return
        january = following.facts.get((JANUARY, ""), 0) if following is not None else 0
        facts["estimated", ""] += january
        people = [maker.people[0].id for maker in self.makers]
        parts, own = divided(facts, people), amounts.divided(people)
        law = self.rules.tax_year(year, self.assumptions)
        pay = [{each.id: self._pay(each.id, year) for each in maker.people} for maker in self.makers]
        certain = tuple(
            maker.certain(year, law, facts_of, pay_of)
            for maker, facts_of, pay_of in zip(self.makers, parts, pay, strict=True)
        )
        qualified = min(max(self.assumptions.in_year(QUALIFIED, year), Decimal(0)), Decimal(1))
        worked = Together(certain, own, qualified)
        self.years[year] = Settled(
            tuple(
                Filed(
                    total=worked.total(number),
                    penalty=share(own[number].early, EARLY_RATE) + share(own[number].early_hsa, EARLY_HSA_RATE),
                    withheld=sum([each.withheld for each in pay[number].values()]),
                    paid=self._paid(year, number, parts[number]),
                    agi=worked.agi(number),
                    found=worked.only(number),
                )
                for number in range(len(self.makers))
            )
        )
        self.agi[year] = self.years[year].agi
        for own_agi, filed in zip(self.own_agi.values(), self.years[year].returns, strict=False):
            own_agi[year] = filed.agi

    def _paid(self, year: int, number: int, facts: Mapping[tuple[str, str], int]) -> Amount:
        """Return what counts as paid of a return: estimates, tax paid by hand, Social Security withheld twice."""
        paid = sum([amount for (what, _), amount in facts.items() if what in ("estimated", "paid")])
        twice = [withheld_twice(self.index, self.payroll, each.id, year) for each in self.makers[number].people]
        return paid + sum(twice) + self.harbor.of_return(year, number)

    def _withheld(self, year: int, number: int) -> int:
        return sum([self._pay(member.id, year).withheld for member in self.makers[number].people])

    def _pay(self, member: str, year: int) -> YearPay:
        return paid_in(self.index, self.payroll, member, year)

    def findings(self, first_year: int) -> tuple[Finding, ...]:
        """Return a warning where no return can be made or the state taxes too, and what cannot be estimated at first."""
        if self.files.why_not is None:
            return (*self.harbor.findings(first_year), *self._state_findings())
        message = f"no year's tax is worked out: {self.files.why_not}"
        return (Finding("tax_not_reckoned", "warning", "tax", message, "effluent household edit"),)

    def _state_findings(self) -> tuple[Finding, ...]:
        state = self.index.inputs.household.state
        if state in NO_WAGE_TAX_STATES:
            return ()
        message = f"income tax of {state} is not modelled and left out" if state else "no state is named"
        cure = "" if state else "effluent household edit --state ST"
        return (Finding("state_tax_not_modelled", "warning", "tax", message, cure),)

    def taxed_years(self, as_of: date, last_month: int) -> tuple[TaxedYear, ...]:
        """Return a row per calendar year from that of ``as_of`` to that of ``last_month``, of a projection of one path."""
        return tuple(self._row(year, as_of, last_month) for year in range(as_of.year, last_month // 12 + 1))

    def _row(self, year: int, as_of: date, last_month: int) -> TaxedYear:
        settled = self.years.get(year)
        basis: Literal["reckoned", "stub", "projected"] = "projected"
        if year == as_of.year:
            stub = any(each.ytd_on is not None and each.ytd_on.year == year for each in self.index.sources.values())
            basis = "stub" if stub else "reckoned"
        if settled is None or any(each.found is None for each in settled.returns):
            end = last_day(last_month)
            return TaxedYear(year, basis, None, withheld_until(self.index, self.payroll, year, end), None, None, None)
        due = settled.due
        month = self.refund_month if due < 0 else DUE_MONTH
        return TaxedYear(
            year=year,
            basis=basis,
            liability=_parts(settled, self.index.inputs.household.state),
            withheld=settled.withheld,
            paid=settled.paid,
            settlement=due,
            settlement_month=(year + 1) * 12 + month - 1,
        )


def last_year_findings(index: InputsIndex, as_of: date) -> tuple[Finding, ...]:
    """Return a warning from January to the day when tax is due: what last year's return comes to is not worked out."""
    due = date(as_of.year, DUE_MONTH, DUE_DAY)
    stated = any(flow.category == SETTLEMENT and (flow.start or flow.anchor) > as_of for flow in index.flows)
    if as_of >= due or stated or not index.sources:
        return ()
    message = f"what is due or refunded for {as_of.year - 1} is not known and left out"
    cure = f"effluent flows add --name Tax --type expense --category {SETTLEMENT} --amount A --frequency once --start {due}"
    return (Finding("last_year_left_out", "warning", "tax", message, cure),)


def withheld_twice(index: InputsIndex, payroll: Payroll, member: str, year: int) -> int:
    """Return what a person's jobs together withheld for Social Security above the year's largest tax (cents): it comes back.

    A single employer that withheld too much gives it back by itself (IRC 6413(c)).
    """
    jobs = [each for each in index.sources.values() if each.member == member and each.type in W2_TYPES]
    if len(jobs) < 2:
        return 0
    law = payroll.year(year).tax_year.social_security
    taxes = [min(payroll.social_security_withheld(job, year), law.largest_tax) for job in jobs]
    return max(0, sum(taxes) - law.largest_tax)


def withheld_until(index: InputsIndex, payroll: Payroll, year: int, end: date) -> int:
    """Return what all paychecks of a year withhold up to and including ``end``, a pay stub's figures among them."""
    total = 0
    paid = payroll.year(year)
    for key, source in index.sources.items():
        stub_on = source.ytd_on if source.ytd_on is not None and source.ytd_on.year == year else None
        if stub_on is not None:
            total += (source.ytd_federal_withheld or 0) + additional_before(paid, source, stub_on)
        after = date(year, 1, 1) if stub_on is None else stub_on + timedelta(days=1)
        for each in paid.paid_by(key):
            check = each.first.check
            total += (check.federal_income_tax + check.additional_medicare) * len(each.within(after, end))
    return total


def _parts(settled: Settled, state: str | None) -> dict[str, int | None]:
    found = [each.found for each in settled.returns if each.found is not None]
    penalty = settled.penalty
    return {
        "income_tax": sum([each.income_tax for each in found]),
        "additional_medicare_tax": sum([each.additional_medicare for each in found]),
        "self_employment_tax": sum([each.self_employment for each in found]),
        "tax_penalty": penalty,
        "total": settled.total + penalty,
        "state": 0 if state in NO_WAGE_TAX_STATES else None,
    }
