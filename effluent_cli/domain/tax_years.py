"""The calendar years of a projection as tax sees them: what is withheld, and on what basis that is known."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from effluent_cli.domain.catalog import W2_TYPES
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import Cents
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.periods import Month, last_day


@dataclass(frozen=True)
class TaxedYear:
    """One calendar year: federal income tax withheld (cents), from 1 January to the end of the window.

    ``basis`` is ``reckoned`` or ``stub`` for the running year (paychecks since January reckoned, or taken from a pay stub)
    and ``projected`` for later ones. ``liability`` and ``settlement`` are null until a year's tax is worked out.
    """

    year: int
    basis: Literal["reckoned", "stub", "projected"]
    liability: dict[str, Cents] | None
    withheld: Cents
    settlement: Cents | None
    settlement_month: Month | None


def taxed_years(index: InputsIndex, payroll: Payroll, as_of: date, last_month: int) -> tuple[TaxedYear, ...]:
    """Return a row per calendar year from that of ``as_of`` to that of ``last_month``."""
    end = last_day(last_month)
    withheld = dict.fromkeys(range(as_of.year, end.year + 1), 0)
    stubs = False
    for source in index.sources.values():
        if source.type not in W2_TYPES:
            continue
        stub_on = source.ytd_on if source.ytd_on is not None and source.ytd_on.year == as_of.year else None
        if stub_on is not None:
            stubs = True
            withheld[as_of.year] += source.ytd_federal_withheld or 0
        for run in payroll.runs(source.id, date(as_of.year, 1, 1), end):
            if stub_on is None or run.on > stub_on:
                withheld[run.on.year] += run.check.federal_income_tax
    return tuple(
        TaxedYear(
            year=year,
            basis="projected" if year > as_of.year else "stub" if stubs else "reckoned",
            liability=None,
            withheld=amount,
            settlement=None,
            settlement_month=None,
        )
        for year, amount in withheld.items()
    )
