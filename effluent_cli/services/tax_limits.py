"""``tax limits``: how much each person may still put away this year, and when the plan uses it up."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.used_limits import LimitRow, used_limits
from effluent_cli.services.caller import Caller
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class LimitList:
    """Each person's room in each kind of account in ``year``; ``projected`` says that its figures are not all published."""

    year: int
    projected: bool
    limits: tuple[LimitRow, ...]


def limit_list(file: "HouseholdFile", caller: Caller) -> tuple[LimitList, date, tuple[Finding, ...]]:
    """Return the limits of the household's year, its date, and what is odd about its plan."""
    with file.reading() as books:
        inputs = books.inputs()
    today = caller.today(inputs.household.time_zone)
    index, law = InputsIndex(inputs), rules()
    payroll = Payroll(index, law, household_assumptions(law, inputs.assumptions))
    used = used_limits(index, payroll, today)
    report = LimitList(today.year, payroll.year(today.year).tax_year.projected, used.rows)
    return report, today, used.findings
