"""Social Security benefits, required distributions, Medicare premiums."""

from collections.abc import Mapping

from effluent_cli.domain.law.shapes import ByStatus, Group, Portion
from effluent_cli.domain.money import Cents, Rate, Ratio


class Benefits(Group):
    """Social Security's figures of one year: ``bend_points`` are for who turns 62 in it, ``cola`` came in with its January."""

    bend_points: tuple[Cents, ...]
    cola: Rate
    earnings_test: Cents
    earnings_test_full_retirement_year: Cents
    quarter_of_coverage: Cents


class MedicarePremiums(Group):
    """Part B a month, and what high incomes of two years before add to Part B and Part D a month, tier by tier.

    Tier *n* holds above ``tier_over[n]`` of modified AGI; the last tier from ``last_tier_from`` on, that amount included. Who
    is married, files separately and lived apart all year reads the tiers of ``single``.
    """

    part_b: Cents
    tier_over: ByStatus[tuple[Cents, ...]]
    last_tier_from: ByStatus[Cents]
    part_b_extra: ByStatus[tuple[Cents, ...]]
    part_d_extra: ByStatus[tuple[Cents, ...]]


class RetirementAge(Group):
    """Full retirement age in months for who was born in ``born_from`` or later, until the next row."""

    born_from: int
    months: int


class DelayedCredit(Group):
    """What each month of delay adds to the benefit of who was born in ``born_from`` or later, until the next row."""

    born_from: int
    per_month: Portion


class BenefitFormula(Group):
    """What does not change by the year: 42 USC 402, 415, 416. ``pia_factors`` apply up to, between and above the bend points.

    ``early_first`` (a spouse's: ``spouse_early_first``) is lost per month for the first ``early_first_months`` before full
    retirement age, ``early_more`` for each month before those; ``delayed_credits`` are gained until ``delayed_until_months``
    of age. A widow's or widower's benefit begins at ``survivor_earliest_months`` with ``survivor_reduction``, which fades
    evenly until the age in ``survivor_ages``; ``survivor_limit`` is the least part that a worker's early claim leaves.
    """

    pia_factors: tuple[Rate, ...]
    averaged_years: int
    earliest_months: int
    early_first: Portion
    early_first_months: int
    early_more: Portion
    spouse_early_first: Portion
    delayed_until_months: int
    survivor_earliest_months: int
    survivor_reduction: Portion
    survivor_limit: Portion
    retirement_ages: tuple[RetirementAge, ...]
    survivor_ages: tuple[RetirementAge, ...]
    delayed_credits: tuple[DelayedCredit, ...]


class WageHistory(Group):
    """By calendar year: the national average wage index, the wage base, the December cost-of-living adjustment."""

    average_wage_index: Mapping[int, Cents]
    wage_base: Mapping[int, Cents]
    cola_december: Mapping[int, Rate]


class StartAge(Group):
    """The age in months at which distributions begin for births from ``month`` of ``born_from`` on, until the next row."""

    born_from: int
    month: int
    months: int


class Distributions(Group):
    """Required minimum distributions, IRC 401(a)(9): start ages and the tables of Treas. Reg. 1.401(a)(9)-9, in years.

    ``uniform_lifetime`` and ``single_life`` go by age. ``joint_life`` goes by the owner's age, each row by the spouse's,
    from ``joint_life_from`` up to eleven years below the owner's.
    """

    start_ages: tuple[StartAge, ...]
    uniform_lifetime: Mapping[int, Ratio]
    single_life: Mapping[int, Ratio]
    joint_life_from: int
    joint_life: Mapping[int, tuple[Ratio, ...]]


class LongLived(Group):
    """The tables that are no year's own. ``sources`` names the document behind each figure (``wages.wage_base``)."""

    formula: BenefitFormula
    wages: WageHistory
    distributions: Distributions
    sources: Mapping[str, str]
