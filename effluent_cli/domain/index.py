"""The inputs as the domain looks things up in them: active records by id, who belongs to whom."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from effluent_cli.domain.catalog import GROUP_OF, LIABILITY_GROUPS, SUPPLEMENTAL_CATEGORIES, W2_TYPES
from effluent_cli.domain.frozen import frozen
from effluent_cli.domain.overlay import NONE, JobTerms, Overlay
from effluent_cli.domain.records import (
    Account,
    CardTerms,
    Deduction,
    Flow,
    IncomeSource,
    Inputs,
    LoanTerms,
    Member,
    Override,
    Snapshot,
    Withholding,
)
from effluent_cli.errors import Refused


@frozen
class InputsIndex:
    """Look-ups over one set of inputs. Inactive records are left out everywhere; dictionaries are in id order.

    ``overlay`` is what a scenario has happen beside them.
    """

    inputs: Inputs
    overlay: Overlay = NONE

    @cached_property
    def members(self) -> dict[str, Member]:
        """Active members by id."""
        return {member.id: member for member in self.inputs.members if member.active}

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Active accounts by id."""
        return {account.id: account for account in self.inputs.accounts if account.active}

    @cached_property
    def debts(self) -> dict[str, Account]:
        """Active accounts that hold a positive amount owed."""
        return {key: account for key, account in self.accounts.items() if GROUP_OF[account.type] in LIABILITY_GROUPS}

    @cached_property
    def assets(self) -> dict[str, Account]:
        """Active accounts that hold something of value."""
        return {key: account for key, account in self.accounts.items() if key not in self.debts}

    @cached_property
    def snapshots(self) -> dict[str, tuple[Snapshot, ...]]:
        """Each account's snapshots in date order."""
        found: dict[str, list[Snapshot]] = {}
        for snapshot in sorted(self.inputs.snapshots, key=lambda each: each.on):
            found.setdefault(snapshot.account, []).append(snapshot)
        return {key: tuple(each) for key, each in found.items()}

    @cached_property
    def loans(self) -> dict[str, LoanTerms]:
        """Loan terms by account."""
        return {terms.account: terms for terms in self.inputs.loan_terms if terms.account in self.debts}

    @cached_property
    def cards(self) -> dict[str, CardTerms]:
        """Card terms by account."""
        return {terms.account: terms for terms in self.inputs.card_terms if terms.account in self.debts}

    @cached_property
    def sources(self) -> dict[str, IncomeSource]:
        """Active income sources by id."""
        return {source.id: source for source in self.inputs.income_sources if source.active}

    @cached_property
    def withholdings(self) -> dict[str, Withholding]:
        """Active W-4s by source."""
        return {each.source: each for each in self.inputs.withholdings if each.active}

    @cached_property
    def deductions(self) -> dict[str, tuple[Deduction, ...]]:
        """Active deductions by source, in id order."""
        found: dict[str, list[Deduction]] = {}
        for deduction in self.inputs.deductions:
            if deduction.active:
                found.setdefault(deduction.source, []).append(deduction)
        return {key: tuple(each) for key, each in found.items()}

    def job_terms(self, source: IncomeSource) -> tuple[JobTerms, ...]:
        """Return the terms of a job in the order of their days: one, unless a scenario changes it."""
        found = self.overlay.jobs.get(source.id)
        if found is not None:
            return found
        return (JobTerms(date.min, source, self.deductions.get(source.id, ()), self.withholdings.get(source.id)),)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Active user flows."""
        return tuple(flow for flow in self.inputs.flows if flow.active)

    @cached_property
    def bonuses(self) -> dict[str, Flow]:
        """User flows that a job pays as supplemental wages: gross amounts, paid through its payroll."""
        return {
            flow.id: flow
            for flow in self.flows
            if flow.type == "income"
            and flow.category in SUPPLEMENTAL_CATEGORIES
            and flow.source in self.sources
            and self.sources[flow.source].type in W2_TYPES
        }

    @cached_property
    def skipped(self) -> dict[str, frozenset[date]]:
        """The days on which a user flow does not happen after all, by flow."""
        found: dict[str, set[date]] = {}
        for skip in self.inputs.skips:
            found.setdefault(skip.flow, set()).add(skip.on)
        return {key: frozenset(days) for key, days in found.items()}

    @cached_property
    def overrides(self) -> dict[str, dict[str, Override]]:
        """Figures from pay stubs, by source and kind of the flow whose place they take."""
        found: dict[str, dict[str, Override]] = {}
        for override in self.inputs.overrides:
            found.setdefault(override.source, {})[override.kind] = override
        return found

    def figures(self, source: str, on: date, stated: tuple[Override, ...] | None = None) -> dict[str, int]:
        """Return the stub figures (kind → cents) that hold for a source's pay on a day: from the day they were stated.

        ``stated`` are those of a scenario's terms, in place of those on record.
        """
        found = self.overrides.get(source, {}).values() if stated is None else stated
        return {override.kind: override.amount for override in found if on >= override.stated_on}

    def states_figures(self, terms: JobTerms) -> bool:
        """Return whether figures from pay stubs take the place of any that are reckoned for a job."""
        return bool(self.overrides.get(terms.source.id) if terms.figures is None else terms.figures)

    @cached_property
    def checking(self) -> str | None:
        """The account that money lands in: the primary one, else the first checking account, else the first cash one."""
        cash = [account for account in self.accounts.values() if GROUP_OF[account.type] == "cash"]
        ranked = sorted(cash, key=lambda account: (not account.primary, account.type != "checking", account.id))
        return ranked[0].id if ranked else None

    @cached_property
    def cash_desk(self) -> str:
        """``checking``; raises Refused where the household has no cash account at all."""
        if self.checking is None:
            raise Refused(
                "this household has no cash account for money to land in",
                code="no_cash_account",
                hint="effluent onboard --set bank_accounts[0].name=Checking …",
            )
        return self.checking


def picked(keys: Iterable[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Return what picks the values of some keys out of a mapping, at C speed where there are several."""
    wanted = tuple(keys)
    return itemgetter(*wanted) if len(wanted) > 1 else lambda values: tuple([values[key] for key in wanted])
