"""From the changes of a scenario to what a projection is made from: records under change, and an overlay for the rest.

A change is an interval over the days, never a mutation: all of them together are compiled anew from the household's own
records each time, in their order, so that applying one twice is applying it once, and without any the household is as it was.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from effluent_cli.domain.changes import assets, assumptions, debts, flows, work
from effluent_cli.domain.changes.asked import Asked
from effluent_cli.domain.changes.draft import Draft
from effluent_cli.domain.overlay import Overlay
from effluent_cli.domain.rates import Rates
from effluent_cli.domain.records import Inputs

APPLY: Mapping[str, Callable[[Draft, Asked], None]] = {
    each.__name__: each
    for each in (
        flows.add_income,
        flows.modify_income,
        flows.remove_income,
        flows.add_expense,
        flows.modify_expense,
        flows.remove_expense,
        assets.add_asset,
        assets.modify_asset,
        assets.sell_asset,
        debts.add_debt,
        debts.modify_debt,
        debts.payoff_debt,
        debts.refinance,
        flows.lump_sum_income,
        flows.lump_sum_expense,
        work.modify_401k,
        work.modify_hsa,
        flows.adjust_total_income,
        flows.adjust_total_expenses,
        work.set_savings_transfer,
        work.modify_withholding,
        work.modify_deductions,
        work.switch_employment_type,
        work.set_quarterly_estimates,
        assumptions.override_assumptions,
        assumptions.override_inflation,
        assumptions.override_investment_return,
        assumptions.override_salary_growth,
        debts.adjust_interest_rates,
        assets.adjust_investment_value,
    )
}
"""How each type of change is applied, by its name (system notes, section 7)."""


def compiled(inputs: Inputs, changes: Iterable[Asked], rates: Rates, as_of: date, last: date) -> tuple[Inputs, Overlay]:
    """Return a household's records under the changes, in their order, and what no record can say.

    ``rates`` are the household's own, ``last`` is the last day that will be asked about. A change that stands twice, by its
    id, counts once. Raises Refused where one cannot be applied to this household.
    """
    unique = {change.id: change for change in changes}
    draft = Draft(inputs, rates, as_of, last)
    for change in unique.values():
        APPLY[change.type](draft, change)
    return (draft.inputs(), draft.overlay()) if unique else (inputs, Overlay())
