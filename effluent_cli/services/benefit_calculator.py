"""The worker of ``calc social-security``: a record of earnings and the month of the claim, to the dollar that is paid."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.law.benefits import LongLived
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.domain.periods import month_text, parse_month
from effluent_cli.domain.social_security.ages import eligibility_year, first_month
from effluent_cli.domain.social_security.benefit import Benefit, benefit
from effluent_cli.domain.social_security.earnings import CREDITS_NEEDED, credits_earned
from effluent_cli.domain.social_security.law import FIRST_ELIGIBILITY, FIRST_INDEXED_YEAR, BenefitLaw
from effluent_cli.domain.social_security.steps import benefit_trace, factor_shown
from effluent_cli.domain.trace import TraceLine
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.services.calc_flags import flags_named, nested
from effluent_cli.services.calc_inputs import Keys, Misread, day, key, loan_rate, money, values_of
from effluent_cli.services.json_lines import Doubled, answered, problems_error

LAST_YEAR = 2200
REPEATED = {"earnings": "--earnings"}


@dataclass(frozen=True)
class BenefitAnswer:
    """A worker's benefit. ``aime``, ``bend_points`` and ``monthly_benefit`` are whole dollars, as the agency states them.

    ``pia`` (cents) has the cost-of-living increases up to the month of the claim, ``claim_factor`` is what that month makes
    of it. ``projected`` says that wages or prices not yet published were assumed.
    """

    id: Any
    eligibility_year: int
    aime: int
    bend_points: tuple[int, ...]
    pia: Cents
    full_retirement_age_months: int
    claim_factor: Rate
    monthly_benefit: int
    projected: bool


@dataclass(frozen=True)
class TracedBenefit(BenefitAnswer):
    """A worker's benefit with the steps that lead to it."""

    trace: tuple[TraceLine, ...]


@dataclass(frozen=True)
class BenefitInput:
    """What ``calc social-security`` is asked; ``earnings`` by year in cents, ``claim_month`` numbered as in ``periods``."""

    id: Any
    birth: date
    earnings: dict[int, int]
    claim_month: int
    law: BenefitLaw


def benefit_lines(lines: Iterable[bytes], *, trace: bool) -> Generator[str, None, int]:
    """Yield the answer to each line of ``--input``; the generator returns how many lines were bad."""
    worker = _traced if trace else _answer
    return answered(lines, lambda document: worker(benefit_input(document, line=True)))


def benefit_of_flags(values: dict[str, Any]) -> TracedBenefit:
    """Return the benefit of flags mode; ``values`` by key (``earnings.1990``). InvalidInput whose problems name the flags."""
    try:
        return _traced(benefit_input(nested(values), line=False))
    except InvalidInput as error:
        raise flags_named(error, {}, repeated=REPEATED) from None


def benefit_warnings(report: TracedBenefit) -> tuple[Finding, ...]:
    """Return what the answer does not show by itself: assumed figures, a record too short to be insured by it."""
    found = []
    if report.projected:
        message = "wages or prices that are not published yet are assumed: see the steps"
        found.append(Finding("projected", "warning", "social-security", message, "--wage-growth R --inflation R"))
    earned = next(int(line.value) for line in report.trace if line.line.startswith("credits"))
    if earned < CREDITS_NEEDED:
        message = f"these earnings make at most {earned} of the {CREDITS_NEEDED} credits that a benefit needs"
        found.append(Finding("not_insured", "warning", "social-security", message, ""))
    return tuple(found)


def _month(value: Any) -> int:
    """Read a month ``YYYY-MM``."""
    if not isinstance(value, str) or len(value) != 7 or not value.isascii():
        raise ValueError("not a month: write YYYY-MM")
    try:
        return parse_month(value)
    except ValueError:
        raise ValueError("not a month: write YYYY-MM") from None


def _by_year(document: Any) -> dict[int, int]:
    """Read earnings: an object of year → amount."""
    if not isinstance(document, dict):
        raise ValueError("must be an object")  # noqa: TRY004  # readers raise ValueError, whatever is wrong
    found: dict[int, int] = {}
    problems: list[Problem] = []
    for name, value in document.items():
        try:
            found[_year(name)] = money(value)
        except ValueError as error:
            problems.append(Problem(str(name), value, str(error)))
    if isinstance(document, Doubled):
        problems.append(Problem(document.key, None, "stands twice"))
    if problems:
        raise Misread(problems)
    return found


def _year(name: str) -> int:
    if not (name.isascii() and name.isdigit() and len(name) == 4 and FIRST_INDEXED_YEAR <= int(name) <= LAST_YEAR):
        raise ValueError(f"not a year from {FIRST_INDEXED_YEAR} on, as Social Security counts them")
    return int(name)


_READERS = {
    "id": key,
    "birth_date": day,
    "earnings": _by_year,
    "claim_month": _month,
    "wage_growth": loan_rate,
    "inflation": loan_rate,
}
_REQUIRED = ("birth_date", "earnings", "claim_month")
_LINE, _FLAGS_MODE = Keys(_READERS, ("id", *_REQUIRED)), Keys(_READERS, _REQUIRED)


def benefit_input(document: dict[str, Any], *, line: bool) -> BenefitInput:
    """Return the input of ``calc social-security``; a ``line`` of JSON needs an id. InvalidInput with every problem."""
    values = values_of(_LINE if line else _FLAGS_MODE, document)
    _check_dates(values["birth_date"], values["claim_month"])
    law = _law()
    return BenefitInput(
        id=values.get("id"),
        birth=values["birth_date"],
        earnings=values["earnings"],
        claim_month=values["claim_month"],
        law=replace(law, **{name: values[name] for name in ("wage_growth", "inflation") if name in values}),
    )


def _check_dates(birth: date, claim_month: int) -> None:
    formula = _tables().formula
    if eligibility_year(formula, birth) < FIRST_ELIGIBILITY:
        message = f"62 was attained before {FIRST_ELIGIBILITY}: those rules are not modelled"
        raise problems_error([Problem("birth_date", birth.isoformat(), message)])
    first = first_month(formula, birth)
    if not first <= claim_month < (LAST_YEAR + 1) * 12:
        message = f"a benefit can begin with {month_text(first)}, the first month throughout 62, up to {LAST_YEAR}"
        raise problems_error([Problem("claim_month", month_text(claim_month), message)])


def _tables() -> LongLived:
    from effluent_cli.rules import loader

    return loader.long_lived()


@cache
def _law() -> BenefitLaw:
    from effluent_cli.rules.assumptions import default_assumptions

    inflation = default_assumptions()["inflation"]
    # Wages grow as prices do unless someone says otherwise, as a household's own salary does.
    return BenefitLaw(_tables().formula, _tables().wages, inflation, inflation)


def _fields(asked: BenefitInput, found: Benefit) -> dict[str, Any]:
    return {
        "id": asked.id,
        "eligibility_year": found.eligibility_year,
        "aime": found.earnings.aime,
        "bend_points": found.bend_points,
        "pia": found.pia,
        "full_retirement_age_months": found.full_retirement_age_months,
        "claim_factor": factor_shown(found),
        "monthly_benefit": found.monthly,
        "projected": found.projected,
    }


def _reckoned(asked: BenefitInput) -> Benefit:
    return benefit(asked.law, asked.birth, asked.earnings, asked.claim_month)


def _answer(asked: BenefitInput) -> BenefitAnswer:
    return BenefitAnswer(**_fields(asked, _reckoned(asked)))


def _traced(asked: BenefitInput) -> TracedBenefit:
    found = _reckoned(asked)
    earned = credits_earned(asked.law, asked.earnings, asked.claim_month // 12)
    trace = benefit_trace(asked.law, found, earned, _tables().sources)
    return TracedBenefit(**_fields(asked, found), trace=trace)
