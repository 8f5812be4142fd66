"""The rules in force, loaded once per process and handed to the domain as a value; law is read when it is first asked for."""

from functools import cache
from typing import TYPE_CHECKING

from effluent_cli.domain.rulebook import Rules

if TYPE_CHECKING:
    from effluent_cli.domain.law.benefits import LongLived
    from effluent_cli.domain.rates import Rates
    from effluent_cli.domain.tax_year import TaxYear


@cache
def rules(law_year: int | None = None) -> Rules:
    """Return the rules in force, or those that keep the law of a year; raises Refused when a rule file contradicts itself."""
    from effluent_cli.rules.assumptions import default_assumptions
    from effluent_cli.services.reading import rules_version

    def tax_year(year: int, rates: "Rates") -> "TaxYear":
        from effluent_cli.rules import loader

        return loader.tax_year(
            # Books brought forward from before the first year's rules are an estimate by them.
            max(year, loader.first_year()),
            rates["inflation"],
            rates["salary_growth"],
            law_year,
            (rates.varying("inflation", year), rates.varying("salary_growth", year)),
        )

    return Rules(
        tax_year=tax_year,
        assumptions=default_assumptions(),
        version=rules_version(),
        long_lived=_long_lived,
        of_law=rules,
    )


def sound_rules() -> Rules:
    """Return the rules in force once all of their files are read and checked. Raises as ``rules.loader.check_all``."""
    from effluent_cli.rules.loader import check_all

    check_all()
    return rules()


def _long_lived() -> "LongLived":
    from effluent_cli.rules import loader

    return loader.long_lived()
