"""What a rule file must satisfy before anything is reckoned from it: a broken figure is refused, never used.

Documents are as tomllib reads them with ``parse_float=Decimal``: dollars, fractions, dictionaries.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, NoReturn

from effluent_cli.errors import Refused

STATUSES = ("enacted", "published", "projected")
GROUPS = ("income_tax", "social_security", "medicare", "withholding", "step3", "hsa")
COLUMNS = ("single", "married_jointly", "head_of_household")

CENT = Decimal("0.01")
DOLLAR = Decimal(1)


def broken(name: str, message: str) -> NoReturn:
    """Raise Refused for the rule file ``name``."""
    raise Refused(f"the rule file {name} is broken: {message}", code="broken_rules", hint="reinstall effluent")


def check_federal(document: Mapping[str, Any], name: str) -> None:
    """Check one year's federal figures, carried ones included; Refused naming the first thing wrong."""
    if f"{document.get('year')}.toml" != name.rpartition("/")[2]:
        broken(name, "its year is not that of its name")
    try:
        for group in GROUPS:
            _check_named(document[group], group, name)
        _check_brackets(document["income_tax"], name)
        _check_wage_base(document["social_security"], name)
        for column in COLUMNS:
            _check_standard(document, column, name)
            _check_step2(document, column, name)
    except KeyError as error:
        broken(name, f"{error.args[0]} is missing")


def _check_named(group: Mapping[str, Any], path: str, name: str) -> None:
    if not group["source"]:
        broken(name, f"{path} names no source")
    if group["status"] not in STATUSES:
        broken(name, f"{path}.status is none of {', '.join(STATUSES)}")


def _check_brackets(group: Mapping[str, Any], name: str) -> None:
    rates = group["rates"]
    _check_rising(rates, "income_tax.rates", name)
    for status, limits in group["upper_limits"].items():
        if len(limits) != len(rates) - 1:
            broken(name, f"income_tax.upper_limits.{status} needs {len(rates) - 1} limits")
        _check_rising(limits, f"income_tax.upper_limits.{status}", name)


def _check_rising(values: Sequence[Any], path: str, name: str) -> None:
    if any(after <= before for before, after in pairwise(values)):
        broken(name, f"{path} does not rise")


def _check_wage_base(group: Mapping[str, Any], name: str) -> None:
    if group["wage_base"] * group["rate"] != group["largest_tax"]:
        broken(name, "social_security.largest_tax is not rate × wage_base")


def _check_standard(document: Mapping[str, Any], column: str, name: str) -> None:
    """Threshold = standard deduction − line 1g + bracket limit; base amounts follow from the rates to the cent."""
    group = document["withholding"]
    start = Decimal(group["standard_deduction"][column] - group["line_1g"][column])
    thresholds = [start, *(start + limit for limit in document["income_tax"]["upper_limits"][column])]
    _check_table(group["standard"][column], thresholds, _bases(document, column), document, f"standard.{column}", name)


def _check_step2(document: Mapping[str, Any], column: str, name: str) -> None:
    """With step 2 checked everything is half of the standard deduction, the limits and the amounts, without line 1g."""
    start = Decimal(document["withholding"]["standard_deduction"][column])
    limits = [start, *(start + limit for limit in document["income_tax"]["upper_limits"][column])]
    thresholds = [_rounded(limit / 2, DOLLAR) for limit in limits]
    bases = [_rounded(base / 2, CENT) for base in _bases(document, column)]
    _check_table(document["withholding"]["step2"][column], thresholds, bases, document, f"step2.{column}", name)


def _bases(document: Mapping[str, Any], column: str) -> list[Decimal]:
    """Return the tax at the lower end of each bracket."""
    limits = [0, *document["income_tax"]["upper_limits"][column]]
    bases = [Decimal(0)]
    for (lower, upper), rate in zip(pairwise(limits), document["income_tax"]["rates"], strict=False):
        bases.append(bases[-1] + (upper - lower) * rate)
    return bases


def _check_table(
    rows: Sequence[Sequence[Any]],
    thresholds: Sequence[Decimal],
    bases: Sequence[Decimal],
    document: Mapping[str, Any],
    path: str,
    name: str,
) -> None:
    rates = document["income_tax"]["rates"]
    expected = [(0, 0, 0), *zip(thresholds, bases, (rate * 100 for rate in rates), strict=True)]
    if len(rows) != len(expected):
        broken(name, f"withholding.{path} needs {len(expected)} rows")
    for number, (row, (threshold, base, percent)) in enumerate(zip(rows, expected, strict=True), 1):
        for found, wanted, word in zip(
            row, (threshold, base, percent), ("threshold", "base amount", "percent"), strict=True
        ):
            if found != wanted:
                broken(name, f"withholding.{path}, row {number}: {word} {found} should be {wanted}")


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)
