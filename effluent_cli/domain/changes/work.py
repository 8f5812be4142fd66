"""What a paycheck is made of: deferrals, savings, withholding, deductions; the kind of employment; estimated payments."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from effluent_cli.domain.catalog import GROUP_OF, SAVING_DEDUCTIONS, W2_TYPES
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.draft import DAY, Draft
from effluent_cli.domain.overlay import JobTerms
from effluent_cli.domain.pay import annual_pay
from effluent_cli.domain.periods import LAST_DAY
from effluent_cli.domain.records import Deduction, Flow, IncomeSource, Withholding
from effluent_cli.domain.self_employment import ESTIMATED_MONTHS

DEFERRALS = ("traditional_401k", "roth_401k", "traditional_403b", "roth_403b", "tsp_traditional", "tsp_roth")
"""Deductions that defer pay into a plan of the employer."""


def modify_401k(draft: Draft, asked: Asked) -> None:
    """So much of pay is deferred, in the proportions of before: at every job that defers, or at the one named.

    Where none defers, the best paid one begins to, before tax and without a match, into a plan of its earner's if there is
    one. Limits and matches go by the year as ever.
    """
    fraction: Decimal = asked.values["fraction"]
    for job in _jobs(draft, asked, DEFERRALS):
        fallback = _new_deduction(draft, asked, job, "traditional_401k")
        draft.cut_job(job.id, asked.on, asked.until, _deducting(DEFERRALS, fallback, percent=fraction))


def modify_hsa(draft: Draft, asked: Asked) -> None:
    """So much of each paycheck goes to a health savings account: an amount, or a fraction of pay.

    At every job that does so already, else at the one named, else at the best paid one; nought ends it.
    """
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
    """So much more is withheld from each paycheck (step 4c of the W-4) at the job named, else at the best paid one.

    It takes the place of what step 4c says, and what a pay stub said of income tax counts no more while it lasts.
    """
    named = asked.get("source", None)
    job = _job(draft, asked, named) if named is not None else draft.best_job(asked)
    status = draft.books.household.filing_status or "single"

    def change(terms: JobTerms) -> JobTerms:
        form = terms.withholding or Withholding(job.id, status)
        return terms._replace(withholding=replace(form, step4c_extra=asked.values["extra_per_paycheck"]))

    draft.cut_job(job.id, asked.on, asked.until, change)


def switch_employment_type(draft: Draft, asked: Asked) -> None:
    """The same yearly pay comes as an employee's, or as that of somebody self-employed, at the same intervals and raises.

    An employee loses with the job its deductions, matches and bonuses, and owes self-employment tax on the receipts; nothing
    is withheld and no estimate paid but by other changes. Somebody self-employed loses the expenses, estimates and
    contributions of the business, and is withheld from by the household's filing status alone.
    """
    key, to = asked.values["source"], asked.values["to"]
    source = draft.index.sources.get(key)
    if source is None or source.type not in (*W2_TYPES, "self_employed"):
        raise broken(asked, "source", f"{key} is no job or business of the household")
    if (source.type in W2_TYPES) == (to == "w2"):
        raise broken(asked, "to", f"{key} is {source.type} already")
    new = f"{key}.{asked.id}"
    pieces = [_as(to, new, piece) for piece in draft.paying(key, asked.on, asked.until)]
    if not pieces:
        return
    draft.end_tied(key, asked.on, asked.until, lambda _: None)
    if to == "self_employed":
        draft.sources[new] = pieces
        draft.cut_job(key, asked.on, asked.until, lambda terms: terms._replace(pays=False))
        return
    draft.sources[new] = [replace(pieces[0], end=pieces[-1].end)]
    draft.jobs[new] = list(_as_stages(pieces))
    draft.cut_source(key, asked.on, asked.until, lambda _: None)


def _as(kind: str, key: str, piece: IncomeSource) -> IncomeSource:
    """Return a source whose pay comes as that of another kind, without what the old kind had beside it."""
    return replace(
        piece,
        id=key,
        type=kind,
        annual_amount=annual_pay(piece),
        hourly_rate=None,
        annual_hours=None,
        ytd_on=None,
        expected_expenses=None,
        estimated_payment=None,
        retirement_contribution=None,
        retirement_account=None,
    )


def _as_stages(pieces: list[IncomeSource]) -> Iterator[JobTerms]:
    """Yield the terms of a job that pays as one piece after the other says, and nothing between them."""
    paid_until: date | None = None
    for piece in pieces:
        since = piece.start or date.min
        if paid_until is not None and paid_until + DAY < since:
            yield JobTerms(paid_until + DAY, piece, (), None, pays=False)
        yield JobTerms(since if paid_until is not None else date.min, piece, (), None)
        paid_until = piece.end


def set_quarterly_estimates(draft: Draft, asked: Asked) -> None:
    """So much is paid each quarter in estimated tax, in place of whatever was.

    On 15 April, June, September, and of January for the year before, as long as the change lasts; it does not grow.
    """
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
    """So much moves each month from where money lands to an account, in place of the transfers there were to it from cash.

    On the day of the month of the change; what paychecks put there, and rollovers, stay. It does not grow.
    """
    target = asked.values["target"]
    account = draft.assets().get(target)
    if account is None:
        raise broken(asked, "target", f"{target} is no asset of the household")
    if GROUP_OF[account.type] not in ("cash", "investment", "retirement"):
        raise broken(asked, "target", f"{target} is {account.type}, where nobody saves")
    desk = draft.index.cash_desk
    if target == desk:
        raise broken(asked, "target", f"{target} is where money lands anyway")
    for key, pieces in list(draft.flows.items()):
        if any(_saves(draft, piece, target) for piece in pieces):
            draft.cut_flow(key, asked.on, asked.until, lambda _: None)
    if asked.amount:
        draft.add_flow(
            Flow(
                asked.id, asked.title, "transfer", "transfer", asked.amount, "monthly", asked.on,
                start=asked.on, end=asked.until, from_account=desk, to_account=target, origin="scenario",
            )
        )  # fmt: skip


def _saves(draft: Draft, flow: Flow, target: str) -> bool:
    """Whether a flow moves cash to an account."""
    source = draft.assets().get(flow.from_account or draft.index.cash_desk)
    return (
        flow.type == "transfer" and flow.to_account == target and source is not None and GROUP_OF[source.type] == "cash"
    )


def _deducting(
    kinds: tuple[str, ...], fallback: Deduction, *, amount: int | None = None, percent: Decimal | None = None
) -> Callable[[JobTerms], JobTerms]:
    """Return the change that has the deductions of some kinds come to an amount, or a part of pay, all together."""

    def change(terms: JobTerms) -> JobTerms:
        held = [each for each in terms.deductions if each.type in kinds]
        others = tuple(each for each in terms.deductions if each.type not in kinds)
        if not amount and not percent:
            return terms._replace(deductions=others)
        if percent is not None and (parts := _parts(held)):
            shared = (
                replace(each, amount=None, percent=percent * part) for each, part in zip(held, parts, strict=True)
            )
            return terms._replace(deductions=(*others, *shared))
        first = replace(held[0] if held else fallback, amount=amount, percent=percent)
        return terms._replace(deductions=(*others, first))

    return change


def _parts(held: list[Deduction]) -> list[Decimal]:
    """Return what part of all together each deduction is, where all are said in the same way."""
    stated = [each.amount if each.percent is None else each.percent for each in held]
    alike = len({each.percent is None for each in held}) == 1
    whole = sum((Decimal(each or 0) for each in stated), Decimal(0))
    return [Decimal(each or 0) / whole for each in stated] if alike and whole else []


def _new_deduction(draft: Draft, asked: Asked, job: IncomeSource, kind: str) -> Deduction:
    """Return a deduction for a job that has none of the kind; one that saves goes to an account that may take it.

    The earner's own comes first, then one that is nobody's in particular, then another's.
    """
    types = SAVING_DEDUCTIONS.get(kind, ())
    fitting = [each for each in draft.index.assets.values() if each.type in types]
    fitting.sort(key=lambda each: (each.owner != job.member, each.owner is not None))
    target = fitting[0].id if fitting else None
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
        for job in draft.jobs_on(asked.on)
        if any(each.type in kinds for terms in draft.stages(job.id) for each in terms.deductions)
    ]
    return having or [draft.best_job(asked)]


def _job(draft: Draft, asked: Asked, key: str) -> IncomeSource:
    found = next((job for job in draft.jobs_on(asked.on) if job.id == key), None)
    if found is None:
        raise broken(asked, "source", f"{key} is no job that pays wages")
    return found
