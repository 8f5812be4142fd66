"""How a liability was reached: signed lines, each run of them ended by the total that it adds up to (``= …``)."""

from collections.abc import Iterator
from decimal import Decimal

from effluent_cli.domain.money import half_up, money_shown, money_text, percent_shown
from effluent_cli.domain.tax.given import Return
from effluent_cli.domain.tax.liability import Liability
from effluent_cli.domain.tax.schedule import TABLE_BELOW, schedule
from effluent_cli.domain.trace import TraceLine

Line = tuple[str, int, str]
"""What it is, cents with their sign, where the rule stands."""

STATED = "as stated"
WHO = ("primary", "spouse")


def tax_trace(given: Return, found: Liability) -> tuple[TraceLine, ...]:
    """Return the steps from income to the total; what is not there is left out, totals never are."""
    sections: tuple[tuple[Iterator[Line], str, int], ...] = (
        (_present(_agi(given, found)), "adjusted gross income", found.above.agi),
        (_present(_deduction(given, found)), f"{found.taxable.kind} deduction", found.taxable.amount),
        (_present(_taxable(given, found)), "taxable income", found.taxable.income),
        (_brackets(given, found), "tax before credits", found.regular.tax),
        (_present(_income_tax(given, found)), "income tax after credits", found.income_tax),
        (_present(_self_employment(given, found)), "self-employment tax", found.self_employment),
        (_present(_total(given, found)), "total federal tax", found.total),
    )
    traced: list[TraceLine] = []
    for lines, total, cents in sections:
        traced.extend(TraceLine(line, money_text(value), source) for line, value, source in lines)
        traced.append(TraceLine(f"= {total}", money_text(cents), "the lines above"))
    return tuple(traced)


def _present(lines: Iterator[Line]) -> Iterator[Line]:
    return (line for line in lines if line[1])


def _agi(given: Return, found: Liability) -> Iterator[Line]:
    above, income, sources = found.above, given.income, given.tax_year.sources
    for who, earner in zip(WHO, above.earners, strict=False):
        yield f"wages, {who}", earner.wages, "IRC 61, 125, 402(e)(3): box 1 of Form W-2"
        yield f"deferrals above the limit, {who}", earner.excess_deferral, sources["workplace_plans.elective_deferral"]
        yield f"profit of a business, {who}", earner.profit, STATED
    yield "interest", income.interest, STATED
    yield "dividends", income.dividends, STATED
    yield "capital gain or loss", above.capital.counted, sources["gains.net_loss_limit"]
    yield "pensions", income.pension, STATED
    yield "IRA distributions", income.ira_distribution, STATED
    yield "rent and passive businesses", above.passive, sources["rental_loss.allowance"]
    yield "active businesses", income.active_business, STATED
    yield "taxable Social Security benefits", above.taxable_benefits, sources["social_security_taxed.base"]
    adjustments = above.adjustments
    yield "half of self-employment tax", -adjustments.self_employment, "IRC 164(f)"
    yield "plans of the owner's", -adjustments.owner_plans, "IRC 404(a)(8), 62(a)(6)"
    yield "educator expenses", -adjustments.educator, sources["adjustments.educator_per_person"]
    yield "health savings account", -adjustments.hsa, sources["hsa.family"]
    yield "moving expenses", -adjustments.moving, "IRC 217(g), (k)"
    yield "alimony paid", -adjustments.alimony, "P.L. 115-97, sec. 11051(c): agreements of before 2019"
    yield "IRA deduction", -adjustments.ira, sources["ira.limit"]
    yield "student loan interest", -adjustments.student_loan, sources["adjustments.student_loan_cap"]


def _deduction(given: Return, found: Liability) -> Iterator[Line]:
    sources, taxable = given.tax_year.sources, found.taxable
    if taxable.items is None:
        basic = given.tax_year.standard_deduction.amount[given.filing_status]
        yield "standard deduction", basic, sources["standard_deduction.amount"]
        yield "more for age or blindness", taxable.amount - basic, sources["standard_deduction.additional"]
        return
    yield "medical expenses above their floor", taxable.items.medical, sources["itemized.medical_floor"]
    yield "state and local taxes", taxable.items.taxes, sources["itemized.salt_cap"]
    yield "mortgage interest", taxable.items.mortgage, sources["itemized.mortgage_debt_limit"]
    yield "mortgage insurance", taxable.items.mortgage_insurance, sources["itemized.mortgage_insurance_share"]
    yield "gifts to charity", taxable.items.charity, sources["itemized.charity_floor"]
    yield "limitation in the highest bracket", -taxable.reduction, sources["itemized.top_bracket_limit"]


def _taxable(given: Return, found: Liability) -> Iterator[Line]:
    sources, taxable = given.tax_year.sources, found.taxable
    yield "adjusted gross income", found.above.agi, "above"
    yield f"{taxable.kind} deduction", -taxable.amount, "above"
    yield "deduction for seniors", -taxable.further.senior, sources["senior.per_person"]
    yield "deduction for tips", -taxable.further.tips, sources["tips.cap"]
    yield "deduction for overtime", -taxable.further.overtime, sources["overtime.cap"]
    yield "deduction for car loan interest", -taxable.further.car_loan, sources["car_loan.cap"]
    yield "gifts beside the standard deduction", -taxable.charity, sources["itemized.charity_non_itemizer"]
    yield "qualified business income deduction", -taxable.qbi, sources["qbi.rate"]
    yield "not below zero", taxable.income - taxable.before_floor, "IRC 1"


def _brackets(given: Return, found: Liability) -> Iterator[Line]:
    """Yield the tax of each bracket and of each rate on gains, 0 % too; parts of a cent go where they complete one."""
    sources, taxed = given.tax_year.sources, found.regular
    by = schedule(given.tax_year, given.filing_status)
    ordinary = taxed.ordinary if taxed.stacked else found.taxable.income
    parts: list[tuple[str, int, int]] = []
    if not (given.tax_table and ordinary < TABLE_BELOW):
        for number, (start, rate) in enumerate(zip(by.starts, by.rates, strict=True), 1):
            end = by.starts[number] if number < len(by.starts) else ordinary
            parts.append(("", rate, max(0, min(ordinary, end) - start)))
    if taxed.stacked:
        gains = (taxed.at_zero, taxed.at_fifteen, taxed.at_twenty)
        parts.extend(("gains ", rate, part) for rate, part in zip(by.gains_rates, gains, strict=True))
    exact = before = 0
    lines: list[Line] = []
    for kind, rate, part in (each for each in parts if each[2]):
        exact += rate * part
        value = half_up(exact, by.scale)
        label = f"{percent_shown(Decimal(rate) / by.scale)} of {kind}{money_shown(part)}"
        lines.append((label, value - before, sources["gains.zero_rate_up_to" if kind else "income_tax.upper_limits"]))
        before = value
    if before != taxed.tax:
        yield f"Tax Table on {money_shown(ordinary)}", taxed.tax - before, "IRS, Instructions for Form 1040, Tax Table"
    yield from lines


def _income_tax(given: Return, found: Liability) -> Iterator[Line]:
    sources, taken = given.tax_year.sources, found.credits
    yield "tax before credits", found.regular.tax, "above"
    yield "alternative minimum tax", found.amt, sources["amt.exemption"]
    yield "foreign tax credit", -taken.foreign_tax, "IRC 901, 904(j)"
    yield "child and dependent care credit", -taken.care, sources["care.first_rate"]
    yield "American opportunity credit", -taken.opportunity, sources["education.phase_out"]
    yield "other nonrefundable credits", -taken.other, STATED
    yield "adoption credit", -taken.adoption, sources["adoption.per_child"]
    yield "credits for children and dependants", -taken.child, sources["child_credits.per_child"]
    yield "tax on net investment income", found.niit, sources["niit.rate"]
    yield "child credit, paid out", -taken.child_refundable, sources["child_credits.refundable_max"]
    yield "earned income credit", -taken.earned_income, sources["eitc.max_credit"]
    yield "American opportunity credit, paid out", -taken.opportunity_refundable, sources["education.phase_out"]
    yield "adoption credit, paid out", -taken.adoption_refundable, sources["adoption.refundable"]


def _self_employment(given: Return, found: Liability) -> Iterator[Line]:
    sources = given.tax_year.sources
    for who, earner in zip(WHO, found.above.earners, strict=False):
        yield f"for Social Security, {who}", earner.social_security, sources["self_employment.social_security_rate"]
        yield f"for Medicare, {who}", earner.medicare, sources["self_employment.medicare_rate"]


def _total(given: Return, found: Liability) -> Iterator[Line]:
    yield "income tax after credits", found.income_tax, "above"
    yield "Additional Medicare Tax", found.additional_medicare, given.tax_year.sources["medicare.additional_over"]
    yield "self-employment tax", found.self_employment, "above"
