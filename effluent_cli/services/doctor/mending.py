"""``doctor --fix``: what is safe to mend and nothing else: rights, leftovers, the journal, what follows from the inputs."""

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from effluent_cli.domain.findings import Finding
from effluent_cli.domain.plans import Change, Plan
from effluent_cli.domain.records import Baseline
from effluent_cli.services.caller import Caller
from effluent_cli.services.catching_up import apply_caught_up, baseline_of, catch_up
from effluent_cli.services.rulebook import rules

if TYPE_CHECKING:
    from effluent_cli.store.home import Home
    from effluent_cli.store.household import HouseholdFile

DERIVED = frozenset({"duplicate_flow", "flows_differ", "baseline_missing", "baseline_damaged", "baseline_revision"})
"""Findings about what can be made again from the inputs."""


def is_safe(finding: Finding) -> bool:
    """Return whether ``--fix`` mends a finding. A pinned baseline cannot be made again: its cure is another."""
    return finding.code in ("mode", "leftover", "journal_mode") or (
        finding.code in DERIVED and "doctor --fix" in finding.fix
    )


def mend_place(home: "Home", finding: Finding) -> None:
    """Mend a finding about a file or folder of the home, which its subject names. Raises EffluentError."""
    from effluent_cli.store import files

    path = str(home.path / finding.subject)
    if finding.code == "leftover":
        files.remove(path)
    else:
        files.make_private(path.rstrip(os.sep))


def mend_household(file: "HouseholdFile", caller: Caller, findings: tuple[Finding, ...]) -> None:
    """Mend the findings about a household's records and journal, through the door. Raises Busy, Refused, DamagedFile."""
    law = rules()
    # The door itself sets the journal back.
    with caller.opened(file) as books:
        if not any(finding.code in DERIVED for finding in findings):
            return
        inputs = books.inputs()
        today = caller.today(inputs.household.time_zone)
        caught = catch_up(books, inputs, law, today, caller.now)
        before = books.live_baseline()
        if not any(isinstance(change.after, Baseline) for change in caught.plan.changes):
            # A copy that was tampered with still has the fingerprint of the one that it should be.
            after = baseline_of(inputs, books.revision(), law, today, caller.now)
            caught = replace(caught, plan=caught.plan + Plan((Change(before, after),)))
        apply_caught_up(books, caught, caller.now)
