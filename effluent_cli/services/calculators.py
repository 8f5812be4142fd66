"""The rules without a household: the workers of ``calc paycheck`` and ``calc loan``.

Each takes JSON Lines, or one document made of flags, and gives back the same report.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import Any

from effluent_cli.domain.amortisation import Amortisation, Instalment, Loan, amortise
from effluent_cli.domain.codec import OPTIONAL
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import Cents
from effluent_cli.domain.paycheck import Paycheck, StatePay, reckon
from effluent_cli.domain.trace import TraceLine, loan_trace, paycheck_trace
from effluent_cli.errors import InvalidInput
from effluent_cli.services.calc_flags import flags_named, nested
from effluent_cli.services.calc_inputs import PaycheckInput, loan_input, paycheck_input
from effluent_cli.services.json_lines import answered


@dataclass(frozen=True)
class PaycheckAnswer:
    """One paycheck, amounts in cents. State amounts are None where the state is not modelled.

    Where supplemental wages were asked for, ``gross`` and ``federal_income_tax`` include theirs, and they stand by themselves
    in ``supplemental`` and ``supplemental_income_tax``.
    """

    id: Any
    gross: Cents
    federal_taxable_wages: Cents
    social_security_wages: Cents
    medicare_wages: Cents
    federal_income_tax: Cents
    social_security: Cents
    medicare: Cents
    additional_medicare: Cents
    state: StatePay
    pretax_deductions: Cents
    aftertax_deductions: Cents
    net_pay: Cents
    supplemental: Cents | None = field(default=None, metadata=OPTIONAL, kw_only=True)
    supplemental_income_tax: Cents | None = field(default=None, metadata=OPTIONAL, kw_only=True)


@dataclass(frozen=True)
class TracedPaycheck(PaycheckAnswer):
    """One paycheck with the steps that lead to it."""

    trace: tuple[TraceLine, ...]


@dataclass(frozen=True)
class LoanAnswer:
    """A loan's schedule, amounts in cents; see ``amortisation.Amortisation``."""

    id: Any
    payment: Cents
    number_of_payments: int
    total_interest: Cents
    last_payment: Cents
    balloon: Cents
    schedule: tuple[Instalment, ...]


@dataclass(frozen=True)
class TracedLoan(LoanAnswer):
    """A loan's schedule with the steps that lead to its payment."""

    trace: tuple[TraceLine, ...]


def paycheck_lines(lines: Iterable[bytes], *, trace: bool) -> Generator[str, None, int]:
    """Yield the answer to each line of ``calc paycheck --input``; the generator returns how many lines were bad."""
    worker = _traced_paycheck if trace else _paycheck
    return answered(lines, lambda document: worker(paycheck_input(document, line=True)))


def loan_lines(lines: Iterable[bytes], *, trace: bool) -> Generator[str, None, int]:
    """Yield the answer to each line of ``calc loan --input``; the generator returns how many lines were bad."""
    worker = _traced_loan if trace else _loan
    return answered(lines, lambda document: worker(*loan_input(document, line=True)))


PAYCHECK_FLAGS = {
    "deductions": "--deduction",
    "w4.filing_status": "--filing-status",
    "w4.step2_checkbox": "--step2",
    "w4.step3_credits": "--step3",
    "w4.step4a_other_income": "--step4a",
    "w4.step4b_deductions": "--step4b",
    "w4.step4c_extra": "--step4c",
    "ytd.social_security_wages": "--ytd-social-security",
    "ytd.medicare_wages": "--ytd-medicare",
    "ytd.supplemental": "--ytd-supplemental",
}
REPEATED = {"deductions": "--deduction"}
LOAN_FLAGS = {"annual_rate": "--rate", "extra_principal": "--extra", "rate_changes": "--rate-change"}


def paycheck_of_flags(values: dict[str, Any]) -> TracedPaycheck:
    """Return the paycheck of flags mode. ``values`` go by the paths of the input document (``w4.step3_credits``).

    What was not stated is None. Raises InvalidInput whose problems name the flags.
    """
    try:
        return _traced_paycheck(paycheck_input(nested(values), line=False))
    except InvalidInput as error:
        raise flags_named(error, PAYCHECK_FLAGS, repeated=REPEATED) from None


def paycheck_warnings(report: PaycheckAnswer, state: str | None) -> tuple[Finding, ...]:
    """Return the warning that belongs to a net pay without state income tax; ``state`` is a postal code or None."""
    if report.state.status != "none":
        return ()
    where = f"income tax of {state} is not modelled" if state else "no state is named"
    message = f"{where}: net pay is before state income tax"
    return (Finding("state_tax_not_modelled", "warning", "paycheck", message, "" if state else "--state ST"),)


def loan_of_flags(values: dict[str, Any]) -> TracedLoan:
    """Return the loan of flags mode; ``values`` by key, None where not stated. InvalidInput whose problems name the flags."""
    try:
        return _traced_loan(*loan_input(nested(values), line=False))
    except InvalidInput as error:
        raise flags_named(error, LOAN_FLAGS) from None


def _reckoned(asked: PaycheckInput) -> Paycheck:
    return reckon(
        tax_year=asked.tax_year,
        periods=asked.periods,
        gross=asked.gross,
        state=asked.state,
        w4=asked.w4,
        deductions=asked.deductions,
        ytd=asked.ytd,
        supplement=asked.supplement,
    )


def _paycheck_fields(asked: PaycheckInput, check: Paycheck) -> dict[str, Any]:
    fields = {
        "id": asked.id,
        "gross": check.gross,
        "federal_taxable_wages": check.federal_taxable_wages,
        "social_security_wages": check.social_security_wages,
        "medicare_wages": check.medicare_wages,
        "federal_income_tax": check.federal_income_tax,
        "social_security": check.social_security,
        "medicare": check.medicare,
        "additional_medicare": check.additional_medicare,
        "state": check.state,
        "pretax_deductions": check.pretax_deductions,
        "aftertax_deductions": check.aftertax_deductions,
        "net_pay": check.net_pay,
    }
    if asked.supplement is not None:
        fields["supplemental"] = asked.supplement.amount
        fields["supplemental_income_tax"] = check.supplemental.tax
    return fields


def _paycheck(asked: PaycheckInput) -> PaycheckAnswer:
    return PaycheckAnswer(**_paycheck_fields(asked, _reckoned(asked)))


def _traced_paycheck(asked: PaycheckInput) -> TracedPaycheck:
    check = _reckoned(asked)
    trace = paycheck_trace(asked.tax_year, asked.periods, asked.w4, asked.ytd, check)
    return TracedPaycheck(**_paycheck_fields(asked, check), trace=trace)


def _loan_fields(key: Any, found: Amortisation) -> dict[str, Any]:
    return {
        "id": key,
        "payment": found.payment,
        "number_of_payments": found.number_of_payments,
        "total_interest": found.total_interest,
        "last_payment": found.last_payment,
        "balloon": found.balloon,
        "schedule": found.schedule,
    }


def _loan(key: Any, loan: Loan) -> LoanAnswer:
    return LoanAnswer(**_loan_fields(key, amortise(loan)))


def _traced_loan(key: Any, loan: Loan) -> TracedLoan:
    found = amortise(loan)
    return TracedLoan(**_loan_fields(key, found), trace=loan_trace(loan, found))
