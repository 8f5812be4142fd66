"""A scenario as records: what of it a household can state of itself, and why the rest can only be tried out.

A record holds for all time or between two days, so flows, sources that are no job, transfers towards a debt and rates that
hold from this month on become records. A job becomes two where its terms change with a calendar year: within one its wage base
and its limits belong to one employer. What happens on a day to come (a sale, other terms of a debt) or is a shock does not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from effluent_cli.domain.change_types import CHANGE_TYPES
from effluent_cli.domain.changes import compiled
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.changes.draft import dated
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.overlay import JobTerms, Overlay
from effluent_cli.domain.periods import month_of
from effluent_cli.domain.plans import Change
from effluent_cli.domain.rates import INFLATION, Rates
from effluent_cli.domain.records import (
    Assumption,
    Deduction,
    Flow,
    IncomeSource,
    Inputs,
    Override,
    Skip,
    key_of,
)
from effluent_cli.domain.rulebook import INVESTMENT_RETURN
from effluent_cli.domain.slugs import derived_slug

PARTS = ("income_sources", "withholdings", "deductions", "flows", "skips", "overrides", "assumptions", "settings")
"""The kinds of records that adopting may touch, each after what it belongs to."""


def why_not(inputs: Inputs, change: Asked, rates: Rates, as_of: date, last: date) -> str | None:
    """Return why a change cannot become records, None where it can. Raises Refused for one that cannot be applied at all."""
    payoff, others = _split((change,))
    changed, overlay = compiled(inputs, others, rates, as_of, last)
    if payoff and not {"extra_monthly", "lump_sum"} & change.values.keys():
        return "what will be owed on the day is not known yet: name an amount, as lump_sum"
    if (change.until or change.on) <= as_of and (
        payoff or change.until is not None or not CHANGE_TYPES[change.type].lasts
    ):
        return "its day has passed"
    if overlay.deals or len(changed.accounts) > len(inputs.accounts) or overlay.entries:
        return "it happens on its day: record the accounts and the money then"
    if overlay.debts:
        return "terms to come are no record: effluent debt edit on the day"
    if overlay.shocks:
        return "a shock is there to be tried out"
    return _rates_why_not(overlay, as_of) or _jobs_why_not(overlay)


def as_records(inputs: Inputs, changes: Sequence[Asked], rates: Rates, as_of: date, last: date) -> Inputs:
    """Return the household's records with changes that all can become records, in their order."""
    payoffs, others = _split(changes)
    changed, overlay = compiled(inputs, others, rates, as_of, last)
    desk = InputsIndex(inputs).cash_desk
    changed = replace(
        changed, flows=(*changed.flows, *(flow for each in payoffs for flow in _paid_towards(each, desk)))
    )
    stated = {each.name: each for each in inputs.assumptions}
    stated.update({spell.name: Assumption(spell.name, spell.rate) for spell in overlay.spells})
    changed = _with_jobs(replace(changed, assumptions=tuple(stated[name] for name in sorted(stated))), overlay)
    return _named(inputs, _with_idle(inputs, changed))


def record_changes(before: Inputs, after: Inputs) -> tuple[Change, ...]:
    """Return the changes of records from one to the other: what goes first, children before what they belong to."""
    gone: list[Change] = []
    made: list[Change] = []
    for part in PARTS:
        old = {key_of(each): each for each in getattr(before, part)}
        new = {key_of(each): each for each in getattr(after, part)}
        gone = [*(Change(each, None) for key, each in old.items() if key not in new), *gone]
        made += [Change(old.get(key), each) for key, each in new.items() if old.get(key) != each]
    return (*gone, *made)


def _with_idle(stated: Inputs, changed: Inputs) -> Inputs:
    """Return records with those that are not active, which no compiler looks at, as they are."""
    flows = {each.id: each for each in stated.flows if not each.active}
    sources = {each.id: each for each in stated.income_sources if not each.active}
    return replace(
        changed,
        flows=(*flows.values(), *(each for each in changed.flows if each.id not in flows)),
        income_sources=(*sources.values(), *(each for each in changed.income_sources if each.id not in sources)),
        skips=(
            *(each for each in stated.skips if each.flow in flows),
            *(each for each in changed.skips if each.flow not in flows),
        ),
        overrides=(
            *(each for each in stated.overrides if each.source in sources),
            *(each for each in changed.overrides if each.source not in sources),
        ),
    )


def _split(changes: Iterable[Asked]) -> tuple[list[Asked], list[Asked]]:
    found = list(changes)
    payoffs = [each for each in found if each.type == "payoff_debt"]
    return payoffs, [each for each in found if each.type != "payoff_debt"]


def _paid_towards(change: Asked, desk: str) -> Iterator[Flow]:
    """Yield the transfers that a debt is paid off faster by, on top of its payments."""
    for key, frequency in (("lump_sum", "once"), ("extra_monthly", "monthly")):
        if key in change.values:
            yield Flow(
                id=f"{change.id}.{key}",
                name=change.title,
                type="transfer",
                category="transfer",
                amount=change.values[key],
                frequency=frequency,
                anchor=change.on,
                start=change.on,
                end=change.until if frequency == "monthly" else None,
                from_account=desk,
                to_account=change.values["account"],
                separate=True,
                stated_on=change.on,
                origin="scenario",
            )


def _rates_why_not(overlay: Overlay, as_of: date) -> str | None:
    for spell in overlay.spells:
        if spell.last is not None:
            return "an assumption of the household holds for good, and this one ends"
        if spell.name == INVESTMENT_RETURN:
            return "the return of everything at once is no assumption: override_assumptions names them one by one"
        if spell.name.startswith(INFLATION) or spell.name == "salary_growth":
            return f"{spell.name} of the household would count for the whole of this year: effluent assumption set"
        if spell.first > month_of(as_of):
            return "an assumption of the household holds from now on, and this one begins later"
    return None


def _jobs_why_not(overlay: Overlay) -> str | None:
    for stages in overlay.jobs.values():
        if any((terms.since.month, terms.since.day) != (1, 1) for terms in stages[1:]):
            return "a job's terms within a calendar year belong to one employer: effluent income edit on the day"
    return None


def _with_jobs(changed: Inputs, overlay: Overlay) -> Inputs:
    """Return the records with a job of its own for each stage of a job's terms."""
    sources = {each.id: each for each in changed.income_sources}
    withholdings = {each.source: each for each in changed.withholdings}
    deductions = [each for each in changed.deductions if each.source not in overlay.jobs or not each.active]
    overrides = [each for each in changed.overrides if each.source not in overlay.jobs]
    for key, stages in overlay.jobs.items():
        stated = sources.pop(key)
        withholdings.pop(key, None)
        for number, terms in enumerate(stages):
            end = stages[number + 1].since - timedelta(days=1) if number + 1 < len(stages) else None
            source = _stage(stated, terms, end, number)
            if source is None:
                continue
            sources[source.id] = source
            if terms.withholding is not None:
                withholdings[source.id] = replace(terms.withholding, source=source.id)
            deductions += [_own(each, source.id, number) for each in terms.deductions]
            figures = terms.figures if terms.figures is not None else _figures(changed, key)
            overrides += [replace(each, source=source.id) for each in figures]
    return replace(
        changed,
        income_sources=tuple(sources.values()),
        withholdings=tuple(withholdings.values()),
        deductions=tuple(deductions),
        overrides=tuple(overrides),
    )


def _figures(changed: Inputs, source: str) -> tuple[Override, ...]:
    return tuple(each for each in changed.overrides if each.source == source)


def _stage(stated: IncomeSource, terms: JobTerms, end: date | None, number: int) -> IncomeSource | None:
    """Return the job of one stage, None where it pays nothing or is over before it begins."""
    start = stated.start if not number else max(terms.since, stated.start or terms.since)
    last = min(end or date.max, stated.end or date.max)
    if not terms.pays or (start is not None and start > last):
        return None
    # Raises go on from the year in which the pay was stated, whenever this part of the job begins.
    made = replace(dated(terms.source), start=start, end=None if last == date.max else last)
    return made if not number else replace(made, id=f"{stated.id}.{number + 1}", ytd_on=None)


def _own(deduction: Deduction, source: str, number: int) -> Deduction:
    return replace(deduction, source=source, id=f"{deduction.id}.{number + 1}" if number else deduction.id)


def _named(before: Inputs, after: Inputs) -> Inputs:
    """Give every record that the changes made an id as commands would: a slug that no other has."""
    flows = _slugs((each.id for each in after.flows), {each.id for each in before.flows})
    sources = _slugs((each.id for each in after.income_sources), {each.id for each in before.income_sources})
    deductions = _slugs((each.id for each in after.deductions), {each.id for each in before.deductions})
    return replace(
        after,
        flows=tuple(replace(each, id=flows[each.id]) for each in after.flows),
        skips=tuple(Skip(flows[each.flow], each.on) for each in after.skips if each.flow in flows),
        income_sources=tuple(replace(each, id=sources[each.id]) for each in after.income_sources),
        withholdings=tuple(
            replace(each, source=sources[each.source]) for each in after.withholdings if each.source in sources
        ),
        deductions=tuple(
            replace(each, id=deductions[each.id], source=sources[each.source])
            for each in after.deductions
            if each.source in sources
        ),
        overrides=tuple(
            replace(each, source=sources[each.source]) for each in after.overrides if each.source in sources
        ),
    )


def _slugs(ids: Iterable[str], known: set[str]) -> dict[str, str]:
    """Return for each id itself where a record has it already, else a slug made of its last parts."""
    found: dict[str, str] = {}
    taken = set(known)
    for key in ids:
        if key in known:
            found[key] = key
            continue
        plain = key.replace("_", "-").split(".")
        # Of a scenario's own flow the change's id tells it apart, of a piece of a record that record's.
        found[key] = derived_slug("-".join(plain if plain[0] in known else plain[1:] or plain), "flow", taken)
        taken.add(found[key])
    return found
