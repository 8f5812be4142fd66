"""What is taken off income: adjustments, the standard deduction, itemized deductions, those of 2025 to 2028, QBI."""

from effluent_cli.domain.law.shapes import ByStatus, Group, Portion
from effluent_cli.domain.money import Cents, Rate


class StandardDeduction(Group):
    """IRC 63(c), (f): the amount, more for each person who is 65 or blind (for each of both), and a dependant's own."""

    amount: ByStatus[Cents]
    additional: ByStatus[Cents]
    dependent_floor: Cents
    dependent_earned_plus: Cents


class Adjustments(Group):
    """Limits of what comes off before adjusted gross income: IRC 221 (student loan interest), 62(a)(2)(D) (educators)."""

    student_loan_cap: Cents
    student_loan_phase_out_over: ByStatus[Cents]
    student_loan_phase_out_range: ByStatus[Cents]
    educator_per_person: Cents


class Senior(Group):
    """The deduction for seniors, IRC 151(d)(5)(C), per person of ``age``, less ``phase_out_rate`` of income above a limit."""

    per_person: Cents
    age: int
    phase_out_rate: Rate
    magi_over: ByStatus[Cents]


class Stepped(Group):
    """A deduction that loses ``per_step`` for each ``step`` of modified AGI above a limit (tips, overtime, car loans)."""

    cap: ByStatus[Cents]
    magi_over: ByStatus[Cents]
    step: Cents
    per_step: Cents


class Itemized(Group):
    """Schedule A: ceilings and floors of IRC 164(b), 163(h), 170(b), 213(a), and the limitation of IRC 68.

    Of ``salt_cap`` and ``salt_floor`` a separate return takes half, after the phase-down. A ``top_bracket_limit`` of 0 means
    that there is none, a ``mortgage_insurance_share`` of 0 that insurance is not deductible. ``charity_non_itemizer`` is the
    cash gift that counts beside the standard deduction.
    """

    salt_cap: Cents
    salt_phase_down_over: ByStatus[Cents]
    salt_phase_down_rate: Rate
    salt_floor: Cents
    mortgage_debt_limit: Cents
    mortgage_insurance_share: Rate
    mortgage_insurance_over: ByStatus[Cents]
    mortgage_insurance_step: ByStatus[Cents]
    mortgage_insurance_per_step: Rate
    medical_floor: Rate
    charity_floor: Rate
    charity_cash_ceiling: Rate
    charity_noncash_ceiling: Rate
    charity_non_itemizer: ByStatus[Cents]
    top_bracket_limit: Portion


class Qbi(Group):
    """Qualified business income, IRC 199A; wages and property limit it from ``threshold`` on, wholly after the range.

    ``minimum_deduction`` (0: none) goes to who has at least ``minimum_active_income`` from businesses of his own.
    """

    rate: Rate
    threshold: ByStatus[Cents]
    phase_in_range: ByStatus[Cents]
    wage_share: Rate
    lesser_wage_share: Rate
    property_share: Rate
    minimum_deduction: Cents
    minimum_active_income: Cents
