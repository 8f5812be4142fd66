"""What owners pay into plans of their own: each plan's limit on figures worked out here, and the return that it lowers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.tax.liability import Liability, liability
from effluent_cli.services.tax_inputs import tax_input


def found(profit: str = "48000", **person: Any) -> Liability:
    """The return of a single owner in 2026; 92.35 % of 48,000.00 at 15.3 % is 6,782.18 of tax, half of it 3,391.09."""
    document = {
        "tax_year": 2026,
        "filing_status": "single",
        "primary": {"age": 40, **person},
        "income": {"self_employment": profit},
    }
    return liability(tax_input(document, line=False, table=False)[1])


@pytest.mark.parametrize(
    ("profit", "person", "deducted"),
    [
        ("48000", {"sep": "6000"}, 600_000),
        # A fifth of 48,000.00 − 3,391.09.
        ("48000", {"sep": "20000"}, 892_178),
        # The deferral of 24,500.00 and that fifth.
        ("48000", {"solo_401k": "40000"}, 3_342_178),
        # A job has used 20,000.00 of the deferral.
        ("48000", {"solo_401k": "40000", "wages": "30000", "traditional_401k": "20000"}, 1_342_178),
        # 17,000.00 and 3 % of 44,328.00.
        ("48000", {"simple": "30000"}, 1_832_984),
        # 415(c): 72,000.00 of 2026, and from 50 on the catch-up of 8,000.00 beside it.
        ("600000", {"sep": "100000"}, 7_200_000),
        ("600000", {"solo_401k": "100000"}, 7_200_000),
        ("600000", {"solo_401k": "100000", "age": 55}, 8_000_000),
        ("600000", {"solo_401k": "100000", "age": 61}, 8_325_000),
        # The same fifth holds for both plans.
        ("48000", {"sep": "5000", "solo_401k": "40000"}, 3_342_178),
        # Never more than there is: 10,000.00 less half of 1,412.96.
        ("10000", {"solo_401k": "20000"}, 929_352),
        ("-5000", {"solo_401k": "20000"}, 0),
    ],
)
def test_a_plan_of_the_owners_comes_off_as_far_as_the_law_lets_it(
    profit: str, person: dict[str, Any], deducted: int
) -> None:
    with_plan, without = (
        found(profit, **person),
        found(profit, **{key: value for key, value in person.items() if key not in ("sep", "solo_401k", "simple")}),
    )
    assert with_plan.above.adjustments.owner_plans == deducted
    assert without.above.agi - with_plan.above.agi == deducted
    assert with_plan.self_employment == without.self_employment


def test_it_lowers_qualified_business_income_too() -> None:
    # (48,000.00 − 3,391.09 − 6,000.00) × 20 % = 7,721.78, above a fifth of taxable income: 22,508.91 × 20 % = 4,501.78.
    assert found(sep="6000").taxable.qbi == 450_178
    rich = found("100000", sep="10000", wages="50000")
    # Half of 14,129.55 is 7,064.78: (100,000.00 − 7,064.78 − 10,000.00) × 20 %.
    assert rich.taxable.qbi == 1_658_704


@given(st.integers(0, 500_000), st.integers(0, 100_000), st.integers(0, 100_000), st.integers(18, 75))
def test_no_contribution_raises_the_tax(profit: int, sep: int, solo: int, age: int) -> None:
    plain = found(str(profit), age=age)
    assert found(str(profit), age=age, sep=str(sep), solo_401k=str(solo)).total <= plain.total
