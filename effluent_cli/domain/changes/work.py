"""What a paycheck is made of: deferrals, savings, withholding, deductions; the kind of employment; estimated payments."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import SAVING_DEDUCTIONS, W2_TYPES
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.pay import annual_pay
from effluent_cli.domain.periods import LAST_DAY
from effluent_cli.domain.records import Deduction, Flow, IncomeSource, Withholding
from effluent_cli.domain.self_employment import ESTIMATED_MONTHS

DEFERRALS = ("traditional_401k", "roth_401k", "traditional_403b", "roth_403b", "tsp_traditional", "tsp_roth")
"""Deductions that defer pay into a plan of the employer."""


def modify_401k(draft: Draft, asked: Asked) -> None:
    """So much of pay is deferred, in the proportions of before: at every job that defers, or at the one named."""
    fraction: Decimal = asked.values["fraction"]
    for job in _jobs(draft, asked, DEFERRALS):
        fallback = _new_deduction(draft, asked, job, "traditional_401k")
        draft.cut_job(job.id, asked.on, asked.until, _deducting(DEFERRALS, fallback, percent=fraction))


def modify_hsa(draft: Draft, asked: Asked) -> None:
    """So much of each paycheck goes to a health savings account: an amount, or a fraction of pay."""
    for job in _jobs(draft, asked, ("hsa",)):
        fallback = _new_deduction(draft, asked, job, "hsa")
        amount, percent = asked.get("amount", None), asked.get("fraction", None)
        draft.cut_job(job.id, asked.on, asked.until, _deducting(("hsa",), fallback, amount=amount, percent=percent))


def modify_deductions(draft: Draft, asked: Asked) -> None:
    """A deduction takes another amount off each paycheck, at every job that has it, else at the best paid one."""
    kind = asked.values["kind"]
    for job in _jobs(draft, asked, (kind,)):
        fallback = _new_deduction(draft, asked, job, kind)
        draft.cut_job(job.id, asked.on, asked.until, _deducting((kind,), fallback, amount=asked.amount))


def modify_withholding(draft: Draft, asked: Asked) -> None:
    """So much more is withheld from each paycheck (step 4c of the W-4) at the job named, else at the best paid one."""
    named = asked.get("source", None)
    job = _job(draft, asked, named) if named is not None else _best(draft, asked)
    status = draft.books.household.filing_status or "single"

    def change(terms: JobTerms) -> JobTerms:
        form = terms.withholding or Withholding(job.id, status)
        return terms._replace(withholding=replace(form, step4c_extra=asked.values["extra_per_paycheck"]))

    draft.cut_job(job.id, asked.on, asked.until, change)


def switch_employment_type(draft: Draft, asked: Asked) -> None:
    """The same yearly pay comes as an employee's, or as that of somebody self-employed."""
    key, to = asked.values["source"], asked.values["to"]
    source = draft.index.sources.get(key)
    if source is None or source.type not in (*W2_TYPES, "self_employed"):
        raise broken(asked, "source", f"{key} is no job or business of the household")
    if (source.type in W2_TYPES) == (to == "w2"):
        raise broken(asked, "to", f"{key} is {source.type} already")
    other = replace(
        source,
        id=f"{key}.{asked.id}",
        type=to,
        annual_amount=annual_pay(source),
        hourly_rate=None,
        annual_hours=None,
        start=asked.on if source.start is None else max(asked.on, source.start),
        end=min(asked.until or date.max, source.end or date.max),
        ytd_on=None,
        expected_expenses=None,
        estimated_payment=None,
        retirement_contribution=None,
        retirement_account=None,
    )
    draft.sources[other.id] = [other if other.end != date.max else replace(other, end=None)]
    if source.type in W2_TYPES:
        draft.cut_job(key, asked.on, asked.until, lambda terms: terms._replace(pays=False))
    else:
        draft.cut_source(key, asked.on, asked.until, lambda _: None)


def set_quarterly_estimates(draft: Draft, asked: Asked) -> None:
    """So much is paid each quarter in estimated tax, in place of whatever was."""
    for key, pieces in list(draft.flows.items()):
        if any(piece.category == "estimated_tax" for piece in pieces):
            draft.cut_flow(key, asked.on, asked.until, lambda _: None)
    for key, businesses in list(draft.sources.items()):
        if any(each.estimated_payment for each in businesses):
            draft.cut_source(key, asked.on, asked.until, lambda piece: replace(piece, estimated_payment=None))
    for name, month in ESTIMATED_MONTHS.items() if asked.amount else ():
        draft.add_flow(
            Flow(
                id=f"{asked.id}.{name}",
                name=f"estimated tax, {name}",
                type="expense",
                category="estimated_tax",
                amount=asked.amount,
                frequency="annually",
                anchor=date(asked.on.year, month, 15),
                start=asked.on,
                end=asked.until,
                # What was set stays as it was set, whatever prices do.
                stated_on=LAST_DAY,
                origin="scenario",
            )
        )


def set_savings_transfer(draft: Draft, asked: Asked) -> None:
    """So much moves each month from where money lands to an account, in place of the transfers there were to it."""
    target = asked.values["target"]
    if target not in draft.index.assets and all(each.id != target for each in draft.accounts):
        raise broken(asked, "target", f"{target} is no asset of the household")
    desk = draft.index.cash_desk
    if target == desk:
        raise broken(asked, "target", f"{target} is where money lands anyway")
    for key, pieces in list(draft.flows.items()):
        if any(piece.type == "transfer" and piece.to_account == target for piece in pieces):
            draft.cut_flow(key, asked.on, asked.until, lambda _: None)
    if asked.amount:
        draft.add_flow(
            Flow(
                asked.id, asked.title, "transfer", "transfer", asked.amount, "monthly", asked.on,
                start=asked.on, end=asked.until, from_account=desk, to_account=target, origin="scenario",
            )
        )  # fmt: skip


def _deducting(
    kinds: tuple[str, ...], fallback: Deduction, *, amount: int | None = None, percent: Decimal | None = None
) -> Callable[[JobTerms], JobTerms]:
    """Return the change that has the deductions of some kinds come to an amount, or a part of pay, all together."""

    def change(terms: JobTerms) -> JobTerms:
        held = [each for each in terms.deductions if each.type in kinds]
        others = tuple(each for each in terms.deductions if each.type not in kinds)
        whole = sum((each.percent or Decimal(0) for each in held), Decimal(0))
        if not amount and not percent:
            return terms._replace(deductions=others)
        if percent is not None and held and whole and all(each.percent is not None for each in held):
            shared = tuple(replace(each, percent=(each.percent or Decimal(0)) * percent / whole) for each in held)
            return terms._replace(deductions=(*others, *shared))
        first = replace(held[0] if held else fallback, amount=amount, percent=percent)
        return terms._replace(deductions=(*others, first))

    return change


def _new_deduction(draft: Draft, asked: Asked, job: IncomeSource, kind: str) -> Deduction:
    """Return a deduction for a job that has none of the kind; one that saves goes to the first account that may take it."""
    types = SAVING_DEDUCTIONS.get(kind, ())
    target = next((each.id for each in draft.index.assets.values() if each.type in types), None)
    if types and target is None and not any(each.type == kind for each in draft.index.deductions.get(job.id, ())):
        raise broken(asked, "source", f"there is no account for {kind} to go to")
    return Deduction(f"{job.id}.{asked.id}", job.id, kind, target_account=target, origin="scenario")


def _jobs(draft: Draft, asked: Asked, kinds: tuple[str, ...]) -> list[IncomeSource]:
    """Return the job named, else those that deduct one of the kinds, else the best paid one."""
    named = asked.get("source", None)
    if named is not None:
        return [_job(draft, asked, named)]
    having = [
        job
        for job in draft.jobs_now()
        if any(each.type in kinds for terms in draft.stages(job.id) for each in terms.deductions)
    ]
    return having or [_best(draft, asked)]


def _job(draft: Draft, asked: Asked, key: str) -> IncomeSource:
    found = next((job for job in draft.jobs_now() if job.id == key), None)
    if found is None:
        raise broken(asked, "source", f"{key} is no job that pays wages")
    return found


def _best(draft: Draft, asked: Asked) -> IncomeSource:
    jobs = draft.jobs_now()
    if not jobs:
        raise broken(asked, "source", "the household has no job that pays wages")
    return jobs[0]
