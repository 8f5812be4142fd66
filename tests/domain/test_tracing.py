"""A month taken apart is the month: its components, columns, moves and every account's change, to the cent."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effluent_cli.domain.periods import month_of
from effluent_cli.domain.records import Inputs, Setting
from effluent_cli.domain.tracing import TracedMonth, traced
from effluent_cli.errors import Refused
from tests.households import RULES, TODAY, any_inputs, okafor

FIRST = month_of(TODAY)


def check(found: TracedMonth) -> None:
    """Fail unless every account begins, changes and ends as the course has it (the parts are checked by ``traced`` itself)."""
    for account, opening in found.opening.items():
        happened = sum(each.changes.get(account, 0) for each in found.happenings)
        posted = sum(change for _, change in found.posted_on(account))
        assert opening + happened + posted == found.state.balances[account], account


@st.composite
def choices(draw: st.DrawFn, stated: Inputs) -> Inputs:
    """The household with settings that set stage two to work."""
    cards = [each.account for each in stated.card_terms]
    named = [Setting("early_withdrawals", draw(st.sampled_from(("on", "off"))))]
    named.append(Setting("cash_buffer", draw(st.sampled_from(("0.00", "2500.00")))))
    if cards:
        named.append(Setting("borrow_line", draw(st.sampled_from(cards))))
        limited = tuple(replace(each, limit=draw(st.sampled_from((500_000, 50_000_000)))) for each in stated.card_terms)
        stated = replace(stated, card_terms=limited)
    assets = [each.id for each in stated.accounts if each.type in ("savings", "brokerage", "money_market")]
    if assets:
        named.append(Setting("surplus_account", draw(st.sampled_from(assets))))
    return replace(stated, settings=tuple(sorted(named, key=lambda each: each.name)))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_month_of_any_household_is_made_of_its_parts(data: st.DataObject) -> None:
    stated = data.draw(choices(data.draw(any_inputs())))
    # A balance beyond all bounds is refused, as project refuses it.
    with suppress(Refused):
        check(traced(stated, RULES, TODAY, FIRST + data.draw(st.integers(0, 20))))


@pytest.mark.parametrize("month", range(FIRST, FIRST + 36))
def test_every_month_of_three_years_of_okafor(month: int) -> None:
    check(traced(okafor(), RULES, TODAY, month))
