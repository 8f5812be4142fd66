"""From checked items to what the keyed upsert takes, and back: stored records to the answers that would state them.

Both directions read the questions: each names the attribute of the record that it fills.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from effluent_cli.domain.answers import Answers, BalanceAnswer, CardAnswer, LoanAnswer, Stated, Thing
from effluent_cli.domain.onboarding import ANSWERED, STEP_OF, StepSpec
from effluent_cli.domain.records import (
    Account,
    CardTerms,
    Flow,
    Household,
    Inputs,
    LoanTerms,
    MatchTier,
)
from effluent_cli.services.onboarding.checking import Checked
from effluent_cli.services.onboarding.models import MODEL_OF, Item
from effluent_cli.services.onboarding.models.debts import Loan, OtherDebt, Revolving
from effluent_cli.services.onboarding.models.expenses import category_words
from effluent_cli.services.onboarding.questions import Question
from effluent_cli.services.onboarding.reading import Plain

_NO_DATE = date(1900, 1, 1)
"""Stands for a flow's anchor until the upsert gives it one."""


def answers_of(checked: Checked) -> Answers:
    """Return checked answers (without problems) as the upsert takes them."""
    household: dict[str, str | None] = {}
    steps: dict[str, tuple[Stated, ...]] = {}
    for name, items in checked.items.items():
        if MODEL_OF[name].RECORD is Household:
            for item in items:
                household.update({each.fills: getattr(item, each.name) for each in item.questions()})
            household.pop("slug", None)
        else:
            found = zip(checked.paths[name], items, strict=True)
            steps[name] = tuple(each for path, item in found for each in _stated(STEP_OF[name], item, path))
    return Answers(household, steps)


def _stated(spec: StepSpec, item: Item, path: str) -> Iterator[Stated]:
    if spec.shape == "one":
        yield from _monthly_flows(spec, item)
        return
    values: Plain = {"origin": spec.name}
    balance: Plain = {}
    for each in item.questions():
        value = getattr(item, each.name)
        if each.of == "balance":
            balance[each.fills] = value
        elif each.of == "record" and value is not None and each.items is None:
            values[each.fills] = value
    values |= item.attributes()
    if "id" in type(item).model_fields:
        values.setdefault("id", "")
    dated = True
    if item.RECORD is Flow:
        dated = "anchor" in values
        values.setdefault("anchor", _NO_DATE)
        if values["amount"] == 0:
            return
    if spec.name == "income_sources":
        values.setdefault("member", "")
    record: Thing = item.RECORD(**values)  # type: ignore[assignment]  # the household's own steps are not stated here
    yield Stated(
        path=path,
        record=record,
        balance=BalanceAnswer(**balance) if balance else None,
        terms=_terms(item),
        dated=dated,
    )


def _terms(item: Item) -> LoanAnswer | CardAnswer | None:
    return item.terms() if isinstance(item, (Loan, Revolving, OtherDebt)) else None


def _monthly_flows(spec: StepSpec, item: Item) -> Iterator[Stated]:
    for each in item.questions():
        amount = getattr(item, each.name)
        if each.of != "flow" or not amount:
            continue
        flow = Flow(
            id="",
            name=category_words(each.fills),
            type="expense",
            category=each.fills,
            amount=amount,
            frequency="monthly",
            anchor=_NO_DATE,
            property=getattr(item, "property", None),
            origin=spec.name,
        )
        yield Stated(f"{spec.name}.{each.name}", flow, dated=False)


def recalled(inputs: Inputs) -> Plain:
    """Return the answers that would state the records on file: stating them again changes nothing."""
    tables: Plain = {}
    for spec in ANSWERED:
        model = MODEL_OF[spec.name]
        if model.RECORD is Household:
            table = _plain(model, inputs.household, {})
            if set(table) - {"currency", "slug"}:
                tables[spec.name] = table
        else:
            found = [record for record in _records(inputs, model) if record.active and record.origin == spec.name]
            tables[spec.name] = (
                _recalled_flows(model, found)
                if spec.shape == "one"
                else [_plain(model, record, _beside(inputs, record)) for record in found]
            )
    return tables


def _records(inputs: Inputs, model: type[Item]) -> tuple[Any, ...]:
    kinds = (
        inputs.members,
        inputs.accounts,
        inputs.income_sources,
        inputs.withholdings,
        inputs.deductions,
        inputs.flows,
    )
    return tuple(record for records in kinds for record in records if isinstance(record, model.RECORD))


def _beside(inputs: Inputs, record: Any) -> Plain:
    """Return what else an account's answer states: its balance as answered, and its terms."""
    if not isinstance(record, Account):
        return {}
    terms: list[LoanTerms | CardTerms] = [*inputs.loan_terms, *inputs.card_terms]
    return {
        "balance": BalanceAnswer(record.answered_balance or 0, record.answered_on),
        "terms": next((each for each in terms if each.account == record.id), None),
    }


def _plain(model: type[Item], record: Any, beside: Plain) -> Plain:
    table: Plain = {}
    for each in model.questions():
        value = _value(each, record if each.of == "record" else beside.get(each.of))
        if value is None or value == () or not _applies(model, each, record, beside):
            continue
        if each.items is not None:
            if value:
                table[each.name] = [_tier(each, tier) for tier in value]
        elif each.kind is not None:
            table[each.name] = each.kind.plain(value)
    return table


def _value(each: Question, holder: Any) -> Any:
    if each.of == "terms" and each.fills == "payment":
        if isinstance(holder, CardTerms):
            return holder.fixed_payment
        return holder.payment if isinstance(holder, LoanTerms) and holder.payment_given else None
    return getattr(holder, each.fills, None)


def _applies(model: type[Item], each: Question, record: Any, beside: Plain) -> bool:
    if each.when is None:
        return True
    holder = next(other for other in model.questions() if other.name == each.when.field)
    return each.when.holds(_value(holder, record if holder.of == "record" else beside.get(holder.of)))


def _tier(each: Question, tier: MatchTier) -> Plain:
    return _plain(each.items, tier, {}) if each.items is not None and issubclass(each.items, Item) else {}


def _recalled_flows(model: type[Item], flows: list[Flow]) -> Plain:
    table: Plain = {}
    for flow in flows:
        for each in model.questions():
            if each.of == "flow" and each.fills == flow.category and each.kind is not None:
                table[each.name] = each.kind.plain(flow.amount)
            elif each.fills == "property" and flow.property is not None:
                table["property"] = flow.property
    return table
