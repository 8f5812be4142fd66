"""Each person's room in each kind of account in one calendar year: the limit, what is used, what is planned, what is left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.limits import (
    ADDITIONS,
    CARE_FSA,
    ELECTIVE,
    HEALTH_FSA,
    HSA,
    IRA,
    LIMIT_OF,
    LIMITS,
    Limit,
    care_limit,
)
from effluent_cli.domain.money import Cents, money_shown
from effluent_cli.domain.payroll import PaidYear, Payroll
from effluent_cli.domain.periods import Month, month_of
from effluent_cli.domain.room import Contribution

ADULTS = ("self", "spouse", "partner")


@dataclass(frozen=True)
class LimitRow:
    """One limit of one person, in cents; ``source`` is the job where the limit holds per employer, else null.

    ``limit`` includes the ``catch_up`` of the ``age`` attained by the year's end. ``so_far`` is up to and including the day
    asked for, ``planned`` with all that is still to come by 31 December; ``basis`` says whether a pay stub stands behind it.
    ``used_by_others`` is what a spouse, or another member for dependent care, plans to use of a limit that is shared.
    ``room`` is what the plan leaves, negative where it goes beyond; ``reached`` the month in which nothing is left.
    ``catch_up_roth_only`` says that the catch-up must be Roth at one of the person's jobs.
    """

    member: str
    kind: str
    source: str | None
    age: int | None
    limit: Cents
    catch_up: Cents
    so_far: Cents
    planned: Cents
    used_by_others: Cents
    room: Cents
    reached: Month | None
    basis: Literal["reckoned", "stub"]
    catch_up_roth_only: bool
    document: str


@dataclass(frozen=True)
class Used:
    """The rows of a year, and what is odd about them."""

    rows: tuple[LimitRow, ...]
    findings: tuple[Finding, ...]


def used_limits(index: InputsIndex, payroll: Payroll, as_of: date) -> Used:
    """Return every adult's room in the year of ``as_of``, by member in id order, then by kind of limit."""
    paid = payroll.year(as_of.year)
    rows = tuple(
        row
        for member in index.members.values()
        if member.relationship in ADULTS or any(each.member == member.id for each in paid.room.contributions)
        for row in _rows(index, payroll, paid, member.id, as_of)
    )
    return Used(rows, (*_beyond(rows), *roth_rule_findings(index, paid)))


def roth_rule_findings(index: InputsIndex, paid: PaidYear) -> Iterator[Finding]:
    """Yield a warning for every job at which a catch-up stops because it would have to be Roth."""
    for key, on in paid.room.stopped_by_roth_rule.items():
        name = index.sources[key].name
        message = (
            f"from {on.isoformat()} on, catch-up contributions at {name} must be Roth (last year's wages were above "
            f"{money_shown(paid.tax_year.workplace_plans.roth_catch_up_over)}): the traditional deferral stops"
        )
        fix = f"effluent deduction add --source {key} --type roth_401k …"
        yield Finding("catch_up_roth_only", "warning", f"income_source:{key}", message, fix)


def _beyond(rows: Iterable[LimitRow]) -> Iterator[Finding]:
    for row in rows:
        if row.room < 0:
            words = row.kind.replace("_", " ")
            message = f"{row.member} plans {money_shown(-row.room)} more than the {words} limit allows this year"
            yield Finding("limit_exceeded", "warning", f"member:{row.member}", message, "effluent flows list")


def _rows(index: InputsIndex, payroll: Payroll, paid: PaidYear, member: str, as_of: date) -> Iterator[LimitRow]:
    jobs = [source.id for source in index.sources.values() if source.member == member and source.type in W2_TYPES]
    deducted = {LIMIT_OF.get(each.type) for job in jobs for each in index.deductions.get(job, ())}
    person = paid.room.person(member)
    wanted: list[tuple[str, str | None, Limit]] = []
    if jobs:
        wanted.append((ELECTIVE, None, person.elective))
        additions = Limit(paid.tax_year.workplace_plans.annual_additions)
        wanted += [(ADDITIONS, job, additions) for job in jobs if _defers(index, job)]
    if _has_hsa(index):
        wanted.append((HSA, None, person.hsa))
    wanted.append((IRA, None, person.ira))
    wanted += [(HEALTH_FSA, job, Limit(paid.tax_year.fsa.health)) for job in jobs]
    if jobs and (CARE_FSA in deducted or any(each.relationship == "child" for each in index.members.values())):
        wanted.append((CARE_FSA, None, Limit(care_limit(index, paid.tax_year))))
    roth_only = any(payroll.roth_catch_up_only(index.sources[job], as_of.year) for job in jobs)
    for kind, source, limit in wanted:
        yield _row(paid, as_of, _Asked(member, kind, source, limit, roth_only and kind == ELECTIVE))


@dataclass(frozen=True)
class _Asked:
    member: str
    kind: str
    source: str | None
    limit: Limit
    roth_only: bool


def _has_hsa(index: InputsIndex) -> bool:
    deducted = any(each.type == "hsa" for deductions in index.deductions.values() for each in deductions)
    return deducted or any(account.type == "hsa" for account in index.assets.values())


def _defers(index: InputsIndex, job: str) -> bool:
    return any(LIMIT_OF.get(each.type) == ELECTIVE for each in index.deductions.get(job, ()))


def _row(paid: PaidYear, as_of: date, asked: _Asked) -> LimitRow:
    own = [each for each in paid.room.contributions if _counts(each, asked)]
    planned = sum(each.amount for each in own)
    room, others = _left(paid, asked, planned)
    person = paid.room.person(asked.member)
    return LimitRow(
        member=asked.member,
        kind=asked.kind,
        source=asked.source,
        age=person.age,
        limit=asked.limit.total,
        catch_up=asked.limit.catch_up,
        so_far=sum(each.amount for each in own if each.on <= as_of),
        planned=planned,
        used_by_others=others,
        room=room,
        reached=_reached(own, asked.limit.total - others) if room <= 0 else None,
        basis="stub" if any(each.stated for each in own) else "reckoned",
        catch_up_roth_only=asked.roth_only and bool(asked.limit.catch_up),
        document=paid.tax_year.sources[LIMITS[asked.kind]],
    )


def _counts(each: Contribution, asked: _Asked) -> bool:
    return each.limit == asked.kind and each.member == asked.member and asked.source in (None, each.source)


def _left(paid: PaidYear, asked: _Asked, planned: int) -> tuple[int, int]:
    """Return what the year's plan leaves of a limit, and what others use of it where it is shared."""
    if asked.kind == HSA:
        left = paid.room.hsa_left(asked.member)
    elif asked.kind == CARE_FSA:
        left = paid.room.care_left()
    else:
        return asked.limit.total - planned, 0
    return left, asked.limit.total - planned - left


def _reached(own: Iterable[Contribution], available: int) -> int | None:
    """Return the month in which the sum reaches what is available; the last one where others use the rest."""
    total, month = 0, None
    for each in sorted(own, key=lambda each: each.on):
        total += each.amount
        month = month_of(each.on)
        if total >= available:
            break
    return month
