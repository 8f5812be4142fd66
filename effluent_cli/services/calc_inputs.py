"""The input documents of ``calc``: which keys there are, how each is read, and what is wrong with one, all of it at once.

Values come from JSON (numbers with a fraction as ``json_lines.Number``, text as written) or from flags (text). A reader takes
one value and raises ValueError with a message, or Misread with the problems of a nested document.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from effluent_cli.domain.amortisation import COMPOUNDINGS, DAYS_OF_YEAR, ROUNDINGS, Loan, RateChange
from effluent_cli.domain.catalog import DEDUCTION_TYPES, FILING_STATUSES, STATES
from effluent_cli.domain.money import AMOUNT_LIMIT, money_shown, parse_money, parse_rate
from effluent_cli.domain.paycheck import Supplement, YearToDate
from effluent_cli.domain.periods import parse_day
from effluent_cli.domain.supplemental import METHODS
from effluent_cli.domain.tax_year import TaxYear
from effluent_cli.domain.withholding import W4, WORKSHEET_PERIODS
from effluent_cli.errors import InvalidInput, Problem
from effluent_cli.rules.loader import tax_year
from effluent_cli.services.json_lines import Doubled, identity, problems_error

Reader = Callable[[Any], Any]

LONGEST_TERM = 1200
"""Months."""
PAY_FREQUENCIES = {**WORKSHEET_PERIODS, "semiannually": 2, "annually": 1}
"""Pay periods a year by the words of Publication 15-T, and by those that flows use."""


class Misread(Exception):
    """What is wrong inside a nested document, each path as seen from there."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class Keys:
    """The keys of one document and which must be there. Called with a document, returns the values of the keys it has."""

    readers: Mapping[str, Reader]
    required: tuple[str, ...] = ()

    def __call__(self, document: Any) -> dict[str, Any]:
        """Return the values by key, null ones left out; Misread with every problem."""
        if not isinstance(document, dict):
            raise ValueError("must be an object")  # noqa: TRY004  # readers raise ValueError, whatever is wrong
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, value in document.items():
            if value is None and key in self.readers:
                continue
            try:
                values[key] = (self.readers.get(key) or self._unknown(key))(value)
            except ValueError as error:
                problems.append(Problem(key, value, str(error)))
            except Misread as nested:
                problems.extend(_below(key, nested))
        # A required key of a wrong value is already a problem of its own, and so is one with a problem inside it.
        told = {problem.path.partition(".")[0].partition("[")[0] for problem in problems} | values.keys()
        problems.extend(Problem(key, None, "is missing") for key in self.required if key not in told)
        if isinstance(document, Doubled):
            problems.append(Problem(document.key, None, "stands twice"))
        if problems:
            raise Misread(problems)
        return values

    def _unknown(self, key: str) -> Reader:
        from difflib import get_close_matches

        near = get_close_matches(key, self.readers, n=1)
        raise ValueError(f"unknown key: did you mean {near[0]}?" if near else f"unknown key: {_listed(self.readers)}")


def _below(key: str, nested: Misread) -> list[Problem]:
    return [
        Problem(
            key + (problem.path if problem.path.startswith("[") else f".{problem.path}"), problem.value, problem.message
        )
        for problem in nested.problems
    ]


def _listed(choices: Mapping[str, object] | Sequence[str]) -> str:
    return f"choose from {', '.join(choices)}"


def money(value: Any) -> int:
    """Read an amount that is not negative: a decimal string or a JSON number, as cents."""
    if isinstance(value, str):
        cents = parse_money(value)
    elif type(value) is int:
        cents = value * 100
    else:
        raise ValueError("not an amount: write a decimal string like 1234.56")
    if cents < 0:
        raise ValueError("must not be negative")
    if cents > AMOUNT_LIMIT:
        raise ValueError("an amount may be at most 9,999,999,999.99")
    return cents


def money_above_zero(value: Any) -> int:
    """Read an amount above zero, as cents."""
    cents = money(value)
    if not cents:
        raise ValueError("must be above zero")
    return cents


def whole(low: int, high: int) -> Reader:
    """Return the reader of a whole number from ``low`` to ``high``."""

    def read(value: Any) -> int:
        number = (
            int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9 else value
        )
        if type(number) is not int:
            raise ValueError("not a whole number")
        if not low <= number <= high:
            raise ValueError(f"must lie between {low} and {high}")
        return number

    return read


def one_of(choices: Mapping[str, object] | Sequence[str]) -> Reader:
    """Return the reader of one of ``choices``."""
    known = frozenset(choices)

    def read(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise ValueError(f"unknown: {_listed(choices)}")

    return read


def flag(value: Any) -> bool:
    """Read true or false."""
    if type(value) is bool:
        return value
    raise ValueError("must be true or false")


def loan_rate(value: Any) -> Decimal:
    """Read a yearly rate that is not negative: a fraction (``0.0599``), or a percentage with its sign (``5.99%``)."""
    if not isinstance(value, str) and type(value) is not int:
        raise ValueError("not a rate: write a fraction like 0.055")
    rate = parse_rate(str(value))
    if rate < 0:
        raise ValueError("must not be negative")
    return rate


def factor(value: Any) -> Decimal:
    """Read a factor from 1 to 10, such as 1.075 for at most 7.5 % more."""
    text = str(value) if isinstance(value, str) or type(value) is int else ""
    if not (text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 12 and 1 <= Decimal(text) <= 10):
        raise ValueError("not a factor from 1 to 10: write 1.075 for at most 7.5 % more")
    return Decimal(text)


def day(value: Any) -> date:
    """Read a date ``YYYY-MM-DD`` between 1900 and 2200."""
    if not isinstance(value, str):
        raise ValueError("not a date: write YYYY-MM-DD")  # noqa: TRY004  # as above
    return parse_day(value)


def figures(value: Any) -> TaxYear:
    """Read a tax year as the federal figures of that year."""
    year: int = whole(1900, 2200)(value)
    try:
        return tax_year(year)
    except InvalidInput as error:
        raise ValueError(error.message) from None


def key(value: Any) -> Any:
    """Read an id: a string or a whole number, kept as it is."""
    if identity(value):
        return value
    raise ValueError("must be a string or a whole number")


def each(reader: Reader) -> Reader:
    """Return the reader of a list whose items ``reader`` reads."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError("must be a list")  # noqa: TRY004  # as above
        items, problems = [], []
        for index, item in enumerate(value):
            try:
                items.append(reader(item))
            except ValueError as error:
                problems.append(Problem(f"[{index}]", item, str(error)))
            except Misread as nested:
                problems.extend(_below(f"[{index}]", nested))
        if problems:
            raise Misread(problems)
        return tuple(items)

    return read


@dataclass(frozen=True)
class PaycheckInput:
    """What ``calc paycheck`` is asked; ``id`` None in flags mode. Amounts in cents."""

    id: Any
    tax_year: TaxYear
    periods: int
    gross: int
    state: str | None
    w4: W4
    deductions: tuple[tuple[str, int], ...]
    ytd: YearToDate
    supplement: Supplement | None


_W4 = Keys(
    {
        "filing_status": one_of(FILING_STATUSES),
        "step2_checkbox": flag,
        **dict.fromkeys(("step3_credits", "step4a_other_income", "step4b_deductions", "step4c_extra"), money),
    }
)
_DEDUCTIONS = Keys(dict.fromkeys(DEDUCTION_TYPES, money))
_YTD = Keys(dict.fromkeys(("social_security_wages", "medicare_wages", "supplemental"), money))
_PAYCHECK: dict[str, Reader] = {
    "id": key,
    "tax_year": figures,
    "pay_frequency": one_of(PAY_FREQUENCIES),
    "gross": money,
    "state": one_of(STATES),
    "w4": _W4,
    "deductions": _DEDUCTIONS,
    "ytd": _YTD,
    "supplemental": money,
    "supplemental_method": one_of(METHODS),
}
_RATE_CHANGE = Keys(
    {"from_payment": whole(1, 100_000), "annual_rate": loan_rate, "recast": flag, "payment_cap_factor": factor},
    ("from_payment", "annual_rate"),
)
_LOAN: dict[str, Reader] = {
    "id": key,
    "principal": money_above_zero,
    "annual_rate": loan_rate,
    "term_months": whole(1, LONGEST_TERM),
    "payment": money_above_zero,
    "extra_principal": money,
    "first_payment": day,
    **dict.fromkeys(("payment_rounding", "interest_rounding", "balance_rounding"), one_of((*ROUNDINGS, "none"))),
    "payments_per_year": whole(1, 366),
    "compounding": one_of(COMPOUNDINGS),
    "amortization_months": whole(1, LONGEST_TERM),
    "day_count": one_of(("30/360", *DAYS_OF_YEAR)),
    "rate_changes": each(lambda value: RateChange(**_RATE_CHANGE(value))),
}
_PAYCHECK_REQUIRED = ("tax_year", "pay_frequency", "gross")
_LOAN_REQUIRED = ("principal", "annual_rate", "term_months")
_PAYCHECK_LINE, _PAYCHECK_FLAGS = Keys(_PAYCHECK, ("id", *_PAYCHECK_REQUIRED)), Keys(_PAYCHECK, _PAYCHECK_REQUIRED)
_LOAN_LINE, _LOAN_FLAGS = Keys(_LOAN, ("id", *_LOAN_REQUIRED)), Keys(_LOAN, _LOAN_REQUIRED)


def paycheck_input(document: dict[str, Any], *, line: bool) -> PaycheckInput:
    """Return the input of ``calc paycheck``; a ``line`` of JSON needs an id. InvalidInput with every problem."""
    values = values_of(_PAYCHECK_LINE if line else _PAYCHECK_FLAGS, document)
    supplement = _supplement(values)
    _check_deductions(values, supplement)
    return PaycheckInput(
        id=values.get("id"),
        tax_year=values["tax_year"],
        periods=PAY_FREQUENCIES[values["pay_frequency"]],
        gross=values["gross"],
        state=values.get("state"),
        w4=W4(**{"filing_status": "single", **values.get("w4", {})}),
        deductions=tuple(values.get("deductions", {}).items()),
        ytd=YearToDate(**values.get("ytd", {})),
        supplement=supplement,
    )


def _supplement(values: dict[str, Any]) -> Supplement | None:
    if "supplemental" in values:
        return Supplement(values["supplemental"], values.get("supplemental_method", "flat"))
    if "supplemental_method" in values:
        raise problems_error([Problem("supplemental", None, "is missing, though its method is stated")])
    return None


def _check_deductions(values: dict[str, Any], supplement: Supplement | None) -> None:
    """Refuse deductions of more than is paid: a payroll cannot take them."""
    paid = values["gross"] + (supplement.amount if supplement else 0)
    taken = sum(values.get("deductions", {}).values())
    if taken > paid:
        message = f"{money_shown(taken)} in all are more than the gross of {money_shown(paid)}"
        raise problems_error([Problem("deductions", None, message)])


def loan_input(document: dict[str, Any], *, line: bool) -> tuple[Any, Loan]:
    """Return id and terms of ``calc loan``; a ``line`` of JSON needs an id. InvalidInput with every problem."""
    values = values_of(_LOAN_LINE if line else _LOAN_FLAGS, document)
    return values.pop("id", None), Loan(**values)


def values_of(keys: Keys, document: dict[str, Any]) -> dict[str, Any]:
    """Return the values of ``document`` by ``keys``; InvalidInput with every problem."""
    try:
        return keys(document)
    except Misread as misread:
        raise problems_error(misread.problems) from None
