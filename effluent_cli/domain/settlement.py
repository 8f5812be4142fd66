"""The year's tax meets what was withheld and paid: a balance due on 15 April, or a refund in the month of the setting.

The liability of a year is worked out in December from the household's own books by the rules of ``calc tax``; later years
go by the law that is indexed for them. A distribution before its age bears 10 % more (IRC 72(t)(1)), one from a health savings
account 20 % (223(f)(4)(A)). State income tax is no part of it yet.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from effluent_cli.domain.amounts import Amount, each, positive, share
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
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.settings import setting_of
from effluent_cli.domain.tax.liability import Liability, liability
from effluent_cli.domain.tax_facts import JANUARY
from effluent_cli.domain.tax_return import ReturnMaker, filers, paid_in, with_accounts

EARLY_RATE, EARLY_HSA_RATE = Decimal("0.1"), Decimal("0.2")
DUE_MONTH, DUE_DAY = 4, 15


@frozen
class TaxedYear:
    """One calendar year. ``withheld`` is federal income tax and Additional Medicare withheld (cents) until the window's end.

    ``basis`` is ``reckoned`` or ``stub`` for the running year (paychecks since January reckoned, or taken from a pay stub)
    and ``projected`` for later ones. ``liability`` has the federal parts and their ``total``, and ``state`` (null where it is
    not modelled); ``paid`` are estimated payments, those of the next January among them, tax paid by hand, and Social Security
    tax that several employers withheld too much of. ``settlement`` = total − withheld − paid: due where positive, else
    refunded. All are null for a year whose December is not in the window, or that cannot be worked out.
    """

    year: int
    basis: Literal["reckoned", "stub", "projected"]
    liability: dict[str, Cents | None] | None
    withheld: Cents
    paid: Cents | None
    settlement: Cents | None
    settlement_month: Month | None


@frozen
class Settled:
    """A year that has been worked out; amounts in the idiom of ``amounts``. ``found`` is that of a single path."""

    total: Amount
    penalty: Amount
    withheld: int
    paid: int
    due: Amount
    agi: Amount
    found: Liability | None


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
        self.refund_month = int(setting_of(index.inputs.settings, "refund_month"))
        self.years: dict[int, Settled] = {}
        self._facts = dict(before)
        # What was paid this January counts for the year before, which is not this projection's.
        self._facts.pop((JANUARY, ""), None)

    def stops(self, month: int) -> Sequence[Stop]:
        """Return the stops of a month at which tax may be due or refunded."""
        day = date(month // 12, month % 12 + 1, DUE_DAY).toordinal()
        kinds = ((DUE_MONTH, "tax"), (self.refund_month, "refund"))
        return [Stop(day, kind) for number, kind in kinds if number == month % 12 + 1 and self.files.why_not is None]

    def payable(self, stop: Stop) -> Amount:
        """Return what a stop takes out of cash, negative for a refund: nothing as long as the year before is not settled."""
        settled = self.years.get(date.fromordinal(stop.day).year - 1)
        if settled is None or stop.kind not in ("tax", "refund"):
            return 0
        return positive(settled.due) if stop.kind == "tax" else -positive(-settled.due)

    @property
    def agi(self) -> dict[int, Amount]:
        """Adjusted gross income of the years that have been worked out."""
        return {year: settled.agi for year, settled in self.years.items()}

    def note(self, plan: MonthPlan) -> None:
        """Add a month's facts to the running year."""
        facts = self._facts
        for key, amount in plan.facts.items():
            facts[key] = facts.get(key, 0) + amount

    def close(self, year: int, amounts: YearAmounts, following: MonthPlan | None) -> None:
        """Work out a year in its December; ``following`` is the plan of the January after it."""
        facts, self._facts = self._facts, {}
        if self.files.why_not is not None:
            return
        january = following.facts.get((JANUARY, ""), 0) if following is not None else 0
        paid = facts.get(("estimated", ""), 0) + january
        paid += sum(amount for (what, _), amount in facts.items() if what == "paid")
        maker = ReturnMaker(self.index, self.files)
        pay = {member.id: paid_in(self.index, self.payroll, member.id, year) for member in maker.people}
        withheld = sum(each.withheld for each in pay.values())
        certain = maker.certain(year, self.rules.tax_year(year, self.assumptions), facts, pay)
        known: dict[tuple[int, ...], Liability] = {}

        def reckoned(*key: int) -> Liability:
            if key not in known:
                known[key] = liability(with_accounts(certain, *key))
            return known[key]

        added = (amounts.interest, amounts.gains, amounts.distributions, amounts.premiums)
        total = each(lambda *row: reckoned(*row).total, *added)
        agi = each(lambda *row: reckoned(*row).above.agi, *added)
        penalty = share(amounts.early, EARLY_RATE) + share(amounts.early_hsa, EARLY_HSA_RATE)
        paid += sum(withheld_twice(self.index, self.payroll, member.id, year) for member in maker.people)
        due = total + penalty - withheld - paid
        found = next(iter(known.values())) if len(known) == 1 else None
        self.years[year] = Settled(total, penalty, withheld, paid, due, agi, found)

    def findings(self) -> tuple[Finding, ...]:
        """Return a warning where no return can be made, or where the state taxes income as well, which is left out."""
        if self.files.why_not is None:
            state = self.index.inputs.household.state
            if state in NO_WAGE_TAX_STATES:
                return ()
            message = f"income tax of {state} is not modelled and left out" if state else "no state is named"
            cure = "" if state else "effluent household edit --state ST"
            return (Finding("state_tax_not_modelled", "warning", "tax", message, cure),)
        message = f"no year's tax is worked out: {self.files.why_not}"
        return (Finding("tax_not_reckoned", "warning", "tax", message, "effluent household edit"),)

    def taxed_years(self, as_of: date, last_month: int) -> tuple[TaxedYear, ...]:
        """Return a row per calendar year from that of ``as_of`` to that of ``last_month``, of a projection of one path."""
        return tuple(self._row(year, as_of, last_month) for year in range(as_of.year, last_month // 12 + 1))

    def _row(self, year: int, as_of: date, last_month: int) -> TaxedYear:
        settled = self.years.get(year)
        stub = any(each.ytd_on is not None and each.ytd_on.year == year for each in self.index.sources.values())
        basis: Literal["reckoned", "stub", "projected"] = "projected"
        if year == as_of.year:
            basis = "stub" if stub else "reckoned"
        if settled is None or settled.found is None:
            end = last_day(last_month)
            return TaxedYear(year, basis, None, withheld_until(self.index, self.payroll, year, end), None, None, None)
        month = self.refund_month if settled.due < 0 else DUE_MONTH
        return TaxedYear(
            year=year,
            basis=basis,
            liability=_parts(settled, settled.found, self.index.inputs.household.state),
            withheld=settled.withheld,
            paid=settled.paid,
            settlement=settled.due,
            settlement_month=(year + 1) * 12 + month - 1,
        )


def withheld_twice(index: InputsIndex, payroll: Payroll, member: str, year: int) -> int:
    """Return what a person's jobs together withheld for Social Security above the year's largest tax (cents): it comes back.

    A single employer that withheld too much gives it back by itself (IRC 6413(c)).
    """
    law = payroll.year(year).tax_year.social_security
    jobs = [each for each in index.sources.values() if each.member == member and each.type in W2_TYPES]
    taxes: list[int] = [share(min(payroll.wages_in(job, year), law.wage_base), law.rate) for job in jobs]
    return max(0, sum(taxes) - law.largest_tax)


def withheld_until(index: InputsIndex, payroll: Payroll, year: int, end: date) -> int:
    """Return what all paychecks of a year withhold up to and including ``end``, a pay stub's figures among them."""
    total = 0
    paid = payroll.year(year)
    for key, source in index.sources.items():
        stub_on = source.ytd_on if source.ytd_on is not None and source.ytd_on.year == year else None
        total += (source.ytd_federal_withheld or 0) if stub_on is not None else 0
        for run in paid.paid_by(key):
            if run.on <= end:
                income_tax = run.check.federal_income_tax if stub_on is None or run.on > stub_on else 0
                total += income_tax + run.check.additional_medicare
    return total


def _parts(settled: Settled, found: Liability, state: str | None) -> dict[str, int | None]:
    return {
        "income_tax": found.income_tax,
        "additional_medicare_tax": found.additional_medicare,
        "self_employment_tax": found.self_employment,
        "tax_penalty": settled.penalty,
        "total": settled.total + settled.penalty,
        "state": 0 if state in NO_WAGE_TAX_STATES else None,
    }
