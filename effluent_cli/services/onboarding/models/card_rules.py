"""How a revolving debt is paid, from its answers: the rule, the terms, and what contradicts them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from effluent_cli.domain.answers import CardAnswer
from effluent_cli.domain.debt_terms import DEFAULT_MINIMUM_FLOOR, DEFAULT_MINIMUM_PERCENT, card_contradictions
from effluent_cli.services.onboarding.models.item import Complaint

if TYPE_CHECKING:
    from effluent_cli.services.onboarding.models.debts import OtherDebt, Revolving


def _rule(debt: "Revolving | OtherDebt") -> str:
    return debt.payment_rule or ("minimum" if debt.payment is None else "fixed")


def card_terms(debt: "Revolving | OtherDebt") -> CardAnswer:
    """Return the terms of a revolving debt as answered, the minimum's two figures with their defaults."""
    rule = _rule(debt)
    by_minimum = rule == "minimum"
    percent = DEFAULT_MINIMUM_PERCENT if debt.minimum_percent is None else debt.minimum_percent
    floor = DEFAULT_MINIMUM_FLOOR if debt.minimum_floor is None else debt.minimum_floor
    return CardAnswer(
        rate=debt.rate_percent,
        payment_day=debt.payment_day,
        payment_rule=rule,
        fixed_payment=debt.payment,
        minimum_percent=percent if by_minimum else None,
        minimum_floor=floor if by_minimum else None,
        statement_day=debt.statement_day,
        limit=debt.limit,
        minimum_adds_interest=bool(debt.minimum_plus_interest),
        promotional_rate=debt.promotional_rate_percent,
        promotional_until=debt.promotional_until,
    )


def rule_contradictions(debt: "Revolving | OtherDebt") -> Iterator[Complaint]:
    """Yield (field, message) for every answer that does not go with the payment rule."""
    rule = _rule(debt)
    if rule == "fixed" and debt.payment is None and "payment" not in debt.model_fields_set:
        yield "payment", "needed where payment_rule is fixed"
    elif rule != "fixed" and debt.payment is not None:
        yield "payment", f"does not apply where payment_rule is {rule}"
    for name in ("minimum_percent", "minimum_floor"):
        if rule != "minimum" and getattr(debt, name) is not None:
            yield name, f"does not apply where payment_rule is {rule}"
    if rule != "minimum" and debt.minimum_plus_interest:
        yield "minimum_plus_interest", f"does not apply where payment_rule is {rule}"
    found = debt.named(card_contradictions(card_terms(debt)))
    yield from ((name, message) for name, message in found if name != "payment")
