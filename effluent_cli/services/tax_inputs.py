"""The input document of ``calc tax``: its keys, how each is read, and what of it contradicts itself, all of it at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from effluent_cli.domain.catalog import FILING_STATUSES, STATES
from effluent_cli.domain.money import AMOUNT_LIMIT, parse_money
from effluent_cli.domain.tax.given import JOINT, Business, Credited, Expenses, Income, Paid, Person, Return
from effluent_cli.domain.tax.wages import KINDS
from effluent_cli.errors import Problem
from effluent_cli.services.calc_inputs import Keys, Reader, each, figures, flag, key, money, one_of, values_of, whole
from effluent_cli.services.json_lines import problems_error

OLDEST = 130
SIGNED = (
    "long_term_gains",
    "short_term_gains",
    "self_employment",
    "self_employment_spouse",
    "rental",
    "passive_business",
    "active_business",
)
"""Income that may be a loss."""


def signed_money(value: Any) -> int:
    """Read an amount that may be below zero, as cents."""
    if isinstance(value, str):
        return parse_money(value)
    if type(value) is not int:
        raise ValueError("not an amount: write a decimal string like 1234.56")
    if abs(value * 100) > AMOUNT_LIMIT:
        raise ValueError("an amount may be at most 9,999,999,999.99")
    return value * 100


def _amounts(kind: type, without: str = "", /, **others: Reader) -> Reader:
    """Return the reader of an object whose keys are the fields of the dataclass ``kind``: amounts, but for ``others``.

    The field ``without`` is none of them.
    """
    fields: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]  # a dataclass has its fields' names there
    names = [name for name in fields if name != without]
    keys = Keys({name: others.get(name, money) for name in names}, ("age",) if "age" in names else ())
    return lambda value: kind(**keys(value))


_age = whole(0, OLDEST)
_person = _amounts(Person, "medicare_beyond", age=_age, blind=flag, work_ssn=flag, other_wages=each(money))
_dependent = Keys({"age": _age}, ("age",))
_READERS: dict[str, Reader] = {
    "id": key,
    "tax_year": figures,
    "filing_status": one_of(FILING_STATUSES),
    "state": one_of(STATES),
    "primary": _person,
    "spouse": _person,
    "dependents": each(lambda value: _dependent(value)["age"]),
    "income": _amounts(Income, **dict.fromkeys(SIGNED, signed_money)),
    "itemized": _amounts(Expenses),
    "adjustments": _amounts(Paid),
    "car_loan_interest": money,
    "qbi": _amounts(Business, specified_service=flag, other_income=signed_money),
    "credits": _amounts(Credited, adoption_children=whole(0, 20), aotc_expenses=each(money)),
    "lived_apart": flag,
    "deduction": one_of(("standard", "itemized", "best")),
}
_REQUIRED = ("tax_year", "filing_status", "primary")
_LINE, _FLAGS = Keys(_READERS, ("id", *_REQUIRED)), Keys(_READERS, _REQUIRED)


def tax_input(document: dict[str, Any], *, line: bool, table: bool) -> tuple[Any, Return]:
    """Return id and return of ``calc tax``; a ``line`` of JSON needs an id. InvalidInput with every problem.

    ``table`` asks for the printed Tax Table.
    """
    values = values_of(_LINE if line else _FLAGS, document)
    problems = list(_contradictions(values))
    if problems:
        raise problems_error(problems)
    return values.pop("id", None), Return(**values, tax_table=table)


def _contradictions(values: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("primary", "spouse"):
        person = values.get(name)
        if person is not None and sum(getattr(person, field) for field in KINDS) > person.wages:
            yield Problem(f"{name}.wages", None, "deductions are larger than gross wages")
    spouse, joint = values.get("spouse"), values["filing_status"] == JOINT
    if spouse is not None and not joint:
        yield Problem("spouse", None, f"only a return that is {JOINT} has a spouse's figures")
    income = values.get("income")
    if income is not None and income.self_employment_spouse and spouse is None:
        yield Problem("income.self_employment_spouse", None, "there is no spouse")
    paid = values.get("credits")
    if paid is not None and paid.adoption_expenses and not paid.adoption_children:
        yield Problem("credits.adoption_children", None, "is missing: of how many children are these the expenses?")
    if values.get("lived_apart") and joint:
        yield Problem("lived_apart", None, "spouses who file jointly cannot say so")
