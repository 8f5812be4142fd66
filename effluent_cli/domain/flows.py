"""System flows: what the income sources, the debts and the properties imply, as listed flows keyed (source, kind).

A flow shows the amount of its next occurrence after the day asked for; the projection reckons every occurrence itself. Ids
are deterministic, ``SOURCE--KIND``, so that generating again updates in place. Data that cannot be right is a finding with
the source as its subject; findings of severity error refuse the regeneration, or that source's part of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from effluent_cli.domain.books import OpenedBooks, opened_books
from effluent_cli.domain.catalog import (
    DEDUCTION_CATEGORY,
    NO_WAGE_TAX_STATES,
    PAY_PERIODS,
    SOURCE_CATEGORY,
    W2_TYPES,
)
from effluent_cli.domain.debt_findings import debt_findings
from effluent_cli.domain.debt_path import DuePayment, debt_path
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.links import link_findings
from effluent_cli.domain.money import half_up
from effluent_cli.domain.pay import PayRun, annual_pay, window_of
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import day_in, month_of
from effluent_cli.domain.property_costs import COSTS, carrying_costs, counted_once, escrow_parts
from effluent_cli.domain.property_rent import CATEGORY as RENTAL_INCOME
from effluent_cli.domain.property_rent import rent_findings, rents
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.receipts import Receipts, claim_findings
from effluent_cli.domain.records import IncomeSource, SystemFlow
from effluent_cli.domain.recurrence import next_after
from effluent_cli.domain.rulebook import Rules, household_assumptions
from effluent_cli.domain.self_employment import amount_on, next_of, obligations
from effluent_cli.domain.self_employment import counted_once as business_findings
from effluent_cli.domain.timetable import deduction_target, paycheck_taxes, twelfth, yearly_figure
from effluent_cli.domain.used_limits import roth_rule_findings

TAX_NAMES = {
    "federal_income_tax": "federal income tax",
    "social_security_tax": "Social Security",
    "medicare_tax": "Medicare",
    "additional_medicare_tax": "Additional Medicare",
    "state_income_tax": "state income tax",
    "state_payroll_tax": "state payroll tax",
}


@dataclass(frozen=True)
class Generated:
    """The flows that stand now, in id order, and what is odd about the data they come from.

    ``sources`` names every source, debt and property that was looked at, also one without a next occurrence; ``broken``
    those that an error was found in.
    """

    flows: tuple[SystemFlow, ...]
    findings: tuple[Finding, ...]
    sources: frozenset[str]
    broken: frozenset[str]


def generate(index: InputsIndex, rules: Rules, as_of: date) -> Generated:
    """Return the system flows of a household as of the end of ``as_of``."""
    assumptions = household_assumptions(rules, index.inputs.assumptions)
    findings = list(link_findings(index))
    flows: list[SystemFlow] = []
    payroll = Payroll(index, rules, assumptions)
    receipts = Receipts(index, rules, assumptions, payroll)
    for source in index.sources.values():
        findings.extend(_source_findings(receipts, source))
        flows.extend(_source_flows(receipts, source, payroll, as_of))
        flows.extend(_business_flows(index, source, assumptions, as_of))
    opened = _opened(index, rules, assumptions, as_of)
    owed = {key: opened.balances[key].balance for key in index.debts} if opened is not None else {}
    findings.extend(counted_once(index, owed, as_of))
    findings.extend(rent_findings(index, as_of))
    findings.extend(business_findings(index, as_of))
    flows.extend(_property_flows(index, owed, assumptions, as_of))
    standing = opened.standing if opened is not None else {}
    paths = {
        key: debt_path(index, key, balance, as_of, assumptions, standing.get(key)) for key, balance in owed.items()
    }
    findings.extend(debt_findings(index, paths))
    for key, path in paths.items():
        flows.extend(_debt_flows(index, key, path))
    findings.extend(roth_rule_findings(index, payroll.year(as_of.year)))
    findings.extend(_net_pay_findings(flows))
    broken = frozenset(finding.subject.partition(":")[2] for finding in findings if finding.severity == "error")
    looked_at = frozenset(index.sources) | frozenset(index.debts) | frozenset(index.assets)
    return Generated(tuple(sorted(flows, key=lambda flow: flow.id)), tuple(findings), looked_at, broken)


def flow_id(source: str, kind: str) -> str:
    """Return the id of the system flow (source, kind): ``SOURCE--KIND``, shortened with a hash beyond 63 characters."""
    plain = f"{source}--{kind.replace('_', '-')}"
    return plain if len(plain) <= 63 else f"{plain[:50]}-{sha256(plain.encode()).hexdigest()[:12]}"


def _net_pay_findings(flows: list[SystemFlow]) -> Iterator[Finding]:
    """Yield a warning for every next paycheck that loses more than it holds."""
    for flow in flows:
        if flow.kind == "net_pay" and flow.amount < 0:
            message = f"deductions and taxes of {flow.source} are more than its gross: net pay would be below zero"
            fix = "look at its deductions and overrides"
            yield Finding("negative_net_pay", "warning", f"income_source:{flow.source}", message, fix)


def _source_findings(receipts: Receipts, source: IncomeSource) -> Iterator[Finding]:
    index, subject = receipts.index, f"income_source:{source.id}"
    if source.claim is not None:
        yield from claim_findings(receipts, source)
    elif half_up(annual_pay(source), PAY_PERIODS[source.pay_frequency]) <= 0:
        yield Finding(
            "zero_pay", "error", subject, f"{source.name} is active but pays nothing", "give its pay, or end the source"
        )
    if source.type not in W2_TYPES:
        return
    if source.id not in index.withholdings:
        status = index.inputs.household.filing_status or "single"
        yield Finding(
            "w4_assumed",
            "warning",
            subject,
            f"no W-4 given for {source.name}: withholding assumes {status} and nothing else",
            "answer the onboarding step withholding",
        )
    state = source.work_state or index.inputs.household.state
    if state not in NO_WAGE_TAX_STATES:
        yield Finding(
            "state_tax_not_modelled",
            "warning",
            subject,
            f"income tax of {state or 'the state'} is not modelled: net pay of {source.name} is before state tax",
        )


def _source_flows(receipts: Receipts, source: IncomeSource, payroll: Payroll, as_of: date) -> Iterator[SystemFlow]:
    index = receipts.index
    day = next_after(source.pay_frequency, source.pay_date, window_of(source), as_of)
    if day is None or (source.claim is None and annual_pay(source) <= 0):
        return
    if source.type in W2_TYPES:
        yield from _paycheck_flows(index, next(payroll.runs(source.id, day, day)))
    else:
        amount = index.figures(source.id, day).get("income", receipts.on(source, day))
        category = SOURCE_CATEGORY[source.type]
        yield _line(source, "income", "", "income", category, amount, to_account=index.checking, paycheck=False)


def _business_flows(index: InputsIndex, source: IncomeSource, rates: Rates, as_of: date) -> Iterator[SystemFlow]:
    for obligation in obligations(index, source):
        day = next_of(obligation, as_of)
        if day is not None:
            yield SystemFlow(
                id=flow_id(source.id, obligation.kind),
                source=source.id,
                kind=obligation.kind,
                name=f"{source.name}: {obligation.words}",
                type="transfer" if obligation.into else "expense",
                category=obligation.category,
                amount=amount_on(obligation, day, rates),
                frequency=obligation.frequency,
                anchor=obligation.anchor,
                start=source.start,
                end=source.end,
                from_account=index.checking,
                to_account=obligation.into,
                member=source.member,
            )


def _line(
    source: IncomeSource,
    kind: str,
    words: str,
    flow_type: str,
    category: str,
    amount: int,
    *,
    to_account: str | None = None,
    paycheck: bool = True,
) -> SystemFlow:
    return SystemFlow(
        id=flow_id(source.id, kind),
        source=source.id,
        kind=kind,
        name=f"{source.name}: {words}" if words else source.name,
        type=flow_type,
        category=category,
        amount=amount,
        frequency=source.pay_frequency,
        anchor=source.pay_date,
        start=window_of(source)[0],
        end=source.end,
        to_account=to_account,
        member=source.member,
        paycheck=source.id if paycheck else None,
    )


def _paycheck_flows(index: InputsIndex, run: PayRun) -> Iterator[SystemFlow]:
    """The lines of one paycheck: gross = Σ deductions, taxes and net pay; the employer's money stands outside that sum."""
    source = run.source
    yield _line(source, "gross", "gross pay", "income", SOURCE_CATEGORY[source.type], run.check.gross)
    for deduction, amount in run.deductions:
        words = deduction.type.replace("_", " ")
        target = deduction_target(index, deduction.target_account)
        if target is None:
            category = DEDUCTION_CATEGORY.get(deduction.type, "miscellaneous")
            yield _line(source, f"deduction-{deduction.id}", words, "expense", category, amount)
        else:
            yield _line(
                source, f"deduction-{deduction.id}", words, "transfer", "contribution", amount, to_account=target
            )
    matches = [(deduction, amount) for deduction, amount in run.matches if amount]
    for number, (deduction, amount) in enumerate(matches):
        kind = "employer_contribution" if number == 0 else f"employer_contribution-{deduction.id}"
        target = deduction_target(index, deduction.target_account)
        if target is not None:
            yield _line(
                source, kind, "employer contribution", "income", "employer_contribution", amount, to_account=target
            )
    for category, amount in paycheck_taxes(run):
        yield _line(source, category, TAX_NAMES[category], "expense", category, amount)
    yield _line(source, "net_pay", "net pay", "transfer", "net_pay", run.check.net_pay, to_account=index.checking)


def _opened(index: InputsIndex, rules: Rules, assumptions: Rates, as_of: date) -> OpenedBooks | None:
    """Return today's books for what is owed; without any debt they need not be brought forward."""
    return opened_books(index, rules, assumptions, as_of) if index.debts else None


def _property_flows(index: InputsIndex, owed: Mapping[str, int], rates: Rates, as_of: date) -> Iterator[SystemFlow]:
    """What owning and letting property costs and brings in, each counted once."""
    day = day_in(month_of(as_of) + 1, 1)
    for cost in carrying_costs(index):
        if cost.counts(day, owed):
            amount = twelfth(yearly_figure(cost.annual, cost.stated_on, day, rates, cost.category), day.month)
            since = day_in(min(month_of(cost.stated_on), month_of(as_of)), 1)
            yield SystemFlow(
                **_of_property(index, cost.account, cost.kind, COSTS[cost.kind][1]),
                type="expense",
                category=cost.category,
                amount=amount,
                frequency="monthly",
                anchor=since,
                from_account=index.checking,
            )
    for rent in rents(index):
        day = next_after(rent.frequency, rent.anchor, (None, None), as_of) or as_of
        if rent.counts(day):
            yield SystemFlow(
                **_of_property(index, rent.account, "rent", "rent"),
                type="income",
                category=RENTAL_INCOME,
                amount=yearly_figure(rent.amount, rent.stated_on, day, rates),
                frequency=rent.frequency,
                anchor=rent.anchor,
                to_account=index.checking,
            )


def _of_property(index: InputsIndex, account: str, kind: str, words: str) -> dict[str, Any]:
    name = f"{index.accounts[account].name}: {words}"
    return {"id": flow_id(account, kind), "source": account, "kind": kind, "name": name}


def _debt_flows(index: InputsIndex, key: str, path: tuple[DuePayment, ...]) -> Iterator[SystemFlow]:
    """The payment of a debt with terms, until the month of payoff, and what its escrow pays for."""
    paid = next((due for due in path if due.payment), None)
    terms = index.loans.get(key) or index.cards.get(key)
    if terms is None or paid is None:
        return
    name = index.debts[key].name
    payment = SystemFlow(
        id=flow_id(key, "payment"),
        source=key,
        kind="payment",
        name=f"{name}: payment",
        type="transfer",
        category="debt_payment",
        amount=paid.payment,
        frequency="monthly",
        anchor=day_in(month_of(paid.on), terms.payment_day),
        start=paid.on if paid is not path[0] else None,
        end=path[-1].on if path[-1].balance == 0 else None,
        from_account=index.checking,
        to_account=key,
    )
    yield payment
    for category, amount in escrow_parts(index, key, paid.escrow):
        kind = f"escrow_{category}"
        yield replace(
            payment,
            id=flow_id(key, kind),
            kind=kind,
            name=f"{name}: escrow for {category.replace('_', ' ')}",
            type="expense",
            category=category,
            amount=amount,
            to_account=None,
        )
