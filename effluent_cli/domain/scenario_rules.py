"""What scenarios and their changes must be: for a document, a backup, a file that was tampered with, and for ``doctor``.

Commands never store anything else. What a change refers to may go later; that is a warning, and the change is refused only
where it is applied.
"""

from collections.abc import Iterator, Sequence

from effluent_cli.domain.change_types.parsing import problems
from effluent_cli.domain.consistency import Oddity
from effluent_cli.domain.records import Scenario, ScenarioChange
from effluent_cli.domain.scenario_changes import lineage
from effluent_cli.domain.slugs import invisible
from effluent_cli.errors import Refused

BASELINE = "baseline"
"""What names the baseline wherever a scenario is expected, and is no scenario's name or id."""


def scenario_oddities(scenarios: Sequence[Scenario], changes: Sequence[ScenarioChange]) -> Iterator[Oddity]:
    """Yield every field of a scenario or a change that no command would have stored."""
    known = {each.id: each for each in scenarios}
    for scenario in scenarios:
        for field in ("id", "name"):
            if getattr(scenario, field).casefold() == BASELINE:
                yield Oddity(scenario, field, f"{BASELINE} names the baseline, and no scenario")
        try:
            lineage(known, scenario.id)
        except Refused as error:
            yield Oddity(scenario, "parent", error.message)
    for change in changes:
        if change.scenario not in known:
            yield Oddity(change, "scenario", f"there is no scenario {change.scenario}")
        yield from _keys(change)


def _keys(change: ScenarioChange) -> Iterator[Oddity]:
    texts = {param.key: param.value for param in change.params}
    if len(texts) < len(change.params):
        yield Oddity(change, "params", "a key stands there twice")
    if any(invisible(text) is not None for pair in texts.items() for text in pair):
        yield Oddity(change, "params", "holds a character that cannot be shown")
    for problem in problems(change.type, texts, change.on, change.until):
        field = problem.path if problem.path in ("type", "until") else "params"
        named = "" if field == problem.path else f"{problem.path}: "
        yield Oddity(change, field, f"{named}{problem.message}")
