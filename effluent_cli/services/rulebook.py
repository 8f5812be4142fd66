"""The rules in force, loaded once per process and handed to the domain as a value."""

from functools import cache

from effluent_cli.domain.rulebook import Rules


@cache
def rules(law_year: int | None = None) -> Rules:
    """Return the rules in force, or those that keep the law of a year; raises Refused when a rule file contradicts itself."""
    from effluent_cli.rules import loader

    return Rules(
        # Books brought forward from before the first year's rules are an estimate by them.
        tax_year=lambda year, rates: loader.tax_year(
            max(year, loader.first_year()),
            rates["inflation"],
            rates["salary_growth"],
            law_year,
            (rates.varying("inflation", year), rates.varying("salary_growth", year)),
        ),
        assumptions=loader.default_assumptions(),
        version=loader.rules_version(),
        long_lived=loader.long_lived,
        of_law=rules,
    )
