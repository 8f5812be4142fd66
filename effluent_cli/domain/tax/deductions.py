"""The standard deduction, and the deductions of 2025 to 2028 that everybody takes beside it or beside itemized ones."""

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.law.deductions import Senior, Stepped
from effluent_cli.domain.money import share, steps_begun
from effluent_cli.domain.tax.given import SEPARATE, Return


def standard_deduction(given: Return) -> int:
    """Return the standard deduction with what age and blindness add for each person who files (IRC 63(c), (f))."""
    law, status = given.tax_year.standard_deduction, given.filing_status
    boxes = sum([(person.age >= 65) + person.blind for person in given.people])
    return law.amount[status] + boxes * law.additional[status]


@frozen
class Further:
    """The deductions of IRC 151(d)(5)(C), 224, 225 and 163(h)(4), in cents."""

    senior: int
    tips: int
    overtime: int
    car_loan: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.senior + self.tips + self.overtime + self.car_loan


def further(given: Return, magi: int) -> Further:
    """Return the further deductions at ``magi``.

    Senior, tips and overtime need a Social Security number valid for employment of the person concerned and, of who is
    married, a joint return.
    """
    law, status = given.tax_year, given.filing_status
    # Law that has nothing to act on is not asked for: a year's figures are read group by group.
    interest = given.car_loan_interest
    car_loan = _stepped(law.car_loan, status, interest, magi, partial_steps=True) if interest else 0
    if status == SEPARATE:
        return Further(0, 0, 0, car_loan)
    seniors = tips = overtime = 0
    for person in given.people:
        if person.work_ssn:
            seniors += person.age >= law.senior.age
            tips += person.qualified_tips
            overtime += person.qualified_overtime
    return Further(
        senior=_senior(law.senior, status, magi) * seniors if seniors else 0,
        tips=_stepped(law.tips, status, tips, magi) if tips else 0,
        overtime=_stepped(law.overtime, status, overtime, magi) if overtime else 0,
        car_loan=car_loan,
    )


def _senior(law: Senior, status: str, magi: int) -> int:
    """Return the deduction of each senior at ``magi``."""
    over = max(0, magi - law.magi_over[status])
    return max(0, law.per_person - share(over, law.phase_out_rate))


def _stepped(law: Stepped, status: str, amount: int, magi: int, *, partial_steps: bool = False) -> int:
    """Return ``amount`` up to its cap, less the reduction of each step of MAGI; a step begun counts if ``partial_steps``."""
    capped = min(amount, law.cap[status])
    if not capped:
        return 0
    over = max(0, magi - law.magi_over[status])
    steps = steps_begun(over, law.step) if partial_steps else over // law.step
    return max(0, capped - steps * law.per_step)


def charity_beside_standard(given: Return) -> int:
    """Return the cash gifts that count beside the standard deduction (IRC 170(p))."""
    gifts = given.itemized.charity_cash
    return min(gifts, given.tax_year.itemized.charity_non_itemizer[given.filing_status]) if gifts else 0
