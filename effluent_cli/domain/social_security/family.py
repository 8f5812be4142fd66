"""What a worker's record pays to a spouse and to a widow or widower."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from effluent_cli.domain.law.benefits import BenefitFormula
from effluent_cli.domain.social_security.ages import (
    claim_factor,
    delayed_factor,
    delayed_months,
    full_retirement_month,
    spouse_factor,
    survivor_factor,
)
from effluent_cli.domain.social_security.benefit import DIME, down_to, payable


@dataclass(frozen=True)
class Claimant:
    """Who claims: date of birth, primary insurance amount (cents, 0 without a record), month of the claim (None: not yet)."""

    birth: date
    pia: int
    claim_month: int | None


def spouse_monthly(formula: BenefitFormula, worker_pia: int, spouse: Claimant, claim_month: int) -> int:
    """Return the whole dollars a month that a spouse is paid in all: the own benefit and what tops it up.

    Primary insurance amounts are those of the month in question. ``claim_month`` is that of the spouse's benefit, which the
    worker's own claim must precede; ``spouse.claim_month`` that of the own one. The top-up is half of the worker's amount
    less the own one, reduced by the age at claiming and never raised by delay (42 USC 402(b), (k)(3)(A), (q)).
    """
    top_up = max(0, down_to(worker_pia // 2, DIME) - spouse.pia)
    early = max(0, full_retirement_month(formula, spouse.birth) - claim_month)
    own = Fraction(0)
    if spouse.claim_month is not None:
        own = claim_factor(formula, spouse.birth, spouse.claim_month) * spouse.pia
    return payable(1, own + spouse_factor(formula, early) * top_up)


def survivor_monthly(formula: BenefitFormula, worker: Claimant, death: int, birth: date, claim_month: int) -> int:
    """Return the whole dollars a month that a widow or widower born on ``birth`` is paid on the worker's record.

    ``worker.pia`` is that of the month in question. Where the month of ``death`` came before the worker's claim, credits for
    delay count up to it. A benefit that the worker had claimed early limits the survivor's to the larger of what the worker
    was paid and 82.5 % of the primary insurance amount (42 USC 402(e)(2), the widow's limit).
    """
    claimed = worker.claim_month
    delayed = delayed_months(formula, worker.birth, death if claimed is None else claimed)
    whole = delayed_factor(formula, worker.birth, delayed) * worker.pia
    reduced = survivor_factor(formula, birth, claim_month) * whole
    if claimed is not None and claimed < full_retirement_month(formula, worker.birth):
        paid = claim_factor(formula, worker.birth, claimed)
        reduced = min(reduced, max(paid, Fraction(*formula.survivor_limit)) * worker.pia)
    return payable(1, reduced)
