"""A household under change: records that are cut where a change begins and ends, and what no record can say.

A draft starts from the household's own records and never alters them: every change puts others in their place for its days.
What it ends with depends on the changes alone, in their order, and not on how often they were applied.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, count
from typing import TYPE_CHECKING, TypeVar

from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS, W2_TYPES
from effluent_cli.domain.changes import stub
from effluent_cli.domain.changes.asked import Asked, broken
from effluent_cli.domain.changes.terms import Agreement, dated_terms
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.overlay import Deal, JobTerms, Overlay, Shock, record_of
from effluent_cli.domain.pay import annual_pay
from effluent_cli.domain.rates import Rates, Spell
from effluent_cli.domain.records import (
    Account,
    CardTerms,
    Flow,
    IncomeSource,
    Inputs,
    LoanTerms,
    Setting,
    Skip,
)

if TYPE_CHECKING:
    from effluent_cli.domain.entries import Entry

DAY = timedelta(days=1)
Cut = TypeVar("Cut", Flow, IncomeSource)


class Draft:
    """The records and the overlay in the making. ``last`` is the last day that anything is asked about."""

    def __init__(self, inputs: Inputs, rates: Rates, as_of: date, last: date) -> None:
        self.books = inputs
        self.index = index = InputsIndex(inputs)
        self.rates = rates
        self.as_of = as_of
        self.last = last
        self.flows: dict[str, list[Flow]] = {flow.id: [flow] for flow in index.flows}
        self.sources: dict[str, list[IncomeSource]] = {key: [source] for key, source in index.sources.items()}
        self.jobs: dict[str, list[JobTerms]] = {}
        self.accounts: list[Account] = []
        self.loans: list[LoanTerms] = []
        self.agreements: dict[str, list[Agreement]] = {}
        self.entries: list[Entry] = []
        self.deals: list[Deal] = []
        self.shocks: list[Shock] = []
        self.spells: list[Spell] = []
        self.sold: dict[str, date] = {}
        self.settings: dict[str, str] = {}
        self.gone: dict[tuple[str, str], date] = {}

    def cut_flow(self, key: str, on: date, until: date | None, change: Callable[[Flow], Flow | None]) -> None:
        """Have another flow (None: no flow) stand in a flow's place from ``on`` to ``until``, both inclusive.

        What lies behind is left alone, here and below: it has happened as it is on record.
        """
        self.flows[key] = _cut(self.flows[key], self.from_now(on), until, change)

    def cut_source(
        self, key: str, on: date, until: date | None, change: Callable[[IncomeSource], IncomeSource | None]
    ) -> None:
        """Do the same with an income source that is no job; its pay keeps the year from which its raises count."""
        self.sources[key] = _cut([dated(piece) for piece in self.sources[key]], self.from_now(on), until, change)

    def cut_job(self, key: str, on: date, until: date | None, change: Callable[[JobTerms], JobTerms]) -> None:
        """Have a job go on under other terms from ``on`` to ``until``, both inclusive."""
        on = self.from_now(on)
        if until is not None and until < on:
            return
        found: list[JobTerms] = []
        stages = self.stages(key)
        for number, terms in enumerate(stages):
            end = stages[number + 1].since - DAY if number + 1 < len(stages) else None
            if (end is not None and end < on) or (until is not None and terms.since > until):
                found.append(terms)
                continue
            if terms.since < on:
                found.append(terms)
            found.append(change(terms)._replace(since=max(terms.since, on)))
            if until is not None and (end is None or end > until):
                found.append(terms._replace(since=until + DAY))
        self.jobs[key] = found

    def cut_pay(self, key: str, on: date, until: date | None, change: Callable[[IncomeSource], IncomeSource]) -> None:
        """Have a source, job or not, go on as another one."""
        if self.is_job(key):
            self.cut_job(key, on, until, lambda terms: terms._replace(source=change(terms.source)))
        else:
            self.cut_source(key, on, until, change)

    def is_job(self, key: str) -> bool:
        """Whether a source pays wages."""
        return bool(self.sources[key]) and self.sources[key][0].type in W2_TYPES

    def stages(self, key: str) -> list[JobTerms]:
        """Return the terms of a job so far, in the order of their days."""
        if key not in self.jobs:
            (source,) = self.sources[key]
            form = self.index.withholdings.get(key)
            self.jobs[key] = [JobTerms(date.min, source, self.index.deductions.get(key, ()), form)]
        return self.jobs[key]

    def jobs_on(self, on: date) -> list[IncomeSource]:
        """Return the jobs that pay on a day or later, the best paid of that day first."""
        found = []
        for key, pieces in self.sources.items():
            if self.is_job(key) and (paying := list(self.paying(key, on, None))):
                found.append((-annual_pay(paying[0]), key, pieces[0]))
        return [job for _, _, job in sorted(found, key=lambda each: each[:2])]

    def paying(self, key: str, on: date, until: date | None) -> Iterator[IncomeSource]:
        """Yield what a source pays from ``on`` to ``until``, piece by piece, each with its own first and last day."""
        on, until = self.from_now(on), until or date.max
        for piece, since, to in self._spans(key):
            start, end = max(since, piece.start or date.min, on), min(to, piece.end or date.max, until)
            if start <= end:
                yield replace(dated(piece), start=start, end=None if end == date.max else end)

    def _spans(self, key: str) -> Iterator[tuple[IncomeSource, date, date]]:
        if self.is_job(key):
            stages = self.stages(key)
            ends = [*(terms.since - DAY for terms in stages[1:]), date.max]
            yield from ((each.source, each.since, end) for each, end in zip(stages, ends, strict=True) if each.pays)
        else:
            yield from ((piece, date.min, date.max) for piece in self.sources[key])

    def pieces_of(self, source: str) -> list[str]:
        """Return the keys of a source, and of what another kind of employment has made of it."""
        return [key for key in self.sources if record_of(key) == source]

    def end_tied(self, source: str, on: date, until: date | None, change: Callable[[Flow], Flow | None]) -> None:
        """Have another flow (None: none) stand in the place of every flow that is tied to a source."""
        for flow in self.index.flows:
            if flow.source == source:
                self.cut_flow(flow.id, on, until, change)

    def assets(self) -> dict[str, Account]:
        """Return the assets by id, those of the scenario's own among them."""
        own = {each.id: each for each in self.accounts if GROUP_OF[each.type] not in LIABILITY_GROUPS}
        return {**self.index.assets, **own}

    def best_job(self, asked: Asked) -> IncomeSource:
        """Return the best paid job of a change's day; a change without one is refused."""
        jobs = self.jobs_on(asked.on)
        if not jobs:
            raise broken(asked, "source", "the household has no job that pays wages")
        return jobs[0]

    def add_flow(self, flow: Flow) -> None:
        """Add a flow of the scenario's own, under its id or the next that is free."""
        key = _free(flow.id, self.flows)
        self.flows[key] = [replace(flow, id=key, start=self.from_now(flow.start or date.min))]

    def from_now(self, on: date) -> date:
        """Return the first day that a change from ``on`` can do anything about."""
        return max(on, self.as_of + DAY)

    def is_past(self, on: date) -> bool:
        """Whether something of that day is in today's books, if it happened at all."""
        return on <= self.as_of

    def end(self, key: str, record: str, on: date) -> None:
        """Note that nothing is left of a record, which changes name by ``key``, from a day on."""
        self.gone[key, record] = min(self.from_now(on), self.gone.get((key, record), date.max))

    def demand(self, asked: Asked, key: str, record: str) -> None:
        """Refuse a change of what an earlier change has left nothing of by then: it would do nothing, and nobody would know."""
        gone = self.gone.get((key, record), date.max)
        if gone <= self.from_now(asked.on):
            raise broken(asked, key, f"the scenario leaves nothing of {record} from {gone.isoformat()} on")

    def new_id(self, wanted: str) -> str:
        """Return ``wanted``, or the first of ``wanted-2`` … that no account has."""
        return _free(wanted, {*(each.id for each in self.books.accounts), *(each.id for each in self.accounts)})

    def debt_terms(self) -> dict[str, LoanTerms | CardTerms]:
        """Return the terms that are known of debts, those of the scenario's own among them."""
        own = {terms.account: terms for terms in self.loans}
        return {**self.index.loans, **self.index.cards, **own}

    def taken_out(self, debt: str, on: date) -> bool:
        """Whether a debt is there by the end of a day: a loan of the scenario's own begins on its own."""
        return all(terms.account != debt or (terms.origination or date.min) <= on for terms in self.loans)

    def agree(self, debt: str, agreement: Agreement) -> None:
        """Have other terms of a debt hold for a while, from tomorrow on if they are older."""
        agreement = agreement._replace(on=self.from_now(agreement.on))
        if agreement.until is None or agreement.on <= agreement.until:
            self.agreements.setdefault(debt, []).append(agreement)

    def inputs(self) -> Inputs:
        """Return the records as they are under the changes."""
        books = self.books
        flows = [(base, piece) for base, pieces in self.flows.items() for piece in _named(base, pieces)]
        sources = [(base, piece) for base, pieces in self.sources.items() for piece in _named(base, pieces)]
        skips = {base: [each for each in books.skips if each.flow == base] for base, _ in flows}
        figures = {base: [each for each in books.overrides if each.source == base] for base, _ in sources}
        known = {each.name for each in books.settings}
        return replace(
            books,
            accounts=_ordered(*books.accounts, *self.accounts),
            loan_terms=tuple(sorted((*books.loan_terms, *self.loans), key=lambda each: each.account)),
            flows=_ordered(*(piece for _, piece in flows)),
            income_sources=_ordered(*(piece for _, piece in sources)),
            skips=tuple(Skip(piece.id, each.on) for base, piece in flows for each in skips[base]),
            overrides=tuple(
                replace(each, source=piece.id)
                for base, piece in sources
                if figures[base]
                for each in stub.of_source(figures[base], dated(self.index.sources[base]), dated(piece))
            ),
            settings=(
                *(replace(each, value=self.settings.get(each.name, each.value)) for each in books.settings),
                *(Setting(name, value) for name, value in self.settings.items() if name not in known),
            ),
        )

    def overlay(self) -> Overlay:
        """Return what no record can say."""
        return Overlay(
            books=self.books,
            jobs={key: tuple(self._under(stages)) for key, stages in self.jobs.items()},
            debts=tuple(
                terms
                for debt, agreements in self.agreements.items()
                for terms in dated_terms(self.debt_terms()[debt], agreements, self.rates)
            ),
            entries=tuple(self.entries),
            deals=tuple(self.deals),
            shocks=tuple(self.shocks),
            spells=tuple(self.spells),
            sold=dict(self.sold),
        )

    def _under(self, stages: list[JobTerms]) -> Iterator[JobTerms]:
        """Yield the terms of a job, each with what of its pay stub holds under them."""
        first = stages[0]
        stated = [each for each in self.books.overrides if each.source == first.source.id]
        for terms in stages:
            yield terms._replace(figures=stub.of_job(stated, first, terms)) if stated else terms


def _cut(pieces: list[Cut], on: date, until: date | None, change: Callable[[Cut], Cut | None]) -> list[Cut]:
    found: list[Cut] = []
    for piece in pieces:
        start, end = piece.start or date.min, piece.end or date.max
        if end < on or (until is not None and start > until):
            found.append(piece)
            continue
        if start < on:
            found.append(replace(piece, end=on - DAY))
        inside = change(piece)
        if inside is not None:
            last = min(end, until or date.max)
            begun = max(start, on, inside.start or date.min)
            found.append(replace(inside, start=begun, end=None if last == date.max else last))
        if until is not None and end > until:
            found.append(replace(piece, start=until + DAY))
    return found


def dated(source: IncomeSource) -> IncomeSource:
    """Return a source that says from which year its raises count, so that its pieces may start when they like."""
    if source.origin == "scenario":
        return source
    if source.claim is not None:
        # What it pays follows from the day on which the benefit was stated, and from no other.
        return replace(source, origin="scenario")
    stated = max(source.stated_on or source.pay_date, source.start or date.min)
    return replace(source, origin="scenario", stated_on=stated)


def _free(wanted: str, taken: Container[str]) -> str:
    return next(key for key in chain((wanted,), (f"{wanted}-{n}" for n in count(2))) if key not in taken)


def _named(base: str, pieces: list[Cut]) -> list[Cut]:
    """Give each piece an id of its own, in order: the first keeps that of the whole."""
    return [piece if not number else replace(piece, id=f"{base}.{number + 1}") for number, piece in enumerate(pieces)]


Kept = TypeVar("Kept", Account, Flow, IncomeSource)


def _ordered(*records: Kept) -> tuple[Kept, ...]:
    return tuple(sorted(records, key=lambda each: each.id))
