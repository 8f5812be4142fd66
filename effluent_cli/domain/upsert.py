"""The keyed upsert: answers and the inputs on record in, a plan of changes out.

A step that is absent from the answers is left alone. A step that is present replaces the records whose origin is that step,
never records that commands made; what disappeared from it is deactivated. The same answers again, on any later day, change
nothing (system notes, section 2).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from effluent_cli.domain.account_answers import (
    Answered,
    answered,
    card_terms,
    loan_findings,
    loan_terms,
    newer_snapshot,
    snapshot_changes,
)
from effluent_cli.domain.answers import Answers, LoanAnswer, Stated, Thing
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.identity import id_of, identified, things
from effluent_cli.domain.periods import first_day, month_of
from effluent_cli.domain.plans import EVENT_OF, Change, EventType, Plan
from effluent_cli.domain.records import (
    Account,
    CardTerms,
    Flow,
    Household,
    IncomeSource,
    Inputs,
    LoanTerms,
    Member,
    Record,
    Snapshot,
    Withholding,
)

Outcome = Literal["created", "updated", "unchanged", "deactivated"]


@dataclass(frozen=True)
class Happened:
    """What becomes of one record: an account together with its balance and terms."""

    kind: str
    id: str
    name: str
    step: str
    outcome: Outcome


@dataclass(frozen=True)
class Upserted:
    """The plan, what becomes of each record the answers are about, and what is odd about them."""

    plan: Plan
    records: tuple[Happened, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Run:
    """When and for which household: ``slug`` and ``time_zone`` hold where the household is new, ``now`` is aware UTC."""

    slug: str
    time_zone: str
    today: date
    now: datetime


def upsert(answers: Answers, inputs: Inputs | None, run: Run) -> Upserted:
    """Return what the answers change in the inputs (None: there is no household yet).

    Raises Refused when an id given belongs to a record that these answers may not replace.
    """
    stated = answers.stated
    ids = identified(stated, inputs, answers.steps)
    before = {(type(record), id_of(record)): record for record in things(inputs)}
    household = _household(answers, inputs, run)
    worked = _Work(inputs, run, household, _self(stated, ids, inputs), _primary(stated, ids, inputs))
    outcomes = [_outcome(household, None if inputs is None else inputs.household)]
    changes: list[Change] = [Change(None if inputs is None else inputs.household, household)]
    findings: list[Finding] = []
    for each, key in zip(stated, ids, strict=True):
        old = before.get((type(each.record), key))
        made = worked.record(each, key, old)
        changes.extend(made.changes)
        findings.extend(made.findings)
        outcomes.append(_outcome(made.changes[0].record, old, further=made.changes[1:]))
    kept = {(type(each.record), key) for each, key in zip(stated, ids, strict=True)}
    for at, record in before.items():
        if record.active and record.origin in answers.steps and at not in kept:
            changes.append(Change(record, replace(record, active=False)))
            outcomes.append(_happened(record, "deactivated"))
    changes = [change for change in changes if change.before != change.after]
    return Upserted(Plan(tuple(changes), _events(changes)), tuple(outcomes), tuple(findings))


def _household(answers: Answers, inputs: Inputs | None, run: Run) -> Household:
    before = inputs.household if inputs is not None else Household(run.slug, run.slug, time_zone=run.time_zone)
    stated = {name: value for name, value in answers.household.items() if value is not None}
    return replace(before, **stated)


def _self(stated: tuple[Stated, ...], ids: tuple[str, ...], inputs: Inputs | None) -> str:
    """Return the id of the member who is self, as answered or on record."""
    for each, key in zip(stated, ids, strict=True):
        if isinstance(each.record, Member) and each.record.relationship == "self":
            return key
    members = inputs.members if inputs is not None else ()
    return next((member.id for member in members if member.active and member.relationship == "self"), "")


def _primary(stated: tuple[Stated, ...], ids: tuple[str, ...], inputs: Inputs | None) -> str | None:
    """Return the id of the account to flag as primary where no answer flags one: the first checking account answered."""
    banks = [
        (key, each.record)
        for each, key in zip(stated, ids, strict=True)
        if isinstance(each.record, Account) and each.record.type == "checking"
    ]
    answered_steps = {account.origin for _, account in banks}
    others = inputs.accounts if inputs is not None else ()
    if any(account.primary for _, account in banks):
        return None
    if any(account.primary and account.active and account.origin not in answered_steps for account in others):
        return None
    return banks[0][0] if banks else None


@dataclass(frozen=True)
class _Made:
    """The change of one record, followed by those of its balance and terms."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()


class _Work:
    """Turns one answer into the changes of its record; holds what the answers mean in common."""

    def __init__(
        self, inputs: Inputs | None, run: Run, household: Household, self_id: str, primary: str | None
    ) -> None:
        self._run = run
        self._household = household
        self._self = self_id
        self._primary = primary
        self._snapshots: dict[str, dict[date, Snapshot]] = {}
        self._terms: dict[str, LoanTerms | CardTerms] = {}
        if inputs is not None:
            for snapshot in inputs.snapshots:
                self._snapshots.setdefault(snapshot.account, {})[snapshot.on] = snapshot
            self._terms.update({terms.account: terms for terms in inputs.loan_terms})
            self._terms.update({terms.account: terms for terms in inputs.card_terms})

    def record(self, stated: Stated, key: str, before: Thing | None) -> _Made:
        """Return the changes that make the stated record stand under the id ``key``."""
        record = stated.record
        if isinstance(record, Account):
            return self._account(stated, replace(record, id=key), before if isinstance(before, Account) else None)
        if isinstance(record, IncomeSource):
            source = replace(record, id=key, member=record.member or self._self)
            return _Made((Change(before, self._source(source, before)),))
        if isinstance(record, Flow):
            return _Made((Change(before, self._flow(stated, replace(record, id=key), before)),))
        if isinstance(record, Withholding):
            status = record.filing_status or self._household.filing_status or "single"
            return _Made((Change(before, replace(record, filing_status=status)),))
        return _Made((Change(before, replace(record, id=key)),))

    def _source(self, source: IncomeSource, before: Thing | None) -> IncomeSource:
        stated_on = self._run.today
        if isinstance(before, IncomeSource) and before.active and _pay(before) == _pay(source):
            stated_on = before.stated_on or stated_on
        return replace(source, stated_on=stated_on)

    def _flow(self, stated: Stated, flow: Flow, before: Thing | None) -> Flow:
        anchor, stated_on = flow.anchor, self._run.today
        if not stated.dated:
            anchor = first_day(month_of(self._run.today))
        if isinstance(before, Flow):
            if not stated.dated and before.anchor.day == 1:
                anchor = before.anchor
            if before.active and (before.amount, before.frequency) == (flow.amount, flow.frequency):
                stated_on = before.stated_on or stated_on
        return replace(flow, anchor=anchor, stated_on=stated_on)

    def _account(self, stated: Stated, account: Account, before: Account | None) -> _Made:
        if stated.balance is None:
            return _Made((Change(before, account),))
        answer = answered(stated.balance, before, self._run.today)
        primary = account.primary or account.id == self._primary
        account = replace(
            account,
            primary=primary,
            stated_on=self._figures_stated_on(account, before),
            answered_balance=answer.amount,
            answered_on=answer.on,
        )
        snapshots = self._snapshots.get(account.id, {})
        terms, findings = self._debt_terms(stated, account, answer)
        return _Made(
            (Change(before, account), *snapshot_changes(account.id, answer, snapshots, self._run.now), *terms),
            (*findings, *newer_snapshot(account, answer, snapshots)),
        )

    def _figures_stated_on(self, account: Account, before: Account | None) -> date | None:
        """Return the day on which a property's figures were stated; None is that of its first answer."""
        if before is None or not before.active:
            return None
        return before.stated_on if _figures(before) == _figures(account) else self._run.today

    def _debt_terms(self, stated: Stated, account: Account, answer: Answered) -> tuple[list[Change], list[Finding]]:
        before = self._terms.get(account.id)
        if stated.terms is None:
            return ([Change(before, None)], []) if before is not None else ([], [])
        findings: list[Finding] = []
        after: LoanTerms | CardTerms
        if isinstance(stated.terms, LoanAnswer):
            old = before if isinstance(before, LoanTerms) else None
            after = loan_terms(account.id, stated.terms, answer, old, self._run.today)
            findings.extend(loan_findings(account, stated.terms, after, answer))
        else:
            after = card_terms(account.id, stated.terms)
        if before is not None and type(before) is not type(after):
            return [Change(before, None), Change(None, after)], findings
        return ([Change(before, after)] if before != after else []), findings


def _pay(source: IncomeSource) -> tuple[object, ...]:
    return source.annual_amount, source.hourly_rate, source.annual_hours, source.full_age_benefit, source.earnings


def _figures(account: Account) -> tuple[object, ...]:
    return account.rent, account.rent_frequency, account.property_tax, account.insurance, account.hoa


def _outcome(after: Record, before: Record | None, further: tuple[Change, ...] = ()) -> Happened:
    outcome: Outcome = "created" if before is None else "updated" if after != before or further else "unchanged"
    return _happened(after, outcome)


def _happened(record: Record, outcome: Outcome) -> Happened:
    name = getattr(record, "name", "") or getattr(record, "type", "") or "W-4"
    step = getattr(record, "origin", "household_info")
    key = id_of(record) if isinstance(record, Thing) else getattr(record, "slug", "")
    return Happened(record.KIND, key, name, step, outcome)


def _events(changes: list[Change]) -> tuple[EventType, ...]:
    """Return the types of the events that the changes queue, each once."""
    return tuple(dict.fromkeys(EVENT_OF[change.record.KIND] for change in changes))
