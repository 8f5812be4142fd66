"""How much may be saved with a tax advantage in a year."""

from effluent_cli.domain.law.shapes import ByStatus, Group
from effluent_cli.domain.money import Cents


class WorkplacePlans(Group):
    """401(k), 403(b), TSP, SIMPLE: limits a year.

    ``elective_deferral`` holds over all plans of a person (IRC 402(g)), ``annual_additions`` per employer with the
    employer's money (415(c)), catch-ups beside both. Who earned more than ``roth_catch_up_over`` in Social Security wages from
    the employer in the year before may catch up as Roth only (414(v)(7)); 0 means that the rule is not in force.
    """

    elective_deferral: Cents
    catch_up_50: Cents
    catch_up_60_to_63: Cents
    annual_additions: Cents
    compensation: Cents
    highly_compensated: Cents
    roth_catch_up_over: Cents
    simple: Cents
    simple_catch_up_50: Cents
    simple_catch_up_60_to_63: Cents


class Ira(Group):
    """Traditional and Roth IRAs together, IRC 219, 408A; each phase-out is (from, to) of modified AGI.

    ``covered`` is for who takes part in a plan at work, ``spouse_covered`` for who does not but whose spouse does.
    """

    limit: Cents
    catch_up_50: Cents
    roth_phase_out: ByStatus[tuple[Cents, ...]]
    deduction_phase_out_covered: ByStatus[tuple[Cents, ...]]
    deduction_phase_out_spouse_covered: ByStatus[tuple[Cents, ...]]


class HsaLimits(Group):
    """The most that may go into health savings accounts in a year, employer's money included (cents)."""

    self_only: Cents
    family: Cents
    catch_up_55: Cents


class Fsa(Group):
    """Flexible spending and commuter accounts: IRC 125(i), 129, 132(f). ``commuter_month`` is per month, for each kind."""

    health: Cents
    health_carryover: Cents
    dependent_care: ByStatus[Cents]
    commuter_month: Cents
