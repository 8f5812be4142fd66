"""How much the law lets a person put away in a year, by kind of account: the figures of the year made out to a person.

Ages for catch-ups are those attained by 31 December; whoever was born on 1 January attains them with the new year (a year of
age is attained on the anniversary of birth: Treas. Reg. 1.414(v)-1(g)(3), Rev. Rul. 2003-72).
"""

from collections.abc import Mapping

from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents
from effluent_cli.domain.records import Member
from effluent_cli.domain.tax.ages import age_at_year_end
from effluent_cli.domain.tax_year import TaxYear

ELECTIVE, ADDITIONS, HSA, IRA = "elective_deferral", "annual_additions", "hsa", "ira"
HEALTH_FSA, CARE_FSA = "health_fsa", "dependent_care_fsa"
LIMITS: Mapping[str, str] = {
    ELECTIVE: "workplace_plans.elective_deferral",
    ADDITIONS: "workplace_plans.annual_additions",
    HSA: "hsa.family",
    IRA: "ira.limit",
    HEALTH_FSA: "fsa.health",
    CARE_FSA: "fsa.dependent_care",
}
"""Every limit in the order in which they are listed, and the figure of the tax year behind it."""
LIMIT_OF: Mapping[str, str] = {
    **dict.fromkeys(("traditional_401k", "traditional_403b", "tsp_traditional"), ELECTIVE),
    **dict.fromkeys(("roth_401k", "roth_403b", "tsp_roth"), ELECTIVE),
    "hsa": HSA,
    "fsa_health": HEALTH_FSA,
    "fsa_dependent": CARE_FSA,
    "roth_ira": IRA,
}
"""The limit that a kind of deduction counts against."""
TRADITIONAL = frozenset({"traditional_401k", "traditional_403b", "tsp_traditional"})
ACCOUNT_LIMIT: Mapping[str, str] = {"traditional_ira": IRA, "roth_ira": IRA, "hsa": HSA}
"""The limit that money of one's own counts against when it is moved into an account of that type."""
COVERED = ("self", "spouse", "child", "dependent")
"""Relationships that one tax household's health insurance is taken to cover."""


@frozen
class Limit:
    """What one person may put away in a year under one limit, in cents: ``base`` and the ``catch_up`` of the age."""

    base: Cents
    catch_up: Cents = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.base + self.catch_up


@frozen
class PersonalLimits:
    """One person's limits. ``age`` is that attained by the end of the year, None (and no catch-up) without a date of birth.

    ``couple`` says that the person shares the family limit of health savings accounts with a spouse.
    """

    age: int | None
    couple: bool
    elective: Limit
    hsa: Limit
    ira: Limit


def personal_limits(index: InputsIndex, tax_year: TaxYear, member_id: str) -> PersonalLimits:
    """Return the limits of a member. A person is covered as a family as soon as the tax household is more than one person."""
    member = index.members.get(member_id)
    born = member.date_of_birth if member else None
    age = None if born is None else age_at_year_end(born, tax_year.year)
    covered = [each for each in index.members.values() if each.relationship in COVERED]
    family = len(covered) > 1 and (member is None or member.relationship in COVERED)
    hsa = tax_year.hsa
    return PersonalLimits(
        age=age,
        couple=_is_couple(member),
        elective=Limit(tax_year.workplace_plans.elective_deferral, _deferral_catch_up(tax_year, age)),
        hsa=Limit(hsa.family if family else hsa.self_only, _from(55, age, hsa.catch_up_55)),
        ira=Limit(tax_year.ira.limit, _from(50, age, tax_year.ira.catch_up_50)),
    )


def care_limit(index: InputsIndex, tax_year: TaxYear) -> int:
    """Return the most that a household may put aside for dependent care in a year (cents): by its filing status."""
    return tax_year.fsa.dependent_care[index.inputs.household.filing_status or "single"]


def _is_couple(member: Member | None) -> bool:
    return member is not None and member.relationship in ("self", "spouse")


def _deferral_catch_up(tax_year: TaxYear, age: int | None) -> int:
    """IRC 414(v)(2): from 50 on, and a larger one in the years in which 60, 61, 62 or 63 is attained."""
    plans = tax_year.workplace_plans
    if age is not None and 60 <= age <= 63:
        return plans.catch_up_60_to_63
    return _from(50, age, plans.catch_up_50)


def _from(first: int, age: int | None, amount: int) -> int:
    return amount if age is not None and age >= first else 0
