"""Terms of a debt that few debts have. At a terminal they are asked for only where somebody says that there is any."""

from typing import Any

from effluent_cli.services.onboarding.questions import When, ask

INDEX = When("index")
FORBEARANCE = When("forbearance_from")
PROMOTION = When("promotional_rate_percent")
NAMES = frozenset(
    {
        "maturity_date",
        "amortization_months",
        "interest_only_until",
        "index",
        "forbearance_from",
        "payment_rounding",
        "interest_rounding",
        "promotional_rate_percent",
        "minimum_plus_interest",
        "margin_percent",
        "floor_percent",
        "ceiling_percent",
        "next_reset_on",
        "reset_months",
        "forbearance_until",
        "promotional_until",
    }
)
"""The fields below."""


def maturity_date(when: When | None = None) -> Any:
    """Return the question for ``terms.maturity``."""
    return ask(
        "Date of the last payment",
        default=None,
        when=when,
        example="2050-08-01",
        more="In place of term_months.",
        fills="terms.maturity",
    )


def amortization_months(when: When | None = None) -> Any:
    """Return the question for ``terms.amortization_months``."""
    return ask(
        "Months that the payment is reckoned over",
        default=None,
        when=when,
        example="360",
        more="Longer than the term: the rest is due as a balloon with the last payment.",
        fills="terms.amortization_months",
    )


def interest_only_until(when: When | None = None) -> Any:
    """Return the question for ``terms.interest_only_until``."""
    return ask(
        "Interest only until",
        default=None,
        when=when,
        example="2028-08-01",
        more="Then the payment is reckoned anew over the rest of the term.",
        fills="terms.interest_only_until",
    )


def index(when: When | None = None) -> Any:
    """Return the question for ``terms.rate_index``."""
    return ask(
        "Index of a variable rate",
        default=None,
        when=when,
        example="index_sofr",
        more="The rate is set to the assumption of this name plus the margin; without such an assumption it stays as it is.",
        fills="terms.rate_index",
    )


def forbearance_from(when: When | None = None) -> Any:
    """Return the question for ``terms.forbearance_from``."""
    return ask(
        "Forbearance from",
        default=None,
        when=when,
        example="2026-12-01",
        more="Nothing is paid, and interest is added to the balance.",
        fills="terms.forbearance_from",
    )


def payment_rounding(when: When | None = None) -> Any:
    """Return the question for ``terms.payment_rounding``."""
    return ask(
        "How the lender rounds the payment",
        default=None,
        when=when,
        shown="half_up",
        example="up",
        fills="terms.payment_rounding",
    )


def interest_rounding(when: When | None = None) -> Any:
    """Return the question for ``terms.interest_rounding``."""
    return ask(
        "How the lender rounds interest",
        default=None,
        when=when,
        shown="half_up",
        example="half_even",
        fills="terms.interest_rounding",
    )


def promotional_rate_percent(when: When | None = None) -> Any:
    """Return the question for ``terms.promotional_rate``."""
    return ask("Promotional rate a year", default=None, when=when, example="0", fills="terms.promotional_rate")


def minimum_plus_interest(when: When | None = None) -> Any:
    """Return the question for ``terms.minimum_adds_interest``."""
    return ask(
        "Minimum asks for the interest on top",
        default=None,
        when=when,
        shown="false",
        more="The minimum is then the month's interest plus that share of the balance.",
        fills="terms.minimum_adds_interest",
    )


def margin_percent() -> Any:
    """Return the question for ``terms.rate_margin``."""
    return ask("Margin over the index", when=INDEX, example="2.75", fills="terms.rate_margin")


def floor_percent() -> Any:
    """Return the question for ``terms.rate_floor``."""
    return ask("Rate at least", when=INDEX, example="2.75", fills="terms.rate_floor")


def ceiling_percent() -> Any:
    """Return the question for ``terms.rate_ceiling``."""
    return ask("Rate at most", when=INDEX, example="9.5", fills="terms.rate_ceiling")


def next_reset_on() -> Any:
    """Return the question for ``terms.next_reset_on``."""
    return ask("Rate is set anew next on", when=INDEX, needed=True, example="2027-06-01", fills="terms.next_reset_on")


def reset_months() -> Any:
    """Return the question for ``terms.reset_months``."""
    return ask("Months from one reset to the next", when=INDEX, example="12", fills="terms.reset_months")


def forbearance_until() -> Any:
    """Return the question for ``terms.forbearance_until``."""
    return ask(
        "Forbearance until", when=FORBEARANCE, needed=True, example="2027-03-31", fills="terms.forbearance_until"
    )


def promotional_until() -> Any:
    """Return the question for ``terms.promotional_until``."""
    return ask(
        "Promotional rate until", when=PROMOTION, needed=True, example="2027-12-31", fills="terms.promotional_until"
    )
