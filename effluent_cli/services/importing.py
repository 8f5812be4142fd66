"""``import json``: a household made, or replaced, from an exported document, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.codec import canonical
from effluent_cli.domain.consistency import records_of
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.flows import Generated, generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.onboarding import is_complete
from effluent_cli.domain.plans import EVENT_OF, Change, EventType, Plan
from effluent_cli.domain.records import Inputs, Record, Step
from effluent_cli.errors import Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import flow_changes, refuse_errors
from effluent_cli.services.completion import complete_onboarding
from effluent_cli.services.exchange import Document, entries_of, problems_of_history, refuse_days_to_come
from effluent_cli.services.reading import fingerprint, live_freshness
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import begin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effluent_cli.store.home import Home
    from effluent_cli.store.household import HouseholdFile
    from effluent_cli.store.read import Books


@dataclass(frozen=True)
class Counts:
    """How many records of what the household states were made, changed, left as they were, and taken away."""

    created: int
    updated: int
    unchanged: int
    removed: int


@dataclass(frozen=True)
class Imported:
    """What an import did. ``backup`` is the last state of a household that was replaced; ``fingerprint`` is of the inputs."""

    slug: str
    result: Literal["created", "changed", "unchanged"]
    records: Counts
    flows: int
    revision: int
    fingerprint: str
    backup: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Wanted:
    """The document as the household that it becomes, and what follows from it on ``today``, reckoned outside the door.

    ``left_out`` are findings about what is not taken over.
    """

    document: Document
    today: date
    generated: Generated
    left_out: tuple[Finding, ...]


def import_document(
    home: "Home", document: Document, caller: Caller, *, named: str | None, replacing: bool
) -> tuple[Imported, date]:
    """Make the household of a document, under its own slug or the one ``named``; one that is there needs ``replacing``.

    The same document again changes nothing. What follows from the inputs is made anew in the same transaction. Raises Refused
    for another household's slug without leave, for records that contradict each other, and for days that
    cannot have been; Busy.
    """
    document, left_out = _renamed(document, named)
    if document.history and (wrong := tuple(problems_of_history(document))):
        raise Refused(f"the document's history is not that of its records: {wrong[0].message}", problems=wrong)
    today = caller.today(document.inputs.household.time_zone)
    refuse_days_to_come(document, today)
    wanted = _Wanted(document, today, generate(InputsIndex(document.inputs), rules(), today), left_out)
    file = home.household(document.inputs.household.slug, wait=caller.wait)
    if caller.dry_run:
        return _foreseen(file, wanted, replacing=replacing), today
    create = not file.exists()
    if create:
        _refuse_broken(wanted)
        home.prepare()
    with file.writing(
        wait=caller.wait, command=caller.command, user=caller.user, now=caller.now, create=create
    ) as books:
        return _applied(file, books, wanted, caller, replacing=replacing), today


def _applied(file: "HouseholdFile", books: "Books", wanted: _Wanted, caller: Caller, *, replacing: bool) -> Imported:
    present = books.inputs() if books.has_household() else None
    beside = books.what_if() if present is not None else ()
    plan, counts = _planned(present, beside, books.steps(), wanted.document)
    complete = is_complete(wanted.document.steps)
    if not plan and (not complete or live_freshness(books, wanted.today).fresh):
        return _report(wanted, "unchanged", counts, len(books.system_flows()), books.revision())
    if present is not None and plan:
        _refuse_standing(file.slug, replacing=replacing)
    _refuse_broken(wanted)
    backup = books.back_up("import") if present is not None and plan else None
    running = begin(books, caller, "import", fingerprint(canonical(wanted.document.inputs), rules().version))
    findings = wanted.left_out
    if present is None:
        books.take_over(plan, wanted.document.revision, entries_of(wanted.document.history))
    elif plan:
        books.apply(plan)
        if wanted.document.history:
            findings = (*findings, _history_left_out("a household that is there keeps its own history"))
    findings += _caught_up(books, wanted, caller, complete=complete)
    result: Literal["created", "changed"] = "created" if present is None else "changed"
    report = _report(wanted, result, counts, len(books.system_flows()), books.revision())
    report = replace(report, backup=backup, findings=findings)
    running.end(report)
    return report


def _caught_up(books: "Books", wanted: _Wanted, caller: Caller, *, complete: bool) -> tuple[Finding, ...]:
    """Make what follows from the inputs; before onboarding's last step that is the flows of what has no error."""
    if complete:
        return complete_onboarding(books, wanted.today, caller.now).findings
    changes = flow_changes(books.system_flows(), wanted.generated, keep=wanted.generated.broken)
    if changes.changes:
        books.apply(Plan(changes.changes))
    return ()


def _foreseen(file: "HouseholdFile", wanted: _Wanted, *, replacing: bool) -> Imported:
    """Return the report of an import that is not carried out. Raises Refused as the import itself would."""
    present, flows, revision = None, 0, wanted.document.revision
    steps: tuple[Step, ...] = ()
    beside: tuple[Record, ...] = ()
    if file.exists():
        with file.reading() as books:
            present, steps, revision = books.inputs(), books.steps(), books.revision()
            flows, beside = len(books.system_flows()), books.what_if()
    plan, counts = _planned(present, beside, steps, wanted.document)
    if present is not None and plan:
        _refuse_standing(file.slug, replacing=replacing)
    if plan:
        _refuse_broken(wanted)
        flows = len(wanted.generated.flows)
    result: Literal["created", "changed", "unchanged"] = (
        "unchanged" if not plan else "created" if present is None else "changed"
    )
    return _report(wanted, result, counts, flows, revision)


def _refuse_broken(wanted: _Wanted) -> None:
    """Raise Refused where the last step of onboarding would."""
    if is_complete(wanted.document.steps):
        refuse_errors(wanted.generated.findings)


def _planned(
    present: Inputs | None, beside: tuple[Record, ...], steps: tuple[Step, ...], document: Document
) -> tuple[Plan, Counts]:
    """Return the plan that turns what is there into what the document holds, and what becomes of what is stated.

    Scenarios stay as they are (``beside``) where the document does not speak of any.
    """
    inputs, counts = _changes(_by_subject(present), _by_subject(document.inputs))
    plans, more = _changes(
        _subjects(beside), _subjects(beside if document.what_if() is None else document.what_if() or ())
    )
    counts = Counts(*(getattr(counts, each.name) + getattr(more, each.name) for each in fields(Counts)))
    done = {step.name: step for step in steps}
    wanted = {step.name: step for step in document.steps}
    progress, _ = _changes(done, wanted)
    if present is None and is_complete(document.steps):
        events: tuple[EventType, ...] = ("onboarding_completed",)
    else:
        events = tuple(dict.fromkeys(EVENT_OF[change.record.KIND] for change in inputs))
    return Plan((*inputs, *plans, *progress), events), counts


def _changes(before: "Mapping[str, Record]", after: "Mapping[str, Record]") -> tuple[tuple[Change, ...], Counts]:
    removed = [Change(record, None) for key, record in before.items() if key not in after]
    updated = [Change(before[key], record) for key, record in after.items() if key in before and before[key] != record]
    created = [Change(None, record) for key, record in after.items() if key not in before]
    counts = Counts(len(created), len(updated), len(after) - len(created) - len(updated), len(removed))
    return (*removed, *updated, *created), counts


def _by_subject(inputs: Inputs | None) -> "dict[str, Record]":
    if inputs is None:
        return {}
    return _subjects(records_of(inputs))


def _subjects(records: Iterable[Record]) -> dict[str, Record]:
    return {Change(None, record).subject: record for record in records}


def _renamed(document: Document, named: str | None) -> tuple[Document, tuple[Finding, ...]]:
    """Return the document as that of the household ``named``; its history speaks of another one and is left out."""
    household = document.inputs.household
    if named is None or named == household.slug:
        return document, ()
    inputs = replace(document.inputs, household=replace(household, slug=named))
    findings = (_history_left_out(f"it is that of {household.slug}"),) if document.history else ()
    return replace(document, inputs=inputs, history=()), findings


def _history_left_out(reason: str) -> Finding:
    return Finding("history_left_out", "warning", "history", f"the document's history is left out: {reason}")


def _refuse_standing(slug: str, *, replacing: bool) -> None:
    if not replacing:
        raise Refused(
            f"there is a household {slug} already, and it is another than the document's",
            code="household_exists",
            hint="add --replace to replace what it states, after a backup, or -H SLUG for another name",
        )


def _report(
    wanted: _Wanted, result: Literal["created", "changed", "unchanged"], counts: Counts, flows: int, revision: int
) -> Imported:
    copy = canonical(wanted.document.inputs)
    return Imported(
        slug=wanted.document.inputs.household.slug,
        result=result,
        records=counts,
        flows=flows,
        revision=revision,
        fingerprint=fingerprint(copy, rules().version),
        backup=None,
        findings=wanted.left_out,
    )
