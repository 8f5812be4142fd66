"""How a record lies in its table: for each field the column, its bound, and the way in and out.

Everything follows from the dataclasses of ``domain/records``; this module adds only what a type hint cannot say, such as
the words an enumeration allows. The schema (``tables``), the reader (``read``) and the writer (``apply``) all use it. A
kind's dataclass is loaded when its rows are first met.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, Union, cast, get_args, get_origin

from effluent_cli.domain import catalog, codec, records
from effluent_cli.domain.money import rate_text
from effluent_cli.domain.periods import month_text, parse_month
from effluent_cli.domain.plans import EventType, RunKind
from effluent_cli.store import bounds
from effluent_cli.store.bounds import Bound, between, line_of, lines_of, one_of, text_of

if TYPE_CHECKING:
    from effluent_cli.domain.records import Record

Convert = Callable[[Any], Any]

DAMAGE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What the way out of a column raises for a value that no correct file holds."""

_FLOW_TYPES = one_of(("income", "expense", "transfer"))
_DAY_OF_MONTH = between(1, 31)

BOUNDS: dict[str, Bound] = {
    "household.slug": bounds.SLUG,
    "household.filing_status": one_of(catalog.FILING_STATUSES),
    "household.state": one_of(catalog.STATES),
    "household.currency": one_of(("USD",)),
    "member.relationship": one_of(catalog.RELATIONSHIPS),
    "member.employment_status": one_of(catalog.EMPLOYMENT_STATUSES),
    "account.type": one_of(catalog.ACCOUNT_TYPES),
    "account.last_four": bounds.LAST_FOUR,
    "account.rent_frequency": one_of(catalog.RECURRING),
    "account.notes": lines_of(10_000),
    "loan_terms.payment_day": _DAY_OF_MONTH,
    "loan_terms.term_months": between(1, 3600),
    "loan_terms.amortization_months": between(1, 3600),
    "loan_terms.payment_rounding": one_of(catalog.ROUNDINGS),
    "loan_terms.interest_rounding": one_of(catalog.ROUNDINGS),
    "loan_terms.reset_months": between(1, 3600),
    "card_terms.payment_day": _DAY_OF_MONTH,
    "card_terms.statement_day": _DAY_OF_MONTH,
    "card_terms.payment_rule": one_of(("full", "fixed", "minimum")),
    "income_source.type": one_of(catalog.INCOME_TYPES),
    "income_source.pay_frequency": one_of(catalog.FREQUENCIES),
    "income_source.annual_hours": between(0, 8784),
    "income_source.work_state": one_of(catalog.STATES),
    "withholding.filing_status": one_of(catalog.FILING_STATUSES),
    "withholding.step3_children": between(0, 99),
    "withholding.step3_other_dependents": between(0, 99),
    "deduction.type": one_of(catalog.DEDUCTION_TYPES),
    "flow.type": _FLOW_TYPES,
    "flow.category": one_of((*catalog.INCOME_CATEGORIES, *catalog.EXPENSE_CATEGORIES, "transfer")),
    "flow.frequency": one_of(catalog.FREQUENCIES),
    "flow.tax_treatment": one_of(catalog.TAX_TREATMENTS),
    "setting.value": line_of(1000, shortest=0),
    "scenario_change.position": between(0, 1_000_000),
    "step.status": one_of(("completed", "skipped", "not_applicable")),
    "system_flow.id": bounds.NAME,
    "system_flow.type": _FLOW_TYPES,
    "system_flow.frequency": one_of(catalog.FREQUENCIES),
    "event.id": between(1, 2**53),
    "event.type": one_of(get_args(EventType)),
    "event.status": one_of(("pending", "processed", "failed", "dead", "cancelled")),
    "event.attempts": between(0, 1000),
    "event.last_error": text_of(10_000, shortest=0),
    "baseline.mode": one_of(("live", "pinned")),
    "baseline.inputs": text_of(10**9),
    "baseline.revision": between(0, 2**53),
    "run.id": bounds.SLUG,
    "run.kind": one_of(get_args(RunKind)),
    "run.status": one_of(("running", "succeeded", "partial", "failed", "abandoned", "expired")),
    "run.pid": between(0, 2**31),
    "run.result": text_of(10**9),
    "run.error": text_of(10_000, shortest=0),
}
"""What each column may hold where its type alone does not say it; ids and links come on top, from ``LINKS``."""

LINKS = frozenset(
    {
        "id",
        "account",
        "member",
        "owner",
        "source",
        "property",
        "paycheck",
        "from_account",
        "to_account",
        "target_account",
        "retirement_account",
        "flow",
        "scenario",
        "parent",
    }
)
"""Fields that hold a record's id or name another record."""


class Column(NamedTuple):
    """One column: SQL type INTEGER or TEXT; ``into`` and ``out`` convert a value that is not None.

    ``out`` raises one of ``DAMAGE`` for what no correct file holds.
    """

    name: str
    sql_type: str
    optional: bool
    key: bool
    bound: Bound | None
    into: Convert | None
    out: Convert | None


def record_type(kind: str) -> "type[Record]":
    """Return the dataclass of a kind of record: ``LoanTerms`` for ``loan_terms``."""
    return cast("type[Record]", getattr(records, kind.title().replace("_", "")))


@cache
def columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind of record, in the order of its fields."""
    found = record_type(kind)
    return tuple(_column(kind, field.name, field.type, key=field.name in found.KEY) for field in fields(found))


def encoded(record: "Record") -> dict[str, Any]:
    """Return the row of a record: column name to int, str or None. ValueError for an instant without a zone."""
    row: dict[str, Any] = {}
    for column in columns(record.KIND):
        value = getattr(record, column.name)
        row[column.name] = value if value is None or column.into is None else column.into(value)
    return row


def decoder(kind: str) -> Callable[[tuple[Any, ...]], Any]:
    """Return the function that turns a row, its values in the order of ``columns``, into a record."""
    made = record_type(kind)
    parts = [(index, column.optional, column.out) for index, column in enumerate(columns(kind))]
    steps = [(index, optional, out) for index, optional, out in parts if out is not None]

    def record(row: tuple[Any, ...]) -> Any:
        values = list(row)
        for index, optional, out in steps:
            value = values[index]
            if value is not None or not optional:
                values[index] = out(value)
        return made(*values)

    return record


def _column(kind: str, name: str, hint: Any, *, key: bool) -> Column:
    optional = get_origin(hint) in (UnionType, Union)
    inner = next(arg for arg in get_args(hint) if arg is not type(None)) if optional else hint
    sql_type, bound, into, out = _form(inner)
    bound = BOUNDS.get(f"{kind}.{name}") or (bounds.SLUG if name in LINKS else bound)
    return Column(name, sql_type, optional, key, bound, into, _bounded(out, bound))


def _form(hint: Any) -> tuple[str, Bound | None, Convert | None, Convert | None]:
    """Return SQL type, bound and conversions of a field's type hint."""
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return "TEXT", None, _items_text, lambda text: tuple(codec.decode(item, plain) for plain in json.loads(text))
    return _FORMS[getattr(hint, "__metadata__", (hint,))[0]]


def _items_text(items: tuple[Any, ...]) -> str:
    """Return a tuple of dataclasses as one JSON text: keys sorted, no spaces."""
    return json.dumps([codec.encode(item) for item in items], sort_keys=True, separators=(",", ":"))


def instant_text(instant: datetime) -> str:
    """Return an instant as it is stored. ValueError for one without a zone: it would be read as the machine's."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant}")
    return codec.instant_text(instant)


def _flag(value: int) -> bool:
    return _FLAGS[value]


_FLAGS = {0: False, 1: True}
_FORMS: dict[object, tuple[str, Bound | None, Convert | None, Convert | None]] = {
    str: ("TEXT", bounds.NAME, None, None),
    int: ("INTEGER", bounds.COUNT, None, None),
    "cents": ("INTEGER", bounds.CENTS, None, None),
    bool: ("INTEGER", bounds.FLAG, int, _flag),
    "rate": ("TEXT", bounds.RATE, rate_text, Decimal),
    "month": ("TEXT", bounds.MONTH, month_text, parse_month),
    date: ("TEXT", bounds.DAY, date.isoformat, date.fromisoformat),
    datetime: ("TEXT", bounds.INSTANT, instant_text, codec.parse_instant),
}


def _bounded(out: Convert | None, bound: Bound | None) -> Convert | None:
    """Return the conversion that also refuses what ``bound`` does."""
    if bound is None:
        return out
    holds = bound.holds

    def checked(value: Any) -> Any:
        result = value if out is None else out(value)
        if not holds(result):
            raise ValueError(f"{value!r} is out of bounds")
        return result

    return checked
