"""Social Security as a source states it: a month of claiming with a benefit at full retirement age, or with a record."""

from collections.abc import Iterable
from datetime import date

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents, money_text
from effluent_cli.domain.periods import month_text
from effluent_cli.domain.receipts import Receipts, claim_problem
from effluent_cli.domain.records import IncomeSource
from effluent_cli.domain.rulebook import household_assumptions, household_rules
from effluent_cli.errors import Refused
from effluent_cli.services.editing import wrong
from effluent_cli.services.rulebook import rules

CLAIM = ("claim", "full_age_benefit", "earnings")
"""The fields of a source that are Social Security's alone."""
AMOUNTS = {"annual_amount": "--annual-salary", "full_age_benefit": "--full-age-benefit", "earnings": "--earnings"}
"""The three ways to state what Social Security pays, each with its option: one of them counts."""


def yearly_benefit(index: InputsIndex, source: IncomeSource, day: date) -> Cents:
    """Return twelve times what a source with a claim pays on ``day``: 0 where it cannot be worked out."""
    law = rules()
    assumptions = household_assumptions(law, index.inputs.assumptions)
    return 12 * Receipts(index, household_rules(law, index.inputs.settings), assumptions).on(source, day)


def superseded(before: IncomeSource, new_type: str | None, stated: Iterable[str]) -> tuple[str, ...]:
    """Return the fields of the pay that a newly ``stated`` one, or another type of income, takes the place of."""
    if new_type not in (None, "social_security"):
        return CLAIM if before.type == "social_security" else ()
    ways = [name for name in AMOUNTS if name in stated]
    if len(ways) != 1:
        return ()
    return tuple(name for name in (*AMOUNTS, *(("claim",) if ways == ["annual_amount"] else ())) if name != ways[0])


def check_claim(index: InputsIndex, source: IncomeSource) -> None:
    """Check the claim of a source against its type, its other fields and the age of who claims.

    Raises InvalidInput, and Refused where the date of birth is not on record.
    """
    ways = [name for name in AMOUNTS if getattr(source, name) not in (None, ())]
    if source.type != "social_security":
        for name in CLAIM:
            if getattr(source, name) not in (None, ()):
                message = f"only social_security has it: leave it out, or add --clear {name.replace('_', '-')}"
                raise wrong(f"--{name.replace('_', '-')}", None, message)
        return
    if len(ways) > 1 and source.claim is not None:
        raise wrong(AMOUNTS[ways[1]], None, f"excludes {AMOUNTS[ways[0]]}: one of them says what is paid")
    if source.claim is None:
        if other := [name for name in ways if name != "annual_amount"]:
            raise wrong("--claim", None, f"say in which month it is claimed: {AMOUNTS[other[0]]} alone pays nothing")
        return
    _check_month(index, source, source.claim, ways)


def _check_month(index: InputsIndex, source: IncomeSource, claim: int, ways: list[str]) -> None:
    if not ways or ways == ["annual_amount"]:
        message = "the month's benefit at full retirement age, as the statement has it, or --earnings YEAR=A"
        raise wrong("--full-age-benefit", None, message)
    if source.full_age_benefit is not None and source.full_age_benefit <= 0:
        raise wrong("--full-age-benefit", money_text(source.full_age_benefit), "an amount above zero")
    if source.pay_frequency != "monthly":
        raise wrong("--pay-frequency", source.pay_frequency, "Social Security pays monthly")
    if source.raise_rate is not None:
        raise wrong(
            "--raise", None, "a benefit rises with the household's inflation: leave it out, or add --clear raise"
        )
    member = index.members.get(source.member)
    if member is not None and member.date_of_birth is None:
        raise Refused(
            f"the date of birth of {member.id} is not stated: it decides what a claim pays",
            code="no_date_of_birth",
            hint=f"effluent member edit {member.id} --date-of-birth YYYY-MM-DD",
        )
    if member is not None and (problem := claim_problem(index, rules(), source)) is not None:
        raise wrong("--claim", month_text(claim), problem)
