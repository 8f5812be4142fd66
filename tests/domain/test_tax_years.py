"""What is withheld in each calendar year, and on what basis that is known."""

from dataclasses import replace
from datetime import date

from effluent_cli.domain.projection import project
from effluent_cli.domain.tax_years import TaxedYear
from tests.households import RULES, TODAY, job, okafor


def years(stated_job: object, months: int = 14) -> tuple[TaxedYear, ...]:
    return project(okafor(income_sources=(stated_job,)), RULES, TODAY, months).years


def test_the_running_year_is_reckoned_from_january() -> None:
    first, second = years(job())
    assert (first.year, first.basis, first.withheld) == (2026, "reckoned", 12 * 146_417)
    assert (second.year, second.basis) == (2027, "projected")
    assert (first.liability, first.settlement, first.settlement_month) == (None, None, None)


def test_a_pay_stub_takes_the_place_of_what_came_before_it() -> None:
    stub = job(ytd_on=date(2026, 10, 31), ytd_gross=10_000_000, ytd_federal_withheld=1_500_000)
    assert years(stub)[0] == replace(years(job())[0], basis="stub", withheld=1_500_000 + 2 * 146_417)


def test_a_source_that_is_no_payroll_has_nothing_withheld() -> None:
    assert [year.withheld for year in years(replace(job(), type="self_employed"))] == [0, 0]
