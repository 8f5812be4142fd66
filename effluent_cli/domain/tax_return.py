"""The household's federal return of a calendar year, made of its own books: pay, facts of the timetable, and the accounts.

The household files as its status is stated, with the member ``self`` and, jointly, the ``spouse``; what other members earn is
no part of it. A couple that files separately makes two returns, of what is each one's own and half of what is nobody's (a flow
without a member is self's); children go with self (IRC 152(c)(4) lets a couple choose). Dependants go by their age at the
year's end: children under 19, students under 24, and others who are stated to be dependants (IRC 152(c)(3)). What it does not
know it leaves out: depreciation, education credits, losses of years before, and what was paid into an IRA without a deduction.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from effluent_cli.domain.catalog import COMMUNITY_PROPERTY_STATES, DEDUCTION_BASES
from effluent_cli.domain.frozen import changed, frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.job_year import stub_of
from effluent_cli.domain.money import share
from effluent_cli.domain.pay import PayRun
from effluent_cli.domain.payroll import PaidYear, Payroll
from effluent_cli.domain.records import IncomeSource, Member
from effluent_cli.domain.tax.ages import age_at_year_end, age_for_tax
from effluent_cli.domain.tax.given import JOINT, SEPARATE, Credited, Expenses, Income, Paid, Person, Return
from effluent_cli.domain.tax.wages import FICA, KINDS
from effluent_cli.domain.tax_year import TaxYear

CHILD_BELOW, STUDENT_BELOW = 19, 24
Facts = Mapping[tuple[str, str], int]
"""Sums by what and whose, see ``tax_facts``."""

COUNTS_AS = {
    **dict.fromkeys(("traditional_401k", "traditional_403b", "tsp_traditional"), "traditional_401k"),
    **dict.fromkeys(("roth_401k", "roth_403b", "tsp_roth"), "roth_401k"),
    "hsa": "hsa_payroll",
    "fsa_health": "fsa_health",
    "charitable": "charity",
}
"""What a deduction kind is to the return, a field of ``Person`` or ``charity``; every other one that lowers both wage bases
goes with ``health_insurance``."""


@dataclass
class YearPay:
    """One person's pay of a year (cents): gross by job, deductions by what they count as, federal and state tax withheld.

    ``medicare_beyond`` is that of ``Person``.
    """

    jobs: dict[str, int] = field(default_factory=dict)
    deducted: dict[str, int] = field(default_factory=dict)
    withheld: int = 0
    state_withheld: int = 0
    medicare_beyond: int = 0


@frozen
class Filers:
    """Who files: ``why_not`` says why no return can be made, then the rest is empty.

    ``apart`` is a spouse with a return of its own.
    """

    why_not: str | None
    primary: Member | None = None
    spouse: Member | None = None
    apart: Member | None = None

    @property
    def returns(self) -> "tuple[Filers, ...]":
        """Those of each return by themselves."""
        if self.apart is None:
            return (self,)
        return Filers(None, self.primary), Filers(None, self.apart)


def filers(index: InputsIndex) -> Filers:
    """Return who files the household's return."""
    status = index.inputs.household.filing_status
    people = {each.relationship: each for each in index.members.values() if each.relationship in ("self", "spouse")}
    primary, spouse = people.get("self"), people.get("spouse")
    if status is None:
        return Filers("no filing status is stated")
    if primary is None:
        return Filers("nobody is stated to be the household's self")
    apart = status == SEPARATE and spouse is not None
    state = index.inputs.household.state
    if apart and state in COMMUNITY_PROPERTY_STATES:
        return Filers(f"{state} divides the income of a couple: separate returns there are not modelled")
    filing = (primary, spouse) if status in (JOINT, SEPARATE) and spouse is not None else (primary,)
    unborn = [each.name for each in filing if each.date_of_birth is None]
    if unborn:
        return Filers(f"the date of birth of {' and '.join(unborn)} is not stated")
    other = filing[1] if len(filing) > 1 else None
    return Filers(None, primary, apart=other) if apart else Filers(None, primary, other)


def paid_in(index: InputsIndex, payroll: Payroll, member: str, year: int) -> YearPay:
    """Return a person's pay of a calendar year: reckoned since January, or what a pay stub says with what comes after it."""
    paid, of_year = YearPay(), payroll.year(year)
    for key, source in index.sources.items():
        found = tuple(of_year.paid_by(key)) if source.member == member else ()
        if not found:
            continue
        stub_on = source.ytd_on if source.ytd_on is not None and source.ytd_on.year == year else None
        after = date(year, 1, 1) if stub_on is None else stub_on + timedelta(days=1)
        later = [(each.first, len(each.within(after, date.max))) for each in found]
        gross = 0
        for run, times in later:
            check = run.check
            gross += check.gross * times
            paid.withheld += (check.federal_income_tax + check.additional_medicare) * times
            paid.state_withheld += (check.state.income_tax or 0) * times
        paid.jobs[key] = gross
        _deduct(paid, later)
        if stub_on is not None:
            paid.withheld += additional_before(of_year, source, stub_on)
            _add_stub(paid, source, [(each.first, len(each.within(date.min, stub_on))) for each in found])
    return paid


def additional_before(of_year: PaidYear, source: IncomeSource, stub_on: date) -> int:
    """Return the Additional Medicare that a job withheld in a year up to its pay stub of ``stub_on`` (cents).

    It follows from the Medicare wages there: above the threshold every employer has to withhold it (IRC 3102(f)(1)). Of a stub
    without wages the paychecks before it are asked.
    """
    stub = stub_of(source, stub_on.year)
    if stub is not None and (source.ytd_gross, source.ytd_medicare_wages) != (None, None):
        law = of_year.tax_year.medicare
        return share(max(0, stub.medicare_wages - law.additional_withheld_over), law.additional_rate)
    before = [(each.first.check, len(each.within(date.min, stub_on))) for each in of_year.paid_by(source.id)]
    return sum([check.additional_medicare * times for check, times in before])


Paychecks = Sequence[tuple[PayRun, int]]
"""Paychecks, each with how often it was paid."""


def _deduct(paid: YearPay, runs: Paychecks) -> None:
    for run, times in runs:
        for deduction, amount in run.deductions:
            name = COUNTS_AS.get(deduction.type)
            if name is None and DEDUCTION_BASES[deduction.type][1]:
                name = "health_insurance"
            if name is not None and times:
                paid.deducted[name] = paid.deducted.get(name, 0) + amount * times


def _add_stub(paid: YearPay, source: IncomeSource, before: Paychecks) -> None:
    """Add the figures of a pay stub; ``before`` are the paychecks it stands for, as the rules would have them."""
    gross = source.ytd_gross if source.ytd_gross is not None else sum(run.check.gross * times for run, times in before)
    paid.jobs[source.id] += gross
    paid.withheld += source.ytd_federal_withheld or 0
    paid.state_withheld += source.ytd_state_withheld or 0
    reckoned = YearPay()
    _deduct(reckoned, before)
    if source.ytd_deferrals is not None:
        roth = reckoned.deducted.get("roth_401k", 0) > reckoned.deducted.get("traditional_401k", 0)
        reckoned.deducted["traditional_401k"] = 0 if roth else source.ytd_deferrals
        reckoned.deducted["roth_401k"] = source.ytd_deferrals if roth else 0
    for name, amount in reckoned.deducted.items():
        paid.deducted[name] = paid.deducted.get(name, 0) + amount
    if source.ytd_medicare_wages is not None:
        follows = gross - sum([reckoned.deducted.get(name, 0) for name in FICA])
        paid.medicare_beyond += source.ytd_medicare_wages - follows


@frozen
class ReturnMaker:
    """Makes the returns of a household. ``files`` says who files them, and has no ``why_not``."""

    index: InputsIndex
    files: Filers

    @cached_property
    def people(self) -> tuple[Member, ...]:
        """The one or two who file."""
        return tuple(each for each in (self.files.primary, self.files.spouse) if each is not None)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(("", *(each.id for each in self.people)))

    @cached_property
    def _kin(self) -> tuple[Member, ...]:
        """Those who may be dependants of the return."""
        if self.people[0].relationship != "self":
            return ()
        members = self.index.members.values()
        return tuple(
            each for each in members if each.relationship in ("child", "dependent") and each.date_of_birth is not None
        )

    def certain(self, year: int, law: TaxYear, facts: Facts, pay: Mapping[str, YearPay]) -> Return:
        """Return the return of ``year`` as far as chance cannot touch it: without what the accounts add.

        ``pay`` is that of the year by member.
        """
        primary, spouse = self.people[0], self.people[1] if len(self.people) > 1 else None
        count = _counted(facts, self._known)
        charity = sum([each.deducted.get("charity", 0) for each in pay.values()])
        return Return(
            tax_year=law,
            filing_status=self.index.inputs.household.filing_status or "",
            primary=_person(primary, year, facts, pay[primary.id]),
            spouse=_person(spouse, year, facts, pay[spouse.id]) if spouse is not None else None,
            dependents=tuple(self._dependents(year)),
            income=Income(
                interest=count["interest"],
                ordinary_dividends=count["dividends"],
                long_term_gains=count["gains"],
                pension=count["pension"],
                ira_distribution=count["conversion"],
                self_employment=_profit(facts, primary),
                self_employment_spouse=_profit(facts, spouse) if spouse is not None else 0,
                rental=count["rental"] - count["rental_cost"],
            ),
            itemized=Expenses(
                mortgage_interest=count["mortgage_interest"],
                property_tax=count["property_tax"],
                state_income_tax=count["state_tax"] + sum([each.state_withheld for each in pay.values()]),
                charity_cash=count["charity"] + charity,
                medical=count["medical"],
            ),
            adjustments=Paid(
                student_loan_interest=count["student_loan_interest"],
                ira_deduction=count["ira_deduction"],
                hsa_direct=count["hsa_direct"],
            ),
            credits=Credited(child_care_expenses=count["care"]),
            state=self.index.inputs.household.state,
        )

    def _dependents(self, year: int) -> Iterator[int]:
        for member in self._kin:
            age = age_at_year_end(member.date_of_birth or date.max, year)
            below = STUDENT_BELOW if member.employment_status == "student" else CHILD_BELOW
            if age >= 0 and (member.relationship == "dependent" or age < below):
                yield age


def _person(member: Member, year: int, facts: Facts, paid: YearPay) -> Person:
    # Deductions come off the wages of the main employer, wherever they were taken: of so many as are needed to hold them.
    main, *others = sorted(paid.jobs.values(), reverse=True) or [0]
    while others and main < sum([paid.deducted.get(name, 0) for name in KINDS]):
        main += others.pop(0)
    stated = facts.get(("wages", member.id), 0)
    return Person(
        age=age_for_tax(member.date_of_birth or date.min, year),
        blind=member.blind,
        wages=main,
        other_wages=tuple([amount for amount in (*others, stated) if amount]),
        social_security=facts.get(("social_security", member.id), 0),
        traditional_401k=paid.deducted.get("traditional_401k", 0),
        roth_401k=paid.deducted.get("roth_401k", 0),
        hsa_payroll=paid.deducted.get("hsa_payroll", 0),
        health_insurance=paid.deducted.get("health_insurance", 0),
        fsa_health=paid.deducted.get("fsa_health", 0),
        sep=facts.get(("sep", member.id), 0),
        simple=facts.get(("simple", member.id), 0),
        solo_401k=facts.get(("solo_401k", member.id), 0),
        medicare_beyond=paid.medicare_beyond,
    )


def with_accounts(  # which return, what the accounts came to, Medicare's premiums, and how much of dividends is qualified
    certain: Return, interest: int, gains: int, distributions: int, premiums: int, dividends: int, *, qualified: Decimal
) -> Return:
    """Return a return with what the accounts came to in the year, and the Medicare premiums paid (cents).

    ``qualified`` is a part of all dividends.
    """
    income = certain.income
    paid = income.ordinary_dividends + dividends
    more = changed(
        income,
        interest=income.interest + interest,
        ordinary_dividends=paid,
        qualified_dividends=share(paid, qualified),
        long_term_gains=income.long_term_gains + gains,
        ira_distribution=income.ira_distribution + distributions,
    )
    itemized = certain.itemized
    if premiums:
        itemized = changed(itemized, medical=itemized.medical + premiums)
    return changed(certain, income=more, itemized=itemized)


def _counted(facts: Facts, whose: frozenset[str]) -> Mapping[str, int]:
    """Return what adds up, by its name, whatever is the household's or one of the filers'; what there is none of is 0."""
    total: defaultdict[str, int] = defaultdict(int)
    for (what, member), amount in facts.items():
        if member in whose:
            total[what] += amount
    return total


def _profit(facts: Facts, member: Member) -> int:
    return facts.get(("self_employment", member.id), 0) - facts.get(("business_cost", member.id), 0)
