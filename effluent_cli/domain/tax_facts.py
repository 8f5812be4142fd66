"""What a year's tax wants to know of what happens: facts that entries carry, added up by calendar year.

A fact is what it is, whose it is (a member's id, empty where the household's return needs no person) and cents. Pay is not
among them: the payroll knows it by itself. Taken as free of tax: child support, alimony (agreements since 2019), and what is
only called other income (a gift, an inheritance), which a finding names.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from effluent_cli.domain.catalog import EXPENSE_GROUPS
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.records import Account, Flow, IncomeSource


class Fact(NamedTuple):
    """One thing that a return counts: ``what``, ``whose``, and how much (cents)."""

    what: str
    whose: str
    amount: int


SOURCE_FACT = {
    "self_employed": "self_employment",
    "rental": "rental",
    "investment": "dividends",
    "retirement": "pension",
    "social_security": "social_security",
}
"""What the receipts of a source that is no payroll are to the return, by its type."""
INCOME_FACT = {
    **dict.fromkeys(("salary", "hourly_wages", "overtime", "bonus", "commission", "tips"), "wages"),
    **dict.fromkeys(("self_employment", "freelance", "business_income"), "self_employment"),
    "dividends": "dividends",
    "interest": "interest",
    "capital_gains": "gains",
    **dict.fromkeys(("rental_income", "royalties"), "rental"),
    "social_security": "social_security",
    **dict.fromkeys(("pension", "retirement_distribution", "disability", "unemployment", "trust_income"), "pension"),
}
"""What a user's income flow is to the return, by its category; the others are free of tax."""
EXPENSE_FACT = {
    "property_tax": "property_tax",
    "childcare": "care",
    **dict.fromkeys(("charitable", "religious"), "charity"),
    **dict.fromkeys(EXPENSE_GROUPS["health"], "medical"),
    **dict.fromkeys(("health_insurance", "dental_insurance", "vision_insurance"), "medical"),
    **dict.fromkeys(EXPENSE_GROUPS["business"], "business_cost"),
    **dict.fromkeys(EXPENSE_GROUPS["rental"], "rental_cost"),
    "federal_income_tax": "paid",
    "estimated_tax": "estimated",
    "state_income_tax": "state_tax",
    "mortgage_interest": "mortgage_interest",
}
"""What a user's expense flow is to the return, by its category; gym_fitness is no medical expense."""
del EXPENSE_FACT["gym_fitness"]
TREATED_AS = {"ordinary": "pension", "capital_gain": "gains", "none": None}
"""What an income flow with a tax treatment of its own is to the return: ordinary income counts where pensions do."""
LET = ("rental_property", "commercial_property")
"""The types of property whose costs come off rent."""
STUDENT_LOANS = ("student_loan_federal", "student_loan_private")
JANUARY = "estimated_january"
"""An estimated payment of January counts for the year before."""
CONVERSION = "conversion"
OWNER_PLAN = {
    "sep_ira": "sep",
    "simple_ira": "simple",
    "traditional_401k": "solo_401k",
    "traditional_ira": "ira_deduction",
}
"""What an owner's contribution out of a business is to the return, by the account it goes into; others are not deducted."""
SAVED_FACT = {"traditional_ira": "ira_deduction", "hsa": "hsa_direct"}
"""What a transfer out of anything but a retirement account is to the return, by the type of account it goes to."""
DRAWN = "drawn"
"""What left a tax-deferred account (in place of whose it is) before the projection began: it counts towards what must."""


def self_of(index: InputsIndex) -> str:
    """Return the id of the member whose household it is, empty without one."""
    return next((key for key, each in index.members.items() if each.relationship == "self"), "")


def receipt_facts(source: IncomeSource, amount: int) -> tuple[Fact, ...]:
    """Return what a receipt of a source that is no payroll is to the return."""
    what = SOURCE_FACT.get(source.type)
    return (Fact(what, source.member, amount),) if what is not None else ()


def owner_facts(index: InputsIndex, source: IncomeSource, account: str, amount: int) -> tuple[Fact, ...]:
    """Return what an owner's retirement contribution into an account is to the return."""
    what = OWNER_PLAN.get(index.assets[account].type)
    return (Fact(what, source.member, amount),) if what is not None else ()


def flow_facts(index: InputsIndex, flow: Flow, month: int, amount: int) -> tuple[Fact, ...]:
    """Return what one occurrence of a user's income or expense flow is to the return; ``month`` is 1 to 12."""
    table = INCOME_FACT if flow.type == "income" else EXPENSE_FACT
    what = table.get(flow.category)
    if flow.type == "income" and flow.tax_treatment is not None:
        what = TREATED_AS[flow.tax_treatment]
    if flow.type == "expense" and flow.property is not None and is_let(index.assets.get(flow.property)):
        what = "rental_cost"
    if what is None:
        return ()
    if what == "estimated":
        return (estimated(month, amount),)
    source = index.sources.get(flow.source or "")
    whose = source.member if source is not None else flow.member or _business_owner(index, what) or self_of(index)
    return (Fact(what, whose, amount),)


def is_medical(flow: Flow) -> bool:
    """Whether an expense is for medical care as the return counts it."""
    return EXPENSE_FACT.get(flow.category) == "medical"


def _business_owner(index: InputsIndex, what: str) -> str | None:
    if what != "business_cost":
        return None
    return next((each.member for each in index.sources.values() if each.type == "self_employed"), None)


def estimated(month: int, amount: int) -> Fact:
    """Return an estimated payment made in a calendar month (1 to 12)."""
    return Fact(JANUARY if month == 1 else "estimated", "", amount)


def is_let(account: Account | None) -> bool:
    """Whether a property's costs come off rent."""
    return account is not None and (account.type in LET or bool(account.rent))


def cost_facts(account: Account, kind: str, amount: int) -> tuple[Fact, ...]:
    """Return what a carrying cost (``property_tax``, ``insurance``, ``hoa``) of a property is to the return."""
    if is_let(account):
        return (Fact("rental_cost", "", amount),)
    return (Fact("property_tax", "", amount),) if kind == "property_tax" else ()


def interest_fact(index: InputsIndex, debt: str) -> str | None:
    """Return what the interest on a debt is to the return; None where it is nobody's deduction."""
    account = index.debts[debt]
    if account.type == "rental_mortgage" or is_let(index.assets.get(account.property or "")):
        return "rental_cost"
    if account.type in ("primary_mortgage", "second_mortgage"):
        return "mortgage_interest"
    return "student_loan_interest" if account.type in STUDENT_LOANS else None


def escrow_fact(index: InputsIndex, debt: str, category: str) -> str | None:
    """Return what a category paid out of a mortgage's escrow is to the return."""
    if interest_fact(index, debt) == "rental_cost":
        return "rental_cost"
    return "property_tax" if category == "property_tax" else None


def added(facts: Iterable[Fact], before: Mapping[tuple[str, str], int] | None = None) -> dict[tuple[str, str], int]:
    """Return the sums by what and whose, on top of those ``before``."""
    total = dict(before or {})
    for what, whose, amount in facts:
        total[what, whose] = total.get((what, whose), 0) + amount
    return total


def untaxed_findings(index: InputsIndex) -> Iterator[Finding]:
    """Yield a finding where income is only called other income, and so is taken to be free of tax."""
    flows = [
        flow.id
        for flow in index.flows
        if flow.type == "income" and flow.category == "other_income" and flow.tax_treatment is None
    ]
    sources = [source.id for source in index.sources.values() if source.type == "other"]
    if found := [*sources, *flows]:
        yield Finding(
            "income_untaxed",
            "info",
            f"flow:{flows[0]}" if flows else f"income_source:{sources[0]}",
            f"taken as free of tax, as other income: {', '.join(found)}",
            "give taxable income a category of its own",
        )
