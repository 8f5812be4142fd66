"""The three income drops, on households of any shape: the harder one is never the milder one."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.comparison import side
from effluent_cli.domain.overlay import NONE
from effluent_cli.domain.projection import project
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.rulebook import household_assumptions
from effluent_cli.domain.stress.outcome import Outcome, outcome, shaken
from effluent_cli.domain.stress.table import TESTS
from tests.households import RULES, TODAY, any_inputs

DROPS = ("income_drop_10", "income_drop_25", "income_drop_50")
WORSE = ("passed", "warning", "failed")


def drops(stated: Inputs, months: int) -> list[Outcome]:
    rates = household_assumptions(RULES, stated.assumptions)
    undisturbed = side(project(stated, RULES, TODAY, months), stated, NONE, TODAY)
    found = []
    for name in DROPS:
        test = TESTS[name]
        values = {each.name: each.default for each in test.inputs}
        under = shaken(test, values, stated, rates, TODAY, months)
        shocked = project(under[0], RULES, TODAY, months, under[1])
        found.append(outcome(name, {}, shocked, under, undisturbed, TODAY))
    return found


@settings(max_examples=40, deadline=None)
@given(any_inputs(), st.integers(2, 30))
def test_a_harder_drop_leaves_no_more_and_gets_no_better_verdict(stated: Inputs, months: int) -> None:
    for milder, harder in pairwise(drops(stated, months)):
        assert harder.net_worth_end <= milder.net_worth_end
        assert WORSE.index(harder.status) >= WORSE.index(milder.status)
        if milder.min_dscr is not None and harder.min_dscr is not None:
            assert harder.min_dscr <= milder.min_dscr


@settings(max_examples=40, deadline=None)
@given(any_inputs(), st.integers(2, 30))
def test_a_harder_drop_leaves_no_more_months_of_liquidity(stated: Inputs, months: int) -> None:
    # What a paycheck pays by percent for insurance is spending, which falls with the pay: without it spending stays as it is.
    for milder, harder in pairwise(drops(replace(stated, deductions=()), months)):
        assert (harder.min_liquidity_months is None) == (milder.min_liquidity_months is None)
        if milder.min_liquidity_months is not None and harder.min_liquidity_months is not None:
            assert harder.min_liquidity_months <= milder.min_liquidity_months
