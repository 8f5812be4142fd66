"""A household under change: records that are cut where a change begins and ends, and what no record can say.

A draft starts from the household's own records and never alters them: every change puts others in their place for its days.
What it ends with depends on the changes alone, in their order, and not on how often they were applied.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.changes.terms import Agreement, debt_terms
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.overlay import Deal, JobTerms, Overlay, Shock
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
    from effluent_cli.domain.timetable import Entry

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
        self.cards: list[CardTerms] = []
        self.agreements: dict[str, list[Agreement]] = {}
        self.entries: list[Entry] = []
        self.deals: list[Deal] = []
        self.shocks: list[Shock] = []
        self.spells: list[Spell] = []
        self.sold: dict[str, date] = {}
        self.settings: dict[str, str] = {}

    def cut_flow(self, key: str, on: date, until: date | None, change: Callable[[Flow], Flow | None]) -> None:
        """Have another flow (None: no flow) stand in a flow's place from ``on`` to ``until``, both inclusive."""
        self.flows[key] = _cut(self.flows[key], on, until, change)

    def cut_source(
        self, key: str, on: date, until: date | None, change: Callable[[IncomeSource], IncomeSource | None]
    ) -> None:
        """Do the same with an income source that is no job."""
        self.sources[key] = _cut(self.sources[key], on, until, change)

    def cut_job(self, key: str, on: date, until: date | None, change: Callable[[JobTerms], JobTerms]) -> None:
        """Have a job go on under other terms from ``on`` to ``until``, both inclusive."""
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

    def stages(self, key: str) -> list[JobTerms]:
        """Return the terms of a job so far, in the order of their days."""
        if key not in self.jobs:
            (source,) = self.sources[key]
            form = self.index.withholdings.get(key)
            self.jobs[key] = [JobTerms(date.min, source, self.index.deductions.get(key, ()), form)]
        return self.jobs[key]

    def jobs_now(self) -> list[IncomeSource]:
        """Return the jobs that there are, the best paid first."""
        jobs = [pieces[0] for pieces in self.sources.values() if pieces and pieces[0].type in W2_TYPES]
        return sorted(jobs, key=lambda job: (-annual_pay(job), job.id))

    def add_flow(self, flow: Flow) -> None:
        """Add a flow of the scenario's own."""
        self.flows[flow.id] = [flow]

    def new_id(self, wanted: str) -> str:
        """Return ``wanted``, or the first of ``wanted-2`` … that no account has."""
        taken = {*self.index.accounts, *(each.id for each in self.accounts)}
        return next(key for key in (wanted, *(f"{wanted}-{n}" for n in range(2, 10**6))) if key not in taken)

    def agree(self, debt: str, agreement: Agreement) -> None:
        """Have other terms of a debt hold for a while."""
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
            card_terms=tuple(sorted((*books.card_terms, *self.cards), key=lambda each: each.account)),
            flows=_ordered(*(piece for _, piece in flows)),
            income_sources=_ordered(*(piece for _, piece in sources)),
            skips=tuple(Skip(piece.id, each.on) for base, piece in flows for each in skips[base]),
            overrides=tuple(replace(each, source=piece.id) for base, piece in sources for each in figures[base]),
            settings=(
                *(replace(each, value=self.settings.get(each.name, each.value)) for each in books.settings),
                *(Setting(name, value) for name, value in self.settings.items() if name not in known),
            ),
        )

    def overlay(self) -> Overlay:
        """Return what no record can say."""
        return Overlay(
            books=self.books,
            jobs={key: tuple(stages) for key, stages in self.jobs.items()},
            debts=tuple(
                terms
                for debt, agreements in self.agreements.items()
                for terms in debt_terms(self.index, debt, agreements, self.rates)
            ),
            entries=tuple(self.entries),
            deals=tuple(self.deals),
            shocks=tuple(self.shocks),
            spells=tuple(self.spells),
            sold=dict(self.sold),
        )


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
            found.append(replace(inside, start=max(start, on), end=None if last == date.max else last))
        if until is not None and end > until:
            found.append(replace(piece, start=until + DAY))
    return found


def _named(base: str, pieces: list[Cut]) -> list[Cut]:
    """Give each piece an id of its own, in order: the first keeps that of the whole."""
    return [piece if not number else replace(piece, id=f"{base}.{number + 1}") for number, piece in enumerate(pieces)]


Kept = TypeVar("Kept", Account, Flow, IncomeSource)


def _ordered(*records: Kept) -> tuple[Kept, ...]:
    return tuple(sorted(records, key=lambda each: each.id))
