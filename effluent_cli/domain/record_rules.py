"""What the values of one record must be: signs, shares, amounts within bounds, and fields that belong together.

The rules of system notes, section 1, which the commands and onboarding hold to while they ask. They are said once more here
of records as they stand, for what comes from elsewhere: a document, a backup, a file that was tampered with.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from effluent_cli.domain.catalog import EXPENSE_CATEGORIES, GROUP_OF, INCOME_CATEGORIES
from effluent_cli.domain.money import AMOUNT_LIMIT
from effluent_cli.domain.records import RECORD_TYPES, IncomeSource, Inputs, Record

Broken = tuple[Record, str, str]
"""A record, the field that cannot stand, and what it must be."""

NOT_NEGATIVE: dict[str, tuple[str, ...]] = {
    "account": ("cost_basis", "rent", "property_tax", "insurance", "hoa", "ownership_share"),
    "loan_terms": ("payment", "original_balance", "extra_principal", "escrow"),
    "card_terms": ("fixed_payment", "minimum_percent", "minimum_floor", "limit"),
    "income_source": (
        "annual_amount", "hourly_rate", "ytd_gross", "ytd_federal_withheld", "ytd_social_security_wages",
        "ytd_medicare_wages", "ytd_state_withheld", "ytd_deferrals", "expected_expenses", "estimated_payment",
        "retirement_contribution", "full_age_benefit",
    ),
    "withholding": ("step3_credits", "step4a_other_income", "step4b_deductions", "step4c_extra", "state_extra"),
    "deduction": ("amount", "percent"),
}  # fmt: skip
"""Fields that hold zero or more, by kind of record."""
AT_MOST_WHOLE: dict[str, tuple[str, ...]] = {
    "account": ("ownership_share",),
    "card_terms": ("minimum_percent",),
    "deduction": ("percent",),
}
"""Shares: at most 1."""
CATEGORIES: dict[str, tuple[str, ...]] = {
    "income": INCOME_CATEGORIES,
    "expense": EXPENSE_CATEGORIES,
    "transfer": ("transfer",),
}
"""The categories that a user flow of a type may have."""
NO_PAYMENT = "must be above zero: a loan that pays nothing is never paid back"
PAST: dict[str, tuple[str, ...]] = {
    "members": ("date_of_birth",),
    "accounts": ("answered_on",),
    "snapshots": ("on",),
    "loan_terms": ("origination",),
    "income_sources": ("ytd_on",),
}
"""Fields that hold a day which has come, by part of the inputs."""


def broken_values(inputs: Inputs) -> Iterator[Broken]:
    """Yield every field whose value no command and no answer would have stored."""
    for field in fields(inputs)[1:]:
        for record in getattr(inputs, field.name):
            yield from _signs(record)
    yield from _flows(inputs)
    yield from _snapshots(inputs)
    yield from _loans(inputs)
    yield from _income(inputs)
    yield from _only_one(inputs)


def broken_days(inputs: Inputs, today: date) -> Iterator[Broken]:
    """Yield every day that lies ahead of ``today`` though its field speaks of what has been."""
    for part, names in PAST.items():
        for record in getattr(inputs, part):
            for name in names:
                day = getattr(record, name)
                if day is not None and day > today:
                    yield record, name, f"has not come yet: today is {today.isoformat()}"


def unpaid_loans(inputs: Inputs) -> Iterator[Broken]:
    """Yield the payment of every loan that owes something and pays nothing.

    Of a loan without a debt it may be nought: one that was reckoned from it.
    """
    owed = {each.account: each.balance for each in sorted(inputs.snapshots, key=lambda each: each.on)}
    for terms in inputs.loan_terms:
        if terms.payment == 0 and not terms.payment_given and owed.get(terms.account, 0) > 0:
            yield terms, "payment", NO_PAYMENT


@cache
def _amounts(kind: str) -> tuple[str, ...]:
    """Return the names of the fields that hold cents of a kind of record."""
    record_type = next(each for each in RECORD_TYPES if kind == each.KIND)
    return tuple(each.name for each in fields(record_type) if _is_cents(each.type))


def _is_cents(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return "cents" in hint.__metadata__
    return any(_is_cents(part) for part in get_args(hint))


def _signs(record: Record) -> Iterator[Broken]:
    for name in _amounts(record.KIND):
        value = getattr(record, name)
        if value is not None and abs(value) > AMOUNT_LIMIT:
            yield record, name, "an amount may be at most 9,999,999,999.99"
    for name in NOT_NEGATIVE.get(record.KIND, ()):
        value = getattr(record, name)
        if value is not None and value < 0:
            yield record, name, "must be zero or more"
    for name in AT_MOST_WHOLE.get(record.KIND, ()):
        value = getattr(record, name)
        if value is not None and value > 1:
            yield record, name, "must be at most 1 (100 %)"


def _flows(inputs: Inputs) -> Iterator[Broken]:
    for flow in inputs.flows:
        if flow.category not in CATEGORIES[flow.type]:
            yield flow, "category", f"{flow.category} is no category of a flow of type {flow.type}"
        if flow.amount <= 0:
            yield flow, "amount", "must be above zero; the type says where it goes"
        if flow.start is not None and flow.end is not None and flow.end < flow.start:
            yield flow, "end", "the flow would end before it starts"
        if flow.type == "transfer" and None in (flow.from_account, flow.to_account):
            yield flow, "to_account", "a transfer needs two accounts"


def _snapshots(inputs: Inputs) -> Iterator[Broken]:
    groups = {account.id: GROUP_OF[account.type] for account in inputs.accounts}
    for snapshot in inputs.snapshots:
        if snapshot.balance < 0 and groups.get(snapshot.account, "cash") != "cash":
            yield snapshot, "balance", "only cash can be below zero; a debt is a positive amount owed"


def _loans(inputs: Inputs) -> Iterator[Broken]:
    for terms in inputs.loan_terms:
        if terms.payment == 0 and terms.payment_given:
            yield terms, "payment", NO_PAYMENT
        start, end = terms.forbearance_from, terms.forbearance_until
        if (start is None) != (end is None):
            yield terms, "forbearance_until", "forbearance needs both its first and its last day"
        elif start is not None and end is not None and end < start:
            yield terms, "forbearance_until", "the forbearance would end before it starts"


def _income(inputs: Inputs) -> Iterator[Broken]:
    for source in inputs.income_sources:
        if source.start is not None and source.end is not None and source.end < source.start:
            yield source, "end", "the source would end before it starts"
        yield from _claim(source)
    for deduction in inputs.deductions:
        if (deduction.amount is None) == (deduction.percent is None):
            yield deduction, "amount", "either an amount or a percentage, and not both"
        if any(not 0 <= tier.rate <= 1 or not 0 <= tier.up_to <= 1 for tier in deduction.match):
            yield deduction, "match", "rate and limit of a match lie between 0 and 1"
    for terms in inputs.card_terms:
        if terms.payment_rule == "fixed" and terms.fixed_payment is None:
            yield terms, "fixed_payment", "needed where a fixed sum is paid"


def _claim(source: IncomeSource) -> Iterator[Broken]:
    ways = (source.annual_amount is not None, source.full_age_benefit is not None, bool(source.earnings))
    claims = source.claim is not None
    if claims != (source.full_age_benefit is not None or bool(source.earnings)):
        yield source, "claim", "a month of claiming and a benefit or earnings go together"
    if claims and (source.type != "social_security" or source.pay_frequency != "monthly" or sum(ways) != 1):
        yield source, "claim", "only social_security paid monthly is claimed, by a benefit or earnings alone"
    years = [each.year for each in source.earnings]
    if len(set(years)) < len(years) or any(not 1951 <= year <= 2200 for year in years):
        yield source, "earnings", "each year once, from 1951 on"
    if any(each.amount < 0 for each in source.earnings):
        yield source, "earnings", "must be zero or more"


def _only_one(inputs: Inputs) -> Iterator[Broken]:
    selves = [each for each in inputs.members if each.active and each.relationship == "self"]
    if inputs.members and not selves:
        yield inputs.members[0], "relationship", "nobody is the household's own self: one member must be"
    for member in selves[1:]:
        yield member, "relationship", "there is another member who is self"
    for account in [each for each in inputs.accounts if each.active and each.primary][1:]:
        yield account, "primary", "there is another primary account"
