"""The last step of onboarding: everything derived is made, and nothing is left waiting, in the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import is_debt
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.money import Cents
from effluent_cli.services.accounts import balances
from effluent_cli.services.catching_up import apply_caught_up, catch_up
from effluent_cli.services.projecting import HORIZON
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.read import Books


@dataclass(frozen=True)
class Completed:
    """What stands now: flows, those among them that stood before, findings, horizon (months), net worth today (cents)."""

    flows_generated: int
    flows_unchanged: int
    findings: tuple[Finding, ...]
    months: int
    net_worth_now: Cents


def complete_onboarding(books: "Books", today: date, now: datetime) -> Completed:
    """Regenerate the system flows, refresh the baseline and mark every open event processed, inside the door.

    Writes nothing where everything is current already. Raises Refused when a finding is an error: the caller's whole
    transaction is then rolled back.
    """
    inputs = books.inputs()
    caught = catch_up(books, inputs, rules(), today, now)
    apply_caught_up(books, caught, now)
    found, old = balances(inputs, today)
    debts = {account.id for account in inputs.accounts if is_debt(account.type)}
    worth = sum(-each.balance if key in debts else each.balance for key, each in found.items())
    return Completed(
        flows_generated=len(books.system_flows()),
        flows_unchanged=caught.flows.unchanged,
        findings=caught.findings + old,
        months=HORIZON,
        net_worth_now=worth,
    )
