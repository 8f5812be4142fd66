"""Whole answers of any shape, drawn from the questions themselves: whatever a step asks may be answered or left out."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from effluent_cli.domain.onboarding import STEPS
from effluent_cli.services.onboarding.allocation import Allocation
from effluent_cli.services.onboarding.kinds import (
    Amount,
    Choice,
    Day,
    Id,
    Kind,
    LastFour,
    Name,
    Percent,
    Reference,
    TimeZone,
    Whole,
    YesNo,
)
from effluent_cli.services.onboarding.models import MODEL_OF, Item
from effluent_cli.services.onboarding.models.debts import LINES, Revolving
from effluent_cli.services.onboarding.reading import Plain

NAMES = st.sampled_from(["Pot", "Haus Käse", "田中", "[usd]", "CON", "a" * 200, "Rivera 👩‍👧"])
POOLS = {"member": ("ana", "luis"), "source": ("job", "gig"), "property": ("home",), "account": ("checking", "pension")}
EXCLUSIVE = {"gross_percent": "amount", "minimum_percent": "payment"}
"""A field is left out when the other one was answered."""
BASE: Plain = {
    "household_info": {"name": "Any", "slug": "any"},
    "members": [
        {"id": "ana", "name": "Ana", "relationship": "self"},
        {"id": "luis", "name": "Luis", "relationship": "spouse"},
    ],
    "tax_filing": {"filing_status": "married_jointly", "state": "TX"},
    "income_sources": [
        {
            "id": "job",
            "name": "Job",
            "type": "w2",
            "annual_salary": "52000",
            "pay_frequency": "weekly",
            "pay_date": "2026-11-20",
        },
        {
            "id": "gig",
            "name": "Gig",
            "type": "self_employed",
            "annual_gross": "9000",
            "pay_frequency": "monthly",
            "pay_date": "2026-11-30",
        },
    ],
    "bank_accounts": [{"id": "checking", "name": "Checking", "balance": "100"}],
    "real_estate": [{"id": "home", "name": "Home", "value": "300000"}],
    "retirement": [{"id": "pension", "name": "401(k)", "type": "traditional_401k", "balance": "1"}],
}


PAST = frozenset({"as_of", "date_of_birth", "ytd_on", "origination_date"})
"""Days that have come already when the answers are given."""


def _values(kind: Kind, field: str) -> st.SearchStrategy[Any]:
    if isinstance(kind, Reference):
        source = {"withholding": "job"}.get(field)
        pool = POOLS["property"] if kind.groups else POOLS[kind.of]
        return st.just(source) if source else st.sampled_from(pool)
    known: dict[type[Kind], st.SearchStrategy[Any]] = {
        Id: st.none(),
        Name: NAMES,
        Day: st.dates(date(2010, 1, 1), date(2026, 11, 23) if field in PAST else date(2040, 1, 1)).map(date.isoformat),
        YesNo: st.booleans(),
        LastFour: st.just("0417"),
        Allocation: st.integers(0, 100).map(
            lambda each: {"us_stocks_percent": str(each), "bonds_percent": str(100 - each)}
        ),
        TimeZone: st.sampled_from(["UTC", "America/Chicago"]),
    }
    if isinstance(kind, Choice):
        return st.sampled_from(kind.options)
    if isinstance(kind, Whole):
        return st.integers(kind.minimum, min(kind.maximum, 400))
    if isinstance(kind, Amount):
        return st.integers(kind.minimum or 0, 10**9).map(kind.plain)
    if isinstance(kind, Percent):
        return st.integers(max(kind.minimum * 100, -9_999) + 1, min(kind.maximum, 90) * 100).map(
            lambda each: f"{each / 100:.2f}"
        )
    return known[type(kind)]


@st.composite
def items(draw: st.DrawFn, step: str, model: type[Item]) -> Plain:
    """One table of answers."""
    table: Plain = {}
    for each in model.questions():
        if each.when is not None:
            holder = next(other for other in model.questions() if other.name == each.when.field)
            if not each.when.holds(table.get(holder.name, holder.default or None)):
                continue
        if EXCLUSIVE.get(each.name) in table or (not each.needed and draw(st.booleans())):
            continue
        if each.items is not None and issubclass(each.items, Item):
            table[each.name] = draw(st.lists(items(step, each.items), max_size=2))
        elif each.kind is not None and (value := draw(_values(each.kind, each.name))) is not None:
            table[each.name] = value
    return _agreeing(step, model, table)


def _agreeing(step: str, model: type[Item], table: Plain) -> Plain:
    """Return the table with what its own answers demand of each other."""
    names = {each.name for each in model.questions()}
    if step == "pretax_deductions" and "source" in names:
        table["source"] = "job"
        if not table.keys() & {"amount", "gross_percent"}:
            table["amount"] = "25"
        if "target_account" in table:
            table = {**table, "type": "traditional_401k", "target_account": "pension"}
    if step == "withholding":
        table["source"] = "job"
        if table.get("step3_credits") is not None:
            table.pop("step3_children", None)
            table.pop("step3_other_dependents", None)
    if step == "business_expenses":
        table["source"] = "gig"
    if {"start", "end"} <= table.keys() and table["end"] < table["start"]:
        table["end"] = table["start"]
    if table.get("frequency") == "once":
        table.setdefault("next_date", "2026-12-24")
    if "terms" in dir(model):
        table = _debt(table, revolving=issubclass(model, Revolving) or table.get("type") in LINES)
    return table


def _debt(table: Plain, *, revolving: bool) -> Plain:
    rule = table.get("payment_rule")
    if rule in ("minimum", "full"):
        table.pop("payment", None)
    if rule == "fixed":
        table.setdefault("payment", "50")
    if rule in ("fixed", "full") or "payment" in table:
        table.pop("minimum_percent", None)
        table.pop("minimum_floor", None)
    if "minimum_floor" in table:
        table["minimum_floor"] = "5"
    if rule in ("fixed", "full") or "payment" in table:
        table.pop("minimum_plus_interest", None)
    if "term_months" in table or table.get("maturity_date", "") <= table.get("origination_date", ""):
        table.pop("maturity_date", None)
    if not revolving and not table.keys() & {"payment", "term_months", "maturity_date"}:
        table["payment"] = "80"
    return _special(table)


def _special(table: Plain) -> Plain:
    """Return the table with special terms that agree with the rest of it."""
    began = table.get("origination_date", "")
    for name in ("interest_only_until", "forbearance_until"):
        if name in table and table[name] <= began:
            table[name] = "2041-01-01"
    if table.get("forbearance_until", "9") < table.get("forbearance_from", ""):
        table["forbearance_until"] = "2041-01-01"
    if "amortization_months" in table:
        if "term_months" in table:
            table["amortization_months"] = 400
        else:
            table.pop("amortization_months")
    if {"floor_percent", "ceiling_percent"} <= table.keys():
        table["ceiling_percent"] = "95"
    if "property" not in table:
        table.pop("escrow", None)
    return table


@st.composite
def answers(draw: st.DrawFn) -> Plain:
    """Answers to every step, or to as many as happen to be answered."""
    tables: Plain = {name: [*table] if isinstance(table, list) else dict(table) for name, table in BASE.items()}
    primary = False
    for spec in STEPS:
        if spec.shape == "none" or spec.name in ("household_info", "members", "income_sources"):
            continue
        model = MODEL_OF[spec.name]
        if spec.shape == "one":
            tables[spec.name] = draw(items(spec.name, model))
            continue
        for item in draw(st.lists(items(spec.name, model), max_size=1 if spec.name == "withholding" else 2)):
            if item.get("primary") and primary:
                item["primary"] = False
            primary = primary or bool(item.get("primary"))
            tables.setdefault(spec.name, []).append(item)
    return tables
