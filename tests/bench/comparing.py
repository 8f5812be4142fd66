"""Prints what ten scenarios compared cost beside ten single projections of the same household.

Usage: ``python -m tests.bench.comparing [ROUNDS]``. The limit is that of the plan: 1.5 times; above it the exit code is 1.
"""

import statistics
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from effluent_cli.domain.changes import compiled
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.comparison import Side, difference, side
from effluent_cli.domain.overlay import NONE
from effluent_cli.domain.projection import project
from effluent_cli.domain.rulebook import household_assumptions
from tests.bench.households import household
from tests.bench.projecting import seconds
from tests.households import RULES, TODAY

MONTHS, LIMIT = 480, 1.5
ON, LAST = date(2028, 3, 1), date(2067, 12, 31)
SCENARIOS: dict[str, dict[str, Any]] = {
    "add_expense": {"amount": 45_000, "frequency": "monthly", "category": "childcare"},
    "modify_income": {"flow": "bo-job", "amount": 400_000},
    "remove_income": {"flow": "side"},
    "refinance": {"account": "a006-primary-mortgage", "rate": Decimal("0.04"), "term_months": 360},
    "sell_asset": {"account": "a005-primary-residence", "sale_price": 50_000_000, "selling_costs": 3_000_000},
    "lump_sum_income": {"amount": 5_000_000, "tax_treatment": "ordinary"},
    "adjust_total_expenses": {"fraction": Decimal("0.1")},
    "override_inflation": {"rate": Decimal("0.06"), "months": 24},
    "adjust_investment_value": {"fraction": Decimal("-0.2"), "recovery_months": 36},
}
"""Nine changes, each a scenario of its own beside the baseline."""


def compare() -> None:
    """Project the baseline and the nine scenarios, and attribute every difference to drivers."""
    stated = household()
    rates = household_assumptions(RULES, stated.assumptions)
    sides: list[Side] = [side(project(stated, RULES, TODAY, MONTHS), stated, NONE, TODAY)]
    for kind, values in SCENARIOS.items():
        inputs, overlay = compiled(stated, [Asked("plan.change", kind, ON, None, values)], rates, TODAY, LAST)
        sides.append(side(project(inputs, RULES, TODAY, MONTHS, overlay), inputs, overlay, TODAY))
    for other in sides[1:]:
        found = difference(sides[0], other)
        assert found.drivers.status == "ok"  # a bench that measures nothing would be worse than none
        assert sum(item.amount for item in found.drivers.items) == found.net_worth


def alone() -> None:
    """Project the household ten times."""
    stated = household()
    for _ in range(len(SCENARIOS) + 1):
        project(stated, RULES, TODAY, MONTHS)


def main(rounds: int) -> int:
    """Measure in turns, print the ratio of the medians, and return the exit code."""
    compare()
    spent = [(seconds(compare), seconds(alone)) for _ in range(rounds)]
    ratio = statistics.median(each[0] for each in spent) / statistics.median(each[1] for each in spent)
    verdict = "ok" if ratio <= LIMIT else "TOO MUCH"
    print(
        f"ten scenarios of {MONTHS} months compared / ten projections {ratio:.2f} of {LIMIT}  {verdict}, {rounds} rounds"
    )
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
