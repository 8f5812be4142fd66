"""``flows override``: a figure from a real pay stub in place of the one that a generated flow is reckoned to have."""

from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.money import money_text
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Override
from effluent_cli.domain.stub_figures import NET, can_be_overridden
from effluent_cli.errors import NotFound, Refused, UsageProblem
from effluent_cli.services.caller import Caller
from effluent_cli.services.editing import Edited, Planned, changed, edit, wrong

if TYPE_CHECKING:
    from effluent_cli.domain.records import SystemFlow
    from effluent_cli.store.household import HouseholdFile


def override(
    file: "HouseholdFile", caller: Caller, flow_id: str, amount: int | None, *, clear: bool
) -> tuple[Edited, date]:
    """Put ``amount`` (cents, zero or more) in the place of a generated flow's, from today on, or take it away again.

    Regeneration keeps it. Raises NotFound, Refused for a flow that takes no figure (net pay follows from the others, a
    debt's payment is its terms'), InvalidInput, Busy.
    """
    if (amount is None) != clear:
        raise UsageProblem("state an AMOUNT, or --clear, and not both")
    if amount is not None and amount < 0:
        raise wrong("AMOUNT", money_text(amount), "an amount of zero or more")
    with file.reading() as books:
        flow = next((each for each in books.system_flows() if each.id == flow_id), None)
        own = any(each.id == flow_id for each in books.user_flows())
    if own:
        raise Refused(
            f"{flow_id} is a flow of your own", code="own_flow", hint=f"effluent flows edit {flow_id} --amount A"
        )
    if flow is None:
        raise NotFound(f"there is no flow {flow_id!r}", hint="effluent flows list")
    _check(flow)
    source, kind = flow.source, flow.kind

    def planning(index: InputsIndex, today: date) -> Planned:
        before = index.overrides.get(source, {}).get(kind)
        if amount is None:
            gone = () if before is None else (Change(before, None),)
            return Planned(flow_id, Plan(gone, ("flows_changed",) if gone else ()))
        after = Override(source, kind, amount, today)
        if before is not None:
            return changed(flow_id, before, after, "flows_changed")
        return Planned(flow_id, Plan((Change(None, after),), ("flows_changed",)))

    return edit(file, caller, planning)


def _check(flow: "SystemFlow") -> None:
    if flow.kind == NET:
        raise Refused(
            "net pay follows from the other lines", code="not_overridable", hint="override the line that differs"
        )
    if flow.kind == "income" or (flow.paycheck is not None and can_be_overridden(flow.kind)):
        return
    hint = f"effluent debt edit {flow.source}" if flow.kind == "payment" else f"change {flow.source} instead"
    raise Refused(f"{flow.id} takes no figure from a stub", code="not_overridable", hint=hint)
