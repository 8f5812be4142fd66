"""The answer of ``calc social-security`` as text and csv."""

from effluent_cli.domain.money import rate_text
from effluent_cli.reports.calculations import Records, steps
from effluent_cli.reports.drawing import Block, Facts
from effluent_cli.reports.words import money
from effluent_cli.services.benefit_calculator import TracedBenefit


def benefit(report: TracedBenefit) -> tuple[Block, ...]:
    """Draw a benefit, then the steps behind it."""
    years, months = divmod(report.full_retirement_age_months, 12)
    facts = Facts(
        (
            ("Monthly benefit", f"{report.monthly_benefit:,}"),
            ("Primary insurance amount", money(report.pia)),
            ("Claim factor", rate_text(report.claim_factor)),
            ("Average indexed monthly earnings", f"{report.aime:,}"),
            ("Bend points", ", ".join(f"{point:,}" for point in report.bend_points)),
            ("Full retirement age", f"{years} years" + (f" {months} months" if months else "")),
            ("62 attained in", str(report.eligibility_year)),
        ),
        "Social Security",
    )
    return facts, steps(report.trace)


def records(report: TracedBenefit) -> Records:
    """Return the steps as csv rows."""
    return ("line", "value", "source"), [(each.line, each.value, each.source) for each in report.trace]
