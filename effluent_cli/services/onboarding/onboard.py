"""The use case: validate everything, then load, plan and apply in one transaction.

Wrong answers cost nothing: they are all listed before a file is made or a lock taken. What was read before the lock is read
and checked again behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import is_debt
from effluent_cli.domain.codec import canonical
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.onboarding import ANSWERED, is_complete, next_step, progress
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.upsert import Happened, Run
from effluent_cli.errors import InvalidInput, Problem, Refused
from effluent_cli.services.accounts import balances
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import flow_changes, refuse_errors
from effluent_cli.services.completion import complete_onboarding
from effluent_cli.services.onboarding.checking import check_tables
from effluent_cli.services.onboarding.crosschecks import Sitting, problems_of
from effluent_cli.services.onboarding.household import Stored, read, slug_of, stored_in
from effluent_cli.services.onboarding.models import MODEL_OF
from effluent_cli.services.onboarding.models.people import HouseholdInfo
from effluent_cli.services.onboarding.planning import Planned, planned, refuse_others, refuse_problems
from effluent_cli.services.onboarding.reading import Plain
from effluent_cli.services.onboarding.report import FlowCounts, Onboarded, Outlook, counts
from effluent_cli.services.projecting import HORIZON
from effluent_cli.services.reading import fingerprint, live_freshness
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import begin

if TYPE_CHECKING:
    from effluent_cli.store.home import Home
    from effluent_cli.store.read import Books

Confirm = Callable[[str, tuple[Happened, ...]], bool]
"""Asks a person whether what a sitting would do to a household is meant; gets a question and the records concerned."""


@dataclass(frozen=True)
class Request:
    """What is asked for.

    ``tables`` holds plain answers by step, ``named`` is the slug that -H or the environment gives and ``meant`` the one that
    -H alone gives; ``machine_zone`` is where a household lives that does not say. ``until`` names the last step of the
    sitting, ``fresh`` starts over, ``skipped`` are the steps that a person left out.
    """

    tables: Plain
    machine_zone: str
    named: str | None = None
    meant: str | None = None
    until: str | None = None
    fresh: bool = False
    skipped: frozenset[str] = field(default_factory=frozenset)


def onboard(home: "Home", request: Request, caller: Caller, confirm: Confirm | None = None) -> tuple[Onboarded, date]:
    """Record the answers and, at the last step, make everything that follows from them; return the report and its date.

    Raises InvalidInput (every problem of the answers), Refused (another household's answers, an id in use, records that
    contradict each other at the last step, a person's no), Busy. After any of them nothing is changed.
    """
    file = home.household(slug_of(home, request.tables, request.named), wait=caller.wait)
    before = stored_in(file)
    sitting = sitting_of(request, before)
    run = _run(request, sitting, file.slug, caller)
    refuse_problems(problems_of(sitting, run.today))
    plan = planned(sitting, run, request.skipped)
    _refuse_or_ask(request, sitting, plan, file.slug, confirm)
    # Read now: nothing slow happens inside the door.
    rules()
    if caller.dry_run:
        return _foreseen(plan, before, run), run.today
    home.prepare()
    create = before.inputs is None
    with file.writing(
        wait=caller.wait, command=caller.command, user=caller.user, now=caller.now, create=create, continues=True
    ) as books:
        before = read(books) if books.has_household() else Stored()
        sitting = sitting_of(request, before)
        refuse_problems(problems_of(sitting, run.today))
        if request.meant is None:
            refuse_others(sitting, file.slug)
        return _applied(books, planned(sitting, run, request.skipped), before, run, caller), run.today


def unanswered(home: "Home", request: Request) -> InvalidInput:
    """Return the error that lists every answer still missing: needed fields of steps never answered, or the steps to come."""
    slug = slug_of(home, request.tables, request.named)
    stored = stored_in(home.household(slug))
    sitting = sitting_of(request, stored)
    problems = [
        Problem(f"{spec.name}[0].{each.name}" if spec.shape == "many" else f"{spec.name}.{each.name}", None, "needed")
        for spec in sitting.steps
        if spec.required and spec.name not in sitting.answered
        for each in MODEL_OF[spec.name].questions()
        if each.needed and each.when is None
    ]
    waiting = [spec.name for spec in sitting.steps if spec.name not in sitting.answered]
    if not problems and waiting:
        problems = [Problem(name, None, "not answered yet") for name in waiting]
    message = f"{len(problems)} answers are missing" if problems else "no answers were given"
    return InvalidInput(
        f"{message}, and nobody can be asked here",
        code="missing_answers",
        hint="give them with --answers FILE or --set step.field=value; effluent onboard --template prints a file to fill in",
        problems=tuple(problems),
    )


def sitting_of(request: Request, before: Stored) -> Sitting:
    """Return the request's answers beside what is stored. Starting afresh answers absent steps with nothing."""
    tables = dict(request.tables)
    if request.fresh:
        for spec in ANSWERED:
            if not spec.required:
                tables.setdefault(spec.name, {} if spec.shape == "one" else [])
    return Sitting(tables, check_tables(tables), before.inputs, before.steps, request.until, request.fresh)


def _run(request: Request, sitting: Sitting, slug: str, caller: Caller) -> Run:
    stated = next((item for step, _, item in sitting.each() if isinstance(item, HouseholdInfo)), None)
    zone = request.machine_zone
    if stated is not None and stated.time_zone is not None:
        zone = stated.time_zone
    elif sitting.stored is not None:
        zone = sitting.stored.household.time_zone
    return Run(slug, zone, caller.today(zone), caller.now)


def _refuse_or_ask(request: Request, sitting: Sitting, plan: Planned, slug: str, confirm: Confirm | None) -> None:
    if request.meant is None:
        refuse_others(sitting, slug)
    if request.fresh and is_complete(sitting.done):
        if confirm is None and request.meant is None:
            raise Refused(
                f"{slug} is fully onboarded, and --fresh-start replaces everything that onboarding recorded",
                code="fresh_start",
                hint=f"name it if you mean it: effluent onboard -H {slug} --fresh-start …",
            )
        if confirm is not None and not confirm(f"Start {slug} afresh, replacing all its answers?", plan.records):
            raise _declined()
    gone = tuple(each for each in plan.records if each.outcome == "deactivated")
    if gone and confirm is not None and not confirm("Deactivate what is no longer among the answers?", gone):
        raise _declined()


def _declined() -> Refused:
    return Refused("nothing was changed", code="declined", hint="")


def _applied(books: "Books", plan: Planned, before: Stored, run: Run, caller: Caller) -> Onboarded:
    """Apply a plan inside the door. The same answers write nothing, unless what follows from them is out of date."""
    foreseen = _foreseen(plan, before, run)
    if not plan.plan and not (plan.finishes and not live_freshness(books, run.today).fresh):
        return foreseen
    running = begin(books, caller, "onboard", fingerprint(canonical(plan.inputs), rules().version))
    if plan.plan:
        books.apply(plan.plan)
    if plan.finishes:
        done = complete_onboarding(books, run.today, run.now)
        flows = FlowCounts(done.flows_generated, done.flows_unchanged)
        outlook = Outlook(done.months, done.net_worth_now)
        report = _report(plan, run, books.revision(), flows, outlook, done.findings)
    else:
        flows, findings, changes = _flows(plan, before, run)
        if changes:
            books.apply(Plan(changes))
        report = _report(plan, run, books.revision(), flows, None, findings)
    running.end(report)
    return report


def _foreseen(plan: Planned, before: Stored, run: Run) -> Onboarded:
    """Return the report of a sitting that is not carried out. Raises Refused as the sitting itself would."""
    flows, findings, _ = _flows(plan, before, run)
    if not plan.finishes:
        return _report(plan, run, before.revision, flows, None, findings)
    refuse_errors(findings)
    found, old = balances(plan.inputs, run.today)
    debts = {account.id for account in plan.inputs.accounts if is_debt(account.type)}
    worth = sum(-each.balance if key in debts else each.balance for key, each in found.items())
    return _report(plan, run, before.revision, flows, Outlook(HORIZON, worth), findings + old)


def _flows(plan: Planned, before: Stored, run: Run) -> tuple[FlowCounts, tuple[Finding, ...], tuple[Change, ...]]:
    """Return what the steps so far make of the system flows; before the last step a broken source keeps what it had."""
    as_before = FlowCounts(len(before.flows), len(before.flows))
    if not plan.finishes and not plan.regenerates:
        return as_before, (), ()
    generated = generate(InputsIndex(plan.inputs), rules(), run.today)
    if not plan.plan:
        return as_before, generated.findings, ()
    made = flow_changes(before.flows, generated, keep=frozenset() if plan.finishes else generated.broken)
    standing = FlowCounts(made.added + made.updated + made.unchanged + made.kept, made.unchanged + made.kept)
    return standing, generated.findings if plan.finishes else _softened(generated.findings), made.changes


def _softened(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings as they count before the last step: what is missing may still be answered."""
    return tuple(replace(each, severity="warning") if each.severity == "error" else each for each in findings)


def _report(
    plan: Planned, run: Run, revision: int, flows: FlowCounts, baseline: Outlook | None, findings: tuple[Finding, ...]
) -> Onboarded:
    following = next_step(plan.steps)
    return Onboarded(
        slug=run.slug,
        result="changed" if plan.plan else "unchanged",
        progress=progress(plan.steps),
        records=counts(plan.records),
        flows=flows,
        revision=revision,
        baseline=baseline,
        next_step=following.name if following is not None else None,
        changes=tuple(each for each in plan.records if each.outcome != "unchanged"),
        findings=tuple(dict.fromkeys((*plan.findings, *findings))),
    )
