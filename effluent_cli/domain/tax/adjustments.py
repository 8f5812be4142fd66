"""What comes off before adjusted gross income, each with the limit that the law sets it."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.money import half_up
from effluent_cli.domain.tax.given import JOINT, SEPARATE, Person, Return
from effluent_cli.domain.tax.owner_plans import owner_plans
from effluent_cli.domain.tax.self_employment import Earner

TEN_DOLLARS = 1_000
LEAST_IRA = 20_000
"""An IRA deduction in the phase-out is rounded up to ten dollars and is at least 200 dollars (IRC 219(g)(2))."""


@frozen
class Adjustments:
    """The adjustments allowed, in cents."""

    self_employment: int
    educator: int
    hsa: int
    moving: int
    alimony: int
    owner_plans: int = 0
    ira: int = 0
    student_loan: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        fixed = self.self_employment + self.educator + self.hsa + self.moving + self.alimony + self.owner_plans
        return fixed + self.ira + self.student_loan


def fixed(given: Return, earners: tuple[Earner, ...]) -> Adjustments:
    """Return the adjustments that do not depend on income; IRA and student loan interest are still 0."""
    paid = given.adjustments
    educator = paid.educator_expenses
    if educator:
        educator = min(educator, (2 if given.joint else 1) * given.tax_year.adjustments.educator_per_person)
    return Adjustments(
        self_employment=sum([earner.half for earner in earners]),
        educator=educator,
        hsa=min(paid.hsa_direct, _hsa_room(given)) if paid.hsa_direct else 0,
        moving=paid.moving_expenses,
        alimony=paid.alimony_paid,
        owner_plans=sum(
            [owner_plans(person, earner, given.tax_year) for person, earner in zip(given.people, earners, strict=True)]
        ),
    )


def _hsa_room(given: Return) -> int:
    """Return what those who file may still put into health savings accounts beside their paychecks."""
    limits = given.tax_year.hsa
    room = limits.family + sum(limits.catch_up_55 for person in given.people if person.age >= 55)
    return max(0, room - sum(person.hsa_payroll for person in given.people))


def ira_deduction(given: Return, earners: tuple[Earner, ...], plans: int, magi: int) -> int:
    """Return the deduction for traditional IRAs, at most what the law allows at ``magi`` (AGI without it).

    Limits: the year's amount with catch-up, what was earned less what went into ``plans`` of one's own (219(f)(1)), and the
    phase-out of who defers into a plan at work, or whose spouse does. A plan at work into which nothing was deferred cannot
    be known here.
    """
    stated = given.adjustments.ira_deduction
    if not stated:
        return 0
    room = sum(_ira_limit(given, person, magi) for person in given.people)
    return min(stated, room, max(0, sum(earner.earned for earner in earners) - plans))


def _ira_limit(given: Return, person: Person, magi: int) -> int:
    law, status = given.tax_year.ira, given.filing_status
    limit = law.limit + (law.catch_up_50 if person.age >= 50 else 0)
    if _covered(person):
        start, end = law.deduction_phase_out_covered["single" if status == SEPARATE and given.lived_apart else status]
    elif status == JOINT and any(_covered(other) for other in given.people):
        start, end = law.deduction_phase_out_spouse_covered[status]
    else:
        return limit
    if magi <= start:
        return limit
    if magi >= end:
        return 0
    reduced = -(-limit * (end - magi) // ((end - start) * TEN_DOLLARS)) * TEN_DOLLARS
    return min(limit, max(LEAST_IRA, reduced))


def _covered(person: Person) -> bool:
    return person.traditional_401k + person.roth_401k + person.sep + person.simple + person.solo_401k > 0


def student_loan_interest(given: Return, magi: int) -> int:
    """Return the interest deducted at ``magi`` (AGI without it): capped, then phased out evenly; none on separate returns."""
    law, status = given.tax_year.adjustments, given.filing_status
    interest = min(given.adjustments.student_loan_interest, law.student_loan_cap)
    if not interest or status == SEPARATE:
        return 0
    width = law.student_loan_phase_out_range[status]
    over = min(width, max(0, magi - law.student_loan_phase_out_over[status]))
    return interest - half_up(interest * over, width)
