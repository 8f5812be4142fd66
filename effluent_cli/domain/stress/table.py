"""The twelve stress tests (system notes, section 8): what each does, its inputs, and the changes that it makes.

A test is made of the very changes that scenarios are made of, from the first full month on; nothing of it is stored.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.changes import APPLY
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.changes.assets import is_in_market
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.changes.flows import scale_income
from effluent_cli.domain.money import money_text, rate_text
from effluent_cli.domain.pay import annual_pay
from effluent_cli.domain.periods import first_day, last_day, month_of
from effluent_cli.domain.records import Flow, IncomeSource
from effluent_cli.domain.tax_facts import INCOME_FACT

EARNED_TYPES = (*W2_TYPES, "self_employed")
EARNED_FACTS = ("wages", "self_employment")


class Input(NamedTuple):
    """One input of a test: ``kind`` is that of a change's key (``change_types.parsing``), ``default`` its parsed value."""

    name: str
    kind: str
    default: Any
    help: str

    @property
    def shown(self) -> str:
        """The default as it would be typed."""
        if isinstance(self.default, Decimal):
            return rate_text(self.default)
        return money_text(self.default) if self.kind in ("money", "positive_money") else str(self.default)


class StressTest(NamedTuple):
    """One test. ``shake`` makes its changes in a draft, from the day ``on``, by the values of its inputs."""

    name: str
    does: str
    inputs: tuple[Input, ...]
    shake: Callable[[Draft, date, Mapping[str, Any]], None]


def is_earned(income: IncomeSource | Flow) -> bool:
    """Whether an income is earned by work: pay, a business's, and flows of such categories."""
    if isinstance(income, Flow):
        return INCOME_FACT.get(income.category) in EARNED_FACTS and income.tax_treatment is None
    return income.type in EARNED_TYPES


def _do(draft: Draft, kind: str, on: date, until: date | None, **values: Any) -> None:
    APPLY[kind](draft, Asked(f"stress.{kind.replace('_', '-')}", kind, on, until, values))


def _for(on: date, months: int) -> date:
    """Return the last day of so many months from the first of one."""
    return last_day(month_of(on) + months - 1)


def _largest(draft: Draft, on: date) -> str | None:
    """Return the source that earns most on a day, None where nobody earns anything."""
    found = [
        (-annual_pay(piece), key)
        for key in draft.sources
        for piece in list(draft.paying(key, on, on))[:1]
        if piece.type in EARNED_TYPES
    ]
    return min(found)[1] if found else None


def _income_drop(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    scale_income(draft, on, None, -values["fraction"], is_earned)


def _job_loss(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    until = _for(on, values["months"])
    key = _largest(draft, on)
    if key is not None:
        _do(draft, "remove_income", on, until, flow=key)
    if values["benefit"]:
        _do(draft, "add_income", on, until, amount=values["benefit"], frequency="monthly", category="unemployment")


def _expense_spike(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    _do(draft, "adjust_total_expenses", on, None, amount=values["amount"])


def _rate_shock(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    _do(draft, "adjust_interest_rates", on, None, points=values["points"], applies_to=values["applies_to"])


def _market_drop(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    where = values["applies_to"]
    if where == "all" and not any(is_in_market(each) for each in draft.index.assets.values()):
        return
    _do(
        draft,
        "adjust_investment_value",
        on,
        None,
        fraction=-values["fraction"],
        recovery_months=values["recovery_months"],
        applies_to=where,
    )


def _inflation_spike(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    _do(draft, "override_inflation", on, None, rate=values["rate"], months=values["months"])


def _health_event(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    _do(draft, "lump_sum_expense", on, None, amount=values["cost"], category="medical_expenses")
    key = _largest(draft, on)
    if key is not None:
        until, fraction = _for(on, values["months"]), values["fraction"]
        scale_income(draft, on, until, -fraction, lambda each: isinstance(each, IncomeSource) and each.id == key)


def _recession(draft: Draft, on: date, values: Mapping[str, Any]) -> None:
    _job_loss(draft, on, values)
    _market_drop(draft, on, values)
    _rate_shock(draft, on, {**values, "applies_to": DEBTS.default})


BENEFIT = Input("benefit", "money", 0, "unemployment benefit a month")
LOST = Input("months", "months", 6, "how long the job is lost")
POINTS = Input("points", "points", Decimal("0.02"), "what rates rise by: 2% is two points")
DEBTS = Input("applies_to", "debts_or", "variable_and_cards", "variable_and_cards, variable, cards, all, or a debt")
MARKET = Input("applies_to", "market", "all", "all, an account, or an asset class")


def _drop(percent: int) -> StressTest:
    fraction = Input("fraction", "part", Decimal(percent).scaleb(-2), "of earned income")
    return StressTest(f"income_drop_{percent}", f"{percent} % less of what work earns", (fraction,), _income_drop)


def _fall(percent: int, recovery: int) -> StressTest:
    inputs = (
        Input("fraction", "part", Decimal(percent).scaleb(-2), "of what investments are worth"),
        Input("recovery_months", "months", recovery, "months until they are back"),
        MARKET,
    )
    return StressTest(f"market_drop_{percent}", f"investments lose {percent} % and come back", inputs, _market_drop)


def _spike(dollars: int) -> StressTest:
    amount = Input("amount", "positive_money", dollars * 100, "a month")
    return StressTest(f"expense_spike_{dollars}", f"{dollars:,} more are spent each month", (amount,), _expense_spike)


TESTS: dict[str, StressTest] = {
    each.name: each
    for each in (
        _drop(10),
        _drop(25),
        _drop(50),
        StressTest("job_loss_primary", "the largest earned income stops for a while", (LOST, BENEFIT), _job_loss),
        _spike(500),
        _spike(1000),
        StressTest("rate_shock_2", "variable debts and cards cost two points more", (POINTS, DEBTS), _rate_shock),
        _fall(20, 36),
        _fall(40, 48),
        StressTest(
            "inflation_spike",
            "prices rise by 6 % a year for two years",
            (Input("rate", "rate", Decimal("0.06"), "a year"), Input("months", "months", 24, "how long")),
            _inflation_spike,
        ),
        StressTest(
            "health_event",
            "an illness costs a sum, and a quarter of the largest earned income for a while",
            (
                Input("cost", "positive_money", 1_000_000, "once"),
                Input("fraction", "part", Decimal("0.25"), "of the largest earned income"),
                Input("months", "months", 6, "how long"),
            ),
            _health_event,
        ),
        StressTest(
            "combined_recession",
            "job_loss_primary, market_drop_40 and rate_shock_2 at once",
            (
                LOST,
                BENEFIT,
                Input("fraction", "part", Decimal("0.4"), "of what investments are worth"),
                Input("recovery_months", "months", 48, "months until they are back"),
                MARKET,
                POINTS,
            ),
            _recession,
        ),
    )
}


def first_full_month(as_of: date) -> date:
    """Return the first day of the first month that no day is missing of."""
    return first_day(month_of(as_of) + 1)
