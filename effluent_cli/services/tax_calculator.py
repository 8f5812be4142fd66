"""``calc tax``: a year's federal liability, from JSON Lines or from one document made of flags."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from effluent_cli.domain.catalog import NO_WAGE_TAX_STATES
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import Cents, Rate
from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.liability import Credits, Liability, liability, marginal_rate
from effluent_cli.domain.tax.trace import tax_trace
from effluent_cli.domain.trace import TraceLine
from effluent_cli.errors import InvalidInput
from effluent_cli.rules.loader import tax_year
from effluent_cli.services.calc_flags import flags_named, nested
from effluent_cli.services.json_lines import answered
from effluent_cli.services.tax_inputs import tax_input


@dataclass(frozen=True)
class DeductionTaken:
    """The deduction that was taken, ``standard`` or ``itemized``; itemized ones after the limitation of IRC 68."""

    kind: Literal["standard", "itemized"]
    amount: Cents


@dataclass(frozen=True)
class Fica:
    """What one employer withholds from a year's wages."""

    social_security: Cents
    medicare: Cents
    additional_medicare_withheld: Cents


@dataclass(frozen=True)
class W2Boxes:
    """The wages of one employer's Form W-2."""

    box1: Cents
    box3: Cents
    box5: Cents


@dataclass(frozen=True)
class StateTax:
    """State income tax. ``full``: exact; ``none``: not modelled, or no state named, amount None."""

    tax: Cents | None
    status: Literal["full", "approximate", "none"]


@dataclass(frozen=True)
class TaxAnswer:
    """A year's federal tax in cents.

    ``tax_before_credits`` is without ``amt``. ``income_tax_net`` is income tax with ``amt`` and ``niit`` after all credits,
    below zero where they are paid out; ``total_federal`` adds Additional Medicare and self-employment tax. ``fica`` and
    ``w2`` have an entry for each employer, the primary's first; ``excess_social_security`` is what several employers
    withheld too much, no part of the totals. ``marginal_rate`` is the part of 100.00 more of income like a pension that
    federal taxes would take.
    """

    id: Any
    agi: Cents
    deduction: DeductionTaken
    senior_deduction: Cents
    overtime_deduction: Cents
    tips_deduction: Cents
    car_loan_interest_deduction: Cents
    nonitemizer_charity_deduction: Cents
    qbi_deduction: Cents
    taxable_income: Cents
    taxable_social_security: Cents
    tax_before_credits: Cents
    amt: Cents
    child_credits_nonrefundable: Cents
    child_credit_refundable: Cents
    earned_income_credit: Cents
    other_credits: dict[str, Cents]
    niit: Cents
    additional_medicare_tax: Cents
    self_employment_tax: Cents
    income_tax_net: Cents
    total_federal: Cents
    fica: tuple[Fica, ...]
    w2: tuple[W2Boxes, ...]
    excess_social_security: Cents
    state: StateTax
    marginal_rate: Rate


@dataclass(frozen=True)
class TracedTax(TaxAnswer):
    """A year's federal tax with the steps that lead to it: the lines before each one that begins with = add up to it."""

    trace: tuple[TraceLine, ...]


FLAGS = {
    "primary": "--age",
    "primary.age": "--age",
    "primary.wages": "--wages",
    "spouse.age": "--spouse-age",
    "spouse.wages": "--spouse-wages",
}


def tax_lines(lines: Iterable[bytes], *, trace: bool, table: bool = False) -> Generator[str, None, int]:
    """Yield the answer to each line of ``calc tax --input``; the generator returns how many lines were bad."""
    worker = _traced if trace else _plain
    return answered(lines, lambda document: worker(*tax_input(document, line=True, table=table)))


def tax_of_flags(values: dict[str, Any], *, table: bool) -> TracedTax:
    """Return the liability of flags mode. ``values`` go by the paths of the input document, None where not stated.

    Raises InvalidInput whose problems name the flags.
    """
    try:
        return _traced(*tax_input(nested(values), line=False, table=table))
    except InvalidInput as error:
        raise flags_named(error, FLAGS, otherwise="--set {}") from None


def tax_warnings(report: TaxAnswer, state: str | None, year: int) -> tuple[Finding, ...]:
    """Return what to know about a liability of ``year``: law not published yet, state income tax not modelled.

    ``state`` is a postal code or None.
    """
    found = []
    if tax_year(year).projected:
        message = f"not all figures of {year} are published: the newest law, indexed, stands in"
        found.append(Finding("projected_rules", "warning", "tax", message, f"effluent tax rules {year}"))
    if report.state.status == "none":
        message = f"income tax of {state} is not modelled" if state else "no state is named"
        found.append(Finding("state_tax_not_modelled", "warning", "tax", message, "" if state else "--state ST"))
    return tuple(found)


def _plain(key: Any, given: Return) -> TaxAnswer:
    found = liability(given)
    return TaxAnswer(**_fields(key, given, found))


def _traced(key: Any, given: Return) -> TracedTax:
    found = liability(given)
    return TracedTax(**_fields(key, given, found), trace=tax_trace(given, found))


def _fields(key: Any, given: Return, found: Liability) -> dict[str, Any]:
    above, taxable = found.above, found.taxable
    forms = [form for earner in above.earners for form in earner.forms]
    return {
        "id": key,
        "agi": above.agi,
        "deduction": DeductionTaken("itemized" if taxable.items else "standard", taxable.amount),
        "senior_deduction": taxable.further.senior,
        "overtime_deduction": taxable.further.overtime,
        "tips_deduction": taxable.further.tips,
        "car_loan_interest_deduction": taxable.further.car_loan,
        "nonitemizer_charity_deduction": taxable.charity,
        "qbi_deduction": taxable.qbi,
        "taxable_income": taxable.income,
        "taxable_social_security": above.taxable_benefits,
        "tax_before_credits": found.regular.tax,
        "amt": found.amt,
        "child_credits_nonrefundable": found.credits.child,
        "child_credit_refundable": found.credits.child_refundable,
        "earned_income_credit": found.credits.earned_income,
        "other_credits": _other_credits(found.credits),
        "niit": found.niit,
        "additional_medicare_tax": found.additional_medicare,
        "self_employment_tax": found.self_employment,
        "income_tax_net": found.income_tax,
        "total_federal": found.total,
        "fica": tuple(Fica(form.social_security, form.medicare, form.additional_medicare_withheld) for form in forms),
        "w2": tuple(W2Boxes(form.box1, form.box3, form.box5) for form in forms),
        "excess_social_security": sum(earner.excess_social_security for earner in above.earners),
        "state": _state(given),
        "marginal_rate": marginal_rate(given, found),
    }


def _other_credits(taken: Credits) -> dict[str, int]:
    return {
        "foreign_tax": taken.foreign_tax,
        "child_and_dependent_care": taken.care,
        "american_opportunity_nonrefundable": taken.opportunity,
        "american_opportunity_refundable": taken.opportunity_refundable,
        "adoption_nonrefundable": taken.adoption,
        "adoption_refundable": taken.adoption_refundable,
        "other_nonrefundable": taken.other,
    }


def _state(given: Return) -> StateTax:
    """Return 0 for a state without income tax. Washington taxes large gains, which is not modelled."""
    untaxed = given.state in NO_WAGE_TAX_STATES and not (given.state == "WA" and given.income.long_term_gains > 0)
    return StateTax(0, "full") if untaxed else StateTax(None, "none")
