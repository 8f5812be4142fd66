"""Which commands came after a copy of the inputs was made, by turning the log back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.audit import AuditEntry
from effluent_cli.domain.codec import encode
from effluent_cli.domain.edits import edits_of, edits_since, plan_of
from effluent_cli.domain.inputs_after import inputs_after
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Inputs
from effluent_cli.domain.undoing import Batch
from tests.households import NOW, bill, inputs, okafor


def entry(batch: int, change: Change, at: datetime = NOW) -> AuditEntry:
    before, after = (None if each is None else encode(each) for each in (change.before, change.after))
    return AuditEntry(batch, at, "ana", "flows edit", change.subject, before, after, None, 2)


def history(amounts: Sequence[int]) -> tuple[list[Inputs], tuple[Batch, ...]]:
    """The inputs after each edit of one bill, the first being those before any, and the log."""
    states, log = [inputs(flows=(bill("rent", 1),))], []
    for number, amount in enumerate(amounts, 1):
        (old,) = states[-1].flows
        change = Change(old, replace(old, amount=amount))
        states.append(inputs_after(states[-1], Plan((change,))))
        log.append(entry(number, change))
    return states, edits_of(log)


@given(st.lists(st.integers(2, 4), max_size=8), st.data())
def test_every_edit_counts_also_those_that_lead_back(amounts: list[int], data: st.DataObject) -> None:
    states, batches = history(amounts)
    at = data.draw(st.integers(0, len(amounts)))
    # The making of the household raised the revision before the first edit did.
    assert edits_since(states[at], 10 + at, states[-1], 10 + len(amounts), batches) == len(amounts) - at
    state = states[at]
    for batch in batches[at:]:
        state = inputs_after(state, plan_of(batch))
    assert state == states[-1]


def test_a_sitting_that_raised_the_revision_more_often_is_one_edit() -> None:
    states, batches = history([5, 6, 7])
    assert edits_since(states[1], 1, states[-1], 9, batches) == 2


def test_a_log_that_leads_elsewhere_still_tells_how_often_the_inputs_changed() -> None:
    states, batches = history([5, 6, 7])
    assert edits_since(okafor(), 11, states[-1], 13, batches) == 2


def test_what_states_no_input_is_no_edit() -> None:
    log = [
        entry(1, Change(None, bill("rent", 1))),
        AuditEntry(2, NOW, "ana", "event add", "event:1", None, {}, None, 2),
    ]
    assert [edit.number for edit in edits_of(log)] == [1]
