"""Everything that will happen on known dates, as dated entries in whole cents: pay runs, flows, carrying costs, due dates."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import (
    DEDUCTION_CATEGORY,
    EXPENSE_GROUP_OF,
    GROUP_OF,
    SOURCE_CATEGORY,
    W2_TYPES,
)
from effluent_cli.domain.entries import CREDIT, DEBIT, LAST, Delta, Entry, Move, Part, in_order
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import half_up
from effluent_cli.domain.pay import PayRun, window_of
from effluent_cli.domain.periods import day_in, first_day, month_of
from effluent_cli.domain.property_costs import carrying_costs, escrowed_flows
from effluent_cli.domain.property_rent import CATEGORY as RENTAL_INCOME
from effluent_cli.domain.property_rent import rents
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.receipts import Receipts
from effluent_cli.domain.records import Account, Flow, IncomeSource
from effluent_cli.domain.recurrence import in_window, occurrences
from effluent_cli.domain.rulebook import Rules
from effluent_cli.domain.self_employment import obligations, occurrences_of
from effluent_cli.domain.tax_facts import (
    CONVERSION,
    SAVED_FACT,
    Fact,
    cost_facts,
    estimated,
    flow_facts,
    is_medical,
    owner_facts,
    receipt_facts,
)
from effluent_cli.domain.withdrawals import KINDS

if TYPE_CHECKING:
    from effluent_cli.domain.payroll import Payroll


def timetable(
    index: InputsIndex,
    rules: Rules,
    assumptions: Rates,
    first: date,
    last: date,
    *,
    payroll: "Payroll | None" = None,
) -> list[Entry]:
    """Return every entry from ``first`` to ``last``, both inclusive, in order.

    ``payroll`` is that of the same household under the same assumptions, where its paychecks are needed elsewhere too.
    """
    entries: list[Entry] = []
    if payroll is None and _pays(index, first, last):
        # Loaded only for a stretch of time that has paychecks: most lists of balances have none to reckon.
        from effluent_cli.domain.payroll import Payroll

        payroll = Payroll(index, rules, assumptions)
    receipts = Receipts(index, rules, assumptions, payroll)
    for source in index.sources.values():
        if source.type in W2_TYPES:
            runs = payroll.runs(source.id, first, last) if payroll is not None else ()
            entries.extend(pay_entry(index, run) for run in runs)
        else:
            entries.extend(source_entries(source, receipts, first, last))
            entries.extend(business_entries(index, source, assumptions, first, last))
    escrowed = escrowed_flows(index)
    for flow in index.flows:
        if flow.id in index.bonuses:
            runs = payroll.bonuses(flow.id, first, last) if payroll is not None else ()
            entries.extend(pay_entry(index, run, flow) for run in runs)
        else:
            entries.extend(flow_entries(index, flow, assumptions, first, last, escrowed.get(flow.id, ())))
    entries.extend(cost_entries(index, assumptions, first, last))
    entries.extend(rent_entries(index, assumptions, first, last))
    entries.extend(debt_entries(index, index.debts, first, last))
    entries.extend(each for each in index.overlay.entries if first <= each.day <= last)
    entries.extend(terms_entries(index, first, last))
    return in_order(entries)


def _pays(index: InputsIndex, first: date, last: date) -> bool:
    """Return whether a job pays anything from ``first`` to ``last``."""
    jobs = (source for source in index.sources.values() if source.type in W2_TYPES)
    rules = [(job.pay_frequency, job.pay_date, (job.start, job.end)) for job in jobs]
    rules += [(each.frequency, each.anchor, (each.start, each.end)) for each in index.bonuses.values()]
    return any(True for rule in rules for _ in in_window(*rule, first, last))


def bucket_of(category: str) -> str:
    """Return the column of the month row in which an expense category stands."""
    group = EXPENSE_GROUP_OF[category]
    return {"tax": "taxes", "debt": "interest"}.get(group, "spending")


def paycheck_taxes(run: PayRun) -> Iterator[tuple[str, int]]:
    """Yield the taxes of a paycheck as (expense category, cents), zero ones too where every paycheck has them."""
    check = run.check
    yield "federal_income_tax", check.federal_income_tax
    yield "social_security_tax", check.social_security
    yield "medicare_tax", check.medicare
    if check.additional_medicare:
        yield "additional_medicare_tax", check.additional_medicare
    if check.state.income_tax:
        yield "state_income_tax", check.state.income_tax
    if other := sum(check.state.other.values()):
        yield "state_payroll_tax", other


def deduction_target(index: InputsIndex, target: str | None) -> str | None:
    """Return the active account that a deduction is paid into, if it has one."""
    return target if target in index.assets else None


def pay_entry(index: InputsIndex, run: PayRun, bonus: Flow | None = None) -> Entry:
    """Return the entry of a paycheck, or of a payment of the supplemental wages that a flow states."""
    deltas: list[Delta] = []
    moves: list[Move] = []
    category = SOURCE_CATEGORY[run.source.type] if bonus is None else bonus.category
    parts: list[Part] = [("income", category, run.check.gross)]
    for deduction, amount in run.deductions:
        if not amount:
            continue
        target = deduction_target(index, deduction.target_account)
        if target is None:
            category = DEDUCTION_CATEGORY.get(deduction.type, "miscellaneous")
            parts.append(("spending", category, -amount))
        else:
            deltas.append((target, amount))
            moves.append(("contributions", amount))
    for deduction, amount in run.matches:
        target = deduction_target(index, deduction.target_account)
        if target is not None and amount:
            parts.append(("income", "employer_contribution", amount))
            deltas.append((target, amount))
    parts.extend(("taxes", tax, -amount) for tax, amount in paycheck_taxes(run) if amount)
    desk = index.cash_desk if bonus is None or bonus.to_account not in index.assets else bonus.to_account
    deltas.append((desk, run.check.net_pay))
    return Entry(run.on, CREDIT, bonus.id if bonus else run.source.id, tuple(deltas), tuple(parts), tuple(moves))


def source_entries(source: IncomeSource, receipts: Receipts, first: date, last: date) -> Iterator[Entry]:
    """Yield the receipts of a source that is no payroll: its gross, straight to checking."""
    index = receipts.index
    stated = source.id in index.overrides
    for day in in_window(source.pay_frequency, source.pay_date, window_of(source), first, last):
        amount = receipts.on(source, day)
        if stated:
            amount = index.figures(source.id, day).get("income", amount)
        if amount:
            yield source_entry(index, source, day, amount)


def source_entry(index: InputsIndex, source: IncomeSource, day: date, amount: int) -> Entry:
    """Return the entry of a receipt: everything in it is in proportion to its amount."""
    part = ("income", SOURCE_CATEGORY[source.type], amount)
    facts = receipt_facts(source, amount)
    return Entry(day, CREDIT, source.id, ((index.cash_desk, amount),), (part,), facts=facts)


def business_entries(
    index: InputsIndex, source: IncomeSource, rates: Rates, first: date, last: date
) -> Iterator[Entry]:
    """Yield what running a business of one's own implies beside its receipts."""
    for obligation in obligations(index, source):
        for day, amount in occurrences_of(obligation, rates, first, last):
            key = f"{source.id}-{obligation.kind}"
            out = (index.cash_desk, -amount)
            if obligation.into is not None:
                facts = owner_facts(index, source, obligation.into, amount)
                into = (obligation.into, amount)
                yield Entry(day, DEBIT, key, (out, into), (), (("contributions", amount),), facts=facts)
                continue
            part = (bucket_of(obligation.category), obligation.category, -amount)
            taxed = obligation.category == "estimated_tax"
            fact = estimated(day.month, amount) if taxed else Fact("business_cost", source.member, amount)
            yield Entry(day, DEBIT, key, (out,), (part,), facts=(fact,))


def flow_amount(flow: Flow, day: date, rates: Rates) -> int:
    """Return what a user flow moves on ``day``: an expense grows with inflation each January after it was stated."""
    return flow_amounts(flow, range(day.year, day.year + 1), rates)[0]


def flow_amounts(flow: Flow, years: range, rates: Rates) -> tuple[int, ...]:
    """Return what a user flow moves each time in each of some calendar years."""
    if flow.type != "expense" or flow.frequency == "once":
        return (flow.amount,) * len(years)
    stated = max(flow.anchor.year, (flow.stated_on or flow.anchor).year)
    return rates.compounded_in(flow.amount, rates.prices(flow.category), stated, years)


def flow_days(index: InputsIndex, flow: Flow, first: date, last: date) -> Iterator[date]:
    """Yield the days from ``first`` to ``last`` on which a user flow happens, without the occurrences that are skipped.

    One that moves nothing (a scenario removed it, and it holds its place) never happens.
    """
    if not flow.amount:
        return iter(())
    days = in_window(flow.frequency, flow.anchor, (flow.start, flow.end), first, last)
    skipped = index.skipped.get(flow.id)
    return days if skipped is None else (day for day in days if day not in skipped)


def flow_entries(  # which flow, at which rates, from when to when, and what pays it instead
    index: InputsIndex, flow: Flow, rates: Rates, first: date, last: date, unless: tuple[str, ...] = ()
) -> Iterator[Entry]:
    """Yield the entries of a user flow, in the order of their days; ``unless`` are the mortgages whose escrow pays it."""
    # Within a year only the day differs, but that an estimated payment of January counts for the year before.
    known, rest = (0, False), Entry(first, DEBIT, flow.id)[1:]
    for day in flow_days(index, flow, first, last):
        if known != (known := (day.year, day.month == 1)):
            entry = flow_entry(index, flow, day, flow_amount(flow, day, rates))
            rest = entry._replace(unless=unless)[1:]
        yield Entry(day, *rest)


def flow_entry(index: InputsIndex, flow: Flow, day: date, amount: int) -> Entry:
    """Return the entry by which a user flow moves ``amount`` cents on a day: everything in it is in proportion to them."""
    source = flow.from_account if flow.from_account in index.accounts else index.cash_desk
    target = flow.to_account if flow.to_account in index.accounts else index.cash_desk
    if flow.type == "transfer":
        return _transfer(index, flow.id, day, amount, source, target)
    facts = flow_facts(index, flow, day.month, amount)
    if flow.type == "income":
        return Entry(day, CREDIT, flow.id, ((target, amount),), (("income", flow.category, amount),), facts=facts)
    drawn = amount if source in index.debts else -amount
    part = (bucket_of(flow.category), flow.category, -amount)
    if is_medical(flow) and index.accounts[source].type == "hsa":
        # What a health savings account is for is no income (IRC 223(f)(1)), and no deduction either (213(a)).
        return Entry(day, DEBIT, flow.id, ((source, drawn),), (part,))
    return Entry(day, DEBIT, flow.id, ((source, drawn),), (part,), leaves=_leaves(index, source), facts=facts)


def _transfer(index: InputsIndex, key: str, day: date, amount: int, source: str, target: str) -> Entry:
    if source == target:
        return Entry(day, DEBIT, key)
    if target in index.debts:
        deltas = (source, -amount), (target, -amount)
        return Entry(day, DEBIT, key, deltas, debt=target, step="transfer", leaves=_leaves(index, source))
    saved = GROUP_OF[index.accounts[target].type] in ("investment", "retirement")
    drawn = amount if source in index.debts else -amount
    name = "contributions" if saved else "transfers"
    facts = tuple(_transfer_facts(index, source, index.accounts[target], amount))
    leaves = _leaves(index, source, target)
    return Entry(
        day, DEBIT, key, ((source, drawn), (target, amount)), (), ((name, amount),), leaves=leaves, facts=facts
    )


def _transfer_facts(index: InputsIndex, source: str, target: Account, amount: int) -> Iterator[Fact]:
    if _converts(index, source, target.id):
        yield Fact(CONVERSION, "", amount)
    if target.type in SAVED_FACT and GROUP_OF[index.accounts[source].type] != "retirement":
        yield Fact(SAVED_FACT[target.type], target.owner or "", amount)


def _converts(index: InputsIndex, source: str, target: str) -> bool:
    """Whether a transfer turns tax-deferred money into Roth money: income of the year (IRC 408A(d)(3)), without penalty."""
    kinds = (KINDS.get(index.accounts[key].type) for key in (source, target))
    return tuple(kinds) == ("tax_deferred", "roth")


def _leaves(index: InputsIndex, source: str, target: str | None = None) -> str | None:
    """Return the account that money is taken out of for good; a rollover within retirement accounts is none of it."""
    if GROUP_OF[index.accounts[source].type] not in ("investment", "retirement"):
        return None
    rollover = target is not None and all(
        GROUP_OF[index.accounts[key].type] == "retirement" for key in (source, target)
    )
    return None if rollover else source


def cost_entries(index: InputsIndex, rates: Rates, first: date, last: date) -> Iterator[Entry]:
    """Yield the carrying costs of properties, those that an escrow may pay instead among them."""
    for cost in carrying_costs(index):
        for day in _firsts(first, last):
            if not cost.paid_by_flow(day) and not gone(index, cost.account, day):
                amount = twelfth(yearly_figure(cost.annual, cost.stated_on, day, rates, cost.category), day.month)
                deltas, parts = ((index.cash_desk, -amount),), (("spending", cost.category, -amount),)
                facts = cost_facts(index.assets[cost.account], cost.kind, amount)
                yield Entry(day, DEBIT, f"{cost.account}-{cost.kind}", deltas, parts, unless=cost.escrows, facts=facts)


def rent_entries(index: InputsIndex, rates: Rates, first: date, last: date) -> Iterator[Entry]:
    """Yield the rents of properties."""
    for rent in rents(index):
        for day in occurrences(rent.frequency, rent.anchor, first, last):
            if rent.counts(day) and not gone(index, rent.account, day):
                amount = yearly_figure(rent.amount, rent.stated_on, day, rates)
                deltas, parts = ((index.cash_desk, amount),), (("income", RENTAL_INCOME, amount),)
                yield Entry(day, CREDIT, f"{rent.account}-rent", deltas, parts, facts=(Fact("rental", "", amount),))


def gone(index: InputsIndex, account: str, day: date) -> bool:
    """Whether a property is sold by ``day``."""
    return account in index.overlay.sold and day >= index.overlay.sold[account]


def _firsts(first: date, last: date) -> Iterator[date]:
    """Yield the first days of months from ``first`` to ``last``."""
    start = month_of(first) + (first.day > 1)
    return (first_day(month) for month in range(start, month_of(last) + 1))


def yearly_figure(stated: int, on: date, day: date, rates: Rates, category: str = "") -> int:
    """Return what a figure of a property is on ``day``: it grows with inflation each January after it was stated."""
    return rates.compounded(stated, rates.prices(category), on.year, day.year)


def twelfth(annual: int, month: int) -> int:
    """Return the share of calendar month ``month`` (1–12) of a yearly amount; the twelve shares sum to it."""
    return half_up(annual * month, 12) - half_up(annual * (month - 1), 12)


def debt_entries(index: InputsIndex, debts: Iterable[str], first: date, last: date) -> Iterator[Entry]:
    """Yield the due dates and statement dates of debts with terms."""
    for key in debts:
        terms = index.loans.get(key) or index.cards.get(key)
        if terms is None:
            continue
        days = [(terms.payment_day, "payment")]
        card = index.cards.get(key)
        if card is not None and card.statement_day is not None:
            days.append((card.statement_day, "interest"))
        loan = index.loans.get(key)
        begun = loan.origination if loan is not None and loan.origination is not None else date.min
        for month in range(month_of(first), month_of(last) + 1):
            for number, step in days:
                if begun < (day := day_in(month, number)) and first <= day <= last:
                    yield Entry(day, DEBIT, f"{key}-{step}", debt=key, step=step)


def terms_entries(index: InputsIndex, first: date, last: date) -> Iterator[Entry]:
    """Yield the terms that a scenario gives to debts, at the end of their days."""
    for number, terms in enumerate(index.overlay.debts):
        if first <= terms.on <= last:
            yield Entry(terms.on, LAST, f"{terms.debt}-terms-{number:03d}", debt=terms.debt, step="terms", terms=terms)
