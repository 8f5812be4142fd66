"""What a year's figures must satisfy before anything is reckoned from them: a broken figure is refused, never used.

Figures come by path (``income_tax.rates``) as their files state them: dollars, fractions, dictionaries.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from effluent_cli.rules.derived import COLUMNS, Rows, Values, largest_tax, max_credits, standard_rows, step2_rows
from effluent_cli.rules.documents import broken
from effluent_cli.rules.shaping import by_status

HALVES = {
    "gains.net_loss_limit": "single",
    "amt.exemption": "married_jointly",
    "amt.phase_out_over": "married_jointly",
    "niit.magi_over": "married_jointly",
    "rental_loss.allowance": "single",
    "medicare.additional_over": "married_jointly",
    "standard_deduction.amount": "married_jointly",
    "itemized.salt_phase_down_over": "single",
}
"""Of these a separate return has half of what the status named has."""
RANGES = (
    "education.phase_out",
    "ira.roth_phase_out",
    "ira.deduction_phase_out_covered",
    "ira.deduction_phase_out_spouse_covered",
)
RISING = ("income_tax.rates", "gains.rates", "amt.rates", "social_security_taxed.rates", "benefits.bend_points")


def check_group(group: str, values: Values, name: str) -> None:
    """Check one group of a year's figures; Refused naming the first thing wrong in the file ``name``."""
    try:
        for path in RISING:
            if path.startswith(f"{group}."):
                _check_rising(values[path], path, name)
        for path, status in HALVES.items():
            if path.startswith(f"{group}."):
                _check_half(values, path, status, name)
        for path in RANGES:
            if path.startswith(f"{group}."):
                _check_range(values, path, name)
        if group in OF_GROUP:
            OF_GROUP[group](values, name)
    except KeyError as error:
        broken(name, f"{error.args[0]} is missing")
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        broken(name, f"a figure of {group} has another shape")


def _check_rising(values: Sequence[Any], path: str, name: str) -> None:
    if any(after <= before for before, after in pairwise(values)):
        broken(name, f"{path} does not rise")


def _check_brackets(values: Values, name: str) -> None:
    rates = values["income_tax.rates"]
    limits = by_status(values["income_tax.upper_limits"])
    for status, upper in limits.items():
        if len(upper) != len(rates) - 1:
            broken(name, f"income_tax.upper_limits.{status} needs {len(rates) - 1} limits")
        _check_rising(upper, f"income_tax.upper_limits.{status}", name)
    if [2 * limit for limit in limits["married_separately"]] != limits["married_jointly"]:
        broken(name, "income_tax.upper_limits.married_separately is not half of married_jointly")


def _check_gains(values: Values, name: str) -> None:
    zero, fifteen = by_status(values["gains.zero_rate_up_to"]), by_status(values["gains.fifteen_rate_up_to"])
    for status, limit in zero.items():
        if limit >= fifteen[status]:
            broken(name, f"gains.fifteen_rate_up_to.{status} is not above zero_rate_up_to")


def _check_half(values: Values, path: str, status: str, name: str) -> None:
    table = by_status(values[path])
    # A cent apart at the most: halves of what a statute's own growth makes are rounded.
    if abs(2 * table["married_separately"] - table[status]) > Decimal("0.01"):
        broken(name, f"{path}.married_separately is not half of {table[status]}")


def _check_range(values: Values, path: str, name: str) -> None:
    for status, limits in by_status(values[path]).items():
        if len(limits) != 2:
            broken(name, f"{path}.{status} needs a beginning and an end")
        _check_rising(limits, f"{path}.{status}", name)


def _check_wage_base(values: Values, name: str) -> None:
    if values["social_security.largest_tax"] != largest_tax(values):
        broken(name, "social_security.largest_tax is not rate × wage_base")


def _check_tables(values: Values, name: str) -> None:
    for column in COLUMNS:
        _check_table(values, "standard", column, standard_rows(values, column), name)
        _check_table(values, "step2", column, step2_rows(values, column), name)


def _check_earned_income_credit(values: Values, name: str) -> None:
    expected = max_credits(values)
    for children, (found, wanted) in enumerate(zip(values["eitc.max_credit"], expected, strict=True)):
        if found != wanted:
            broken(name, f"eitc.max_credit, {children} children: {found} should be {wanted}")
    pairs = zip(values["eitc.earned_income_amount"], values["eitc.phase_out_over"], strict=True)
    if any(over <= amount for amount, over in pairs):
        broken(name, "eitc.phase_out_over lies below earned_income_amount")
    pairs = zip(values["eitc.phase_out_over"], values["eitc.phase_out_over_joint"], strict=True)
    if any(joint <= over for over, joint in pairs):
        broken(name, "eitc.phase_out_over_joint is not above phase_out_over")


def _check_table(values: Values, table: str, column: str, expected: Rows, name: str) -> None:
    rows = values[f"withholding.{table}"][column]
    path = f"withholding.{table}.{column}"
    if len(rows) != len(expected):
        broken(name, f"{path} needs {len(expected)} rows")
    words = ("threshold", "base amount", "percent")
    for number, (row, wanted) in enumerate(zip(rows, expected, strict=True), 1):
        for word, found, should in zip(words, row, wanted, strict=True):
            if Decimal(found) != should:
                broken(name, f"{path}, row {number}: {word} {found} should be {should}")


def _check_tiers(values: Values, name: str) -> None:
    over, last = (by_status(values[f"medicare_premiums.{each}"]) for each in ("tier_over", "last_tier_from"))
    for status, limits in over.items():
        _check_rising([*limits, last[status]], f"medicare_premiums.tier_over.{status}", name)
        for extra in ("part_b_extra", "part_d_extra"):
            amounts = by_status(values[f"medicare_premiums.{extra}"])[status]
            if len(amounts) != len(limits) + 1:
                broken(name, f"medicare_premiums.{extra}.{status} needs {len(limits) + 1} amounts")
            _check_rising(amounts, f"medicare_premiums.{extra}.{status}", name)


OF_GROUP: Mapping[str, Callable[[Values, str], None]] = {
    "income_tax": _check_brackets,
    "gains": _check_gains,
    "eitc": _check_earned_income_credit,
    "social_security": _check_wage_base,
    "withholding": _check_tables,
    "medicare_premiums": _check_tiers,
}
