"""The tax of each projected year is, to the cent, what ``effluent calc tax`` says of that year's totals, read off the rows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from effluent_cli.domain.month_rows import MonthRow
from effluent_cli.domain.records import Deduction, IncomeSource, Inputs, Member, Withholding
from tests.domain.test_projection import walk
from tests.domain.test_settlement import consulting, everything
from tests.domain.test_withdrawals import born, still
from tests.households import HOUSEHOLD, TODAY, account, bill, held, inputs, job, loan
from tests.running import Cli

MONTHS = 170
YEARS = range(2027, 2041)
JOINT = replace(HOUSEHOLD, filing_status="married_jointly")
Document = dict[str, Any]


@dataclass(frozen=True)
class Totals:
    """One calendar year of a projection; ``before`` is the row of the December before it."""

    year: int
    rows: tuple[MonthRow, ...]
    before: MonthRow

    def of(self, *names: str) -> int:
        """What components of these names add up to, without their sign."""
        return abs(sum(row.components.get(name, 0) for row in self.rows for name in names))

    def moved(self, name: str) -> int:
        """What was moved under a name."""
        return sum(row.moves.get(name, 0) for row in self.rows)


def dollars(cents: int) -> str:
    """An amount as ``calc tax`` reads it."""
    return f"{'-' * (cents < 0)}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def one_with_everything() -> tuple[Inputs, Callable[[Totals], Document]]:
    """``everything``: dividends, a fund that is sold bit by bit, a mortgage, a child."""
    basis = 1_000_000

    def document(year: Totals) -> Document:
        nonlocal basis
        gains, held_before = 0, year.before.accounts["fund"]
        for row in year.rows:
            sold = row.moves.get("taxable_withdrawal", 0)
            # The part of the basis that goes with what is sold, to the nearest cent.
            cost = (2 * sold * basis + held_before) // (2 * held_before) if held_before else 0
            gains, basis, held_before = gains + sold - cost, basis - cost, row.accounts["fund"]
        deferred = sum((row.components["salary"] + 5) // 10 for row in year.rows)
        return {
            "filing_status": "head_of_household",
            "primary": {
                "age": year.year - 1980,
                "wages": dollars(year.of("salary")),
                "traditional_401k": dollars(deferred),
                "health_insurance": "4800.00",
            },
            "dependents": [{"age": year.year - 2015}] if year.year - 2015 < 19 else [],
            "income": {
                "interest": dollars(year.of("savings_interest")),
                "ordinary_dividends": dollars(year.of("dividends")),
                "long_term_gains": dollars(gains),
            },
            "itemized": {
                "mortgage_interest": dollars(year.of("mortgage_interest")),
                "property_tax": dollars(year.of("property_tax")),
                "charity_cash": dollars(year.of("charitable")),
            },
            "adjustments": {"student_loan_interest": dollars(year.of("loan_interest"))},
            "credits": {"child_care_expenses": dollars(year.of("childcare"))},
        }

    return everything(), document


def a_business_and_two_jobs() -> tuple[Inputs, Callable[[Totals], Document]]:
    """A couple: one has two jobs above the wage base and a plan at the smaller one, the other a business with costs."""
    stated = inputs(
        household=JOINT,
        members=(Member("bo", "Bo", "spouse", date(1979, 2, 3)), *born(date(1981, 6, 1))),
        accounts=(
            account("checking", "checking", primary=True, growth=Decimal("0.03")),
            still("plan", "traditional_401k"),
        ),
        snapshots=(held("checking", 30_000_000), held("plan", 0)),
        income_sources=(
            job("large", salary=21_000_000, raise_rate=Decimal(0)),
            job("small", salary=6_000_000, raise_rate=Decimal(0), frequency="biweekly"),
            replace(consulting(9_000_000), member="bo", raise_rate=Decimal(0)),
        ),
        deductions=(
            Deduction("d1", "small", "traditional_401k", percent=Decimal("0.15"), target_account="plan"),
            Deduction("d2", "small", "vision_insurance", amount=1_500),
        ),
        flows=(
            bill("living", 1_300_000),
            bill("tools", 41_234, category="business_supplies", source="work"),
            bill("freelancing", 123_456, "quarterly", type="income", category="freelance", member="bo"),
            bill("rewards", 500_000, "annually", date(2027, 3, 3), type="income", category="bonus", source="small"),
        ),
    )

    def document(year: Totals) -> Document:
        paychecks = (year.of("salary") - 12 * 1_750_000) // 230_769
        return {
            "filing_status": "married_jointly",
            "primary": {
                "age": year.year - 1981,
                "wages": dollars(year.of("salary", "bonus") - 21_000_000),
                "other_wages": ["210000.00"],
                "traditional_401k": dollars(paychecks * 34_615),
                "health_insurance": dollars(paychecks * 1_500),
            },
            "spouse": {"age": year.year - 1979},
            "income": {
                "interest": dollars(year.of("savings_interest")),
                "self_employment_spouse": dollars(
                    year.of("self_employment", "freelance") - year.of("business_supplies")
                ),
            },
        }

    return stated, document


def a_landlord() -> tuple[Inputs, Callable[[Totals], Document]]:
    """Somebody who works and lets a house on a mortgage, at a loss that the rules let through only in part."""
    flat = account(
        "flat", "rental_property", rent=180_000, property_tax=900_000, insurance=200_000, hoa=120_000, answered_on=TODAY
    )
    stated = inputs(
        members=born(date(1970, 6, 1)),
        accounts=(account("checking", "checking"), flat, account("flat-loan", "rental_mortgage", property="flat")),
        snapshots=(held("checking", 9_000_000), held("flat", 30_000_000), held("flat-loan", 25_000_000)),
        loan_terms=(loan("flat-loan", "0.0725", 190_000),),
        income_sources=(job(salary=11_500_000),),
        flows=(bill("repairs", 61_700, "quarterly", category="rental_repairs"), bill("living", 300_000)),
    )

    def document(year: Totals) -> Document:
        costs = year.of("property_tax", "homeowners_insurance", "hoa_fees", "rental_repairs", "mortgage_interest")
        return {
            "filing_status": "single",
            "primary": {"age": year.year - 1970, "wages": dollars(year.of("salary"))},
            "income": {
                "interest": dollars(year.of("savings_interest")),
                "rental": dollars(year.of("rental_income") - costs),
            },
        }

    return stated, document


def a_retired_couple() -> tuple[Inputs, Callable[[Totals], Document]]:
    """Benefits that are taxed in part, a pension, draws and required payouts, doctors and gifts that are itemized."""

    def benefit(key: str, member: str, yearly: int, first: date) -> IncomeSource:
        return IncomeSource(key, member, "Benefit", "social_security", "monthly", first, annual_amount=yearly, start=first,
                            stated_on=TODAY)  # fmt: skip

    stated = inputs(
        household=JOINT,
        members=(Member("bo", "Bo", "spouse", date(1955, 2, 3)), *born(date(1957, 6, 1))),
        accounts=(
            account("checking", "checking", growth=Decimal("0.02")),
            account("ira", "traditional_ira", growth=Decimal("0.04")),
        ),
        snapshots=(held("checking", 2_000_000), held("ira", 150_000_000)),
        income_sources=(
            benefit("one", "ngozi", 3_000_000, date(2026, 1, 14)),
            benefit("two", "bo", 2_400_000, date(2026, 1, 21)),
            IncomeSource(
                "pension",
                "bo",
                "Pension",
                "retirement",
                "monthly",
                date(2026, 1, 1),
                annual_amount=1_234_567,
                stated_on=TODAY,
            ),
        ),
        flows=(
            bill("clinic", 250_000, category="medical_expenses"),
            bill("church", 140_000, category="religious"),
            bill("living", 600_000),
        ),
    )

    def document(year: Totals) -> Document:
        return {
            "filing_status": "married_jointly",
            "primary": {"age": year.year - 1957, "social_security": dollars(year.of("social_security"))},
            "spouse": {"age": year.year - 1955},
            "income": {
                "interest": dollars(year.of("savings_interest")),
                "pension": dollars(year.of("pension", "retirement_distribution")),
                "ira_distribution": dollars(
                    year.moved("tax_deferred_withdrawal") + year.moved("required_distribution")
                ),
            },
            "itemized": {
                "medical": dollars(year.of("medical_expenses", "health_insurance")),
                "charity_cash": dollars(year.of("religious")),
            },
        }

    return stated, document


def a_single_parent() -> tuple[Inputs, Callable[[Totals], Document]]:
    """Two children who grow up one after the other, a low income with its credits, and care that is paid for."""
    births = {"ada": 2012, "ben": 2020}
    stated = inputs(
        household=replace(HOUSEHOLD, filing_status="head_of_household"),
        members=(
            *(Member(key, key, "child", date(year, 7, 7)) for key, year in births.items()),
            *born(date(1990, 1, 1)),
        ),
        income_sources=(job(salary=3_100_000, frequency="semimonthly", raise_rate=Decimal(0)),),
        flows=(bill("care", 30_000, category="childcare"),),
    )

    def document(year: Totals) -> Document:
        return {
            "filing_status": "head_of_household",
            "primary": {"age": year.year - 1990 + 1, "wages": dollars(year.of("salary"))},
            "dependents": [{"age": year.year - each} for each in births.values() if year.year - each < 19],
            "income": {"interest": dollars(year.of("savings_interest"))},
            "credits": {"child_care_expenses": dollars(year.of("childcare"))},
        }

    return stated, document


def a_saver() -> tuple[Inputs, Callable[[Totals], Document]]:
    """Small jobs that together defer more than the largest of them pays, gifts and state tax off a paycheck, an IRA, an HSA."""
    small = {name: job(name, salary=1_200_000, raise_rate=Decimal(0)) for name in ("one", "two", "three")}
    saving: dict[str, Any] = {
        "type": "transfer",
        "category": "transfer",
        "from_account": "checking",
        "start": date(2027, 1, 1),
    }
    stated = inputs(
        household=replace(HOUSEHOLD, state="CA"),
        members=born(date(1980, 6, 1)),
        accounts=(
            account("checking", "checking"),
            still("hsa", "hsa"),
            still("ira", "traditional_ira"),
            still("plan", "traditional_401k"),
        ),
        snapshots=(held("checking", 90_000_000), held("hsa", 0), held("ira", 0), held("plan", 0)),
        income_sources=(*small.values(), job("zenith", salary=1_020_000, raise_rate=Decimal(0))),
        withholdings=(Withholding("one", "single", state_extra=10_000),),
        deductions=(
            *(Deduction(f"d-{key}", key, "traditional_401k", amount=60_000, target_account="plan") for key in small),
            Deduction("gift", "zenith", "charitable", amount=50_000),
        ),
        flows=(
            bill("alms", 100_000, category="charitable"),
            bill("save", 20_000, to_account="ira", **saving),
            bill("health", 30_000, to_account="hsa", **saving),
        ),
    )

    def document(year: Totals) -> Document:
        return {
            "filing_status": "single",
            "primary": {
                "age": year.year - 1980,
                # Three employers of 12,000.00 each, from which 7,200.00 are deferred each; and one of 10,200.00.
                "wages": "36000.00",
                "other_wages": ["10200.00"],
                "traditional_401k": "21600.00",
            },
            "income": {"interest": dollars(year.of("savings_interest"))},
            "itemized": {
                "charity_cash": dollars(year.of("charitable")),
                "state_income_tax": dollars(year.of("state_income_tax")),
            },
            "adjustments": {"ira_deduction": "2400.00", "hsa_direct": "3600.00"},
        }

    return stated, document


HOUSEHOLDS = (one_with_everything, a_business_and_two_jobs, a_landlord, a_retired_couple, a_single_parent, a_saver)


def lines() -> Iterator[tuple[Document, dict[str, int | None]]]:
    """Each household's years: what ``calc tax`` is asked, and what the projection says."""
    for household in HOUSEHOLDS:
        stated, document = household()
        found = walk(stated, MONTHS)
        for number in YEARS:
            rows = tuple(row for row in found.months if row.month // 12 == number)
            before = next(row for row in reversed(found.months) if row.month // 12 == number - 1)
            liable = next(each for each in found.years if each.year == number).liability
            assert liable is not None
            asked = document(Totals(number, rows, before))
            yield {"id": f"{household.__name__} {number}", "tax_year": number, **asked}, liable


def test_the_tax_of_each_year_is_what_calc_tax_says_of_its_totals(cli: Cli) -> None:
    asked = list(lines())
    answers = cli("calc", "tax", "--input", "-", stdin="".join(json.dumps(line) + "\n" for line, _ in asked)).stdout
    for text, (line, liable) in zip(answers.splitlines(), asked, strict=True):
        answer = json.loads(text)
        said = {name: round(100 * float(answer[name])) for name in ("income_tax_net", "self_employment_tax")}
        assert answer["id"] == line["id"]
        assert said["income_tax_net"] == liable["income_tax"], line
        assert said["self_employment_tax"] == liable["self_employment_tax"], line
        assert answer["additional_medicare_tax"] == dollars(liable["additional_medicare_tax"] or 0), line
        assert answer["total_federal"] == dollars((liable["total"] or 0) - (liable["tax_penalty"] or 0)), line
