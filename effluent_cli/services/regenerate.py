"""``flows regenerate``: the system flows made again from the records they follow from."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from effluent_cli.domain.codec import canonical
from effluent_cli.domain.findings import Finding
from effluent_cli.domain.flows import generate
from effluent_cli.domain.index import InputsIndex
from effluent_cli.domain.plans import Plan
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import flow_changes, refuse_errors
from effluent_cli.services.reading import fingerprint
from effluent_cli.services.rulebook import rules
from effluent_cli.services.running import begin

if TYPE_CHECKING:
    from effluent_cli.store.household import HouseholdFile


@dataclass(frozen=True)
class Regenerated:
    """How many system flows were added, updated and removed; ``kept`` are old ones of a source that has an error."""

    result: Literal["changed", "unchanged", "partial"]
    added: int
    updated: int
    removed: int
    kept: int
    revision: int
    fingerprint: str
    findings: tuple[Finding, ...]


def regenerate(file: "HouseholdFile", caller: Caller, *, partial: bool = False) -> tuple[Regenerated, date]:
    """Regenerate the household's system flows in one transaction.

    Unchanged inputs write nothing. Raises Refused (naming source and reason) when a finding is an error, unless
    ``partial``: then the good sources' flows are replaced and the others' kept. Raises Busy when the door stays shut.
    """
    law = rules()
    with caller.opened(file) as books:
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        generated = generate(InputsIndex(inputs), law, today)
        if not partial:
            refuse_errors(generated.findings)
        changes = flow_changes(books.system_flows(), generated, keep=generated.broken)
        inputs_print = fingerprint(canonical(inputs), law.version)
        run = None
        if changes.changes and not caller.dry_run:
            run = begin(books, caller, "regenerate", inputs_print)
            books.apply(Plan(changes.changes))
        report = Regenerated(
            result="partial" if generated.broken else "changed" if changes.changes else "unchanged",
            added=changes.added,
            updated=changes.updated,
            removed=changes.removed,
            kept=changes.kept,
            revision=books.revision(),
            fingerprint=inputs_print,
            findings=generated.findings,
        )
        if run is not None:
            run.end(report, status="partial" if generated.broken else "succeeded")
    return report, today
