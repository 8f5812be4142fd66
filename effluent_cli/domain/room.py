"""The room that a household's contributions have left in one calendar year, used up in the order of their dates.

Every payroll deduction asks what is left before it is taken; what people move into their accounts themselves counts as well,
but is theirs to decide and never cut. Employers' money counts where the law counts it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.limits import (
    ACCOUNT_LIMIT,
    ADDITIONS,
    CARE_FSA,
    ELECTIVE,
    HEALTH_FSA,
    HSA,
    IRA,
    LIMIT_OF,
    TRADITIONAL,
    PersonalLimits,
    care_limit,
    personal_limits,
)
from effluent_cli.domain.records import Deduction, IncomeSource
from effluent_cli.domain.tax_year import TaxYear


class Contribution(NamedTuple):
    """What counted against a limit on a day, in cents: by whom, and through which job (None: by the person's own transfer).

    ``stated`` marks the difference that a pay stub's figure makes to what was reckoned before it.
    """

    limit: str
    member: str
    source: str | None
    on: date
    amount: int
    stated: bool = False


class Room:
    """One household and calendar year. ``roth_catch_up_only`` says whether catch-ups at a job must be Roth (414(v)(7)).

    ``ample`` says that no limit can stop anything in the year: then nobody needs to ask.
    """

    def __init__(
        self, index: InputsIndex, tax_year: TaxYear, roth_catch_up_only: Callable[[IncomeSource], bool]
    ) -> None:
        self.contributions: list[Contribution] = []
        self.stopped_by_roth_rule: dict[str, date] = {}
        self.ample = False
        self._index = index
        self._law = tax_year
        self._roth_catch_up_only = roth_catch_up_only
        self._persons: dict[str, PersonalLimits] = {}
        self._used: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._by_source: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._traditional: defaultdict[str, int] = defaultdict(int)
        self._pay: defaultdict[str, int] = defaultdict(int)
        self._left: dict[str, Callable[[IncomeSource], int]] = {
            ELECTIVE: self._elective_left,
            HSA: lambda source: self.hsa_left(source.member),
            IRA: lambda source: self.person(source.member).ira.total - self._used[IRA, source.member],
            HEALTH_FSA: lambda source: self._law.fsa.health - self._by_source[HEALTH_FSA, source.id],
            CARE_FSA: lambda _: self.care_left(),
        }
        self._certain: dict[str, Callable[[str], int]] = {
            # That of everybody: the other limits of a person need not be worked out for it.
            ELECTIVE: lambda _: min(
                self._law.workplace_plans.elective_deferral, self._law.workplace_plans.annual_additions
            ),
            HSA: lambda key: self.person(key).hsa.base,
            IRA: lambda key: self.person(key).ira.base,
            HEALTH_FSA: lambda _: tax_year.fsa.health,
            CARE_FSA: lambda _: care_limit(index, tax_year),
        }

    def person(self, member: str) -> PersonalLimits:
        """Return the limits of a member."""
        if member not in self._persons:
            self._persons[member] = personal_limits(self._index, self._law, member)
        return self._persons[member]

    def holds(self, wanted: Iterable[tuple[str, str, int]]) -> bool:
        """Return whether all that is ``wanted`` in the year (limit, member, cents) fits, whatever comes first.

        It does where everybody's together is within what each one may put away without a catch-up.
        """
        total: dict[str, int] = {}
        certain: dict[str, int] = {}
        for limit, member, amount in wanted:
            total[limit] = total.get(limit, 0) + amount
            bound = self._certain[limit](member)
            certain[limit] = min(bound, certain.get(limit, bound))
        return all(amount <= certain[limit] for limit, amount in total.items())

    def allowed(self, source: IncomeSource, deduction: Deduction, wanted: int, on: date) -> int:
        """Return what of ``wanted`` cents may be deducted from the paycheck of ``on``."""
        limit = LIMIT_OF.get(deduction.type)
        if limit is None or wanted <= 0:
            return wanted
        left = min(wanted, max(0, self._left[limit](source)))
        if deduction.type in TRADITIONAL:
            left = self._before_roth_catch_up(source, left, on)
        return left

    def take(self, source: IncomeSource, deduction: Deduction, amount: int, on: date) -> None:
        """Count a deduction."""
        limit = LIMIT_OF.get(deduction.type)
        if limit is not None and amount:
            if deduction.type in TRADITIONAL:
                self._traditional[source.member] += amount
            self._count(limit, source.member, source.id, on, amount)

    def counted_pay(self, source: IncomeSource, gross: int) -> int:
        """Return what of a paycheck a plan may reckon its match on: the year's pay up to the limit of IRC 401(a)(17)."""
        counted = max(0, min(gross, self._law.workplace_plans.compensation - self._pay[source.id]))
        self._pay[source.id] += gross
        return counted

    def restate_pay(self, source: IncomeSource, gross: int) -> None:
        """Put a stub's pay of the year so far in place of that reckoned for the job."""
        self._pay[source.id] = gross

    def match(self, source: IncomeSource, deduction: Deduction, wanted: int, on: date) -> int:
        """Return what of an employer's match fits, and count it."""
        limit = {ELECTIVE: ADDITIONS, HSA: HSA}.get(LIMIT_OF.get(deduction.type, ""))
        if limit is None or not wanted:
            return wanted
        left = self._additions_left(source) if limit == ADDITIONS else self.hsa_left(source.member)
        amount = min(wanted, max(0, left))
        if amount:
            self._count(limit, source.member, source.id, on, amount)
        return amount

    def transfer(self, member: str, account_type: str, on: date, amount: int) -> None:
        """Count what a person moves into an account of that type, without a paycheck."""
        self._count(ACCOUNT_LIMIT[account_type], member, None, on, amount)

    def restate(self, source: IncomeSource, deferrals: int, on: date) -> None:
        """Put a stub's deferrals of the year up to ``on`` in place of those reckoned for the job."""
        reckoned = self._by_source[ELECTIVE, source.id]
        kinds = {each.type for each in self._index.deductions.get(source.id, ())}
        if kinds & TRADITIONAL:
            self._traditional[source.member] += deferrals - reckoned
        self._count(ELECTIVE, source.member, source.id, on, deferrals - reckoned, stated=True)

    def hsa_left(self, member: str) -> int:
        """Return what a person may still put into a health savings account.

        Spouses share the family limit, whoever pays; the catch-up at 55 is each one's own and counts as used first.
        """
        own = self.person(member)
        sharing = [member]
        if own.couple:
            sharing = [key for key in self._index.members if self.person(key).couple] or sharing
        beyond = sum(max(0, self._used[HSA, key] - self.person(key).hsa.catch_up) for key in sharing)
        return own.hsa.base - beyond + max(0, own.hsa.catch_up - self._used[HSA, member])

    def care_left(self) -> int:
        """Return what the household may still put aside for dependent care."""
        used = sum(amount for (limit, _), amount in self._used.items() if limit == CARE_FSA)
        return care_limit(self._index, self._law) - used

    def _elective_left(self, source: IncomeSource) -> int:
        """IRC 402(g) and 414(v) over all plans of the person, 415(c) for the part that is no catch-up."""
        limit, used = self.person(source.member).elective, self._used[ELECTIVE, source.member]
        as_catch_up = limit.catch_up - max(0, used - limit.base)
        return min(limit.total - used, self._additions_left(source) + as_catch_up)

    def _additions_left(self, source: IncomeSource) -> int:
        return self._law.workplace_plans.annual_additions - self._by_source[ADDITIONS, source.id]

    def _before_roth_catch_up(self, source: IncomeSource, left: int, on: date) -> int:
        limit = self.person(source.member).elective
        base_left = max(0, limit.base - self._traditional[source.member])
        if left > base_left and limit.catch_up and self._roth_catch_up_only(source):
            self.stopped_by_roth_rule.setdefault(source.id, on)
            return base_left
        return left

    def _count(
        self, limit: str, member: str, source: str | None, on: date, amount: int, *, stated: bool = False
    ) -> None:
        before = self._used[limit, member]
        self._used[limit, member] += amount
        if source is not None:
            self._by_source[limit, source] += amount
        self.contributions.append(Contribution(limit, member, source, on, amount, stated))
        if limit == ELECTIVE and source is not None:
            base = self.person(member).elective.base
            addition = min(before + amount, base) - min(before, base)
            if addition:
                self._count(ADDITIONS, member, source, on, addition, stated=stated)
