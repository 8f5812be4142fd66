"""What an owner pays into a retirement plan of a business without employees, as far as it comes off income (IRC 404, 401(c)).

Earned income is the profit less the deductible half of self-employment tax (401(c)(2)). Of it the employer's part may be 25 %
of what is left after that part: a fifth of the whole (404(a)(8), (h)(1)(C)), of at most the compensation that counts
(401(a)(17)). A 401(k) adds the elective deferral that jobs have left over (402(g)), both within 415(c); a SIMPLE has a
deferral of its own and a match of 3 % of net earnings (408(p)(2)(A), (6)(A)).
"""

from decimal import Decimal

from effluent_cli.domain.money import share
from effluent_cli.domain.tax.given import Person
from effluent_cli.domain.tax.self_employment import Earner
from effluent_cli.domain.tax_year import TaxYear

EMPLOYER_PART = Decimal("0.2")
"""25 % of earned income less the part itself: 0.25 / 1.25."""
EMPLOYER_RATE = Decimal("0.25")
SIMPLE_MATCH = Decimal("0.03")


def owner_plans(person: Person, earner: Earner, tax_year: TaxYear) -> int:
    """Return what of a person's contributions to plans of their own is deducted (cents), never more than earned income."""
    if not (person.sep or person.simple or person.solo_401k):
        return 0
    law = tax_year.workplace_plans
    earned = max(0, earner.profit - earner.half)
    employer = min(share(earned, EMPLOYER_PART), share(law.compensation, EMPLOYER_RATE), law.annual_additions)
    sep = min(person.sep, employer)
    catch_up = _catch_up(person.age, law.catch_up_50, law.catch_up_60_to_63)
    left = max(0, law.elective_deferral + catch_up - person.traditional_401k - person.roth_401k)
    # Catch-ups stand beside the limit of 415(c): 414(v)(3)(A).
    additions = max(0, law.annual_additions - sep) + min(catch_up, left)
    solo = min(person.solo_401k, left + employer - sep, additions)
    deferral = law.simple + _catch_up(person.age, law.simple_catch_up_50, law.simple_catch_up_60_to_63)
    simple = min(person.simple, deferral + share(earner.net_earnings, SIMPLE_MATCH))
    return min(earned, sep + solo + simple)


def _catch_up(age: int, from_50: int, from_60_to_63: int) -> int:
    if age < 50:
        return 0
    return from_60_to_63 if 60 <= age <= 63 else from_50
