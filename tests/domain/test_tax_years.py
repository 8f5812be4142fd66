"""What is withheld in each calendar year, and on what basis that is known."""

from dataclasses import replace
from datetime import date

from effluent_cli.domain.periods import parse_month
from effluent_cli.domain.projection import project
from effluent_cli.domain.settlement import TaxedYear
from tests.households import RULES, TODAY, job, okafor


def years(stated_job: object, months: int = 14) -> tuple[TaxedYear, ...]:
    return project(okafor(income_sources=(stated_job,)), RULES, TODAY, months).years


def test_the_running_year_is_reckoned_from_january() -> None:
    first, second = years(job())
    assert (first.year, first.basis, first.withheld) == (2026, "reckoned", 12 * 146_417)
    assert (second.year, second.basis) == (2027, "projected")
    # 120,000.00 less 16,100.00: 10 % of 12,400.00, 12 % of 38,000.00, 22 % of 53,500.00.
    parts = {"income_tax": 1_757_000, "additional_medicare_tax": 0, "self_employment_tax": 0, "tax_penalty": 0}
    assert first.liability == {**parts, "total": 1_757_000, "state": 0}
    assert (first.paid, first.settlement, first.settlement_month) == (0, -4, parse_month("2027-04"))
    second = years(job(), 8)[1]
    assert (second.liability, second.paid, second.settlement, second.settlement_month) == (None, None, None, None)


def test_a_pay_stub_takes_the_place_of_what_came_before_it() -> None:
    stub = job(ytd_on=date(2026, 10, 31), ytd_gross=10_000_000, ytd_federal_withheld=1_500_000)
    withheld = 1_500_000 + 2 * 146_417
    expected = replace(years(job())[0], basis="stub", withheld=withheld, settlement=1_757_000 - withheld)
    assert years(stub)[0] == expected


def test_a_source_that_is_no_payroll_has_nothing_withheld() -> None:
    assert [year.withheld for year in years(replace(job(), type="self_employed"))] == [0, 0]
