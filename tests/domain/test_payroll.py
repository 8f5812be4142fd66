"""A year of paychecks: limits that stop a deduction in the month they are reached, for each person over all jobs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.pay import PayRun
from effluent_cli.domain.payroll import Payroll
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Deduction, Flow, IncomeSource, Inputs, MatchTier, Member, Override, Skip
from effluent_cli.domain.rulebook import household_assumptions
from tests.households import HOUSEHOLD, NGOZI, RULES, TODAY, account, any_inputs, bill, job, okafor

LIMIT = 2_450_000
"""The elective deferral of 2026."""
MATCH = (MatchTier(Decimal(1), Decimal("0.05")),)
OBI = Member("obi", "Obi Okafor", "spouse", date(1990, 6, 1))


def born(birth: date | None) -> Member:
    return replace(NGOZI, date_of_birth=birth)


def defers(source: str, percent: str, kind: str = "traditional_401k", **more: Any) -> Deduction:
    return Deduction(f"{source}-{kind}".replace("_", "-"), source, kind, percent=Decimal(percent), **more)


def each(source: str, kind: str, amount: int, **more: Any) -> Deduction:
    return Deduction(f"{source}-{kind}".replace("_", "-"), source, kind, amount=amount, **more)


def payroll(stated: Inputs) -> Payroll:
    return Payroll(InputsIndex(stated), RULES, household_assumptions(RULES, stated.assumptions))


def year(stated: Inputs, source: str = "job", of: int = 2026) -> list[PayRun]:
    return list(payroll(stated).runs(source, date(of, 1, 1), date(of, 12, 31)))


def taken(runs: Iterable[PayRun], kind: str) -> list[int]:
    return [amount for run in runs for deduction, amount in run.deductions if deduction.type == kind]


def matched(runs: Iterable[PayRun]) -> list[int]:
    return [amount for run in runs for _, amount in run.matches]


class TestDeferrals:
    def test_the_limit_is_reached_in_october_to_the_cent_and_the_match_ends_with_it(self) -> None:
        stated = okafor(income_sources=(job(salary=24_000_000),), deductions=(defers("job", "0.135", match=MATCH),))
        runs = year(stated)
        deferred = taken(runs, "traditional_401k")
        assert deferred == [270_000] * 9 + [20_000, 0, 0]
        assert sum(deferred) == LIMIT
        assert matched(runs) == [100_000] * 9 + [20_000, 0, 0]
        november = runs[10].check
        assert november.federal_taxable_wages == november.gross == 2_000_000
        assert taken(year(stated, of=2027), "traditional_401k")[0] > 0

    @pytest.mark.parametrize(
        ("birth", "catch_up"),
        [
            (date(1977, 1, 1), 0),
            (date(1976, 12, 31), 800_000),
            (date(1976, 1, 1), 800_000),
            (date(1967, 1, 1), 800_000),
            (date(1966, 12, 31), 1_125_000),
            (date(1963, 1, 1), 1_125_000),
            (date(1962, 12, 31), 800_000),
            (date(1940, 5, 5), 800_000),
            (None, 0),
        ],
    )
    def test_catch_ups_by_the_age_attained_in_the_year(self, birth: date | None, catch_up: int) -> None:
        stated = okafor(
            members=(born(birth),), income_sources=(job(salary=14_400_000),), deductions=(defers("job", "0.5"),)
        )
        assert sum(taken(year(stated), "traditional_401k")) == LIMIT + catch_up

    def test_two_employers_share_one_limit_and_each_alone_gives_the_same(self) -> None:
        stated = okafor(
            income_sources=(job("early", pay_date=date(2026, 1, 15)), job("late", pay_date=date(2026, 1, 31))),
            withholdings=(),
            deductions=(defers("early", "0.2", match=MATCH), defers("late", "0.1", "roth_401k")),
        )
        together = payroll(stated)
        first, second = (list(together.runs(key, date(2026, 1, 1), date(2026, 12, 31))) for key in ("early", "late"))
        assert year(stated, "late") == second
        assert year(stated, "early") == first
        deferred = [*taken(first, "traditional_401k"), *taken(second, "roth_401k")]
        assert sum(deferred) == LIMIT
        assert taken(first, "traditional_401k")[8:] == [50_000, 0, 0, 0]
        assert taken(second, "roth_401k")[7:] == [100_000, 0, 0, 0, 0]

    def test_two_people_have_a_limit_each(self) -> None:
        stated = okafor(
            members=(NGOZI, OBI),
            income_sources=(job("a"), replace(job("b"), member="obi")),
            withholdings=(),
            deductions=(defers("a", "0.5"), defers("b", "0.5")),
        )
        assert [sum(taken(year(stated, key), "traditional_401k")) for key in ("a", "b")] == [LIMIT, LIMIT]

    def test_the_days_asked_for_do_not_change_a_paycheck(self) -> None:
        stated = okafor(deductions=(defers("job", "0.3", match=MATCH),))
        reckoned = payroll(stated)
        october = list(reckoned.runs("job", date(2026, 10, 1), date(2026, 10, 31)))
        assert october == year(stated)[9:10]

    def test_a_figure_from_a_stub_stays_and_counts(self) -> None:
        deduction = defers("job", "0.2")
        stub = Override("job", f"deduction-{deduction.id}", 400_000, date(2026, 6, 1))
        stated = okafor(deductions=(deduction,), overrides=(stub,))
        assert taken(year(stated), "traditional_401k") == [200_000] * 5 + [400_000] * 7

    def test_deferrals_of_a_stub_take_the_place_of_those_reckoned(self) -> None:
        source = job(ytd_on=date(2026, 8, 31), ytd_gross=8_000_000, ytd_deferrals=2_400_000)
        stated = okafor(income_sources=(source,), deductions=(defers("job", "0.1"),))
        assert taken(year(stated), "traditional_401k")[8:] == [50_000, 0, 0, 0]
        silent = replace(source, ytd_deferrals=None)
        assert taken(year(replace(stated, income_sources=(silent,))), "traditional_401k") == [100_000] * 12

    def test_what_goes_in_beside_the_limit_stays_below_annual_additions(self) -> None:
        rich = (MatchTier(Decimal(3), Decimal("0.1")),)
        stated = okafor(income_sources=(job(salary=24_000_000),), deductions=(defers("job", "0.1", match=rich),))
        runs = year(stated)
        both = [a + b for a, b in zip(taken(runs, "traditional_401k"), matched(runs), strict=True)]
        assert sum(both) == 7_200_000
        assert both == [800_000] * 9 + [0, 0, 0]

    def test_a_catch_up_is_no_annual_addition(self) -> None:
        rich = (MatchTier(Decimal(5), Decimal("0.2")),)
        stated = okafor(
            members=(born(date(1970, 1, 1)),),
            income_sources=(job(salary=14_400_000),),
            deductions=(defers("job", "0.25", match=rich),),
        )
        runs = year(stated)
        assert sum(taken(runs, "traditional_401k")) + sum(matched(runs)) == 7_200_000 + 800_000

    def test_a_match_counts_pay_up_to_the_compensation_limit(self) -> None:
        stated = okafor(income_sources=(job(salary=48_000_000),), deductions=(defers("job", "0.05", match=MATCH),))
        assert matched(year(stated)) == [200_000] * 9 + [0] * 3
        assert sum(taken(year(stated), "traditional_401k")) == 2_400_000

    def test_the_pay_of_a_stub_counts_towards_the_compensation_limit(self) -> None:
        source = job(salary=24_000_000, ytd_on=date(2026, 8, 31), ytd_gross=35_000_000)
        stated = okafor(income_sources=(source,), deductions=(defers("job", "0.05", match=MATCH),))
        assert matched(year(stated))[8:] == [50_000, 0, 0, 0]


class TestRothCatchUp:
    """IRC 414(v)(7): from 2026, after wages above 150,000 from the employer in the year before."""

    def stated(self, salary: int, *deductions: Deduction, **more: Any) -> Inputs:
        source = job(salary=salary, raise_rate=Decimal(0), **more)
        return okafor(members=(born(date(1970, 6, 1)),), income_sources=(source,), deductions=deductions)

    def test_a_traditional_deferral_stops_before_the_catch_up(self) -> None:
        assert sum(taken(year(self.stated(15_000_012, defers("job", "0.3"))), "traditional_401k")) == LIMIT
        assert sum(taken(year(self.stated(15_000_000, defers("job", "0.3"))), "traditional_401k")) == LIMIT + 800_000

    def test_a_roth_deferral_goes_on(self) -> None:
        stated = self.stated(18_000_000, defers("job", "0.15"), defers("job", "0.05", "roth_401k"))
        runs = year(stated)
        assert taken(runs, "traditional_401k")[9:] == [225_000, 200_000, 0]
        assert taken(runs, "roth_401k")[9:] == [75_000, 50_000, 0]
        assert sum(taken(runs, "roth_401k")) == 800_000

    def test_what_lowers_social_security_wages_counts(self) -> None:
        cafeteria = each("job", "health_insurance", 10_000)
        assert sum(taken(year(self.stated(15_100_000, defers("job", "0.3"), cafeteria)), "traditional_401k")) == (
            LIMIT + 800_000
        )

    def test_a_new_job_has_no_wages_of_last_year(self) -> None:
        stated = self.stated(24_000_000, defers("job", "0.3"), start=date(2026, 1, 1))
        assert sum(taken(year(stated), "traditional_401k")) == LIMIT + 800_000

    def test_the_wages_of_last_years_stub_stand(self) -> None:
        stub = {"ytd_on": date(2025, 12, 31), "ytd_gross": 15_000_100}
        stated = self.stated(12_000_000, defers("job", "0.4"), **stub)
        assert sum(taken(year(stated), "traditional_401k")) == LIMIT

    def test_the_rule_was_not_in_force_in_2025_and_needs_a_catch_up(self) -> None:
        assert sum(taken(year(self.stated(24_000_000, defers("job", "0.3")), of=2025), "traditional_401k")) == 3_100_000
        young = okafor(income_sources=(job(salary=24_000_000),), deductions=(defers("job", "0.3"),))
        assert not payroll(young).year(2026).room.stopped_by_roth_rule

    def test_a_far_year_asked_alone_is_the_same_as_in_its_turn(self) -> None:
        stated = self.stated(40_000_000, defers("job", "0.3"))
        in_turn = payroll(stated)
        for each_year in range(2026, 2041):
            in_turn.year(each_year)
        assert in_turn.year(2040).runs == payroll(stated).year(2040).runs


class TestHealthSavings:
    def couple(self, *births: date, deductions: tuple[Deduction, ...], **more: Any) -> Inputs:
        spouses = (born(births[0]), replace(OBI, date_of_birth=births[1]))
        sources = (job("a", pay_date=date(2026, 1, 15)), replace(job("b", pay_date=date(2026, 1, 31)), member="obi"))
        return okafor(members=spouses, income_sources=sources, withholdings=(), deductions=deductions, **more)

    def test_one_person_has_the_self_only_limit(self) -> None:
        assert sum(taken(year(okafor(deductions=(each("job", "hsa", 50_000),))), "hsa")) == 440_000

    def test_spouses_share_the_family_limit(self) -> None:
        stated = self.couple(
            date(1990, 1, 1), date(1990, 1, 1), deductions=(each("a", "hsa", 50_000), each("b", "hsa", 30_000))
        )
        first, second = taken(year(stated, "a"), "hsa"), taken(year(stated, "b"), "hsa")
        assert first == [50_000] * 11 + [0]
        assert second == [30_000] * 10 + [25_000, 0]
        assert sum(first) + sum(second) == 875_000

    def test_from_55_each_has_a_thousand_of_their_own(self) -> None:
        both = (each("a", "hsa", 100_000), each("b", "hsa", 100_000))
        one_old = self.couple(date(1971, 12, 31), date(1972, 1, 1), deductions=both)
        assert sum(taken(year(one_old, "a"), "hsa")) + sum(taken(year(one_old, "b"), "hsa")) == 975_000
        both_old = self.couple(date(1971, 12, 31), date(1960, 1, 1), deductions=both)
        assert sum(taken(year(both_old, "a"), "hsa")) + sum(taken(year(both_old, "b"), "hsa")) == 1_075_000
        alone = self.couple(date(1971, 12, 31), date(1960, 1, 1), deductions=(each("a", "hsa", 100_000),))
        assert sum(taken(year(alone, "a"), "hsa")) == 975_000

    def test_the_employers_money_counts(self) -> None:
        seed = (MatchTier(Decimal(1), Decimal("0.02")),)
        runs = year(okafor(deductions=(each("job", "hsa", 40_000, match=seed),)))
        assert matched(runs) == [20_000] * 7 + [0] * 5
        assert taken(runs, "hsa") == [40_000] * 7 + [20_000] + [0] * 4
        assert sum(taken(runs, "hsa")) + sum(matched(runs)) == 440_000

    def test_a_stopped_deduction_raises_every_wage_base_again(self) -> None:
        runs = year(okafor(deductions=(each("job", "hsa", 440_000),)))
        assert [run.check.medicare_wages for run in runs[:2]] == [560_000, 1_000_000]


class TestFlexibleSpending:
    def test_health_by_person_and_employer(self) -> None:
        stated = okafor(
            income_sources=(job("a"), job("b")),
            withholdings=(),
            deductions=(each("a", "fsa_health", 40_000), each("b", "fsa_health", 40_000)),
        )
        assert [sum(taken(year(stated, key), "fsa_health")) for key in ("a", "b")] == [340_000, 340_000]

    @pytest.mark.parametrize(("status", "most"), [("married_jointly", 750_000), ("married_separately", 375_000)])
    def test_dependent_care_by_household(self, status: str, most: int) -> None:
        stated = okafor(
            household=replace(HOUSEHOLD, filing_status=status),
            members=(NGOZI, OBI),
            income_sources=(job("a"), replace(job("b"), member="obi")),
            withholdings=(),
            deductions=(each("a", "fsa_dependent", 60_000), each("b", "fsa_dependent", 60_000)),
        )
        assert sum(sum(taken(year(stated, key), "fsa_dependent")) for key in ("a", "b")) == most


class TestIras:
    ACCOUNTS = (
        account("checking", "checking", primary=True),
        account("ira", "traditional_ira", owner="ngozi"),
        account("old-plan", "traditional_401k", owner="ngozi"),
    )

    def into(self, amount: int, **more: Any) -> Any:
        given = {"type": "transfer", "category": "transfer", "from_account": "checking", "to_account": "ira", **more}
        return bill("saving", amount, anchor=date(2026, 1, 1), **given)

    def test_a_deduction_stops_where_own_transfers_have_used_the_limit(self) -> None:
        stated = okafor(
            accounts=self.ACCOUNTS, flows=(self.into(50_000),), deductions=(each("job", "roth_ira", 40_000),)
        )
        assert taken(year(stated), "roth_ira") == [40_000] * 8 + [0] * 4
        assert payroll(stated).year(2026).room.person("ngozi").ira.total == 750_000

    def test_what_a_person_moves_is_never_cut_and_a_rollover_is_no_contribution(self) -> None:
        rolled = okafor(
            accounts=self.ACCOUNTS,
            flows=(self.into(5_000_000, from_account="old-plan"),),
            deductions=(each("job", "roth_ira", 62_500),),
        )
        assert sum(taken(year(rolled), "roth_ira")) == 750_000

    def test_from_50_more(self) -> None:
        stated = okafor(members=(born(date(1976, 12, 31)),), deductions=(each("job", "roth_ira", 100_000),))
        assert sum(taken(year(stated), "roth_ira")) == 860_000

    def test_a_business_owners_own_plan_counts(self) -> None:
        studio = IncomeSource(
            "studio", "ngozi", "Studio", "self_employed", "monthly", date(2026, 1, 15), annual_amount=1_200_000,
            retirement_contribution=600_000, retirement_account="ira", stated_on=TODAY,
        )  # fmt: skip
        stated = okafor(
            accounts=self.ACCOUNTS, income_sources=(job(), studio), deductions=(each("job", "roth_ira", 50_000),)
        )
        assert taken(year(stated), "roth_ira") == [50_000] * 7 + [0] * 5


class TestCalendar:
    def test_a_december_paycheck_paid_in_january_belongs_to_the_new_year(self) -> None:
        source = job(frequency="biweekly", salary=26_000_000, pay_date=date(2027, 1, 1))
        stated = okafor(income_sources=(source,), deductions=(defers("job", "0.1"),))
        assert year(stated)[-1].on == date(2026, 12, 18)
        first = year(stated, of=2027)[0]
        assert first.on == date(2027, 1, 1)
        assert first.check.social_security_wages == first.check.gross
        assert year(stated)[-1].check.social_security_wages == 0

    def test_a_year_of_27_paychecks(self) -> None:
        source = job(frequency="biweekly", salary=13_000_000, pay_date=date(2026, 1, 1))
        runs = year(okafor(income_sources=(source,), deductions=(each("job", "traditional_401k", 100_000),)))
        assert len(runs) == 27
        assert {run.check.gross for run in runs} == {500_000}
        assert taken(runs, "traditional_401k") == [100_000] * 24 + [50_000, 0, 0]
        assert sum(run.check.social_security_wages for run in runs) == 13_500_000

    def test_two_employers_each_count_the_wage_base_from_nothing(self) -> None:
        stated = okafor(income_sources=(job("a", 19_200_000), job("b", 19_200_000)), withholdings=())
        for key in ("a", "b"):
            assert sum(run.check.social_security_wages for run in year(stated, key)) == 18_450_000


class TestBonuses:
    """Supplemental wages that a job pays beside its paychecks, stated as a flow of the household's own."""

    def bonus(self, amount: int, on: date, **more: Any) -> Flow:
        given = {"type": "income", "category": "bonus", "source": "job", "to_account": "checking", "frequency": "once"}
        return bill("extra", amount, anchor=on, **{**given, **more})

    def test_a_bonus_bears_22_percent_and_uses_up_the_wage_base(self) -> None:
        stated = okafor(income_sources=(job(salary=18_000_000),), flows=(self.bonus(1_000_000, date(2026, 11, 15)),))
        reckoned = payroll(stated)
        (paid,) = reckoned.bonuses("extra", date(2026, 1, 1), date(2026, 12, 31))
        assert (paid.check.gross, paid.check.federal_income_tax, paid.check.social_security) == (
            1_000_000,
            220_000,
            62_000,
        )
        assert paid.check.net_pay == 1_000_000 - 220_000 - 62_000 - 14_500
        wages = [run.check.social_security_wages for run in reckoned.runs("job", date(2026, 11, 1), date(2026, 12, 31))]
        assert wages == [1_500_000, 18_450_000 - 17_500_000]

    def test_the_million_is_counted_over_the_years_bonuses(self) -> None:
        monthly = self.bonus(40_000_000, date(2026, 1, 10), frequency="quarterly")
        paid = list(payroll(okafor(flows=(monthly,))).bonuses("extra", date(2026, 1, 1), date(2026, 12, 31)))
        assert [run.check.supplemental.over for run in paid] == [0, 0, 20_000_000, 40_000_000]

    def test_it_lands_net_in_its_account_and_every_line_is_in_the_month(self) -> None:
        stated = okafor(flows=(self.bonus(1_000_000, date(2026, 12, 15)),))
        december = project(stated, RULES, TODAY, 2).months[1]
        assert december.components["bonus"] == 1_000_000
        assert -december.components["federal_income_tax"] == 146_417 + 220_000
        assert december.net_flow == 777_083 + 703_500
        (withheld,) = project(stated, RULES, TODAY, 2).years
        assert withheld.withheld == 12 * 146_417 + 220_000

    def test_a_skipped_day_and_a_flow_of_no_job_are_as_before(self) -> None:
        day = date(2026, 12, 15)
        skipped = okafor(flows=(self.bonus(1_000_000, day),), skips=(Skip("extra", day),))
        assert not list(payroll(skipped).bonuses("extra", day, day))
        plain = okafor(flows=(self.bonus(1_000_000, day, source=None),))
        assert project(plain, RULES, TODAY, 2).months[1].net_flow == 777_083 + 1_000_000


@settings(deadline=None, max_examples=40)
@given(any_inputs(), st.integers(2025, 2029))
def test_no_plan_of_any_household_goes_beyond_a_limit(stated: Inputs, of: int) -> None:
    together = payroll(stated)
    paid = together.year(of)
    law = paid.tax_year
    assert paid.runs == payroll(stated).year(of).runs
    deferred: dict[str, int] = {}
    for source in together.index.sources.values():
        runs = paid.runs.get(source.id, ())
        kinds = {"traditional_401k", "traditional_403b", "tsp_traditional", "roth_401k", "roth_403b", "tsp_roth"}
        deferred[source.member] = deferred.get(source.member, 0) + sum(
            amount for run in runs for deduction, amount in run.deductions if deduction.type in kinds
        )
        assert sum(taken(runs, "fsa_health")) <= law.fsa.health
        for run in runs:
            taxes = run.check.federal_income_tax + run.check.social_security + run.check.medicare
            lines = taxes + run.check.additional_medicare + run.check.net_pay + sum(a for _, a in run.deductions)
            assert lines == run.check.gross
    assert all(total <= law.workplace_plans.elective_deferral for total in deferred.values())
