"""Whether scenarios can still be applied: what their changes refer to may have gone since."""

from collections.abc import Iterator
from datetime import date

from effluent_cli.domain.change_references import lost_references
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.records import Inputs, Scenario, ScenarioChange
from effluent_cli.domain.scenario_rules import scenario_oddities
from effluent_cli.errors import Refused
from effluent_cli.services.scenario_shelf import Shelf, made_by, texts_of, try_out


def scenario_findings(
    inputs: Inputs, scenarios: tuple[Scenario, ...], changes: tuple[ScenarioChange, ...], today: date
) -> Iterator[Finding]:
    """Yield a warning for each reference that leads nowhere, and for each scenario that cannot be applied for another reason.

    Archived scenarios are put away; what no command stores is found elsewhere, and nothing follows from it.
    """
    if next(scenario_oddities(scenarios, changes), None) is not None:
        return
    shelf = Shelf(InputsIndex(inputs), today, {each.id: each for each in scenarios}, changes)
    used = [each.id for each in scenarios if not each.archived]
    lost = {change: tuple(_lost(shelf, change)) for key in used for change in shelf.in_force(key)}
    for findings in lost.values():
        yield from findings
    for key in used:
        # What is lost further up is told of there.
        if not any(lost[change] for change in shelf.in_force(key)):
            yield from _not_applicable(shelf, key)


def _lost(shelf: Shelf, change: ScenarioChange) -> Iterator[Finding]:
    made = made_by(shelf.in_force(change.scenario))
    for each in lost_references(shelf.index, change.type, texts_of(change), made):
        where = f"{change.scenario} {change.id}"
        yield Finding(
            "broken_scenario",
            "warning",
            f"scenario_change:{change.scenario}:{change.id}",
            f"the change {change.id} of scenario {change.scenario}: {each.key}: {each.message}",
            f"effluent scenario change edit {where} {each.key}=…, or effluent scenario change remove {where}",
        )


def _not_applicable(shelf: Shelf, key: str) -> Iterator[Finding]:
    try:
        try_out(shelf, key)
    except Refused as error:
        message = f"the scenario {key} cannot be applied: {error.message}"
        yield Finding(
            "broken_scenario", "warning", f"scenario:{key}", message, f"effluent scenario show {key}, then change it"
        )
