"""What is taken off the tax: credits for children, work, care, education and adoption."""

from effluent_cli.domain.law.shapes import ByStatus, Group
from effluent_cli.domain.money import Cents, Rate


class ChildCredits(Group):
    """IRC 24: per child below ``child_age_below``, per other dependant; ``phase_out_per_step`` off for each step of MAGI.

    Refundable: ``refundable_rate`` of earned income above ``refundable_over``, at most ``refundable_max`` a child.
    """

    per_child: Cents
    per_other_dependent: Cents
    child_age_below: int
    refundable_max: Cents
    refundable_rate: Rate
    refundable_over: Cents
    phase_out_over: ByStatus[Cents]
    phase_out_step: Cents
    phase_out_per_step: Cents


class Eitc(Group):
    """The earned income credit, IRC 32: each tuple for none, one, two, three or more children.

    Without children the credit is for ages from ``childless_age_from`` up to ``childless_age_below``. A child is a dependant
    below ``child_age_below``; a student's higher age is not stated anywhere and not assumed.
    """

    earned_income_amount: tuple[Cents, ...]
    max_credit: tuple[Cents, ...]
    phase_in_rate: tuple[Rate, ...]
    phase_out_rate: tuple[Rate, ...]
    phase_out_over: tuple[Cents, ...]
    phase_out_over_joint: tuple[Cents, ...]
    investment_income_limit: Cents
    childless_age_from: int
    childless_age_below: int
    child_age_below: int


class Care(Group):
    """Child and dependent care, IRC 21: a rate that falls by a point per step of AGI, to one floor and then to another.

    A ``second_step`` of 0 means that there is no second fall. ``child_age_below`` says whose care counts.
    """

    expenses_one: Cents
    expenses_more: Cents
    child_age_below: int
    first_rate: Rate
    first_over: Cents
    first_step: Cents
    first_floor: Rate
    second_over: ByStatus[Cents]
    second_step: ByStatus[Cents]
    second_floor: Rate


class Education(Group):
    """IRC 25A: the American opportunity credit per student (partly refundable) and the lifetime learning credit.

    Both end between the two amounts of modified AGI in ``phase_out``.
    """

    opportunity_full: Cents
    opportunity_more: Cents
    opportunity_more_rate: Rate
    opportunity_refundable: Rate
    lifetime_rate: Rate
    lifetime_expenses: Cents
    phase_out: ByStatus[tuple[Cents, ...]]


class Adoption(Group):
    """IRC 23: expenses per child up to a limit, a part of it refundable, ending over a range of modified AGI."""

    per_child: Cents
    refundable: Cents
    phase_out_over: Cents
    phase_out_range: Cents
